"""What is said of one as it was of the one before: 36.5同上, 我36.5也没有. Text is normalised."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.language.person_found import PersonFound
from knowledge.language.symptoms import NONE

_AS_ABOVE = re.compile(r"同上(?=$|[ ,。;!\n)])")
# 也没有 by itself denies what was denied of the one before.
_NEITHER = re.compile(r"(?:(?<=[\d度半])|[ ,])也(?:都|是)?(?:没有?|无|一样)[了的呢啊哈]?(?=$|[ ,。;!\n])")


def with_said_again(text: str, persons: Sequence[PersonFound]) -> list[PersonFound]:
    """The people with what was said of the one before, where it is said to be the same of them."""
    if "同上" not in text and "也" not in text:
        return list(persons)
    return list(_told_again(text, persons))


def _told_again(text: str, persons: Sequence[PersonFound]) -> Iterator[PersonFound]:
    before: tuple[str, ...] | None = None
    for person in persons:
        health = person.health
        if before is not None and health.symptoms is None and not health.troubles:
            is_same = _AS_ABOVE.search(text, *person.span) is not None
            if is_same or (before == NONE and _NEITHER.search(text, *person.span) is not None):
                person = replace(person, health=health._replace(symptoms=before))
        before = person.health.symptoms
        yield person
