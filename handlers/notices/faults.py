"""What cannot be a notice, said at once and with what would be one: too long by how much, a hidden sign, no words."""

from bot.turn import Turn
from knowledge.notices.audience import everybody
from knowledge.notices.content import (
    LONGEST_BROADCAST,
    LONGEST_TITLE,
    BadContent,
    Content,
    too_many_characters,
    written,
)


def fault_in(turn: Turn, title: str, text: str, broadcast: str | None = None, mongolian: str | None = None) -> str:
    """What is wrong with these words; empty where they can be a notice. To whom makes no difference."""
    try:
        written(title, text, everybody(), broadcast=broadcast, mongolian=mongolian)
    except BadContent as bad:
        return _words(turn, bad, title, text, mongolian)
    return ""


def fault_in_content(turn: Turn, content: Content) -> str:
    """The same for what was put together from a version that there is."""
    return fault_in(turn, content.title, content.text, content.broadcast, content.mongolian)


def _words(turn: Turn, bad: BadContent, title: str, text: str, mongolian: str | None) -> str:
    match bad.fault:
        case "too_long":
            over = too_many_characters(title, text, mongolian)
            return turn.render("notice_too_long", over=over)
        case "title_too_long" | "no_title":
            return turn.render("notice_bad_title", most=LONGEST_TITLE)
        case "broadcast_too_long":
            return turn.render("notice_bad_broadcast", most=LONGEST_BROADCAST)
        case "hidden_characters":
            return turn.render("notice_hidden_characters")
        case "no_text":
            return turn.render("notice_how", title=turn.render("notice_default_title"))
