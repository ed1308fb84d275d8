"""那外卖呢 behind another question: what was asked of is named, and what is asked is not.

Leaders who read figures mean the figures of another place. To everybody else it is said how to ask, since a guess at
the other half would be answered with a clause about something else.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.figures import asking as figures
from knowledge.language.places import find_origin
from knowledge.language.reading import read
from knowledge.language.symptoms import find_symptoms

_FOLLOW_UP = re.compile("(?:那么|那)(?:要是|如果|要)?(?P<what>[^,。?!了吗]{1,8}?)呢[?!。]*")
# Somebody, some time and half a story: these are read as ever.
_IN_A_STORY = re.compile(
    "[我你您他她俺咱几谁哪得不没是妈爸爷奶姥叔姨婶舅姑哥姐弟妹娃老明今昨早晚月]|孩子|儿子|闺女|媳妇|对象|[前后每]天|[上下中]午|周[一二三四五六日末]"
    "|什么|怎么|多|咋|啥|现在|还有|以后"
)
# Readings that do not tell what is asked of the thing; whoever is ill or in despair is never asked for a whole sentence.
_NO_MATTER = frozenset(
    {"out_of_scope", "plan_question", "contact_query", "testing_info", "report_violation", "supply_request", "help"}
)


def _follow_up(turn: Turn, match: re.Match[str]) -> str | None:
    what = match["what"]
    if turn.form is not None or _IN_A_STORY.search(what) is not None:
        return None
    if figures.sees_figures(turn):
        before, turn.reading = turn.reading, read(what, turn.said_time)
        said = figures.asked(turn, match)
        if said is not None:
            return said
        turn.reading = before
    if turn.reading.intent not in _NO_MATTER or find_symptoms(turn.text) is not None:
        return None
    return turn.render("asking_whole", what=what, is_place=find_origin(f"从{what}回来") is not None)


commands = (Command("follow_up", _FOLLOW_UP, _follow_up, staff_only=False),)
