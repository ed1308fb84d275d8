"""What the plan leaves open about people's duties: thresholds, deadlines, and the numbers that residents are given."""

from datetime import time

from knowledge.settings import kinds
from knowledge.settings.section import Section


class Health(Section):
    """Thresholds that the plan leaves open."""

    fever_celsius: kinds.Celsius = 37.3
    fever_source: kinds.Words = "街道防控办定的，公告另有规定按公告"


class AcknowledgeWithin(Section):
    """Minutes in which an alert must have been taken before it climbs, by how pressing it is."""

    urgent: kinds.Minutes = 10
    normal: kinds.Minutes = 60


class Alerts(Section):
    """Alerts, which a named person takes."""

    acknowledge_within_minutes: AcknowledgeWithin = AcknowledgeWithin()
    listen_minutes: kinds.Minutes = 240


class Ladders(Section):
    """Who is asked, one after the other, above whoever has a matter and whoever stands in for them (clause 4.3)."""

    alert: kinds.Superiors = ("community_lead", "office", "leader", "inspector")
    handover: kinds.Superiors = ("office", "leader", "inspector")
    psych_support: kinds.Superiors = ("office", "leader", "inspector")
    return_report: kinds.Superiors = ("community_lead", "office", "leader", "inspector")
    supply: kinds.Superiors = ("community_lead", "office", "leader", "inspector")
    supply_confirmation: kinds.UnderInspection = ("community_lead", "office", "leader")
    exit_signature: kinds.Superiors = ("office", "leader", "inspector")
    exit_countersignature: kinds.Superiors = ("leader", "inspector")
    notice_approval: kinds.Superiors = ("office", "leader", "inspector")
    answer_approval: kinds.Superiors = ("office", "leader", "inspector")
    violation: kinds.Superiors = ("office", "leader", "inspector")
    rumour: kinds.Superiors = ("office", "leader", "inspector")
    visit: kinds.Superiors = ("community_lead", "office", "leader", "inspector")
    follow_up: kinds.Superiors = ("leader", "inspector")
    answered_minutes: kinds.Minutes = 30


class Night(Section):
    """The hours of the day (Asia/Shanghai) in which whoever is on duty by the roster is asked before the others."""

    begins: kinds.ClockTime = time(21, 0)
    ends: kinds.ClockTime = time(8, 0)


class Duty(Section):
    """The roster: the night, and how long before an hour that nobody covers the office hears of it."""

    night: Night = Night()
    gap_ahead_minutes: kinds.Minutes = 120


class Deadlines(Section):
    """Minutes in which a person must have taken what the assistant handed to them."""

    handover_minutes: kinds.Minutes = 60
    psych_support_minutes: kinds.Minutes = 60
    confirm_return_minutes: kinds.Minutes = 120
    violation_taken_minutes: kinds.Minutes = 30
    violation_closed_hours: kinds.Hours = 24
    rumour_answered_hours: kinds.Hours = 4


class SignWithin(Section):
    """Minutes in which an exit request must have been signed before it climbs, by how pressing it is."""

    urgent: kinds.Minutes = 15
    normal: kinds.Minutes = 120


class Exits(Section):
    """Exit requests of sealed places (clause 3.4.1), which name no time: how long each step may take."""

    sign_within_minutes: SignWithin = SignWithin()
    sign_before_leaving_minutes: kinds.Minutes = 60
    record_within_minutes: kinds.Minutes = 30
    countersign_within_minutes: kinds.Minutes = 240
    unsigned_expires_minutes: kinds.Minutes = 60
    overdue_after_minutes: kinds.Minutes = 15
    overdue_decided_after_minutes: kinds.Minutes = 30
    standing_days: kinds.Days = 30


class StepWithin(Section):
    """Hours in which the next step of something taken must be done before it climbs, by how pressing it is."""

    urgent: kinds.Hours = 2
    normal: kinds.Hours = 12


class Supplies(Section):
    """Supply requests: by when one is taken (an urgent one as an alert is), each further step done, said to have come, a
    complaint settled."""

    accept_within_minutes: kinds.Minutes = 60
    step_within_hours: StepWithin = StepWithin()
    confirm_within_minutes: kinds.Minutes = 180
    complaint_within_hours: kinds.Hours = 4


class Gate(Section):
    """The gates of sealed places: what the plan leaves open about passes and numbers."""

    early_minutes: kinds.Minutes = 30
    wrong_numbers: kinds.Count = 5
    locked_minutes: kinds.Minutes = 10
    unattended_minutes: kinds.Minutes = 15


class Notices(Section):
    """Notices of the office: the moment in which one for many people can be stopped, the hours in which none leaves, and
    how many may be approved on a day."""

    approve_within_minutes: kinds.Minutes = 60
    wait_over_people: kinds.Count = 50
    wait_seconds: kinds.Seconds = 60
    quiet_from: kinds.ClockTime = time(21, 30)
    quiet_until: kinds.ClockTime = time(7, 0)
    approved_a_day: kinds.Count = 20
    mass_sends: kinds.Choice = False


class Reports(Section):
    """The reports that are sent up: by which unit, to which group of the command (else those of the plan),
    and within how many minutes."""

    unit: kinds.OpenWords = None
    social_control_group: kinds.OpenWords = None
    send_up_within_minutes: kinds.Minutes = 60


class Hotline(Section):
    """A public telephone number and where it is known from."""

    number: kinds.Phone
    source: kinds.Words


class Hotlines(Section):
    """The public numbers that residents are given."""

    ambulance: Hotline = Hotline(number="120", source="全国统一医疗急救电话")
    police: Hotline = Hotline(number="110", source="全国统一报警电话")
    fire: Hotline = Hotline(number="119", source="全国统一火警电话")
    psychology: Hotline = Hotline(number="12356", source="全国统一心理援助热线")
    government: Hotline = Hotline(number="12345", source="政务服务便民热线")


class Office(Section):
    """The subdistrict's epidemic office: the telephones of and around it, for how long an answer is kept at first, and in
    which time another of the office looks at it."""

    duty_phone: kinds.OpenPhone = None
    answers_kept_days: kinds.Days = 30
    answer_approved_within_minutes: kinds.Minutes = 60
    hotlines: Hotlines = Hotlines()
