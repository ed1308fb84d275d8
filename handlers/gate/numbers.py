"""The number of a pass as guards type or say it (7315, 73 15, 七三一五, 通行码是7315), and of a request (W0120-01)."""

import re

from knowledge.language.numbers import figures_of

_FIGURE = r"[\d零〇一幺二两三四五六七八九]"
# Whole figures first: in 回 7315 36 the last two are a temperature and no part of the number.
CALLED = (
    rf"(\d{{4}}|\d{{6}}|{_FIGURE}(?: ?{_FIGURE}){{3}}|{_FIGURE}(?: ?{_FIGURE}){{5}}"
    r"|[Ww] ?\d{4}[- ]\d{2,3})"
)
END = r"[ 。.!]*"
_GAP = re.compile(r" +")


def number_of(called: str) -> str:
    """What matched CALLED, as the ledger has it."""
    if called[0] in "Ww":
        return f"W{called[1:].strip().replace(' ', '-')}"
    plain = _GAP.sub("", called)
    return figures_of(plain) or plain
