"""Settings: config.yaml and the environment; what is wrong is refused with place, key and what is right."""

import base64
from collections.abc import Mapping
from datetime import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.settings import PROJECT_FOLDER, BadConfig, Settings, load_settings
from knowledge.settings.sources import Key, keys_of
from knowledge.times import parse_moment

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OWN_KEY = base64.b64encode(bytes(32)).decode()
ACCOUNT = {
    "HEXI_WECHAT__APP_ID": "wx5823bf96d3bd56c7",
    "HEXI_WECHAT__APP_SECRET": "a-secret-of-the-account",
    "HEXI_WECHAT__ORIGINAL_ID": "gh_0123456789ab",
    "HEXI_WECHAT__TOKEN": "a-token",
    "HEXI_WECHAT__ENCODING_AES_KEY": AES_KEY,
}
REHEARSAL = {"HEXI_ENVIRONMENT": "development"}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration file that leaves everything at its default."""
    path = tmp_path / "config.yaml"
    path.write_text("# nothing set\n", encoding="utf-8")
    return path


def load(config: Path, text: str = "", environ: Mapping[str, str] | None = None) -> Settings:
    config.write_text(text, encoding="utf-8")
    return load_settings(config, environ or {})


def refusal(config: Path, text: str = "", environ: Mapping[str, str] | None = None) -> str:
    with pytest.raises(BadConfig) as caught:
        load(config, text, environ)
    line = str(caught.value)
    assert "\n" not in line
    return line.removeprefix(f"{config.parent}/")


def test_the_project_s_own_file_says_what_the_defaults_are(config: Path) -> None:
    written = load_settings(environ={})
    assert written == load(config).model_copy(update={"data_dir": PROJECT_FOLDER / "data"})


def test_every_key_stands_in_the_project_s_file_or_is_named_there_as_a_secret() -> None:
    text = (PROJECT_FOLDER / "config.yaml").read_text(encoding="utf-8")
    for key in keys_of(Settings).values():
        assert f"{key.path[-1]}:" in text or key.variable in text, f"{key.dotted} is missing in config.yaml"


def test_a_file_is_overridden_by_the_environment(config: Path) -> None:
    text = "server: {host: 0.0.0.0, port: 8001}\nladders: {alert: [office]}\n"
    settings = load(config, text, {"HEXI_SERVER__PORT": "9000", "HEXI_LADDERS__ALERT": "office, leader"})
    assert (settings.server.host, settings.server.port) == ("0.0.0.0", 9000)
    assert settings.ladders.alert == ("office", "leader")


def test_values_are_read_as_text_and_not_as_yaml_guesses_them(config: Path) -> None:
    settings = load(config, "scheduler: {retention: 16:30}\noffice: {duty_phone: 0475-110}\n")
    assert settings.scheduler.retention == time(16, 30)
    assert settings.office.duty_phone == "0475-110"


def test_deep_keys_have_variables_too(config: Path) -> None:
    settings = load(config, environ={
        "HEXI_ALERTS__ACKNOWLEDGE_WITHIN_MINUTES__URGENT": "3",
        "HEXI_OFFICE__HOTLINES__POLICE__NUMBER": "112",
        "HEXI_OFFICE__HOTLINES__POLICE__SOURCE": "测试",
    })  # fmt: skip
    assert settings.alerts.acknowledge_within_minutes.urgent == 3
    assert settings.office.hotlines.police.number == "112"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("server:\n  prot: 1\n", "2: server.prot: unknown key; did you mean port?"),
        ("zzz: 1\n", "1: zzz: unknown key; known are alerts, backup"),
        ("server:\n  port: 80a\n", "2: server.port: must be a port number up to 65535 (0: a free one), not"),
        ("server:\n  port: true\n", "2: server.port: must be a port number"),
        ("\nserver: 8000\n", "2: server: must hold keys with values"),
        ("server: [1]\n", "1: server: must hold keys with values"),
        ("server:\n  port: {a: 1}\n", "2: server.port: must be a port number"),
        ("server:\n  host: a\n  host: b\n", "3: server.host: is written twice"),
        ("redis:\n  url: rediss://:pw@cache\n", "2: redis.url: is secret and must not stand in this file"),
        ("wechat:\n  token: abc\n", "2: wechat.token: is secret and must not stand in this file"),
        ("server: {port: [\n", "2: not readable as YAML"),
        ("- a\n", "1: the file: must hold keys with values"),
        ("wechat: {mode: plain}\n", "1: wechat.mode: is allowed only where HEXI_ENVIRONMENT"),
        ("failpoint: ack_before_commit\n", "1: failpoint: is allowed only where HEXI_ENVIRONMENT"),
        ("clock: 2022-01-20T09:00\n", "1: clock: is allowed only where HEXI_ENVIRONMENT"),
        ("health: {fever_celsius: 35}\n", "1: health.fever_celsius: must be a temperature"),
        ("health: {fever_celsius: .nan}\n", "1: health.fever_celsius: must be a temperature"),
        ("ladders: {alert: [mayor]}\n", "1: ladders.alert: must be a list of community_lead"),
        ("ladders: {alert: []}\n", "1: ladders.alert: must be a list of community_lead"),
        (
            "ladders: {supply_confirmation: [office, inspector]}\n",
            "1: ladders.supply_confirmation: must be a list of community_lead, office, leader in order (never",
        ),
        ("data_dir:\n", "1: data_dir: must be the path of a folder"),
        ("a: &a [*a]\n", "1: a: unknown key"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line(config: Path, text: str, line: str) -> None:
    assert refusal(config, text).startswith(f"config.yaml:{line}")


def test_half_a_telephone_number_is_refused(config: Path) -> None:
    line = refusal(config, "office: {hotlines: {fire: {number: 119}}}\n")
    assert (
        line == "office.hotlines.fire.source: is missing; set HEXI_OFFICE__HOTLINES__FIRE__SOURCE to a text"
    )


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("HEXI_SERVER__PROT", "1", "unknown variable; did you mean HEXI_SERVER__PORT?"),
        ("HEXI_SERVER", "1", "unknown variable"),
        ("HEXI_SERVER__PORT", "", "server.port: must be a port number up to 65535 (0: a free one), not ''"),
        ("HEXI_SERVER__PORT", "65536", "server.port: must be"),
        ("HEXI_SERVER__PORT_FILE", "x", "unknown variable"),
        ("HEXI_ENVIRONMENT", "test", "environment: must be production or development"),
        ("HEXI_WECHAT__MODE", "open", "wechat.mode: must be secure or plain, not 'open'"),
        ("HEXI_WECHAT__TOKEN_FILE", "/nowhere", "the file it names cannot be read"),
        ("HEXI_REDIS__URL", "http://cache", "redis.url: must be a URL that begins with redis://"),
        ("HEXI_DATABASE__URL", "mysql://db/x", "database.url: must be a URL that begins with"),
        ("HEXI_KEYS__SEAL", OWN_KEY, "keys.seal: is of no use alone; set HEXI_KEYS__HASH too"),
        ("HEXI_KEYS__SEAL", "short", "keys.seal: must be 32 random bytes in Base64"),
        ("HEXI_SCHEDULER__RETENTION", "25:00", "scheduler.retention: must be a time"),
        ("HEXI_SCHEDULER__CHECKIN_REMINDER", "23:00", "scheduler.checkin_reminder: must be a time of day from 08:00"),
        ("HEXI_CLOCK", "tomorrow", "clock: must be a time in ISO 8601"),
    ],
)  # fmt: skip
def test_a_bad_variable_is_refused_by_its_name(config: Path, name: str, value: str, line: str) -> None:
    assert refusal(config, environ={name: value}).startswith(f"{name}: {line}")


SECRETS = [key for key in keys_of(Settings).values() if key.secret]


@pytest.mark.parametrize("secret", SECRETS, ids=[key.dotted for key in SECRETS])
def test_a_secret_is_shown_nowhere(config: Path, secret: Key) -> None:
    try:
        settings = load(config, environ={secret.variable: "mysql://hexi:hidden@db"})
    except BadConfig as error:
        assert "hidden" not in str(error)
    else:
        assert "hidden" not in f"{settings!r} {settings} {settings.model_dump()}"


def test_a_secret_comes_from_a_file_too(config: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a-token\n", encoding="utf-8")
    given = {name: value for name, value in ACCOUNT.items() if name != "HEXI_WECHAT__TOKEN"}
    settings = load(config, environ={**given, "HEXI_WECHAT__TOKEN_FILE": str(tmp_path / "token")})
    assert settings.require_account().token == "a-token"
    twice = {"HEXI_WECHAT__TOKEN": "a", "HEXI_WECHAT__TOKEN_FILE": str(tmp_path / "token")}
    assert refusal(config, environ=twice).startswith("HEXI_WECHAT__TOKEN_FILE: wechat.token: is given twice")


def test_the_account_is_complete_or_what_is_missing_is_named(config: Path) -> None:
    account = load(config, environ=ACCOUNT).require_account()
    assert (account.app_id, account.encoding_aes_key) == ("wx5823bf96d3bd56c7", AES_KEY)
    assert "a-token" not in repr(account)
    with pytest.raises(BadConfig, match=r"set HEXI_WECHAT__APP_ID, HEXI_WECHAT__APP_SECRET, .*AES_KEY$"):
        load(config).require_account()
    with pytest.raises(BadConfig, match=r"set HEXI_WECHAT__TOKEN$"):
        load(config, environ={**ACCOUNT, "HEXI_WECHAT__TOKEN": ""}).require_account()


@pytest.mark.parametrize(
    ("address", "taken_as"),
    [
        ("https://api.weixin.qq.com/", "https://api.weixin.qq.com"),
        ("https://proxy.example:8443", "https://proxy.example:8443"),
        ("http://127.0.0.1:8099", "http://127.0.0.1:8099"),
        ("http://[::1]:8099", "http://[::1]:8099"),
        ("http://localhost", "http://localhost"),
        ("http://api.weixin.qq.com", None),
        ("http://127.0.0.1.example", None),
        ("http://127.0.0.1@example", None),
        ("https://api.weixin.qq.com/cgi-bin", None),
        ("https://api.weixin.qq.com?a=b", None),
        ("https://host:port", None),
        ("https://[host", None),
        ("ftp://localhost", None),
        ("api.weixin.qq.com", None),
        ("https://", None),
    ],
)
def test_the_api_address_is_a_host_and_secret_on_the_way(
    config: Path, address: str, taken_as: str | None
) -> None:
    environ = {"HEXI_WECHAT__API_BASE_URL": address}
    if taken_as is None:
        assert refusal(config, environ=environ).startswith(
            "HEXI_WECHAT__API_BASE_URL: wechat.api_base_url: must be"
        )
    else:
        assert load(config, environ=environ).wechat.api_base_url == taken_as


def test_plain_mode_and_a_set_clock_are_for_development(config: Path) -> None:
    environ = {**REHEARSAL, "HEXI_WECHAT__MODE": "plain", "HEXI_CLOCK": "2022-01-20T09:00:00"}
    settings = load(config, environ=environ)
    assert settings.wechat.mode == "plain"
    assert settings.clock == parse_moment("2022-01-20T09:00:00+08:00")


def test_the_ledger_is_a_file_in_the_data_folder_unless_an_address_is_given(
    config: Path, tmp_path: Path
) -> None:
    assert (
        load(config, environ={"HEXI_DATA_DIR": str(tmp_path)}).database_url
        == f"sqlite:///{tmp_path}/hexi.sqlite3"
    )
    given = load(config, environ={"HEXI_DATABASE__URL": "postgresql://hexi:pw@db/hexi"})
    assert given.database_url == "postgresql+psycopg://hexi:pw@db/hexi"


def test_a_relative_data_folder_counts_from_where_it_was_said(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert load(config, "data_dir: ./kept\n").data_dir == tmp_path / "kept"
    assert load(config, "data_dir: ./kept\n", {"HEXI_DATA_DIR": "here"}).data_dir == elsewhere / "here"


def test_redis_is_optional(config: Path) -> None:
    assert load(config).redis_url is None
    assert load(config, environ={"HEXI_REDIS__URL": "redis://:pw@cache/1"}).redis_url == "redis://:pw@cache/1"


def test_the_variables_of_the_tests_are_let_pass(config: Path) -> None:
    assert load(config, environ={"HEXI_TEST_POSTGRES_URL": "postgresql://db", "PATH": "/bin"}) == load(config)


def test_settings_do_not_change(config: Path) -> None:
    with pytest.raises(ValidationError):
        load(config).server.port = 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"absent\.yaml: cannot be read \(FileNotFoundError\)"):
        load_settings(tmp_path / "absent.yaml", {})
