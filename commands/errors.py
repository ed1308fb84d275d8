"""How a command refuses: one clear line on standard error, exit 2."""


class Refused(Exception):
    """What was asked cannot be done; the text is the one line that says why and what would be right."""
