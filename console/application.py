"""The Flask application of the office's pages; one file for each screen, one place for what all of them need."""

from flask import Flask
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined

from console import (
    acting,
    announcement_form,
    announcements,
    duty,
    duty_logs,
    guarding,
    home,
    jobs,
    kept_answers,
    notice_form,
    notice_people,
    notices,
    people,
    questions,
    reports,
    rights,
    setting_up,
    signed_in,
    signing_in,
    taken,
    talks,
    told,
)
from console.house import House
from console.words import dated, marked, moment, texts
from ledger import Busy
from ledger.notices import rights as notice_rights

_QUESTIONS = (questions, kept_answers)
_OFFICE = (notices, notice_form, notice_people, announcements, announcement_form, reports, jobs, duty, duty_logs)
SCREENS = (signing_in, setting_up, home, acting, taken, talks, told, people, *_OFFICE, *_QUESTIONS)


def create_application(here: House) -> Flask:
    """The application, to be reached below /console."""
    application = Flask("console")
    application.jinja_options = {
        "finalize": marked,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,  # a name that no view gave is a defect, not an empty place
    }
    application.config["BOOTSTRAP_SERVE_LOCAL"] = True
    application.extensions["house"] = here
    guarding.guard(application, here)
    Bootstrap5(application)
    signed_in.watch(application)
    for screen in SCREENS:
        application.register_blueprint(screen.pages)
    application.context_processor(lambda: _for_every_page(here))
    application.jinja_env.globals |= {"cite": here.plan.citing, "rests": here.plan.rests()}
    return application


def _for_every_page(here: House) -> dict[str, object]:
    """What templates may use everywhere."""
    now = here.clock()
    try:
        account = signed_in.visitor() if signed_in.is_signed_in() else None
    except Busy:  # the page that says so is shown all the same
        account = None
    return {
        "texts": texts(),
        "street": here.plan.head.street,
        "word": here.word,
        "dated": dated,
        "when": lambda at: moment(at, now),
        "account_name": account.name if account is not None else None,
        "real_when": lambda at: moment(at, here.real_clock()),
        "is_rehearsal": here.is_rehearsal,
        "is_office": account is not None and account.role in rights.OFFICE,
        "sees_notices": account is not None and account.role in notice_rights.ROLES,
        "sees_duty": account is not None and account.role in duty.ROLES,
        "finds_people": account is not None and account.role in rights.FINDS_PEOPLE,
    }
