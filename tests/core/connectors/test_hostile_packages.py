"""Packages made to harm whoever reads them are refused, each with its own code."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from runtime.connectors.documents import read_document
from runtime.connectors.files import LARGEST_FILE, MOST_FILES, pack, read_folder, read_listed, read_zip
from runtime.connectors.modules.linking import link
from runtime.connectors.parsing import parse_package
from runtime.connectors.problems import PackageRefused

SPEC = b"name: Acme ERP\nkey: acme-erp\n"


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


def link_entry() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("secrets.yml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def lying_bomb() -> bytes:
    """Says that it unpacks to ten bytes."""
    archive = bytearray(zipped(("bomb.txt", b"\0" * 50_000_000)))
    directory = archive.rindex(b"PK\x01\x02")
    archive[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    return bytes(archive)


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        pytest.param(zipped(("spec.yml", SPEC), ("bomb.txt", b"\0" * 50_000_000)), "package_file_too_large", id="one bomb"),
        pytest.param(zipped(*((f"{n}.txt", b"\0" * LARGEST_FILE) for n in range(12))), "package_too_large", id="bomb in parts"),
        pytest.param(lying_bomb(), "package_not_a_zip", id="bomb that lies about its size"),
        pytest.param(zipped(("../../etc/cron.d/x", b"")), "package_path_unsafe", id="slip"),
        pytest.param(zipped(("a/..\\..\\x", b"")), "package_path_unsafe", id="slip with backslashes"),
        pytest.param(zipped(("/etc/passwd", b"")), "package_path_unsafe", id="absolute"),
        pytest.param(zipped(("C:/x", b"")), "package_path_unsafe", id="drive"),
        pytest.param(zipped(("a\x07b", b"")), "package_path_unsafe", id="unseen characters"),
        pytest.param(zipped((link_entry(), b"/etc/passwd")), "package_symlink", id="symlink"),
        pytest.param(zipped(*((f"f{n}", b"") for n in range(10_000))), "package_too_many_files", id="ten thousand files"),
        pytest.param(zipped(("spec.yml", SPEC), ("Spec.yml", SPEC)), "package_path_twice", id="the same name twice"),
        pytest.param(b"PK\x03\x04 nothing more", "package_not_a_zip", id="cut off"),
        pytest.param(zipped(), "package_empty", id="empty"),
        pytest.param(os.urandom(5 * 1024 * 1024), "package_too_large", id="huge zip"),
    ],
)
def test_a_hostile_zip_is_refused(archive: bytes, code: str):
    with pytest.raises(PackageRefused) as refused:
        read_zip(archive)
    assert refused.value.code == code


def test_a_folder_is_read_with_the_same_care(tmp_path: Path):
    (tmp_path / "spec.yml").write_bytes(SPEC)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("not the connector's")
    assert read_folder(tmp_path) == {"spec.yml": SPEC}
    (tmp_path / "loop").symlink_to(tmp_path)
    with pytest.raises(PackageRefused) as refused:
        read_folder(tmp_path)
    assert refused.value.code == "package_symlink"


def test_a_folder_dropped_in_a_browser_comes_with_its_own_name_around():
    assert read_listed([("acme/spec.yml", SPEC), ("acme/.DS_Store", b"x")]) == {"spec.yml": SPEC}
    with pytest.raises(PackageRefused) as refused:
        read_listed((f"f{n}", b"") for n in range(MOST_FILES + 1))
    assert refused.value.code == "package_too_many_files"


def test_what_is_packed_is_read_again():
    files = {"spec.yml": SPEC, "events/made/handle.js": "é".encode()}
    assert read_zip(pack(files)) == files and pack(files) == pack(dict(reversed(files.items())))


BILLION_LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n".encode() for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param(BILLION_LAUGHS, "yaml_aliases", 1, id="alias bomb"),
        pytest.param(b"a: &a\n  b: *a\n", "yaml_aliases", 1, id="alias inside itself"),
        pytest.param(b"a: " + b"[" * 100_000, "yaml_too_deep", 1, id="nesting without end"),
        pytest.param(b"a: 1\n- b\n", "yaml_malformed", 2, id="no YAML"),
        pytest.param(b"a: 1\nb: 2\na: 3\n", "yaml_malformed", 3, id="a key twice"),
        pytest.param(b"a: !!python/object/apply:os.system [id]\n", "yaml_malformed", 1, id="tag"),
        pytest.param(b"ok: 1\nb: \xff\n", "yaml_malformed", 2, id="no UTF-8"),
        pytest.param(b"x" * 600_000, "yaml_too_large", 0, id="huge"),
        pytest.param(b"a: " + b"9" * 200, "yaml_malformed", 1, id="a number of 200 digits"),
    ],
)
def test_hostile_yaml_is_refused(content: bytes, code: str, line: int):
    with pytest.raises(PackageRefused) as refused:
        read_document("spec.yml", content)
    assert refused.value.code == code
    assert refused.value.problems[0].line == line or code == "yaml_aliases"


def test_yaml_is_read_as_version_1_2_says():
    found = read_document("x.yml", b"yes: no\nwhen: 2020-01-01\nmany: &m {a: 1}\nsame: *m\nempty:\nflag: true\nhex: 0x1F\n")
    assert found.data == {
        "yes": "no", "when": "2020-01-01", "many": {"a": 1}, "same": {"a": 1}, "empty": None, "flag": True, "hex": 31,
    }  # fmt: skip
    assert (found.line("many", "a"), found.line("flag"), found.line("nothing", "there")) == (3, 6, 1)


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        pytest.param(b"[" * 20_000, "code_syntax_error", id="brackets without end"),
        pytest.param(b"a<b<" * 100_000, "code_too_complicated", id="many ways to read it"),
        pytest.param(b"x = " + b"[" * 20_000 + b"]" * 20_000, "code_too_complicated", id="deep"),
        pytest.param(b"x" * 600_000, "code_too_large", id="huge"),
        pytest.param(b"const \xff = 1", "code_not_text", id="no UTF-8"),
    ],
)
def test_hostile_code_is_refused_while_it_is_read(code: bytes, complaint: str, monkeypatch: pytest.MonkeyPatch):
    if complaint == "code_too_complicated":
        monkeypatch.setattr("runtime.connectors.modules.syntax.PATIENCE", 0.1)
    module, problems = link("a.ts", code, frozenset())
    assert module is None and problems[0].code == complaint


@pytest.mark.parametrize(
    "schema",
    [
        "{$ref: 'http://127.0.0.1:1/x'}",
        "{properties: {a: {items: {$ref: 'file:///etc/hostname'}}}}",
        "{$schema: 'http://127.0.0.1:1/x', type: object}",
        "{$id: 'http://127.0.0.1:1/', allOf: [{$ref: x}]}",
        "{properties: {a: {$ref: '#/nowhere'}}}",
        "{properties: {a: {type: string, pattern: '^(a+)+$'}}}",
        "{properties: {a: {type: string, pattern: '^(a|aa)*$'}}}",
        "{properties: {a: {type: string, pattern: '^((a{1,9}){1,9})*$'}}}",
        "{patternProperties: {'(x*)*y': {type: string}}}",
        "{properties: {a: {type: string, pattern: '('}}}",
    ],
)
def test_a_schema_fetches_nothing_and_tries_nothing_for_ever(schema: str):
    files = {"spec.yml": b"name: A", "operations/do/run.js": b"export default () => 1"}
    found = parse_package({**files, "operations/do/spec.yml": f"name: Do\ninputSchema: {schema}".encode()})
    assert found.package is None and {one.code for one in found.problems} == {"schema_refused"}
    assert found.problems[0].file == "operations/do/spec.yml" and found.problems[0].line == 2
    account = f"name: A\nauth: {{options: {{token: {{type: client-credentials, inputSchema: {schema}}}}}}}"
    found = parse_package({**files, "operations/do/spec.yml": b"name: Do", "spec.yml": account.encode()})
    assert found.package is None and {one.code for one in found.problems} == {"schema_refused"}


@pytest.mark.parametrize("pattern", ["^[a-z0-9][a-z0-9-]*$", "^AC[0-9a-f]{32}$", "^(?:eu|us)-[0-9]{1,3}$", "^a+b*c?$"])
def test_plain_patterns_are_taken(pattern: str):
    spec = f"name: Do\ninputSchema: {{properties: {{a: {{pattern: '{pattern}'}}, b: {{default: {{$ref: 'x'}}}}}}}}"
    files = {"spec.yml": b"name: A", "operations/do/run.js": b"export default () => 1", "operations/do/spec.yml": spec.encode()}
    assert parse_package(files).package is not None
