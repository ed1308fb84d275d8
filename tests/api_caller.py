"""Calls the stand-in's API as a bot would: for tests of the stand-in."""

import json

import requests

from simulator.client import Stand

VALUES = {"name1": "王阿姨", "thing2": "返乡报备待确认", "time3": "2021-11-11 08:30"}


class Api:
    """Calls the stand-in as a bot would, and returns the JSON."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.token = ""

    def fetch_token(self, **changed: str) -> dict[str, object]:
        account = self.stand.account
        query = {
            "grant_type": "client_credential",
            "appid": account.app_id,
            "secret": account.app_secret,
            **changed,
        }
        answer = self._call("GET", "token", query=query)
        self.token = str(answer.get("access_token", self.token))
        return answer

    def stable(self, **changed: object) -> dict[str, object]:
        account = self.stand.account
        body = {
            "grant_type": "client_credential",
            "appid": account.app_id,
            "secret": account.app_secret,
            **changed,
        }
        return self._call("POST", "stable_token", body=body)

    def post(self, path: str, body: object, **query: str) -> dict[str, object]:
        return self._call("POST", path, body=body, query={"access_token": self.token, **query})

    def get(self, path: str, **query: str) -> dict[str, object]:
        return self._call("GET", path, query={"access_token": self.token, **query})

    def upload(self, kind: str, name: str, content: bytes) -> dict[str, object]:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                f"{self.stand.url}/cgi-bin/media/upload",
                params={"access_token": self.token, "type": kind},
                files={"media": (name, content)},
            )
        given: dict[str, object] = answer.json()
        return given

    def send(self, openid: str, text: str = "好") -> int:
        answer = self.post("message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": text}})
        return int(str(answer["errcode"]))

    def notify(self, openid: str, template_id: str = "T1", **more: object) -> dict[str, object]:
        values = more.pop("data", {key: {"value": value} for key, value in VALUES.items()})
        return self.post(
            "message/template/send", {"touser": openid, "template_id": template_id, "data": values, **more}
        )

    def _call(
        self, method: str, path: str, *, query: dict[str, str] | None = None, body: object = None
    ) -> dict[str, object]:
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                method,
                f"{self.stand.url}/cgi-bin/{path}",
                params=query,
                data=content if method == "POST" else None,
            )
        assert answer.status_code == 200
        given: dict[str, object] = answer.json()
        return given
