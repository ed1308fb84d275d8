"""Every setting in one: the sections, and what is read off them."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from knowledge.settings import kinds
from knowledge.settings.duties import (
    Alerts,
    Deadlines,
    Duty,
    Exits,
    Gate,
    Health,
    Ladders,
    Notices,
    Office,
    Reports,
    Supplies,
)
from knowledge.settings.running import (
    Console,
    Conversation,
    Database,
    Keys,
    Limits,
    PlanFolder,
    Redis,
    Sender,
    Server,
    Subscriptions,
    Templates,
    WeChat,
)
from knowledge.settings.schedule import Backup, Retention, Scheduler
from knowledge.settings.section import Section
from knowledge.settings.sources import BadConfig

PROJECT_FOLDER = Path(__file__).resolve().parents[2]
_DATABASE_FILE = "hexi.sqlite3"


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
    plan: PlanFolder = PlanFolder()
    wechat: WeChat = WeChat()
    database: Database = Database()
    redis: Redis = Redis()
    server: Server = Server()
    keys: Keys = Keys()
    limits: Limits = Limits()
    conversation: Conversation = Conversation()
    health: Health = Health()
    alerts: Alerts = Alerts()
    ladders: Ladders = Ladders()
    duty: Duty = Duty()
    deadlines: Deadlines = Deadlines()
    exits: Exits = Exits()
    supplies: Supplies = Supplies()
    gate: Gate = Gate()
    notices: Notices = Notices()
    reports: Reports = Reports()
    sender: Sender = Sender()
    templates: Templates = Templates()
    subscriptions: Subscriptions = Subscriptions()
    scheduler: Scheduler = Scheduler()
    retention: Retention = Retention()
    backup: Backup = Backup()
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
