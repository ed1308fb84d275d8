"""Template messages and subscription notices (documents 发送模板消息, 订阅通知), which need no window."""

from simulator.api.request import OK, Answer, Request
from simulator.clock import MINUTE
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.platform import Platform
from simulator.push import draw_msg_id
from simulator.reports import report_later
from simulator.template import Template

_SAME_ID_FOR = 10 * MINUTE


def send_template(platform: Platform, request: Request) -> Answer:
    """Show a template message; whether it was delivered is reported later, by an event."""
    given = request.fields()
    person = platform.person(given.raw().get("touser"))
    if not person.follows:
        raise ApiError(43004)
    text = _template(platform, given, subscribe=False).fill(given.raw().get("data"))
    now = platform.clock.now()
    client_id = given.text("client_msg_id", "")
    earlier = platform.sent_once.get((person.openid, client_id)) if client_id else None
    if earlier and now - earlier[0] < _SAME_ID_FOR:
        return {**OK, "msgid": earlier[1]}
    message_id = draw_msg_id()
    if client_id:
        platform.sent_once[person.openid, client_id] = (now, message_id)
    status = "failed:user block" if person.blocked else "success"
    if not person.blocked:
        platform.show(person, "template", "template", text, _link(given))
    elements = {"MsgID": str(message_id), "Status": status}
    report_later(platform, person.openid, "TEMPLATESENDJOBFINISH", elements)
    return {**OK, "msgid": message_id}


def send_subscribed(platform: Platform, request: Request) -> Answer:
    """Show a notice to whoever agreed to its template, follower or not; it uses up a single consent."""
    if platform.settings.test_account:
        raise ApiError(48001)
    given = request.fields()
    person = platform.person(given.raw().get("touser"))
    template = _template(platform, given, subscribe=True)
    text = template.fill(given.raw().get("data"))
    consent = person.consents.get(template.template_id)
    if consent is None or not (consent.always or consent.once):
        raise ApiError(43101)
    if not consent.always:
        consent.once -= 1
    platform.show(person, "subscribe", "template", text, _link(given))
    message_id = draw_msg_id()
    result = {
        "TemplateId": template.template_id,
        "MsgID": str(message_id),
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    report_later(platform, person.openid, "subscribe_msg_sent_event", {"SubscribeMsgSentEvent": {"List": result}})
    return {**OK, "msgid": message_id}


def list_templates(platform: Platform, request: Request) -> Answer:
    """The account's templates."""
    return {
        "template_list": [
            {"template_id": template.template_id, "title": template.title, "content": template.content}
            for template in platform.templates.values()
            if not template.subscribe
        ]
    }


def _template(platform: Platform, given: Fields, *, subscribe: bool) -> Template:
    template = platform.templates.get(given.text("template_id", ""))
    if template is None or template.subscribe != subscribe:
        raise ApiError(40037)
    return template


def _link(given: Fields) -> dict[str, object]:
    return {name: given.raw()[name] for name in ("url", "page", "miniprogram", "template_id") if given.has(name)}
