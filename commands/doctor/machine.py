"""What the machine has to give: a folder, keys, a clock that is right, a port to listen on, a Redis where one is set."""

import errno
import os
import socket
import stat
import tempfile
from email.utils import parsedate_to_datetime

import certifi
import redis
import urllib3
from urllib3.exceptions import HTTPError

from bot.sending.token_shelf import connect
from commands.doctor.finding import FAIL, LOOK, OK, Finding
from commands.wiring import machine_clock
from knowledge.settings import Settings
from knowledge.times import SECOND, iso, to_ms
from ledger.keys import BadKeys, key_file, load_or_create

# A push whose time is further from the machine's clock is refused.
_CLOCK_LIMIT_SECONDS = 300
_CLOCK_LOOK_SECONDS = 30
_ANSWER_SECONDS = 5.0


def data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.exists():
        above = next(parent for parent in folder.parents if parent.exists())
        if os.access(above, os.W_OK | os.X_OK):
            return Finding(OK, "data folder", f"{folder}: is made at the first start")
        return Finding(FAIL, "data folder", f"{folder}: does not exist, and {above} may not be written to")
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
    except OSError as error:
        return Finding(FAIL, "data folder", f"{folder}: cannot be written to ({error.strerror})")
    return Finding(OK, "data folder", str(folder))


def keys(settings: Settings) -> Finding:
    if settings.keys.seal is not None:
        return Finding(OK, "keys", "given by the environment")
    path = key_file(settings.data_dir)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        load_or_create(settings.data_dir)
    except FileNotFoundError:
        return Finding(OK, "keys", "are made at the first start")
    except (OSError, BadKeys) as error:
        return Finding(FAIL, "keys", str(error))
    if mode & 0o077:
        return Finding(LOOK, "keys", f"{path}: others may read it (mode {mode:04o}); chmod 600 it")
    return Finding(OK, "keys", str(path))


def shared_store(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding(OK, "redis", "not configured: everything is in this process")
    try:
        with connect(settings.redis_url) as shared:
            shared.ping()
    except redis.RedisError as error:
        says = f"does not answer ({type(error).__name__}): each process looks after itself meanwhile"
        return Finding(LOOK, "redis", says)
    return Finding(OK, "redis", "answers")


def clock(settings: Settings, configured: bool) -> Finding:
    now = machine_clock()
    rehearsal = f"; the application's began at {iso(settings.clock)}" if settings.clock is not None else ""
    theirs = _platform_time(settings.wechat.api_base_url) if configured else None
    if theirs is None:
        return Finding(OK, "clock", f"{iso(now)}, compared with nobody's{rehearsal}")
    off = round((now - theirs) / SECOND)
    says = f"{iso(now)}, {abs(off)} s {'ahead of' if off > 0 else 'behind'} the platform's{rehearsal}"
    if abs(off) > _CLOCK_LIMIT_SECONDS:
        return Finding(FAIL, "clock", f"{says}: every push is refused; set the clock (NTP)")
    return Finding(LOOK if abs(off) > _CLOCK_LOOK_SECONDS else OK, "clock", says)


def _platform_time(base_url: str) -> int | None:
    """The platform's time (ms UTC, to the second) by the date of its answer; None where it gives none."""
    try:
        with urllib3.PoolManager(ca_certs=certifi.where()) as pool:
            answer = pool.request("HEAD", f"{base_url}/", timeout=_ANSWER_SECONDS, retries=False, redirect=False)
        return to_ms(parsedate_to_datetime(answer.headers["Date"]))
    except (HTTPError, KeyError, ValueError):
        return None


def port(settings: Settings) -> Finding:
    host, port = settings.server.host, settings.server.port
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and _is_ours(host, port):
            return Finding(OK, "port", f"{where}: a running assistant listens there")
        return Finding(FAIL, "port", f"{where}: cannot be listened on ({error.strerror}); set HEXI_SERVER__PORT")
    return Finding(OK, "port", f"{where}: free" if port else f"{host}: any free one")


def _is_ours(host: str, port: int) -> bool:
    try:
        with urllib3.PoolManager() as pool:
            answer = pool.request("GET", f"http://{host}:{port}/healthz", timeout=_ANSWER_SECONDS, retries=False)
    except HTTPError:
        return False
    return answer.data.strip() == b"ok"
