"""Why somebody asks to go out, as labelled texts taught beside the words of `trips.yaml`.

Which words stand in a request is a sign beside its runs of characters, and so is the reason by them: 我得去喂羊 has none of
them. `trip_reasons.txt` is made by `make learn`.
"""

from functools import cache
from pathlib import Path

from knowledge.language.leanings import Leanings, concept_sign, runs
from knowledge.language.trips import REASONS, find_reason, reasons_said

LEANINGS = Path(__file__).parent / "trip_reasons.txt"
NO_REASON = "none"
LABELS = (*REASONS, NO_REASON)
# A reason that is less likely is left open: one that is wrong is worse than one that is asked for. Where the words say the
# same, only the other reasons count against it, and not that none may be said; 看病 and 上班 alone leave no doubt.
_SURE = 0.7


def likely_reason(text: str) -> str | None:
    """Why somebody goes out, of REASONS; None where a normalised request does not say, or not for certain."""
    leanings = _leanings()
    likely = leanings.likelihoods(*leanings.lean(signs(text)))
    most = max(likely)
    reason = LABELS[likely.index(most)]
    if reason == NO_REASON:
        return None
    if reason == find_reason(text):
        if _is_plain(text, reason):
            return reason
        most /= 1 - likely[LABELS.index(NO_REASON)]
    return reason if most > _SURE else None


def _is_plain(text: str, reason: str) -> bool:
    """Whether strong words say this reason and no other; 办事 may be of any."""
    strong = {place for place in reasons_said(text) if place < len(REASONS)}
    return reason != "other" and strong == {REASONS.index(reason)}


def signs(text: str) -> set[str]:
    """The signs of a normalised request: its runs of characters, and what the words of `trips.yaml` say."""
    concepts = {f"reason {find_reason(text)}", *(f"said {place}" for place in reasons_said(text))}
    return runs(text) | {concept_sign(concept) for concept in concepts}


@cache
def _leanings() -> Leanings:
    return Leanings(LEANINGS, LABELS)
