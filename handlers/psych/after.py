"""What follows when somebody has said how hard it is: a call, its time, whom it is about, and whatever else they write.

For some hours it belongs to what they said and is passed on to whoever has taken it, else to the group; to nobody else
(clause 3.4.7, DESIGN 6.15). Nothing of it is asked for before.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import groups
from handlers.said_back import clock_words, masked, word
from knowledge.language.danger_over import find_course, is_taken_back
from knowledge.language.feelings import Call, find_call, find_kind, is_practical
from knowledge.language.off_topic import off_topic
from knowledge.times import MINUTE
from ledger import alerts, outbox, people, psych_support
from ledger.people import Recipient
from ledger.psych_support import DECLINED, PSYCHOLOGY, WANTED, PsychSupport

# Short words that can be about a call or about the person; longer ones are what somebody goes on telling.
_OF_CALL = re.compile(
    r"(?=.*(?:打|电话|联系|聊|说话|点|今|明|后天|晚上|下午|上午|中午|早上|周|随时|方便|1[3-9]\d{9})).{2,40}"
)
_OF_THE_END = re.compile(r"(?=.*(?:没事|好[多些点转]|好了|不用|取消|算了|缓过来|平安|放心)).{2,24}")
_OF_PERSON = re.compile(r"(?:我|是|俺|在).{1,20}")
# In a form nothing else is taken for it than plain words about the call.
_PLAIN = re.compile(
    r"(?:好的?|行|嗯)?[ ,]*(?:请|可以|让人)?"
    r"(?:打给我|给我打|打电话给我|给我打电话|给我回电话|回个电话|不用打了?|别打了?)吧?"
)


def newest(turn: Turn) -> PsychSupport | None:
    """What the writer said last, as long as what follows belongs to it."""
    since = turn.now - turn.house.settings.alerts.listen_minutes * MINUTE
    return psych_support.newest(turn.db, turn.contact.openid, since)


def goes_on(turn: Turn) -> str | None:
    """The words for somebody who goes on; None where they said nothing of the kind lately."""
    one = newest(turn)
    if one is None or one.is_over or is_practical(turn.text) or off_topic(turn.text) is not None:
        return None
    kind = find_kind(turn.text)
    if kind is not None and one.kind is None:
        psych_support.set_kind(turn.db, one.id, kind)
    listeners = _pass_on(turn, one, turn.message.text or turn.text)
    hotlines = turn.house.settings.office.hotlines
    return turn.render(
        "psych_goes_on",
        reached=any(who.openid is not None for who in listeners),
        taken_by=one.taken_by,
        psychology=hotlines.psychology.number,
        police=hotlines.police.number,
        ambulance=hotlines.ambulance.number,
    )


def call_words(call: Call | None) -> str:
    """A wish about a call in words; empty where nothing was said of it."""
    if call is None or (call.wanted is None and not call.when):
        return ""
    return word("psych_call", "declined") if call.wanted is False else (call.when or word("psych_call", "any_time"))


def _called(turn: Turn, _match: re.Match[str]) -> str | None:
    """打给我, 晚上八点以后, 13800009999, 不用打: what somebody says of the call; ordinary text for everybody else."""
    if turn.form is not None and _PLAIN.fullmatch(turn.text) is None:
        return None
    call = find_call(turn.text)
    one = newest(turn) if call is not None else None
    if call is None or one is None or (call.wanted is None and one.call_back is None):
        return None
    wanted = call.wanted is not False
    psych_support.set_call(turn.db, one.id, WANTED if wanted else DECLINED, call.when, call.phone)
    turn.note("psych support call", one.about)
    listeners = _pass_on(turn, one, turn.message.text or turn.text)
    phone = call.phone or one.phone or _own_phone(turn)
    return turn.render(
        "psych_call",
        wanted=wanted,
        reached=any(who.openid is not None for who in listeners),
        when=call.when or one.call_when,
        phone=masked(phone) if phone else "",
        taken_by=one.taken_by,
        psychology=turn.house.settings.office.hotlines.psychology.number,
    )


def _ends(turn: Turn, _match: re.Match[str]) -> str | None:
    """好多了, 没事了谢谢: they are better, and go on to other things; ordinary text for everybody else."""
    is_better = find_course(turn.text, "medical") == "over" or is_taken_back(turn.text)
    one = newest(turn) if is_better and turn.form is None else None
    if one is None or one.is_over or "temperature" in turn.reading.slots:
        return None
    if alerts.about(turn.db, one.about):
        return None  # what may be despair is ended by no word
    psych_support.note_over(turn.db, one.id, turn.now)
    turn.note("psych support called over", one.about)
    _pass_on(turn, one, turn.message.text or turn.text)
    hotlines = turn.house.settings.office.hotlines
    return turn.render("psych_over", taken_by=one.taken_by, psychology=hotlines.psychology.number)


def _about_person(turn: Turn, _match: re.Match[str]) -> str | None:
    """我是孕妇: said afterwards, of whoever it is about; ordinary text for everybody else."""
    kind = find_kind(turn.text)
    one = newest(turn) if kind is not None and turn.form is None else None
    if kind is None or one is None or turn.reading.confidence >= 0.85:
        return None
    psych_support.set_kind(turn.db, one.id, kind)
    return goes_on(turn)


def _pass_on(turn: Turn, one: PsychSupport, text: str) -> list[Recipient]:
    """Send words to whoever has taken it, else to the group, the office where nobody of it can be reached."""
    members, office = groups.members(turn.db, PSYCHOLOGY), groups.members(turn.db, groups.OFFICE)
    if one.taken_by_id is not None:
        listeners = [who for who in (*members, *office) if who.person_id == one.taken_by_id][:1] or members
    elif any(who.openid is not None for who in members):
        listeners = members
    else:
        psych_support.show_office(turn.db, one.id)
        listeners = office
    outbox.tell(
        turn.db,
        list(dict.fromkeys(listeners)),
        key=f"psych:{one.id}:{turn.message.key.hex()}",
        kind="alert",
        body=turn.render(
            "psych_goes_on_for_staff",
            number=one.number,
            who=one.filed_by or word("person", "unknown"),
            time=clock_words(turn.said_at),
            text=text,
            taken=bool(one.taken_by),
        ),
        about=one.about,
        now=turn.now,
        template="task",
        but=turn.contact.person_id,
    )
    return listeners


def _own_phone(turn: Turn) -> str:
    person_id = turn.contact.person_id
    return (people.phone_of(turn.db, person_id) or "") if person_id is not None else ""


commands = (
    Command("psych_ends", _OF_THE_END, _ends, staff_only=False),
    Command("psych_call", _OF_CALL, _called, staff_only=False),
    Command("psych_person", _OF_PERSON, _about_person, staff_only=False),
)
