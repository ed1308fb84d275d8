"""An exit request in a sentence: 我妈周一三五早上七点去市医院透析,我陪,中午回 (plan 3.4.1).

Why somebody goes out is read here by the words of `trips.yaml`; when, where to and who by trip_times.py, trip_places.py
and trip_people.py. Text is normalised.
"""

from functools import cache

from knowledge.language.late import late
from knowledge.language.people import find_relatives
from knowledge.language.words import WordListError, WordTable, load_list, words_of

REASONS = ("dialysis", "birth", "funeral", "medical", "work", "other")
_FILE = "trips.yaml"
_KEYS = {
    "reasons", "weak", "none", "couples",
}  # fmt: skip
_DEATHS = late("没了|走了|不在了|没啦")
_DIED = late(
    r"(?:今早|今天|今儿|昨天|昨晚|昨夜|前天|早上|晚上|夜里|半夜|凌晨|刚刚?|突然|已经)*"
    r"(?:没了|走了(?=$|[ ,。;!]|要|得|想|我)|不在了|没啦)"
)
# 我兄弟没了: no kin of the lists, and mourned as such.
_NEAR_ONES = late(
    f"(?:兄弟|姐妹|战友|同学|发小|工友|邻居|老哥们?儿?|老领导|老师傅|恩师|师父|老师)(?!们?走了)(?:{_DIED.pattern})"
    r"(?=$|[ ,。;!]|我?(?:要|得|想|去|奔)|出殡|[今明后]|\d)"
)
_FILLER = late("一?[个趟次]|一下|点儿?(?=[药菜钱粮])")
# 接我妈, 送我姐; what somebody is brought for is said by other words, and 接我, 送我 is what others do.
_FETCHES = late(
    r"(?<![直连紧间迎])(?:接|送)(?![种触受近着给]|到通知|下来|着?我(?![妈爸爷奶姥哥姐弟妹儿女婆公媳老家孩娃爱对舅姑姨叔]))"
)
_WITHOUT_A_PLATE = late(
    r"(?<![不没])(?:走[着路]|步行|走过去|腿儿着)(?:去|过去|就行|来回)?|没有?(?:私家|自家)?车(?!票|位)|没有?车牌|不开车"
    r"|打车|打的(?=[去到来 ,。]|$)|打出租"
    r"|坐?出租车?|网约车|滴滴|公交|坐120|打120|(?:叫|坐)?救护车|骑自行车|骑车|自行车|骑单车|共享单车|包(?:个|了|一?辆)*车|坐火车|坐高铁|坐飞机"
)


def find_reason(text: str) -> str | None:
    """Why somebody goes out: of several reasons the graver one, a mere 医院 or 单位 only where nothing else is said."""
    found = reasons_said(text)
    if not any(place < len(REASONS) for place in found) and _FILLER.search(text) is not None:
        found |= reasons_said(_FILLER.sub("", text))  # 倒个垃圾, 做一次放疗
    if found and min(found) < REASONS.index("funeral"):
        return REASONS[min(found)]
    if somebody_died(text):
        return "funeral"
    if found:
        return REASONS[min(found) % len(REASONS)]
    return "other" if _FETCHES.search(text) is not None else None


def reasons_said(text: str) -> set[int]:
    """Which words for reasons stand in a normalised text, by their place in REASONS, the weak ones behind all of them."""
    return {word.tag for word in _reasons().scan(text) if word.tag >= 0}


def has_no_plate(text: str) -> bool:
    """Whether somebody says that they go without a vehicle of their own: 走着去, 没车, 打车, 公交, 120."""
    return _WITHOUT_A_PLATE.search(text) is not None


def somebody_died(text: str) -> bool:
    """Whether a relative has died: 我爸没了, 姥姥今早走了."""
    if ("了" not in text and "啦" not in text) or _DEATHS.search(text) is None:
        return False
    if _NEAR_ONES.search(text) is not None:
        return True
    return any(_DIED.match(text, relative.span[1]) is not None for relative in find_relatives(text))


@cache
def _reasons() -> WordTable[int]:
    """Every word for a reason by its place in REASONS, the weak ones behind them, -1 for words that are none."""
    content = load_list(_FILE)
    reasons, weak = content.get("reasons"), content.get("weak")
    if set(content) != _KEYS or not isinstance(reasons, dict) or not isinstance(weak, dict):
        raise WordListError(f"{_FILE}: the keys {', '.join(sorted(_KEYS))} are expected")
    if set(reasons) != set(REASONS) or not set(weak) <= set(REASONS):
        raise WordListError(f"{_FILE}: the reasons are {', '.join(REASONS)}")
    table: dict[str, int] = {}
    for words_by_reason, later in ((weak, len(REASONS)), (reasons, 0)):
        for reason, words in words_by_reason.items():
            place = REASONS.index(reason) + later
            table.update(dict.fromkeys(words_of(words, f"{_FILE}: {reason}"), place))
    table.update(dict.fromkeys(words_of(content["none"], f"{_FILE}: none"), -1))
    return WordTable(table)
