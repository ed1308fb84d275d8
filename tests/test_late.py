"""A pattern that is compiled late is the pattern, and each one that waits can be compiled."""

import importlib
import pkgutil
import re

import pytest

import knowledge.language
from knowledge.language.late import Late, late


def test_it_does_what_the_pattern_does_and_is_compiled_once() -> None:
    one, other = late("(?P<a>b+)c?"), re.compile("(?P<a>b+)c?")
    assert one.pattern == other.pattern and one.groupindex == other.groupindex
    assert [match["a"] for match in one.finditer("abbcab")] == ["bb", "b"]
    assert one.sub("-", "abbcab") == other.sub("-", "abbcab")
    assert one.search is one.search
    with pytest.raises(AttributeError):
        one.unknown  # type: ignore[attr-defined]  # noqa: B018


def test_every_pattern_that_waits_can_be_compiled() -> None:
    modules = [
        importlib.import_module(f"knowledge.language.{one.name}")
        for one in pkgutil.iter_modules(knowledge.language.__path__)
        if not one.ispkg
    ]
    waiting = [value for module in modules for value in vars(module).values() if isinstance(value, Late)]
    assert len(waiting) > 100
    for one in waiting:
        assert isinstance(one.pattern, str)
