"""Which goods a message only tells of, as labelled messages taught beside the rules of `supply_mentions.py`.

馅里的大葱也有,就差虾仁一斤 names two things and asks for one. What no list of words could hold is learned from
messages in which every thing is marked; `supply_told.txt` is made by `make learn`. Whoever says how much of a thing
nearly always wants it; that it is only told of (铁锹把断成两截) is believed beside others, where its amount stands in its
own clause, and of what was learned.
"""

from collections.abc import Collection, Iterator, Sequence, Set
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from knowledge.language.leanings import Leanings, concept_sign, runs
from knowledge.language.supply_mentions import is_gone
from knowledge.language.supply_named import GoodsNamed
from knowledge.language.supply_piece import APART, Piece

LEANINGS = Path(__file__).parent / "supply_told.txt"
ASKED, TOLD = "asked", "told"
LABELS = (ASKED, TOLD)
# Beside things with an amount so likely must it be that a thing is only told of; where none has one, or where the lack of
# this one is told, nearly certain.
_LIKELY, _NEARLY_CERTAIN = 0.8, 0.9
_THING, _OTHER, _AMOUNT = "◆", "○", "◇"
_CONCEPT = concept_sign("")[0]  # of such a length are all concepts here that no run of characters is one
_COUNTED = concept_sign("counted ")
_FAR = 10  # pieces; a clause is looked through no further than this
_LONGEST_CLAUSE = 60  # signs
_AGAIN = 100  # pieces; what is said farther away is another matter
_AROUND = 8  # signs of the line before and behind a thing
_CLAUSE_ENDS = " ,。;!?\n"
_CLAUSE = 14
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
    as_said, masked = _as_said(line, named), _masked(line, named) if has_amounts else None
    for place in places:
        if place in named.amounts:
            if masked is None or len(places) == 1 or is_decided(named, place):
                continue
            if _how_likely(of_counted(_signs(masked, named, place))) >= _LIKELY:
                yield place
            continue
        gone = is_gone(named.pieces, place)
        if gone and not has_amounts:
            continue
        likely = _LIKELY if has_amounts and not gone else _NEARLY_CERTAIN
        if _how_likely(_signs(as_said, named, place)) >= likely:
            yield place


def is_decided(named: GoodsNamed, place: int) -> bool:
    """Whether nothing is to be learned of a thing: it is declined, or has an amount that is told of, said elsewhere, or all
    that its clause says."""
    if place in named.barred:
        return True
    if place not in named.amounts:
        return False
    pieces = named.pieces
    begin, end = sorted((place, named.amounts[place]))
    if place in named.had or any(piece.role in APART for piece in pieces[begin:end]):
        return True
    before = takewhile(_is_of_clause, pieces[max(0, begin - _FAR) : begin][::-1])
    behind = takewhile(_is_of_clause, pieces[end + 1 : end + _FAR])
    return all(piece.role in _SAY_NOTHING for piece in (*before, *behind))


def _is_of_clause(piece: Piece) -> bool:
    return piece.role not in APART


class _Sight(NamedTuple):
    """A line as its signs see it, and where each of its pieces stands there."""

    text: str
    spans: Sequence[tuple[int, int]]


def _as_said(line: str, named: GoodsNamed) -> _Sight:
    return _Sight(line, [(piece.start, piece.end) for piece in named.pieces])


def _masked(line: str, named: GoodsNamed) -> _Sight:
    """The line with one sign for each thing and amount, as it matters where they stand and not which they are."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    end = length = 0
    for piece in named.pieces:
        before = line[end : piece.start]
        word = {"item": _OTHER, "amount": _AMOUNT}.get(piece.role, line[piece.start : piece.end])
        start = length + len(before)
        parts += [before, word]
        end, length = piece.end, start + len(word)
        spans.append((start, length))
    return _Sight("".join([*parts, line[end:]]), spans)


def signs(line: str, named: GoodsNamed, place: int) -> set[str]:
    """What may show whether the thing at a place is asked for."""
    if place in named.amounts:
        return of_counted(_signs(_masked(line, named), named, place))
    return _signs(_as_said(line, named), named, place)


def of_counted(said: Set[str]) -> set[str]:
    """The same signs of a thing with an amount, for which each says less: they have weights of their own."""
    return {_COUNTED + sign for sign in said}


def _signs(sight: _Sight, named: GoodsNamed, place: int) -> set[str]:
    """The words around a thing and of its clause, what kind of pieces stand beside it, and whether a wish or a lack is
    said of it."""
    line, (start, end) = sight.text, sight.spans[place]
    first, last = max(0, start - _LONGEST_CLAUSE), min(len(line), end + _LONGEST_CLAUSE)
    begin = max(first, *(line.rfind(sign, first, start) + 1 for sign in _CLAUSE_ENDS))
    close = min((at for at in (line.find(sign, end, last) for sign in _CLAUSE_ENDS) if at >= 0), default=last)
    around = line[max(0, start - _AROUND) : start] + _THING + line[end : end + _AROUND]
    clause = (line[begin:start] + _THING + line[end:close])[-_CLAUSE:]
    said = {run for run in runs(around) if _THING in run}
    said.update([_CONCEPT + "clause " + run for run in runs(clause) if len(run) > 1])
    said.update([_CONCEPT + concept for concept in _concepts(named, place)])
    said.add(_CONCEPT + ("goes on" if begin else "begins"))
    said.add(_CONCEPT + ("is followed" if close < len(line) else "ends here"))
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
    near = pieces[max(0, place - _AGAIN) : place + _AGAIN]
    yield "again" if sum(one.word == piece.word for one in near) > 1 else "once"


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
