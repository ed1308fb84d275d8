"""Names of people in running text: 我叫林秀, 姓名:林秀, 林秀 13800001111, 敖门达来, 乌云其其格.

A name is believed where the words around it say that one stands there; by its own look alone only where all
of its characters are usual in names. Ordinary words that begin with a surname (平安, 高铁, 成功) are listed in
`names.yaml`.
"""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.language.words import WordListError, WordTable, load_list, words_of

_FILE = "names.yaml"
_HAN = "一-鿿"
_RUN = re.compile(f"[{_HAN}]+(?:·[{_HAN}]+)*")
_CUE = re.compile(
    r"(?:我(?:的?(?:名字|姓名|全名))?(?:叫|是)|叫我|称呼我|喊我"
    r"|(?:姓名|名字|名叫|叫做?|本人|联系人|报备人|申请人|返乡人员?|户主)(?:是|叫|为)?)[ :]{0,2}"
)
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}(?!\d)")
_BEFORE_PHONE = re.compile(rf"([{_HAN}·]{{2,14}}?)(?:的)?(?:(?:联系)?(?:电话|手机|号码)(?:号码?|是|为)?)?[ ,:]{{0,2}}$")
_BEHIND_PHONE = re.compile(rf"[ ,]{{0,2}}([{_HAN}·]{{2,8}})(?=[ ,。;!\n\d]|$)")
_BEHIND_DOOR = re.compile(
    rf"(?:\d{{3,4}}[室户号]?|[一二三四五六七八九零]{{3}}室?|\d[室号户]) ?([{_HAN}·]{{2,8}})(?=[ ,。;!\n\d]|$)"
)
_SEGMENT = re.compile(rf"(?:^|(?<=[ ,。;:!\n]))([{_HAN}·]{{2,8}})(?=[ ,。;!\n\d]|$)")
_ADDRESS_END = re.compile(r".*[室号元楼户村组区栋]")
# 货车司机, 本村村民, 大三学生: what somebody is, right before their name.
_BY_WORK = re.compile(
    f"[{_HAN}]{{0,6}}?(?:司机|学生|村民|居民|住户|业主|租户|租客|户主|员工|职工|工人|店主|老板|教师|老师|医生|大夫|护士|民警|辅警"
    "|厨师|电工|焊工|木工|瓦工|保安|保洁员?|快递员|外卖员|骑手|网格员|志愿者|会计|技术员|工程师|驾驶员|队员|战士)"
)
# Never inside a name of a person, whatever stands before it.
_FOREIGN = re.compile(
    "[的了吗说讲呢吧啊呀哦我您你他它们这那哪谁怎么没不是从到去要请就也还很太最个跟或但因吃买卖打给让把被找看问做走住坐号楼室户街票机温度卡"
    "咳嗽烧疼痛几少些已经过喝拉肚嗓阳阴密接核酸疫封隔离填写报]"
)
_LONGEST = 8
_FULL = 3  # signs of most full names
_SHORT = 2  # of a given name
_OF_THE_OLD = frozenset(
    {"头", "头儿", "头子", "太", "太太", "婆子", "爷子", "大爷", "大娘", "大妈", "师傅", "哥", "叔", "婶"}
)
_OF_OTHER_WORDS = "和都全来应"  # 和老头子, 都老师: surnames that stand before a title by chance
_KIN = frozenset({"岳父", "岳母", "孙女", "孙媳", "连襟"})  # 岳母刚(量完) is no 岳 by her given name
_KIN_TITLES = frozenset("叔婶姨姐哥嫂伯爷")  # 德婶, 强哥: behind one character of a given name
_NO_TITLED = frozenset(  # by their work, or how they are related
    {"空姐", "空哥", "月嫂", "军嫂", "军爷", "学姐", "学哥", "干姐", "干哥", "干姨", "干叔", "堂哥", "堂姐", "堂叔", "堂嫂"}
)
_NO_SURNAME = "老小大各位每全我你俺咱其该他她它这那哪的是两几一二三四五六七八九十男女新本某"
_BEFORE_NICKNAMES = "大小老二三四五六阿"
_KEYS = {
    "surnames", "rare", "compound", "given", "nicknames", "words", "places", "mongolian", "mongolian_characters", "turkic",
    "turkic_characters", "titles", "after",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameFound:
    """A person's name as written, and where it stands."""

    name: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Lists:
    surnames: frozenset[str]
    rare: frozenset[str]
    compound: frozenset[str]
    given: frozenset[str]
    callable: frozenset[str]
    words: frozenset[str]
    places: re.Pattern[str]
    mongolian: re.Pattern[str]
    mongolian_run: re.Pattern[str]
    mongolian_characters: str
    turkic: re.Pattern[str]
    titles: tuple[str, ...]
    long_titles: tuple[str, ...]  # that may stand behind a full name
    after: WordTable[bool]


@cache
def _lists() -> _Lists:
    """The word lists, loaded when the first name is looked for; raises WordListError."""
    content = load_list(_FILE)
    if set(content) != _KEYS:
        raise WordListError(f"{_FILE}: the lists are not the expected ones")
    lists = {key: words_of(value, f"{_FILE}: {key}") for key, value in content.items()}
    characters = "".join(lists["mongolian_characters"])
    return _Lists(
        frozenset("".join(lists["surnames"])),
        frozenset("".join(lists["rare"])),
        frozenset(lists["compound"]),
        frozenset("".join(lists["given"])),
        frozenset("".join(lists["given"] + lists["nicknames"] + lists["mongolian_characters"] + lists["surnames"])),
        frozenset(lists["words"]),
        re.compile("|".join(lists["places"])),
        re.compile("|".join(lists["mongolian"])),
        re.compile(f"[{characters}]{{2,{_LONGEST}}}"),
        characters,
        _all_of("".join(lists["turkic_characters"]), lists["turkic"]),
        lists["titles"],
        tuple([title for title in lists["titles"] if len(title) > 1]),
        WordTable(dict.fromkeys(lists["after"], True)),
    )


def _all_of(characters: str, parts: tuple[str, ...]) -> re.Pattern[str]:
    """A run of three to eight of some characters that holds one of the parts, wherever it stands in it."""
    return re.compile(f"(?=[{characters}]{{0,6}}?(?:{'|'.join(parts)}))[{characters}]{{3,{_LONGEST}}}")


def find_name(text: str) -> NameFound | None:
    """The name that a normalised text gives for the person it speaks of; None where there is none for certain."""
    for cue in _CUE.finditer(text):
        found = name_at(text, cue.end(), alone=cue.group().endswith("我是"))
        if found is not None:
            return found
    return _beside_phone(text) or _alone(text)


def plain_name(text: str) -> str | None:
    """The name, where the text answers the question for one: 林秀, 我叫林秀, 王阿姨, 敖门达来."""
    text = text.strip(" ,。.!")
    cue = _CUE.match(text)
    bare = (text[cue.end() :] if cue is not None else text).strip().rstrip("的吧呀啊")
    if bare and (looks_like_name(bare) or is_called(bare)):
        return bare
    found = find_name(text)
    return found.name if found is not None else None


def looks_like_name(text: str, strict: bool = False, announced: bool = False) -> bool:
    """Whether a text can be a person's full name and is no ordinary word.

    `strict` asks for a usual surname and usual given characters, as is needed where nothing around says name;
    `announced` (after 我叫) allows a name that is a word as well (高明).
    """
    lists = _lists()
    if not 2 <= len(text) <= 2 * _LONGEST or (text in lists.words and not announced):
        return False
    if text[:2] in _KIN:
        return False
    if "·" in text:
        return all(_RUN.fullmatch(part) is not None for part in text.split("·"))
    if text[:2] in lists.compound and 3 <= len(text) <= 4:
        given = text[2:]
    elif text[0] in lists.surnames and len(text) <= 3 and not (strict and text[0] in lists.rare):
        given = text[1:]
    else:
        return _is_mongolian(lists, text)
    if strict:
        usual = all(char in lists.given for char in given) and (announced or text[:2] not in lists.words)
        return usual or _is_mongolian(lists, text)  # 哈斯, 包乌云, whose first character is a surname as well
    if text[:2] in lists.words and len(text) == 3 and text[2] not in lists.given:
        return False
    plain = _RUN.fullmatch(text) is not None and _FOREIGN.search(given) is None
    return plain or _is_mongolian(lists, text)


def is_mongolian(text: str) -> bool:
    """Whether a text can be a Mongolian name, with or without a surname: 巴特尔, 包那顺."""
    return _is_mongolian(_lists(), text)


def is_statement(text: str) -> bool:
    """Whether words that look like no known name hold what no name has: 又疼了, 我想吃饺子."""
    return _FOREIGN.search(text, 1) is not None


def is_called(text: str, announced: bool = False) -> bool:
    """Whether a text is how somebody is called: a surname with a title (王阿姨, 陈工), or 老张, 小王, 大刘, 老孙头.

    `announced` (in a list of people) allows a name that is a word as well (小康).
    """
    lists = _lists()
    if not 2 <= len(text) <= 5 or (text in lists.words and not announced):
        return False
    if text[1] in lists.surnames:
        if len(text) == 2 and (text[0] in "老小" or (text[0] == "大" and text[1] not in lists.rare)):
            return True
        if (text[0] == "老" and text[2:] in _OF_THE_OLD) or (text[0] == "小" and text[2:] in lists.long_titles):
            return True
    if text[:2] in lists.compound and text[2:] in lists.titles:  # 夏侯爷爷, 上官老先生
        return True
    return text[0] in lists.surnames and text[0] not in _OF_OTHER_WORDS and text[1:] in lists.titles


def is_titled_by_given(text: str) -> bool:
    """Whether somebody is called by a given name of two characters and a title: 娜仁老师, 乌云奶奶, 斯琴大娘.

    The Mongolian ones, which have no surname before them.
    """
    return len(text) > _SHORT and text[_SHORT:] in _lists().long_titles and is_mongolian(text[:_SHORT])


def is_word(text: str) -> bool:
    """Whether a text is one of the ordinary words that begin as names do."""
    lists = _lists()
    return text in lists.words or (text[:2] in lists.words and text[2:3] not in lists.callable)


def is_titled(text: str) -> bool:
    """Whether a text is any one character with a title of two or more (闾师傅), or behind 老, 小 or 大 (老揣).

    To be asked only in a list in which others are named for certain.
    """
    lists = _lists()
    if len(text) == 2:
        return text[0] in "老小大" and text not in lists.words
    return text[0] not in _OF_OTHER_WORDS + _NO_SURNAME and text[1:] in lists.long_titles


def is_titled_in_short(text: str) -> bool:
    """Whether a text is one character with a word for kin of one: 德婶, 强哥; no word for kin itself (表姐, 大姨).

    To be asked as `is_titled` is.
    """
    if len(text) != 2 or text[1] not in _KIN_TITLES or text in _NO_TITLED:
        return False
    return text[0] in _lists().callable and text[0] not in _OF_OTHER_WORDS + _NO_SURNAME


def begins_like_name(text: str, place: int) -> bool:
    """Whether a usual name may begin here: told at once, for those who look at many places."""
    lists = _lists()
    char = text[place : place + 1]
    if char in lists.surnames and char not in lists.rare:
        return True
    return text[place : place + 2] in lists.compound or lists.mongolian_run.match(text, place) is not None


def has_surname(text: str) -> bool:
    """Whether a text begins with a surname of one character, also with one that begins many ordinary words."""
    return text[:1] in _lists().surnames


def has_compound_surname(text: str) -> bool:
    """Whether a text begins with a surname of two characters: 上官文静."""
    return text[:2] in _lists().compound


def is_compound_surname(text: str) -> bool:
    """Whether a text is a surname of two characters, as somebody may be called by it alone: 尉迟."""
    return text in _lists().compound


def usual_surnames() -> str:
    """The characters that begin a full name and few ordinary words."""
    return "".join(sorted(_lists().surnames - _lists().rare))


def without_title(text: str) -> str | None:
    """The full name in front of a title: 王桂兰 of 王桂兰老师; None where there is none, or a given name (娜仁老师)."""
    if not text.endswith(_lists().long_titles):
        return None
    for title in _lists().long_titles:
        if text.endswith(title) and looks_like_name(text[: -len(title)]):
            return None if is_titled_by_given(text) else text[: -len(title)]
    return None


def long_title_of(text: str) -> str:
    """The title of two characters or more by which somebody is called behind a surname: 老太太 of 楚老太太; else ""."""
    titles = [title for title in _lists().long_titles if text.endswith(title) and len(text) - len(title) in (1, 2)]
    return max(titles, key=len) if titles and is_called(text) else ""


def name_signs() -> str:
    """Every character that a name may begin with; a text without any holds no full name."""
    lists = _lists()
    return "".join(sorted({*lists.surnames, *lists.mongolian_characters, *(name[0] for name in lists.compound)}))


def is_nickname(text: str) -> bool:
    """Whether a text can be how somebody is called at home or by a given name alone: 豆豆, 铁柱, 二丫, 大个儿, 萨仁, 伊万.

    Many words can: to be asked only where a list of people says that one stands there.
    """
    lists = _lists()
    if not 2 <= len(text) <= 3 or text in lists.words or text[:2] in lists.words:
        return False
    if text[0] in _BEFORE_NICKNAMES:
        text = text[1:]
    if len(text) > 1 and text[-1] in "子儿":
        text = text[:-1]
    return all(char in lists.callable for char in text)


def name_at(text: str, place: int, alone: bool = False) -> NameFound | None:
    """The name that begins exactly at a place of the text, after words that announce one.

    `alone` asks that nothing follow it directly (我是王强 is one, 我是王强的儿子 is not).
    """
    run = _RUN.match(text, place)
    if run is None:
        return None
    whole, length = run.group(), run.end() - place
    if looks_like_name(whole, announced=not alone) or is_called(whole):
        return NameFound(whole, run.span())
    if alone:
        return _behind_calling(whole, place)
    lists = _lists()
    mongolian = lists.mongolian_run.match(text, place, run.end())
    longest = 4 if mongolian is None else max(4, mongolian.end() - place)
    for size in range(min(length - 1, longest), 1, -1):
        candidate = text[place : place + size]
        if lists.after.begins_at(text, place + size) and looks_like_name(candidate, announced=True):
            return NameFound(candidate, (place, place + size))
    return None


def _behind_calling(whole: str, place: int) -> NameFound | None:
    """The name behind what somebody does: (我是)做边贸的巴特尔, 货车司机李强; only one that is surely a name."""
    by_work = _BY_WORK.match(whole)
    calling, _of, name = whole.rpartition("的") if by_work is None else (by_work[0], "", whole[by_work.end() :])
    if len(calling) < 2 or len(name) < 2 or not looks_like_name(name, strict=True):
        return None
    start = place + len(whole) - len(name)
    return NameFound(name, (start, start + len(name)))


def _is_mongolian(lists: _Lists, text: str) -> bool:
    """乌云其其格, 敖门达来, 木合塔尔; with a Chinese surname before it 包那顺, 王乌日娜."""
    if lists.turkic.fullmatch(text) is not None:  # 木合塔尔
        return True
    if len(text) > 2 and text[0] in lists.surnames and text[0] not in lists.mongolian_characters:
        text = text[1:]
    place = lists.places.search(text)
    if lists.mongolian_run.fullmatch(text) is None or (place is not None and (len(place[0]) > 2 or len(text) < 4)):
        return False
    return lists.mongolian.search(text) is not None


def _beside_phone(text: str) -> NameFound | None:
    """林秀 13800001111, 林秀电话13800001111, 13800001111 林秀."""
    phone = _PHONE.search(text) if "1" in text else None
    if phone is None:
        return None
    start = max(0, phone.start() - 24)
    before = _BEFORE_PHONE.search(text[start : phone.start()])
    if before is not None:
        run, begin = before[1], start + before.start(1)
        address = _ADDRESS_END.match(run)
        if address is not None and not looks_like_name(run):
            run, begin = run[address.end() :], begin + address.end()
        if run.startswith("的"):  # 301的林秀 13800001111
            run, begin = run[1:], begin + 1
        if looks_like_name(run):
            return NameFound(run, (begin, begin + len(run)))
        last = run[-_FULL:]  # 三义堂刘海涛 13800001111
        if len(run) > _FULL + 1 and looks_like_name(last, strict=True) and not is_mongolian(last):
            return NameFound(last, (begin + len(run) - _FULL, begin + len(run)))
    behind = _BEHIND_PHONE.match(text, phone.end())
    if behind is not None and looks_like_name(behind[1]):
        return NameFound(behind[1], behind.span(1))
    return None


def _alone(text: str) -> NameFound | None:
    """A name that stands by itself between blanks or stops, or behind a door number: only a usual one."""
    for pattern in (_BEHIND_DOOR, _SEGMENT):
        for found in pattern.finditer(text):
            if looks_like_name(found[1], strict=True):
                return NameFound(found[1], found.span(1))
    return None
