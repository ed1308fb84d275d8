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

_FOLLOW_UP = re.compile("(?:那|那么)(?:要是|如果|要)?(?P<what>[^,。?!了吗]{1,8}?)呢[?!。]*")
# Of somebody or some time nothing can be asked by itself: these are read as ever.
_IN_A_STORY = re.compile("[我你您他她俺咱几谁哪得不没]|什么|怎么|多|咋|啥|现在|还有|以后")


def _follow_up(turn: Turn, match: re.Match[str]) -> str | None:
    what = match["what"]
    if turn.form is not None or _IN_A_STORY.search(what) is not None:
        return None
    if figures.sees_figures(turn):
        turn.reading = read(what, turn.said_time)
        said = figures.asked(turn, match)
        if said is not None:
            return said
    return turn.render("asking_whole", what=what, is_place=find_origin(f"从{what}回来") is not None)


commands = (Command("follow_up", _FOLLOW_UP, _follow_up, staff_only=False),)
