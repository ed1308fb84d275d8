"""Whom a run of characters names in a list: 老孙, 没事马驰, 冯国栋发烧, 石磊妈妈, 豆豆, 洗头的娟子, 站长黄河.

A name is believed by its look (names.py); one that has no such look (铁柱, 大个儿) only where it is none of the words that
stand there otherwise (早上, 腋下, 第二次), and then the list has to say that there is somebody. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.names import (
    has_compound_surname,
    has_surname,
    is_called,
    is_compound_surname,
    is_mongolian,
    is_nickname,
    is_titled,
    is_titled_by_given,
    is_titled_in_short,
    looks_like_name,
    name_signs,
    usual_surnames,
    without_title,
)
from knowledge.language.people import find_relatives, host_of, is_somebodys
from knowledge.language.symptom_sentence import Tag
from knowledge.language.symptoms import health_words
from knowledge.language.words import WordFound, WordListError, either, load_list, words_of

_FILE = "listed_names.yaml"
RUN = re.compile("[一-鿿·]+")
LONGEST = 8
# Between a person and the figure, besides the words of the list: 王磊(男,45岁):36.5.
_SIGNS = (
    r"\d{3,4}室|\([^()\d]{1,10}\)"
    r"|[ ,:;、()\-=~>\"'/|]|男|(?<![孙儿侄甥闺妇美少长次子])女|\d{1,2}岁|1[3-9]\d{9}"
)
_OLD_BEHIND = re.compile("[^老大小]老[^师板太头汉爷奶婆大二三四五六七八九幺]")
_KIN = "爸妈爹娘爷奶姥孙儿女婿媳夫妻婆公叔姑舅姨哥姐弟妹嫂伴子孩娃丈侄甥婶伯爱人"
_SINGLE = "了的呢啊吧呀咳烧好热和跟与、"
_ADDRESS = re.compile("(?:号楼|单元|号?平房|号院|号|栋|幢|楼|层|室|门|床|户(?!主)|组|队|排|村)的?")  # 3组王老五36.5
# 一楼米兰36.4, 组里娜仁36.6, 其中孟姜36.9: where somebody is, or that they are one of those counted.
_FLOOR = re.compile(
    "[一二三四五六七八九十]{1,2}(?:号楼|号?平房|单元|[楼层门栋幢])的?|(?:[我俺咱]们?)?[组班屋家店队院楼厂校村车](?:子|室)?里的?|其中|另外|包括"
)
JOINS = re.compile("[和跟与]")
_JOINED = re.compile("([一-鿿]{2,8})[和跟与]([一-鿿]{2,8}?)都?")
_OWN = re.compile("(?:我家?|俺家?|咱家?|他家?|她家?|家里?)?的?")
_MINE = re.compile("[我俺咱]们?家的?")
_HIS_KIN = re.compile(
    "其(?:[妻夫父母子女兄弟姐妹孙]|[妻儿孙]子|[女孙]儿|丈夫|父亲|母亲|爱人|配偶|[岳祖外][父母公婆]|孙女|女婿|儿媳)"
)
_GRANDPARENTS = ("姥姥", "姥爷")  # no titles of strangers
_OLD = ("奶奶", "爷爷")
_BABY = "宝宝"
_BY_NUMBER = re.compile("[一二三四五六七八九]十[一二三四五六七八九]?")  # 包七十三, called by the age of a grandfather
_COUNTED = re.compile("[一-鿿][二两三四五六七八九俩仨]人")
_DOUBLED_WORDS = "天明刚常往渐偏单人家户个次回年月日多好慢早晚频仅稍微统通"  # 天天, 明明
# What is told of somebody besides health: 王芳抗原阳性38.5.
_AWAY = re.compile(
    "(?:不|没|未)(?:在家?|来|量|测|到|开门?|人|[填上]?报|交|接)"
    "|晚点报|外出|请假|出门|拒测|拒量|上班|休息|出差|回家|锁门"
)
_REPORT = re.compile("抗原|核酸|阳|阴性|密接|居家|在家|隔离|已|未|昨|今")
_SEEMS = re.compile("[摸看瞅瞧听](?:着|上去|起来)")  # 王敏摸着发烫38.5
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
class ListedWords:
    """The words of the list, as they are looked for."""

    before_figure: re.Pattern[str]  # at the end of the words before a temperature
    weak: re.Pattern[str]  # the same, and may be the end of a name as well
    passed: re.Pattern[str]  # a whole run that may stand between somebody and the figure
    nobody: frozenset[str]
    called: frozenset[str]
    provinces: frozenset[str]
    house: re.Pattern[str]
    roles: tuple[str, ...]
    role_words: frozenset[str]
    role_ends: frozenset[str]  # the characters that they end with
    somebody: re.Pattern[str]  # a character without which nobody is named for certain, by name or kinship
    usual: str  # surnames
    surname: re.Pattern[str]  # a run that may begin with one


@cache
def listed_words() -> ListedWords:
    content = load_list(_FILE)
    keys = ("before_figure", "weak_before_figure", "nobody", "called", "provinces", "house", "roles")
    if set(content) != set(keys):
        raise WordListError(f"{_FILE}: exactly {', '.join(keys)} are expected")
    strong, weak, nobody, called, provinces, house, roles = (words_of(content[key], f"{_FILE}: {key}") for key in keys)
    return ListedWords(
        re.compile(rf"(?:{_SIGNS}|{either(strong)})+$"),
        re.compile(rf"{either(weak)}$"),
        re.compile(rf"{either([*strong, *weak])}+"),
        frozenset(nobody),
        frozenset(called),
        frozenset(provinces),
        re.compile(rf"{either(house)}$"),
        roles,
        frozenset(roles),
        frozenset(role[-1] for role in roles),
        re.compile(f"[{name_signs()}{_KIN}·]"),
        usual_surnames(),
        re.compile(f"(?<![一-鿿])[{usual_surnames()}](?=[一-鿿])"),
    )


def named_at(text: str, start: int, end: int) -> ListedName | None:
    """Who is named by a run of characters or by its beginning: 蔡明, 丁一发烧; None for relatives and ordinary words."""
    return _whole_name(text, start, end) or begins_with_name(text, start, end)


def may_be_surnamed(run: str) -> bool:
    """Whether a word may be a name where all around it are: 解放 of 36.6楚天 36.5解放."""
    return 2 <= len(run) <= 3 and has_surname(run) and run not in listed_words().nobody and not health_words(run)


def is_told_away(text: str) -> bool:
    """Whether the words behind a name say that its owner was not there to be measured."""
    return _AWAY.search(text) is not None


def ends_with_name(text: str, start: int, end: int) -> ListedName | None:
    """A run that is a name, or ends with one behind words of health: 没发烧李强, 孟根花那屋."""
    if end - start < 2:
        return None
    lists = listed_words()
    if text[end - 1] == "都" or (text[end - 1] == "怀" and text[end : end + 1].isdigit()):  # 韩雪怀37周
        end -= 1
    is_door = start > 0 and text[start - 1].isdigit()
    address = (_ADDRESS if is_door else _FLOOR).match(text, start, end)
    if address is not None:
        start = address.end()
    mine = _MINE.match(text, start, end)
    if mine is not None and end - mine.end() > 1:  # 我家豆豆, 我家其其格
        run = text[mine.end() : end]
        is_sure = _is_doubled(run) or is_mongolian(run)
        if is_sure or _is_of_home(run):
            return ListedName(run, (mine.end(), end), is_sure=is_sure)
    kin = _HIS_KIN.match(text, start, end)
    if kin is not None and end - kin.end() > 1:  # 其妻伊丽娜
        start = kin.end()
    house = lists.house.search(text, start, end)
    if house is not None and house.start() - start > 1:
        end = house.start()
    named = _whole_name(text, start, end) or _behind_and(text, start, end)
    if named is not None:
        return named
    behind = _behind_role(text, start, end)
    if behind is not None and is_full_name(behind.name):  # 对门的郎志刚36.4
        return behind
    weak = lists.weak.search(text, start, end)
    if weak is not None and weak.start() - start > 1:
        named = ends_with_name(text, start, weak.start())
        if named is not None and named.is_sure:
            return named
    if behind is not None:
        return behind
    return _behind_other_words(text, start, end)


def _behind_and(text: str, start: int, end: int) -> ListedName | None:
    """和乌云奶奶, behind the figure of another; 和永平 is a name itself."""
    if end - start < 3 or JOINS.match(text, start) is None:
        return None
    named = _whole_name(text, start + 1, end)
    return named if named is not None and named.is_sure and not is_nickname(named.name) else None


def _behind_other_words(text: str, start: int, end: int) -> ListedName | None:
    """没发烧李强, 敲门不在王磊, 保安老周: who is named behind what is said of others, or behind other words."""
    lists = listed_words()
    words = [word for word in health_words(text[start:end]) if word.tag[0] in _STATES]
    begins = start + words[-1].start + len(words[-1].word) if words else start
    for away in _AWAY.finditer(text, begins, end):
        begins = away.end()
    if begins > start and 2 <= end - begins <= LONGEST:
        named = _whole_name(text, begins, end)
        if named is not None:
            return named
    for size in (4, 3, 2):
        run = text[end - size : end]
        if (size == 4 and not has_compound_surname(run)) or (size == 3 and run[1:2] == "老" and run[2] not in "师板"):
            continue
        is_cut = end - size - start > 1 or text[start] in _SINGLE  # 平安里 is no 安里
        is_behind = max(begins, start + 1) <= end - size and run[-1] not in "量测"
        is_cut = is_cut and text[end - size - 1 : end - size + 1] not in lists.role_words  # 门卫老爷子
        if is_behind and is_cut and (is_full_name(run) or _is_called_behind(run)):
            return ListedName(run, (end - size, end))
    return None


def _behind_role(text: str, start: int, end: int) -> ListedName | None:
    """洗头的娟子, 大的叫甜甜, 站长黄河, 7床陪护甄姐: who is named behind what they do or where they are."""
    lists = listed_words()
    of = max(text.rfind("的", start, end - 2), text.rfind("叫", start, end - 2))
    if of >= 0:
        named = _whole_name(text, of + 1, end)
        if named is not None:
            return named
    for begin in range(end - 2, max(start, end - LONGEST), -1):
        if text[begin - 1] in lists.role_ends and text.endswith(lists.roles, start, begin):
            named = _whole_name(text, begin, end)
            if named is not None:
                return named
    return None


def _is_called_behind(run: str) -> bool:
    """保安老周: behind other words only 老周 and 小吴 are plain; 老高 is how high the fever is."""
    is_titled = len(run) == 3 and run[0] != "老" and run[0] in listed_words().usual  # 对门大姨
    return (is_titled or (run[0] in "老小" and run != "老高")) and is_called(run)


def _whole_name(text: str, start: int, end: int) -> ListedName | None:
    """The name that all of a run is; with a relative behind it the two together (石磊妈妈)."""
    joined = _JOINED.fullmatch(text, start, end)
    if joined is not None and all(looks_like_name(one) or is_called(one) for one in joined.groups()):
        start = joined.start(2)  # 苏日娜和斯琴 are two
    run = text[start:end]
    is_and = JOINS.match(run) is not None and not is_full_name(run)
    is_long = not 2 <= len(run) <= 2 * LONGEST
    is_of_baby = run.startswith(_BABY) and len(run) > len(_BABY)  # 宝宝奶奶
    is_nobody = run in listed_words().nobody or _is_cut_off(run)
    if is_and or is_long or is_nobody or (is_relative(text, start, end) and not is_of_baby):
        return None
    if is_called(run) or _is_named_so(run) or is_titled_by_given(run):
        return ListedName(run, (start, end))
    role = _role_before(run)
    if role:  # 保洁梅姨 is nobody's aunt
        return ListedName(run[role:], (start + role, end))
    bare = None if run[1] == "家" else without_title(run)  # 谭家老太太 is somebody of the house
    is_kin_of = run.endswith(_GRANDPARENTS) or (run.endswith(_OLD) and bare is not None and text.count(bare) > 1)
    if bare is not None and not (is_kin_of and is_somebodys(run)):  # 苗苗姥姥; 宝根奶奶 beside 宝根
        return ListedName(bare, (start, end))
    if _is_word_and_name(run) and not is_compound_surname(run):
        return ListedName(run, (start, end), is_sure=False, is_word=True)
    if is_somebodys(run):
        return ListedName(run.replace("的", ""), (start, end))
    host = host_of(run)
    if host == _BABY or (host and (_is_of_home(host) or host in listed_words().called)):  # 豆豆妈妈, 铁蛋奶奶
        return ListedName(run, (start, end), is_sure=_is_doubled(host))
    return _only_in_a_list(run, (start, end))


def _is_cut_off(run: str) -> bool:
    """Whether a run begins within what somebody is: 巴老周 of 哑巴老周; 王老五 is one."""
    return _OLD_BEHIND.fullmatch(run) is not None and run[0] not in listed_words().usual


def _is_of_home(run: str) -> bool:
    """Whether a run is how a child or somebody else is called at home."""
    is_free = run not in listed_words().nobody and not find_relatives(run) and not tells_of_health(run)
    return is_free and (_is_doubled(run) or is_nickname(run))


def _is_doubled(run: str) -> bool:
    """苗苗, 豆豆; not 天天 and other words."""
    return len(run) == 2 and run[0] == run[1] and run[0] not in _DOUBLED_WORDS


def _role_before(run: str) -> int:
    """How many characters of a run say what somebody does who is called by the rest of it: 2 of 保洁梅姨."""
    words = listed_words().role_words
    return next((size for size in (2, 3) if len(run) > size + 1 and run[:size] in words and is_called(run[size:])), 0)


def _only_in_a_list(run: str, span: tuple[int, int]) -> ListedName | None:
    """铁柱, 小石头; and 老揣, 闾师傅 beside those who are sure."""
    if run[0] == "第":  # 第二天
        return None
    lists = listed_words()
    is_after = run[0] in "大小老阿" and (run[1:] in lists.called or run[1:] in lists.provinces)  # 小石头, 小四川
    if is_nickname(run) or is_compound_surname(run) or is_after:
        return ListedName(run, span, is_sure=False)
    is_free = is_titled(run) or is_titled_in_short(run)
    is_free = is_free and not health_words(run[1:]) and lists.before_figure.search(run) is None
    return ListedName(run, span, is_sure=False, is_word=True) if is_free else None


def begins_with_name(text: str, start: int, end: int) -> ListedName | None:
    """冯国栋发烧, 孔庆祥又烧又咳: a name in front of what somebody feels."""
    words = [word for word in health_words(text[start : min(end, start + LONGEST + 2)]) if word.word != "人"][:3]
    begins = [word.start for place, word in enumerate(words) if not _is_in_name(text[start:], words[place : place + 2])]
    tells = bool(words) and (words[0].tag[0] in _STATES or _denies(words))
    for told in filter(None, (_REPORT.search(text, start, end), _SEEMS.search(text, start, end))):
        begins.append(told.start() - start)
    for place, begin in enumerate(sorted(begins)):
        named = _whole_name(text, start, start + begin) if begin > 1 else None
        is_plain = named is not None and (is_called(named.name) or len(named.name) > 3 or is_nickname(named.name))
        if is_plain and named is not None and (named.is_sure or (place == 0 and tells)):
            return named
    return None


def _is_in_name(text: str, words: Sequence[WordFound[Tag]]) -> bool:
    """Whether the first of some words is the end of how somebody is called: 头 of 老单头, and not of 老单头疼."""
    word, end = words[0], words[0].start + len(words[0].word)
    is_ailing_part = any(each.start == end and each.tag[0] == "ailment" for each in words[1:])
    return word.tag[0] == "part" and word.start > 1 and not is_ailing_part and is_called(text[:end])


def _denies(words: Sequence[WordFound[Tag]]) -> bool:
    """Whether the first of some words denies the second: 没发烧."""
    first = words[0]
    is_denial = first.tag[0].startswith("deny") and len(words) > 1
    return is_denial and words[1].start == first.start + len(first.word) and words[1].tag[0] in _STATES


def _is_named_so(run: str) -> bool:
    """Whether a run has the look of a full name; 来例假 has not, though 来 is a surname."""
    if _COUNTED.fullmatch(run) is not None:  # 王、李、赵三人
        return False
    if run[0] in listed_words().usual and _BY_NUMBER.fullmatch(run, 1) is not None:
        return True
    is_usual = run[0] in listed_words().usual or is_nickname(run) or len(run) > 3 or has_compound_surname(run)
    return looks_like_name(run) and (is_usual or is_mongolian(run))


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
    return run not in listed_words().nobody and (is_nickname(run) or _is_word_and_name(run) or run in listed_words().called)


def is_full_name(run: str) -> bool:
    """Whether a run is a usual full name, whatever stands around it, and nobody's kin."""
    return looks_like_name(run, strict=True) and not find_relatives(run)


def is_ailing(run: str) -> bool:
    """Whether a run in front of what somebody feels is a full name: also 李小凤, whose given name is one of home."""
    is_of_home = len(run) == 3 and run[0] in listed_words().usual and looks_like_name(run) and is_nickname(run[1:])
    return is_full_name(run) or (is_of_home and not find_relatives(run))


def is_relative(text: str, start: int, end: int) -> bool:
    """Whether a run is somebody named by kinship alone: 我妈, 他家孩子."""
    run = text[start:end]
    relatives = find_relatives(run)
    if not relatives or relatives[-1].span[1] != len(run):
        return False
    return _OWN.fullmatch(run, 0, relatives[0].span[0]) is not None


def tells_of_health(run: str) -> bool:
    """Whether a run says anything of how somebody feels: 有点咳; not 小石头, which only holds a part of the body."""
    return any(word.tag[0] in _STATES for word in health_words(run))


def is_of_health(run: str) -> bool:
    """Whether a run speaks of nothing but how somebody feels: 又烧又咳."""
    covered = sum(len(word.word) for word in health_words(run))
    return covered * 2 >= len(run) and covered > 0
