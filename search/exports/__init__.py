"""A list of tools in other formats: JSON, CSV, Excel, Atom, and one file to take along offline."""
