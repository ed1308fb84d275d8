"""Whether a text says anything at all: a reason, what is missing. A number, a sign or one character does not."""

import re

_TWO_CHARACTERS = re.compile(r"[\u3400-\u9fff].*[\u3400-\u9fff]", re.DOTALL)


def says_something(text: str) -> bool:
    """Whether there are words in it."""
    return _TWO_CHARACTERS.search(text) is not None
