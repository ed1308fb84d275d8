"""A form left alone since yesterday: its writer is asked once whether to go on with it (DESIGN 1, point 3).

What somebody had begun to tell of others is between them and the assistant: nobody brings it to their door.
"""

from functools import partial

from knowledge.times import DAY, HOUR, business_day, day_start
from ledger import Db, conversations, outbox
from ledger.people import Recipient
from scheduler.job import BATCH, Job, Surroundings

# The name of a form by which whoever brings the message to a door would learn who tells of others.
_HIDDEN = "violation_report"


def offer_to_go_on(surroundings: Surroundings, now: int) -> int:
    """Offer everybody whose form was touched last yesterday to go on with it; returns how many."""
    offered = 0
    while batch := surroundings.ledger.transact(partial(_offer, surroundings, now, offered), wait=30):
        offered += batch
    return offered


def _offer(surroundings: Surroundings, now: int, skip: int, db: Db) -> int:
    today = day_start(business_day(now))
    waiting = conversations.left_alone(db, today - DAY, today, skip, BATCH)
    for form in waiting:
        outbox.queue(
            db,
            key=f"form:{db.keys.of_account(form.openid)}:{form.updated_at}",
            to=Recipient(form.openid, None if form.name == _HIDDEN else form.person_id, form.person),
            kind="reminder",
            body=surroundings.render("form_left_alone", title=surroundings.form_title(form.name)),
            about=f"conversation:{form.name}",
            now=now,
            template="reminder",
        )
    return len(waiting)


job = Job("forms_waiting", offer_to_go_on, at=lambda settings: settings.scheduler.open_forms, useful_for=10 * HOUR)
