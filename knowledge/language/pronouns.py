"""Whom 他 and 她 mean in a check-in: who has the figure behind them, and of whom it is told how they are.

Only where one alone can be meant by number and sex; what may be said of several is said of nobody. Text is normalised.
"""

from bisect import bisect_left
from collections.abc import Sequence

from knowledge.language.late import late
from knowledge.language.person_found import NOBODY, SPEAKER, Mention
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature

# 她 right before a figure; and two of whom the writer is one.
_AT_FIGURE = late(
    r"[他她](?=(?:的?体温|今[天早]|早上|量的|量了|自己|是|也)*(?:[ :]|(?<=自己),)?"
    r"(?:(?:3[4-9]|4[0-3])(?:[.度点]|\d(?!\d))|[三四]十))"
)
_COUPLE = late("老两口|老公母俩|(?:我们|俺们|咱们|我|俺)?(?:两口子|小两口|夫妻俩?)")
# 他说还咳,她没症状: the clause is about whom the pronoun means, and is none told to them or about their kin.
_FEELS = late(
    r"(?<![给让叫跟和与对向把被陪守帮替看问挨说离是怕])[他她](?:老人家)?(?![们俩仨家妈爸爹娘哥姐弟妹爷奶媳老])"
    r"([^,。;!? \n]{1,16})"
)
_TOGETHER = late("[和跟与同、][我俺咱]?$")
_OF_HEALTH = frozenset(
    {"symptoms", "troubles", "general", "well", "normal", "unwell", "denied", "part", "over", "fever_over", "fever_still"}
)
# 爸妈在外地: nobody whose figure is told.
_NOT_HERE = late("(?:都|也|还)?(?:在外地|[不没]在家|在(?:老家|单位|学校|医院)|出差|上班|没回来|回老家|住院)")
_HE = late("[爸父爷公夫哥弟舅叔伯婿爹]|儿子|孙子|侄子|外[甥孙]$|丈人|老头|师傅$")
_SHE = late("[妈奶女娘婆媳嫂姑姨婶妹姐妻](?!.*[父夫爷婿])|姥姥")


def meant_by_pronoun(
    text: str, found: Sequence[Mention], temperatures: Sequence[Temperature], speaks: Sequence[int]
) -> list[Mention]:
    """Those whom the pronouns of a text mean, where it mentions `found`; `speaks`: where the writer is spoken of."""
    if not temperatures or ("他" not in text and "她" not in text):
        return []
    at_figures = _at_figures(text, found, temperatures, speaks)
    return [*at_figures, *_of_health(text, [*found, *at_figures], speaks)]


def _at_figures(
    text: str, found: Sequence[Mention], temperatures: Sequence[Temperature], speaks: Sequence[int]
) -> list[Mention]:
    """她 in 我跟我闺女都咳嗽 她37.9我37.1, where one alone can be meant; in 老两口 我36.4 她36.2 the other of the two."""
    meant: list[Mention] = []
    for pronoun in _AT_FIGURE.finditer(text):
        before = [one for one in found if one.start < pronoun.start() and _NOT_HERE.match(text, one.end) is None]
        if not before:
            couple = _COUPLE.search(text, 0, pronoun.start())
            if couple is not None:
                spouse = "老伴" if couple[0].startswith("老") else {"他": "老公", "她": "老婆"}[pronoun[0]]
                meant.append(Mention(spouse, "", *pronoun.span()))
            continue
        names = {one.name for one in before}
        if len(names) > 1:
            names = {name for name in names if (_SHE.search(name) is not None) == (pronoun[0] == "她")}
        one = next((one for one in before if names == {one.name}), None)
        if one is None:
            continue
        starts = (*(each.start for each in (*found, *meant)), *speaks, pronoun.start())
        until = min(start for start in starts if start >= one.end)
        if not any(one.end <= each.span[0] < until for each in temperatures):  # else it is measured once more
            meant.append(Mention(one.name, one.door, *pronoun.span(), one.is_named))
    return meant


def _of_health(text: str, found: Sequence[Mention], speaks: Sequence[int]) -> list[Mention]:
    """Of whom it is told how they are where another, or the writer, was spoken of last."""
    known = sorted(found, key=lambda one: one.start)
    starts = {one.start for one in known}
    fit: dict[str, dict[str, Mention]] = {"他": {}, "她": {}}
    meant: list[Mention] = []
    last: Mention | None = None
    passed = 0
    for pronoun in _FEELS.finditer(text):
        start, sex = pronoun.start(), pronoun[0][0]
        while passed < len(known) and known[passed].end <= start:
            last = known[passed]
            passed += 1
            for one_sex, those in fit.items():
                if _may_be(last.name, one_sex):
                    those.setdefault(last.name, last)
        if last is None or start in starts or not any(word.tag[0] in _OF_HEALTH for word in health_words(pronoun[1])):
            continue
        spoken = bisect_left(speaks, start)
        is_of_writer = spoken > 0 and speaks[spoken - 1] >= last.end
        is_alone = _TOGETHER.search(text, max(0, last.start - 2), last.start) is None  # not 我和老公都没事,他低烧
        if (not is_of_writer and is_alone and _may_be(last.name, sex)) or not fit[sex]:
            continue
        one = next(iter(fit[sex].values()))
        last = Mention(one.name, one.door, start, pronoun.start(1), one.is_named)
        if len(fit[sex]) > 1:
            last = Mention(NOBODY, "", start, pronoun.start(1))
        meant.append(last)
    return meant


def _may_be(name: str, pronoun: str) -> bool:
    """Whether somebody may be he or she."""
    is_she, is_he = _SHE.search(name) is not None, _HE.search(name) is not None
    return name not in (SPEAKER, NOBODY) and is_she in (is_he, pronoun == "她")
