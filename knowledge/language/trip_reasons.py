"""Why somebody asks to go out, as labelled texts taught beside the words of `trips.yaml`.

Which words stand in a request is a sign beside its runs of characters, and so is the reason by them: 我得去喂羊 has none of
them. `trip_reasons.txt` is made by `make learn`.
"""

from functools import cache
from pathlib import Path

from knowledge.language.leanings import Leanings, concept_sign, runs
from knowledge.language.pattern_table import Sought
from knowledge.language.trips import REASONS, find_reason, reasons_said

LEANINGS = Path(__file__).parent / "trip_reasons.txt"
NO_REASON = "none"
LABELS = (*REASONS, NO_REASON)
# A bill to pay, coal for one's own stove and a thing to be mended are no work, though 供热公司, 拉一车 and 修车 often are.
_FOR_ONESELF = Sought(
    r"(?<!没钱)(?<!工资)(?:交|缴|付|存|充|续)(?:[了上个点下]|一[下次])*(?:暖气?|取暖|供热|电|水|气|燃气|天然气|煤气|话|电话|网|宽带|物业|卫生|停车|养老"
    r"|医保|社保|保险|学|房|有线|罚)(?:费|钱|款|租|险)|把[^,。;]{0,10}(?:费|款|租|保险)(?:给|都|先)?(?:交|缴|付|续)"
    r"|(?:取暖|烧炕|做饭|家里?|过冬|屋里|炕)[^,。;拉送]{0,5}(?:煤|柴|炭|液化气)[^,。;送]{0,5}(?:不够|没|[烧用]完|见底|断|不多)"
    r"|(?:煤|柴火?|炭|液化气)(?:都|也|快|马上)?(?:不够[烧用]|没烧的|[烧用]没了?|[烧用]完了?|见底|没了)"
    r"|(?:眼镜|手机|电脑|手表|电动车|电瓶车|自行车|洗衣机|冰箱|电视|热水器|电饭锅|假牙|拉链|皮鞋|鞋)"
    r"(?:腿|屏|屏幕|片|把|链子?)?(?:给|让我?|又|也|突然)*"
    r"(?:坏|折|碎|摔|掉|开不了机|打不着|黑屏|进水|不亮|不转|断)[^。]*?修"
)
# Whoever goes back to their post or opens their shop goes to work, though they take a train or stay in a shop.
_AT_WORK = Sought(
    r"(?<![接送])(?:返岗|复工|返厂|到岗|驻村)(?!证明|报备|[了的]?人|时间)"
    r"|开门(?:营业|卖|做买卖|做生意|迎客|待客|开业)|(?:店|铺|摊)[^,。; ]{0,4}开(?:门|张|业)"
    r"|[给往](?![我俺咱他她])[^,。; ]{2,8}(?:超市|学校|[小中]学|幼儿园|[饭酒餐饼粥]店|[饭餐菜面饺宾]子?馆|厂|食堂"
    r"|公司|工地|市场|商店)"
    r"(?:送|配|供)(?:货|食材|菜|肉|蛋|奶|豆腐|水|米|面|鱼|料|煤气)"
)
_FOR_OTHERS = Sought(
    "客户|用户|师傅|单位|公司派|派我|抢修|检修|上门|维修工|修理工|收费员"
    "|[送接等陪][^,。; ]{1,4}(?:返岗|复工|返厂|到岗)"
)
_GRAVER = range(REASONS.index("work"))
# Less likely, and what the words say counts.
_SURE = 0.5


def likely_reason(text: str) -> str | None:
    """Why somebody goes out, of REASONS; None where a normalised request does not say."""
    settled = _settled(text)
    if settled is not None:
        return settled
    leanings = _leanings()
    likely = leanings.likelihoods(*leanings.lean(signs(text)))
    most = max(likely)
    reason = LABELS[likely.index(most)]
    return reason if most > _SURE and reason != NO_REASON else find_reason(text)


def _settled(text: str) -> str | None:
    """What one saying settles whatever else the text resembles, where no word tells of a graver reason."""
    reason = "other" if _FOR_ONESELF.search(text) is not None else None
    if reason is None and _AT_WORK.search(text) is not None:
        reason = "work"
    if reason is None or _FOR_OTHERS.search(text) is not None:
        return None
    return None if any(place in _GRAVER for place in reasons_said(text)) else reason


def signs(text: str) -> set[str]:
    """The signs of a normalised request: its runs of characters, and what the words of `trips.yaml` say."""
    concepts = {f"reason {find_reason(text)}", *(f"said {place}" for place in reasons_said(text))}
    return runs(text) | {concept_sign(concept) for concept in concepts}


@cache
def _leanings() -> Leanings:
    return Leanings(LEANINGS, LABELS)
