"""Which check-ins are pushed in a round, and the account of what must be on record afterwards."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.load import ACKNOWLEDGED, Measured, Order
from bench.rehearsal import Rehearsed
from bench.words import Resident, check_in, words


@dataclass(frozen=True, slots=True)
class Planned:
    """The check-ins of one round: for each lane whose they are, and how many pushes each takes."""

    lanes: tuple[tuple[tuple[Resident, tuple[Order, ...]], ...], ...]

    def orders(self) -> list[list[Order]]:
        """What the lanes push, in order."""
        return [[order for _, orders in lane for order in orders] for lane in self.lanes]


@dataclass(slots=True)
class CheckIns:
    """Deals out check-ins to people in turn and keeps count of what was acknowledged.

    One person's pushes stay within one lane of a round, hence in order. Whoever had a push that was not
    acknowledged, or was stopped in the middle of a form, takes no further part: what is on record for them
    is then open by one.
    """

    people: Sequence[Resident]
    rehearsed: Rehearsed
    message_ids: Iterator[int]
    acknowledged: Counter[str] = field(default_factory=Counter)
    unsure: set[str] = field(default_factory=set)
    _turns: deque[Resident] = field(init=False)
    _number: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._turns = deque(self.people)

    def plan(self, lanes: int, pushes: int) -> Planned:
        """At least `pushes` pushes for `lanes` connections; raises ValueError where people are too few."""
        if len(self._turns) < lanes:
            raise ValueError(f"{len(self._turns)} people are too few for {lanes} connections")
        planned: list[list[tuple[Resident, tuple[Order, ...]]]] = [[] for _ in range(lanes)]
        ahead: Counter[str] = Counter()
        lane_of: dict[str, int] = {}
        count = 0
        while count < pushes:
            resident = self._turns[0]
            self._turns.rotate(-1)
            lane = lane_of.setdefault(resident.name, len(lane_of) % lanes)
            orders = self._orders(resident, self.acknowledged[resident.name] + ahead[resident.name])
            ahead[resident.name] += 1
            planned[lane].append((resident, orders))
            count += len(orders)
        return Planned(tuple(tuple(lane) for lane in planned))

    def book(self, planned: Planned, measured: Measured) -> None:
        """Count what the round acknowledged."""
        for lane, outcomes in zip(planned.lanes, measured.outcomes, strict=True):
            results = iter(outcomes)
            for resident, orders in lane:
                came = [name for _, name in zip(orders, results, strict=False)]
                if not came:
                    break
                if len(came) == len(orders) and ACKNOWLEDGED.issuperset(came):
                    self.acknowledged[resident.name] += 1
                else:
                    self.unsure.add(resident.name)
        self._turns = deque(resident for resident in self._turns if resident.name not in self.unsure)

    def _orders(self, resident: Resident, done_before: int) -> tuple[Order, ...]:
        text, _ = check_in(self._number)
        self._number += 1
        texts = (text, *[words().confirm] * self.rehearsed.confirmations(done_before))
        return tuple(
            Order(openid=resident.openid, text=said, msg_id=next(self.message_ids)) for said in texts
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """The ledger held against the acknowledgements."""

    acknowledged: int
    on_record: int
    missing: int
    surplus: int

    @property
    def agrees(self) -> bool:
        """Whether exactly what was acknowledged is on record."""
        return not self.missing and not self.surplus


def tally(check_ins: CheckIns, filed: Counter[str]) -> Tally:
    """Compare, person by person, what was acknowledged in all rounds with what is on record."""
    missing = surplus = 0
    for resident in check_ins.people:
        told, found = check_ins.acknowledged[resident.name], filed[resident.name]
        missing += max(0, told - found)
        surplus += max(0, found - told - (resident.name in check_ins.unsure))
    on_record = sum(filed[resident.name] for resident in check_ins.people)
    return Tally(sum(check_ins.acknowledged.values()), on_record, missing, surplus)
