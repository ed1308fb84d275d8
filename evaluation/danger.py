"""How well danger to life is heard: texts by another hand than the grammar's, each with its kind of danger or none.

`danger/open.jsonl` may be looked at; of `danger/kept_back.jsonl` only the score may. A false alarm costs a call, a missed
one may cost a life; so both are counted.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.language.danger import Kind, find_danger
from knowledge.language.normalise import normalise
from knowledge.strict_model import StrictModel

_FOLDER = Path(__file__).parent / "danger"
OPEN, KEPT_BACK = _FOLDER / "open.jsonl", _FOLDER / "kept_back.jsonl"


class Labelled(StrictModel):
    """A text as somebody wrote it, and which danger it reports; None for none."""

    text: str
    danger: Kind | None


@dataclass(frozen=True, slots=True)
class DangerScore:
    """What was heard of labelled texts: dangers heard and missed, false alarms, quiet texts left quiet.

    `unsure` of those heard were taken for what may be despair; `right_kind` of them for the danger that they are; `missed`
    says how many of each kind were not heard.
    """

    heard: int
    unsure: int
    right_kind: int
    missed: tuple[tuple[str, int], ...]
    false_alarms: int
    quiet: int

    @property
    def dangers(self) -> int:
        """How many texts report a danger."""
        return self.heard + sum(count for _, count in self.missed)

    @property
    def precision(self) -> float:
        """The share of alarms that were right, from 0 to 1."""
        return self.heard / max(1, self.heard + self.false_alarms)

    @property
    def recall(self) -> float:
        """The share of dangers that were heard, from 0 to 1."""
        return self.heard / max(1, self.dangers)

    @property
    def kind_accuracy(self) -> float:
        """The share of those heard that were taken for the danger that they are, from 0 to 1."""
        return self.right_kind / max(1, self.heard)


def labelled(path: Path) -> Iterator[Labelled]:
    """The texts of a file; raises pydantic.ValidationError for a line that is none."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Labelled.model_validate(json.loads(line))


def score(texts: Iterable[Labelled]) -> DangerScore:
    """What `find_danger` makes of the texts."""
    heard = unsure = right_kind = false_alarms = quiet = 0
    missed = Counter[str]()
    for one in texts:
        found = find_danger(normalise(one.text))
        if one.danger is None:
            false_alarms += found is not None
            quiet += found is None
        elif found is None:
            missed[one.danger] += 1
        else:
            heard += 1
            unsure += not found.is_sure
            right_kind += found.kind == one.danger
    return DangerScore(heard, unsure, right_kind, tuple(sorted(missed.items())), false_alarms, quiet)
