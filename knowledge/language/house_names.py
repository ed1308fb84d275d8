"""How those of a home are called there: 小的, 给妞妞打卡, 小雨她说嗓子疼, 豆包(我儿子小名), 我36.5 糖糖36.9, 同屋的小贺.

Such a word has no look of a name. It is believed by what stands around it alone: that one reports on behalf of somebody,
whose child they are, a pronoun, or a figure in a list of the home. Text is normalised.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.language.late import late
from knowledge.language.names import is_called, is_nickname, is_word, looks_like_name, usual_surnames
from knowledge.language.names_in_runs import listed_words
from knowledge.language.people import find_relatives
from knowledge.language.person_found import Mention
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature

_NAME = "[一-鿿]{2,4}?"
_HERE = r"(?:^|(?<=[ ,。;!\n]))"
_FIGURE = r"(?:3[4-9]|4[0-3])(?:[.度点]|\d(?!\d))|[三四]十[一二三四五六七八九]?[度点]"
_WHEN = r"(?:今[天早晚儿]|早上|早晨|[上中下]午|晚上|刚才?|现在|这会儿|昨[天晚夜]|半夜)?"
# Behind a stop, or right behind the figure of another: 大的36.5小的36.8.
_ROW = r"(?:^|(?<=[ ,。;!:、\n])|(?<=\d)|(?<=[半度事状点][一二三四五六七八九度]))"
_OURS = "(?:[我俺咱]们?家|家里)?的?"
# 给妞妞打卡, 替豆豆报一下, 帮小雨量的36.6; nobody is reported to.
_FOR = late(
    rf"(?:[给替帮]|代)(?:[我俺咱]们?家?的?|家里?的?)?(?P<name>{_NAME})(?:{_WHEN}补?(?:[打报登填测量]|上报|补)|(?:补|做)个?)"
    r"(?:个|一下|一?个)?(?=卡|体温|温度|健康|平安|备|到|了|的|一?下|[ ,:。!]|$|[\d三])"
)
# 豆包(我儿子小名), 豆豆(我闺女): whose they are, behind how they are called.
_WHOSE = late(
    rf"(?<![一-鿿])(?P<name>{_NAME})"
    r"\((?:就?是)?[我俺咱]们?家?(?P<kin>[一-鿿]{1,4}?)(?:的?(?:小名|乳名|大名|外号))?\)"
)
# 我闺女小名叫糖糖.
_CALLED = late(rf"(?:小名|乳名|大名|名字)(?P<is>就?[叫是])?(?P<name>{_NAME})(?=[ ,。;!)]|今|的|{_FIGURE}|$)")
# 小雨她说嗓子疼: somebody and the pronoun for them; 小宇说嗓子疼.
_WITH_PRONOUN = late(
    rf"{_HERE}(?:(?P<name>{_NAME})[他她](?:说|也|还|今|又|没|有|不|自己|刚|昨|量|{_FIGURE})"
    r"|(?P<tells>小[一-鿿])(?=说(?:还?有点儿?|还|也)?(?:嗓|咳|发|头|肚|浑|没|不)))"
)
# In a list of the home, right at a figure; elsewhere only what has the sound of such a name, at how they are as well.
_IN_LIST = late(rf"{_ROW}{_OURS}(?P<name>[一-鿿]{{2,3}}?)(?:的?体温)?[ :]?(?={_WHEN}(?:{_FIGURE}))")
_ALONE = late(
    rf"{_HERE}{_OURS}(?P<name>([一-鿿])\2)(?={_WHEN}(?:[ :]?(?:{_FIGURE})|还|也|又|有|说|没|不|嗓|咳|发|拉))"
)
# 小的发烧了, 家里大的没事, 老二咳嗽: which of the children, and the old.
_OF_AN_AGE = late("[大小老]的|老[大二三四五六幺]")
_BY_AGE = late(
    rf"{_ROW}{_OURS}(?:那?个)?(?P<name>[大小老]的|老[大二三四五六幺])(?!叫|是|老|小|大|那|在|给|用|带|不小)[ :]?"
    rf"(?={_WHEN}(?:体温|量|测|也|还|又|就|倒|没|不|有|说|都|[咳烧发嗓拉闹吐低高头鼻浑窜蹿]|{_FIGURE}))"
)
# 大的没什么毛病, 老的都有点: may be said of what ails one, unless there are children or another of the pair.
_OF_WHAT_AILS = late("[不没无有都]")
_OF_CHILDREN = late("孩|娃|宝|(?<!大)家|双胞|闺女|儿子")
# 我同屋的小贺睡了,我替她报: who is told of before a report that is made for them.
_ON_BEHALF = late("[替帮代给][他她](?:来|先|也)?(?:报|打|填|补|量|测)")
_WHO_IS_HELPED = late(
    "(?:^|[的 ,。家])(?P<name>[一-鿿]{2,4}?)(?=睡|不|没|手机|在|去|出|上|忙|今|正|还|有|说|[ ,])"
)
# In no name of anybody at home.
_NO_NAME = late(
    "[我俺咱你您他她的了和跟给替帮量测打报度次天早晚夜午班组队群社单位区楼门里上外同学友事师员长民客医护]"
)
_TO_FIGURE = late(rf"[^,。;!?\n \d]{{0,6}}[ ,]?(?:{_FIGURE})")
_SPEAKER = late("[我俺]")
_DOUBLED_WORDS = frozenset(
    "天明刚常往渐偏单人家户个次回年月日多好慢早晚频仅稍微统通等谢看试测量爸妈爷奶哥姐弟妹舅姑叔婶伯姥公婆爹娘"
)


def home_mentions(text: str, others: Sequence[Mention], temperatures: Sequence[Temperature]) -> list[Mention]:
    """Those of the home who are called by a word that is no name by its look, wherever they are spoken of.

    `others` have been found in the text by name.
    """
    if not temperatures:
        return []
    by_age = list(_of_an_age(text)) if _OF_AN_AGE.search(text) is not None else []
    found = [Mention(one["name"], "", *one.span("name")) for one in by_age]
    presented = list(_WHOSE.finditer(text)) if "(" in text else []
    presented = [one for one in presented if _is_kin(one["kin"]) and _is_free(one["name"])]
    found += [Mention(one["name"], "", *one.span()) for one in presented]
    taken = {place for one in found for place in range(one.start, one.end)}
    for name in dict.fromkeys([*(one["name"] for one in presented), *_called(text, others, temperatures)]):
        places = [one.span() for one in re.finditer(re.escape(name), text)]
        found += [Mention(name, "", *span) for span in places if taken.isdisjoint(range(*span))]
    return found


def _of_an_age(text: str) -> Iterator[re.Match[str]]:
    """Those told by their age, where it is not the size of what ails somebody: 小的发烧了, 家里大的没事."""
    matches = list(_BY_AGE.finditer(text))
    are_several = len({one["name"] for one in matches}) > 1 or _OF_CHILDREN.search(text) is not None
    for one in matches:
        if are_several or not one["name"].endswith("的") or _OF_WHAT_AILS.match(text, one.end()) is None:
            yield one


def _called(text: str, others: Sequence[Mention], temperatures: Sequence[Temperature]) -> Iterator[str]:
    """How they are called who stand in a report on their behalf, beside a pronoun, or at a figure."""
    if "名" in text:
        called = [one for one in _CALLED.finditer(text) if _is_free(one["name"])]
        yield from (one["name"] for one in called if one["is"] is not None or is_nickname(one["name"]))  # 名字写错
    if any(sign in text for sign in "给替帮代"):
        yield from (one["name"] for one in _FOR.finditer(text) if _is_of_home(one["name"]))
        if not others and len(temperatures) == 1 and _ON_BEHALF.search(text) is not None:
            yield from (one["name"] for one in _WHO_IS_HELPED.finditer(text) if _is_anybody(one["name"]))
    if "他" in text or "她" in text or "说" in text:
        yield from filter(_is_of_home, (one["name"] or one["tells"] for one in _WITH_PRONOUN.finditer(text)))
    if others:
        return
    yield from (one["name"] for one in _ALONE.finditer(text) if _is_doubled(one["name"]))
    if len(temperatures) > 1 and _has_family_row(text):
        yield from (one["name"] for one in _IN_LIST.finditer(text) if _is_of_home(one["name"]))


def _has_family_row(text: str) -> bool:
    """Whether the writer or somebody of their family has a figure."""
    ends = [*(one.end() for one in _SPEAKER.finditer(text)), *(one.span[1] for one in find_relatives(text))]
    return any(_TO_FIGURE.match(text, end) is not None for end in ends)


def _is_free(run: str) -> bool:
    """Whether a run may be how somebody is called: no word for kin, for a time, or of how somebody feels."""
    is_word_of_list = run in listed_words().nobody or listed_words().before_figure.search(run) is not None
    return not (is_word_of_list or is_word(run) or find_relatives(run) or health_words(run) or _NO_NAME.search(run))


def _is_of_home(run: str) -> bool:
    is_by_surname = is_called(run) and not (run[0] == "小" and run[1:] not in usual_surnames())  # 小宇 is a child
    return is_nickname(run) and _is_free(run) and not is_by_surname


def _is_doubled(run: str) -> bool:
    return run[0] not in _DOUBLED_WORDS and _is_of_home(run)


def _is_anybody(run: str) -> bool:
    is_named = is_called(run) or looks_like_name(run, strict=True)
    return (is_named or is_nickname(run)) and _is_free(run)


def _is_kin(run: str) -> bool:
    relatives = find_relatives(run)
    return bool(relatives) and relatives[-1].span == (0, len(run))
