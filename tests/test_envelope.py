"""The envelope: what the platform really sends is opened, everything else is refused without a word why."""

import base64
import hashlib
from dataclasses import replace
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from bot.door.cipher import Cipher
from bot.door.envelope import BODY_LIMIT, PLATFORM_EVENTS, Account, Envelope
from bot.door.signed_query import Signatures, parse
from bot.message import ClockOff, Message, NotFromWeChat, UnreadableBody
from tests import platform_side as platform

SECRET = b"a secret for the tests of keys!!"
ACCOUNT = Account(platform.APP_ID, platform.TOKEN, platform.AES_KEY, platform.ACCOUNT, "secure")
ENVELOPE = Envelope(ACCOUNT, SECRET)
PLAIN = Envelope(replace(ACCOUNT, mode="plain", aes_key=""), SECRET, allow_plain=True)
NOW = platform.NOW * 1_000


def opened(push: platform.Push, envelope: Envelope = ENVELOPE, received_at: int = NOW) -> Message:
    return envelope.open(push.query, push.body, received_at)


def message(content: bytes) -> Message:
    return opened(platform.secure(content))


def refusal(push: platform.Push, envelope: Envelope = ENVELOPE, received_at: int = NOW) -> str:
    with pytest.raises(NotFromWeChat) as refused:
        opened(push, envelope, received_at)
    return refused.value.reason


# The vectors of the platform's documentation (消息加解密说明, 接入指南).

REPLY_VECTOR = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
PUSH_VECTOR = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6J"
    "sXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8"
    "EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)


def test_the_documented_check_of_the_address_is_answered() -> None:
    query = (
        "signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=4375120948345356249"
        "&timestamp=1714036504&nonce=1514711492"
    )
    assert ENVELOPE.check(query, 1_714_036_504_000) == b"4375120948345356249"


def test_the_documented_plain_signature_is_right() -> None:
    query = "signature=899cf89e464efb63f54ddac96b0a0a235f53aa78&timestamp=1714037059&nonce=486452656"
    assert PLAIN.open(query, platform.inner(), 1_714_037_059_000).text == "打卡 36.5"


@pytest.mark.parametrize(
    ("timestamp", "encrypted", "signature", "beginning"),
    [
        (
            "1713424427",
            REPLY_VECTOR,
            "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
            b'{"demo_resp":"good luck"}',
        ),
        ("1714112445", PUSH_VECTOR, "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3", b'{"ToUserName":"gh_974'),
    ],
    ids=["reply", "push"],
)
def test_the_documented_ciphertexts_are_verified_and_decrypted(
    timestamp: str, encrypted: str, signature: str, beginning: bytes
) -> None:
    parameters = {"timestamp": timestamp, "nonce": "415670741", "msg_signature": signature}
    Signatures(platform.TOKEN).verify(parameters, "msg_signature", encrypted.encode())
    assert Cipher(platform.AES_KEY, platform.APP_ID).decrypt(encrypted.encode()).startswith(beginning)


def test_the_documented_push_is_authentic_but_no_xml() -> None:
    push = platform.secure(encrypted=PUSH_VECTOR, timestamp="1714112445")
    assert dict(push.parameters)["msg_signature"] == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    assert refusal(push) == "inner"


# What is opened.


def test_a_text_becomes_a_message() -> None:
    said = message(platform.inner())
    assert said == Message(
        key=said.key,
        openid=platform.WANG,
        account=platform.ACCOUNT,
        kind="text",
        sent_at=NOW,
        received_at=NOW,
        msg_id=24_000_000_000_000_001,
        text="打卡 36.5",
        event="",
        event_key="",
        menu_id="",
        fields={},
    )
    assert len(said.key) == 16


def test_plain_mode_reads_the_same_message_as_secure_mode() -> None:
    assert opened(platform.plain(), PLAIN) == message(platform.inner())


def test_wechatpy_understands_us_and_we_understand_wechatpy() -> None:
    crypto = WeChatCrypto(platform.TOKEN, platform.AES_KEY, platform.APP_ID)
    sent = crypto.encrypt_message(platform.inner().decode(), "415670741", str(platform.NOW))
    parts = ElementTree.fromstring(sent)
    push = platform.secure(encrypted=parts.findtext("Encrypt")).but(
        msg_signature=parts.findtext("MsgSignature")
    )
    said = opened(replace(push, body=sent.encode()))
    assert said.text == "打卡 36.5"
    sealed = ElementTree.fromstring(ENVELOPE.seal(said, "收到]]>了"))
    answer = crypto.decrypt_message(
        ElementTree.tostring(sealed).decode(),
        sealed.findtext("MsgSignature"),
        sealed.findtext("TimeStamp"),
        sealed.findtext("Nonce"),
    )
    assert ElementTree.fromstring(answer).findtext("Content") == "收到]]>了"


def test_a_reply_is_encrypted_signed_and_goes_back_to_the_sender() -> None:
    sealed = ElementTree.fromstring(ENVELOPE.seal(message(platform.inner()), "已记下。"))
    encrypted, nonce = sealed.findtext("Encrypt") or "", sealed.findtext("Nonce") or ""
    assert sealed.findtext("MsgSignature") == platform.sign(str(platform.NOW), nonce, encrypted)
    reply = ElementTree.fromstring(platform.decrypt(encrypted))
    assert reply.findtext("ToUserName") == platform.WANG
    assert reply.findtext("FromUserName") == platform.ACCOUNT
    assert reply.findtext("Content") == "已记下。"


def test_two_replies_with_the_same_words_do_not_look_alike() -> None:
    said = message(platform.inner())
    assert ENVELOPE.seal(said, "好") != ENVELOPE.seal(said, "好")


def test_a_reply_in_plain_mode_is_in_clear() -> None:
    reply = ElementTree.fromstring(PLAIN.seal(message(platform.inner()), "好"))
    assert reply.findtext("Content") == "好"


def test_in_compatible_mode_only_the_encrypted_copy_counts() -> None:
    clear = platform.element("FromUserName", platform.ZHAO) + platform.element("Content", "假的\x01")
    said = opened(platform.secure(clear=clear))
    assert (said.openid, said.text) == (platform.WANG, "打卡 36.5")


def test_the_older_signature_may_be_missing_beside_the_stronger_one() -> None:
    assert opened(platform.secure().but(signature=None)).text == "打卡 36.5"


def test_a_percent_encoded_query_is_the_same_query() -> None:
    push = platform.secure()
    assert ENVELOPE.open(push.query.replace("openid=o", "openid=%6f"), push.body, NOW).openid == platform.WANG


TEXTS = {
    "line breaks inside stay": ("\n 第一行\n第二行 \n", "第一行\n第二行"),
    "blank": (" \n\t ", ""),
    "empty": ("", ""),
    "control characters": ("a\x00b\x08\x1fc\ufffed\uffff", "abcd"),
    "emoji": ("😀👨‍👩‍👧", "😀👨‍👩‍👧"),
    "right to left": ("a\u202eb\u200b", "a\u202eb\u200b"),
    "composed": ("e\u0301", "é"),
    "markup": ("<b>&amp;</b>", "<b>&amp;</b>"),
    "cut before all else": ("a" * 2_047 + "e\u0301" + "b", "a" * 2_047 + "e"),
    "long": ("河" * 5_000, "河" * 2_048),
    "growing when composed": ("\ufb2c" * 2_048, ("\u05e9\u05bc\u05c1" * 2_048)[:2_048]),
}


@pytest.mark.parametrize(("sent", "read"), TEXTS.values(), ids=TEXTS.keys())
def test_what_somebody_wrote_is_cut_stripped_and_composed(sent: str, read: str) -> None:
    assert message(platform.inner(Content=sent)).text == read


def test_half_a_character_inside_does_not_lose_the_message() -> None:
    for half in (b"\xed\xa0\xbd", b"\xed\xb8\x80"):
        assert message(platform.inner(Content="打卡@").replace(b"@", half)).text == "打卡\ufffd"
    assert (
        message(platform.inner(Content="打卡@").replace(b"@", b"\xed\xa0\xbd\xed\xb8\x80")).text == "打卡😀"
    )


NUMBERS = {
    "absent": (None, None),
    "empty": ("", None),
    "zero": ("0", None),
    "zeros": ("000", None),
    "words": ("abc", None),
    "full-width digits": ("１２３", None),
    "sign": ("-5", None),
    "point": ("1.5", None),
    "too large for a database": (str(2**63), None),
    "very long": ("9" * 5_000, None),
    "largest": (str(2**63 - 1), 2**63 - 1),
    "blanks around": (" 12\n", 12),
}


@pytest.mark.parametrize(("sent", "read"), NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_that_cannot_be_read_counts_as_absent(sent: str | None, read: int | None) -> None:
    said = message(platform.inner(MsgId=sent, CreateTime=sent))
    assert said.msg_id == read
    assert said.text == "打卡 36.5"
    assert said.sent_at in {NOW, 12_000}


def test_the_time_of_saying_is_never_a_reason_to_refuse() -> None:
    for seconds in (1, platform.NOW - 86_400 * 365, platform.NOW + 86_400 * 365, 99_999_999_999):
        assert message(platform.inner(CreateTime=seconds)).sent_at == seconds * 1_000


def test_an_event_has_its_own_case_and_key() -> None:
    said = message(platform.event("CLICK", EventKey="checkin"))
    assert (said.kind, said.event, said.event_key, said.msg_id) == ("event", "CLICK", "checkin", None)
    assert message(platform.event("subscribe_msg_popup_event")).event == "subscribe_msg_popup_event"


def test_a_tapped_menu_message_is_a_text_with_its_id() -> None:
    assert message(platform.inner(bizmsgmenuid="101")).menu_id == "101"


def test_a_voice_says_what_was_recognised() -> None:
    said = message(platform.inner(MsgType="voice", Content=None, MediaId="m1", Recognition=" 打卡。 "))
    assert said.text == "打卡。"
    assert said.fields == {"MediaId": "m1"}
    assert message(platform.inner(MsgType="voice", Content=None, MediaId="m1", Recognition="")).text == ""


def test_the_rest_of_a_message_is_in_its_fields() -> None:
    scan = "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo></xml>"
    said = message(platform.event("scancode_push", EventKey="k").replace(b"</xml>", scan.encode()))
    assert said.fields == {"ScanCodeInfo.ScanType": "qrcode", "ScanCodeInfo.ScanResult": "1"}


@pytest.mark.parametrize("kind", ["hologram", "TEXT", "未知", "te xt", "x" * 1_000])
def test_an_unknown_kind_passes(kind: str) -> None:
    said = message(platform.inner(MsgType=kind))
    assert said.kind == kind[:64]
    assert said.text == ""


def test_a_message_shown_in_a_log_names_nobody() -> None:
    shown = repr(message(platform.inner(Label="永茂社区6号楼")))
    assert platform.WANG not in shown
    assert "打卡" not in shown
    assert "永茂" not in shown


def test_an_account_shown_in_a_log_has_no_secrets() -> None:
    account = replace(ACCOUNT, token="tokentoken")
    assert "tokentoken" not in repr(account)
    assert platform.AES_KEY not in repr(account)


# The key under which a push counts once.


def test_a_repeated_message_has_the_same_key_whatever_else_changed() -> None:
    again = opened(platform.secure(timestamp=str(platform.NOW + 5), nonce="1"), received_at=NOW + 5_000)
    assert again.key == message(platform.inner()).key
    assert message(platform.inner(Content="另一句")).key == again.key


def test_the_same_msgid_of_another_person_is_another_message() -> None:
    other = opened(platform.secure(platform.inner(FromUserName=platform.ZHAO), openid=platform.ZHAO))
    assert other.key != message(platform.inner()).key


def test_two_events_in_one_second_are_two() -> None:
    reports = [
        platform.event("TEMPLATESENDJOBFINISH", MsgID=msg_id, Status="success")
        for msg_id in (200163836, 200163837)
    ]
    keys = {message(report).key for report in reports}
    assert len(keys) == 2
    assert message(reports[0]).key in keys


def test_an_event_is_told_by_all_its_elements_and_where_one_ends() -> None:
    variants = [
        platform.event("CLICK", EventKey="ab", Ticket="c"),
        platform.event("CLICK", EventKey="a", Ticket="bc"),
        platform.event("CLICK", EventKey="ab", TicketX="c"),
        platform.event("CLICK", Ticket="c", EventKey="ab"),
        platform.event("CLICK", EventKey="ab", Ticket="c", CreateTime=platform.NOW + 1),
        platform.event("CLICK", EventKey="ab", Ticket="c", MsgId=5),
        platform.event("CLICK", EventKey="ab", Ticket="c" * 2_048 + "d"),
        platform.event("CLICK", EventKey="ab", Ticket="c" * 2_048 + "e"),
    ]
    assert len({message(variant).key for variant in variants}) == len(variants)


def test_a_message_without_msgid_is_told_by_its_elements() -> None:
    assert message(platform.inner(MsgId=None)).key != message(platform.inner(MsgId=None, Content="别的")).key


def test_the_key_depends_on_account_and_secret() -> None:
    other_secret = Envelope(ACCOUNT, SECRET[::-1])
    assert opened(platform.secure(), other_secret).key != message(platform.inner()).key
    other_account = Envelope(
        replace(ACCOUNT, app_id="wx0000000000000000", mode="plain"), SECRET, allow_plain=True
    )
    assert opened(platform.plain(), other_account).key != message(platform.inner()).key


# What is refused.

GOOD = platform.secure()
SHIFTED = str(platform.NOW)
FULL_WIDTH = SHIFTED.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


def signed_anew(timestamp: str, nonce: str) -> platform.Push:
    """A push whose signatures are right for parts of odd form."""
    encrypted = platform.encrypt(platform.inner())

    def sign(*parts: str) -> str:
        joined = "".join(sorted([platform.TOKEN, timestamp, nonce, *parts]))
        return hashlib.sha1(joined.encode()).hexdigest()

    push = platform.secure(encrypted=encrypted)
    return push.but(timestamp=timestamp, nonce=nonce, signature=sign(), msg_signature=sign(encrypted))


FORGED = {
    "no parameters": replace(GOOD, parameters=()),
    "no msg_signature": GOOD.but(msg_signature=None),
    "empty msg_signature": GOOD.but(msg_signature=""),
    "signature in place of msg_signature": GOOD.but(msg_signature=dict(GOOD.parameters)["signature"]),
    "another token": GOOD.but(msg_signature=platform.sign(SHIFTED, "415670741", "x", token="other")),
    "zeros": GOOD.but(msg_signature="0" * 40),
    "one digit off": GOOD.but(msg_signature=dict(GOOD.parameters)["msg_signature"][:-1] + "x"),
    "capitals": GOOD.but(msg_signature=dict(GOOD.parameters)["msg_signature"].upper()),
    "too short": GOOD.but(msg_signature=dict(GOOD.parameters)["msg_signature"][:-1]),
    "line break behind": GOOD.but(msg_signature=dict(GOOD.parameters)["msg_signature"] + "\n"),
    "not ASCII": GOOD.but(msg_signature="ａ" * 40),
    "wrong signature beside the right one": GOOD.but(signature="0" * 40),
    "empty signature beside the right one": GOOD.but(signature=""),
    "another nonce": GOOD.but(nonce="415670742"),
    "another timestamp": GOOD.but(timestamp=str(platform.NOW + 1)),
    "no timestamp": GOOD.but(timestamp=None),
    "no nonce": GOOD.but(nonce=None),
    "digit moved from nonce to timestamp": signed_anew(SHIFTED + "4", "15670741"),
    "digit moved from timestamp to nonce": signed_anew(SHIFTED[:-1], "5415670741"),
    "full-width timestamp": signed_anew(FULL_WIDTH, "1"),
    "timestamp with a line break": signed_anew(SHIFTED + "\n", "1"),
    "timestamp with a sign": signed_anew("+" + SHIFTED[1:], "1"),
    "timestamp with a blank": signed_anew(" " + SHIFTED, "1"),
    "timestamp with leading zero": signed_anew("0" + SHIFTED[1:], "1"),
    "timestamp in milliseconds": signed_anew(SHIFTED + "000", "1"),
    "timestamp as float": signed_anew("1714112.45", "1"),
    "empty nonce": signed_anew(SHIFTED, ""),
    "odd nonce": signed_anew(SHIFTED, "1<script>"),
    "long nonce": signed_anew(SHIFTED, "1" * 65),
}


@pytest.mark.parametrize("push", FORGED.values(), ids=FORGED.keys())
def test_a_signature_that_is_not_exactly_right_is_refused(push: platform.Push) -> None:
    assert refusal(push) in {"signature", "mode"}


def test_a_parameter_given_twice_is_refused() -> None:
    for name, value in GOOD.parameters:
        for extra in (urlencode({name: value}), f"{name}=", f"%{ord(name[0]):02x}{name[1:]}=1"):
            with pytest.raises(NotFromWeChat, match="query"):
                ENVELOPE.open(f"{GOOD.query}&{extra}", GOOD.body, NOW)
            with pytest.raises(NotFromWeChat, match="query"):
                ENVELOPE.open(f"{extra}&{GOOD.query}", GOOD.body, NOW)


def test_a_query_of_any_form_is_read_or_refused() -> None:
    assert parse("") == {}
    assert parse("&&a=1&&b&c=") == {"a": "1", "b": "", "c": ""}
    assert parse("a=%zz%ff+x") == {"a": "%zz\ufffd x"}
    with pytest.raises(NotFromWeChat, match="query"):
        parse("a=" + "1" * 1_024)


@pytest.mark.parametrize(
    ("seconds", "accepted"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)]
)
def test_the_window_is_300_seconds_either_way(seconds: int, accepted: bool) -> None:
    received_at = NOW + seconds * 1_000 + 999
    if accepted:
        assert opened(GOOD, received_at=received_at).received_at == received_at
        return
    with pytest.raises(ClockOff) as off:
        opened(GOOD, received_at=received_at)
    assert off.value.skew_seconds == -seconds
    assert off.value.reason == "window"


def test_a_forged_old_push_says_nothing_about_the_clock() -> None:
    with pytest.raises(NotFromWeChat) as refused:
        opened(GOOD.but(msg_signature="0" * 40), received_at=NOW + 10**9)
    assert not isinstance(refused.value, ClockOff)


def test_secure_mode_takes_nothing_in_clear() -> None:
    assert refusal(platform.plain()) == "mode"
    assert refusal(platform.plain().but(encrypt_type="raw")) == "mode"
    assert refusal(platform.plain().but(encrypt_type="AES")) == "mode"
    assert refusal(platform.plain().but(encrypt_type="aes")) == "signature"
    signature = dict(platform.plain().parameters)["signature"]
    assert refusal(platform.plain().but(encrypt_type="aes", msg_signature=signature)) == "signature"
    assert refusal(GOOD.but(encrypt_type=None)) == "mode"


def test_a_clear_body_under_signatures_of_an_encrypted_one_is_refused() -> None:
    assert refusal(replace(GOOD, body=platform.inner())) == "signature"
    swapped = GOOD.body.replace(b"</xml>", platform.inner()[5:])
    with pytest.raises(UnreadableBody):  # ToUserName comes twice
        opened(replace(GOOD, body=swapped))


def test_plain_mode_takes_nothing_encrypted_and_nothing_forged() -> None:
    assert refusal(GOOD, PLAIN) == "mode"
    for changed in (
        platform.plain().but(signature=None),
        platform.plain().but(signature="0" * 40),
        platform.plain().but(nonce="1"),
        signed_anew(SHIFTED[:-1], "5415670741").but(encrypt_type=None, msg_signature=None),
    ):
        assert refusal(changed, PLAIN) == "signature"
    assert refusal(platform.plain(), PLAIN, NOW + 400_000) == "window"


def test_every_tampered_byte_of_a_ciphertext_is_refused_by_its_signature() -> None:
    encrypted = platform.encrypt(platform.inner())
    ciphertext = base64.b64decode(encrypted)
    genuine = platform.secure(encrypted=encrypted)
    for place in range(len(ciphertext)):
        changed = bytes([*ciphertext[:place], ciphertext[place] ^ 1, *ciphertext[place + 1 :]])
        body = genuine.body.replace(encrypted.encode(), base64.b64encode(changed))
        assert refusal(replace(genuine, body=body)) == "signature"


def test_a_tampered_ciphertext_signed_by_who_knows_the_token_is_refused_or_harmless() -> None:
    ciphertext = base64.b64decode(platform.encrypt(platform.inner()))
    for place in range(len(ciphertext)):
        changed = bytes([*ciphertext[:place], ciphertext[place] ^ 0x41, *ciphertext[place + 1 :]])
        push = platform.secure(encrypted=base64.b64encode(changed).decode())
        try:
            said = opened(push)
        except NotFromWeChat:
            continue
        assert said.openid == platform.WANG
        assert said.account == platform.ACCOUNT


def _block(content: bytes) -> bytes:
    return platform.frame(content)


TEXT = platform.inner()
SHORT = b"<xml/>"
BROKEN_CIPHERS = {
    "nothing": "",
    "no base64": "????",
    "base64 with a line break": platform.encrypt(TEXT)[:8] + "\n" + platform.encrypt(TEXT)[8:],
    "base64 without its end": platform.encrypt(TEXT)[:-1],
    "base64 url alphabet": "-_" * 32,
    "not ASCII": "密文",
    "half a block": base64.b64encode(base64.b64decode(platform.encrypt(TEXT))[:-16]).decode(),
    "blocks of 16": platform.aes(platform.padded(platform.frame(TEXT) + b"x" * 16, 16)),
    "random": base64.b64encode(hashlib.sha512(b"1").digest()).decode(),
    "padding of 0": platform.aes(_block(SHORT) + b"\0" * (32 - len(_block(SHORT)) % 32)),
    "padding over 32": platform.aes((_block(TEXT) + b"\x21" * 64)[: (len(_block(TEXT)) // 32 + 2) * 32]),
    "padding of 255": platform.aes((_block(TEXT) + b"\xff" * 64)[: (len(_block(TEXT)) // 32 + 2) * 32]),
    "uneven padding": platform.aes(
        platform.padded(_block(TEXT))[:-2] + b"\0" + platform.padded(_block(TEXT))[-1:]
    ),
    "padding longer than all": platform.aes(b"\x20" * 32),
    "length too short": platform.aes(platform.padded(platform.frame(TEXT, length=len(TEXT) - 1))),
    "length too long": platform.aes(platform.padded(platform.frame(TEXT, length=len(TEXT) + 1))),
    "length beyond all": platform.aes(platform.padded(platform.frame(TEXT, length=2**32 - 1))),
    "length zero": platform.aes(platform.padded(platform.frame(TEXT, length=0))),
    "another AppID": platform.aes(platform.padded(platform.frame(TEXT, app_id="wx0000000000000000"))),
    "no AppID": platform.aes(platform.padded(platform.frame(TEXT, app_id=""))),
    "AppID and more": platform.aes(platform.padded(platform.frame(TEXT, app_id=platform.APP_ID + "0"))),
    "AppID in capitals": platform.aes(platform.padded(platform.frame(TEXT, app_id=platform.APP_ID.upper()))),
    "too short for a head": platform.aes(platform.padded(b"x" * 10)),
}


@pytest.mark.parametrize("encrypted", BROKEN_CIPHERS.values(), ids=BROKEN_CIPHERS.keys())
def test_what_cannot_be_decrypted_to_the_last_byte_is_refused(encrypted: str) -> None:
    push = platform.secure(encrypted=encrypted)
    assert refusal(push) == ("cipher" if encrypted else "signature")


ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PARTIES = ("FromUserName", "ToUserName", "MsgType", "Event", "EventKey", "MsgId", "CreateTime", "Content")
INNER = {
    "nothing": b"",
    "JSON": b'{"ToUserName":"gh_97417a04a28d"}',
    "not UTF-8": TEXT.replace(b"36.5", b"\xff\xfe"),
    "cut off": TEXT[:-10],
    "external entity": ENTITY + TEXT.replace(b"<![CDATA[text]]>", b"&a;"),
    "attribute": TEXT.replace(b"<Content>", b'<Content a="1">'),
    "deep": TEXT.replace(b"</xml>", b"<a>" * 20 + b"</a>" * 20 + b"</xml>"),
    "wide": TEXT.replace(b"</xml>", b"<a/>" * 300 + b"</xml>"),
    "no sender": platform.inner(FromUserName=None),
    "empty sender": platform.inner(FromUserName=" "),
    "odd sender": platform.inner(FromUserName="o]]x<"),
    "long sender": platform.inner(FromUserName="o" * 65),
    "no account": platform.inner(ToUserName=None),
    "no kind": platform.inner(MsgType=None),
    "empty kind": platform.inner(MsgType=""),
    "text breaks out of CDATA": platform.inner(
        Content="]]></Content><FromUserName><![CDATA[oZhao]]></FromUserName><X><![CDATA["
    ),
    **{
        f"{name} twice": TEXT.replace(b"</xml>", f"<{name}>1</{name}><{name}>1</{name}></xml>".encode())
        for name in PARTIES
    },
    **{
        f"{name} nested": TEXT.replace(b"</xml>", f"<A><{name}>1</{name}></A></xml>".encode())
        for name in (*PARTIES, "Encrypt")
    },
}


@pytest.mark.parametrize("content", INNER.values(), ids=INNER.keys())
def test_what_decrypts_to_no_clear_message_is_refused_like_a_forgery(content: bytes) -> None:
    assert refusal(platform.secure(content)) == "inner"


@pytest.mark.parametrize("content", INNER.values(), ids=INNER.keys())
def test_the_same_in_plain_mode_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableBody):
        opened(platform.plain(content), PLAIN)


OUTER = {
    "nothing": b"",
    "JSON": b"{}",
    "not UTF-8": GOOD.body.replace(b"gh_", b"\xff\xff_"),
    "half a character": GOOD.body.replace(b"gh_", b"\xed\xa0\xbd_"),
    "external entity": ENTITY + GOOD.body,
    "attribute": GOOD.body.replace(b"<Encrypt>", b'<Encrypt a="1">'),
    "Encrypt twice": GOOD.body.replace(b"</xml>", b"<Encrypt>a</Encrypt></xml>"),
    "too large": GOOD.body.replace(b"</xml>", b" " * BODY_LIMIT + b"</xml>"),
}


@pytest.mark.parametrize("body", OUTER.values(), ids=OUTER.keys())
def test_an_outer_body_that_is_no_strict_xml_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableBody):
        opened(replace(GOOD, body=body))


def test_another_persons_openid_in_the_address_is_refused() -> None:
    assert refusal(platform.secure(openid=platform.ZHAO)) == "openid"
    assert refusal(GOOD.but(openid="")) == "openid"
    assert opened(GOOD.but(openid=None)).openid == platform.WANG
    assert refusal(platform.plain().but(openid=platform.ZHAO), PLAIN) == "openid"


@pytest.mark.parametrize("name", sorted(PLATFORM_EVENTS))
def test_an_event_of_the_platform_itself_may_name_another(name: str) -> None:
    push = platform.secure(platform.event(name, OpenID=platform.ZHAO), openid=platform.ZHAO)
    assert opened(push).event == name


def test_a_text_cannot_pass_as_an_event_of_the_platform() -> None:
    content = platform.inner(Event="MASSSENDJOBFINISH")
    assert refusal(platform.secure(content, openid=platform.ZHAO)) == "openid"


def test_a_message_to_another_account_is_refused() -> None:
    content = platform.inner(ToUserName="gh_000000000000")
    assert refusal(platform.secure(content)) == "account"
    anywhere = Envelope(replace(ACCOUNT, original_id=""), SECRET)
    assert opened(platform.secure(content), anywhere).account == "gh_000000000000"


def check_query(echo: str = "4375120948345356249", **changes: str) -> str:
    signature = platform.sign(SHIFTED, "1")
    parameters = {"signature": signature, "timestamp": SHIFTED, "nonce": "1", "echostr": echo}
    return urlencode(parameters | changes)


@pytest.mark.parametrize(
    "query",
    [
        "",
        check_query(signature="0" * 40),
        check_query(signature=""),
        check_query(nonce="2"),
        check_query() + "&echostr=1",
        check_query(echo=""),
        check_query(echo="<script>alert(1)</script>"),
        check_query(echo="1\r\nSet-Cookie: a=b"),
        check_query(echo="１２"),
        check_query(echo="1" * 257),
        check_query().replace("&echostr=", "&other="),
    ],
)
def test_a_check_of_the_address_that_is_not_the_platforms_is_refused(query: str) -> None:
    with pytest.raises(NotFromWeChat):
        ENVELOPE.check(query, NOW)


def test_an_old_check_of_the_address_is_refused() -> None:
    with pytest.raises(ClockOff):
        ENVELOPE.check(check_query(), NOW + 301_000)


@given(st.binary(max_size=400), st.text(max_size=200))
def test_any_request_is_opened_or_refused(body: bytes, query: str) -> None:
    for envelope, address in ((ENVELOPE, GOOD.query), (PLAIN, platform.plain().query), (ENVELOPE, query)):
        with pytest.raises((NotFromWeChat, UnreadableBody)):
            envelope.open(address, body, NOW)


@given(st.binary(max_size=400))
def test_any_decrypted_content_is_opened_or_refused(content: bytes) -> None:
    try:
        opened(platform.secure(b"<xml>" + content + b"</xml>"))
    except NotFromWeChat:
        return


# The settings.


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"mode": "compatible"}, "secure or plain"),
        ({"app_id": ""}, "AppID"),
        ({"app_id": "wx 1234"}, "AppID"),
        ({"token": "ab"}, "token"),
        ({"token": "令牌令牌"}, "token"),
        ({"aes_key": ""}, "EncodingAESKey"),
        ({"aes_key": "A" * 42}, "EncodingAESKey"),
        ({"aes_key": "A" * 44}, "EncodingAESKey"),
        ({"aes_key": "A" * 42 + "="}, "EncodingAESKey"),
        ({"aes_key": "A" * 42, "mode": "plain"}, "EncodingAESKey"),
        ({"original_id": "河西"}, "original id"),
    ],
)
def test_a_wrong_setting_says_what_would_be_right(changes: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(ACCOUNT, **changes)


def test_plain_mode_must_be_allowed() -> None:
    with pytest.raises(ValueError, match="plain mode is not allowed"):
        Envelope(replace(ACCOUNT, mode="plain"), SECRET)


@pytest.mark.parametrize("length", [0, 15, 65])
def test_the_secret_of_the_keys_has_a_sensible_length(length: int) -> None:
    with pytest.raises(ValueError, match="16 to 64 bytes"):
        Envelope(ACCOUNT, b"x" * length)
