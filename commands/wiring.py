"""Putting the house together: each part is handed what it needs, and nothing looks for anything by itself."""

import random
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from bot.account.menu import AccountMenu, load_menu
from bot.account.tagging import Tagger
from bot.desk import Desk
from bot.door.envelope import Account as DoorAccount
from bot.door.envelope import Envelope
from bot.door.web import Dispatcher, create_application
from bot.door.webhook import Webhook
from bot.metrics import Metrics, OutboxState
from bot.router import Router
from bot.sending.budget import Budget, MinuteBudget, SharedBudget
from bot.sending.client import OfficialAccount, fetch_stable_token
from bot.sending.courier import Courier, Waiting
from bot.sending.mass_sender import MassSender
from bot.sending.notice_gate import NoticeGate
from bot.sending.outgoing_metrics import OutgoingMetrics
from bot.sending.outgoing_watch import UNWATCHED, OutgoingWatch
from bot.sending.sender import Sender
from bot.sending.token_shelf import RedisShelf, connect
from bot.sending.tokens import Tokens
from bot.sending.wire import Wire
from bot.turn import House
from bot.words import Words
from commands.rehearsal_clock import RehearsalClock
from commands.templates import subscription_forms, template_forms
from handlers import OFFER
from handlers.said_back import word
from knowledge.announcements import Announcement
from knowledge.language.preparing import prepare
from knowledge.plan import FOLDER, load_plan, the_plan
from knowledge.plan.serving import load_serving
from knowledge.rules import BadRulebook, Rulebook, load_rules, rules_folder
from knowledge.settings import Account, Settings
from knowledge.strict_yaml import Problem
from knowledge.times import SECOND
from ledger import Db, Ledger, announcements, facts, places, schema
from ledger.backups import settle_keys
from ledger.keys import Keys, load_or_create
from ledger.outbox import claims as outbox_claims
from scheduler.clock import Clock
from scheduler.job import Surroundings
from scheduler.jobs import JOBS

if TYPE_CHECKING:
    from flask import Flask

HANDLERS = Path(__file__).resolve().parent.parent / "handlers"


@dataclass(frozen=True, slots=True)
class Installation:
    """What one process has open. `clock` is the application's clock (ms UTC)."""

    settings: Settings
    ledger: Ledger
    house: House
    clock: Callable[[], int]
    metrics: Metrics


def machine_clock() -> int:
    """The machine's clock in ms UTC."""
    return time.time_ns() // 1_000_000


def open_ledger(settings: Settings, before_commit: Callable[[], None] = lambda: None) -> Ledger:
    """The ledger of an installation, not migrated; its keys are made at the first start."""
    return Ledger(settings.database_url, installation_keys(settings), before_commit=before_commit)


def installation_keys(settings: Settings) -> Keys:
    """The keys given by the environment, else those of the data folder, also where a restore was killed. Raises BadKeys."""
    if settings.keys.seal is not None and settings.keys.hash is not None:
        return Keys(*(b64decode(key.get_secret_value()) for key in (settings.keys.seal, settings.keys.hash)))
    settle_keys(settings.database_url, settings.data_dir)
    return load_or_create(settings.data_dir)


def open_installation(settings: Settings, ledger: Ledger) -> Installation:
    """Everything that handlers, jobs and commands share, on a ledger whose schema is current."""
    plan = the_plan()
    house = House(settings, plan, _rulebook(), _words(), announcements_in_force)
    ledger.transact(facts.require_own_keys, wait=30)
    # The root and the plan's places: the one table that must be there before anybody can write.
    ledger.transact(
        lambda db: places.seed(db, plan.head.street, [(place.name, place.kind) for place in plan.places]), wait=30
    )
    return Installation(settings, ledger, house, application_clock(settings, ledger), Metrics())


@cache
def _rulebook() -> Rulebook:
    """The rules, read once a process: they never change while it runs. Raises BadRulebook where one is missing."""
    plan = the_plan()
    book = load_rules(plan=plan)
    if plan.folder != FOLDER:  # with its own, `plan check` and the tests hold which rules are asked
        missing = [rule for rule in load_serving(load_plan(FOLDER)).asked_rules if rule not in book.rules]
        if missing:
            fault = f"lacks {', '.join(missing)}, which the conversations ask"
            remedy = "write them for this plan, were it that a person decides; `ask` and `plan` do without them"
            raise BadRulebook([Problem(str(rules_folder(plan.folder)), 1, "", fault, remedy)])
    return book


@cache
def _menu() -> AccountMenu:
    """The menus of the account, read once a process."""
    return load_menu(HANDLERS)


@cache
def _words() -> Words:
    """Everything that people read, read and compiled once a process."""
    return Words(HANDLERS)


@cache
def _router() -> Router:
    """Who answers what, with the patterns of all commands taken apart once a process; it holds nothing of a person."""
    return Router(OFFER)


def application_clock(settings: Settings, ledger: Ledger) -> Callable[[], int]:
    """The application's clock: the machine's, or with HEXI_CLOCK one that all processes share by its kept offset.

    In a rehearsal the offset may grow while the processes run.
    """
    if settings.clock is None and not settings.rehearsal:
        return machine_clock
    wanted = str(settings.clock - machine_clock() if settings.clock is not None else 0)
    offset = int(ledger.transact(lambda db: facts.keep_first(db, facts.CLOCK_OFFSET, wanted), wait=30))
    if settings.rehearsal:
        return RehearsalClock(ledger, machine_clock, offset)
    return lambda: machine_clock() + offset


def announcements_in_force(db: Db) -> tuple[Announcement, ...]:
    """The announcements that were put in force, read from the ledger; parsed once each."""
    return announcements.known(db)


def build_desk(installation: Installation) -> Desk:
    """What answers messages, with all that it reads with loaded."""
    prepare()
    installation.house.words.compile()
    return Desk(installation.ledger, _router(), installation.house, installation.metrics, installation.clock)


def build_web(
    installation: Installation,
    account: Account,
    answer: Callable[..., str],
    beside: Callable[[Flask], None] = lambda application: None,
) -> Dispatcher:
    """The WSGI application: the door in front, Flask for the rest; `beside` adds to what Flask serves."""
    settings, ledger, metrics = installation.settings, installation.ledger, installation.metrics
    door = DoorAccount(
        app_id=account.app_id,
        token=account.token,
        aes_key=account.encoding_aes_key,
        original_id=account.original_id,
        mode=settings.wechat.mode,
    )
    envelope = Envelope(door, ledger.keys.hash_key, allow_plain=settings.environment == "development")
    token = settings.server.metrics_token
    metrics.watch_outbox(lambda: _outbox_state(installation))
    application = create_application(
        metrics,
        lambda: "" if schema.is_current(ledger.engine) else "database",
        token.get_secret_value() if token else "",
    )
    beside(application)
    return Dispatcher(Webhook(envelope, answer, metrics), application, lambda: build_console(installation))


def build_console(installation: Installation, real_clock: Callable[[], int] = machine_clock) -> "Flask":
    """The office's pages; what they need is imported when somebody first asks for them."""
    from console.application import create_application as create_console
    from console.house import House as OfOffice

    house = installation.house
    return create_console(
        OfOffice(
            installation.settings,
            installation.ledger,
            house.plan,
            house.rules,
            house.words.render,
            word,
            installation.clock,
            real_clock,
            tuple(job.name for job in JOBS),
        )
    )


def open_official(installation: Installation, account: Account, watch: OutgoingWatch = UNWATCHED) -> OfficialAccount:
    """The account on the platform, with the token that all processes share where there is a Redis."""
    settings = installation.settings
    wire = Wire(settings.wechat.api_base_url, read_seconds=settings.sender.request_seconds)
    shelf = (
        RedisShelf(connect(settings.redis_url), account.app_id, installation.ledger.keys)
        if settings.redis_url
        else None
    )
    tokens = Tokens(
        lambda force: fetch_stable_token(wire, account.app_id, account.app_secret, force),
        shelf,
        watch=watch,
    )
    return OfficialAccount(account.app_id, account.app_secret, wire, tokens)


def build_tagger(installation: Installation, official: OfficialAccount) -> Tagger:
    """What gives the staff's accounts the tags by which they see their menu."""
    return Tagger(installation.ledger, official, _menu(), installation.clock)


def build_sender(installation: Installation, account: Account) -> Sender:
    """The sender of this process, woken by commits that queue something."""
    return build_outgoing(installation, account)[0]


def build_outgoing(installation: Installation, account: Account) -> tuple[Sender, Tagger, MassSender]:
    """What calls the platform, with one token for all of it."""
    watch = OutgoingMetrics(installation.metrics)
    official = open_official(installation, account, watch)
    gate = NoticeGate(installation.ledger, installation.settings.notices, clock=installation.clock, watch=watch)
    courier = _courier(installation, official, gate, watch)
    mass_sender = MassSender(
        installation.ledger,
        official,
        gate,
        courier.rests,
        clock=installation.clock,
        may_start=installation.settings.notices.mass_sends,
        watch=watch,
    )
    return _sender(installation, courier, gate, watch, official), build_tagger(installation, official), mass_sender


def _courier(
    installation: Installation, official: OfficialAccount, gate: NoticeGate, watch: OutgoingWatch
) -> Courier:
    settings = installation.settings
    return Courier(
        official,
        clock=installation.clock,
        random=random.random,
        wait=time.sleep,
        templates=template_forms(settings),
        subscriptions=subscription_forms(settings),
        budget=_budget(installation, watch),
        waiting=Waiting(settings.sender.wait_for_contact_minutes, settings.notices.mass_sends),
        watch=watch,
        gate=gate,
    )


def _sender(
    installation: Installation, courier: Courier, gate: NoticeGate, watch: OutgoingWatch, official: OfficialAccount
) -> Sender:
    settings = installation.settings
    sender = Sender(
        installation.ledger,
        courier,
        clock=installation.clock,
        threads=settings.sender.workers,
        lease_ms=settings.sender.lease_seconds * SECOND,
        watch=watch,
        gate=gate,
        express=official,
    )
    installation.ledger.on_queued = sender.wake
    return sender


def _budget(installation: Installation, watch: OutgoingWatch) -> Budget:
    """What may leave in a minute: counted for all processes where they share a Redis."""
    settings = installation.settings
    limit = settings.sender.messages_per_minute
    if limit is None or settings.redis_url is None:
        return MinuteBudget(limit)
    return SharedBudget(limit, connect(settings.redis_url), settings.wechat.app_id or "", watch)


def surroundings(installation: Installation) -> Surroundings:
    """What jobs work with."""
    house = installation.house
    return Surroundings(
        installation.ledger,
        installation.settings,
        house.plan,
        house.words.render,
        lambda name: house.words.form(name).title,
        real_clock=machine_clock,
        rules=lambda: house.rules,
    )


def build_clock(installation: Installation) -> Clock:
    """The scheduler of this process."""
    return Clock(JOBS, surroundings(installation), installation.clock)


def _outbox_state(installation: Installation) -> OutboxState:
    due, oldest = installation.ledger.read(lambda db: outbox_claims.waiting(db, installation.clock()))
    return OutboxState(due, oldest / SECOND)
