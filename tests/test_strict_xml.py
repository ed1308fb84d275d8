"""Strict XML: what the platform sends can be read, what it never sends is refused before it does harm."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.door.strict_xml import (
    DEPTH_LIMIT,
    ELEMENT_LIMIT,
    NotStrict,
    _flat,
    _walked,
    read,
    with_surrogates_mended,
    without_controls,
)
from evaluation.pace import idle_seconds

BOMB = (
    '<!DOCTYPE xml [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><xml><Content>&i;</Content></xml>"
)

REFUSED = {
    "nothing": "",
    "blanks": "  ",
    "no xml": '{"ToUserName": "gh_1"}',
    "cut off": "<xml><Content>a",
    "two roots": "<xml></xml><xml></xml>",
    "another root": "<html><Content>a</Content></html>",
    "text in the root": "<xml>a</xml>",
    "text beside elements": "<xml>a<Content>b</Content></xml>",
    "text after elements": "<xml><Content>b</Content>a</xml>",
    "attribute": '<xml><Content lang="zh">a</Content></xml>',
    "namespace": '<xml xmlns="urn:x"><Content>a</Content></xml>',
    "doctype": "<!DOCTYPE xml><xml><Content>a</Content></xml>",
    "external entity": '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>',
    "external doctype": '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd"><xml><Content>a</Content></xml>',
    "parameter entity": '<!DOCTYPE xml [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]><xml/>',
    "entity bomb": BOMB,
    "undeclared entity": "<xml><Content>&x;</Content></xml>",
    "instruction": "<?php echo 1 ?><xml><Content>a</Content></xml>",
    "stylesheet": '<?xml-stylesheet href="x"?><xml><Content>a</Content></xml>',
    "comment": "<xml><!-- a --><Content>a</Content></xml>",
    "other encoding": '<?xml version="1.0" encoding="GBK"?><xml><Content>a</Content></xml>',
    "repeated": "<xml><FromUserName>a</FromUserName><FromUserName>b</FromUserName></xml>",
    "repeated content": "<xml><Content>a</Content><Content>b</Content></xml>",
    "repeated Encrypt": "<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
    "nested in a list": "<xml><A><FromUserName>a</FromUserName></A></xml>",
    "element inside": "<xml><FromUserName><b>a</b></FromUserName></xml>",
    "root in root": "<xml><xml><Content>a</Content></xml><Content><xml/></Content></xml>",
    "dotted name": "<xml><A.B>a</A.B></xml>",
    "character reference to NUL": "<xml><Content>&#0;</Content></xml>",
    "character reference to half a character": "<xml><Content>&#xD83D;</Content></xml>",
    "CDATA closed early": "<xml><Content><![CDATA[a]]>b]]></Content></xml>",
    "deep": "<xml>" + "<a>" * 10_000 + "</a>" * 10_000 + "</xml>",
    "one too deep": "<xml>" + "<a>" * DEPTH_LIMIT + "</a>" * DEPTH_LIMIT + "</xml>",
    "wide": "<xml>" + "<a/>" * 60_000 + "</xml>",
    "one too wide": "<xml>" + "<a/>" * ELEMENT_LIMIT + "</xml>",
}


@pytest.mark.parametrize("document", REFUSED.values(), ids=REFUSED.keys())
def test_what_the_platform_never_sends_is_refused_at_once(document: str) -> None:
    def refused() -> None:
        with pytest.raises(NotStrict):
            read(document.encode())

    assert idle_seconds(refused) < 0.2


@pytest.mark.parametrize(
    "document",
    [
        b"<xml><Content>\xff</Content></xml>",
        b"<xml><Content>\xc0\xbcb\xc0\xbe</Content></xml>",
        b"<xml><Content>\xe5\x8d</Content></xml>",
        "<xml><Content>\ud83d</Content></xml>".encode("utf-8", "surrogatepass"),
        "<xml><Content>河西</Content></xml>".encode("gbk"),
        "<xml><Content>a</Content></xml>".encode("utf-16"),
    ],
    ids=["lone byte", "overlong", "cut inside a character", "half a character", "GBK", "UTF-16"],
)
def test_what_is_not_utf8_is_refused(document: bytes) -> None:
    with pytest.raises(NotStrict):
        read(document)


READ = {
    "CDATA": ("<xml><Content><![CDATA[<b>&amp;]]></Content></xml>", [("Content", "<b>&amp;")]),
    "escaped": ("<xml><Content>&lt;b&gt; &amp;&#65;</Content></xml>", [("Content", "<b> &A")]),
    "empty": ("<xml><Content></Content><A/></xml>", [("Content", ""), ("A", "")]),
    "blanks between": ("<xml>\n <A>1</A>\r\n\t<B> 2 </B>\n</xml>\n", [("A", "1"), ("B", " 2 ")]),
    "line breaks": ("<xml><Content><![CDATA[a\nb\r\nc]]></Content></xml>", [("Content", "a\nb\nc")]),
    "declaration": ('<?xml version="1.0" encoding="utf-8"?><xml><A>1</A></xml>', [("A", "1")]),
    "nested": (
        "<xml><ScanCodeInfo><ScanType>qr</ScanType><ScanResult>2</ScanResult></ScanCodeInfo></xml>",
        [("ScanCodeInfo.ScanType", "qr"), ("ScanCodeInfo.ScanResult", "2")],
    ),
    "list": (
        "<xml><P><List><T>a</T></List><List><T>b</T></List><List><T>c</T></List></P></xml>",
        [("P.List.T", "a"), ("P.List#2.T", "b"), ("P.List#3.T", "c")],
    ),
    "control characters": (
        "<xml><Con\x01tent><![CDATA[a\x00\x08\x0b\x1f\ufffe\uffffb\t]]></Content></xml>",
        [("Content", "ab\t")],
    ),
    "two CDATA sections": (
        "<xml><Content><![CDATA[a]]]]><![CDATA[>b]]></Content></xml>",
        [("Content", "a]]>b")],
    ),
    "long": (f"<xml><Content><![CDATA[{'河' * 50_000}]]></Content></xml>", [("Content", "河" * 50_000)]),
    "as wide as allowed": (
        "<xml>" + "<a/>" * (ELEMENT_LIMIT - 1) + "</xml>",
        [("a", ""), *((f"a#{number}", "") for number in range(2, ELEMENT_LIMIT))],
    ),
}


@pytest.mark.parametrize(("document", "leaves"), READ.values(), ids=READ.keys())
def test_leaves_are_read_in_order_and_untouched(document: str, leaves: list[tuple[str, str]]) -> None:
    assert read(document.encode()) == leaves


def test_surrogates_that_were_encoded_one_by_one_become_their_character() -> None:
    pair = b"\xed\xa0\xbd\xed\xb8\x80"
    assert with_surrogates_mended(b"a" + pair + b"b").decode() == "a😀b"
    assert with_surrogates_mended(b"a\xed\xa0\xbdb").decode() == "a\ufffdb"
    assert with_surrogates_mended(b"a\xed\xb8\x80\xed\xa0\xbd").decode() == "a\ufffd\ufffd"
    assert with_surrogates_mended("한국 😀".encode()).decode() == "한국 😀"
    with pytest.raises(NotStrict):
        with_surrogates_mended(b"\xed\xa0\xbd\xff")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    try:
        read(b"<xml><Content>" + document + b"</Content></xml>")
    except NotStrict:
        return


@given(st.text(max_size=300))
def test_any_text_in_cdata_comes_through_but_for_what_xml_forbids(text: str) -> None:
    quoted = text.replace("]]>", "]]]]><![CDATA[>").encode("utf-8", "replace")
    [(_, back)] = read(b"<xml><Content><![CDATA[" + quoted + b"]]></Content></xml>")
    allowed = [sign for sign in text if sign >= " " or sign in "\t\n\r"]
    expected = (
        "".join(allowed).encode("utf-8", "replace").decode().replace("\ufffe", "").replace("\uffff", "")
    )
    assert back == expected.replace("\r\n", "\n").replace("\r", "\n")


_SIGNS = ["<xml>", "</xml>", "<![CDATA[", "]]>", "]", "]]", ">", "<", "&", "&lt;", "<A>", "</A>", "<A/>", "\n", "\r\n", " "]
_said = st.one_of(st.text(max_size=8), st.lists(st.sampled_from([*_SIGNS, "打卡", "a"]), max_size=5).map("".join))
_names = st.sampled_from(["A", "B", "Content", "FromUserName", "xml", "a.b", "a:b", "名"])
_leaves = st.tuples(_names, _said, st.sampled_from(["{}", "<![CDATA[{}]]>", " <![CDATA[{}]]>", "{}<B>b</B>"]))
_documents = st.lists(_leaves, min_size=1, max_size=4).map(
    lambda leaves: f"<xml>{''.join(f'<{name}>{shape.format(text)}</{name}>' for name, text, shape in leaves)}</xml>"
)


@given(st.one_of(_documents, st.lists(st.sampled_from([*_SIGNS, "a"]), max_size=12).map("".join)))
def test_what_is_read_the_short_way_reads_the_same_the_long_way(document: str) -> None:
    encoded = without_controls(document.encode("utf-8", "surrogatepass"))
    flat = _flat(encoded)
    if flat:
        assert flat == _walked(encoded)


def test_a_push_is_read_the_short_way() -> None:
    push = "<xml>\n<FromUserName><![CDATA[o1]]></FromUserName>\n<MsgId>23</MsgId><Content><![CDATA[打[卡]]></Content></xml>"
    assert _flat(push.encode()) == [("FromUserName", "o1"), ("MsgId", "23"), ("Content", "打[卡")]
