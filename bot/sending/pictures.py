"""Pictures that are sent: a QR code as PNG, large enough to be scanned off a cracked screen at night."""

import io

# A module of twelve dots makes some 350 dots in all for a pass number: sharp on a phone, a few hundred bytes.
_SCALE = 12
_QUIET_ZONE = 4


def qr_png(words: str) -> bytes:
    """The words as a QR code with the strongest correction of errors, black on white."""
    import segno

    picture = io.BytesIO()
    segno.make_qr(words, error="h").save(picture, kind="png", scale=_SCALE, border=_QUIET_ZONE)
    return picture.getvalue()
