"""Body temperatures in every spelling that people use, told from rooms, dates, prices, trains and thresholds.

36.5, 36,5, 36。5, 36度5, 36度半, 38.2℃, 三十六度五, 三十六点五 are temperatures; 365 or 36 5 looks like a
slip and is only proposed (INTERFACES 5, `confirm`), and so is 三百六十五. Believed are 34.0 to 43.9 ℃, what a
thermometer can show.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.language.names import has_surname, is_called, looks_like_name
from knowledge.language.numbers import DIGITS
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import find_symptoms

_DIGIT = "[0-9零一二三四五六七八九]"
# Decimals are of one kind of figures, so that 36.8三楼 and 三十六点五三十六点七 are cut where they end.
_DECIMALS = "(?:[0-9]{1,2}|[零一二三四五六七八九]{1,2}(?![十百口个人楼]))"
# 三十六度四小石头三十六度六二宝36.5: the rest of a name and the figure that is its own.
_NEXT_ROW = "[一-鿿]{1,2}[ ]?(?:[三四]十|3[4-9]|4[0-3])"
_CANDIDATE = re.compile(
    rf"""
    (?:(?<![0-9A-SU-Za-su-z第])|(?<=[A-Za-z][a-z])(?<!kg)(?<!cm)(?<!mm)(?=(?:3[4-9]|4[0-3])\.[0-9](?![0-9])))(?:(?=[0-9])|(?<![零一二三四五六七八九十百]))
    (?<![0-9][.:\-])(?:(?<![0-9]/)|(?<=\.[0-9]/))(?<![TtV]\ )
    (?:(?P<whole>3[4-9]|4[0-3]|3[四五六七八九](?=[度点])|[三四]十?[4-9](?=[度点])
        |3\ [4-9](?=\ ?[.。点]|\ [0-9](?![0-9.]))|三十?[四五六七八九]|四十[一二三]?)
      (?:\ ?(?:[.。·]{{1,3}}|点)\ ?(?P<point>{_DECIMALS})
        |[,、](?P<comma>{_DIGIT})(?![个口人岁号天点年月日楼栋单室户次])
        |[度℃°](?P<degree>{_DIGIT}|半)(?![个口人岁号天点年月日楼栋单室户次]|小时|[大小][^一-鿿]|[大小]$)
        |(?P<joined>{_DIGIT}(?![十百]))
        |[\ :'\-](?P<split>{_DIGIT})(?=[\ ,。;!\n]|$)
      )?
      |(?P<moved>3\.[4-9]|4\.[0-3])(?P<moved_digit>[0-9])
      |(?P<hundred>三百[四五六七八九]十[一二三四五六七八九]))
    (?:(?P<unit>\ ?(?:度|℃|°|(?<=3[5-9])整(?=$|[ ,。;!\n])|[cC](?![a-zA-Z]|同学|老师|师傅)))(?!{_DIGIT}(?![个口人十]))
      |(?:(?<=[0-9])(?![0-9])|(?<![0-9])(?:(?![0-9零一二三四五六七八九十百千](?![十口个人楼家切直共起律般样位]))|(?=[二三四]{_NEXT_ROW})|(?=[一二三四五六七八九]零[一二三四五六七八九](?![零一二三四五六七八九十百]))))(?![.:\-][0-9]|/[0-9]{{1,2}}(?![0-9.\-])))
    """,
    re.VERBOSE,
)
# A plain reading needs no look at its surroundings.
_PLAIN = re.compile(r"(?:3[4-9]|4[0-3])(?:\.[0-9])?")
_ANY_FIGURE = re.compile(r"[34三四]")

# What stands before or behind a figure and says that it is no measured temperature of a person.
_RULED_OUT_BEFORE = re.compile(
    r"(?:(?:气温|水温|室温|油温|车速|零下|零上|外面|屋里|屋内|(?<![修装卖])(?:暖气|空调)|酒精|身高|体重"
    r"|腰围|价格|第(?![0-9一二三四五六七八九十]{1,3}[天次回遍个位名])|尺码"
    r"|(?<![修补卖擦做刷])鞋|编号|单价|浓度|最高|最低|天气|[¥$￥])[ :]{0,2}[^,。; \n0-9]{0,4}[ :]?"
    r"|(?:超过|高于|低于|不到|大于|(?P<less>小于)|不足|[没未]到|不超|(?P<over>超)|[<>≥≤]=?|高过|低过)了? ?"
    r"|(?:不是|并非|不应该是|不应是|不可能是)(?:体温|温度)? ?)$"
)
_BEGINS_RUN = re.compile(r"(?:^|[^一-鿿])小于 ?$")
_ENDS_WITH_NAME = re.compile(r"(?:^|[^一-鿿])([一-鿿]{2,4}) ?$")  # 司马超 36.5
# Other measures are whole figures, or far from 36.5: 血压药吃了 36.5 is a temperature.
_OTHER_MEASURE = re.compile(r"(?:血糖|血压|血氧|心率|脉搏|高压|低压)[^,。;\n0-9]{0,4}$")
# 36.5 万芳36.6: what looks like a unit begins the next name.
_RULED_OUT_BEHIND = re.compile(
    r"(?! [平米万升折码克里吨亩岁][一-鿿]) ?(?![平米万升折码克里][一-鿿]{1,2}[ :,]?(?:3[4-9]|4[0-3])[.度点])"
    r"(?:元|块|斤|公斤|千克|[kK]?[gG]|克|平|米|厘米|公里|里地|码|万|岁|%|升|吨|亩|分钟|小时|折"
    r"|及?以[上下内](?!各|均|都|全|皆|人|无"
    r"|[两二三四五六七八九十\d](?!\d?[个位名]?人(?:$|[ ,。;\n])))|往上|算不?算|算发烧|算高烧|就得|就要|就算|的?酒)"
    r"|[ ,。]{0,2}(?:是?不对|[是写填说报打记输量测发]?错了|是?错的|[写填说报打记输]错|作废|改[成为]|换成"
    r"|不算|不准)"
    # 36.2到36.7之间: no one's, neither of the two.
    r"|(?:度|℃)? ?(?:[到至~—-]+ ?(?:3[4-9]|4[0-3])\.[0-9](?:度|℃)? ?)?(?:之间|不等|上下浮动|范围)"
)
_COUNTED = re.compile(
    r"(?! [户张包支路位时排][一-鿿]{1,2}[ :]?(?:3[4-9]|4[0-3]))"  # 李桂兰36 5 张玉坤36 7
    r" ?(?:[号楼栋幢室户人口个天次年月日床层组路只条箱袋桶份张片瓶盒支包名位家届期批座排中点秒]"
    r"|单元|街坊|多[个人])"
)
# 李明 36 36.5: the age in the column before the temperature.
_AGE_BESIDE = re.compile(r"[ ,、|/\t]{1,3}(?:3[4-9]|4[0-3])\.[0-9](?![ ,、|/\t]{1,3}(?:3[4-9]|4[0-3])(?!\d))")
_AGE_COLUMN = "年龄"
# The one name of a row, at its beginning or behind its door.
_BEFORE_AGE = re.compile(
    r"(?:^|[\n;。]|\.\d[^,;。\n]{0,8},) ?(?:\d{1,4}[号室.、: ]{1,2})?"
    r"([一-鿿·]{2,4})[ ,|/\t]{1,3}(?P<sex>[男女][ ,|/\t]{1,3})?$"
)
_AGE_ROW = re.compile(r"[一-鿿][ ,|/\t]{1,3}\d{1,2}[ ,|/\t]{1,3}3[4-9]\.[0-9]")
_CUE = re.compile(r"体温|温度|打卡|烧|热|[量测]|腋|额|耳")
# Whoever speaks of these has a thermometer at hand, wherever in the text the figure stands.
_THERMOMETER = re.compile(r"体温|体温[计表枪]|温度[计表]|水银|小数点|红线|[少漏掉没]个?点(?![点儿])|打卡")
# 365王芳36.5: a door, behind which a row of a list begins.
_BEGINS_ROW = re.compile(r"[室号户]?[ :,]{0,2}[一-鿿·]{2,8}[ :,]{0,2}(?:3[4-9]|4[0-3])[.度点]")
_ALONE_BEFORE = re.compile(r"(?:^|[ ,。;:!\n]|今[天早儿日晚]|早上?|[上下中]午|晚上|刚才?)$")
_BESIDE_A_SLIP = re.compile(r"[\d今天早上好下午晚你您大家呀啊呢了是儿 ,。.!~\n]*")
_DOOR = re.compile(r"(?:[楼栋幢室号层户#房座排组-]|单元|门牌|住|[Tt]) ?$")
# 我爸38: a whole figure right behind a person, what may stand between, and what ends it. It is surely a temperature
# where the text speaks of health besides, or of nothing but people and figures; else it may be an age.
_BEHIND_PERSON = re.compile(r"(?:的|今[天早]|早上|[上中下]午|晚上|刚才|现在|也|是|有| |:)*$")
_SPEAKER_BEFORE = re.compile(r"(?:^|[ ,。;!\n])(?:我|俺|本人|我自己)$")
_ENDS_FIGURE = re.compile(
    r" ?(?:$|[ ,。;!?\n、]|[我俺咱没不无都也有咳烧嗓头浑正一挺和跟啥啊呀呢]|发烧|发热|家里|老[伴公婆]|今[天早儿日晚]|"
    r"好[着的]|早上)"
)
_PIECE_BEFORE = re.compile(r"([^,。;!?\n ]{2,10})[ ,]$")
_STOPS = re.compile(r"[,。;!\n]|$")
_WITH_POINT = re.compile(r"[34]\d\.\d")
_HEALTH_BESIDE = re.compile(
    r"[34]\d\.\d|没事|没啥事|没什么事|没症状|没有症状|舒服|咳|烧|嗓|[疼痛晕]|正常|都好|挺好|体温|打卡|难受|健康|症状|"
    r"乏力|没劲"
)
_BESIDE_FIGURES = re.compile(r"[\d ,、。;!:.我俺咱家和跟与的都也是今天早上下午晚现在呢吧呀啊了]*")
# Somebody writes of other matters: the figure is an age or a count.
_OTHER_MATTERS = re.compile(r"[回岁买送办?]|报备|上班|结婚|出去|上学|打工|怎么|咋|吗|几[点号天]")
_FEVERISH = frozenset({"37", "38", "39", "40", "41", "42"})
_MAYBE_AGE = frozenset({"35", "36"})
_LONGEST_BARE_LIST = 120  # characters
_LONGEST_ALONE = 40  # characters of a text that is a figure with greetings
_NEAR = 120  # characters on either side in which the words stand that show what a figure is
# Of a figure without its point hardly ever a temperature: 340 and 405 are doors and prices.
_RARE_IN_PEOPLE = frozenset({"34", "40", "41", "42", "43"})
_NAMED_BEFORE = re.compile("(?:^|[^一-鿿])([一-鿿]{2,4})[ :]?$")
_NAMED_BEHIND = re.compile("是([一-鿿]{2,4})的")
_LEAST_IN_ROWS, _MOST_IN_ROWS = 35.5, 38.0  # of doors and prices fewer lie between
_ABOUT = re.compile(r"[多几来]|出头")


class Temperature(NamedTuple):
    """One temperature as written. `sure` is False where the spelling looks like a slip or leaves room."""

    value: float
    span: tuple[int, int]
    sure: bool


def find_temperatures(text: str, asked: bool = False) -> list[Temperature]:
    """All temperatures of a normalised text in ℃, from left to right; withdrawn and denied ones are left out.

    `asked` says that the text answers the question for a temperature, so that a bare 37 or 365 is one.
    """
    found: list[Temperature] = []
    unbelieved: list[re.Match[str]] = []
    for match in _candidates(text):
        temperature = _judge(text, match, asked or bool(found and found[-1].sure))
        if temperature is not None:
            found.append(temperature)
        elif match["joined"] or match["moved"] or match["split"]:
            unbelieved.append(match)
    if unbelieved:
        return _with_slips_before(text, found, unbelieved) if found else _slips_in_rows(text, unbelieved)
    return found


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """What looks like a temperature, from left to right: where a figure stands that one can begin with."""
    figure = _ANY_FIGURE.search(text)
    while figure is not None:
        match = _CANDIDATE.match(text, figure.start())
        if match is not None:
            yield match
        figure = _ANY_FIGURE.search(text, figure.end() if match is None else match.end())


def plain_temperature(text: str) -> float | None:
    """The value of a text that is nothing but 36.5 or 37; None for everything else. Very fast."""
    return float(text) if _PLAIN.fullmatch(text) is not None else None


def _with_slips_before(text: str, found: list[Temperature], slips: Sequence[re.Match[str]]) -> list[Temperature]:
    """二柱子367 老魏36.2: what stands behind somebody, in a list whose other figures are temperatures, is one too."""
    before: list[Temperature] = []
    first = next((each for each in found if each.sure), found[0]).span[0]
    for slip in slips:
        is_before = slip.start() < first and slip["split"] is None and _is_behind_han(text, slip.start())
        if is_before and _ends_figure(text, slip.end()):
            temperature = _judge(text, slip, expected=True)
            if temperature is not None:
                before.append(temperature)
    return sorted([*before, *found], key=lambda each: each.span) if before else found


def _slips_in_rows(text: str, slips: Sequence[re.Match[str]]) -> list[Temperature]:
    """王晓燕 36 5,李博 36 7: a list in which no figure has its point, each behind a name."""
    found: list[Temperature] = []
    strange = 0
    for slip in slips:
        before = _NAMED_BEFORE.search(text[max(0, slip.start() - 8) : slip.start()])
        beside = [each[1] for each in (before, _NAMED_BEHIND.match(text, slip.end())) if each is not None]
        strange += not any(looks_like_name(name) or is_called(name) for name in beside)
        temperature = _judge(text, slip, expected=True) if beside else None
        if temperature is None or not _LEAST_IN_ROWS <= temperature.value < _MOST_IN_ROWS:
            return []
        found.append(temperature)
    # One of three may be behind a name that nobody knows.
    return found if len(found) > 1 and strange * 3 <= len(found) and strange < 2 else []


def _is_behind_han(text: str, place: int) -> bool:
    return place > 0 and "一" <= text[place - 1] <= "鿿"


def _judge(text: str, match: re.Match[str], expected: bool) -> Temperature | None:
    """What one candidate is worth where it stands; None when it is no temperature of a person."""
    start, end = match.span()
    before = text[max(0, start - 14) : start]
    if _RULED_OUT_BEHIND.match(text, end) or (start > 0 and _is_bound(before, match[0])):
        return None
    whole, moved, point, comma, degree, joined, split, unit = match.group(
        "whole", "moved", "point", "comma", "degree", "joined", "split", "unit"
    )
    if point is not None or degree is not None:
        return Temperature(_value(whole, point or degree), (start, end), True)
    if comma is not None:
        return Temperature(_value(whole, comma), (start, end), unit is None or not _follows(whole, comma))
    if unit is None and _is_no_temperature(text, match, before):
        return None
    if unit is not None or expected or _CUE.search(before) is not None:
        return _spelled(match)
    if joined is not None and "十" in whole and not _follows(whole, joined):  # 三十六五 is said of nothing else
        return _spelled(match)
    if joined or split or moved or match["hundred"]:
        return _spelled(match) if _is_slip(text, match) else None
    return _behind_person(text, match)


def _is_bound(before: str, figure: str) -> bool:
    """Whether the words before a figure make it another measure or a bound; 超 and 小于 may be of a name: 司马超 36.5."""
    bound = _RULED_OUT_BEFORE.search(before)
    if bound is None or not (bound["over"] or bound["less"]):
        return bound is not None
    if bound["less"]:  # 小杜36.5,小于36.9: nobody bounds what is hardly warm
        return figure[:2] not in ("35", "36") or _BEGINS_RUN.search(before) is None
    name = _ENDS_WITH_NAME.search(before)
    return name is None or not looks_like_name(name[1], strict=True)


def _is_no_temperature(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a figure without a point or a unit counts or measures something else, or is a door."""
    is_whole = match["joined"] is None and match["split"] is None and match["moved"] is None
    if is_whole and _AGE_BESIDE.match(text, match.end()) is not None and _is_age(text, match):
        return True
    if _COUNTED.match(text, match.end()) or _is_door(before) or _OTHER_MEASURE.search(before):
        return True
    return _begins_row(text, match)


def _is_age(text: str, match: re.Match[str]) -> bool:
    """Whether a whole figure before one with a point is an age: in a column of ages, or behind the one name of its row.

    What may be a fever is one only where its neighbours have theirs too.
    """
    if _AGE_COLUMN in text:
        return True
    start = match.start()
    row = _BEFORE_AGE.search(text, max(0, start - 24), start)
    if row is None or not (looks_like_name(row[1], strict=True) or is_called(row[1])):
        return False
    if row["sex"] or match[0] in _MAYBE_AGE:
        return True
    rows = _AGE_ROW.finditer(text, max(0, start - _NEAR), start + _NEAR)
    return next(rows, None) is not None and next(rows, None) is not None


def _is_door(before: str) -> bool:
    """Whether the words before a figure make it a door; 栋, 楼 and 门 may end a name as well: 单国栋367."""
    if _DOOR.search(before) is None:
        return False
    name = _ENDS_WITH_NAME.search(before)
    return name is None or not (has_surname(name[1]) and looks_like_name(f"李{name[1][1:]}", strict=True))


def _begins_row(text: str, match: re.Match[str]) -> bool:
    """Whether a figure is the door of a row: 365王芳36.5, and not 二柱子367 老魏36.2."""
    is_door = match["joined"] is not None and not _is_behind_han(text, match.start())
    return is_door and _BEGINS_ROW.match(text, match.end()) is not None


def _is_slip(text: str, match: re.Match[str]) -> bool:
    """Whether 365 without a word of measuring before it is a temperature: alone, behind a person, beside health."""
    start, end = match.span()
    is_alone = len(text) < _LONGEST_ALONE and _is_alone(text, start, end)
    near = text[max(0, start - _NEAR) : end + _NEAR]
    if match["hundred"] is not None:
        return is_alone or _THERMOMETER.search(near) is not None
    if match[0].replace(" ", "")[:2] in _RARE_IN_PEOPLE or (not is_alone and not _ends_figure(text, end)):
        return False
    if is_alone:
        return "-" not in match[0]  # 36-5 may be a door
    if _is_behind_one(text[max(0, start - 12) : start]):
        return True
    if _ALONE_BEFORE.search(text[max(0, start - 2) : start]) is None or _OTHER_MATTERS.search(near) is not None:
        return False
    return _THERMOMETER.search(near) is not None or _speaks_of_health(near)


def _speaks_of_health(text: str) -> bool:
    """Whether a text gives another temperature or says how somebody feels."""
    return _HEALTH_BESIDE.search(text) is not None or find_symptoms(text) is not None


def _ends_figure(text: str, end: int) -> bool:
    """Whether a figure is at its end: before a stop, before what somebody feels, before another relative (爸364妈366)."""
    if _ENDS_FIGURE.match(text, end) is not None:
        return True
    relatives = find_relatives(text[end : end + 4])
    return bool(relatives) and relatives[0].span[0] == 0


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether besides a figure there are greetings and signs alone."""
    before, behind = _BESIDE_A_SLIP.fullmatch(text, 0, start), _BESIDE_A_SLIP.fullmatch(text, end)
    return before is not None and behind is not None


def _spelled(match: re.Match[str]) -> Temperature | None:
    """What the figures of a candidate make, where they stand for a temperature: 365, 38, 三十六五."""
    text, (start, end) = match.string, match.span()
    whole, moved, joined, split, hundred = match.group("whole", "moved", "joined", "split", "hundred")
    if hundred is not None:
        return Temperature(float(f"3{_figure(hundred[2])}.{_figure(hundred[4])}"), (start, end), False)
    if moved is not None:
        return Temperature(float(moved.replace(".", "") + "." + match["moved_digit"]), (start, end), False)
    if joined is not None or split is not None:
        return _slip(whole, joined or split, (start, end))
    return Temperature(_value(whole, "0"), (start, end), _ABOUT.match(text, end) is None)


def _behind_person(text: str, match: re.Match[str]) -> Temperature | None:
    """我爸38: the figure right behind a person; not sure where it may be an age, None where nothing speaks for it."""
    start, end = match.span()
    whole = match["whole"]
    if whole not in _FEVERISH | _MAYBE_AGE or not _ends_figure(text, end):
        return None
    if _is_behind_feeling(text, start, end):
        return Temperature(float(whole), (start, end), True)
    if not _is_behind_one(text[max(0, start - 12) : start]):
        return None
    if _speaks_of_health(text):
        return Temperature(float(whole), (start, end), True)
    if _OTHER_MATTERS.search(text) is not None:
        return None
    return Temperature(float(whole), (start, end), whole in _FEVERISH and _is_people_and_figures(text))


def _is_behind_one(before: str) -> bool:
    """Whether what stands before a figure ends with a relative or the speaker."""
    before = _BEHIND_PERSON.sub("", before, count=1)
    relatives = find_relatives(before)
    is_relative = bool(relatives) and relatives[-1].people == 1 and relatives[-1].span[1] == len(before)
    return is_relative or _SPEAKER_BEFORE.search(before) is not None


def _is_behind_feeling(text: str, start: int, end: int) -> bool:
    """Whether a figure alone stands behind what somebody feels, in a text with others: 媳妇嗓子疼,37;我36.4."""
    piece = _PIECE_BEFORE.search(text, max(0, start - 12), start) if _STOPS.match(text, end) is not None else None
    if piece is None or _WITH_POINT.search(text) is None:
        return False
    felt = find_symptoms(piece[1])
    return felt is not None and (felt.symptoms is not None or bool(felt.troubles))


def _is_people_and_figures(text: str) -> bool:
    """Whether a text names people and gives figures, and says nothing else: 我爸38,我妈37."""
    if len(text) > _LONGEST_BARE_LIST:
        return False
    rest, behind = "", 0
    for relative in find_relatives(text):
        rest, behind = rest + text[behind : relative.span[0]], relative.span[1]
    return _BESIDE_FIGURES.fullmatch(rest + text[behind:]) is not None


def _slip(whole: str, digit: str, span: tuple[int, int]) -> Temperature | None:
    """A temperature without its point: 365 and 36 5 are proposed, 三十六五 is plain speech, 401 a room."""
    if (whole == "40" and digit in "1234") or whole == "四十":  # 四十五 is more than anybody has
        return None
    return Temperature(_value(whole, digit), span, "十" in whole and not _follows(whole, digit))


def _figure(char: str) -> str:
    return char if char.isascii() else str(DIGITS[char])


def _value(whole: str, decimals: str) -> float:
    """The value in ℃ of the two parts, each in figures or spoken."""
    if whole.isascii() and decimals.isascii():
        return float(f"{whole.replace(' ', '')}.{decimals}")
    if not whole.isascii():
        tens = "3" if whole[0] in "三3" else "4"
        last = whole[-1]
        whole = tens + ("0" if last == "十" else _figure(last))  # 3七度1 is half spoken
    decimals = "5" if decimals == "半" else "".join(_figure(char) for char in decimals)
    return float(f"{whole.replace(' ', '')}.{decimals}")


def _follows(whole: str, digit: str) -> bool:
    """Whether the digit is the next after the whole's last one: 三十六七度 may mean 36 to 37."""
    last = whole[-1]
    return last != "十" and digit != "半" and int(_figure(digit)) == int(_figure(last)) + 1
