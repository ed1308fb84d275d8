"""Names in front of what their owners feel, without a figure: 王丽咳嗽, 李强没事, 王敏和李波都咳嗽. Text is normalised."""

from collections import Counter
from collections.abc import Collection, Iterator

from knowledge.language.late import late
from knowledge.language.names import is_called, is_nickname, looks_like_name
from knowledge.language.names_in_runs import RUN, ListedName, is_ailing, is_full_name, listed_words
from knowledge.language.symptoms import health_words

# 王敏和李波都咳嗽, whatever they are measured at.
_BOTH = late(
    "(?<![一-鿿、])(?P<who>[一-鿿]{2,4}?(?:[和跟与、][一-鿿]{2,4}?){1,4})(?=[都均](?![是在去要来让])|没[事啥症])"
)
# 仨人都三十六度五: all who are named have the figure behind it, so that each need not stand at one.
_FIGURE_OF_ALL = late(
    "(?:[两俩二三仨四五六七八]个?人?|[哥姐兄弟妹][俩仨弟妹])(?:的?体温)?[都均][是为]?(?:(?:3[4-9]|4[0-3])[.度点]|[三四]十)"
)
_ONLY = late("(?:就|只有|只|除了?|光)")
_AND = late("[和跟与、]")
_OF_SIBLINGS = late("[哥姐兄弟妹][俩仨弟妹]")


def _siblings(text: str) -> Collection[str]:
    """The first two characters of those who share them, where two of one home are spoken of: 米玉 of 米玉环, 米玉珠."""
    if _OF_SIBLINGS.search(text) is None:
        return ()
    begins = Counter(run[0][:2] for run in RUN.finditer(text) if looks_like_name(run[0][:3]))
    return [begin for begin, count in begins.items() if count > 1]


def find_ailing(text: str) -> list[ListedName]:
    """Names in front of what they feel without a figure: 王丽咳嗽, 李强没事; and those that stand alone: 王磊 李刚."""
    found = list(_ailing_together(text)) if "都" in text or "均" in text else []
    are_told = ("都" in text or "均" in text) and _FIGURE_OF_ALL.search(text) is not None
    if not found and not are_told and len(listed_words().surname.findall(text)) < 2:
        return found
    told = {one.span[0] for one in found}
    siblings = _siblings(text) if are_told else ()
    for run in RUN.finditer(text):
        start, end = run.span()
        only = _ONLY.match(text, start, end) if are_told else None
        start = start if only is None else only.end()  # 就老莫有点咳嗽
        said = text[start:end]
        if start in told:
            continue
        if end - start <= 4 and is_full_name(said):
            found.append(ListedName(said, (start, end)))
            continue
        size = next((word.start for word in health_words(said) if word.start > 1), 0)  # 付有财拉肚子
        name = said[:size]
        if 2 <= size <= 4 and (is_ailing(name) or name[:2] in siblings or (are_told and is_called(name))):
            found.append(ListedName(name, (start, start + size)))
    return found


def _ailing_together(text: str) -> Iterator[ListedName]:
    """Several with one word of all: 王敏和李波都咳嗽, 老王、小李都没事."""
    for both in _BOTH.finditer(text):
        names = list(RUN.finditer(_AND.sub(" ", both["who"])))
        is_one_known = any(is_ailing(name[0]) or is_called(name[0]) for name in names)
        if is_one_known and all(_may_be_beside(name[0]) for name in names):
            start = both.start("who")
            yield from (ListedName(name[0], (start + name.start(), start + name.end())) for name in names)


def _may_be_beside(run: str) -> bool:
    """Whether a run is somebody beside one who is named for certain: 红英 of 姚金山和红英都咳."""
    return is_ailing(run) or is_called(run) or (is_nickname(run) and run not in listed_words().nobody)
