"""Whether what happens is told of next door: 隔壁老头一天没出门了 敲门没人应, 楼上两口子打起来了."""

import re

_NEXT_DOOR = re.compile(
    # 跑到邻居家, 送给邻居, 从楼上跳: where the writer or a thing goes, and nobody's home.
    "(?<![到在去往送给跟和与让叫找问是从把被托求])"
    "(?:隔壁|对门|对过儿?|邻居|左邻右舍|街坊|楼[上下](?!跑|跳|来|去|走|梯|买|取|拿|做))"
    # 邻居手机: a thing of theirs that the writer has.
    "(?!的?(?:手机|电话|微信|车))"
)
_OWN = re.compile("[我俺咱]")
_CLAUSE_END = re.compile("[,。;!? \n]")
_NEAR = 24  # characters


def is_next_door(text: str, start: int, end: int) -> bool:
    """Whether a neighbour is who something from `start` to `end` of a normalised text is about.

    The neighbour stands in these words or shortly before them, and nobody of the writer's own home between: 邻居拿斧子砍
    我家门 is about the writer.
    """
    found = list(_NEXT_DOOR.finditer(text, max(0, start - _NEAR), end))
    if not found or _OWN.search(text, start, found[-1].start()) is not None:
        return False  # 我老公打我 邻居都听见了
    stop = _CLAUSE_END.search(text, end)
    return _OWN.search(text, found[-1].end(), stop.start() if stop is not None else len(text)) is None
