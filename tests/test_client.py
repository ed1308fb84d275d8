"""The client against the stand-in: what it sends, and what it makes of every way in which a call can fail."""

import io
import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.sending.client import OfficialAccount, fetch_stable_token, open_account
from bot.sending.fates import Fate, SendError
from bot.sending.line import Route
from bot.sending.wire import Wire, encode_json
from simulator.client import Stand

SEND = "message/custom/send"


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """A platform that is there for all tests of this file."""
    with Stand.start() as running:
        yield running


@pytest.fixture
def wire(stand: Stand) -> Iterator[Wire]:
    """A wire to the stand-in that loses patience soon."""
    stand.reset()
    stand.clear_faults()
    stand.advance(600)  # the platform forces a new token only every 30 s
    opened = Wire(stand.url, connect_seconds=1.0, read_seconds=1.0)
    yield opened
    opened.close()


@pytest.fixture
def account(stand: Stand, wire: Wire) -> OfficialAccount:
    """The office's account."""
    return open_account(stand.account.app_id, stand.account.app_secret, wire)


@pytest.fixture
def wang(stand: Stand) -> str:
    """王阿姨, who has just written."""
    openid = stand.person("王阿姨")
    stand.settings(windows=False)
    return openid


def test_a_text_arrives_as_it_was_written(stand: Stand, account: OfficialAccount, wang: str) -> None:
    words = "王阿姨，您好！体温 36.5 ℃ 😀\n“已登记”\\u4f60 </a> &"
    account.send_text(wang, words)
    assert [seen.text for seen in stand.inbox(wang)] == [words]


def test_json_goes_out_as_raw_utf8() -> None:
    with answering(b'{"errcode":0}') as (url, requests):
        Wire(url).exchange("POST", "/cgi-bin/x", {}, b"{}")
        account = open_account("wxtest", "secret", Wire(url))
        account._tokens._keep("token", 60_000)
        account.send_text("o1", "您好")
    assert "您好".encode() in requests[1] and b"\\u" not in requests[1]


@pytest.mark.parametrize("words", ["您好", '"\\\n\t\x1f\u2028😀', "\\u4f60 </a> &"])
def test_a_text_is_the_same_call_by_whichever_way_it_goes(words: str) -> None:
    with answering(b'{"errcode":0}') as (url, requests):
        account = open_account("wxtest", "secret", Wire(url))
        account._tokens._keep("token", 60_000)
        account.send_text('o"1', words)
        line = account.take_line()
        assert line is not None
        account.begin_text(line, 'o"1', words)
        wait_for(lambda: account.hear(line))
        account.give_back(line)
    assert requests[0] == requests[1]
    body = requests[0].partition(b"\n")[2]
    assert json.loads(body) == {"touser": 'o"1', "msgtype": "text", "text": {"content": words}}
    assert body == encode_json(json.loads(body))


def test_a_line_with_tls_is_heard_without_waiting(tmp_path: Path) -> None:
    with answering(b'{"errcode":0}' + b" " * 200_000, tls=certificate(tmp_path)) as (url, requests):
        port = int(url.rpartition(":")[2])
        trusting = ssl.create_default_context(cafile=tmp_path / "certificate.pem")
        line = Route("127.0.0.1", port, trusting, None, 1.0, 1.0).connect()
        line.wait(False)
        for number in range(3):
            line.begin(b"POST /%d HTTP/1.1\r\nContent-Length: 300000\r\n\r\n" % number + b"x" * 300_000)
            heard: list[tuple[int, bytes]] = []
            wait_for(lambda heard=heard: bool((answer := line.hear()) and (heard.append(answer) or True)))  # type: ignore[misc]
            assert heard[0][0] == 200 and len(heard[0][1]) == 200_013
        line.close()
    assert [len(request) for request in requests] == [300_000 + len("POST /0 HTTP/1.1\n")] * 3


@pytest.mark.parametrize(("text", "errcode"), [("好" * 683, 45002), ("", 44004)], ids=["long", "empty"])
def test_a_text_that_the_platform_would_refuse_is_not_sent(
    stand: Stand, account: OfficialAccount, wang: str, text: str, errcode: int
) -> None:
    with pytest.raises(SendError) as refusal:
        account.send_text(wang, text)
    assert (refusal.value.fate, refusal.value.errcode) == (Fate.INPUT, errcode)
    assert stand.calls() == []


def test_every_call_that_is_needed_reaches_its_endpoint(stand: Stand, account: OfficialAccount, wang: str) -> None:
    stand.template("T1", "通知", "{{thing1.DATA}} {{time2.DATA}}")
    stand.say(wang, "在吗", tries=1)
    account.typing(wang)
    account.typing(wang, on=False)
    media_id = account.upload_media("image", "/secret/place/图.png", b"\x89PNG\r\n" + b"x" * 5000)
    account.send_image(wang, media_id)
    account.send_menu(wang, "要办什么？", [("1", "返乡报备"), ("2", "健康打卡")])
    values = {"thing1": "请到卡口", "time2": "15:01"}
    first = account.send_template(wang, "T1", values, message_id="m-1", url="https://example.com/")
    assert first and account.send_template(wang, "T1", values, message_id="m-1") == first
    account.create_menu({"button": [{"type": "click", "name": "帮助", "key": "HELP"}]})
    code = account.create_qr_code("bind-1", seconds=600)
    assert code.ticket and code.url and code.seconds == 600
    assert account.create_qr_code("bind-2").seconds is None
    tag = account.create_tag("网格员")
    account.tag_people(tag, [wang])
    account.untag_people(tag, [wang])
    uploaded = stand.calls("media/upload")[0].request
    assert uploaded == {"name": "图.png", "size": 5006}
    bubbles = [seen.channel for seen in stand.inbox(wang)]
    assert bubbles.count("custom") == 2 and bubbles.count("template") == 1


def test_calls_of_wechatpy_itself_go_to_the_configured_host(stand: Stand, account: OfficialAccount) -> None:
    assert account.user.get_followers()["total"] >= 0
    with pytest.raises(SendError) as refusal:  # a whole address in wechatpy's source
        account.customservice.get_session("o1")
    assert refusal.value.fate is Fate.PERM  # the stand-in has no such path: it was asked, not Tencent
    assert account.fetch_access_token()["access_token"] == account.access_token
    with pytest.raises(ValueError, match="not the API"):
        account.get("https://elsewhere.example/x")


def test_the_callers_dict_stays_as_it_was(account: OfficialAccount) -> None:
    params = {"next_openid": ""}
    account.get("user/get", params=params)
    assert params == {"next_openid": ""}


@pytest.mark.parametrize("code", [40001, 40014, 42001, 41001])
def test_a_refused_token_is_renewed_and_the_call_made_once_more(
    stand: Stand, account: OfficialAccount, wang: str, code: int
) -> None:
    stand.fault(SEND, code=code)
    account.send_text(wang, "您好")
    assert [call.errcode for call in stand.calls(SEND)] == [code, 0]


def test_endless_refusal_ends_after_one_more_call(stand: Stand, account: OfficialAccount, wang: str) -> None:
    stand.fault(SEND, code=40001, times=None)
    for _ in range(5):
        with pytest.raises(SendError) as refusal:
            account.send_text(wang, "您好")
        assert refusal.value.fate is Fate.TOKEN
    assert len(stand.calls(SEND)) == 6
    assert len(stand.calls("stable_token")) == 3


def test_ten_threads_in_the_middle_of_a_batch_refresh_once(stand: Stand, account: OfficialAccount, wang: str) -> None:
    account.send_text(wang, "0")
    stand.revoke_tokens()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda number: account.send_text(wang, str(number)), range(1, 31)))
    assert sorted(int(seen.text) for seen in stand.inbox(wang)) == list(range(31))
    assert len(stand.calls("stable_token")) == 2


def test_an_upload_is_sent_whole_on_the_second_try_too(stand: Stand, account: OfficialAccount) -> None:
    stand.fault("media/upload", code=42001)
    photo = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"x" * 4992)
    photo.name = "photo.png"
    account.media.upload("image", photo)
    sizes = [call.request["size"] for call in stand.calls("media/upload")]  # type: ignore[index]
    assert sizes == [5000, 5000]


@pytest.mark.parametrize(
    ("fault", "fate", "errcode"),
    [
        ({"kind": "errcode", "code": -1}, Fate.UNKNOWN, -1),
        ({"kind": "errcode", "code": 45015}, Fate.WINDOW, 45015),
        ({"kind": "errcode", "code": 45009}, Fate.DAY, 45009),
        ({"kind": "errcode", "code": 48001}, Fate.PERM, 48001),
        ({"kind": "status", "code": 502}, Fate.UNKNOWN, None),
        ({"kind": "status", "code": 404}, Fate.PERM, None),
        ({"kind": "status", "code": 302}, Fate.PERM, None),
        ({"kind": "html"}, Fate.UNKNOWN, None),
        ({"kind": "timeout"}, Fate.UNKNOWN, None),
        ({"kind": "reset"}, Fate.UNKNOWN, None),
        ({"kind": "refuse"}, Fate.UNKNOWN, None),
    ],
)
def test_a_failure_carries_its_fate(
    stand: Stand, account: OfficialAccount, wang: str, fault: dict[str, object], fate: Fate, errcode: int | None
) -> None:
    stand.fault(SEND, **fault)  # type: ignore[arg-type]
    before = time.monotonic()
    with pytest.raises(SendError) as failure:
        account.send_text(wang, "您好")
    assert (failure.value.fate, failure.value.errcode) == (fate, errcode)
    assert time.monotonic() - before < 10
    assert len(stand.calls(SEND)) <= 1


def test_the_rid_is_kept_and_the_words_stay_out_of_the_text(stand: Stand, account: OfficialAccount, wang: str) -> None:
    stand.fault(SEND, code=45015)
    with pytest.raises(SendError) as failure:
        account.send_text(wang, "您好")
    assert failure.value.rid and "rid" not in failure.value.errmsg
    assert str(failure.value) == f"window 45015 rid {failure.value.rid}"


def test_nobody_at_the_other_end_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(SendError) as failure:
        open_account("wxtest", "secret", Wire(url)).send_text("o1", "您好")
    assert (failure.value.fate, failure.value.errcode) == (Fate.RETRY, None)


@pytest.mark.parametrize(
    ("fault", "fate", "errcode"),
    [
        ({"kind": "errcode", "code": 40001}, Fate.PERM, 40001),
        ({"kind": "errcode", "code": 40164}, Fate.PERM, 40164),
        ({"kind": "errcode", "code": -1}, Fate.RETRY, None),
        ({"kind": "html"}, Fate.RETRY, None),
        ({"kind": "timeout"}, Fate.RETRY, None),
    ],
)
def test_without_a_token_nothing_was_sent(
    stand: Stand, account: OfficialAccount, wang: str, fault: dict[str, object], fate: Fate, errcode: int | None
) -> None:
    stand.fault("stable_token", **fault)  # type: ignore[arg-type]
    with pytest.raises(SendError) as failure:
        account.send_text(wang, "您好")
    assert (failure.value.fate, failure.value.errcode) == (fate, errcode)
    assert stand.calls(SEND) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"ok"', b"\xff\xfe", b'{"errcode":"x"}', b'{"errcode":[]}', b"[" * 100_000, b"<html>"],
    ids=["nothing", "list", "null", "text", "no UTF-8", "word", "no number", "deep", "page"],
)
def test_an_answer_that_is_none_leaves_the_outcome_open(body: bytes) -> None:
    with answering(body) as (url, _), pytest.raises(SendError) as failure:
        Wire(url).exchange("GET", "/cgi-bin/x", {}, None)
    assert failure.value.fate is Fate.UNKNOWN


@pytest.mark.parametrize("body", [b"{}", b'{"errcode":0}', b'{"access_token":5,"expires_in":"soon"}'])
def test_a_token_answer_without_a_token_is_a_failure(body: bytes) -> None:
    with answering(body) as (url, _), pytest.raises(SendError) as failure:
        fetch_stable_token(Wire(url), "wxtest", "secret", False)
    assert failure.value.fate is Fate.RETRY


def test_an_answer_that_trickles_is_given_up() -> None:
    with answering(b'{"errcode":0}' + b" " * 500, pause=0.1) as (url, _):
        before = time.monotonic()
        with pytest.raises(SendError) as failure:
            Wire(url, connect_seconds=0.5, read_seconds=0.5).exchange("GET", "/cgi-bin/x", {}, None)
        assert time.monotonic() - before < 20
    assert failure.value.fate is Fate.UNKNOWN


def test_an_answer_without_end_is_given_up() -> None:
    with answering(b" " * (3 << 20)) as (url, _), pytest.raises(SendError) as failure:
        Wire(url).exchange("GET", "/cgi-bin/x", {}, None)
    assert failure.value.fate is Fate.UNKNOWN


def test_no_proxy_stands_on_the_way_to_loopback(stand: Stand, wang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    wire = Wire(stand.url)
    open_account(stand.account.app_id, stand.account.app_secret, wire).send_text(wang, "您好")
    wire.close()


def test_a_proxy_of_the_environment_is_used_for_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(b"", status=407) as (url, requests):
        monkeypatch.setenv("https_proxy", url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with pytest.raises(SendError) as failure:
            Wire("https://api.invalid").exchange("GET", "/cgi-bin/x", {}, None)
    assert failure.value.fate is Fate.RETRY
    assert requests[0].startswith(b"CONNECT api.invalid:443 ")


@pytest.mark.parametrize(
    "url",
    ["http://api.weixin.qq.com", "https://api.weixin.qq.com/cgi-bin", "ftp://127.0.0.1", "127.0.0.1:80", "https://"],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"API's address|loopback"):
        Wire(url)


def test_neither_token_nor_secret_nor_person_is_logged(
    stand: Stand, account: OfficialAccount, wang: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account.send_text(wang, "王阿姨，您好")
    stand.fault(SEND, "reset")
    with pytest.raises(SendError) as failure:
        account.send_text(wang, "王阿姨，您好")
    told = caplog.text + repr(failure.value) + str(failure.value.__cause__)
    for secret in (account.access_token, stand.account.app_secret, wang, "王阿姨"):
        assert secret not in told


def wait_for(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    ends_at = time.monotonic() + 30
    while not so():
        assert time.monotonic() < ends_at
        time.sleep(0.001)


def certificate(folder: Path) -> ssl.SSLContext:
    """What a server on loopback shows, made for the test; it can be trusted by `certificate.pem`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "certificate.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


@contextmanager
def answering(
    body: bytes, *, pause: float = 0.0, status: int = 200, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives every request this body, byte by byte with a pause if one is given."""
    requests: list[bytes] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            requests.append(self.requestline.encode() + b"\n" + self.rfile.read(length))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            pieces = [body[at : at + 1] for at in range(len(body))] if pause else [body]
            with suppress(OSError):  # the client has lost its patience, which is what is tested
                for piece in pieces:
                    self.wfile.write(piece)
                    if over.wait(pause):
                        break

        do_GET = do_POST = do_CONNECT = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", requests
        over.set()
        server.shutdown()
        thread.join()
