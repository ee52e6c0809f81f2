"""Each type of body that senders use becomes data the way its page says, and nothing that is sent costs more than its size."""

from __future__ import annotations

import base64
import gzip
import tracemalloc
import zlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.engine.errors import NotAllowed
from runtime.routing.bodies import media, multiparts, tables, xmls
from runtime.routing.bodies.parsing import parse_body
from tests.effort import at_most

JSON, FORM, XML, CSV = "application/json", "application/x-www-form-urlencoded", "application/xml", "text/csv"
MULTIPART = "multipart/form-data; boundary=B"


def part(headers: str, content: bytes) -> bytes:
    return b"--B\r\n" + headers.replace("\n", "\r\n").encode() + b"\r\n\r\n" + content + b"\r\n"


def parts(*given: tuple[str, bytes]) -> bytes:
    return b"".join(part(f"Content-Disposition: form-data; {headers}", content) for headers, content in given) + b"--B--\r\n"


@pytest.mark.parametrize(
    ("content_type", "body", "data"),
    [
        pytest.param("application/json; charset=iso-8859-1", '"é"'.encode("latin-1"), "é", id="JSON in Latin-1"),
        pytest.param("application/json; charset=UTF-16LE", '"é"'.encode("utf-16-le"), "é", id="JSON in UTF-16"),
        pytest.param(JSON, '[1, "é"]'.encode("utf-16"), [1, "é"], id="JSON in UTF-16 that only its mark tells"),
        pytest.param(JSON, b'{"a": {"b": 1}, "a": 2}', {"a": 2}, id="the last of two keys counts"),
        pytest.param(JSON, b"18446744073709551615", 18446744073709551615, id="a whole number of 64 bits stays exact"),
        pytest.param("application/x-ndjson", b'{"a":1}\n\n[2]\r\n', [{"a": 1}, [2]], id="one value a line"),
        pytest.param(FORM, b"payload=%7B%22a%22%3A1%7D", {"payload": {"a": 1}}, id="GitHub's form"),
        pytest.param(FORM, b"payload=%7B%22a%22%3A1%7D&x=1", {"payload": '{"a":1}', "x": "1"}, id="a payload among others"),
        pytest.param(FORM, b"payload=%7Bnot+json", {"payload": "{not json"}, id="a payload that is no JSON"),
        pytest.param(FORM + "; charset=windows-1252", b"a=%E9", {"a": "é"}, id="a form of Windows"),
        pytest.param(FORM, b"a[]=1&a[]=2&b[c]=3", {"a[]": ["1", "2"], "b[c]": "3"}, id="brackets are part of a name"),
        pytest.param(XML, b"<a>1</a>", {"a": "1"}, id="an element of text"),
        pytest.param(
            XML,
            b'<o id="7"><i>1</i><i/><i q="2">\n x </i></o>',
            {"o": {"@id": "7", "i": ["1", None, {"@q": "2", "#text": "x"}]}},
            id="attributes, repeats, nothing",
        ),
        pytest.param(
            "application/soap+xml",
            b'<s:E xmlns:s="u"><s:B>&lt;&#233;</s:B></s:E>',
            {"s:E": {"@xmlns:s": "u", "s:B": "<é"}},
            id="prefixes stay",
        ),
        pytest.param(XML, '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"), {"a": "é"}, id="XML says so"),
        pytest.param(XML + "; charset=utf-8", '<?xml version="1.0" encoding="ascii"?><a>é</a>'.encode(), {"a": "é"}, id="HTTP"),
        pytest.param(XML, b"<a><![CDATA[<b>]]></a>", {"a": "<b>"}, id="character data"),
        pytest.param(CSV, b"id,name\r\n1,\"O, \"\"x\"\"\"\n2\n3,b,c\n", [
            {"id": "1", "name": 'O, "x"'}, {"id": "2", "name": ""}, {"id": "3", "name": "b", "column_3": "c"},
        ], id="CSV, short and long rows"),
        pytest.param(CSV, "a;b;b;\n1;2;3;4".encode("utf-8-sig"), [{"a": "1", "b": "2", "b_2": "3", "column_4": "4"}], id="by ;"),
        pytest.param("text/csv; header=absent", b"1,2\n3,4", [["1", "2"], ["3", "4"]], id="no names"),
        pytest.param("text/tab-separated-values", b"a\tb\n1\t2,3", [{"a": "1", "b": "2,3"}], id="tabs"),
        pytest.param("text/csv; header=absent", b"1,2,3\n4", [["1", "2", "3"], ["4"]], id="a short row without names"),
        pytest.param("text/csv; charset=windows-1252", b"n\n\xe9", [{"n": "é"}], id="CSV of Windows"),
        pytest.param("text/plain; charset=iso-8859-1", b"\xe9", "é", id="text in Latin-1"),
        pytest.param("text/plain", b"\xe9", "6Q==", id="text that does not say what it is"),
        pytest.param("application/octet-stream", b"plain", "cGxhaW4=", id="bytes are base64 even if they could be text"),
    ],
)  # fmt: skip
def test_a_body_becomes_what_its_type_says(content_type: str, body: bytes, data: object) -> None:
    assert parse_body(content_type, body) == data


def test_a_multipart_form_holds_fields_and_files() -> None:
    body = parts(
        ('name="title"', "Größe".encode()),
        ('name="tag"', b"a"),
        ('name="tag"', b"b"),
        ('name="meta"\nContent-Type: application/json', b'{"n":1}'),
        ('name="doc"; filename="C:\\\\temp\\\\../r\u00e9sum\u00e9.txt"\nContent-Type: text/plain', b"hello"),
        ('name="pic"; filename="p.png"\nContent-Type: image/png', b"\x89PNG"),
        ('name="none"; filename=""', b""),
    )
    picture = {"filename": "p.png", "contentType": "image/png", "size": 4, "data": base64.b64encode(b"\x89PNG").decode()}
    assert parse_body(MULTIPART, body) == {
        "title": "Größe",
        "tag": ["a", "b"],
        "meta": {"n": 1},
        "doc": {"filename": "résumé.txt", "contentType": "text/plain", "size": 5, "data": "hello"},
        "pic": {**picture, "encoding": "base64"},
        "none": {"filename": "", "contentType": "application/octet-stream", "size": 0, "data": "", "encoding": "base64"},
    }


@pytest.mark.parametrize("said", ["/etc/passwd", "..\\..\\boot.ini", "a/b/../passwd", "C:\\x\\passwd", "pass\x00wd", ".."])
def test_the_name_of_a_file_is_never_a_path(said: str) -> None:
    assert not set("/\\\x00") & set(multiparts.file_name(said))
    assert multiparts.file_name(said) != ".."


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(b'<!ENTITY a%d "&a;&a;">' % n for n in range(9)) + b"]><x>&a8;</x>"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param(JSON, b"\xff\xfe[", id="half a UTF-16"),
        pytest.param("application/x-ndjson", b'{"a":1}\n{', id="a broken line"),
        pytest.param("application/x-ndjson", b"[" * 65 + b"]" * 65, id="a line too deep"),
        pytest.param(XML, b"<a>", id="an element left open"),
        pytest.param(XML, b"no xml", id="no XML"),
        pytest.param(XML, b"<a/><b/>", id="two roots"),
        pytest.param(XML, LAUGHS, id="a billion laughs"),
        pytest.param(XML, b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', id="a document type from a file"),
        pytest.param(XML, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', id="a file as an entity"),
        pytest.param(XML, b"<a>&nope;</a>", id="an entity nobody knows"),
        pytest.param(XML, b"<a>" * 65 + b"</a>" * 65, id="XML too deep"),
        pytest.param(XML, b"<r>" + b"<a/>" * xmls.MOST_NODES + b"</r>", id="XML of too many elements"),
        pytest.param(XML, b'<?xml version="1.0" encoding="utf-7"?><a/>', id="XML in a charset that is none"),
        pytest.param(CSV, b'a,b\n"1,2', id="a quote left open"),
        pytest.param(CSV, b"\xe9\n1", id="CSV that is no text"),
        pytest.param(CSV, b"a\n" + b"1\n" * (tables.MOST_ROWS + 1), id="CSV of too many rows"),
        pytest.param(CSV, b"," * 2000, id="CSV of too many columns"),
        pytest.param(CSV, b"," * 999 + b"\n" + b"1\n" * 49_000, id="CSV of short rows that are wide records"),
        pytest.param(CSV, b'"' + b"x" * 200_000 + b'"', id="a field past any cell"),
        pytest.param(MULTIPART, b"", id="multipart of nothing"),
        pytest.param(MULTIPART, b"--B\r\n", id="multipart that breaks off"),
        pytest.param("multipart/form-data", parts(('name="a"', b"1")), id="multipart without a boundary"),
        pytest.param(MULTIPART, parts(*[('name="a"', b"1")] * 1001), id="multipart of too many parts"),
        pytest.param(MULTIPART, part("X: y", b"1") + b"--B--\r\n", id="a part without a name"),
        pytest.param(MULTIPART, parts(('name="a"\nContent-Type: application/json', b"{")), id="a part that is no JSON"),
        pytest.param(MULTIPART, parts((f'name="a"; filename="{"x" * 9000}"', b"")), id="a name without end"),
    ],
)
def test_a_body_that_is_not_what_it_says_or_past_a_bound_is_refused(content_type: str, body: bytes) -> None:
    if not body:
        assert parse_body(content_type, body) is None
        return
    with pytest.raises(NotAllowed) as refused:
        parse_body(content_type, body)
    assert refused.value.code == "body_malformed"


@pytest.mark.parametrize("charset", ["rot13", "unicode_escape", "idna", "zlib", "utf-7", "punycode", "nope", "undefined", "mbcs"])
def test_a_charset_that_is_no_charset_is_refused(charset: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        parse_body(f"text/plain; charset={charset}", b"abc")
    assert refused.value.code == "charset_unknown"


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        pytest.param(gzip.compress(b"[1]"), "gzip", id="gzip"),
        pytest.param(gzip.compress(b"[") + gzip.compress(b"1]"), "x-gzip", id="two members"),
        pytest.param(zlib.compress(b"[1]"), "deflate", id="deflate"),
        pytest.param(zlib.compress(b"[1]", wbits=-15), "Deflate", id="deflate as some write it"),
        pytest.param(b"[1]", "identity", id="not packed at all"),
    ],
)
def test_a_packed_body_is_unpacked(packed: bytes, encoding: str) -> None:
    assert parse_body(JSON, packed, encoding=encoding) == [1]


@pytest.mark.parametrize(
    ("packed", "encoding", "code"),
    [
        pytest.param(b"[1]", "gzip", "body_malformed", id="not packed though it says so"),
        pytest.param(gzip.compress(b"[1]")[:-4], "gzip", "body_malformed", id="gzip cut short"),
        pytest.param(gzip.compress(b"[1]") + b"more", "gzip", "body_malformed", id="something behind it"),
        pytest.param(zlib.compress(b"[1]")[:-2], "deflate", "body_malformed", id="deflate cut short"),
        pytest.param(b"[1]", "br", "content_encoding_not_taken", id="brotli"),
        pytest.param(b"[1]", "gzip, gzip", "content_encoding_not_taken", id="packed twice"),
        pytest.param(gzip.compress(b" " * 2000), "gzip", "body_too_large", id="too large once unpacked"),
        pytest.param(gzip.compress(b"x" * 600) * 2, "gzip", "body_too_large", id="too large together"),
        pytest.param(gzip.compress(b"") * 2000, "gzip", "body_malformed", id="members without end"),
    ],
)
def test_a_packed_body_that_is_broken_or_too_large_is_refused(packed: bytes, encoding: str, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        parse_body(JSON, packed, encoding=encoding, most=1000)
    assert refused.value.code == code


def test_a_header_row_of_one_name_costs_what_it_weighs() -> None:
    (row,) = parse_body(CSV, b",".join([b"a"] * 1000) + b"\n" + b",".join([b"1"] * 1000))
    assert list(row)[:3] == ["a", "a_2", "a_3"] and len(row) == 1000
    with at_most(lines=200_000):  # counted anew for every repeat it takes 200 million
        tables._names(["a"] * 20_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_takes_no_more_memory_than_an_honest_body(encoding: str) -> None:
    zeros = bytes(64 * 1024 * 1024)
    bomb = gzip.compress(zeros, 1) if encoding == "gzip" else zlib.compress(zeros, 1)
    del zeros
    tracemalloc.start()
    try:
        with pytest.raises(NotAllowed):
            parse_body(JSON, bomb, encoding=encoding, most=100_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


TYPES = st.sampled_from(["", JSON, FORM, XML, CSV, MULTIPART, "text/plain", "application/x-ndjson", "image/png"])
CHARSETS = st.sampled_from(
    ["", "; charset=utf-8", "; charset=utf-16", "; charset=shift_jis", "; charset=ascii", "; header=absent"]
)


@given(TYPES, CHARSETS, st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate"]))
def test_any_bytes_under_any_name_are_data_that_can_be_stored_or_refused(
    type_: str, charset: str, body: bytes, encoding: str
) -> None:
    try:
        data = parse_body(type_ + charset, body, encoding=encoding)
    except NotAllowed:
        return
    orjson.dumps(data)


@given(st.text(max_size=200))
def test_any_content_type_is_read_or_refused(content_type: str) -> None:
    try:
        assert media.read_media(content_type).kind in (*media.EXAMPLES, "")
    except NotAllowed as refused:
        assert refused.code == "charset_unknown"


@given(st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), st.binary(max_size=50)), max_size=5))
def test_what_was_written_as_multipart_is_read_again(fields: list[tuple[str, bytes]]) -> None:
    body = parts(*[(f'name="{name}"; filename="f"', content) for name, content in fields])
    read = parse_body(MULTIPART, body)
    found = [file for value in read.values() for file in (value if isinstance(value, list) else [value])]
    assert sorted(base64.b64decode(file["data"]) for file in found) == sorted(content for _, content in fields)
