"""没别的了, said behind a check-in: there is nothing more to it, and no other check-in is begun."""

import re

from bot.offer import Command
from bot.turn import Turn
from knowledge.times import MINUTE
from ledger import checkins

# It belongs to the check-in only as long as that is what is spoken of.
_JUST_FILED = 30 * MINUTE
_LOOKS_BACK = 10
_END = "[了啊呀哈吧。,! ]*"
_ELSE = "(?:别的|其[他它]的?)"
_NOTHING_MORE = re.compile(
    f"(?:没有?|再没)(?:什么|啥)?{_ELSE}(?:症状|不舒服|毛病|事儿?|情况)?{_END}"
    f"|{_ELSE}(?:都|也|就)?(?:没有?|还行|还好|正常|没事|没啥){_END}|就(?:这些|这样){_END}"
)


def _say(turn: Turn, _match: re.Match[str]) -> str | None:
    if turn.form is not None or turn.contact.person_id is None:
        return None
    own = checkins.own(turn.db, turn.contact.person_id, _LOOKS_BACK)
    last = [kept.checkin.person_id for filed_at, kept in own if filed_at == own[0][0]]
    if last != [turn.contact.person_id] or turn.now - own[0][0] > _JUST_FILED:
        return None  # behind a list 其他都正常 is said of people who are not recorded
    return turn.render("checkin_said_all")


commands = (Command("checkin_said_all", _NOTHING_MORE, _say, staff_only=False),)
