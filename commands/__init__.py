"""The commands of `python app.py`, a file for each, and the wiring of the rooms that they share."""
