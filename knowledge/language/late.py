"""Patterns that are compiled when they are first tried.

Most messages never come to most of the patterns, and compiling one that holds many Chinese characters takes a fifth of a
millisecond for each set of them: all together half of the time from the start to the first message. What every check-in
tries is compiled at once all the same (`re.compile`), where it is faster by a hair.
"""

import re
from typing import cast

_OFFERED = (
    *("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"),
    *("pattern", "flags", "groups", "groupindex", "scanner"),
)


class Late:
    """Stands for a pattern and becomes it when it is first asked for anything; may be used from any thread."""

    def __init__(self, written: str) -> None:
        self._written = written

    def __getattr__(self, name: str) -> object:
        if name not in _OFFERED:
            raise AttributeError(name)
        compiled = re.compile(self._written)
        # From now on these are found before this method is asked.
        self.__dict__.update({one: getattr(compiled, one) for one in _OFFERED})
        return self.__dict__[name]


def late(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when it is first tried; a wrong one is found by `tests/test_late.py`."""
    return cast("re.Pattern[str]", Late(pattern))
