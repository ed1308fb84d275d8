"""Which of those who seem to go do, and by which names they are written down once each.

Whoever waits, is at work or fetches later is only beside the others; 我家老爷子 is 我爸, and 俩孩子一个叫豆豆一个叫米粒 are
written by their names. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.goer_lists import Goer
from knowledge.language.goer_refusals import goes_alone, stays_beside
from knowledge.language.goer_signs import OF_PATIENTS
from knowledge.language.names import name_at
from knowledge.language.people import RelativeFound, find_relatives

_CHILD = "孩子"
_EACH_CALLED = re.compile("(?:一个|[大小]的|老[大二三])叫([一-鿿]{2,3}?)(?=$|[ ,。;和]|一个|[大小]的|老[大二三])")
_IS_CALLED = re.compile("(?:名叫|名字[叫是]|姓名是?|叫)")
_PRESENTS = re.compile("我叫[一-鿿]{2,4}[ ,。]{1,2}我$")
_SAME = {
    "老爷子": frozenset({"爸爸", "爷爷", "姥爷", "公公", "岳父", "老丈人"}),
    "老太太": frozenset({"妈妈", "奶奶", "姥姥", "婆婆", "岳母", "丈母娘"}),
}


def counts_a_couple(relatives: Sequence[RelativeFound], found: RelativeFound) -> bool:
    """Whether 老两口 tells no more than that somebody named right before it does not go alone: 郗大爷老两口."""
    return found.people == 2 and not found.members and any(one.span[1] == found.span[0] for one in relatives)


def without_those_beside(text: str, goers: Sequence[Goer], reason: str | None) -> list[Goer]:
    """Those who go, without who is only beside them (goer_refusals.py); all of them where one is said to go alone."""
    going = [goer for goer in goers if goer.goes]
    only = next((goer for goer in goers if goes_alone(text, goer.start, goer.end)), None)
    if only is not None:
        return [replace(only, goes=True, with_speaker=False)]
    is_of_patients = reason in OF_PATIENTS
    beside = [goer for goer in goers if stays_beside(text, goer.end, is_of_patients=is_of_patients)]
    labels = {name for goer in beside for name in goer.names}
    rest = [goer for goer in going if labels.isdisjoint(goer.names)]
    return rest or going


def each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names without an old man or woman who is called by what they are to the speaker as well: 我家老爷子 … 我爸."""
    same = {name for name, kin in _SAME.items() if name in names and sum(one in kin for one in names) == 1}
    return tuple(name for name in names if name not in same)


def _kin_by_name(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with that of a relative in their place where it is told: 我爷叫康宝山; 我叫邹艳,我爱人宁海."""
    written = list(names)
    for found in find_relatives(text):
        if found.label not in written:
            continue
        said = _IS_CALLED.match(text, found.span[1]) or _PRESENTS.search(text, 0, found.span[0])
        named = None if said is None else name_at(text, max(said.end(), found.span[1]))
        if named is None or (said is not None and said.end() <= found.span[0] and not _closes(text, named.span[1])):
            continue
        place = written.index(found.label)
        written = [name for name in written if name != named.name]
        written[min(place, len(written) - 1)] = named.name
    return tuple(written)


def _closes(text: str, end: int) -> bool:
    return text[end : end + 1] in {"", *" ,。;!"}


def by_name(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with those of the children where each is told, 俩孩子一个叫豆豆一个叫米粒, and of kin: 我爷叫康宝山."""
    if "叫" in text:
        names = _kin_by_name(text, names)
    called = _EACH_CALLED.findall(text) if "叫" in text else []
    if len(called) < 2 or names.count(_CHILD) not in {1, len(called)}:
        return names
    place = names.index(_CHILD)
    rest = [name for name in names[place:] if name != _CHILD]
    return (*names[:place], *called, *rest)
