"""Whom 他 and 她 mean in a request: 我妈腿摔了,想带她去; 他住院了,我去看他; 王师傅要出门,给他报一个. Text is normalised."""

import re
from collections.abc import Sequence

from knowledge.language.people import RelativeFound

_TAKES_THEM = re.compile(
    r"(?:带|陪|送|抱|背|领|拉|扶|推|搀)(?:着|上)?[他她](?!们?的|最后|一程|上山|走完)"
    r"|接[他她]去(?=[^,。; ]{0,4}(?:看|拔|打|查|做|换"
    r"|医院|学))"
)
# 我去看他, 我得接她: whoever was named is where the speaker goes.
_MEETS_THEM = re.compile(
    r"(?:看望?|探望|照顾|伺候|替换|陪护|接替|找|见)[他她](?!们?的|[^,。; ]{0,3}(?:病|打针|拔牙))"
    r"|接[他她](?!去)(?:回|出院|下班|放学|$|[ ,。])|替[他她](?:的班|班|值|顶|守|$|[ ,。])"
)
_FOR_THEM = re.compile(
    "(?:让|放)[他她](?:自己)?(?:走|出去|去(?!世)|过去|出来|回去|回家)|(?:给|替|帮)[他她](?:报|开[个张]?(?:门|条"
    "|证)|登|办(?!后事|丧|葬|理|白|事)|补|批|放行|弄[个张])"
)


def taken_by_speaker(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 带她去 speaks of: the one named last before; None where somebody else of the clause takes them."""
    them = _TAKES_THEM.search(text)
    if them is None:
        return None
    clause = max(text.rfind(sign, 0, them.start()) for sign in ",。;\n")
    before = [found for found in relatives if found.span[1] <= them.start()]
    if not before or before[-1].span[0] > clause >= 0 or (clause < 0 and len(before) > 1):
        return None
    return before[-1]


def _named_before(text: str, relatives: Sequence[RelativeFound], spoken: re.Pattern[str]) -> RelativeFound | None:
    """Whom 他 or 她 means in what is said of them: 王师傅明早要出门,给他报一个."""
    them = spoken.search(text)
    before = [] if them is None else [found for found in relatives if found.span[1] <= them.start()]
    return before[-1] if before else None


def met_by_speaker(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 我去看他 speaks of."""
    return _named_before(text, relatives, _MEETS_THEM)


def asked_for(text: str, relatives: Sequence[RelativeFound]) -> RelativeFound | None:
    """Whom 给他报一个 speaks of."""
    return _named_before(text, relatives, _FOR_THEM)
