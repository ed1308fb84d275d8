"""Words that move about in a form rather than answer it: back, from the start, go on, give up, leave it as it was."""

import re

BACK = frozenset({"返回上一步", "上一步", "返回", "退回"})
RESTART = frozenset({"重来", "重新开始", "重新填", "从头来"})
GO_ON = frozenset({"继续", "接着办", "接着来", "继续办", "继续填"})
MOVES = BACK | RESTART | GO_ON
_GIVEN_UP = (
    "(?:取消|算了|退出|(?:我|俺|咱)?先?不想?(?:办|填|报|报备|打|弄|搞|整|登记|申请)了)(?:报备|打卡|申请|登记)?[了吧啊呀]*"
)
# Beside 算了 alone: 不要了 by itself is of a thing.
_NOT_NEEDED = "(?:我|俺|都|全)?(?:不要|不用|不需要|不买)了?[吧啊呀]*"
_TROUBLE = "(?:太?麻烦了?[ ,，。]*)"
CANCEL = re.compile(
    rf"(?:那|还是)?{_TROUBLE}?(?:{_GIVEN_UP}[ ,，。!！]*){{1,3}}(?:{_NOT_NEEDED}[ ,，。!！]*)?"
)
# The answer that was to be changed is left as it was.
AS_IT_WAS = re.compile("(?:算了|那|还是)?[ ,，]*(?:先)?(?:不改|不用改|别改|不动|不换)[了吧]*[ ,，。!！]*|算了吧?")


def steers(text: str) -> bool:
    """Whether a normalised text is nothing but such words."""
    return text in MOVES or CANCEL.fullmatch(text) is not None or AS_IT_WAS.fullmatch(text) is not None
