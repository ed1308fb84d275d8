"""我的记录: what somebody has filed, in which state, what can be put right or taken back, and what is held about them.

The list is made of what each conversation says of its own records (`Conversation.filed`); taking one back is asked twice.
"""

import re
from collections.abc import Callable, Sequence

from bot.conversation import Conversation, Filed, Slot, amends
from bot.offer import Command
from bot.turn import Answers, Turn
from knowledge.language.checkin_days import find_checkin_day
from ledger import conversations, people
from ledger.conversations import OpenForm

_SHOWN = 8
_WITHDRAW = re.compile(r"(?:撤回|取消|删掉|不要)第? ?([0-9]{1,2}) ?[条份]")
_WITHDRAW_NAMED = re.compile(r"(?:撤回|取消)(?:了|掉)? ?([A-Za-z]\d{4}-\d{2,4}\S{0,3})")
# 昨天的38是开玩笑的 撤回: which record is meant stands in the words, and it is asked before it goes.
_WITHDRAW_SAID = re.compile(r"(?=.*(?:撤回|作废|不算数|不作数))[^?？吗]{2,40}")
_LAST = re.compile("刚才|刚刚|方才|刚[报记填交]|上一[个条份件]|最后(?:那|一)?[个条份]")
# In the middle of a form nothing else means a record: 票作废了 is an answer.
_LAST_IN_FORM = re.compile(
    rf"(?:我?[要想]|请|帮我|给我)?(?:把)?(?:我?(?:{_LAST.pattern})[^,。?]{{0,6}}(?:撤回|作废|撤了)|(?:撤回|作废)(?:我)?(?:{_LAST.pattern})[^,。?]{{0,6}})"
    "[了吧掉啊]*[。!]?"
)
_DEGREES = re.compile(r"(?<![0-9])(?:3[4-9]|4[0-2])(?:\.[0-9])?(?![0-9])")
_RECORD, _OF, _NAME = "record", "of", "name"


class MyRecords:
    """The list over all conversations that keep records, and the withdrawal of one of them."""

    def __init__(self, offered: Sequence[Conversation]) -> None:
        self._offered = [one for one in offered if one.filed is not None]
        self._by_name = {one.name: one for one in self._offered}
        self.withdrawal = Conversation(
            name="withdrawal",
            intents=(),
            slots=[Slot("sure", "choice", choices=("yes", "no"), facts=_named)],
            finish=self._finish,
        )
        self.commands = (
            Command("withdraw_nth", _WITHDRAW, self._withdraw_nth, staff_only=False),
            Command("withdraw_named", _WITHDRAW_NAMED, self._withdraw_named, staff_only=False),
            Command("withdraw_said", _WITHDRAW_SAID, self._withdraw_said, staff_only=False),
        )
        self.answers: dict[str, Callable[[Turn], str]] = {"my_records": self.show}

    def show(self, turn: Turn) -> str:
        """The records, the newest first, and what the office holds about the writer."""
        records = self._all(turn)
        contact = turn.contact
        phone = people.phone_of(turn.db, contact.person_id) if contact.person_id is not None else None
        return turn.render(
            "my_records",
            records=[{"name": one.name, "status": one.status} for _, one in records[:_SHOWN]],
            more=max(0, len(records) - _SHOWN),
            can_withdraw=any(one.can_be_withdrawn for _, one in records[:_SHOWN]),
            can_correct=any(not one.fixed for _, one in records[:_SHOWN]),
            known=contact.is_bound,
            person=contact.name,
            address=contact.address.replace("/", ""),
            phone=f"{phone[:3]}****{phone[-4:]}" if phone else "",
        )

    def _all(self, turn: Turn) -> list[tuple[Conversation, Filed]]:
        records = [(one, filed) for one in self._offered if one.filed for filed in one.filed(turn)]
        return sorted(records, key=lambda entry: entry[1].filed_at, reverse=True)

    def _withdraw_nth(self, turn: Turn, match: re.Match[str]) -> str | None:
        number, records = int(match[1]), self._all(turn)[:_SHOWN]
        if turn.form is not None or not 0 < number <= len(records):
            return None
        return self._ask(turn, *records[number - 1])

    def _withdraw_named(self, turn: Turn, match: re.Match[str]) -> str | None:
        """取消 W0120-01; None for a number of somebody else's, and where the conversation has words of its own for it."""
        wanted = match[1].upper()
        found = [entry for entry in self._all(turn) if entry[1].name.split(" ")[0] == wanted]
        return self._ask(turn, *found[0]) if len(found) == 1 and turn.form is None else None

    def _withdraw_said(self, turn: Turn, _match: re.Match[str]) -> str | None:
        """The record that the words mean, to be confirmed; the list where they can mean several.

        In the middle of a form only the last one can be meant, and not while a record is put right or taken back.
        """
        if not turn.contact.is_bound or (turn.form is not None and not self._may_interrupt(turn, turn.form)):
            return None
        meant = _meant(turn, self._all(turn))
        if len(meant) == 1 and meant[0][1].can_be_withdrawn:
            return self._ask(turn, *meant[0])
        return None if turn.form is not None else self.show(turn)

    def _may_interrupt(self, turn: Turn, form: OpenForm) -> bool:
        is_of_record = form.name == self.withdrawal.name or amends(form)
        return not is_of_record and _LAST_IN_FORM.fullmatch(turn.text) is not None

    def _ask(self, turn: Turn, conversation: Conversation, filed: Filed) -> str:
        if conversation.withdraw is None or not filed.can_be_withdrawn:
            return filed.fixed or turn.render("withdrawal_too_late", name=filed.name, status=filed.status)
        answers: Answers = {_RECORD: filed.record, _OF: conversation.name, _NAME: filed.name}
        form = OpenForm(self.withdrawal.name, answers, turn.now, turn.now, turn.form, turn.said_at)
        conversations.save(turn.db, turn.contact.openid, form, frozenset({_NAME}))
        words = turn.house.words.form(self.withdrawal.name).slots["sure"]
        return f"{words.ask.replace('{name}', filed.name)}\n1 {words.choices['yes']}　2 {words.choices['no']}"

    def _finish(self, turn: Turn, answers: Answers) -> str:
        if answers["sure"] != "yes":
            return turn.render("withdrawal_left", name=answers[_NAME])
        conversation = self._by_name[str(answers[_OF])]
        filed = next((one for one in conversation.filed(turn) if one.record == answers[_RECORD]), None) if (
            conversation.filed
        ) else None
        if filed is None or conversation.withdraw is None or not filed.can_be_withdrawn:
            return turn.render("correct_gone")
        return conversation.withdraw(turn, filed)


def _meant(turn: Turn, records: list[tuple[Conversation, Filed]]) -> list[tuple[Conversation, Filed]]:
    """Of all records, newest first, those that the words fit: the last one, or those that can be taken back by what they
    are called, the temperature, the day, as far as said."""
    degrees, day = _DEGREES.search(turn.text), find_checkin_day(turn.text, turn.said_time)
    of_kind = [entry for entry in records if any(called in turn.text for called in entry[0].called)]
    if not of_kind and degrees is None and _LAST.search(turn.text) is not None:
        return records[:1]
    records = [entry for entry in of_kind or records if entry[1].can_be_withdrawn]
    if degrees is not None:
        records = [entry for entry in records if entry[1].answers.get("temperature") == float(degrees[0])]
    if day is not None:
        records = [entry for entry in records if entry[1].answers.get("date") in {None, day.isoformat()}]
    return records


def _named(_turn: Turn, answers: Answers) -> dict[str, str]:
    return {_NAME: str(answers.get(_NAME, ""))}
