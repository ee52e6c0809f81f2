"""Services that are slow, huge, broken or lying, each from a real socket."""

import asyncio
import gzip
import ssl
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from runtime.engine.errors import RemoteProblem
from runtime.outbound.body import BoundedBody


async def get(http, server, *, method="GET", timeout=5.0):
    return await http.request(method, f"http://127.0.0.1:{server.port}/", headers={}, content=None, timeout=timeout)


async def silent(request, writer):
    await asyncio.Event().wait()


async def trickle(request, writer):
    """A byte at a time for ever: each arrives in time, all of them never do."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def endless(request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def header_flood(request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Flood: " + b"x" * 8000 + b"\r\n")
        await writer.drain()


async def wait_a_moment(request, writer):
    """Informational answers for ever: none of them is the answer."""
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)
        await writer.drain()
        await asyncio.sleep(0)


async def many_headers(request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"Content-Length: 0\r\n\r\n")
    await writer.drain()


async def endless_chunk_size(request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def endless_trailers(request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
    while True:
        writer.write(b"X-Flood: " + b"x" * 8000 + b"\r\n")
        await writer.drain()


async def endless_gzip(request, writer):
    """Little on the wire, ever more when unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    while True:
        writer.write(packer.compress(b"\0" * MIB) + packer.flush(zlib.Z_SYNC_FLUSH))
        await asyncio.sleep(0)  # so little is written that draining would never wait


async def reset_within(request, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
    await writer.drain()
    await reset(request, writer)


async def one_byte_then_silence(request, writer):
    writer.write(b"H")
    await writer.drain()
    await asyncio.Event().wait()


async def reset(request, writer):
    sock = writer.get_extra_info("socket")
    sock.setsockopt(1, 13, b"\x01\x00\x00\x00\x00\x00\x00\x00")  # SOL_SOCKET, SO_LINGER on with 0 s: close sends RST
    writer.transport.abort()


def whole(head, body=b""):
    async def send(request, writer):
        writer.write(head + b"\r\n\r\n" + body)
        await writer.drain()

    return send


MIB = 1024 * 1024
BOMB = gzip.compress(b"\0" * (200 * MIB), 9)

MISBEHAVING = [
    (silent, "remote_timeout", "never answers"),
    (trickle, "remote_timeout", "a byte now and then"),
    (endless, "remote_too_large", "a body without end"),
    (header_flood, "remote_garbage", "headers without end"),
    (one_byte_then_silence, "remote_timeout", "one byte and nothing more"),
    (wait_a_moment, "remote_timeout", "informational answers without end"),
    (many_headers, "remote_garbage", "a hundred thousand headers"),
    (endless_chunk_size, "remote_garbage", "a chunk size without end"),
    (endless_trailers, "remote_garbage", "trailers without end"),
    (endless_gzip, "remote_too_large", "gzip without end"),
    (reset, "remote_unreachable", "resets the connection"),
    (reset_within, "remote_unreachable", "resets within its answer"),
    (whole(b"HTTP/1.1 200 OK\r\nContent-Length: %d" % (MIB + 1), b"x" * (MIB + 1)), "remote_too_large", "one byte too many"),
    (
        whole(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d" % len(BOMB), BOMB),
        "remote_too_large",
        "gzip bomb",
    ),
    (whole(b"HTTP/1.1 200 OK\r\nContent-Length: 100", b"short"), "remote_garbage", "announces more than it sends"),
    (whole(b"HTTP/1.1 200 OK\r\nContent-Length: -1"), "remote_garbage", "a negative length"),
    (whole(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6", b"hello"), "remote_garbage", "two lengths"),
    (whole(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", b"zz\r\nhello"), "remote_garbage", "chunks that are none"),
    (whole(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", b"5\r\nhel"), "remote_garbage", "a chunk that breaks off"),
    (whole(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip", b"not gzip"), "remote_garbage", "broken gzip"),
    (whole(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip", gzip.compress(b"hello")[:-9]), "remote_garbage", "gzip cut short"),
    (whole(b"HTTP/1.1 200 OK\r\nContent-Encoding: br", b"x"), "remote_garbage", "a packing nobody asked for"),
    (whole(b"SSH-2.0-OpenSSH_9.2"), "remote_garbage", "another protocol"),
    (whole(b""), "remote_garbage", "nothing but an empty line"),
    (whole(b"HTTP/1.1 999999 OK"), "remote_garbage", "a status that is none"),
]


@pytest.mark.parametrize(("handler", "code", "remark"), MISBEHAVING, ids=[row[2] for row in MISBEHAVING])
async def test_a_service_that_misbehaves_ends_in_a_classified_error(handler, code, remark, http, server):
    async with server.running(handler):
        with pytest.raises(RemoteProblem) as refused:
            await get(http, server, timeout=0.3 if code == "remote_timeout" else 5)
    assert refused.value.code == code, refused.value.message
    assert refused.value.details["host"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("handler", "remark"),
    [(row[0], row[2]) for row in MISBEHAVING if "end" in row[2] or "bomb" in row[2]],
    ids=[row[2] for row in MISBEHAVING if "end" in row[2] or "bomb" in row[2]],
)
async def test_whatever_it_sends_little_memory_is_held(handler, remark, http, server):
    async with server.running(handler):
        tracemalloc.start()
        try:
            with pytest.raises(RemoteProblem):
                await get(http, server, timeout=0.5)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 8 * MIB, remark


async def test_a_plain_answer_to_a_tls_hello_is_classified(http, server):
    async def plain(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    listening = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with listening:
        with pytest.raises(RemoteProblem) as refused:
            port = listening.sockets[0].getsockname()[1]
            await http.request("GET", f"https://127.0.0.1:{port}/", headers={}, content=None, timeout=5)
    assert refused.value.code == "remote_unreachable"


async def test_a_certificate_nobody_vouches_for_is_refused(http, tmp_path):
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def never(reader, writer):
        raise AssertionError("nothing is said before the certificate is known")

    listening = await asyncio.start_server(never, "127.0.0.1", 0, ssl=context)
    async with listening:
        with pytest.raises(RemoteProblem) as refused:
            port = listening.sockets[0].getsockname()[1]
            await http.request("POST", f"https://127.0.0.1:{port}/", headers={}, content=b"secret", timeout=5)
    assert refused.value.code == "remote_unreachable"
    assert "certificate" in refused.value.message.lower()


def self_signed(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "c.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "k.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "c.pem", folder / "k.pem"


async def test_a_body_of_exactly_the_limit_is_fine(http, server):
    async with server.running(whole(b"HTTP/1.1 200 OK\r\nContent-Length: %d" % MIB, b"x" * MIB)):
        assert len((await get(http, server)).body) == MIB


@pytest.mark.parametrize(
    ("packed", "remark"),
    [
        (gzip.compress(b"hello", mtime=0), "one member"),
        (gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0), "two members"),
    ],
)
async def test_gzip_is_unpacked(packed, remark, http, server):
    async with server.running(whole(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d" % len(packed), packed)):
        assert (await get(http, server)).body == b"hello", remark


async def test_a_gzip_bomb_never_takes_more_memory_than_the_limit():
    body = BoundedBody(encoding="gzip", limit=1000)
    with pytest.raises(RemoteProblem):
        body.add(BOMB)
    assert body._size <= 1001


async def test_an_empty_answer_to_head_may_be_called_gzip(http, server):
    async with server.running(whole(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99")):
        assert (await get(http, server, method="HEAD")).body == b""
