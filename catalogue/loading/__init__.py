"""The starting data: read, checked line by line, merged with what curators did since."""

from catalogue.loading.files import STARTING_DATA, read_file
from catalogue.loading.merge import LoadReport, load_rows

__all__ = ["STARTING_DATA", "LoadReport", "load_rows", "read_file"]
