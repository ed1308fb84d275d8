"""The settings of an installation: config.yaml, overridden by HEXI_<SECTION>__<KEY>, checked at the start.

What the plan does not say (a fever threshold, deadlines) is set here by the office and shown as coming from
here. Secrets come from the environment or from a file that HEXI_<SECTION>__<KEY>_FILE names, never from
config.yaml, and are never printed.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from knowledge import settings_kinds as kinds
from knowledge.settings_sources import BadConfig, Findings, KnownKeys, keys_of, read_environment, read_file
from knowledge.template_fields import PURPOSES

__all__ = ["Account", "BadConfig", "Hotline", "Settings", "load_settings"]

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
_DATABASE_FILE = "hexi.sqlite3"


class Section(BaseModel):
    """A part of the settings: nothing unknown in it, nothing changed later, no values in its errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class WeChat(Section):
    """The official account, and how the platform's API is reached."""

    app_id: kinds.AccountId = None
    app_secret: kinds.Secret = None
    original_id: kinds.AccountId = None
    token: kinds.Secret = None
    encoding_aes_key: kinds.AesKey = None
    mode: kinds.Mode = "secure"
    api_base_url: kinds.ApiAddress = "https://api.weixin.qq.com"


class Database(Section):
    """Where the ledger is; without an address it is a SQLite file in the data folder."""

    url: kinds.DatabaseAddress = None


class Redis(Section):
    """What several hosts share and may lose (access token, budgets); without an address all is in-process."""

    url: kinds.RedisAddress = None


class Server(Section):
    """The web server."""

    host: kinds.Host = "127.0.0.1"
    port: kinds.Port = 8000
    one_processor: kinds.Choice = True
    metrics_token: kinds.Secret = None


class Keys(Section):
    """The installation's own keys; without them they are made in the data folder at the first start."""

    seal: kinds.OwnKey = None
    hash: kinds.OwnKey = None


class Limits(Section):
    """How much of one person is answered in words; the rest is handled and booked all the same."""

    messages_per_minute: kinds.Count = 20


class Conversation(Section):
    """How forms are answered, beside typing."""

    tappable_questions: kinds.Choice = False


class Health(Section):
    """Thresholds that the plan leaves open."""

    fever_celsius: kinds.Celsius = 37.3
    fever_source: kinds.Words = "街道防控办定的，公告另有规定按公告"


class AcknowledgeWithin(Section):
    """Minutes in which an alert must have been taken before it climbs, by how pressing it is."""

    urgent: kinds.Minutes = 10
    normal: kinds.Minutes = 60


class Alerts(Section):
    """Alerts, and who is asked next, in this order, when nobody takes one."""

    acknowledge_within_minutes: AcknowledgeWithin = AcknowledgeWithin()
    climb_to: kinds.Superiors = ("community_lead", "office", "leader")
    listen_minutes: kinds.Minutes = 240


class Deadlines(Section):
    """Minutes in which a person must have taken what the assistant handed to them."""

    handover_minutes: kinds.Minutes = 60
    confirm_return_minutes: kinds.Minutes = 120


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


class Sender(Section):
    """The sender of the outbox: threads, how long a claim holds, how long the platform may take, its own limit."""

    workers: kinds.Threads = 2
    lease_seconds: kinds.Seconds = 60
    request_seconds: kinds.Seconds = 5
    messages_per_minute: kinds.OpenCount = None


class Template(Section):
    """A template message of the account; none where there is no id."""

    template_id: kinds.TemplateId = None
    fields: kinds.TemplateFields = ()


class Templates(Section):
    """What is sent where a person's window is closed, by purpose (knowledge/template_fields.py)."""

    alert: Template = Template()
    task: Template = Template()
    reminder: Template = Template()
    progress: Template = Template()


class Scheduler(Section):
    """When the daily jobs are due, in Asia/Shanghai."""

    arrivals: kinds.ClockTime = time(9, 0)
    open_forms: kinds.ClockTime = time(9, 0)
    observation_ends: kinds.ClockTime = time(8, 30)
    gate_list: kinds.ClockTime = time(20, 0)
    retention: kinds.ClockTime = time(3, 30)


class Retention(Section):
    """How long what is no record is kept."""

    replies_days: kinds.Days = 3
    sent_texts_days: kinds.Days = 30
    parked_messages_days: kinds.Days = 30
    open_forms_days: kinds.Days = 7


class WrongTries(Section):
    """So many wrong tries to sign in until the next ones wait: of one name at one address, at one address, of one name."""

    name_at_address: kinds.Count = 5
    address: kinds.Count = 30
    name: kinds.Count = 50


class Console(Section):
    """The office's pages: where they are reached, how long a link and a sign-in hold, how often one may try."""

    address: kinds.PagesAddress = None
    proxies: kinds.Machines = ("127.0.0.1", "::1")
    link_minutes: kinds.Minutes = 60
    idle_minutes: kinds.Minutes = 30
    session_hours: kinds.Hours = 12
    wrong_tries: WrongTries = WrongTries()


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
    """Telephone numbers of and around the subdistrict's epidemic office."""

    duty_phone: kinds.OpenPhone = None
    hotlines: Hotlines = Hotlines()


@dataclass(frozen=True, slots=True)
class Account:
    """The official account with all that serving it needs."""

    app_id: str
    original_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    encoding_aes_key: str = field(repr=False)


class Settings(Section):
    """Every setting, checked and fixed.

    `clock` is where the application's clock starts (ms UTC); `rehearsal` opens the pages that explain each message and
    move the clock; `failpoint` is a fault that a kill run must catch.
    """

    environment: kinds.Environment = "production"
    clock: kinds.Clock = None
    rehearsal: kinds.Choice = False
    failpoint: kinds.Failpoint = None
    data_dir: kinds.Folder = PROJECT_FOLDER / "data"
    wechat: WeChat = WeChat()
    database: Database = Database()
    redis: Redis = Redis()
    server: Server = Server()
    keys: Keys = Keys()
    limits: Limits = Limits()
    conversation: Conversation = Conversation()
    health: Health = Health()
    alerts: Alerts = Alerts()
    deadlines: Deadlines = Deadlines()
    exits: Exits = Exits()
    supplies: Supplies = Supplies()
    gate: Gate = Gate()
    sender: Sender = Sender()
    templates: Templates = Templates()
    scheduler: Scheduler = Scheduler()
    retention: Retention = Retention()
    console: Console = Console()
    office: Office = Office()

    @property
    def database_url(self) -> str:
        """The address of the ledger as SQLAlchemy reads it; it may hold a password."""
        given = self.database.url
        if given is None:
            return f"sqlite:///{self.data_dir / _DATABASE_FILE}"
        return given.get_secret_value().replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def redis_url(self) -> str | None:
        """The address of Redis, which may hold a password, or None for in-process."""
        return self.redis.url.get_secret_value() if self.redis.url else None

    def require_account(self) -> Account:
        """The official account; raises BadConfig naming the variables that are missing."""
        given: dict[str, str] = {}
        missing: list[str] = []
        for name in ("app_id", "app_secret", "original_id", "token", "encoding_aes_key"):
            value = getattr(self.wechat, name)
            if value is None:
                missing.append(f"HEXI_WECHAT__{name.upper()}")
            else:
                given[name] = value.get_secret_value() if isinstance(value, SecretStr) else value
        if missing:
            raise BadConfig(f"the official account is not configured: set {', '.join(missing)}")
        return Account(**given)


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a file (default: the project's config.yaml) and an environment; raises BadConfig.

    A relative data folder counts from the file's folder where the file says it, else from the current one.
    """
    file = path or PROJECT_FOLDER / "config.yaml"
    keys = keys_of(Settings)
    in_file, in_environment = read_file(file, keys), read_environment(environ, keys)
    found = in_file | in_environment
    try:
        settings = Settings.model_validate(_nested(found))
    except ValidationError as error:
        raise BadConfig(_refusal(error, found, keys)) from None
    _check_together(settings, found)
    base = Path.cwd() if ("data_dir",) in in_environment else file.resolve().parent
    return settings.model_copy(update={"data_dir": base / settings.data_dir.expanduser()})


def _nested(found: Findings) -> dict[str, Any]:
    """The findings as the nested mapping that the model reads."""
    root: dict[str, Any] = {}
    for path, finding in found.items():
        section = root
        for name in path[:-1]:
            section = section.setdefault(name, {})
        section[path[-1]] = finding.value
    return root


def _refusal(error: ValidationError, found: Findings, keys: KnownKeys) -> str:
    """One line about the first bad value; a secret is not repeated in it."""
    place = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
    path = tuple(str(part) for part in place)
    while path not in keys:
        path = path[:-1]
    key = keys[path]
    finding = found.get(path)
    if finding is None:
        return f"{key.dotted}: is missing; set {key.variable} to {key.right}"
    shown = "" if key.secret else f", not {finding.value!r}"
    return f"{finding.origin}: {key.dotted}: must be {key.right}{shown}"


def _check_together(settings: Settings, found: Findings) -> None:
    """What is right only beside another setting."""
    only_in_development = {
        ("clock",): settings.clock is not None,
        ("rehearsal",): settings.rehearsal,
        ("failpoint",): settings.failpoint is not None,
        ("wechat", "mode"): settings.wechat.mode == "plain",
    }
    for path, chosen in only_in_development.items():
        if chosen and settings.environment == "production":
            where, key = found[path].origin, ".".join(path)
            raise BadConfig(f"{where}: {key}: is allowed only where HEXI_ENVIRONMENT is development")
    for given, missing in (("seal", "hash"), ("hash", "seal")):
        if getattr(settings.keys, given) is not None and getattr(settings.keys, missing) is None:
            where, variable = found[("keys", given)].origin, f"HEXI_KEYS__{missing.upper()}"
            raise BadConfig(f"{where}: keys.{given}: is of no use alone; set {variable} too")
    _check_templates(settings, found)


def _check_templates(settings: Settings, found: Findings) -> None:
    """A template is its id and its fields."""
    for purpose in PURPOSES:
        template: Template = getattr(settings.templates, purpose)
        given, missing = ("template_id", "fields") if template.template_id else ("fields", "template_id")
        if bool(template.template_id) != bool(template.fields):
            where, variable = found["templates", purpose, given].origin, f"HEXI_TEMPLATES__{purpose.upper()}__"
            raise BadConfig(
                f"{where}: templates.{purpose}.{given}: is of no use alone; set {variable}{missing.upper()} too"
            )
