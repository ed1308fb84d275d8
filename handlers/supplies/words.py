"""A supply request on record in words, for the staff who deal with it."""

from handlers.said_back import word
from handlers.supplies.items import loaded, words_of
from ledger.supplies import Request


def staff_facts(request: Request) -> dict[str, object]:
    """What whoever deals with it reads; `substitute` is empty where the resident must be asked first."""
    return {
        "number": request.number,
        "name": request.name,
        "filed_by": request.filed_by if request.filed_by != request.name else "",
        "address": request.address.replace("/", ""),
        "things": words_of(loaded(request.items)),
        "for_special": word("supply_for_special", request.for_special) if request.for_special else "",
        "urgent": request.is_urgent,
        "is_repair": request.is_repair,
        "substitute": word("supply_substitute", request.substitute or "ask"),
        "payment": word("supply_payment", request.payment) if request.payment else "",
    }
