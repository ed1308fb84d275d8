"""A person does something, the bot is told, and the person sees what comes of it."""

import itertools
from importlib import resources

from simulator.actions import shape
from simulator.answers import Reply
from simulator.clock import SECOND
from simulator.delivery import Delivery, Manner, deliver
from simulator.fields import Fields, FieldsError
from simulator.people import Person
from simulator.platform import Platform
from simulator.push import Push, draw_msg_id
from simulator.records import Outcome
from simulator.shapes import Shape

FAILURE_NOTICE = resources.files("simulator").joinpath("failure_notice.txt").read_text(encoding="utf-8").strip()
_STRANGERS_MAY = ("follow", "scan", "consent", "event", "message")
_MSG_IDS = itertools.count(draw_msg_id() & ~0xFFFFFFFF)


def act(platform: Platform, openid: str, action: str, given: Fields, manner: Manner) -> Outcome:
    """Let a person do something and wait for what comes of it; a stranger becomes a follower first.

    Raises FieldsError for an action that is not described well or that a person who does not follow cannot
    do.
    """
    with platform.lock:
        person = platform.people.get(openid) or platform.add_person(openid=openid)
        if not person.follows and action not in _STRANGERS_MAY:
            raise FieldsError("whoever does not follow the account cannot write to it")
        made = shape(platform, person, action, given)
        now = platform.clock.now()
        if made.opens:
            person.windows.open(made.opens, now)
            person.contact_at = now
        platform.keep()
    created = now // SECOND if manner.created is None else manner.created
    msg_id = None if made.kind == "event" else manner.msg_id or next(_MSG_IDS)
    push = Push(made.sender or person.openid, made.kind, made.elements, created, msg_id)
    if made.shows:
        platform.show(person, "said", made.shows, made.says, {**made.details, "msg_id": push.name})
    delivery = deliver(platform.account, platform.settings.route, push, manner)
    return _conclude(platform, person, made, push, delivery, manner)


def _conclude(
    platform: Platform, person: Person, made: Shape, push: Push, delivery: Delivery, manner: Manner
) -> Outcome:
    reply = delivery.reply
    seen = ""
    if made.answerable and not manner.silent:
        if reply is None:
            seen = FAILURE_NOTICE
            platform.show(person, "failure", "text", seen, {"answers": push.name})
        elif reply.kind:
            seen = reply.text
            platform.show(person, "reply", reply.kind, reply.text, {**reply.details, "answers": push.name})
    last = delivery.attempts[-1]
    shown = reply or Reply()
    return Outcome(
        reply=shown.text,
        delivered=reply is not None,
        tries=len(delivery.attempts),
        status=last.status,
        seconds=round(sum(attempt.seconds for attempt in delivery.attempts), 4),
        seen=seen,
        kind=shown.kind,
        problem="" if reply is not None else last.problem,
        msg_id=push.msg_id,
        created=push.created,
        attempts=delivery.attempts,
    )
