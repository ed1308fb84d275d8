"""What the handlers' room hands to the router: the commands, conversations and answers that are on offer."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.form import Conversation
from bot.turn import Turn


@dataclass(frozen=True, slots=True)
class Command:
    """Words that are a command to whom they are offered; `run` gives None where they were ordinary text after all."""

    name: str
    pattern: re.Pattern[str]
    run: Callable[[Turn, re.Match[str]], str | None]
    staff_only: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """All that is on offer, in the order in which it is tried: what the handlers' room hands to the router.

    `first` answers what goes before everything else (danger to life), None for any other message; `follows` what is no
    command and belongs to what went before everything else, as long as it does. `beside` says what was done about an
    illness that a message tells of while it asks for something else. `taps` answer a tap on a menu message by
    the kind that its id begins with. `surely` answers what may mean this or that where it is
    beyond doubt what it asks, else None.
    """

    first: Callable[[Turn], str | None]
    follows: Callable[[Turn], str | None]
    beside: Callable[[Turn], str]
    commands: Sequence[Command]
    conversations: Sequence[Conversation]
    taps: Mapping[str, Callable[[Turn, str], str | None]]
    answers: Mapping[str, Callable[[Turn], str]]
    events: Mapping[str, Callable[[Turn], str]]
    media: Callable[[Turn], str]
    surely: Callable[[Turn], str | None]
    unknown: Callable[[Turn], str]
