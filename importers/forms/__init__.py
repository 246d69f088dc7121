"""Empty surveys to send out: a spreadsheet to fill in, and a form for KoboToolbox, both of which import by themselves."""
