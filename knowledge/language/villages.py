"""What somebody says below the county: township and village right behind its name (开鲁县演示镇前进村).

No table knows the villages of China; an announcement names those that it means (clause 3.2), and these words are held
against them. Text is normalised.
"""

import re

_NAME = r"[一-鿿]{1,7}?"
_TOWNSHIP = rf"(?P<township>{_NAME}(?:镇|苏木|街道|(?<![回返下进老])乡))"
_VILLAGE = rf"(?P<village>{_NAME}(?:村|嘎查|社区|小区))"
_BELOW = re.compile(rf"[ 的]?(?:{_TOWNSHIP}[ 的]?{_VILLAGE}?|{_VILLAGE.replace('village', 'alone')})")
# What makes it no name: 回村, 我妈那个村, 在镇上.
_NO_NAME = re.compile(r"^(?:[回进返出下本农全老同]|老家|一个|每个)[村乡镇]|[我你他她咱俺那这哪从在到去坐住待回]|^(?:某|一)")


def places_below(text: str, end: int) -> tuple[str, ...]:
    """Township and village that stand in the text right behind a county's name that ends at `end`; as many as are said."""
    found = _found(text, end)
    return _names(found) if found is not None else ()


def behind_places(text: str, end: int) -> int:
    """Where the text goes on behind township and village; `end` itself where none is said."""
    found = _found(text, end)
    return found.end() if found is not None else end


def _found(text: str, end: int) -> re.Match[str] | None:
    found = _BELOW.match(text, end)
    return found if found is not None and not any(map(_NO_NAME.search, _names(found))) else None


def _names(found: re.Match[str]) -> tuple[str, ...]:
    return tuple(name for name in (found["township"], found["village"], found["alone"]) if name)
