"""All jobs, by name. The schedule of the daily ones stands in config.yaml."""

from scheduler import (
    alerts_overdue,
    arrivals,
    exits_overdue,
    exits_run_out,
    exits_sent_back,
    exits_to_countersign,
    exits_unrecorded,
    exits_unsigned,
    forms_waiting,
    gate_lists,
    handovers_overdue,
    observation_ends,
    retention,
    returns_overdue,
    supplies_overdue,
    supplies_unconfirmed,
)
from scheduler.job import Job

JOBS: tuple[Job, ...] = (
    alerts_overdue.job,
    handovers_overdue.job,
    returns_overdue.job,
    exits_unsigned.job,
    exits_unrecorded.job,
    exits_sent_back.job,
    exits_overdue.job,
    exits_run_out.job,
    exits_to_countersign.job,
    supplies_overdue.job,
    supplies_unconfirmed.job,
    arrivals.job,
    forms_waiting.job,
    observation_ends.job,
    gate_lists.job,
    retention.job,
)
