"""When the daily jobs are due, and for how long what is no record, and backups, are kept."""

from datetime import time

from knowledge.settings import kinds
from knowledge.settings.section import Section


class Scheduler(Section):
    """When the daily jobs are due, and the weekly one, in Asia/Shanghai."""

    arrivals: kinds.ClockTime = time(9, 0)
    open_forms: kinds.ClockTime = time(9, 0)
    observation_ends: kinds.ClockTime = time(8, 30)
    checkin_reminder: kinds.Daytime = time(10, 0)
    checkin_second_reminder: kinds.Daytime = time(16, 0)
    checkins_missing: kinds.Daytime = time(17, 0)
    roll_call: kinds.ClockTime = time(17, 30)
    upkeep_missing: kinds.Daytime = time(18, 30)
    upkeep_still_missing: kinds.Daytime = time(20, 0)
    gate_hours: kinds.ClockTime = time(8, 30)
    daily_report: kinds.ClockTime = time(17, 0)
    digest: kinds.ClockTime = time(18, 0)
    tips: kinds.Daytime = time(10, 0)
    tips_day: kinds.Weekday = "monday"
    gate_list: kinds.ClockTime = time(20, 0)
    backup: kinds.ClockTime = time(2, 30)
    retention: kinds.ClockTime = time(3, 30)


class Retention(Section):
    """How long what is no record is kept."""

    replies_days: kinds.Days = 3
    sent_texts_days: kinds.Days = 30
    parked_messages_days: kinds.Days = 30
    open_forms_days: kinds.Days = 7
    questions_days: kinds.Days = 60


class Backup(Section):
    """Nightly backups in the data folder: what seals them, and how many are kept."""

    passphrase: kinds.Passphrase = None
    keep_days: kinds.Count = 7
    keep_weeks: kinds.Kept = 4
