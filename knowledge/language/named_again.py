"""Those of a list where they are named once more, in full or in short: 佳琪咳嗽 behind 郭佳琪36.5, 老太太 of 楚老太太36.2.

In short somebody is only known where nobody else of the list could be meant, and where it is told how they feel: a figure
behind a short name would be of a row of its own. Text is normalised.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from knowledge.language.names import has_compound_surname, is_word, long_title_of, usual_surnames
from knowledge.language.names_in_runs import listed_words, tells_of_health
from knowledge.language.person_found import Mention
from knowledge.language.temperatures import Temperature

_BEGINS = re.compile(r"(?:^|[^一-鿿]|[就只除]|只有|除了|但是?|不过|其中)$")
_CLAUSE = re.compile(r"[^,。;!?\n]*")


def named_again(text: str, names: Collection[str], temperatures: Sequence[Temperature]) -> list[Mention]:
    """Every place where one of those of a list is named; of two names the longer: 贺敏婆婆 is not 贺敏 once more."""
    found = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        place = text.find(name)
        while place >= 0:
            found.append(Mention(name, "", place, place + len(name), True))
            place = text.find(name, place + len(name))
    short = {_in_short(name): name for name in names}
    count = Counter(_in_short(name) for name in names)
    for said, name in short.items():
        if said and count[said] == 1 and not any(said in other for other in names if other != name):
            found += _in_other_places(text, said, name, temperatures)
    return found


def _in_short(name: str) -> str:
    """How somebody may be called who was named in full before: 佳琪 of 郭佳琪, 老太太 of 楚老太太; "" for others."""
    title = long_title_of(name)
    if title:
        return title
    size = 2 if has_compound_surname(name) else 1
    given = name[size:]
    is_plain = len(given) == 2 and (size == 2 or name[0] in usual_surnames())
    return given if is_plain and not is_word(given) and given not in listed_words().nobody else ""


def _in_other_places(text: str, said: str, name: str, temperatures: Sequence[Temperature]) -> Iterator[Mention]:
    place = text.find(said, text.find(name) + len(name))
    while place >= 0:
        end = place + len(said)
        clause = _CLAUSE.match(text, end)
        assert clause is not None
        is_row = any(end <= one.span[0] < clause.end() for one in temperatures)
        if _BEGINS.search(text, 0, place) is not None and not is_row and tells_of_health(clause[0]):
            yield Mention(name, "", place, end, True)
        place = text.find(said, end)
