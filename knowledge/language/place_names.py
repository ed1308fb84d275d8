"""The names of China's regions as people say them, and the scanner that finds them in a text.

Names come from the table of regions (GB/T 2260), with and without their last part (呼和浩特市, 呼和浩特; 宽甸满族
自治县, 宽甸), and from `place_names.yaml` (呼市, 后旗, former names). What a name means in its sentence is told by
`knowledge.language.place_roles`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from knowledge.language.words import WordListError, either, load_list, words_of
from knowledge.regions import Region, all_regions

_FILE = "place_names.yaml"
_KEYS = {"called", "former", "open", "needs_parent", "also_local", "home", "near", "nearby", "abroad", "countries"}
_LEVEL_WORDS = (
    *("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "新区", "林区", "特区", "矿区"),
    *("盟", "省", "市", "县", "区", "旗"),
)
_PEOPLES = (
    "壮族|回族|维吾尔|蒙古族|蒙古|藏族|羌族|彝族|苗族|侗族|布依族|土家族|朝鲜族|白族|傣族|景颇族|傈僳族|哈尼族|哈萨克族|哈萨克|"
    "柯尔克孜|满族|瑶族|畲族|黎族|水族|仡佬族|拉祜族|佤族|纳西族|普米族|怒族|独龙族|达斡尔族|鄂温克族|裕固族|土族|撒拉族|保安族|"
    "东乡族|仫佬族|毛南族|锡伯|塔吉克|布朗族|各族"
)
# 科尔沁左翼后旗 without its last character is no name, 奈曼旗 without it is one.
_NO_SHORT_FORM = re.compile(r".*[左右前中后合]旗|.+(?:群岛|海域)")
_SELF_GOVERNED = re.compile(rf"(.{{2,}}?)(?:{_PEOPLES})+")
_TAIL = re.compile(r"[市县区旗州盟](?!区|里|内)|市(?=[区里内])")
_BEGINS_LIKE_A_VERB = frozenset("从来到会同在自去回")
_SHORT_NAME = 2


class Rank(IntEnum):
    """How sure a name alone is a place: 昌平 is less so than 昌平区, and that less than 北京."""

    COUNTY_SHORT = 1
    COUNTY = 2
    BROAD = 3


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name and every region it fits; `needs_parent` ones count only behind a region that contains them."""

    word: str
    regions: tuple[Region, ...]
    rank: Rank
    needs_parent: bool = False

    def at(self, text: str, start: int) -> "NameFound":
        """This name at a place of the text, with a last part that people add to a short name (龙海市)."""
        end = start + len(self.word)
        is_short = all(region.name != self.word and region.level == "county" for region in self.regions)
        if is_short and self.word[-1] not in "市县区旗州盟" and _TAIL.match(text, end) is not None:
            return NameFound(start, end + 1, self.word, self.regions, Rank.COUNTY, self.needs_parent)
        return NameFound(start, end, self.word, self.regions, self.rank, self.needs_parent)


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name in the text: where it stands, the regions it fits, and how sure it is."""

    start: int
    end: int
    word: str
    regions: tuple[Region, ...]
    rank: Rank
    needs_parent: bool


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """All names by their first two characters, the longest first, and what the office's list says about some."""

    by_start: Mapping[str, tuple[PlaceName, ...]]
    open: frozenset[str]
    also_local: frozenset[str]
    home: frozenset[str]
    abroad: re.Pattern[str]
    abroad_words: re.Pattern[str]  # the words in `abroad`, which takes several times longer to say that there is none
    countries: re.Pattern[str]

    def find_abroad(self, text: str) -> re.Match[str] | None:
        """Where the text speaks of a journey from another country."""
        return self.abroad.search(text) if self.abroad_words.search(text) is not None else None

    def scan(self, text: str) -> Iterator[NameFound]:
        """The names in the text from left to right, none inside another."""
        by_start = self.by_start
        behind = 0
        for start in range(len(text) - 1):
            if text[start : start + 2] in by_start and start >= behind:
                name = self._longest(text, start)
                if name is not None and not self._hides_a_surer_one(text, start, name):
                    found = name.at(text, start)
                    behind = found.end
                    yield found

    def at(self, text: str, start: int) -> PlaceName | None:
        """The longest name that begins exactly at a place of the text."""
        return self._longest(text, start)

    def _longest(self, text: str, start: int) -> PlaceName | None:
        for name in self.by_start.get(text[start : start + 2], ()):
            if text.startswith(name.word, start):
                return name
        return None

    def _hides_a_surer_one(self, text: str, start: int, name: PlaceName) -> bool:
        """Whether 从江苏 would be read as 从江, or 长白山市 as 长白: a surer name begins inside and reaches further."""
        if name.rank is Rank.BROAD or len(name.word) > _SHORT_NAME:
            return False
        for later in range(start + 1, start + len(name.word)):
            other = self._longest(text, later)
            if other is None or later + len(other.word) <= start + len(name.word):
                continue
            if other.rank > name.rank or name.word[0] in _BEGINS_LIKE_A_VERB:
                return True
        return False


@cache
def place_names() -> PlaceNames:
    """The names of the table and of the office's list; raises WordListError when the list cannot be used."""
    content = load_list(_FILE)
    if set(content) != _KEYS:
        raise WordListError(f"{_FILE}: the keys {', '.join(sorted(_KEYS))} are expected")
    words = {key: words_of(content[key], f"{_FILE}: {key}") for key in _KEYS - {"called", "former"}}
    home = frozenset(_known(code).code for code in words["home"])
    abroad = either((*words["abroad"], *words["countries"]))
    return PlaceNames(
        by_start=_by_start(_said_names(content), frozenset(words["needs_parent"]), words["near"], words["nearby"]),
        open=frozenset(words["open"]),
        also_local=frozenset(words["also_local"]),
        home=home,
        abroad=_abroad(abroad),
        abroad_words=re.compile(abroad),
        countries=re.compile(either(words["countries"])),
    )


def _abroad(words: str) -> re.Pattern[str]:
    """从蒙古国, 韩国回来, and a text that is nothing else; 在韩国料理店 is no journey."""
    return re.compile(
        rf"(?:从|在|自|由)(?P<left>{words})(?!(?:那边)?回不来|料理|餐|烧烤|城|街|菜|超市|馆子|[人语])|(?P<back>{words})(?:回(?!不来)|入境|来的|过来)"
        rf"|\A(?:我?(?:在|从|是)? ?)(?P<said>{words})[ 的呢啊。.!]*\Z"
    )


def short_name(region: Region) -> str | None:
    """The name without its last part, where what remains is a name: 通辽 of 通辽市, None of 沙县 or 巴林左旗."""
    if _NO_SHORT_FORM.fullmatch(region.name):
        return None
    for word in _LEVEL_WORDS:
        rest = region.name.removesuffix(word)
        if rest != region.name and len(rest) >= _SHORT_NAME:
            peoples = _SELF_GOVERNED.fullmatch(rest) if word.startswith("自治") or word == "区" else None
            return peoples[1] if peoples is not None else rest
    return None


def settle(regions: Iterable[Region], is_open: bool = False) -> tuple[Region, ...]:
    """Those of the regions that a name leaves open: one when it is settled.

    A region stands for what lies within it (通化 is the prefecture, not its county), a province and a prefecture for
    counties elsewhere, unless the name is `is_open`.
    """
    fitting = tuple(regions)
    outer = [one for one in fitting if not any(other.contains(one) and other != one for other in fitting)]
    if not is_open:
        for level in ("province", "prefecture"):
            if any(one.level == level for one in outer):
                return tuple(one for one in outer if one.level == level)
    return tuple(outer)


def _said_names(content: Mapping[str, object]) -> dict[str, list[tuple[Region, Rank]]]:
    """Every name with the regions it fits; the rank of a name is the highest that one of them gives it."""
    said: dict[str, list[tuple[Region, Rank]]] = {}
    for region in all_regions().values():
        short = short_name(region)
        if region.level != "county":
            full_rank = short_rank = Rank.BROAD
        else:
            full_rank = Rank.COUNTY
            short_rank = Rank.COUNTY_SHORT if short and len(short) == _SHORT_NAME else Rank.COUNTY
        said.setdefault(region.name, []).append((region, full_rank))
        if short is not None:
            said.setdefault(short, []).append((region, short_rank))
            if region.name.endswith("自治州"):
                said.setdefault(short + "州", []).append((region, Rank.BROAD))
    for key in ("called", "former"):
        groups = content[key]
        if not isinstance(groups, dict):
            raise WordListError(f"{_FILE}: {key}: codes with names are expected")
        for code, names in groups.items():
            for word in words_of(names, f"{_FILE}: {key}: {code}"):
                said.setdefault(word, []).append((_known(str(code)), Rank.BROAD))
    return said


def _by_start(
    said: Mapping[str, list[tuple[Region, Rank]]],
    needs_parent: frozenset[str],
    near: tuple[str, ...],
    nearby: tuple[str, ...],
) -> dict[str, tuple[PlaceName, ...]]:
    """The index of the scanner."""
    unknown = needs_parent - set(said)
    if unknown:
        raise WordListError(f"{_FILE}: needs_parent: {' '.join(sorted(unknown))} names no region")
    by_start: dict[str, list[PlaceName]] = {}
    for word in sorted(said, key=len, reverse=True):
        regions = tuple(dict.fromkeys(region for region, _rank in said[word]))
        rank = max(rank for _region, rank in said[word])
        is_nearby = regions[0].code.startswith(nearby) and not regions[0].name.endswith("区")
        if len(regions) == 1 and (regions[0].code.startswith(near) or is_nearby):
            rank = max(rank, Rank.COUNTY)
        by_start.setdefault(word[:2], []).append(PlaceName(word, regions, rank, word in needs_parent))
    return {start: tuple(names) for start, names in by_start.items()}


def _known(code: str) -> Region:
    """The region of a code in the list; raises WordListError for one that the table does not have."""
    try:
        return all_regions()[code]
    except KeyError:
        raise WordListError(f"{_FILE}: the code {code} is not in the table of regions") from None
