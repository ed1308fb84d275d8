"""The figures of an evaluation as text. Of the texts kept back only totals are printed, never a text."""

from collections.abc import Iterator, Sequence

from evaluation.cases import Case
from evaluation.danger import DangerScore
from evaluation.questions import QuestionScore
from evaluation.scoring import Score
from knowledge.language.reading import Reading

_CONFUSIONS = 15


def totals(name: str, score: Score) -> str:
    """One line: texts, intents right, and the slots."""
    slots = score.slots
    return (
        f"{name:10} {score.texts:5} texts   intents right {score.accuracy:.1%}   "
        f"slots F1 {slots.f1:.3f}  precision {slots.precision:.3f}  recall {slots.recall:.3f}"
    )


def of_danger(name: str, score: DangerScore) -> str:
    """One line: how much danger to life is heard, and how much of what is heard is danger."""
    return (
        f"{name:10} {score.dangers + score.quiet + score.false_alarms:5} texts   danger heard {score.recall:.1%}   "
        f"of the alarms right {score.precision:.1%}   kind right {score.kind_accuracy:.1%}"
    )


def of_questions(name: str, score: QuestionScore) -> str:
    """One line: questions about the plan."""
    return (
        f"{name:10} {score.answerable + score.unanswerable:5} questions   right clause first {score.first_share:.1%}   "
        f"among three {score.near_share:.1%}   turned away {score.turned_away_share:.1%}   "
        f"not in the plan recognised {score.recognised_share:.1%}"
        + (f"   all key facts in {score.keys_share:.1%} of {score.keyed}" if score.keyed else "")
    )


def by_intent(score: Score) -> Iterator[str]:
    """A line for each intent."""
    yield "intent               texts   right"
    for intent, (of, right) in score.by_intent.items():
        yield f"{intent:20} {of:5}  {right / of:6.1%}"


def by_slot(score: Score) -> Iterator[str]:
    """A line for each slot."""
    yield "slot                      F1  precision  recall  values"
    for slot, tally in score.by_slot.items():
        of = tally.right + tally.missed
        yield f"{slot:22} {tally.f1:5.3f}      {tally.precision:5.3f}   {tally.recall:5.3f}   {of:5}"


def confusions(score: Score) -> Iterator[str]:
    """What was taken for what most often."""
    yield "meant                read as              times"
    for (meant, read), times in score.confusions[:_CONFUSIONS]:
        yield f"{meant:20} {read:20} {times:5}"


def misread(cases: Sequence[Case], readings: Sequence[Reading]) -> Iterator[str]:
    """The texts whose intent was misread: for the open set alone."""
    for case, reading in zip(cases, readings, strict=True):
        if reading.intent != case.intent:
            yield f"{case.intent:18} {reading.intent:18} {reading.confidence:.2f}  {case.text!r}"
