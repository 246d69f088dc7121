"""The rows that were not imported go back to the curator, with the reasons in the sheet."""
