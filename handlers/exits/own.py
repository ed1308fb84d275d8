"""What whoever asked to go out can say afterwards: 请工作人员再看, 不出去了 (clause 3.4.1, DESIGN 6.2)."""

import re

from bot import conversation as engine
from bot.offer import Command
from bot.turn import Turn
from handlers import human_handover
from handlers.exits import reviewing
from handlers.exits.asked import known
from handlers.exits.course import ASKS_PERSON
from handlers.exits.filing import note
from handlers.exits.numbers import NUMBER
from handlers.exits.request import exit_request, filed, withdraw
from handlers.said_back import as_written
from knowledge import exit_words
from knowledge.language.dates import find_dates
from ledger.conversations import OpenForm
from ledger.exits import drafts as exit_drafts
from ledger.exits import notices as exit_notices
from ledger.exits.signers import signers
from ledger.exits.times import WEEKDAYS

_AGAIN = re.compile(
    r"(?:(?P<before>.{2,200}?)[ ,。;:!]+)?(?:想|要|麻烦)?请?(?:让)?工作人员(?:再|再帮我|帮我)?看(?:看|一下|一看)?[。!]?"
    r"(?:[ ,。:]+(?P<after>.+))?",
    re.DOTALL,
)
_WITHDRAWS = re.compile(rf"(?:撤回|取消|不要|撤销)(?:了|掉)? ?(?=[Ww]){NUMBER}")
_GOES_ON = frozenset({"pending_approval", "signed", "on_record", "out", "overdue"})
_NOT_GOING = re.compile(
    r"(?:(?:算了|那就?|行了|得了|唉)[吧啊]?[ ,。]*)?(?:[我俺咱]们?)?(?:这次|先|今天|明天)?"
    r"不(?:出去|外出|出门|去)了[吧啊]?[。!]?"
    r"|(?:撤回|取消)外出(?:申请)?"
)
_TAKE_BACK = re.compile(r"(?:我?要?|想)?撤回(?:吧|了|申请)?[。!]?")
# One day of a trip that comes again is left out: 明天不透析了,后天照常; 下周一不去透析了.
_DAY = r"(?:今天|今儿|明天|明儿|后天|大后天|(?:[下这本]个?)?(?:周|星期|礼拜)[一二三四五六日天]|[0-9]{1,2}[号日])"
_CURE = "(?:透析|血透|化疗|放疗|输液|打针|换药|理疗|针灸|康复|复查)"
NOT_THIS_TIME = re.compile(
    rf".{{0,6}}?(?P<day>{_DAY})(?:上午|下午|早上|晚上|中午)?(?:这次|那次|的)?(?P<before>{_CURE})?(?:我们?|先|就|暂时)*"
    rf"(?:不|没法|去不了)(?:能|去|做|用|打|想)*(?P<behind>{_CURE})?(?:去)?了?(?P<rest>(?:[ ,。;!].{{0,16}})?)"
)


def _again(turn: Turn, match: re.Match[str]) -> str | None:
    """A person is to look: what the rule was against is filed as a special case; anything else goes to the office."""
    kept_at = exit_drafts.kept_at(turn.db, turn.contact.openid)
    kept = exit_drafts.take(turn.db, turn.contact.openid)
    if kept is None or (kept_at or 0) < reviewing.decided_last(turn):  # the newest no is what is meant
        return reviewing.ask_the_office(turn) or human_handover.hand_over(turn)
    said = match["before"] or as_written(turn, match["after"] or "")
    plea = {"plea": said} if said else {}
    answers = {**kept, **plea, ASKS_PERSON: True}
    form = OpenForm(exit_request.name, answers, turn.now, turn.now, turn.form, turn.said_at)
    return engine.advance(turn, exit_request, form, is_open=False)


def _withdraw(turn: Turn, _match: re.Match[str]) -> str | None:
    """不出去了: the one request that can be withdrawn; of several it is asked which. An open form is given up."""
    if turn.form is not None and turn.form.name == exit_request.name:
        engine.close(turn, turn.form)
        title = turn.house.words.form(exit_request.name).title
        return turn.render("form_cancelled", title=title, filed=False, amends=engine.amends(turn.form))
    mine = [one for one in filed(turn) if one.can_be_withdrawn]
    if turn.form is not None or not mine:
        return None
    if len(mine) > 1:
        return turn.render("exit_withdraw_which", numbers=[one.name.split(" ")[0] for one in mine])
    return withdraw(turn, mine[0])


def _take_back(turn: Turn, _match: re.Match[str]) -> str | None:
    """撤回 alone: which is asked, also of one, since it may be meant for something else."""
    mine = [one for one in filed(turn) if one.can_be_withdrawn]
    if turn.form is not None or not mine:
        return None
    return turn.render("exit_withdraw_which", numbers=[one.name.split(" ")[0] for one in mine])


def _not_this_time(turn: Turn, match: re.Match[str]) -> str | None:
    """One day of a trip that comes again is not gone to; ordinary text where there is no such trip, or a form is open."""
    standing = [one for one in known(turn) if one.is_standing and one.status in _GOES_ON]
    days = find_dates(match["day"], turn.said_time, "future")
    if turn.form is not None or not standing or not days:
        return None
    if len(standing) > 1:
        return turn.render("exit_withdraw_which", numbers=[one.number for one in standing])
    one, day = standing[0], days[0].value
    facts = {"day": exit_words.moment_words(day.isoformat())}
    if WEEKDAYS[day.weekday()] not in one.days:
        return turn.render("exit_not_today", is_a_day=False, told=False, **facts, **exit_notices.facts(turn.db, one))
    after = note(turn, one.id, "exit left out once", {"day": day.isoformat()})
    leaders = signers(turn.db, after, turn.now).everybody
    exit_notices.tell(
        turn.db,
        turn.render,
        after,
        leaders,
        "exit_not_today_for_staff",
        f"not:{day}",
        turn.now,
        purpose="progress",
        **facts,
    )
    told = any(who.openid is not None for who in leaders)
    return turn.render("exit_not_today", is_a_day=True, told=told, **facts, **exit_notices.facts(turn.db, after))


def _not_there(turn: Turn, match: re.Match[str]) -> str | None:
    """取消 W0120-03 with a number that is none of the writer's open ones; None where it is, or a form is open."""
    if turn.form is not None or turn.contact.is_staff:
        return None
    mine = [one for one in filed(turn) if one.can_be_withdrawn]
    numbers = [one.name.split(" ")[0] for one in filed(turn)]
    if f"W{match[1]}" in numbers:
        return None
    return turn.render("exit_none_of_yours", number=f"W{match[1]}", mine=[one.name.split(" ")[0] for one in mine])


commands = (
    Command("exit_not_this_time", NOT_THIS_TIME, _not_this_time, staff_only=False),
    Command("exit_again", _AGAIN, _again, staff_only=False),
    Command("exit_not_there", _WITHDRAWS, _not_there, staff_only=False),
    Command("exit_take_back", _TAKE_BACK, _take_back, staff_only=False),
    Command("exit_not_going", _NOT_GOING, _withdraw, staff_only=False),
)
