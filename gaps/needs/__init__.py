"""Need beside supply: indicators loaded, looked up by region, and set beside the number of tools."""
