"""Which goods a message only tells of, as labelled messages taught beside the rules of `supply_mentions.py`.

馅里的大葱也有,就差虾仁一斤 names two things and asks for one. What no list of words could hold is learned from
messages in which every thing is marked; `supply_told.txt` is made by `make learn`. Only a thing without an amount is
looked at: whoever says how much of it wants it.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path

from knowledge.language.leanings import Leanings, concept_sign, runs
from knowledge.language.supply_asides import is_led_by_wish
from knowledge.language.supply_gone import is_asked_too, is_gone
from knowledge.language.supply_named import GoodsNamed
from knowledge.language.supply_piece import Piece

LEANINGS = Path(__file__).parent / "supply_told.txt"
ASKED, TOLD = "asked", "told"
LABELS = (ASKED, TOLD)
# Beside things with an amount so likely must it be that a thing is only told of; where none has one, or where the lack of
# this one is told, nearly certain.
_LIKELY, _NEARLY_CERTAIN = 0.6, 0.9
_THING = "◆"
_CONCEPT = concept_sign("")[0]  # of such a length are all concepts here that no run of characters is one
_AROUND = 8  # signs of the line before and behind a thing
_CLAUSE_ENDS = " ,。;!?\n"
_CLAUSE = 14
_BETWEEN_THINGS = frozenset({"nothing", "space", "break", "stop_sign", "and"})
_SAY_NOTHING = frozenset(
    {"item", "and", "space", "break", "stop_sign", "amount", "each", "make", "made", "kinds", "strength"}
)


def told_places(line: str, named: GoodsNamed, places: Collection[int]) -> Iterator[int]:
    """Of goods at these places, which the rules take for asked for, those that are most likely only told of.

    A list of things that says nothing else asks for all of them, and whoever tells of nothing but a lack for that.
    """
    if all(piece.role in _SAY_NOTHING for piece in named.pieces):
        return
    has_amounts = any(place in named.amounts for place in places)
    for place in places:
        if place in named.amounts:
            continue
        if _stands_alone(named.pieces, place) or _ends_wished_list(named.pieces, place):
            continue
        gone = is_gone(named.pieces, place)
        if gone and (not has_amounts or is_asked_too(named.pieces, place)):
            continue
        likely = _LIKELY if has_amounts and not gone else _NEARLY_CERTAIN
        if _how_likely(signs(line, named, place)) >= likely:
            yield place


def _stands_alone(pieces: Sequence[Piece], place: int) -> bool:
    """Whether nothing else is said right beside a thing, as in a list: nothing is told of it there."""
    beside = [_role(pieces, at) for at in (place - 1, place + 1)]
    return all(role in _BETWEEN_THINGS for role in beside)


def _ends_wished_list(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a thing ends a list that a wish leads, and nothing is said behind it: 要点土豆白菜."""
    is_listed = _role(pieces, place - 1) in ("item", "and")
    return is_listed and _role(pieces, place + 1) in _BETWEEN_THINGS and is_led_by_wish(pieces, place)


def signs(line: str, named: GoodsNamed, place: int) -> set[str]:
    """What may show whether the thing at a place is asked for: the words around it and of its clause, what kind of pieces
    stand beside it, and whether a wish or a lack is said of it."""
    pieces = named.pieces
    piece = pieces[place]
    begin = max(line.rfind(sign, 0, piece.start) for sign in _CLAUSE_ENDS) + 1
    ends = [at for at in (line.find(sign, piece.end) for sign in _CLAUSE_ENDS) if at >= 0]
    end = min(ends, default=len(line))
    around = line[max(0, piece.start - _AROUND) : piece.start] + _THING + line[piece.end : piece.end + _AROUND]
    clause = (line[begin : piece.start] + _THING + line[piece.end : end])[-_CLAUSE:]
    said = {run for run in runs(around) if _THING in run}
    said.update([_CONCEPT + "clause " + run for run in runs(clause) if len(run) > 1])
    said.update([_CONCEPT + concept for concept in _concepts(named, place)])
    said.add(_CONCEPT + ("goes on" if begin else "begins"))
    said.add(_CONCEPT + ("is followed" if end < len(line) else "ends here"))
    return said


def _concepts(named: GoodsNamed, place: int) -> Iterator[str]:
    pieces, amounts = named.pieces, named.amounts
    piece = pieces[place]
    beside = [_role(pieces, at) for at in range(place - 2, place + 3)]
    before, behind = beside[1], beside[3]
    counted = f"{'with' if place in amounts else 'without'} {'others' if any(at != place for at in amounts) else 'alone'}"
    yield f"before {before}"
    yield f"behind {behind}"
    yield f"between {before} {behind}"
    yield f"before {beside[0]} {before}"
    yield f"behind {behind} {beside[4]}"
    yield f"said before {_word(pieces, place - 1)[-2:]}"
    yield f"said behind {_word(pieces, place + 1)[:2]}"
    yield f"thing {piece.word}"
    yield f"sort {piece.word[-1]}"
    yield f"kind {piece.kind}"
    yield counted
    yield f"{counted} before {before}"
    yield f"{counted} behind {behind}"
    yield f"{counted} between {before} {behind}"
    said = "gone" if is_gone(pieces, place) else "wished" if place in named.asked else "named"
    yield said
    yield f"{said} {counted}"
    yield "again" if any(at != place and one.word == piece.word for at, one in enumerate(pieces)) else "once"


def _role(pieces: Sequence[Piece], at: int) -> str:
    return pieces[at].role if 0 <= at < len(pieces) else "nothing"


def _word(pieces: Sequence[Piece], at: int) -> str:
    return pieces[at].word if 0 <= at < len(pieces) else ""


def _how_likely(said: set[str]) -> float:
    """How likely (0 to 1) a thing with these signs is only told of."""
    leanings = _leanings()
    return leanings.likelihoods(*leanings.lean(said))[LABELS.index(TOLD)]


@cache
def _leanings() -> Leanings:
    return Leanings(LEANINGS, LABELS)
