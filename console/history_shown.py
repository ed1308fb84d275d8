"""A record as its card in somebody's history shows it: facts in words, who said and typed it, and why it was decided."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from console.house import House
from console.words import moment, texts
from knowledge import exit_words
from knowledge.finding_words import listed, measured, symptoms_in_words
from knowledge.vocabulary import measures
from ledger.history import Entry

_MOMENTS = frozenset(
    f"{what}_at"
    for what in (
        *("confirmed", "released", "signed", "recorded", "accepted"),
        *("delivered", "due", "acknowledged", "taken", "done"),
    )
)
_STATUS_WORDS = {"health_checkin": "checkin_status", "return_report": "return_status", "supply_request": "supply_status"}
_UNNUMBERED = re.compile(r"org\.[a-z.]+[a-z]")
# Said together with another fact.
_WITH_OTHERS = frozenset({"return_by", "recurrence", "until_date", "persons", "days", "signed_via", "heard_by"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A card: what it is, since when it stands, its facts, and the decision with its reasons in words."""

    title: str
    number: str
    version: int
    is_replaced: bool
    status: str
    at: int
    filed_by: str
    said: str
    facts: list[tuple[str, str]]
    rule: str
    since: str
    clause: str
    clause_words: str
    trace: tuple[str, ...]


def shown(here: House, entry: Entry) -> Shown:
    """The card of one version of a record."""
    words, facts = texts(), entry.facts
    clause = here.plan.clauses.get(entry.clause or "")
    rule = here.rules.rules.get(entry.rule or "")
    number = str(facts.get("number", ""))
    return Shown(
        title=words.records[entry.kind],
        number=number,
        version=entry.version,
        is_replaced=entry.status == "superseded",
        status=_status(here, entry),
        at=entry.filed_at,
        filed_by=words.not_people.get(entry.filed_by, entry.filed_by),
        said=_said(here, entry),
        facts=[
            (words.facts[name], value)
            for name in facts
            if name != "number" and name not in _WITH_OTHERS and (value := _fact(here, entry, name))
        ],
        rule=rule.title if rule is not None else entry.rule or "",
        since=entry.rule_version or "",
        clause=here.plan.cite(clause.id) if clause is not None else "",
        clause_words=words.clause.format(title=clause.title, statement=clause.statement) if clause is not None else "",
        trace=tuple(_named(here, line) for line in entry.trace),
    )


def _named(here: House, line: str) -> str:
    """A reason with the titles of what has no number in the plan, 医疗保障组职责 for org.group.medical."""

    def title(found: re.Match[str]) -> str:
        clause = here.plan.clauses.get(found[0])
        return clause.title if clause is not None else found[0]

    return _UNNUMBERED.sub(title, line)


def _status(here: House, entry: Entry) -> str:
    words = texts()
    if entry.status == "superseded":
        return words.replaced
    if entry.kind == "exit_request":
        return exit_words.status_words(entry.status)
    try:
        return here.word(_STATUS_WORDS[entry.kind], entry.status)
    except KeyError:
        return words.statuses.get(entry.status, "")


def _said(here: House, entry: Entry) -> str:
    """Who said it, where somebody else typed it."""
    if not entry.said_by:
        return ""
    return texts().said.format(who=entry.said_by, how=here.word("via", entry.via) if entry.via else "").strip()


def _fact(here: House, entry: Entry, name: str) -> str:
    """One fact in words; empty where there is nothing to say."""
    value = entry.facts[name]
    if name in _SPEAKERS:
        return _SPEAKERS[name](here, value, entry.facts)
    if name in _MOMENTS or (entry.kind, name) == ("gate_log", "at"):
        return moment(int(value), here.clock())
    return str(value)


def _symptoms(here: House, value: Any, facts: Mapping[str, Any]) -> str:
    named = json.loads(value)
    if named == ["none"] and "complaints" in facts:
        return ""
    return symptoms_in_words(named, partial(here.word, "symptom"))


def _announced(_here: House, value: Any, _facts: Mapping[str, Any]) -> str:
    return listed(json.loads(value)) if str(value).startswith("[") else str(value)


def _measure(_here: House, value: Any, facts: Mapping[str, Any]) -> str:
    known = measures().get(str(value))
    days = facts.get("days")
    return f"{known.words if known is not None else value}{texts().days.format(days=days) if days else ''}"


def _hours(_here: House, value: Any, facts: Mapping[str, Any]) -> str:
    days = json.loads(facts["recurrence"]) if facts.get("recurrence") else ()
    return exit_words.when_words(str(value), facts.get("return_by"), days, facts.get("until_date"))


def _items(_here: House, value: Any, _facts: Mapping[str, Any]) -> str:
    return listed(
        " ".join([str(one["item"]), f"{one.get('quantity', '')}{one.get('unit', '')}"]).strip()
        for one in json.loads(value)
    )


def _signer(_here: House, value: Any, facts: Mapping[str, Any]) -> str:
    if facts.get("signed_via") != "phone":
        return str(value)
    return texts().by_telephone.format(who=value, heard=facts.get("heard_by", ""))


def _reason(here: House, value: Any, facts: Mapping[str, Any]) -> str:
    if "leave_at" in facts:
        return exit_words.reason_words(str(value))
    return here.reason_words(str(value)) or texts().statuses.get(str(value), "")


def _phone(_here: House, value: Any, _facts: Mapping[str, Any]) -> str:
    return f"{value[:3]}****{value[-4:]}" if len(value) > 7 else "****"


def _day(_here: House, value: Any, _facts: Mapping[str, Any]) -> str:
    return exit_words.moment_words(str(value))


def _flag(_here: House, value: Any, _facts: Mapping[str, Any]) -> str:
    return texts().statuses["yes" if value else "no"]


_SPEAKERS: Mapping[str, Callable[[House, Any, Mapping[str, Any]], str]] = {
    "symptoms": _symptoms,
    "complaints": lambda _here, value, _facts: listed(json.loads(value)),
    "temperature": lambda _here, value, _facts: measured(value),
    "contact_history": _flag,
    "positive_test": _flag,
    "date": _day,
    "arrive_date": _day,
    "observation_until": _day,
    "announcement": _announced,
    "measure": _measure,
    "proposed_measure": _measure,
    "leave_at": _hours,
    "reason": _reason,
    "items": _items,
    "signed_by": _signer,
    "group_id": lambda here, value, _facts: here.group_title(str(value)),
    "phone_sealed": _phone,
    "address": lambda _here, value, _facts: str(value).replace("/", ""),
    "name": lambda _here, value, _facts: str(value),
    "urgency": lambda here, value, _facts: here.word("supply_urgency", str(value)),
    "direction": lambda _here, value, _facts: texts().statuses.get(str(value), str(value)),
}
