"""How many go out, and who goes as well or after all alone (exit requests): 我们俩, 全家五口都去, 我弟也去, 就我自己去.

What a form needs to change the list of those who go without being given it anew. Text is normalised.
"""

import re

from knowledge.language.parties import find_party_size
from knowledge.language.persons import SPEAKER

# Of a family's number only what is said to go counts: 我家五口人,没米了 sends nobody out.
_GOES_TOGETHER = re.compile(
    r"(?:我们|咱们?|俺们?|我|就)(?:[俩仨]|[两二三四五六]个)|都(?:得|要|想|准备)*[去回走]|(?:[口个]人?|全家|一家|家)(?:都|一起|全)*(?:得|要|想)*[去回]"
    r"|人数|一共|总共|一行"
)
_JOINS = re.compile(
    r"(?:再|多)?(?:加上?|添)(?:一?个人?|[一两二三]位)|也(?:得|要|想|能|可以|打算|跟着?|一起|一块|一同)*(?:去|走|回去|一起|跟着|一块)|一起去|一块儿?去|跟着去"
)
_SPEAKER_JOINS = re.compile(
    r"(?:我|俺|本人)(?:也|得|要|想|会|可以)*(?:陪着?|跟着?|带着?)(?:他|她|老人|孩子|上)?(?:们)?[^,。;妈爸]{0,3}(?:去|走|一起|一块|$)"
    r"|(?:我|俺|本人)(?:也|得|要|想)+(?:一起|一块|跟着?|陪着?)*(?:去|走)|(?:我|俺)(?:一起|一块儿?|跟着)去"
)
_ALONE = re.compile(
    r"(?:就|只有?|光)?(?:我|俺|本人)(?:自己|一个人|本人|一人)+[^,。;带陪和跟送]{0,3}(?:去|走|看病|复查|回)|(?:就|只有?|是)我(?:自己|一个人)*[^,。;带陪和跟送]{0,2}(?:去|看病|走)(?!.*也去)"
    r"|(?:我|俺)?(?:自己|一个人)去(?!世)|没有?别人去|不用(?:人)?陪"
)


def find_joins(text: str, goers: tuple[str, ...]) -> tuple[str, ...]:
    """Those who go as well as the ones that were named before: 我也去, 再加一个人我弟弟也去; empty where nobody does."""
    if _SPEAKER_JOINS.search(text) is not None:
        return goers if SPEAKER in goers else (SPEAKER, *goers)
    return goers if goers and SPEAKER not in goers and _JOINS.search(text) is not None else ()


def find_party(text: str, asked: str = "") -> int | None:
    """How many go out together; None where the text counts nobody who goes."""
    if asked != "goers" and _GOES_TOGETHER.search(text) is None:
        return None
    found = find_party_size(text)
    return None if found is None else found.size


def goes_alone(text: str) -> bool:
    """Whether somebody says that they go by themselves: 就我自己去, 是我看病, 我一个人去."""
    return _ALONE.search(text) is not None
