"""An audience in words, for whoever drafts, approves or reads a notice.

The words stand in knowledge/vocabulary/notices.yaml.
"""

from functools import cache

from knowledge.notices.audience import Audience, Everybody, Holding, Living, WithOpenCase
from knowledge.strict_model import StrictModel, Words, load_model
from knowledge.vocabulary import FOLDER


class _NoticeWords(StrictModel):
    """notices.yaml."""

    statuses: dict[str, Words]
    stopped: Words
    resting: Words
    kinds: dict[str, Words]
    cases: dict[str, Words]
    roles: dict[str, Words]
    of_places: Words
    in_places: Words
    and_another: Words
    but_places: Words
    but_people: Words
    and_then: Words


@cache
def _words() -> _NoticeWords:
    """The words, read once; raises BadFile."""
    return load_model(FOLDER / "notices.yaml", _NoticeWords)[0]


def status_words(status: str, stopped: bool = False, resting: bool = False) -> str:
    """How a notice stands; `resting`: a standing tip that waits for its turn."""
    words = _words()
    return words.stopped if stopped else words.resting if resting else words.statuses[status]


def audience_words(audience: Audience) -> str:
    """To whom: 永茂社区、文化社区，除外：永茂社区6号楼."""
    words = _words()
    said = _to(audience)
    left_out = []
    if audience.but_places:
        left_out.append(words.but_places.format(places=_places(audience.but_places)))
    if audience.but_people:
        left_out.append(words.but_people.format(count=len(audience.but_people)))
    return words.and_then.join([said, *left_out])


def _to(audience: Audience) -> str:
    words, to = _words(), audience.to
    if isinstance(to, Everybody):
        return words.kinds["everybody"]
    if isinstance(to, Living):
        return words.kinds[to.kind].format(places=_places(to.places))
    if isinstance(to, Holding):
        said = words.roles[to.role]
        return words.of_places.format(places=_places(to.places), who=said) if to.places else said
    said = words.cases[to.case] if isinstance(to, WithOpenCase) else words.kinds["not_checked_in"]
    return words.in_places.format(places=_places(to.places), who=said) if to.places else said


def _places(addresses: tuple[str, ...]) -> str:
    return _words().and_another.join(address.replace("/", "") for address in addresses)
