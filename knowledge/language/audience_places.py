"""The places that the words for an audience name: 永茂6号楼和7号楼, 二号村3组, 永茂1网格. Text is normalised."""

import re

from knowledge.language import numbered_places
from knowledge.language.communities import Communities, CommunityFound

# Stands in the text for a place that was read.
NAMED = "\0"
_BEHIND_NAME = re.compile(r"[ 的/]?")
_BETWEEN = re.compile(r"[ 、,的和跟/]?")


def places_in(text: str, communities: Communities) -> tuple[tuple[str, ...], str]:
    """The places that are named, each once, and the text with a mark in place of their names."""
    addresses: list[str] = []
    rest, behind = "", 0
    for found in communities.find_all(text):
        if found.span[0] < behind:
            continue
        parts, end = _within(text, found)
        addresses += parts
        rest += f"{text[behind : found.span[0]]}{NAMED}"
        behind = end
    return tuple(dict.fromkeys(addresses)), rest + text[behind:]


def _within(text: str, found: CommunityFound) -> tuple[list[str], int]:
    """The addresses that begin with one community, and where they end: 永茂6号楼和7号楼, 二号村3组, 永茂1网格."""
    addresses: list[str] = []
    end = found.span[1]
    while True:
        begin = numbered_places.past(text, end, _BETWEEN if addresses else _BEHIND_NAME)
        named = numbered_places.at(text, begin, in_village=found.is_village)
        if named is None:
            break
        addresses += [f"{found.name}/{part}" for part in named.parts]
        end = named.span[1]
    return addresses or [found.name], end
