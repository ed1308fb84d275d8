"""The answers of a return report as they are said back."""

from datetime import date

from bot.turn import Answers, Turn
from handlers import slots as shared
from handlers.said_back import day_words, word
from knowledge.regions import region
from ledger.returns import Report


def shown(turn: Turn, answers: Answers) -> dict[str, object]:
    """The answers as they are said back; of the phone only its ends."""
    origin, phone, further = answers.get("origin"), answers.get("phone"), answers.get("stays")
    transport, arrives = answers.get("transport"), answers.get("arrive_date")
    return {
        "name": answers.get("name"),
        "phone": f"{str(phone)[:3]}****{str(phone)[-4:]}" if phone else "",
        "address": shared.address_of(answers).spoken(),
        "day": day_words(date.fromisoformat(arrives), turn.said_on) if isinstance(arrives, str) else "",
        "time": answers.get("arrive_time") or "",
        "origin": _full_name(origin) if isinstance(origin, dict) else "",
        "transport": word("transport", str(transport)) if transport else "",
        "transport_no": answers.get("transport_no") or "",
        "party_size": answers.get("party_size"),
        "stays": [_stay(one) for one in further if isinstance(one, dict)] if isinstance(further, list) else [],
    }


def status_words(report: Report) -> str:
    """The state of a report in words; whoever is here and has the measure confirmed waits for nobody."""
    is_confirmed = report.status == "arrived" and report.confirmed_by is not None
    return word("return_status", "confirmed" if is_confirmed else report.status)


def _stay(one: Answers) -> str:
    return _full_name(one) + (word("stay", "passing") if one.get("passing") else "")


def _full_name(place: Answers) -> str:
    """A place of China with the places above it, and the village: 天津市津南区 says more than 津南区."""
    code, below = place.get("code"), place.get("places")
    villages = "".join(map(str, below)) if isinstance(below, list) else ""
    return f"{region(str(code)).full_name}{villages}" if code else str(place.get("name", ""))
