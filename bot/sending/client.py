"""Calls of the platform's API: wechatpy's client on a wire of ours, so that none of its faults reaches the
house.

What wechatpy 1.8.18 does and this does not (WECHAT.md 3): fetch a token from a literal address and without a
time limit, refresh without end, hand over an HTML page as if it were an answer, lose the content of an
upload on the second try, take a proxy of the environment on the way to loopback, write the token into the
caller's dict and into logs. Every failure is a SendError, which says whether the call can have had an
effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from urllib3.filepost import encode_multipart_formdata
from wechatpy import WeChatClient

from bot.sending.fates import Fate, SendError
from bot.sending.line import Line
from bot.sending.tokens import Grant, Tokens
from bot.sending.wire import JSON, Wire, encode_json, encode_text

TEXT_LIMIT_BYTES = 2048
# What the platform answers where the account has no menu at all.
_NO_MENU = 46003
_WECHATPY_HOST = "https://api.weixin.qq.com"
_PATH = "/cgi-bin/"
_CUSTOM_SEND = "message/custom/send"


@dataclass(frozen=True, slots=True)
class QrCode:
    """A parametric QR code: the ticket under which the picture is fetched, and the address that it holds."""

    ticket: str
    url: str
    seconds: int | None
    """How long it can be scanned; None for one that stays."""


class OfficialAccount(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
    """The office's account on the platform. Safe for any number of threads; every method raises SendError.

    wechatpy's own calls (`menu`, `tag`, `qrcode` …) go the same way, whatever address they name.
    """

    def __init__(self, app_id: str, app_secret: str, wire: Wire, tokens: Tokens) -> None:
        super().__init__(app_id, app_secret, auto_retry=False)
        self._http.close()
        self._wire = wire
        self._tokens = tokens

    @property
    def access_token(self) -> str:
        """The token that is good now."""
        return self._tokens.current()

    def fetch_access_token(self) -> dict[str, Any]:
        """What wechatpy calls to renew the token; here Tokens alone renews it."""
        return {"access_token": self._tokens.current()}

    def _request(self, method: str, url_or_endpoint: str, **options: Any) -> Any:
        """One call, and one more where its token was refused; nothing that the caller gave is changed."""
        path = _path(url_or_endpoint, options.get("api_base_url"))
        params = {str(key): str(value) for key, value in (options.get("params") or {}).items()}
        body, content_type = _body(options.get("data"), options.get("files"))
        token = self._tokens.current()
        try:
            answer = self._wire.exchange(method, path, {**params, "access_token": token}, body, content_type)
        except SendError as error:
            if error.fate is not Fate.TOKEN:
                raise
            params["access_token"] = self._tokens.refused(token)
            answer = self._wire.exchange(method, path, params, body, content_type)
        processor = options.get("result_processor")
        return processor(answer) if processor else answer

    def send_text(self, openid: str, text: str) -> None:
        """A customer-service text; more than 2,048 bytes or nothing at all is refused here already."""
        self.post(_CUSTOM_SEND, data=_text_message(openid, _content(text)))

    def begin_text(self, line: Line, openid: str, text: str) -> None:
        """Send a text that many get on a line that does not wait (bot/sending/lane.py); the answer is for `hear`."""
        path = f"{_PATH}{_CUSTOM_SEND}"
        params = {"access_token": self._tokens.current()}
        body = _text_message(openid, _content_of_notice(text))
        self._wire.begin(line, self._wire.request("POST", path, params, body))

    def hear(self, line: Line) -> bool:
        """Whether what was begun on a line has been taken; False where the answer is not whole yet."""
        return self._wire.hear(line)

    def take_line(self) -> Line | None:
        """A line that is open already, where there is one and nothing else has to be asked before a text can be sent."""
        return self._wire.take_idle() if self._tokens.is_at_hand() else None

    def open_line(self) -> Line:
        """A line that is opened now, and a token that is at hand for what is sent on it."""
        self._tokens.current()
        return self._wire.open_line()

    def give_back(self, line: Line) -> None:
        """A line that was taken is not in use any more."""
        self._wire.give_back(line)

    def send_menu(self, openid: str, head: str, choices: Sequence[tuple[str, str]], tail: str = "") -> None:
        """A menu message; `choices` are (id, words), and the id comes back as bizmsgmenuid."""
        shown = [{"id": name, "content": words} for name, words in choices]
        self._send(openid, "msgmenu", {"head_content": head, "list": shown, "tail_content": tail})

    def send_image(self, openid: str, media_id: str) -> None:
        """A customer-service picture that was uploaded before."""
        self._send(openid, "image", {"media_id": media_id})

    def typing(self, openid: str, on: bool = True) -> None:
        """Show or end the mark that somebody is writing; it ends by itself after 15 s."""
        command = "Typing" if on else "CancelTyping"
        self.post("message/custom/typing", data={"touser": openid, "command": command})

    def send_template(
        self, openid: str, template_id: str, values: Mapping[str, str], *, message_id: str, url: str = ""
    ) -> str:
        """A template message; returns the platform's msgid, which TEMPLATESENDJOBFINISH will name.

        The same `message_id` to the same person within ten minutes goes out once, so a send whose outcome is
        in doubt may be repeated.
        """
        body: dict[str, object] = {
            "touser": openid,
            "template_id": template_id,
            "data": {key: {"value": value} for key, value in values.items()},
            "client_msg_id": message_id,
        }
        if url:
            body["url"] = url
        return str(self.post("message/template/send", data=body).get("msgid", ""))

    def send_subscribed(self, openid: str, template_id: str, values: Mapping[str, str]) -> str:
        """A subscription message (订阅通知); returns the platform's msgid, empty where it gives none.

        What was agreed to once is used up by it. subscribe_msg_sent_event will name the msgid.
        """
        body = {
            "touser": openid,
            "template_id": template_id,
            "data": {key: {"value": value} for key, value in values.items()},
        }
        return str(self.post("message/subscribe/bizsend", data=body).get("msgid", ""))

    def send_mass(self, openids: Sequence[str], text: str, client_id: str) -> str:
        """Hand in a mass send of a text to 2 to 10,000 readers; returns the number that MASSSENDJOBFINISH will name.

        Taken means only that the platform will try. The same `client_id` (at most 64 bytes) goes out once.
        """
        body = {"touser": list(openids), "msgtype": "text", "text": {"content": text}, "clientmsgid": client_id}
        try:
            return _number(self.post("message/mass/send", data=body))
        except SendError as error:
            if error.fate is not Fate.ACCEPTED:
                raise
            return error.msg_id  # it was handed in before, under this number

    def upload_media(self, kind: str, file_name: str, content: bytes) -> str:
        """Upload a temporary medium (image, voice, video, thumb), kept for 3 days; returns its media_id."""
        answer = self.post("media/upload", params={"type": kind}, files={"media": (file_name, content)})
        return _text(answer, "media_id")

    def create_menu(self, menu: Mapping[str, object]) -> None:
        """Set the account's menu; phones show it after five minutes at most."""
        self.post("menu/create", data=dict(menu))

    def menus_by_rule(self) -> list[str]:
        """The ids of the menus that are shown by tag (个性化菜单); none where the account has no menu."""
        try:
            answer = self.get("menu/get")
        except SendError as error:
            if error.errcode == _NO_MENU:
                return []
            raise
        return [str(menu["menuid"]) for menu in answer.get("conditionalmenu", [])]

    def add_menu_for_tag(self, menu: Mapping[str, object], tag_id: int) -> None:
        """A menu for people with a tag; of several that fit somebody the newest is shown."""
        self.post("menu/addconditional", data={**menu, "matchrule": {"tag_id": str(tag_id)}})

    def delete_menu_by_rule(self, menu_id: str) -> None:
        """Take a menu by tag away."""
        self.post("menu/delconditional", data={"menuid": menu_id})

    def create_qr_code(self, scene: str, seconds: int | None = None) -> QrCode:
        """A QR code for a scene of 1 to 64 characters: for some seconds (at most 30 days), None to stay."""
        request: dict[str, object] = {"action_info": {"scene": {"scene_str": scene}}}
        if seconds is None:
            request["action_name"] = "QR_LIMIT_STR_SCENE"
        else:
            request |= {"action_name": "QR_STR_SCENE", "expire_seconds": seconds}
        answer = self.post("qrcode/create", data=request)
        return QrCode(_text(answer, "ticket"), _text(answer, "url"), seconds)

    def tags(self) -> dict[str, int]:
        """All tags of the account: id by name."""
        return {str(tag["name"]): int(tag["id"]) for tag in self.get("tags/get").get("tags", [])}

    def create_tag(self, name: str) -> int:
        """A new tag of at most 30 characters; returns its id."""
        answer = self.post("tags/create", data={"tag": {"name": name}})
        try:
            return int(answer["tag"]["id"])
        except (KeyError, TypeError, ValueError):
            raise SendError(Fate.UNKNOWN, None, "the answer holds no tag") from None

    def tag_people(self, tag_id: int, openids: Sequence[str]) -> None:
        """Give a tag to at most 50 people."""
        self.post("tags/members/batchtagging", data={"tagid": tag_id, "openid_list": list(openids)})

    def untag_people(self, tag_id: int, openids: Sequence[str]) -> None:
        """Take a tag from at most 50 people."""
        self.post("tags/members/batchuntagging", data={"tagid": tag_id, "openid_list": list(openids)})

    def _send(self, openid: str, kind: str, content: Mapping[str, object]) -> None:
        self.post(_CUSTOM_SEND, data={"touser": openid, "msgtype": kind, kind: content})


def open_account(app_id: str, app_secret: str, wire: Wire, **token_options: Any) -> OfficialAccount:
    """An account with its own Tokens; `token_options` are those of Tokens (shared, watch, clock, sleep)."""
    tokens = Tokens(lambda force: fetch_stable_token(wire, app_id, app_secret, force), **token_options)
    return OfficialAccount(app_id, app_secret, wire, tokens)


def fetch_stable_token(wire: Wire, app_id: str, app_secret: str, force: bool) -> Grant:
    """Ask for the account's token. Raises SendError, never of unknown fate: no message hangs on it."""
    request = {
        "grant_type": "client_credential",
        "appid": app_id,
        "secret": app_secret,
        "force_refresh": force,
    }
    body = encode_json(request)
    try:
        answer = wire.exchange("POST", "/cgi-bin/stable_token", {}, body, asking_for_token=True)
        return Grant(str(answer["access_token"]), int(answer.get("expires_in", 7200)))
    except SendError as error:
        if error.fate is Fate.UNKNOWN:
            raise SendError(Fate.RETRY, None, f"token: {error.errmsg}", error.rid) from None
        raise
    except (KeyError, TypeError, ValueError):
        raise SendError(Fate.RETRY, None, "token: the answer holds none") from None


def _path(url_or_endpoint: str, api_base_url: str | None) -> str:
    """The path on our host of what wechatpy names: an endpoint, another base, a whole address."""
    whole = url_or_endpoint.startswith(("http://", "https://"))
    url = url_or_endpoint if whole else f"{api_base_url or WeChatClient.API_BASE_URL}{url_or_endpoint}"
    if not url.startswith(f"{_WECHATPY_HOST}/"):
        raise ValueError("an address that is not the API's")
    return url[len(_WECHATPY_HOST) :]


def _text_message(openid: str, content: str) -> bytes:
    """The body of a customer-service text, whose words are given as they stand in it."""
    return f'{{"touser": {encode_text(openid)}, "msgtype": "text", "text": {{"content": {content}}}}}'.encode()


def _content(text: str) -> str:
    """Words as they stand in a text message. Raises SendError where the platform would refuse them for their length."""
    size = len(text.encode())
    if not 0 < size <= TEXT_LIMIT_BYTES:
        raise SendError(Fate.INPUT, 45002 if size else 44004, "refused before sending")
    return encode_text(text)


# The words of a notice are the same for thousands.
_content_of_notice = lru_cache(maxsize=4)(_content)


def _body(content: Any, files: Mapping[str, Any] | None) -> tuple[bytes | None, str]:
    """The bytes of a call and their type, made once so that a second try sends the same."""
    if files:
        return encode_multipart_formdata({name: _file(name, file) for name, file in files.items()})
    if content is None or isinstance(content, bytes):
        return content, JSON
    return (content.encode() if isinstance(content, str) else encode_json(content)), JSON


def _file(field: str, file: Any) -> tuple[str, bytes]:
    name, content = file if isinstance(file, tuple) else (getattr(file, "name", field), file)
    # Only the last part of the name goes out: the rest says where things lie on this host.
    return str(name).rpartition("/")[2], bytes(content.read() if hasattr(content, "read") else content)


def _number(answer: Mapping[str, Any]) -> str:
    number = answer.get("msg_id")
    if not isinstance(number, int | str):
        raise SendError(Fate.UNKNOWN, None, "the answer holds no msg_id")
    return str(number)


def _text(answer: Mapping[str, Any], key: str) -> str:
    value = answer.get(key)
    if not isinstance(value, str):
        raise SendError(Fate.UNKNOWN, None, f"the answer holds no {key}")
    return value
