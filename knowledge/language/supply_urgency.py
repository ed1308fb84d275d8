"""How soon a supply request needs what it asks for (clause 3.4.5): 急用, 断药三天了, 哪天来都行. Text is normalised."""

import re
from collections.abc import Sequence

from knowledge.language.supplies import MEDICINE, Item
from knowledge.language.supply_words import supply_words

_COUNT = "[一二两三四五六七八九十几半0-9]"
# 快 as a word of its own: 现在烧着呢,快; 今晚要; 降压药断三天了; 今儿晚上这顿一根都不剩.
_HURRY = re.compile(
    r"(?:^|[ ,。;!~\n])(?:求求?)?快(?=$|[ ,。;!~\n])|今(?:晚|夜)(?=[ ]?!)"
    r"|今(?:晚|夜|晚上|天晚上|儿晚上)(?:就)?(?:要|用)(?=$|[ ,。;!~\n])"
    r"|(?:今[天晚儿夜]个?|现在|明早)(?:就得|就要|必须得?|务必)(?!上班|出门|走)"
)
# 断了 of what is taken day by day is a need, of all else it is broken or out: 药断了, and not 茶叶断了, 铁锹断了.
_RUN_OUT = re.compile(
    rf"断[药顿粮]{_COUNT}{{1,2}}[天顿宿](?!网|电)"
    r"|(?:今[天晚儿夜]|明早)[^,。;!?\n ]{0,6}一.(?:都|也)[没不](?:剩|有|了)"
)
_CUT = re.compile(rf"(?:断[了的]|断{_COUNT}{{1,2}}[天顿宿])(?!网|电|腿|把|话)")
_SINCE = re.compile(
    "(?:[都也就要快已经全早又]|已经|眼看着?|可能|怕是|恐怕|估计|再不[送买来]|[这过]两天|马上|一下子?|今[天早晚儿]个?|昨[天儿晚]个?|前[天儿]个?|明[天早儿]个?|早上|晚上|中午|上午|下午|[我俺咱他她]们?|家里?|这边)*$"
)
_DAILY_KINDS, _OF_NEED = frozenset({MEDICINE, "fuel", "water"}), frozenset({MEDICINE, "baby"})
_DAILY = (*"药粮米面饭奶菜馍食煤柴", "奶粉", "米粉", "尿不湿", "尿裤", "尿片")
_OF_ANY_SORT = frozenset({"food", "baby"})  # of these only what is needed every day: 奶粉断了, and not 奶瓶刷断了
_BEGINS = frozenset(" ,。;!?~\n")
_FAR = 12  # signs
# 哪天来都行, 明天再来也赶趟.
_WILL_DO = "(?:行|中|成|可以|好使|赶趟|来得及|没事|不迟|不晚|妥)"
_NO_HURRY = re.compile(
    r"(?:[哪几]天|哪会儿|啥时候?|什么时候|多[咱暂]|几时|多会儿|早一?天晚一?天)"
    rf"[^,。;!?\n]{{0,10}}?[都也]{_WILL_DO}"
    r"|(?:[明后]天|明儿个?|后儿个?|明后天|[过晚][几两一]天|下周|周末|改天|开春|年后|月底)"
    rf"[^,。;!?\n]{{0,6}}?[也都]{_WILL_DO}(?!来|吗|不)"
)


def find_urgency(text: str, items: Sequence[Item] = (), is_repair: bool = True) -> str | None:
    """`urgent` where the text hurries, `normal` where it says that there is no hurry; else None.

    A need that cannot wait hurries too, unless it is said that there is no hurry: 金鱼饿肚子呢 啥时候送都行. What is a
    peril hurries whoever is to mend it; of a thing that is to be brought in its place it is only the reason.
    """
    words = supply_words()
    said = {tag for _start, _word, tag in words.soon.scan(text)}
    if "urgent" in said or _HURRY.search(text) is not None:
        return "urgent"
    if "normal" in said or _NO_HURRY.search(text) is not None:
        return "normal"
    is_dire = "dire" in said or (is_repair and "peril" in said)
    is_dire = is_dire or _RUN_OUT.search(text) is not None or words.today.search(text) is not None
    return "urgent" if is_dire or ("断" in text and _has_run_out(text, items)) else None


def _has_run_out(text: str, items: Sequence[Item]) -> bool:
    """Whether what is needed day by day is said to have come to its end: 药断了三天了, 今天断了 of a medicine."""
    for match in _CUT.finditer(text):
        since = _SINCE.search(text, max(0, match.start() - _FAR), match.start())
        before = text[: match.start() if since is None else since.start()]
        if not before or before[-1] in _BEGINS:
            if not items or any(item.kind in _OF_NEED for item in items):
                return True
            continue
        named = next((item for item in items if before.endswith((item.base or item.item, item.item))), None)
        if named is not None and named.kind not in _OF_ANY_SORT:
            if named.kind in _DAILY_KINDS:
                return True
        elif before.endswith(_DAILY):
            return True
    return False
