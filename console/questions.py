"""大家在问: what people asked in the last days, by place, and what nothing answered; never who asked (clause 4.4).

From here the office writes an answer that is kept for whoever asks next (console/kept_answers.py).
"""

from collections import Counter

from flask import Blueprint, render_template, request

from console import rights
from console.house import House, house
from console.signed_in import for_roles
from knowledge.times import DAY, business_day, day_start
from ledger import Db, asked, kept_answers, places
from ledger.asked import Matter
from ledger.kept_answers import KeptAnswer

pages = Blueprint("questions", __name__)
_DAYS = (1, 7, 30)
_USUAL = 7
_MOST = 50
_KEPT = 300


@pages.get("/questions/")
@for_roles(*rights.OFFICE)
def index() -> str:
    """What nothing answered, what is asked most, and the answers that are kept."""
    here = house()
    now, days = here.clock(), request.args.get("days", _USUAL, type=int)
    days = days if days in _DAYS else _USUAL
    known = [one.name for one in here.plan.places]
    place = request.args.get("place", "")
    place = place if place in known else ""

    def look(db: Db) -> dict[str, object]:
        found = places.find(db, place)
        scope = found.path if found is not None else places.root_path(db)
        questions = asked.asked(db, scope, day_start(business_day(now)) - (days - 1) * DAY, now)
        matters = asked.matters(questions)
        unanswered = [one for one in matters if one.unanswered]
        answered = [one for one in matters if not one.unanswered]
        return {
            "count": len(questions),
            "unanswered": [_shown(here, one) for one in unanswered[:_MOST]],
            "answered": [_shown(here, one) for one in answered[:_MOST]],
            "kept": [kept_shown(here, one) for one in kept_answers.standing(db, _KEPT)],
        }

    seen = here.ledger.read(look, snapshot=True)
    return render_template("questions.html", place=place, places=known, days=days, all_days=_DAYS, **seen)


def _shown(here: House, one: Matter) -> dict[str, object]:
    by_day = Counter(business_day(question.at) for question in one.questions)
    said = here.word("day", "date")
    return {
        "words": one.words,
        "count": one.count,
        "topic": asked.topic(here.plan, one),
        "places": one.places,
        "days": [(said.format(month=day.month, day=day.day), count) for day, count in sorted(by_day.items())],
        "last_at": one.last_at,
        "others": sorted({question.text for question in one.questions} - {one.words})[:5],
    }


def kept_shown(here: House, one: KeptAnswer) -> dict[str, object]:
    """A kept answer as it stands in a list."""
    is_over = one.status == "approved" and not one.is_told(business_day(here.clock()).isoformat())
    return {
        "id": one.id,
        "number": one.number,
        "question": one.question,
        "state": "over" if is_over else one.status,
        "ends_on": one.ends_on,
        "used": one.used,
        "place": one.address.replace("/", ""),
    }
