"""Passwords: Argon2id, a least length, and nothing else that is prescribed; the rest is the second factor's."""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

LEAST, MOST = 10, 200
_FEWEST_DIFFERENT = 5
# A hash takes 64 MB: more than two at once would not be quicker.
_AT_ONCE = threading.BoundedSemaphore(2)
# Two more may wait their turn. The threads are those that answer WeChat: whoever comes then is asked to come again.
_PLACES = threading.BoundedSemaphore(4)
_hasher = PasswordHasher()


class Crowded(Exception):
    """More people prove a password at this moment than can be looked at."""


@contextmanager
def place() -> Iterator[None]:
    """One of the few places for proving or setting a password, to be taken before anything is counted or used up.

    Raises Crowded.
    """
    if not _PLACES.acquire(blocking=False):
        raise Crowded
    try:
        yield
    finally:
        _PLACES.release()


def fault(password: str, name: str) -> str | None:
    """Why a password is not taken: short, long, plain (few different signs, or hardly more than the name); else None."""
    normal = _normal(password)
    if len(normal) < LEAST:
        return "short"
    if len(normal) > MOST:
        return "long"
    rest = normal.replace(name, "") if name else normal
    return "plain" if len(set(rest)) < _FEWEST_DIFFERENT else None


def hashed(password: str) -> str:
    """The hash under which a password is kept."""
    with _AT_ONCE:
        return _hasher.hash(_normal(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password is the one that was kept; for nobody's it takes as long and is wrong."""
    with _AT_ONCE:
        try:
            _hasher.verify(kept or _nobodys(), _normal(password))
        except VerificationError:
            return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's password")


def _normal(password: str) -> str:
    """The same signs whichever keyboard wrote them."""
    return unicodedata.normalize("NFKC", password)
