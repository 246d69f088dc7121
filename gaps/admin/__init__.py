"""The gaps room in Wagtail's admin: indicators of need, areas, and the button that takes a snapshot."""
