"""A notice by its number, G-31, and whether the writer has a say in notices: people of the office alone (THREATS A17, A19).

For anybody else the same words are ordinary text. A word without a number is about the one notice that it can be about.
"""

from collections.abc import Callable, Sequence

from bot.turn import Turn
from handlers import rights
from ledger import notices
from ledger.notices import Notice
from ledger.notices import cards as notice_cards
from ledger.notices import rights as notice_rights

NUMBER = r"(?:公告|通知|第)? ?[Gg] ?[-.]? ?(?P<number>\d{1,9})号?"
# The forms in which a notice is shown that a bare word is then about.
_SHOWN = frozenset({"notice_next", "notice_edit"})


def has_a_say(turn: Turn) -> bool:
    """Whether the writer may draft, approve, stop and withdraw notices at this moment."""
    return not rights.kinds(turn).isdisjoint(notice_rights.ROLES)


def by_number(turn: Turn, digits: str) -> Notice | None:
    """The notice of a number in figures, for people of the office."""
    return notices.get(turn.db, int(digits)) if has_a_say(turn) else None


def one_of(
    turn: Turn, digits: str | None, fitting: Sequence[Notice], word: str, act: Callable[[Notice], str]
) -> str:
    """Act on the notice that is named, else on the only one that fits; of several the numbers are listed."""
    if digits is not None:
        named = by_number(turn, digits)
        return act(named) if named is not None else turn.render("notice_not_there", number=f"G-{int(digits)}")
    if len(fitting) == 1:
        return act(fitting[0])
    if not fitting:
        return turn.render("notice_nothing", word=word)
    return which(turn, fitting, word)


def which(turn: Turn, several: Sequence[Notice], word: str) -> str:
    """The notices that a word can be about, each with how to say which."""
    return turn.render("notice_which", notices=[notice_cards.facts(one) for one in several], word=word)


def editable(turn: Turn) -> list[Notice]:
    """What 改文字 without a number can be about: the draft that the writer was shown last, else their own drafts."""
    shown = turn.form.answers.get("record") if turn.form is not None and turn.form.name in _SHOWN else None
    if isinstance(shown, int) and (one := notices.get(turn.db, shown)) is not None:
        return [one]
    mine = turn.contact.recipient()
    return [one for one in (*notices.drafts(turn.db), *notices.to_approve(turn.db)) if one.is_written_by(mine)]
