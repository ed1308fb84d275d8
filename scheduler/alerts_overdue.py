"""Alerts that nobody acknowledged in time climb: the group again, then step by step whom config.yaml names.

Each step has a new deadline; when the last step has passed the alert stays open in every list until it is taken. Despair
and violence stay with their group and the office (DESIGN 6.15): nobody of the place is asked, and whoever is above hears
that something of the group's waits, not about whom nor where.
"""

from collections.abc import Sequence

from knowledge.settings import Settings
from knowledge.times import MINUTE, from_ms
from ledger import Db, alerts
from ledger.alerts import Alert
from ledger.people import Recipient
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.job import Job, Surroundings
from scheduler.rungs import Matter, of_group, title_of

_CAN_TAKE = frozenset({"group", "deputy", "office"})


class Alerts(Ladder[Alert]):
    """The group, who of it was not on duty, then who is above."""

    name, audited, purpose = "alert", "alert climbed", "alert"

    def late(self, db: Db, settings: Settings, now: int, limit: int) -> Sequence[Alert]:
        """Open alerts whose deadline has passed."""
        return alerts.overdue(db, now, len(self.steps(settings)), limit)

    def matter(self, one: Alert) -> Matter:
        """An alert is a group's; where it is kept close it has no place either, so that nobody there finds it."""
        about = f"alert:{one.id}"
        if one.is_kept_close:
            return Matter(about, str(one.id), one.climbed, one.due_at, one.group_id)
        return Matter(about, str(one.id), one.climbed, one.due_at, one.group_id, one.place_id, one.path)

    def asked(self, db: Db, settings: Settings, rung: str, one: Alert, now: int) -> Sequence[Recipient]:
        """The group or the office at that rung."""
        return of_group(db, settings, rung, self.name, self.matter(one), now)

    def next_due(self, settings: Settings, one: Alert, now: int) -> int:
        """However it began: what nobody took in time is urgent."""
        return now + settings.alerts.acknowledge_within_minutes.urgent * MINUTE

    def climb(self, db: Db, one: Alert, rung: Rung, now: int) -> bool:
        """Note it on the alert."""
        return alerts.climb(db, one, rung.done, rung.next_due)

    def words(self, surroundings: Surroundings, one: Alert, rung: Rung) -> str:
        """Who it is about and where, and how to take it for whoever may; neither to others where it is kept close."""
        can_take = rung.name in _CAN_TAKE
        return surroundings.render(
            "alert_climbed",
            number=one.id,
            group=title_of(surroundings, one.group_id),
            person=one.person or "",
            address=one.address.replace("/", ""),
            time=f"{from_ms(one.filed_at):%H:%M}",
            can_acknowledge=can_take,
            is_named=can_take or not one.is_kept_close,
        )

    def steps(self, settings: Settings) -> Sequence[str]:
        """Whose it is, and those of config.yaml."""
        return ("group", "deputy", *settings.ladders.alert)


job = Job("alerts_overdue", climbing(Alerts()), every=MINUTE, useful_for=MINUTE)
