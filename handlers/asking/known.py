"""Answers as they are said here: with what config.yaml adds, and how a person is offered under them."""

from bot.turn import Turn
from knowledge.answers import Answer, Known, Offer, the_answers


def known(turn: Turn) -> Known:
    """What the installation knows: its duty phone, the hotline, from where a temperature counts as fever."""
    settings = turn.house.settings
    return Known(
        duty_phone=settings.office.duty_phone or "",
        psychology=str(settings.office.hotlines.psychology.number),
        fever_celsius=f"{settings.health.fever_celsius:g}",
        fever_source=settings.health.fever_source,
    )


def offer(turn: Turn) -> Offer:
    """By number where no form would take the number for an answer of its own."""
    return Offer.NUMBER if turn.form is None else Offer.WORD


def words_of(turn: Turn, found: Answer) -> str:
    """The words of an answer; whoever fills a form is not told what else could be begun."""
    return the_answers().words(found, known(turn), offer(turn), has_way=turn.form is None)
