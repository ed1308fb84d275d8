"""How `ledger supply_request` prints a request (INTERFACES 6): its items as asked for, and what became of them."""

import json
from typing import Any

from knowledge.times import iso
from ledger.export.lines_of_records import ItemLine, Line, ReplacedLine, SupplyLine
from ledger.export.pages import Head, Row, Source, View, filings
from ledger.supplies import COMPLAINT_COLUMN, REASON_COLUMN
from ledger.tables import supply_request

_PLAIN = (
    "number",
    "request",
    "steps",
    "name",
    "urgency",
    "for_special",
    "substitute",
    "payment",
    "community",
    "building",
    "unit",
    "room",
    "accepted_by",
    "purchased_by",
    "disinfected_by",
    "delivered_by",
    "refused_by",
    "settled_by",
    "climbed",
)
_MOMENTS = (
    "accepted_at",
    "purchased_at",
    "disinfected_at",
    "delivered_at",
    "reminded_at",
    "confirmed_at",
    "refused_at",
    "complained_at",
    "settled_at",
    "due_at",
)
_OTHERS = ("group_id", "items", "medicine", "price_fen", "reason_sealed", "complaint_sealed")
_AGREED = {"offered": None, "replaced": True, "declined": False}


def _line(head: Head, row: Row, view: View) -> Line:
    plain: dict[str, Any] = dict(zip(_PLAIN, row, strict=False))
    moments = zip(_MOMENTS, row[len(_PLAIN) :], strict=False)
    plain |= {name: None if moment is None else iso(moment) for name, moment in moments}
    group, items, medicine, price, reason, complaint = row[len(_PLAIN) + len(_MOMENTS) :]
    things = json.loads(items)
    return SupplyLine(
        *head,
        group=group,
        items=tuple(ItemLine(one["item"], one.get("quantity"), one.get("unit")) for one in things),
        missing=tuple(one["item"] for one in things if one.get("state") == "missing"),
        replaced=tuple(
            ReplacedLine(one["item"], one["instead"], _AGREED[one["state"]]) for one in things if one.get("instead")
        ),
        medicine=bool(medicine),
        price=None if price is None else price / 100,
        reason=view.text(reason, REASON_COLUMN) if reason else None,
        complaint=view.text(complaint, COMPLAINT_COLUMN) if complaint else None,
        **plain,
    )


SOURCE = Source(
    filings(supply_request, *(supply_request.c[name] for name in (*_PLAIN, *_MOMENTS, *_OTHERS))),
    _line,
)
