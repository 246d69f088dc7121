"""Empty surveys to send out: a spreadsheet and a form for KoboToolbox; both import by themselves."""
