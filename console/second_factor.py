"""The second factor: a code of six figures for each half minute (TOTP), shown by any authenticator app."""

import hmac

import pyotp
import segno

from knowledge.times import SECOND

_STEP = 30 * SECOND
# A phone's clock may be half a minute off.
_DRIFT = 1
# Whoever rehearses copies the code from the page, and takes a moment to think of a password.
REHEARSAL_DRIFT = 20
_NOBODYS = "A" * 32


def new_secret() -> str:
    """A secret for an authenticator app."""
    return pyotp.random_base32()


def step_of(secret: str | None, code: str, now: int, drift: int = _DRIFT) -> int | None:
    """The half minute whose code this is, as near to now as the clocks may differ; None where it is none."""
    totp = pyotp.TOTP(secret or _NOBODYS)
    current = now // _STEP
    found = None
    for step in range(current - drift, current + drift + 1):
        if hmac.compare_digest(totp.generate_otp(step), code):
            found = step
    return found if secret is not None else None


def current(secret: str, now: int) -> str:
    """The code of this half minute."""
    return pyotp.TOTP(secret).generate_otp(now // _STEP)


def picture(secret: str, name: str, issuer: str) -> str:
    """The QR code that an authenticator app scans, as an address that an <img> can show."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)
    address: str = segno.make(uri, error="l").svg_data_uri(scale=5, border=2)
    return address
