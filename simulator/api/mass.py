"""Mass sending by tag and by openid, its preview and its jobs (document 群发; the limits are those of a service account).

A call only hands in a job; what became of it comes later as MASSSENDJOBFINISH. A reader gets at most four a calendar
month: whoever had them is filtered out, and where nobody is left the call is refused.
"""

from datetime import UTC, datetime
from functools import partial

from simulator.api.mass_content import content_of
from simulator.api.request import OK, Answer, Request
from simulator.clock import BEIJING_OFFSET, DAY
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.holdings import MassJob
from simulator.people import Person
from simulator.platform import Platform
from simulator.push import draw_msg_id
from simulator.reports import AFTER_START, report_now

_A_MONTH = 4
_FEWEST, _MOST = 2, 10_000
_CLIENT_ID_BYTES = 64
_CLIENT_ID_FOR = DAY
_SLOWEST, _FASTEST = 4, 0
# How many thousand a minute each speed stands for.
_REAL_SPEED = {0: 80, 1: 60, 2: 45, 3: 30, 4: 10}
# Who the report is from: the platform, none of the readers.
_PLATFORM = "oPlatformReportsMassSending0"


def send_to_tag(platform: Platform, request: Request) -> Answer:
    """To everybody, or to whoever has a tag."""
    given = request.fields()
    target = given.inner("filter")
    followers = [person for person in platform.people.values() if person.follows]
    if target.flag("is_to_all"):
        return _hand_in(platform, given, followers, 0)
    number = target.raw().get("tag_id")
    tag = int(number) if isinstance(number, str) and number.isdecimal() else target.whole("tag_id", -1)
    if tag not in platform.tags:
        raise ApiError(45159)
    return _hand_in(platform, given, [person for person in followers if tag in person.tags], 0)


def send_to_openids(platform: Platform, request: Request) -> Answer:
    """To the readers of a list; one who does not follow counts as an error."""
    given = request.fields()
    openids = given.items("touser")
    if len(openids) < _FEWEST:
        raise ApiError(40130)
    if len(openids) > _MOST:
        raise ApiError(40032)
    found = [platform.people.get(str(openid)) for openid in dict.fromkeys(map(str, openids))]
    readers = [person for person in found if person is not None and person.follows]
    return _hand_in(platform, given, readers, len(found) - len(readers))


def preview(platform: Platform, request: Request) -> Answer:
    """To one reader at once, by openid or by WeChat name; it counts towards nobody's four."""
    given = request.fields()
    if given.has("towxname"):
        name = given.text("towxname")
        person = next((person for person in platform.people.values() if person.name == name), None)
        if person is None:
            raise ApiError(40132)
    else:
        person = platform.person(given.raw().get("touser"))
    if not person.follows:
        raise ApiError(43004)
    kind, text, details = content_of(platform, given)
    platform.show(person, "mass", kind, text, {**details, "preview": True})
    return {"errcode": 0, "errmsg": "preview success", "msg_id": draw_msg_id()}


def get(platform: Platform, request: Request) -> Answer:
    """How far a job is."""
    job = _job(platform, request)
    return {"msg_id": job.msg_id, "msg_status": job.status}


def delete(platform: Platform, request: Request) -> Answer:
    """Withdraw a job: what has not gone out yet does not, what readers have got they keep as a bubble."""
    job = _job(platform, request)
    job.status = "DELETE"
    return OK


def get_speed(platform: Platform, request: Request) -> Answer:
    """How fast jobs are sent."""
    return {"speed": platform.mass_speed, "realspeed": _REAL_SPEED[platform.mass_speed]}


def set_speed(platform: Platform, request: Request) -> Answer:
    """Another speed, 0 (fastest) to 4."""
    given = request.fields()
    if not given.has("speed"):
        raise ApiError(45084)
    speed = given.whole("speed")
    if not _FASTEST <= speed <= _SLOWEST:
        raise ApiError(45083)
    platform.mass_speed = speed
    return OK


def resume(platform: Platform) -> None:
    """After a start: the jobs that were not done yet."""
    for job in platform.mass_jobs.values():
        if job.status == "SENDING":
            platform.errands.at(max(job.due_at, platform.clock.now() + AFTER_START), partial(_run, platform, job))


def _hand_in(platform: Platform, given: Fields, readers: list[Person], strangers: int) -> Answer:
    kind, text, details = content_of(platform, given)
    client_id = given.text("clientmsgid", "")
    if len(client_id.encode()) > _CLIENT_ID_BYTES:
        raise ApiError(45067)
    now = platform.clock.now()
    for job in platform.mass_jobs.values():
        if client_id and job.client_id == client_id and now - job.handed_in_at < _CLIENT_ID_FOR:
            raise ApiError(45065, more={"msg_id": job.msg_id})
    if readers and all(person.mass_months.get(_month(now), 0) >= _A_MONTH for person in readers):
        raise ApiError(45028)
    job = MassJob(
        msg_id=draw_msg_id(),
        client_id=client_id,
        handed_in_at=now,
        due_at=platform.later(),
        kind=kind,
        text=text,
        details=details,
        openids=[person.openid for person in readers],
        strangers=strangers,
    )
    platform.mass_jobs[job.msg_id] = job
    platform.errands.at(job.due_at, partial(_run, platform, job))
    accepted: dict[str, object] = {"errcode": 0, "errmsg": "send job submission success", "msg_id": job.msg_id}
    return {**accepted, "msg_data_id": draw_msg_id() & 0x7FFFFFFF}


def _run(platform: Platform, job: MassJob) -> None:
    """Show the message to everybody it is for, and report."""
    with platform.lock:
        if job.status != "SENDING":
            return
        month = _month(platform.clock.now())
        readers = [platform.people[openid] for openid in job.openids]
        reached = [person for person in readers if person.mass_months.get(month, 0) < _A_MONTH]
        got = [person for person in reached if person.follows and not person.blocked]
        for person in got:
            person.mass_months[month] = person.mass_months.get(month, 0) + 1
            platform.show(person, "mass", job.kind, job.text, job.details)
        job.status = "SEND_SUCCESS"
        platform.keep()
    report_now(
        platform,
        _PLATFORM,
        "MASSSENDJOBFINISH",
        {
            "MsgID": job.msg_id,
            "Status": "send success",
            "TotalCount": len(readers) + job.strangers,
            "FilterCount": len(reached) + job.strangers,
            "SentCount": len(got),
            "ErrorCount": len(reached) - len(got) + job.strangers,
            "CopyrightCheckResult": {"Count": 0, "ResultList": None, "CheckState": 0},
            "ArticleUrlResult": {"Count": 0, "ResultList": None},
        },
    )


def _job(platform: Platform, request: Request) -> MassJob:
    number = request.fields().raw().get("msg_id")
    job = platform.mass_jobs.get(int(number)) if isinstance(number, int | str) and str(number).isdecimal() else None
    if job is None:
        raise ApiError(40059)
    return job


def _month(now: int) -> str:
    """The calendar month in Beijing."""
    return f"{datetime.fromtimestamp((now + BEIJING_OFFSET) / 1000, UTC):%Y-%m}"
