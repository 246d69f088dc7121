"""The starting data: read, checked line by line, merged with what curators did since."""

from catalogue.loading.files import STARTING_DATA, read_file
from catalogue.loading.merge import CatalogueLoadReport, load_rows
from catalogue.loading.restricted import read_restricted

__all__ = ["STARTING_DATA", "CatalogueLoadReport", "load_rows", "read_file", "read_restricted"]
