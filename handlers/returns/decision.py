"""Which measure a return report is given as a proposal, from the answers of its form (ledger/returns/measures.py)."""

from bot.turn import Answers, Turn
from ledger import seals
from ledger.places import Place
from ledger.returns.measures import Journey, Measure
from ledger.returns.measures import decide_measure as decide


def decide_measure(turn: Turn, answers: Answers, place: Place | None) -> Measure:
    """The proposal for a report by what its answers say of the journey."""
    known = turn.house.announcements(turn.db)
    sealed = place is not None and seals.covering(turn.db, place.path) is not None
    return decide(turn.house.rules, known, _journey(answers), turn.now, sealed=sealed)


def _journey(answers: Answers) -> Journey:
    origin, further, at = answers.get("origin"), answers.get("stays"), answers.get("arrive_time")
    assert isinstance(origin, dict)  # its check let nothing else pass
    stays = [one for one in further if isinstance(one, dict)] if isinstance(further, list) else []
    return Journey(origin, stays, str(answers["arrive_date"]), str(at) if at else None)
