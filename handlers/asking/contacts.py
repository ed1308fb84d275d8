"""找谁负责: who is responsible, from the plan's organisation and from the ledger (clauses 3.1, 3.4.1, org.*).

The ledger knows who answers for the asker's own home: their names, never their phones (DESIGN 6.15). The office's duty
phone and the public numbers are those of config.yaml.
"""

import re
from collections.abc import Callable

from bot.offer import Command
from bot.turn import Turn
from handlers.asking import kept
from handlers.asking.known import known, offer, words_of
from knowledge.answers import Contacts, Known, Offer, the_answers
from ledger import people, seals

_QUOTED = 40
_OF_THE_RULE = frozenset({"task_force_leader"})
_HOW = re.compile(r"找谁负责|找谁|谁负责|找负责人|联系谁")


def answer(turn: Turn) -> str:
    """Who is responsible for what was asked; where neither plan nor ledger know, that, and the offer of a person."""
    answers = the_answers()
    asked = answers.who(kept.question_of(turn))
    facts = known(turn)
    own = _own(turn, asked)
    said = answers.contact_words(asked, facts) or _of_home(turn, asked)
    # Of who signs the plan tells what it tells of everybody, where nobody is named for the asker's own home.
    if not own and not said and not asked.asks_phone and asked.own <= _OF_THE_RULE:
        found = answers.answer(kept.question_of(turn))
        if found.answered:
            kept.note(turn, "clause", ",".join(found.clauses))
            return words_of(turn, found)
    if not own and not said:
        before = kept.instead(turn)
        if before is not None:
            return before
    kept.note(turn, "clause" if own or said else "silent", ",".join(asked.clauses))
    return _words(turn, asked, facts, said, own)


def before(otherwise: Callable[[Turn], str]) -> Callable[[Turn], str]:
    """Answers what was not understood where it asks who somebody of the plan is (王尧负责啥); else as before."""

    def answered(turn: Turn) -> str:
        names_somebody = turn.form is None and the_answers().asks_who(turn.text)
        return answer(turn) if names_somebody else otherwise(turn)

    return answered


def _words(turn: Turn, asked: Contacts, facts: Known, said: str, own: list[dict[str, object]]) -> str:
    needs_person = asked.asks_phone or not (said or own)
    return turn.render(
        "contacts",
        said=said,
        way=the_answers().way(asked) if turn.form is None else "",
        own=own,
        asks_own=bool(asked.own),
        is_bound=turn.contact.is_bound,
        asks_phone=asked.asks_phone,
        duty_phone=facts.duty_phone,
        hotlines=turn.house.settings.office.hotlines,
        offer=the_answers().offer_words(offer(turn)) if needs_person else "",
        quoted=_quoted(turn) if needs_person and offer(turn) is Offer.NUMBER else "",
    )


def _of_home(turn: Turn, asked: Contacts) -> str:
    """The contact whom the plan names for the asker's own community or village, where they ask for whoever leads it."""
    home = turn.contact.home.community if "lead" in asked.own and turn.contact.is_bound else None
    return the_answers().contact_words(the_answers().who(home), known(turn)) if home else ""


def _own(turn: Turn, asked: Contacts) -> list[dict[str, object]]:
    """Whoever answers for the asker's own home, by kind; of a place that was named the plan speaks, not the ledger."""
    path = turn.contact.path
    if not path or asked.places or asked.groups:
        return []
    found: list[dict[str, object]] = []
    if "grid_worker" in asked.own:
        found.append({"kind": "grid_worker", "names": _names(people.grid_workers_for(turn.db, path))})
    if "lead" in asked.own or "grid_worker" in asked.own:
        found.append({"kind": "lead", "names": _names(people.leads_for(turn.db, path))})
    if "task_force_leader" in asked.own:
        seal = seals.covering(turn.db, path)
        if seal is not None:
            found.append({"kind": "task_force_leader", "names": [seal.leader_name], "place": seal.spoken})
    return [one for one in found if one["names"]]


def _names(found: list[people.Recipient]) -> list[str]:
    return list(dict.fromkeys(one.name for one in found if one.name))


def _quoted(turn: Turn) -> str:
    """The question, so that whoever it is passed on to reads it."""
    said = " ".join((kept.question_of(turn)).split())
    return said if len(said) <= _QUOTED else f"{said[:_QUOTED]}…"


def _how(turn: Turn, _match: re.Match[str]) -> str | None:
    """The entry of the menu: whoever answers for one's own home, and how one asks."""
    if turn.form is not None:
        return None
    everybody = the_answers().who(turn.house.words.render("contacts_of_home"))
    return turn.render("contacts_how", own=_own(turn, everybody), duty_phone=known(turn).duty_phone)


commands = (Command("contacts", _HOW, _how, staff_only=False),)
