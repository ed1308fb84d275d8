"""Plain answers inside a form, where the question gives the meaning: 没有, 就我, 三个, 林秀, 36.5, 365.

An answer that is nothing else is read here at once; any other is left to the grammars for whole sentences, and what
they leave open is then read leniently, as the answer to what was asked.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from knowledge.language.evidence import Evidence
from knowledge.language.names import is_called, looks_like_name, plain_name
from knowledge.language.numbers import figures_of, parse_chinese_number
from knowledge.language.parties import find_party_size, plain_number_of_people
from knowledge.language.people import find_relatives
from knowledge.language.settled_temperature import settle
from knowledge.language.slots import CONFIRM, SYMPTOMS, Slots, read_bare_time
from knowledge.language.symptoms import NONE
from knowledge.language.temperatures import find_temperatures, plain_temperature
from knowledge.language.trips import has_no_plate

_LONGEST_PLAIN = 12
_MOST_UNITS = 20  # of one building
_PHONE = re.compile(r"1[3-9]\d{9}")
_NO = frozenset(
    {
        "没有",
        "没",
        "无",
        "否",
        "不",
        "不是",
        "没有的",
        "没有过",
        "没有啊",
        "没有呀",
        "都没有",
        "没啊",
        "都没",
        "没有没有",
    }
    | {
        "从来没有",
        "未",
        "没得",
        "木有",
        "没呢",
        "没有呢",
        "啥也没有",
        "啥都没有",
        "什么都没有",
        "没的",
        "没有了",
        "no",
        "No",
    }
    | {"NO", "n", "N", "无接触", "没接触", "没接触过", "没有接触过", "没有接触"}
)
_YES = frozenset(
    {
        "有",
        "有的",
        "有过",
        "是",
        "是的",
        "对",
        "对的",
        "嗯",
        "接触过",
        "有接触",
        "有啊",
        "有呀",
        "有接触过",
        "yes",
        "y",
        "Y",
    }
)
_WELL = frozenset(
    {
        "ok",
        "OK",
        "Ok",
        "老样子",
        "还是老样子",
        "没变化",
        "无变化",
        "和昨天一样",
        "跟昨天一样",
        "和平时一样",
        "跟平时一样",
    }
    | {"好", "好的", "都好", "挺好", "正常", "没事", "不难受", "没感觉", "健康", "一切正常", "没啥", "没什么"}
)
_TRIM = " ,。.!~?"
_BEFORE_PLACE = re.compile(r"^(?:我们?)?(?:就|要|想|是|得|只有?|只能)*(?:去|到|在|往|回)?(?:趟|一趟)?(?=[^去到在往])")
_BEHIND_PLACE = re.compile(
    r"(?<=..)(?:(?:才|就|那儿?|里)?有(?:卖的?)?|值班|上班|加班|开会|打工|干活|办事|住院|看病|复查|透析|化疗|输液|取药|开药|买药)$"
)
_PIECES = re.compile(r"[ ,。;!\n]+")
_NO_PLACE = re.compile(r"[?吗么]|不知道|不清楚|不一定|没想好|取消|算了|什么|哪|\d|为啥|怎么")
# Of an answer of several pieces one that says something else: 不对, 我也去, 自己开车.
_NO_PLACE_AMONG_OTHERS = re.compile("不|错|[我你他她]|也|一起|开车|坐车|送|接|因为|想|要|回|走|点|天|孩子")


def answer_temperature(text: str) -> Slots | None:
    """36.5, 37, 36度5, 三十六度五; 365 is proposed."""
    plain = plain_temperature(text)
    if plain is not None:
        return {"temperature": plain}
    bare = text.strip(_TRIM)
    found = find_temperatures(bare, asked=True) if len(bare) <= _LONGEST_PLAIN else []
    if len(found) != 1 or found[0].span != (0, len(bare)):
        return None
    return {"temperature": found[0].value} if found[0].sure else {CONFIRM: {"temperature": found[0].value}}


def answer_symptoms(text: str) -> Slots | None:
    """没有, 没, 无, 都好: none. A bare 有 does not say which."""
    bare = text.strip(_TRIM)
    return {SYMPTOMS: list(NONE)} if bare in _NO or bare in _WELL else None


def answer_contact(text: str) -> Slots | None:
    """没有, 有, 接触过."""
    said = _yes_or_no(text)
    return None if said is None else {"contact_history": said}


def answer_positive_test(text: str) -> Slots | None:
    """阳, 阴, 没有."""
    bare = text.strip(_TRIM)
    said = bare == "阳" if bare in ("阳", "阴") else _yes_or_no(text)
    return None if said is None else {"positive_test": said}


def answer_name(text: str) -> Slots | None:
    """林秀, 敖门达来, 王阿姨."""
    bare = text.strip(_TRIM)
    return {"name": bare} if looks_like_name(bare) or (bare and is_called(bare)) else None


def answer_phone(text: str) -> Slots | None:
    """Eleven digits."""
    return {"phone": text} if _PHONE.fullmatch(text) is not None else None


def answer_party_size(text: str) -> Slots | None:
    """3, 三个, 俩人."""
    size = plain_number_of_people(text)
    return None if size is None else {"party_size": size}


def answer_room(text: str) -> Slots | None:
    """301, 三零一."""
    figures = figures_of(text.strip(_TRIM).removesuffix("室"))
    return {"room": figures} if figures is not None and 3 <= len(figures) <= 4 else None


def answer_unit(text: str) -> Slots | None:
    """2, 二单元."""
    number = parse_chinese_number(text.strip(_TRIM).removesuffix("单元"))
    return {"unit": f"{number}单元"} if isinstance(number, int) and 1 <= number <= _MOST_UNITS else None


def answer_items(text: str) -> Slots | None:
    """2袋: an amount without a thing, a member of `items` without `item`; the list tells which one it is for."""
    from knowledge.language.supply_slots import plain_amount  # as in slots.py

    amount = plain_amount(text) if len(text) <= _LONGEST_PLAIN else None
    return None if amount is None else {"items": [amount]}


def answer_plate(text: str) -> Slots | None:
    """没有: no vehicle, said under `no_plate`."""
    return {"no_plate": True} if text.strip(_TRIM) in _NO else None


# The answers that are nothing else, by the slot that was asked.
ANSWERS: Mapping[str, Callable[[str], Slots | None]] = {
    "temperature": answer_temperature,
    "symptoms": answer_symptoms,
    "contact_history": answer_contact,
    "positive_test": answer_positive_test,
    "name": answer_name,
    "phone": answer_phone,
    "party_size": answer_party_size,
    "room": answer_room,
    "unit": answer_unit,
    "plate": answer_plate,
    "items": answer_items,
}


def lenient_temperature(evidence: Evidence, now: datetime) -> Slots:
    """A temperature that only the question shows to be one: 365 没事."""
    settled = settle(evidence.text, find_temperatures(evidence.text, asked=True))
    if settled.value is not None:
        return {"temperature": settled.value}
    return {CONFIRM: {"temperature": settled.proposal}} if settled.proposal is not None else {}


def lenient_symptoms(evidence: Evidence, now: datetime) -> Slots:
    """没有 before something else: 没有 体温也正常."""
    first = evidence.text.replace(",", " ").split(" ", 1)[0]
    return answer_symptoms(first) or {}


def lenient_contact(evidence: Evidence, now: datetime) -> Slots:
    """没有 before something else."""
    first = evidence.text.replace(",", " ").split(" ", 1)[0]
    return answer_contact(first) or {}


def lenient_name(evidence: Evidence, now: datetime) -> Slots:
    """A name with words around it that only the question makes clear: 叫我林秀吧."""
    name = plain_name(evidence.text)
    return {} if name is None else {"name": name}


def lenient_destination(evidence: Evidence, now: datetime) -> Slots:
    """A place in the words of the answer, where it names none for certain: 医院, 去我姑家, 供电局 自己开车."""
    pieces = [piece for piece in _PIECES.split(evidence.text) if piece]
    for piece in pieces:
        bare = _BEHIND_PLACE.sub("", _BEFORE_PLACE.sub("", piece)).rstrip("吧呀啊呗")
        is_place = 1 < len(bare) <= _LONGEST_PLAIN and bare not in _NO and _NO_PLACE.search(bare) is None
        if is_place and not _is_about_people(piece, alone=len(pieces) == 1):
            return {"destination": bare}
    return {}


def _is_about_people(piece: str, *, alone: bool) -> bool:
    """Whether a piece of the answer says who goes or how rather than where to."""
    if has_no_plate(piece) or find_relatives(piece) or find_party_size(piece) is not None:
        return True
    return not alone and _NO_PLACE_AMONG_OTHERS.search(piece) is not None


# How the rest of an answer to the slot asked is read, when the grammars for whole sentences find nothing.
LENIENT: Mapping[str, Callable[[Evidence, datetime], Slots]] = {
    "temperature": lenient_temperature,
    "symptoms": lenient_symptoms,
    "contact_history": lenient_contact,
    "name": lenient_name,
    "arrive_time": read_bare_time,
    "destination": lenient_destination,
}


def _yes_or_no(text: str) -> bool | None:
    bare = text.strip(_TRIM)
    if bare in _NO:
        return False
    return True if bare in _YES else None
