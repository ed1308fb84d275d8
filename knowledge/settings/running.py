"""How the assistant runs: the account, where things are kept, the server, the sender, the office's pages."""

from pathlib import Path

from knowledge.settings import kinds
from knowledge.settings.section import Section


class PlanFolder(Section):
    """Which plan is served: its folder, with its clauses, its organisation and the words by which people ask for it."""

    folder: kinds.Folder = Path(__file__).resolve().parents[1] / "plan"


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
    asks_back_below: kinds.Share = 0.5


class WaitForContact(Section):
    """Minutes that words wait for their person to write where nothing else reaches them; then somebody visits."""

    alert: kinds.Minutes = 10
    reminder: kinds.Minutes = 240
    reply: kinds.Minutes = 2880
    notice: kinds.Minutes = 1440
    digest: kinds.Minutes = 1200


class Sender(Section):
    """The sender of the outbox: threads, how long a claim holds, how long the platform may take, its own limit."""

    workers: kinds.Threads = 2
    lease_seconds: kinds.Seconds = 60
    request_seconds: kinds.Seconds = 5
    messages_per_minute: kinds.OpenCount = None
    wait_for_contact_minutes: WaitForContact = WaitForContact()


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
    notice: Template = Template()


class Subscription(Template):
    """A subscription message of the account; `long_term` where one consent is for good (长期订阅)."""

    long_term: kinds.Choice = False


class Subscriptions(Section):
    """What is sent instead of a template to whoever agreed to it, by the same purposes."""

    alert: Subscription = Subscription()
    task: Subscription = Subscription()
    reminder: Subscription = Subscription()
    progress: Subscription = Subscription()
    notice: Subscription = Subscription()


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
