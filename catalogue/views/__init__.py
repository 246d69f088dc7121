"""The public pages of records and organisations."""
