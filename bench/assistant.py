"""The assistant as its operator sees it: an environment, a server, and commands that print JSON lines."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.account import Account
from bench.servers import HOST, PROJECT, Failed, Server, bare_environment, free_port

# Inviting ten thousand people takes half a minute at most; nothing here takes longer.
_COMMAND_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Assistant:
    """The real application: its server and its commands, with one environment and one fresh data folder."""

    account: Account
    environment: Mapping[str, str]
    server: Server

    @classmethod
    def prepare(
        cls,
        account: Account,
        folder: Path,
        platform_port: int,
        *,
        database_url: str = "",
        more: Mapping[str, str] | None = None,
        module: str = "",
    ) -> "Assistant":
        """Describe it; nothing is started. `module` is run in place of app.py to look into it."""
        port = free_port()
        data = folder / "data"
        data.mkdir(parents=True)
        environment = (
            bare_environment()
            | account.environment()
            | {
                "HEXI_WECHAT__API_BASE_URL": f"http://{HOST}:{platform_port}",
                "HEXI_SERVER__HOST": HOST,
                "HEXI_SERVER__PORT": str(port),
                "HEXI_DATA_DIR": str(data),
                "HEXI_LIMITS__MESSAGES_PER_MINUTE": "100000",
            }
        )
        if database_url:
            environment["HEXI_DATABASE__URL"] = database_url
        environment |= more or {}
        start = ["-m", module] if module else ["app.py"]
        server = Server(
            "the assistant",
            [sys.executable, *start, "serve"],
            environment,
            port,
            "/readyz",
            folder / "assistant.log",
        )
        return cls(account, environment, server)

    def fill(self, module: str, *arguments: str) -> None:
        """Run a module that fills the ledger, with this environment. Raises Failed."""
        ran = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env=dict(self.environment),
            capture_output=True,
            check=False,
        )
        if ran.returncode:
            raise Failed(ran.stderr.decode()[-2000:])

    def command(self, *arguments: str, lines: Iterable[Mapping[str, object]] = ()) -> list[dict[str, object]]:
        """Run `app.py` with arguments and JSON lines as input; the JSON lines it printed. Raises Failed."""
        given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        ran = subprocess.run(
            [sys.executable, "app.py", *arguments],
            cwd=PROJECT,
            env=dict(self.environment),
            input=given.encode(),
            capture_output=True,
            timeout=_COMMAND_SECONDS,
            check=False,
        )
        if ran.returncode:
            raise Failed(
                f"app.py {' '.join(arguments)} ended with {ran.returncode}: {ran.stderr.decode()[-2000:]}"
            )
        return [json.loads(line) for line in ran.stdout.decode().splitlines() if line.strip()]

    def ledger(self, record: str, *, versions: bool = False) -> list[dict[str, object]]:
        """The records of one kind; with `versions` the replaced ones too."""
        return self.command("ledger", record, *(["--versions"] if versions else []))
