"""The account's template messages as they are configured, for the sender and for `doctor`."""

import re
from collections.abc import Iterable, Mapping

from bot.sending.template_form import TemplateForm
from bot.sending.wire import Wire
from knowledge.settings import Settings
from knowledge.settings.running import Subscriptions, Templates
from knowledge.template_fields import PURPOSES

_KEY = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")
# The platform leaves these out of what it shows.
_NOT_SHOWN = frozenset({"first", "remark"})


def template_forms(settings: Settings) -> dict[str, TemplateForm]:
    """The configured templates by purpose."""
    return _forms(settings.templates)


def subscription_forms(settings: Settings) -> dict[str, TemplateForm]:
    """The configured subscription messages by purpose."""
    return _forms(settings.subscriptions)


def _forms(section: Templates | Subscriptions) -> dict[str, TemplateForm]:
    found: dict[str, TemplateForm] = {}
    for purpose in PURPOSES:
        template = getattr(section, purpose)
        if template.template_id is not None:
            values = {field.name: field.pattern for field in template.fields}
            found[purpose] = TemplateForm(template.template_id, values)
    return found


def fetch_keys(wire: Wire, token: str) -> dict[str, frozenset[str]]:
    """The keys that each template of the account wants a value for, by template id. Raises SendError."""
    answer = wire.exchange("GET", "/cgi-bin/template/get_all_private_template", {"access_token": token}, None)
    listed = answer.get("template_list")
    return {
        str(one.get("template_id")): frozenset(_KEY.findall(str(one.get("content")))) - _NOT_SHOWN
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    }


def differences(forms: Mapping[str, TemplateForm], account: Mapping[str, frozenset[str]]) -> list[str]:
    """Where the configuration does not fit the account's templates: the platform would refuse each such message."""
    found: list[str] = []
    for purpose, form in forms.items():
        wanted = account.get(form.template_id)
        if wanted is None:
            found.append(f"{purpose}: the account has no template {form.template_id}")
        elif lacking := wanted - form.values.keys():
            found.append(f"{purpose}: no words for {_listed(lacking)}")
        elif unknown := form.values.keys() - wanted:
            found.append(f"{purpose}: the template has no {_listed(unknown)}")
    return found


def without_template(forms: Mapping[str, TemplateForm], alert_minutes: int) -> str:
    """Which purposes have no template and what that means for their messages; empty where each has one."""
    missing = [purpose for purpose in PURPOSES if purpose not in forms]
    if not missing:
        return ""
    return (
        f"none for {', '.join(missing)}: to whoever has not written for 48 hours these wait until they write, "
        f"and then become a visit (an alert after {alert_minutes} min); set HEXI_TEMPLATES__{missing[0].upper()}__…"
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
