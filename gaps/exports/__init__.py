"""A table of gaps as a file: CSV, Excel with the method on a sheet of its own, JSON, SVG, PNG."""

from gaps.exports.charts import matrix_png, matrix_svg
from gaps.exports.matrix_files import matrix_csv, matrix_xlsx

__all__ = ["matrix_csv", "matrix_png", "matrix_svg", "matrix_xlsx"]
