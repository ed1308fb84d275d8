"""Reads the settings: config.yaml, overridden by the environment, checked together."""

import os
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.settings.model import PROJECT_FOLDER, Settings
from knowledge.settings.running import Template
from knowledge.settings.sources import BadConfig, Findings, KnownKeys, keys_of, read_environment, read_file
from knowledge.template_fields import PURPOSES


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a file (default: the project's config.yaml) and an environment; raises BadConfig.

    A relative folder counts from the file's folder where the file says it, else from the current one.
    """
    file = path or PROJECT_FOLDER / "config.yaml"
    keys = keys_of(Settings)
    in_file, in_environment = read_file(file, keys), read_environment(environ, keys)
    found = in_file | in_environment
    try:
        settings = Settings.model_validate(_nested(found))
    except ValidationError as error:
        raise BadConfig(_refusal(error, found, keys)) from None
    _check_together(settings, found)

    def placed(folder: Path, *key: str) -> Path:
        base = Path.cwd() if key in in_environment else file.resolve().parent
        return base / folder.expanduser()

    plan = settings.plan.model_copy(update={"folder": placed(settings.plan.folder, "plan", "folder")})
    return settings.model_copy(update={"data_dir": placed(settings.data_dir, "data_dir"), "plan": plan})


def _nested(found: Findings) -> dict[str, Any]:
    """The findings as the nested mapping that the model reads."""
    root: dict[str, Any] = {}
    for path, finding in found.items():
        section = root
        for name in path[:-1]:
            section = section.setdefault(name, {})
        section[path[-1]] = finding.value
    return root


def _refusal(error: ValidationError, found: Findings, keys: KnownKeys) -> str:
    """One line about the first bad value; a secret is not repeated in it."""
    place = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
    path = tuple(str(part) for part in place)
    while path not in keys:
        path = path[:-1]
    key = keys[path]
    finding = found.get(path)
    if finding is None:
        return f"{key.dotted}: is missing; set {key.variable} to {key.right}"
    shown = "" if key.secret else f", not {finding.value!r}"
    return f"{finding.origin}: {key.dotted}: must be {key.right}{shown}"


def _check_together(settings: Settings, found: Findings) -> None:
    """What is right only beside another setting."""
    only_in_development = {
        ("clock",): settings.clock is not None,
        ("rehearsal",): settings.rehearsal,
        ("failpoint",): settings.failpoint is not None,
        ("wechat", "mode"): settings.wechat.mode == "plain",
    }
    for path, chosen in only_in_development.items():
        if chosen and settings.environment == "production":
            where, key = found[path].origin, ".".join(path)
            raise BadConfig(f"{where}: {key}: is allowed only where HEXI_ENVIRONMENT is development")
    for given, missing in (("seal", "hash"), ("hash", "seal")):
        if getattr(settings.keys, given) is not None and getattr(settings.keys, missing) is None:
            where, variable = found[("keys", given)].origin, f"HEXI_KEYS__{missing.upper()}"
            raise BadConfig(f"{where}: keys.{given}: is of no use alone; set {variable} too")
    _check_templates(settings, found)


def _check_templates(settings: Settings, found: Findings) -> None:
    """A template is its id and its fields."""
    for section, purpose in product(("templates", "subscriptions"), PURPOSES):
        template: Template = getattr(getattr(settings, section), purpose)
        given, missing = ("template_id", "fields") if template.template_id else ("fields", "template_id")
        if bool(template.template_id) != bool(template.fields):
            where, variable = found[section, purpose, given].origin, f"HEXI_{section.upper()}__{purpose.upper()}__"
            raise BadConfig(
                f"{where}: {section}.{purpose}.{given}: is of no use alone; set {variable}{missing.upper()} too"
            )
