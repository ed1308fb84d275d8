"""The made-up residents and what they say (words.yaml): names, doors, check-ins, answers to questions."""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bench.account import Account

# °C with one decimal; all of them plainly healthy, so that a check-in files one record and alarms nobody.
HEALTHY = tuple(round(36 + step / 10, 1) for step in range(9))
# °C, all of them plainly a fever.
FEVERISH = tuple(round(38 + step / 10, 1) for step in range(12))
# The group that is told of a fever, and has somebody bound in a kill run.
MEDICAL_GROUP = "medical"
_FLOORS, _DOORS, _UNITS = 6, 4, 4


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(_Strict):
    """What is said to a question in which `asked` occurs."""

    asked: str
    said: str


class ReturnWords(_Strict):
    """How a return report is talked through."""

    opening: str
    answers: tuple[Answer, ...]
    otherwise: str
    at_most: int = Field(gt=0)


class Words(_Strict):
    """words.yaml."""

    surnames: str
    given: str
    community: str
    medical: str
    grid_worker: str
    check_in: tuple[str, ...] = Field(min_length=1)
    fever: str
    confirm: str
    return_report: ReturnWords


@dataclass(frozen=True, slots=True)
class Resident:
    """One made-up resident; no two share an openid, a name or a phone."""

    openid: str
    name: str
    phone: str
    scope: str

    @property
    def address(self) -> str:
        """The scope as one says it."""
        community, building, unit, room = self.scope.split("/")
        return f"{community}{building}{unit}{room}"

    def say(self, text: str) -> str:
        """A text in which {name}, {phone} and {address} stand for this resident's."""
        return text.format(name=self.name, phone=self.phone, address=self.address)


@cache
def words() -> Words:
    """The wordings; raises pydantic.ValidationError where the file is not as it should be."""
    return Words.model_validate(yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8")))


def residents(count: int) -> tuple[Resident, ...]:
    """`count` residents, the same ones at each call; raises ValueError where the names do not suffice."""
    said = words()
    names = itertools.product(said.surnames, said.given, said.given)
    people = tuple(_resident(index, "".join(name)) for index, name in zip(range(count), names, strict=False))
    if len(people) < count:
        raise ValueError(f"words.yaml has names for {len(people)} residents, not for {count}")
    return people


def openid_of(whoever: str) -> str:
    """An openid as the platform makes them: 28 characters that say nothing."""
    return "o" + hashlib.sha256(whoever.encode()).hexdigest()[:27]


def check_in(number: int) -> tuple[str, float]:
    """The words of check-in `number` and the temperature in them; all pairs occur in turn."""
    rounds, step = divmod(number, len(HEALTHY))
    # Each time the temperatures have gone round the wordings shift by one, so that all pairs occur.
    return phrase(rounds + step, HEALTHY[step]), HEALTHY[step]


def phrase(wording: int, temperature: float) -> str:
    """The words of a check-in with this temperature; the wordings go round."""
    wordings = words().check_in
    return wordings[wording % len(wordings)].format(t=temperature)


def fever(temperature: float) -> str:
    """The words of a check-in with fever."""
    return words().fever.format(t=temperature)


def return_answer(question: str) -> str:
    """What is said to a question of the return report; `Resident.say` fills in who and where."""
    said = words().return_report
    return next((answer.said for answer in said.answers if answer.asked in question), said.otherwise)


def invitations(people: Sequence[Resident]) -> Iterator[dict[str, object]]:
    """The lines for `invite --file -`, in order."""
    for resident in people:
        yield {"role": "resident", "scope": resident.scope, "name": resident.name, "phone": resident.phone}


def _resident(index: int, name: str) -> Resident:
    door, floor, unit, building = _mixed_radix(index, _DOORS, _FLOORS, _UNITS)
    scope = f"{words().community}/{building + 1}号楼/{unit + 1}单元/{floor + 1}{door + 1:02d}"
    return Resident(openid_of(f"resident {index}"), name, f"138{index:08d}", scope)


def _mixed_radix(number: int, *bases: int) -> tuple[int, ...]:
    digits = []
    for base in bases:
        number, digit = divmod(number, base)
        digits.append(digit)
    return (*digits, number)


def message_ids(account: Account) -> Iterator[int]:
    """MsgIds as the platform gives them: 64-bit, ascending; another account begins elsewhere."""
    return itertools.count(23_000_000_000_000_000 + int(account.app_id[2:8], 16) * 1_000_000_000)
