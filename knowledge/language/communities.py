"""The communities and villages of the subdistrict as people call them: 永茂, 老区, 2号村 (plan, places)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.language.small_numbers import small_number
from knowledge.language.words import either
from knowledge.plan import Place, the_plan

_VILLAGE_WORDS = ("村", "屯")
_COMMUNITY_WORDS = ("社区", "小区")
_NUMBERED = re.compile(r".*[号0-9]")
_FIGURE = re.compile("[一二三四五六七八九两]")
# 汪家 is also a family, 泰安 a city in Shandong, and 老区 any old part of a town.
_FAMILY_BEFORE = frozenset("组老姓户小")
_ELSEWHERE_BEFORE = re.compile(r"(?:从|自|离开|山东省?|革命|在|[^我你他她的在到回去住是, \n]城)$")
_HOUSE_BEHIND = re.compile(r"[ ]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|#|-\d|单元)")
_ELSEWHERE_BEHIND = re.compile(r"市|站|机场|[^,，。;\n]{0,6}(?:回来|来的|返回|返乡|出发|上班|打工|过来|上学)")


@dataclass(frozen=True, slots=True)
class CommunityFound:
    """A community or village in a text by its full name, and where it stands."""

    name: str
    is_village: bool
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a way of saying means; a doubtful one means something else in other company."""

    name: str
    is_village: bool
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Communities:
    """Every way of naming the places of one subdistrict."""

    _said: Mapping[str, _Said]
    _pattern: re.Pattern[str]

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Communities":
        """The places of a plan, with the short forms that it lists."""
        said: dict[str, _Said] = {}
        for place in places:
            is_village = place.kind == "village"
            _say(said, place.name, place.short_forms, is_village, place.also_means is not None)
        return cls(said, re.compile(either(said)))

    @classmethod
    def named(cls, names: Iterable[str]) -> "Communities":
        """Places of which only the full names are known; 永茂社区 is also called 永茂, 二号村 has no short form."""
        said: dict[str, _Said] = {}
        for name in names:
            is_village = name.endswith(_VILLAGE_WORDS)
            short = name.removesuffix("社区") if not is_village else name[:-1]
            _say(said, name, (short,) if len(short) > 1 and not _NUMBERED.fullmatch(short) else (), is_village, False)
        return cls(said, re.compile(either(said)))

    def find_all(self, text: str) -> list[CommunityFound]:
        """The places named in the text, from left to right."""
        found = []
        for match in self._pattern.finditer(text):
            said = self._said[match.group()]
            if not (said.is_doubtful and self._means_something_else(text, match)):
                found.append(CommunityFound(said.name, said.is_village, match.span()))
        return found

    def _means_something_else(self, text: str, match: re.Match[str]) -> bool:
        start, end = match.span()
        if start and text[start - 1] in _FAMILY_BEFORE:
            return True
        if _HOUSE_BEHIND.match(text, end) is not None:
            return False
        before = _ELSEWHERE_BEFORE.search(text, max(0, start - 6), start)
        return before is not None or _ELSEWHERE_BEHIND.match(text, end) is not None


@cache
def plan_communities() -> Communities:
    """The places of the plan that comes with the assistant."""
    return Communities.of(the_plan().places)


def _say(said: dict[str, _Said], name: str, short_forms: Iterable[str], is_village: bool, is_doubtful: bool) -> None:
    """Enter a place under its name and short forms, with the words and figures that people put for one another."""
    own_words = _VILLAGE_WORDS if is_village else _COMMUNITY_WORDS
    alone = tuple(short_forms)
    for form in (name, *alone):
        stem = next((form.removesuffix(word) for word in own_words if form.endswith(word)), form)
        is_family = is_village and len(stem) == len("汪家") and stem.endswith("家")
        for variant in (stem, _FIGURE.sub(_as_digit, stem), stem.replace("两", "二")):
            for word in own_words:
                said.setdefault(variant + word, _Said(name, is_village, False))
            if stem in alone and not _NUMBERED.fullmatch(stem):  # 二号 alone is a day
                said.setdefault(variant, _Said(name, is_village, is_doubtful or is_family))


def _as_digit(match: re.Match[str]) -> str:
    return str(small_number(match.group()))
