"""The referee of the kill run: holds what was acknowledged against what is on record, and says what is wrong.

It knows pushes, records and nothing else, so that made-up histories can test it. The ledger is looked at
twice: after the last start, and again after pushes of the run were repeated with their old MsgIds. The
repetition shows what a record alone cannot: whether it was committed together with its inbox row and the
reply (THREATS I2, I3).
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

_REFERENCE = re.compile(r"([a-z_]+)\W+(\d+)")
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Filing:
    """What one push must leave on record, told apart from all others by who said it and which temperature."""

    record: str
    person: str
    temperature: float | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """One message of the run: what it had to file (None for a step that files nothing), and what came back.

    `reply` is None where no try was acknowledged. `repeated` is the reply to the repetition after the last
    start, and None where it was not repeated or not acknowledged.
    """

    msg_id: int
    filing: Filing | None
    reply: str | None
    repeated: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ledger at one moment: how many rows each filing has, and what is wrong among the rows."""

    filings: Counter[Filing]
    torn: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings, in words, one entry each; all empty is what is wanted."""

    acknowledged: int
    filings_acknowledged: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    torn: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled or torn."""
        return not (self.lost or self.doubled or self.torn)

    def figures(self) -> str:
        """The line that a kill run ends with."""
        return (
            f"acknowledged {self.acknowledged}, lost {len(self.lost)}, doubled {len(self.doubled)}, "
            f"torn {len(self.torn)}"
        )


def references(text: object) -> set[tuple[str, str]]:
    """The records that an `about` or `key` speaks of: `health_checkin:12`, `alert/7`."""
    return set(_REFERENCE.findall(str(text)))


def snapshot(
    check_ins: Iterable[Row],
    returns: Iterable[Row],
    alerts: Sequence[Row],
    audit: Iterable[Row],
    deliveries: Iterable[Row],
    *,
    alarms_from: float,
    staffed: Container[str] = (),
    apart: Container[str] = (),
) -> Snapshot:
    """Read the ledger's lines; a check-in of `alarms_from` °C or more needs its alert, an alert its message.

    The message is due where the alert's group is one of `staffed`, which have somebody bound. What was filed
    by people named in `apart` (the rehearsal's) is left out.
    """
    audited = {found for row in audit for found in references(row["about"])}
    queued = {
        found for row in deliveries for key in ("about", "key") for found in references(row.get(key, ""))
    }
    alarmed = Counter((found, row["group"]) for row in alerts for found in references(row["about"]))
    with_alert = {found for found, _ in alarmed}
    filings: Counter[Filing] = Counter()
    torn: list[str] = []
    feverish: set[tuple[str, str]] = set()
    for record, rows in (("health_checkin", check_ins), ("return_report", returns)):
        for row in rows:
            filing = _filing(record, row)
            reference = (record, str(row["id"]))
            alarming = filing.temperature is not None and filing.temperature >= alarms_from
            if alarming:
                feverish.add(reference)
            if filing.person in apart:
                continue
            filings[filing] += 1
            if reference not in audited:
                torn.append(f"no audit row: {filing}")
            if not alarming:
                continue
            if reference not in with_alert:
                torn.append(f"fever without alert: {filing}")
    torn += [f"alert without its check-in: {record} {number}" for record, number in with_alert - feverish]
    doubled = [
        f"{count} alerts to {group}: {found}" for (found, group), count in alarmed.items() if count > 1
    ]
    for row in alerts:
        alert = ("alert", str(row["id"]))
        if alert not in audited:
            torn.append(f"no audit row: {alert}")
        if row["group"] in staffed and not queued & ({alert} | references(row["about"])):
            torn.append(f"alert without a message in the outbox: {alert}")
    return Snapshot(filings, tuple(torn), tuple(doubled))


def judge(history: Sequence[Pushed], before: Snapshot, after: Snapshot) -> Verdict:
    """Compare a run with the ledger after the last start (`before`) and after the repetitions (`after`)."""
    sent = Counter(push.filing for push in history if push.filing)
    told = Counter(push.filing for push in history if push.filing and push.reply is not None)
    told_later = Counter(
        push.filing
        for push in history
        if push.filing and (push.reply is not None or push.repeated is not None)
    )
    lost: list[str] = []
    doubled = list(dict.fromkeys(before.doubled + after.doubled))
    torn = list(dict.fromkeys(before.torn + after.torn))
    for filing in sent:
        missing = max(0, told[filing] - before.filings[filing])
        missing_later = max(0, told_later[filing] - after.filings[filing] - missing)
        lost += [f"acknowledged, not on record: {filing}"] * missing
        lost += [f"acknowledged when repeated, not on record: {filing}"] * missing_later
        doubled += [f"on record once too often: {filing}"] * max(0, before.filings[filing] - sent[filing])
        grown = after.filings[filing] - max(before.filings[filing], sent[filing])
        torn += [f"filed again when repeated, so without its inbox row: {filing}"] * max(0, grown)
    torn += [f"nobody said this: {filing}" for filing in after.filings if filing not in sent]
    torn += [
        f"another reply when repeated: {push.reply!r}, then {push.repeated!r}"
        for push in history
        if push.reply is not None and push.repeated is not None and push.reply != push.repeated
    ]
    return Verdict(
        acknowledged=sum(push.reply is not None for push in history),
        filings_acknowledged=sum(told.values()),
        lost=tuple(lost),
        doubled=tuple(doubled),
        torn=tuple(torn),
    )


def _filing(record: str, row: Row) -> Filing:
    if record == "return_report":
        return Filing(record, str(row["filed_by"]))
    temperature = row.get("temperature")
    return Filing(record, str(row["person"]), float(str(temperature)) if temperature is not None else None)
