"""Names by where they stand: 老孙36.2, 没事马驰38.8, 冯国栋发烧37.5, 石磊妈妈36.6, 豆豆36.4 乐乐36.6.

Right before a temperature, or before what somebody feels and then a temperature, stands whoever has it. A name is
believed by its look (names.py); one that has no such look (铁柱, 大个儿) only in a list of several people, and where it
is none of the words that stand there otherwise (早上, 腋下, 第二次). Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.names import (
    has_surname,
    is_called,
    is_nickname,
    is_statement,
    is_word,
    looks_like_name,
    name_signs,
    usual_surnames,
    without_title,
)
from knowledge.language.people import find_relatives, is_somebodys
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature
from knowledge.language.words import WordListError, either, load_list, words_of

_FILE = "listed_names.yaml"
_RUN = re.compile("[一-鿿·]+")
_LONGEST_LEAD = 40  # characters before a temperature in which its owner is looked for
_MOST_RUNS = 5
_LONGEST = 8
# Between a person and the figure, besides the words of the list: 王磊(男,45岁):36.5.
_SIGNS = (
    r"\d{3,4}室|\([^()\d]{0,8}(?:名|叫|字|租户?|住户|班|队|工)[^()\d]{0,4}\)"
    r"|[ ,:;、()\-=~>\"'/|]|男|女|\d{1,2}岁|1[3-9]\d{9}"
)
# The speaker, and the words of most check-ins: 我36.5, 我妈36.8, 健康打卡 36.5.
_NOBODY = re.compile("(?:^|[^一-鿿])(?:[我俺]|[我俺咱][爸妈爹娘]|(?:健康)?打卡|(?:今[天日])?体温(?:正常)?)$")
_KIN = "爸妈爹娘爷奶姥孙儿女婿媳夫妻婆公叔姑舅姨哥姐弟妹嫂伴子孩娃丈侄甥婶伯爱人"
_SINGLE = "了的呢啊吧呀咳烧好热和跟与、"
_ADDRESS = re.compile("(?:号楼|单元|号院|号|栋|幢|楼|层|室|门|户(?!主)|组|队|排|村)的?")  # 3组王老五36.5
_FLOOR = re.compile("[一二三四五六七八九十]{1,2}(?:号楼|单元|[楼层门栋幢])的?")  # 一楼米兰36.4
_PART_OF_DAY = re.compile("(?<![今昨大清])(?<![^一-鿿]明)[早晚]$")
# A word alone before a figure, 辛苦 37.0 and 3号:沙漠36.3; what is in no name of anybody; and 游泳(人名)36.4.
_ALONE = re.compile(
    r"(?:^|(?<=[^一-鿿()])|(?<=[一二三四五六七八九十]楼)|(?<=\d[门室号]))([一-鿿]{2,3}|[一-鿿]{3}儿|老[一-鿿]{2}儿)"
    r"(?:\([^()\d]{1,10}\))?[ :,-]{0,2}$"
)
_NO_NAME = re.compile(
    "[第次度昨今晚早夜晨午时刻间期周至成变为降升退涨约测量报均共计年月日]"
    "|[班组队园校楼店厂号们员门户室院场站点家里上下前后边人口枪]$"
)
_SAID_TO_BE = re.compile(r"\([^()]*(?:名|叫)[^()]*\)")
_OWN = re.compile("(?:我家?|俺家?|咱家?|他家?|她家?|家里?)?的?")


# What is told of somebody besides health: 王芳抗原阳性38.5.
_AWAY = re.compile("(?:不|没|未)(?:在家?|来|量|测|到|开门?|人)|外出|请假|出门|拒测|拒量|上班|休息|出差|回家|锁门")
_REPORT = re.compile("抗原|核酸|阳|密接|居家|在家|隔离|已|未|昨|今")


# Words of how somebody feels behind which another one may be named: 没事李强36.5.
_STATES = frozenset(
    {"symptoms", "troubles", "general", "well", "normal", "unwell", "denied", "ailment", "over", "fever_over"}
)


@dataclass(frozen=True, slots=True)
class ListedName:
    """Somebody's name as it is written down, and where it stands; `is_sure` where it has the look of a name.

    `is_word`: it is an ordinary word as well (高明), and somebody beside those alone who are sure.
    """

    name: str
    span: tuple[int, int]
    is_sure: bool = True
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class _Lists:
    before_figure: re.Pattern[str]  # at the end of the words before a temperature
    weak: re.Pattern[str]  # the same, and may be the end of a name as well
    passed: re.Pattern[str]  # a whole run that may stand between somebody and the figure
    nobody: frozenset[str]
    called: frozenset[str]
    house: re.Pattern[str]
    somebody: re.Pattern[str]  # a character without which nobody is named for certain, by name or kinship
    usual: str  # surnames
    surname: re.Pattern[str]  # a run that may begin with one


@cache
def _lists() -> _Lists:
    content = load_list(_FILE)
    keys = ("before_figure", "weak_before_figure", "nobody", "called", "house")
    if set(content) != set(keys):
        raise WordListError(f"{_FILE}: exactly {', '.join(keys)} are expected")
    strong, weak, nobody, called, house = (words_of(content[key], f"{_FILE}: {key}") for key in keys)
    return _Lists(
        re.compile(rf"(?:{_SIGNS}|{either(strong)})+$"),
        re.compile(rf"{either(weak)}$"),
        re.compile(rf"{either([*strong, *weak])}+"),
        frozenset(nobody),
        frozenset(called),
        re.compile(rf"{either(house)}$"),
        re.compile(f"[{name_signs()}{_KIN}·]"),
        usual_surnames(),
        re.compile(f"(?<![一-鿿])[{usual_surnames()}](?=[一-鿿])"),
    )


def find_listed(text: str, temperatures: Sequence[Temperature]) -> list[ListedName]:
    """Everybody who is named before a temperature, in order, relatives of nobody else left out (people.py finds them).

    Names that are no names by their look are given only where the text lists two people or more.
    """
    found: list[ListedName] = []
    unowned: list[tuple[int, int]] = []
    behind = 0
    for temperature in temperatures:
        start = temperature.span[0]
        named = _owner(text, max(behind, start - _LONGEST_LEAD), start, is_list=len(temperatures) > 1)
        if named is not None:
            found.append(named)
        else:
            unowned.append((behind, start))
        behind = temperature.span[1]
    if not any(each.is_sure for each in found):
        found = [each for each in found if not each.is_word]
    if found and unowned:
        found = _with_words(text, found, unowned)
    if len({each.name for each in found}) > 1:
        return found
    return [each for each in found if each.is_sure]


def _with_words(text: str, found: list[ListedName], unowned: Sequence[tuple[int, int]]) -> list[ListedName]:
    """Those named in a list besides who have no figure of anybody's before them: 秦岭36.4 秦川36.6 秦腔36.5."""
    are_several = len({each.name for each in found}) > 1
    more = []
    for since, until in unowned:
        alone = _ALONE.search(text, since, until)
        if alone is None or not _may_be_anybody(alone, are_several):
            continue
        more.append(ListedName(alone[1], alone.span(1), is_sure=False))
    return sorted([*found, *more], key=lambda each: each.span)


def _may_be_anybody(alone: re.Match[str], are_several: bool) -> bool:
    """Whether a word alone before a figure may be somebody, beside others who are named."""
    lists, run = _lists(), alone[1]
    if run in lists.called or _SAID_TO_BE.search(alone[0]) is not None:
        return True
    is_free = run not in lists.nobody and not is_word(run) and lists.before_figure.search(run) is None
    is_plain = is_free and not is_statement(f"某{run}") and _NO_NAME.search(run) is None
    return are_several and is_plain and not health_words(run) and not find_relatives(run)


def named_at(text: str, start: int, end: int) -> ListedName | None:
    """Who is named by a run of characters or by its beginning: 蔡明, 丁一发烧; None for relatives and ordinary words."""
    return _whole_name(text, start, end) or _begins_with_name(text, start, end)


def may_be_surnamed(run: str) -> bool:
    """Whether a word may be a name where all around it are: 解放 of 36.6楚天 36.5解放."""
    return 2 <= len(run) <= 3 and has_surname(run) and run not in _lists().nobody and not health_words(run)


def named_before(text: str, until: int) -> bool:
    """Whether somebody is named before a place of the text, to whom a figure there would belong."""
    named = _owner(text, max(0, until - _LONGEST_LEAD), until, is_list=True)
    return named is not None and not named.is_word


def is_told_away(text: str) -> bool:
    """Whether the words behind a name say that its owner was not there to be measured."""
    return _AWAY.search(text) is not None


def _owner(text: str, since: int, until: int, *, is_list: bool) -> ListedName | None:
    """Who is named in front of a figure, in the text between two places; a nickname counts only in a list."""
    lists = _lists()
    if not is_list and lists.somebody.search(text, since, until) is None:  # as in most check-ins
        return None
    part_of_day = _PART_OF_DAY.search(text, since, until)
    if part_of_day is not None:  # 王芳早36.5晚36.6
        until = part_of_day.start()
    lead = lists.before_figure.sub("", text[since:until])
    if not is_list and lists.somebody.search(lead) is None:
        return None
    if not lead or _NOBODY.search(lead) is not None:
        return None
    # 尹志刚36.8 is a name, and 尹志刚量的36.8 is one behind which words stand.
    whole = _last_run(text, since, until)
    if whole is not None and whole[1] == until:
        named = _ends_with_name(text, *whole)
        if named is not None and named.is_sure:
            return named
    runs = [(since + run.start(), since + run.end()) for run in _RUN.finditer(lead)]
    for place, (start, end) in enumerate(reversed(runs[-_MOST_RUNS:])):
        named = _ends_with_name(text, start, end) or _begins_with_name(text, start, end)
        if named is not None and (place == 0 or named.is_sure):
            return named
        is_passed = lists.passed.fullmatch(text, start, end) is not None or _is_of_health(text[start:end])
        if not is_passed or _is_relative(text, start, end):
            return None
    return None


def _last_run(text: str, since: int, until: int) -> tuple[int, int] | None:
    last = None
    for run in _RUN.finditer(text, since, until):
        last = run.span()
    return last


def _ends_with_name(text: str, start: int, end: int) -> ListedName | None:
    """A run that is a name, or ends with one behind words of health: 没发烧李强, 孟根花那屋."""
    if end - start < 2:
        return None
    lists = _lists()
    is_door = start > 0 and text[start - 1].isdigit()
    address = (_ADDRESS if is_door else _FLOOR).match(text, start, end)
    if address is not None:
        start = address.end()
    house = lists.house.search(text, start, end)
    if house is not None and house.start() - start > 1:
        end = house.start()
    named = _whole_name(text, start, end)
    if named is not None:
        return named
    weak = lists.weak.search(text, start, end)
    if weak is not None and weak.start() - start > 1:
        named = _ends_with_name(text, start, weak.start())
        if named is not None and named.is_sure:
            return named
    words = [word for word in health_words(text[start:end]) if word.tag[0] in _STATES]
    begins = start + words[-1].start + len(words[-1].word) if words else start
    for away in _AWAY.finditer(text, begins, end):
        begins = away.end()
    if begins > start and 2 <= end - begins <= _LONGEST:
        named = _whole_name(text, begins, end)
        if named is not None:
            return named
    for size in (3, 2):
        run = text[end - size : end]
        if size == 3 and run[1:2] == "老":
            continue
        is_cut = end - size - start > 1 or text[start] in _SINGLE  # 平安里 is no 安里
        if begins <= end - size and start < end - size and is_cut and (is_full_name(run) or _is_called_behind(run)):
            return ListedName(run, (end - size, end))
    return None


def _is_called_behind(run: str) -> bool:
    """保安老周: behind other words only 老周 and 小吴 are plain; 老高 is how high the fever is."""
    is_titled = len(run) == 3 and run[0] != "老"
    return (is_titled or (run[0] in "老小" and run != "老高")) and is_called(run)


def _whole_name(text: str, start: int, end: int) -> ListedName | None:
    """The name that all of a run is; with a relative behind it the two together (石磊妈妈)."""
    run = text[start:end]
    if not 2 <= len(run) <= 2 * _LONGEST or run in _lists().nobody or _is_relative(text, start, end):
        return None
    if is_called(run) or _is_named_so(run):
        return ListedName(run, (start, end))
    bare = None if run[1] == "家" else without_title(run)  # 谭家老太太 is somebody of the house
    if bare is not None:
        return ListedName(bare, (start, end))
    if _is_word_and_name(run):
        return ListedName(run, (start, end), is_sure=False, is_word=True)
    if is_somebodys(run):
        return ListedName(run.replace("的", ""), (start, end))
    return ListedName(run, (start, end), is_sure=False) if is_nickname(run) else None


def _begins_with_name(text: str, start: int, end: int) -> ListedName | None:
    """冯国栋发烧, 孔庆祥又烧又咳: a name in front of what somebody feels."""
    words = health_words(text[start : min(end, start + _LONGEST + 2)])[:3]
    begins = [word.start for word in words]
    tells = bool(words) and words[0].tag[0] in _STATES
    report = _REPORT.search(text, start, end)
    if report is not None:
        begins.append(report.start() - start)
    for place, begin in enumerate(sorted(begins)):
        named = _whole_name(text, start, start + begin) if begin > 1 else None
        is_plain = named is not None and (is_called(named.name) or len(named.name) > 3 or is_nickname(named.name))
        if is_plain and named is not None and (named.is_sure or (place == 0 and tells)):
            return named
    return None


def _is_named_so(run: str) -> bool:
    """Whether a run has the look of a full name; 来例假 has not, though 来 is a surname."""
    return looks_like_name(run) and (run[0] in _lists().usual or is_nickname(run) or len(run) > 3)


def _is_word_and_name(run: str) -> bool:
    """Whether an ordinary word is a name as well, also by a surname that begins many words: 高明, 向阳, 小康."""
    if len(run) > 3 or health_words(run):
        return False
    if is_called(run, announced=True):
        return True
    # Of any surname, with the given characters of a usual one.
    return has_surname(run) and looks_like_name(f"李{run[1:]}", strict=True, announced=True)


def may_be_called(run: str) -> bool:
    """Whether somebody in a list can be called so who has no full name there: 铁柱, 大个儿, 向阳, and not 早上."""
    return run not in _lists().nobody and (is_nickname(run) or _is_word_and_name(run))


def is_full_name(run: str) -> bool:
    """Whether a run is a usual full name, whatever stands around it, and nobody's kin."""
    return looks_like_name(run, strict=True) and not find_relatives(run)


def _is_ailing(run: str) -> bool:
    """Whether a run in front of what somebody feels is a full name: also 李小凤, whose given name is one of home."""
    is_of_home = len(run) == 3 and run[0] in _lists().usual and looks_like_name(run) and is_nickname(run[1:])
    return is_full_name(run) or (is_of_home and not find_relatives(run))


def find_ailing(text: str) -> list[ListedName]:
    """Names in front of what they feel without a figure: 王丽咳嗽, 李强没事; and those that stand alone: 王磊 李刚."""
    found: list[ListedName] = []
    if len(_lists().surname.findall(text)) < 2:
        return found
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start <= 4 and is_full_name(run.group()):
            found.append(ListedName(run.group(), run.span()))
            continue
        words = health_words(run.group())
        if words and 2 <= words[0].start <= 4 and _is_ailing(run.group()[: words[0].start]):
            found.append(ListedName(run.group()[: words[0].start], (start, start + words[0].start)))
    return found


def _is_relative(text: str, start: int, end: int) -> bool:
    """Whether a run is somebody named by kinship alone: 我妈, 他家孩子."""
    run = text[start:end]
    relatives = find_relatives(run)
    if not relatives or relatives[-1].span[1] != len(run):
        return False
    return _OWN.fullmatch(run, 0, relatives[0].span[0]) is not None


def _is_of_health(run: str) -> bool:
    """Whether a run speaks of nothing but how somebody feels: 又烧又咳."""
    covered = sum(len(word.word) for word in health_words(run))
    return covered * 2 >= len(run) and covered > 0
