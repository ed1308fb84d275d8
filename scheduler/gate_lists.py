"""In the evening each guard gets the passes of the night and the next morning, for when there is no signal (DESIGN 6.9)."""

from knowledge.times import HOUR, business_day
from ledger import Db, outbox
from ledger.gate import posts as gate_posts
from ledger.gate import sheet as gate_sheet
from scheduler.job import Job, Surroundings


def send_lists(surroundings: Surroundings, now: int) -> int:
    """Send every guard of a sealed place their list; returns to how many."""
    return surroundings.ledger.transact(lambda db: _send(surroundings, db, now), wait=30)


def _send(surroundings: Surroundings, db: Db, now: int) -> int:
    on = business_day(now)
    posts = [post for post in gate_posts.posts(db) if post.gate.seal is not None and post.guard.openid is not None]
    texts: dict[int, list[str]] = {}
    for post in posts:
        place_id = post.gate.place_id
        if place_id not in texts:
            texts[place_id] = gate_sheet.pages(db, surroundings.render, post.gate, on, now)
        for number, page in enumerate(texts[place_id], start=1):
            outbox.queue(
                db,
                key=f"gate-list:{on.isoformat()}:{place_id}:{post.guard.person_id}:{number}",
                to=post.guard,
                kind="reminder",
                body=page,
                about=f"place:{place_id}",
                now=now,
                template="task",
            )
    return len(posts)


job = Job("gate_lists", send_lists, at=lambda settings: settings.scheduler.gate_list, useful_for=6 * HOUR)
