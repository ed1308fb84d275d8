"""Answers that need no form: greeting, help, privacy, pictures and positions, and an honest `I cannot do that`."""

import re
from collections.abc import Callable

from bot.offer import Command
from bot.turn import Turn
from handlers import complaint_pictures, listening, rights
from handlers.asking import kept
from handlers.asking import plan as asking_plan
from handlers.exits.numbers import led
from handlers.figures import asking as figures
from handlers.logs import where
from handlers.notices import numbers as notice_numbers
from handlers.psych import after as psych_after
from handlers.rumours.answering import answers_rumours
from handlers.supplies.numbers import takes_supplies
from handlers.violations.taking import takes_violations
from knowledge.language.off_topic import off_topic
from knowledge.times import DAY
from ledger.people import accounts, last_told
from ledger.psych_support import PSYCHOLOGY

_PRIVACY = re.compile(r"隐私|个人信息|为什么要登记")
_ABOUT_ME = "(?:我的?|所有|全部|个人|登记|这个|的)*(?:信息|资料|数据|账号|帐号|账户|号)"
_LEAVING = re.compile(
    rf"[^?？]{{0,12}}(?:注销|销号|销户)(?:{_ABOUT_ME}|吧|了|掉|账号)*(?:[ ,，].{{0,20}})?"
    rf"|[^?？]{{0,12}}(?:把|将){_ABOUT_ME}(?:都|全|全都|给我)*(?:删|清)(?:了|掉|除|空|干净)*[吧啊了]*"
    rf"|[^?？]{{0,8}}(?:删除|删掉|删了|清除|清空){_ABOUT_ME}[吧啊了]*"
)
# Russian, Mongolian in its own letters, Japanese, Korean; English by its small words, since names have its letters too.
_FOREIGN = re.compile(
    r"[^\u3400-\u9fff]*[\u0400-\u04ff\u1800-\u18aa\u3040-\u30ff\uac00-\ud7a3]{2}[^\u3400-\u9fff]*"
    r"|(?=[A-Za-z' ,.?!]+\Z).*?\b(?:[Ww]here|[Ww]hat|[Hh]ow|[Ww]hen|[Cc]an|[Cc]ould|[Dd]o|[Ii]s|[Aa]re|[Nn]eed|[Hh]elp"
    r"|[Pp]lease|[Mm]y|[Hh]ave|[Ww]ant|[Tt]he|I'm|I)[ ,]+\w.*"
)
# Иван Петров: each word begins large, or the script knows no other.
_NAME_OF_ANOTHER_SCRIPT = re.compile(
    r"[\u0410-\u042f\u0401][\u0430-\u044f\u0451]+(?:[ -][\u0410-\u042f\u0401][\u0430-\u044f\u0451]+){0,2}"
    r"|[\u1800-\u18aa]+|[\u3040-\u30ff]+(?: [\u3040-\u30ff]+)?|[\uac00-\ud7a3]{2,4}"
)
# What people say to a notice or a reminder.
_THANKS = re.compile(r"(?:(?:收到|谢谢|多谢|感谢|知道|明白|辛苦|了|您|你|大家|啦|[ ,。!])+)")
_IS_THANKS = re.compile(r"谢|辛苦|麻烦[您你]了|再见|拜拜|晚安")

# 你是真人吗, 到底是人还是机器: whoever asks is told, and not what all can be done here.
_WHO_IS_IT = re.compile(
    r"[^?]{0,8}(?:是|跟|和)(?:不是)?(?:一个|个)?(?:真的?人|活人|机器人?|电脑|人工智能|ai|AI|人还?是|自动回[复话]).{0,14}"
    r"|(?:你|您)(?:到底|究竟)?(?:是谁|叫(?:啥|什么)).{0,4}",
)


def asked_for_help(turn: Turn) -> str:
    """What can be done here; to whoever asks who it is that answers, that it is no person, and how to get one."""
    return turn.render("who_i_am") if _WHO_IS_IT.fullmatch(turn.text) else help_text(turn)


def help_text(turn: Turn) -> str:
    """What can be done here, by role, in the words with which it is asked for."""
    return turn.render(
        "help",
        looks_after_people=rights.looks_after_people(turn),
        takes_alerts=bool(rights.groups(turn)),
        takes_supplies=takes_supplies(turn),
        takes_violations=takes_violations(turn),
        answers_rumours=answers_rumours(turn),
        talks_to_people=PSYCHOLOGY in rights.groups(turn),
        is_office=rights.is_office(turn),
        writes_notices=notice_numbers.has_a_say(turn),
        leads_task_force=bool(led(turn)),
        leads_community=bool(rights.led(turn)),
        sees_figures=figures.sees_figures(turn),
        is_inspector="inspector" in rights.kinds(turn),
        at_gate="gate_guard" in rights.kinds(turn),
        keeps_logs=where.keeps_logs(turn),
        is_known=turn.contact.is_bound,
    )


def greeting(turn: Turn) -> str:
    """Hello, and what is done most, for staff what all can be; to thanks one line alone.

    Nobody is greeted on a guess: 就这么坐着 is no hello.
    """
    is_guess = turn.reading.confidence < turn.house.settings.conversation.asks_back_below
    if is_guess and turn.text and _IS_THANKS.search(turn.text) is None:
        return unknown(turn)
    if _IS_THANKS.search(turn.text) is not None:
        return _thanked(turn) or turn.render("thanked")
    menu = help_text(turn) if turn.contact.is_staff else ""
    return _thanked(turn) or turn.render("greeting", name=turn.contact.name, menu=menu)


def _thanked(turn: Turn) -> str:
    """收到, 谢谢 and the like to a notice or a reminder: one line, and no list of what can be done; empty for all else."""
    is_thanks = not turn.text or _THANKS.fullmatch(turn.text) is not None  # 👌 is no text
    if not is_thanks or not last_told.was_only_told(turn.db, turn.contact.openid, turn.now - DAY):
        return ""
    return turn.render("told_and_thanked")


def unknown(turn: Turn) -> str:
    """Nothing here can answer this: said so, with what can be done and the offer of a person."""
    heard = listening.goes_on(turn) or psych_after.goes_on(turn)
    if heard is not None:
        return heard
    thanked = _thanked(turn)
    if thanked:
        return thanked
    office = turn.house.settings.office
    topic = off_topic(turn.text) if turn.reading.intent == "out_of_scope" else None
    if topic is not None:
        return turn.render("off_topic", topic=topic, government=office.hotlines.government.number)
    answered = asking_plan.instead_of_unknown(turn) or kept.instead_of_unknown(turn)
    if answered is not None:
        return answered
    return turn.render("unknown", duty_phone=office.duty_phone, psychology=office.hotlines.psychology.number)


def media(turn: Turn) -> str:
    """A picture of what is complained of is passed on; for other pictures, voices, positions: what to do instead."""
    templates = {
        "voice": "voice_unheard",
        "image": "picture",
        "video": "picture",
        "shortvideo": "picture",
        "location": "position",
        "link": "link",
        "file": "picture",
        "text": "blank",
    }
    if turn.message.kind == "image":
        of_complaint = complaint_pictures.forward(turn)
        if of_complaint is not None:
            return of_complaint
    if turn.message.kind == "text" and (thanked := _thanked(turn)):
        return thanked
    template = templates.get(turn.message.kind)
    return turn.render(template) if template else ""


def followed(turn: Turn) -> str:
    """Somebody follows the account: welcome, in three lines."""
    accounts.follow(turn.db, turn.contact.openid, turn.now)
    return turn.render("welcome", name=turn.contact.name)


def left(turn: Turn) -> str:
    """Somebody leaves: the account speaks for nobody any more, and what it had begun is deleted."""
    accounts.forget(turn.db, turn.contact.openid)
    return ""


def clicked(turn: Turn) -> str:
    """A tap on the menu opens the short window; its key is then answered as if it had been said."""
    accounts.note_click(turn.db, turn.contact.openid, turn.now)
    return ""


def _privacy(turn: Turn, _match: re.Match[str]) -> str:
    return turn.render("privacy", retention=turn.house.settings.retention)


def _leaving(turn: Turn, _match: re.Match[str]) -> str:
    """注销: what goes with unfollowing, what the subdistrict keeps, and what can be taken back."""
    return turn.render("leaving", known=turn.contact.is_bound, form=turn.form is not None)


def _foreign(turn: Turn, match: re.Match[str]) -> str | None:
    """What nobody here reads is told so, in the languages of its likely writers, with the numbers that save lives.

    In a form it may be how somebody is called.
    """
    if turn.form is not None and _NAME_OF_ANOTHER_SCRIPT.fullmatch(match[0]):
        return None
    return turn.render("foreign")


commands = (
    Command("foreign", _FOREIGN, _foreign, staff_only=False),
    Command("privacy", _PRIVACY, _privacy, staff_only=False),
    Command("leaving", _LEAVING, _leaving, staff_only=False),
)
answers: dict[str, Callable[[Turn], str]] = {
    "help": asked_for_help,
    "greeting": greeting,
}
events: dict[str, Callable[[Turn], str]] = {
    "subscribe": followed,
    "unsubscribe": left,
    "CLICK": clicked,
}
