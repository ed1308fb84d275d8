"""A grid worker's list of households: 3号楼 101王桂芝36.4 102没人 201李铁柱两口36.5 36.8咳嗽 202不开门.

A row begins with its door and ends with the next one, so that no value can pass from one row to another. What a row
leaves open (two figures for one person) is marked unclear and has no value. In a village a row is 组 and house:
3组12号王桂芝36.4 13号没人. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.language.contacts import find_contact
from knowledge.language.health import find_positive_test
from knowledge.language.late import late
from knowledge.language.listed_names import owner_before
from knowledge.language.names import is_called, looks_like_name
from knowledge.language.names_in_runs import may_be_called
from knowledge.language.people import find_relatives, is_somebodys
from knowledge.language.rest_of_list import without_the_rest
from knowledge.language.settled_temperature import settle
from knowledge.language.small_numbers import small_number
from knowledge.language.symptoms import find_symptoms, health_words
from knowledge.language.temperatures import Temperature, find_temperatures
from knowledge.language.words import WordListError, either, load_list, words_of

_FILE = "household_list.yaml"
_WORDS = ("absent", "not_opened", "refused", "two", "three", "four")
_NUMBERS = "一二三四"
ABSENT, NOT_OPENED, REFUSED, UNCLEAR = "absent", "not_opened", "refused", "unclear"
# The number of a door may stand right behind a temperature: 36.4201李铁柱 is 36.4 and 201.
_START = late(
    r"(?<![\d一二三四五六七八九十])(?P<building>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:(?:号楼|栋|幢|#楼)(?:[ ,]?(?P<part>\d{1,2}|[一二三四五六七八九十])单元)?|(?P<group>组)(?![长织合成员])(?:的|:)?)"
    r"|(?<![\d一二三四五六七八九十])(?P<bare_unit>\d{1,2}|[一二三四五六七八九十])单元(?=[ ,:]?\d{3})"
    r"|(?<![\d./A-Za-z月-])(?<!\d:)(?P<house>\d{1,4})号(?![楼院线])"
    r"(?=[ :,]{0,2}(?:[一-鿿]|(?:3[4-9]|4[0-3])(?:\.\d|[ ,。\n]|$)))"
    r"|(?:(?<![\d./A-Za-z-])(?<!\d:)|(?<=3[4-9]\.\d)|(?<=4[0-3]\.\d)|(?<=[^\d]/)|(?<=3[4-9]\.\d/)|(?<=4[0-3]\.\d/))(?:(?P<joined>\d{1,2})[-/](?:(?P<unit>\d{1,2})[-/])?)?"
    r"(?P<door>\d{3,4})(?![\d.:/%年元块斤人次天分个岁度袋克只箱]|[-/]\d"
    r"|米(?![一-鿿]{1,2}[ :,]?(?:3[4-9]|4[0-3])[.度点]))[室号户]?"
    r"(?=[ :,]{0,2}(?:[一-鿿]|(?:3[4-9]|4[0-3])(?:\.\d|[ ,。\n]|$)))"
)
_WHOLE = late(
    r"(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,3})(号楼|栋|幢|组)(?:\d单元)?[^\d,。;!\n]{0,4}?(?:都|均|全|整|各家|家家|所有)"
    r"[^\d,。;!\n]{0,5}?(?:正常|没事|没啥事|挺好|好着|没问题|无异常|平安)"
)
_SLIP = late(r"3[4-9]\d|4[0-3]\d")
# 体温:365 is no door, as 六楼:365 is.
_SAYS_WHAT = late(r"[^楼元组栋幢层村区院园口\d]:$")
_NAME_BEFORE = late(r"(?<![一-鿿])([一-鿿·]{2,4})[ :]?$")
_BEGINS_ROW = late(r"[室号户]?[一-鿿]{2,12}(?:3[4-9]|4[0-3])[.度点]")
_RUN = late("[一-鿿]{3,8}")
_NEXT_SLIP = late(r"[一-鿿·]{2,4}(?:3[4-9]\d|4[0-3]\d)(?![\d.度点室号])")  # 小何365小周366小吴364
_STOP = late(r" ?(?:[,;。、\n]|$)")
# 402靠窗的小菲: where in a room, or who of a house somebody is.
_BY_PLACE = late(r"[室号户]?[ :,]{0,2}[一-鿿]{1,5}的(?=[一-鿿])")
_FIGURE_OR_NOTE = late(r"\d")
_NAME = late(r"[一-鿿·]{2,8}")
_BEHIND_NAME = late(
    r"$|[^一-鿿]|体温|温度|今[天早]|早上|[上中下]午|量|测|家|的"
    r"|[没不无都也有咳烧发嗓头浑全正一挺和跟感流拉两俩夫老三仨二四]"
)
_NAMED_BEHIND = late(r" ?(?:叫|是)? ?([一-鿿·]{2,4})(?=[ ,:]?(?:3[4-9]|4[0-3])(?:\.\d|\D|$))")
# 铁柱36.5: all that stands between a door and a figure.
_ONLY = late(r"[室号户]?[ :,]{0,2}([一-鿿]{2,4})[ :,]{0,2}(?=(?:3[4-9]|4[0-3])(?:\.\d|\D|$))")
# 是租户叫阿茹罕36.3
_FIGURE = late(r"(?:3[4-9]|4[0-3])(?:\.\d|\D|$)|[三四]十?[四五六七八九][度点]")
_CALLED = late(r"(?:叫|(?:租户|租客|房主|业主)(?!叫))([一-鿿·]{2,4})(?=[ ,:]?(?:3[4-9]|4[0-3])(?:\.\d|\D|$))")
_AND = "和跟与同"
_AGAIN = late(r"早|晚|[上中下]午|现在|复测|再测|又测|后来|昨|刚才|今")
_EVERYBODY_HAS = late(r"(?:都|均)(?:是|量了|体温)? ?$")
_EVERYBODY = late(r"都|均|全部|(?:(?<![一-鿿])[两二俩三仨四]|[哥姐爷娘老]俩|[老小]两口)[个口位]?人?(?=[没无])")


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a household, or the household where nobody was met.

    `door` is 101 (in a village 12号), `building` 3号楼 or 3组 and `unit` 2单元, None where the list does not say.
    `name` is None for somebody who is not named; `relation` is then how they are told from the others (李铁柱家另一人),
    `relative` how they are of kin (老伴), where that is said.
    `temperature` is in ℃; `proposal` is one whose spelling looks like a slip. `symptoms`, `positive_test` and
    `contact_history` as in a check-in (health.py), `troubles` in the words of the text. `note`: "absent", "not_opened",
    "unclear" (somebody has to read the row), or "".
    """

    door: str
    building: str | None
    name: str | None
    temperature: float | None
    symptoms: tuple[str, ...] | None
    note: str
    unit: str | None = None
    relation: str | None = None
    proposal: float | None = None
    troubles: tuple[str, ...] = ()
    positive_test: bool | None = None
    contact_history: bool | None = None
    span: tuple[int, int] = (0, 0)
    relative: str | None = None

    @property
    def is_told(self) -> bool:
        """Whether the row says anything of somebody's health, or that nobody was met."""
        said = (self.temperature, self.proposal, self.symptoms, self.positive_test, self.contact_history)
        return bool(self.note or self.troubles) or any(one is not None for one in said)


@dataclass(frozen=True, slots=True)
class _Lists:
    absent: re.Pattern[str]
    not_opened: re.Pattern[str]
    refused: re.Pattern[str]
    people: re.Pattern[str]
    another: str
    further: str
    relative: str


@cache
def _lists() -> _Lists:
    """The words of the list; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    if set(content) != {"another", "further", "relative", *_WORDS}:
        raise WordListError(f"{_FILE}: the lists are not the expected ones")
    words = {key: words_of(content[key], f"{_FILE}: {key}") for key in _WORDS}
    another, further, relative = (str(content[key]) for key in ("another", "further", "relative"))
    if not all("{name}" in one for one in (another, further, relative)) or "{relative}" not in relative:
        raise WordListError(f"{_FILE}: another, further and relative name {{name}}, relative also {{relative}}")
    people = "|".join(f"(?P<{key}>{either(words[key])})" for key in ("two", "three", "four"))
    return _Lists(
        re.compile(either(words["absent"])),
        re.compile(either(words["not_opened"])),
        re.compile(either(words["refused"])),
        re.compile(people),
        another,
        further,
        relative,
    )


def find_rows(text: str, houses: bool = False) -> tuple[Row, ...]:
    """The rows of a normalised list of households from top to bottom; empty for a text without doors.

    `houses`: 12号 is a door also where no 组 is named, as for whoever looks after a village. Elsewhere it is a day.
    """
    text = without_the_rest(text)
    starts = _starts(text, houses)
    rows: list[Row] = []
    building: str | None = None
    unit: str | None = None
    for place, start in enumerate(starts):
        if start["building"] is not None:
            building, unit = f"{_number(start['building'])}{start['group'] or '号楼'}", _unit(start["part"])
            continue
        if start["bare_unit"] is not None:
            unit = _unit(start["bare_unit"])
            continue
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        household = Row(_door(start, building), building, None, None, None, "", unit, span=(start.start(), end))
        if start["joined"] is not None:  # 3-1-204 says where this door is, and nothing of the next
            household = replace(household, building=f"{start['joined']}号楼", unit=_unit(start["unit"]))
        rows += _household(household, text[start.end() : end])
    return tuple(rows)


def _door(start: re.Match[str], building: str | None) -> str:
    """101 in a building, 12号 in a village."""
    if start["house"] is not None:
        return f"{int(start['house'])}号"
    return start["door"] + ("号" if building is not None and building.endswith("组") else "")


def _starts(text: str, houses: bool) -> list[re.Match[str]]:
    """Where a building or a door begins; 365 behind a name without a temperature is a slip and no door."""
    found: list[re.Match[str]] = []
    for match in _START.finditer(text):
        door = match["door"]
        if match["building"] is not None:
            houses = houses or match["group"] is not None
        elif (match["house"] is not None and not houses) or (door is not None and _is_said_figure(text, match)):
            continue
        if door is not None and found and match["joined"] is None and _SLIP.fullmatch(door) is not None:
            said = text[found[-1].end() : match.start()]
            is_settled = any(one.search(said) for one in (_FIGURE_OR_NOTE, _lists().absent, _lists().not_opened))
            if not is_settled and found[-1]["door"] is not None:
                continue
        found.append(match)
    return found


def _is_said_figure(text: str, match: re.Match[str]) -> bool:
    """Whether a figure behind a colon is what the word before it says: 体温:365."""
    if _SLIP.fullmatch(match["door"]) is None:
        return False
    is_said = _SAYS_WHAT.search(text, 0, match.start()) is not None and _BEGINS_ROW.match(text, match.end()) is None
    return is_said or _is_behind_name(text, match)


def _is_behind_name(text: str, match: re.Match[str]) -> bool:
    """Whether a figure closes the row of somebody named before it: 赵凤琴365,吕广田36.7."""
    run = _NAME_BEFORE.search(text, max(0, match.start() - 5), match.start())
    if run is None or (_STOP.match(text, match.end()) is None and _NEXT_SLIP.match(text, match.end()) is None):
        return False
    return looks_like_name(run[1]) or is_called(run[1])


def _unit(said: str | None) -> str | None:
    return None if said is None else f"{_number(said)}单元"


def _number(said: str) -> int | str:
    number = small_number(said)
    return said if number is None else number


def _household(row: Row, said: str) -> list[Row]:
    """The rows of one door: everybody of whom something is said, or the note why there is nobody."""
    lists = _lists()
    temperatures = find_temperatures(said, asked=True)
    if not temperatures and lists.not_opened.search(said) is not None:
        return [replace(row, note=NOT_OPENED)]
    if not temperatures and lists.absent.search(said) is not None:
        return [replace(row, note=ABSENT)]
    parts = _people(said)
    if not temperatures and refuses(said) and len(parts) < 2 and find_symptoms(lists.refused.sub(" ", said)) is None:
        return [replace(row, name=parts[0][2] if parts and parts[0][3] else None, note=REFUSED)]
    if not parts:
        return [_with_values(row, said, temperatures, ())] if temperatures or find_symptoms(said) is not None else []
    rows: list[Row] = []
    host = next((name for _start, _end, name, is_named in parts if is_named), None)
    for place, (_start, end, name, is_named) in enumerate(parts):
        until = parts[place + 1][0] if place + 1 < len(parts) else len(said)
        own = find_temperatures(said[end:until], asked=True)
        person = replace(row, name=name)
        if not is_named:
            person = replace(row, relation=_relation(host, name), relative=name)
        rows += _one_or_more(person, said[end:until], own, host)
    return _with_what_all_share(rows, said)


def refuses(text: str) -> bool:
    """Whether a text says that somebody would not be measured."""
    return _lists().refused.search(text) is not None


def find_whole(text: str) -> str | None:
    """The building (3号楼, 3组) of which a text says as a whole that all is well; None where it speaks of none."""
    match = _WHOLE.search(text)
    return None if match is None else f"{_number(match[1])}{'组' if match[2] == '组' else '号楼'}"


def _relation(host: str | None, relative: str) -> str:
    return relative if host is None else _lists().relative.format(name=host, relative=relative)


def _people(said: str) -> list[tuple[int, int, str, bool]]:
    """Everybody a row names, as start, end, name or relation, and whether it is a name."""
    found = [(each.span[0], each.span[1], each.label, False) for each in find_relatives(said) if each.people == 1]
    for run in _NAME.finditer(said):
        cut = {
            place for word in health_words(run.group()) for place in range(word.start + 1, word.start + len(word.word))
        }
        for size in range(min(len(run.group()), 8), 1, -1):
            name, end = run.group()[:size], run.start() + size
            is_name = size not in cut and (looks_like_name(name) or is_called(name) or is_somebodys(name))
            if (
                is_name
                and _BEHIND_NAME.match(said, end) is not None
                and not _is_cut_wrong(said, run.start(), end, found)
            ):
                found = [each for each in found if each[1] <= run.start() or each[0] >= end]
                found.append((run.start(), end, name, True))
                break
    called = None if any(each[3] for each in found) else _CALLED.search(said)
    if called is not None and looks_like_name(called[1]):
        found.append((*called.span(1), called[1], True))
    if not found:
        found = _called_at_once(said)
    place = None if found else _BY_PLACE.match(said)
    if place is not None:
        behind = place.end()
        return [(behind + start, behind + end, name, named) for start, end, name, named in _people(said[behind:])]
    if not any(each[3] for each in found):
        figure = _FIGURE.search(said)
        owner = None if figure is None else owner_before(said, figure.start())
        if owner is not None and not owner.is_word:  # 独居的老郝太太36.0
            found = [each for each in found if each[1] <= owner.span[0] or each[0] >= owner.span[1]]
            found.append((*owner.span, owner.name, True))
    return sorted(_with_own_names(said, found))


def _called_at_once(said: str) -> list[tuple[int, int, str, bool]]:
    """Who stands first in a row by a name that has no look of one: 铁柱36.5, 小凡嗓子疼36.8."""
    only = _ONLY.match(said)
    if only is not None:
        return [(*only.span(1), only[1], True)] if may_be_called(only[1]) else []
    ails = _RUN.match(said)
    words = [] if ails is None else health_words(ails[0])
    name = "" if ails is None or not words else ails[0][: words[0].start]
    return [(0, len(name), name, True)] if 2 <= len(name) <= 3 and may_be_called(name) else []


def _is_cut_wrong(said: str, start: int, end: int, relatives: Sequence[tuple[int, int, str, bool]]) -> bool:
    """Whether what looks like a name is a word and somebody of kin (和媳妇), or a name and a count (张三一家四口)."""
    is_and = said[start] in _AND and any(each[0] == start + 1 for each in relatives)
    return is_and or (said[end - 1] == "一" and said.startswith("家", end))


def _with_own_names(said: str, found: list[tuple[int, int, str, bool]]) -> list[tuple[int, int, str, bool]]:
    """爱人孙凤36.6 and 爱人叫孙凤 are one person, by her name."""
    named = []
    for start, end, label, is_named in found:
        behind = None if is_named else _NAMED_BEHIND.match(said, end)
        if behind is not None and looks_like_name(behind[1]):
            end, label, is_named = behind.end(), behind[1], True
        named.append((start, end, label, is_named))
    hosts = [name for _start, _end, name, is_named in named if is_named]
    for place, (start, end, _label, is_named) in enumerate(named):
        host = next((one for one in hosts if said.endswith(one, 0, start)), None)
        if host is not None and not is_named and said.find(host) < start - len(host):  # 栾平36.4 栾平妈妈36.2
            named[place] = (start - len(host), end, host + said[start:end], True)
    return [each for each in named if not any(one[0] <= each[0] < one[1] and one != each for one in named)]


def _one_or_more(person: Row, said: str, own: list[Temperature], host: str | None) -> list[Row]:
    """A person with the figures behind them; further figures are those of others where the row counts people."""
    count = _counted(_lists().people.search(said, 0, own[0].span[0] if own else len(said)))
    if count == 1 or person.name is None:
        first = _with_values(person, said, own, _again(said, own))
        behind = _counted(_lists().people.search(said, own[0].span[1])) if len(own) == 1 and person.name else 1
        return [first, *(_another(person, host, number, behind) for number in range(2, behind + 1))]
    if len(own) != count:
        if len({each.value for each in own}) == 1 and _EVERYBODY.search(said) is not None:
            own = own[:1] * count
        else:
            return [replace(person, note=UNCLEAR)]
    rows: list[Row] = []
    for place, temperature in enumerate(own):
        ends = own[place + 1].span[0] if place + 1 < count else len(said)
        piece = said[temperature.span[1] : max(ends, temperature.span[1])]
        one = person if place == 0 else _another(person, host, place + 1, count)
        rows.append(_filled(one, piece, [temperature]))
    return rows


def _counted(people: re.Match[str] | None) -> int:
    return 1 if people is None else {"two": 2, "three": 3, "four": 4}.get(people.lastgroup or "", 1)


def _another(person: Row, host: str | None, number: int, count: int) -> Row:
    """Somebody of the household who is counted and not named, told apart from the others of it."""
    words = _lists().another if count == 2 else _lists().further
    relation = words.format(name=host or person.name, number=_NUMBERS[number - 1])
    return replace(person, name=None, relation=relation)


def _again(said: str, own: list[Temperature]) -> tuple[str, ...]:
    """What stands between several figures of one person."""
    return tuple(said[own[place].span[1] : own[place + 1].span[0]] for place in range(len(own) - 1))


def _with_values(row: Row, said: str, own: list[Temperature], between: tuple[str, ...]) -> Row:
    """A row with its one figure; several are of one person only where the words say that it was measured again."""
    if len(own) > 1 and not all(_AGAIN.search(words) is not None for words in (between or ("",))):
        return replace(row, note=UNCLEAR)
    return _filled(row, said, own)


def _filled(row: Row, said: str, own: list[Temperature]) -> Row:
    felt = find_symptoms(said)
    settled = settle(said, own)
    return replace(
        row,
        temperature=settled.value,
        proposal=settled.proposal,
        symptoms=None if felt is None else felt.symptoms,
        troubles=() if felt is None else felt.troubles,
        positive_test=find_positive_test(said),
        contact_history=find_contact(said),
    )


def _with_what_all_share(rows: list[Row], said: str) -> list[Row]:
    """都没事 at the end of a household, and 都36.5, is said of everybody in it of whom nothing else is."""
    figures = find_temperatures(said, asked=True)
    if len(figures) == 1 and _EVERYBODY_HAS.search(said[: figures[0].span[0]]) is not None:
        rows = [row if row.note else replace(row, temperature=figures[0].value) for row in rows]
    every = list(_EVERYBODY.finditer(said))
    felt = find_symptoms(said[every[-1].start() :]) if every else None
    if felt is None or felt.symptoms is None:
        return rows
    return [
        row if row.symptoms is not None or row.troubles or row.note else replace(row, symptoms=felt.symptoms)
        for row in rows
    ]
