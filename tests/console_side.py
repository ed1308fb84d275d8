"""The office's pages as a browser meets them, for tests: cookies, forms with their tokens, two clocks that can be moved."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pyotp
from argon2 import PasswordHasher
from werkzeug.test import Client, TestResponse

from commands import account as accounts
from commands.wiring import Installation, build_console, installation_keys, open_installation
from console import passwords
from knowledge.settings import load_settings
from knowledge.times import parse_moment
from ledger import Ledger

HERE = "http://127.0.0.1:8000"
PASSWORD = "河西街道办公页面真好用"
MORNING = "2022-01-20T09:00:00+08:00"
REAL = "2026-11-26T09:00:00+08:00"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


File = tuple[BinaryIO, str]


@dataclass
class Browser:
    """One browser: it keeps its cookies and the token of the page that it saw last."""

    client: Client
    address: str = "10.1.1.1"
    token: str = ""
    seen: str = ""
    secret: str = field(default="", repr=False)
    codes: tuple[str, ...] = ()

    def get(self, path: str, host: str = HERE) -> TestResponse:
        """Look at a page."""
        return self._took(self.client.get(path, base_url=f"{host}/console", environ_base=self._from()))

    def post(self, path: str, origin: str | None = HERE, token: str | None = None, **said: str | File) -> TestResponse:
        """Send a form from the page that was seen last; the answer, and where it leads. A file is its content and name."""
        headers = {"Origin": origin} if origin is not None else {}
        data = {"csrf_token": self.token if token is None else token, **said}
        return self._took(
            self.client.post(
                path, data=data, headers=headers, base_url=f"{HERE}/console", environ_base=self._from()
            )
        )

    def follow(self, response: TestResponse) -> TestResponse:
        """Go where a redirect leads."""
        assert response.status_code in {301, 302, 303}, response.text
        return self.get(response.headers["Location"].removeprefix("/console"))

    def _took(self, response: TestResponse) -> TestResponse:
        response.get_data()  # a file is read to its end, and closed
        response.close()
        self.seen = response.text if response.mimetype == "text/html" else ""
        found = _TOKEN.search(self.seen)
        self.token = found[1] if found else self.token
        return response

    def _from(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address}


@dataclass
class Office:
    """The pages over an installation. `clock` is the application's, `real` the machine's (ms UTC)."""

    installation: Installation
    clock: list[int]
    real: list[int]

    def __post_init__(self) -> None:
        self.application = build_console(self.installation, lambda: self.real[0])

    def browser(self, address: str = "10.1.1.1") -> Browser:
        """A browser without cookies."""
        return Browser(Client(self.application), address)

    def link(self, name: str, role: str, scope: str | None = None) -> str:
        """The path of a new one-time link."""
        return accounts.make(self.installation, name, role, scope, self.real[0]).partition("/console")[2]

    def set_up(self, path: str, password: str = PASSWORD, browser: Browser | None = None) -> Browser:
        """Follow a link and set password and second factor."""
        browser = browser or self.browser()
        page = browser.get(path).text
        browser.secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
        said = {"password": password, "again": password, "code": self.code(browser)}
        done = browser.post(path, **said)
        browser.codes = tuple(re.findall(r"<li>([A-Z0-9]{5}-[A-Z0-9]{5})</li>", done.text))
        assert done.status_code == 200, done.text
        return browser

    def signed_in(self, name: str, role: str, scope: str | None = None) -> Browser:
        """A browser in which somebody has just set up their account, and is signed in."""
        return self.set_up(self.link(name, role, scope))

    def sign_in(self, browser: Browser, name: str, code: str, password: str = PASSWORD) -> TestResponse:
        """Fill in the form of the sign-in page."""
        browser.get("/sign-in")
        return browser.post("/sign-in", name=name, password=password, code=code)

    def code(self, browser: Browser) -> str:
        """The code of the second factor at this moment."""
        return pyotp.TOTP(browser.secret).at(self.real[0] // 1000)

    def later(self, **passed: float) -> None:
        """Let both clocks go on."""
        for clock in (self.clock, self.real):
            clock[0] += int(timedelta(**passed).total_seconds() * 1000)


@contextmanager
def office(ledger_url: str, data_dir: Path, **environ: str) -> Iterator[Office]:
    """The pages over a ledger of their own."""
    settings = load_settings(environ={"HEXI_DATABASE__URL": ledger_url, "HEXI_DATA_DIR": str(data_dir), **environ})
    clock, real = [parse_moment(MORNING)], [parse_moment(REAL)]
    ledger = Ledger(ledger_url, installation_keys(settings))
    opened = open_installation(settings, ledger)
    installation = Installation(settings, ledger, opened.house, lambda: clock[0], opened.metrics)
    try:
        with cheap_hashing():
            yield Office(installation, clock, real)
    finally:
        ledger.close()


@contextmanager
def cheap_hashing() -> Iterator[None]:
    """Passwords are hashed often in tests; that it takes its time in production is a test of its own."""
    before = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._nobodys.cache_clear()
    try:
        yield
    finally:
        passwords._hasher = before
        passwords._nobodys.cache_clear()
