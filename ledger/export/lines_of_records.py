"""The records as they are printed, one class for each: names and formats of INTERFACES 6 and 5.

Times are ISO 8601 with the offset of Asia/Shanghai, days ISO; what was not said is None. A record's `id` stays the same
through its versions, and `about` of an alert or a delivery names such an id (`health_checkin:12`).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """What every record has; `rule`, `rule_version` and `clause` where a rule decided.

    `said_by` and `via` (phone, doorstep, paper) where staff filed what somebody told them.
    """

    id: int
    version: int
    filed_at: str
    filed_by: str
    said_by: str | None
    via: str | None
    status: str
    rule: str | None
    rule_version: str | None
    clause: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """A place of China: six-digit code of GB/T 2260 (None where it is not known) and full name."""

    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role in force and what it reaches: an address, a group, or nothing for the whole subdistrict."""

    role: str
    scope: str | None


@dataclass(frozen=True, slots=True)
class PersonLine(Line):
    """Somebody the ledger knows; `grid` is the one in which they live, `merged_into` who is one and the same."""

    name: str
    phone: str | None
    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    grid: str | None
    roles: tuple[str, ...]
    scopes: tuple[RoleLine, ...]
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class CheckinLine(Line):
    """A health check-in."""

    person: str
    date: str
    temperature: float | None
    symptoms: tuple[str, ...]
    contact_history: bool | None
    positive_test: bool | None
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReturnLine(Line):
    """A return report; until `confirmed_by` says who confirmed it, `measure` is a proposal."""

    number: str
    name: str
    phone: str | None
    origin: Region
    origin_code: str | None
    origin_name: str
    stays: tuple[Region, ...]
    arrive_date: str
    arrive_time: str | None
    transport: str | None
    transport_no: str | None
    party_size: int | None
    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    measure: str | None
    proposed_measure: str | None
    days: int | None
    announcement: str | tuple[str, ...] | None
    confirmed_by: str | None
    confirmed_at: str | None
    observation_until: str | None
    released_by: str | None
    released_at: str | None
    due_at: str | None
    climbed: int


@dataclass(frozen=True, slots=True)
class NotReachedLine(Line):
    """A door at which a grid worker met nobody on a day."""

    place: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing that somebody needs; quantity and unit as far as they were said."""

    item: str
    quantity: int | float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class ReplacedLine:
    """A thing that was not to be had and what came in its place; `agreed` once the resident said so."""

    item: str
    instead: str
    agreed: bool | None


@dataclass(frozen=True, slots=True)
class SupplyLine(Line):
    """A supply request, or the part of one that a group has (the same `request`); `price` in yuan."""

    number: str
    request: str
    group: str
    steps: str
    name: str
    items: tuple[ItemLine, ...]
    missing: tuple[str, ...]
    replaced: tuple[ReplacedLine, ...]
    urgency: str | None
    for_special: str | None
    medicine: bool
    substitute: str | None
    payment: str | None
    price: float | None
    community: str | None
    building: str | None
    unit: str | None
    room: str | None
    accepted_by: str | None
    accepted_at: str | None
    purchased_by: str | None
    purchased_at: str | None
    disinfected_by: str | None
    disinfected_at: str | None
    delivered_by: str | None
    delivered_at: str | None
    reminded_at: str | None
    confirmed_at: str | None
    refused_by: str | None
    refused_at: str | None
    reason: str | None
    complaint: str | None
    complained_at: str | None
    settled_by: str | None
    settled_at: str | None
    due_at: str | None
    climbed: int


@dataclass(frozen=True, slots=True)
class Goer:
    """Somebody who goes out, as they were said: 我, 妈妈."""

    name: str


@dataclass(frozen=True, slots=True)
class ExitLine(Line):
    """An exit request; `kind` is ordinary, special, necessary or emergency, `place` the door it was filed for.

    `recorded_at` without `recorded_by`: delivered and not acknowledged, which counts as filed.
    """

    number: str
    kind: str
    urgent: bool
    name: str
    place: str | None
    reason: str
    leave_at: str
    return_by: str | None
    destination: str | None
    persons: tuple[Goer, ...]
    plate: str | None
    recurrence: tuple[str, ...]
    until_date: str | None
    signed_by: str | None
    signed_at: str | None
    signed_as: str | None
    signed_via: str | None
    heard_by: str | None
    countersigned_at: str | None
    refused_by: str | None
    refused_at: str | None
    refusal: str | None
    recorded_by: str | None
    recorded_at: str | None
    sent_back: str | None
    suspended_at: str | None
    out_at: str | None
    returned_at: str | None


@dataclass(frozen=True, slots=True)
class GateLine(Line):
    """A passage through the gate of a sealed place; not allowed (`direction` turned_away), or waiting there (held).

    `late_entry`: entered from paper, `filed_at` says when. `undone_by` took back what was noted wrongly.
    """

    place: str
    exit_request: str | None
    direction: str
    kind: str
    name: str | None
    plate: str | None
    people: int | None
    temperature: float | None
    purpose: str | None
    visits: str | None
    at: str
    late_entry: bool
    remark: str | None
    undone_at: str | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class DutyLine(Line):
    """A shift, a handover or a patrol (`kind`); without `end` it goes on. `post` is whose hours a shift covers.

    `person` was on duty, whoever wrote it down.
    """

    place: str
    kind: str
    start: str
    end: str | None
    text: str
    post: str
    person: str
    taken_over_from: str | None


@dataclass(frozen=True, slots=True)
class UpkeepLine(Line):
    """That a place was disinfected, or its rubbish taken away; without `start` only the end was said, without `end` it
    goes on."""

    place: str
    kind: str
    start: str | None
    end: str | None
    text: str
    person: str


@dataclass(frozen=True, slots=True)
class PermitLine(Line):
    """Somebody who may come into a sealed place because their work cannot stop."""

    place: str
    kind: str
    name: str | None
    plate: str | None
    purpose: str | None
    until: str
    ended_at: str | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class AlertLine(Line):
    """Something that a group must see to."""

    group: str
    reason: str
    about: str
    person: str | None
    place: str | None
    due_at: str
    climbed: int
    acknowledged_at: str | None
    acknowledged_by: str | None


@dataclass(frozen=True, slots=True)
class HandoverLine(Line):
    """A question that needs a person, or a complaint; `group` is whose it is."""

    group: str
    reason: str | None
    text: str
    due_at: str
    climbed: int
    taken_at: str | None
    taken_by: str | None
    closed_at: str | None
    closed_by: str | None
    reply: str | None
    answered_by: str | None
    answered_at: str | None


@dataclass(frozen=True, slots=True)
class ViolationLine(Line):
    """What somebody told of others who break the rules; `filed_by` is empty, whoever told it is hidden."""

    number: str
    type: str
    place: str
    text: str
    anonymous: bool
    group: str
    due_at: str
    climbed: int
    taken_at: str | None
    taken_by: str | None
    closed_at: str | None
    closed_by: str | None
    result: str | None
    withdrawn_at: str | None


@dataclass(frozen=True, slots=True)
class RumourLine(Line):
    """A rumour that somebody asks about; `joined` is the id of the record of whoever asked the same before."""

    number: str
    text: str
    joined: int | None
    group: str
    due_at: str
    climbed: int
    taken_at: str | None
    taken_by: str | None
    closed_at: str | None
    closed_by: str | None
    reply: str | None
    approved_by: str | None
    approved_at: str | None


@dataclass(frozen=True, slots=True)
class KeptAnswerLine(Line):
    """An answer that the office keeps for whoever asks next; `used`: how often it was told."""

    number: str
    question: str
    wordings: list[str]
    answer: str
    ends_on: str
    place: str
    about: str | None
    approved_by: str | None
    approved_at: str | None
    sent_back: str | None
    ended_by: str | None
    ended_at: str | None
    used: int


@dataclass(frozen=True, slots=True)
class PsychSupportLine(Line):
    """Who finds it hard and wants to be talked to; `kind` is what kind of person, `call_back` wanted or declined."""

    number: str
    kind: str | None
    text: str
    call_back: str | None
    call_when: str | None
    phone: str | None
    due_at: str | None
    climbed: int
    taken_at: str | None
    taken_by: str | None
    closed_at: str | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class TaskLine(Line):
    """Something a named person has to do."""

    kind: str
    about: str
    person: str | None
    place: str | None
    text: str
    due_at: str
    done_at: str | None
    done_by: str | None


@dataclass(frozen=True, slots=True)
class EscalationLine(Line):
    """Somebody who was asked about what is late, and what they answered; without `person` nobody was left to ask."""

    about: str
    ladder: str
    number: str
    group: str | None
    place: str | None
    step: int
    rung: str
    person: str | None
    due_at: str | None
    answer: str | None
    text: str | None
    answered_at: str | None
    ended_at: str | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class NoticeLine(Line):
    """A notice of the office: `audience` is to whom, `to` the same in words, `text_sha256` what the approval binds."""

    number: str
    title: str
    text: str
    broadcast: str | None
    mongolian: str | None
    rhythm: str | None
    audience: Mapping[str, object] | str
    to: str
    text_sha256: str
    counted: int | None
    with_account: int | None
    submitted_by: str | None
    submitted_at: str | None
    sent_back: str | None
    approved_by: str | None
    approved_role: str | None
    approved_at: str | None
    override_reason: str | None
    send_from: str | None
    stopped_by: str | None
    stopped_at: str | None
    stopped: str | None
    withdrawn: str | None
    sent_at: str | None
    round_at: str | None


@dataclass(frozen=True, slots=True)
class DeliveryLine(Line):
    """A message that left beside the passive replies, or is to leave; `notice` is the id of the notice that it brings."""

    notice: int | None
    key: str
    kind: str
    person: str | None
    channel: str | None
    attempts: int
    error: str | None
    about: str
    due_at: str
    settled_at: str | None


@dataclass(frozen=True, slots=True)
class SealLine(Line):
    """A place under closed management; `kind` (lockdown, control, caution) and order where they were given."""

    place: str
    leader: str
    unsealed_at: str | None
    kind: str | None
    order_number: str | None


@dataclass(frozen=True, slots=True)
class RosterLine(Line):
    """Who is on duty at a place: the post, whether as its leader or a deputy, from when until when."""

    place: str
    post: str
    rank: str
    name: str
    from_at: str
    until_at: str | None


@dataclass(frozen=True, slots=True)
class AnnouncementLine(Line):
    """An announcement that somebody put in force; in force from `effective_at`, until another one `replaces` it."""

    number: str
    issuer: str
    title: str
    effective_at: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class AuditLine(Line):
    """Who did what; `chain_no` and `chain_hash` once the sealer has given it its place."""

    action: str
    about: str
    detail: object
    chain_no: int | None
    chain_hash: str | None
