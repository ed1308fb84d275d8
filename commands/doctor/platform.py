"""What the WeChat platform says, and what is configured for it."""

from collections.abc import Iterator

from bot.sending.client import fetch_stable_token
from bot.sending.fates import SendError
from bot.sending.wire import Wire
from commands.doctor.finding import FAIL, LOOK, OK, Finding
from commands.remedies import remedy
from commands.templates import differences, fetch_keys, template_forms, without_template
from knowledge.settings import Account, Settings


def platform(settings: Settings, account: Account) -> Iterator[Finding]:
    """Whether the platform gives a token, and whether its templates are those that are configured."""
    differ: list[str] = []
    wire = Wire(settings.wechat.api_base_url, read_seconds=settings.sender.request_seconds)
    try:
        grant = fetch_stable_token(wire, account.app_id, account.app_secret, False)
        yield Finding(OK, "platform", f"{settings.wechat.api_base_url} gave a token for {grant.seconds} s")
        differ = _template_differences(settings, wire, grant.value)
    except SendError as error:
        if error.errcode is None:
            says = f"{settings.wechat.api_base_url} does not answer: nothing can be sent ({error.errmsg})"
            yield Finding(LOOK, "platform", says)
        else:
            yield Finding(FAIL, "platform", remedy(error))
    finally:
        wire.close()
    yield templates(settings, differ)


def _template_differences(settings: Settings, wire: Wire, token: str) -> list[str]:
    forms = template_forms(settings)
    if not forms:
        return []
    try:
        return differences(forms, fetch_keys(wire, token))
    except SendError as error:
        return [f"the platform does not say which there are ({error})"]


def templates(settings: Settings, differ: list[str]) -> Finding:
    forms = template_forms(settings)
    trouble = "; ".join(
        filter(None, [*differ, without_template(forms, settings.sender.wait_for_contact_minutes.alert)])
    )
    return Finding(LOOK if trouble else OK, "templates", trouble or f"for {', '.join(forms)}")


def mass_sends(settings: Settings) -> Finding:
    if settings.notices.mass_sends:
        return Finding(OK, "mass sends", "bring a notice to whom nothing else reaches: verified accounts only")
    return Finding(OK, "mass sends", "off (notices.mass_sends): whom nothing else reaches is visited")


def questions(settings: Settings) -> Finding:
    if settings.conversation.tappable_questions:
        return Finding(OK, "questions", "can be tapped: only a verified account may send such messages")
    return Finding(OK, "questions", "are answered by typing: conversation.tappable_questions is off")
