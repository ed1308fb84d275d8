"""留答复: the office keeps an answer for whoever asks next, another of the office agrees to it, and it can be changed or
ended at any time (clauses 3.3, 4.4).

From what was answered to a handover (留答复 4), or written out (留答复 问：… 答：…).
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.asking.kept import NUMBER
from handlers.said_back import as_written, word
from knowledge.answers import alike
from knowledge.language.communities import plan_communities
from knowledge.language.dates import find_date
from knowledge.times import business_day
from ledger import handovers, kept_answers, places
from ledger.kept_answers import KeptAnswer, entry, moves
from ledger.kept_answers.moves import Content

_HANDOVER = re.compile(r"留(?:下|着)?(?:这个|这条)?答复[ ,:]*第?(\d{1,9})号?")
_WRITTEN = re.compile(r"留(?:下|着)?(?:这个|这条)?答复[ ,:]*问[:,]?(.+?)[ ,。;\n?]*答[:,](.+)", re.DOTALL)
_APPROVE = re.compile(rf"(?:同意|批准)(?:答复)?[ ,:]*{NUMBER}(?:[ ,]*第(?P<version>\d{{1,3}})版)?")
_SEND_BACK = re.compile(rf"退回(?:答复)?[ ,:]*{NUMBER}[ ,:]*(.*)", re.DOTALL)
_END = re.compile(rf"(?:停用|停掉)(?:答复)?[ ,:]*{NUMBER}|{NUMBER}[ ,:]*(?:停用|停掉|不用了)")
_CHANGE = re.compile(
    rf"{NUMBER}[ ,:]*(?:(?P<also>也可以问|还可以问|也有人问)|(?P<answer>改?答)|(?P<until>用?到)|(?P<place>只给))[ ,:]*(.+)",
    re.DOTALL,
)
_LOOK = re.compile(NUMBER)
_LIST = re.compile(r"留着的答复|留的答复|答复列表")
_ROLE = "office"
_LISTED = 12


def of_office(act: Callable[[Turn, re.Match[str]], str | None]) -> Callable[[Turn, re.Match[str]], str | None]:
    """What only the office can do; ordinary text from anybody else."""
    return lambda turn, match: act(turn, match) if rights.is_office(turn) else None


def _of_one(act: Callable[[Turn, KeptAnswer, re.Match[str]], str]) -> Callable[[Turn, re.Match[str]], str | None]:
    """Act on the kept answer with this number."""

    def run(turn: Turn, match: re.Match[str]) -> str:
        number = next(int(one) for one in match.groups() if one is not None and one.isdigit())
        seen = kept_answers.get(turn.db, number)
        return act(turn, seen, match) if seen is not None else turn.render("kept_none", number=f"D-{number}")

    return of_office(run)


def facts(kept: KeptAnswer) -> dict[str, object]:
    """A kept answer as staff read it."""
    return entry.facts(kept, word)


def _of_handover(turn: Turn, match: re.Match[str]) -> str:
    """Keep what was answered to a handover, with the question that led to it."""
    number = int(match[1])
    found, said = handovers.get(turn.db, number), handovers.answered(turn.db, number)
    if found is None or found.is_complaint or said is None:
        return turn.render("kept_no_answer", number=number)
    before = kept_answers.of_handover(turn.db, number)
    if before is not None:
        return turn.render("kept_card", **facts(before), is_over=_is_over(turn, before))
    return _keep(turn, entry.question_in(found.text), said.words, f"human_handover:{number}")


def asks_something(text: str) -> bool:
    """Whether the words of a handover hold a question that somebody else may ask too."""
    return alike.asks_something(entry.question_in(text))


def _written(turn: Turn, match: re.Match[str]) -> str:
    answer = as_written(turn, match[2])
    return _keep(turn, match[1].strip(), answer, None)


def _keep(turn: Turn, question: str, answer: str, about: str | None) -> str:
    today = business_day(turn.now)
    ends_on = entry.last_day(today, turn.house.settings.office.answers_kept_days)
    return _put_down(turn, Content(question, (), answer, ends_on), about, None)


def _put_down(turn: Turn, content: Content, about: str | None, before: KeptAnswer | None) -> str:
    """Write it down, ask the others of the office, and show it."""
    today, content = business_day(turn.now), entry.cleaned(content)
    fault = entry.fault(content, today)
    if fault:
        return turn.render("kept_fault", fault=fault)
    who, decision = turn.contact.recipient(), entry.may_be_told(turn.house.rules, today)
    within = turn.house.settings.office.answer_approved_within_minutes
    kept = moves.keep(turn.db, content, about, who, decision, within, turn.now, before)
    if kept is None:
        return turn.render("kept_moved_on", number=before.number if before is not None else "")
    if kept.status == "submitted":
        moves.ask_for_approval(turn.db, turn.render, turn.house.settings.duty, kept, facts(kept), turn.now)
    return turn.render("kept_written", **facts(kept))


def _change(turn: Turn, seen: KeptAnswer, match: re.Match[str]) -> str:
    words = as_written(turn, match.groups()[-1])
    content = Content.of(seen)
    if match["also"]:
        content = replace(content, wordings=(*content.wordings, words))
    elif match["answer"]:
        content = replace(content, answer=words)
    elif match["until"]:
        day = find_date(match.groups()[-1], turn.said_time)
        if day is None:
            return turn.render("kept_fault", fault="day")
        content = replace(content, ends_on=day.value.isoformat())
    else:
        named = plan_communities().find_all(match.groups()[-1])
        place = places.find(turn.db, named[0].name) if named else None
        if place is None:
            return turn.render("kept_fault", fault="place")
        content = replace(content, place_id=place.id)
    return _put_down(turn, content, None, seen)


def _approve(turn: Turn, seen: KeptAnswer, match: re.Match[str]) -> str:
    """What was read is what is approved: of a text that was changed the version is said with it, else it is shown."""
    if seen.status == "submitted" and int(match["version"] or 1) != seen.version:
        return _look(turn, seen, match)
    why = moves.approve(turn.db, turn.render, seen, turn.contact.recipient(), _ROLE, turn.now)
    if why in ("own", "no_right"):
        return turn.render("kept_not_yours", number=seen.number, own=why == "own")
    return turn.render("kept_moved_on", number=seen.number) if why else turn.render("kept_approved", **facts(seen))


def _send_back(turn: Turn, seen: KeptAnswer, match: re.Match[str]) -> str:
    why = as_written(turn, match[2])
    if not why:
        return turn.render("kept_fault", fault="why")
    done = moves.send_back(turn.db, turn.render, seen, why, turn.contact.recipient(), turn.now)
    return turn.render("kept_sent_back" if done else "kept_moved_on", number=seen.number)


def _end(turn: Turn, seen: KeptAnswer, _match: re.Match[str]) -> str:
    done = moves.end(turn.db, seen, turn.contact.recipient(), turn.now)
    return turn.render("kept_ended" if done else "kept_moved_on", number=seen.number)


def _look(turn: Turn, seen: KeptAnswer, _match: re.Match[str]) -> str:
    return turn.render("kept_card", **facts(seen), is_over=_is_over(turn, seen))


def _list(turn: Turn, _match: re.Match[str]) -> str:
    """What waits and what is told, with how often it was."""
    found = [one for one in kept_answers.standing(turn.db, 200) if one.status != "ended" and not _is_over(turn, one)]
    return turn.render("kept_list", kept=[facts(one) for one in found[:_LISTED]], more=max(0, len(found) - _LISTED))


def _is_over(turn: Turn, kept: KeptAnswer) -> bool:
    return kept.status == "approved" and kept.ends_on < business_day(turn.now).isoformat()


def to_do(turn: Turn) -> dict[str, object]:
    """What waits for the writer's approval, for 待办."""
    if not rights.is_office(turn):
        return {"answers_to_approve": []}
    waiting = kept_answers.submitted(turn.db)
    return {"answers_to_approve": [facts(one) for one in waiting if one.filed_by_id != turn.contact.person_id]}


commands = (
    Command("keep_answer", _HANDOVER, of_office(_of_handover)),
    Command("write_answer", _WRITTEN, of_office(_written)),
    Command("approve_kept_answer", _APPROVE, _of_one(_approve)),
    Command("send_back_kept_answer", _SEND_BACK, _of_one(_send_back)),
    Command("end_kept_answer", _END, _of_one(_end)),
    Command("change_kept_answer", _CHANGE, _of_one(_change)),
    Command("kept_answer", _LOOK, _of_one(_look)),
    Command("kept_answers", _LIST, of_office(_list)),
)
