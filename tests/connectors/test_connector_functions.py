"""Functions of a package: what they get, what they may reach, and how they fail."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import pytest

from runtime.connectors.functions import Functions, GivenAccount, Opened
from runtime.engine.errors import ConnectionProblem, HookyardError, NotAllowed, RemoteProblem, StepProblem
from tests.connectors.conftest import Service

SECRET = "a-key-of-the-customer"


async def do(functions: Functions, package: Any, account: Any = None, **more: Any):
    given = {"tenant_id": "acme", "scope": "s", "account": account or GivenAccount({"key": SECRET}), **more}
    return await functions.run(package, package.operations[0], "run", {"input": {"id": 5}}, **given)


async def test_the_api_client_speaks_to_the_service_as_the_package_says(functions, package_of, service: Service):
    answer = await do(
        functions,
        package_of("""export default async function run({ apiClient, input, parameters }) {
            console.log('asked for', input);
            const me = await apiClient.get('users/me', { a: [1, 2], b: null });
            const made = await apiClient.post('/orders', { total: 'é' }, { returnFullResponse: true, headers: { 'X-More': 1 } });
            const { status, headers, data } = made;
            return { path: me.path, key: me.headers['x-key'], status, type: headers['Content-Type'], body: data.body };
        }"""),
    )
    assert answer.value == {
        "path": "/v1/users/me?a=1&a=2", "key": SECRET, "status": 200, "type": "application/json", "body": '{"total":"é"}',
    }  # fmt: skip
    assert answer.logs == [{"level": "info", "message": 'asked for {"id":5}'}]
    assert [(call["method"], call["status"]) for call in answer.calls] == [("GET", 200), ("POST", 200)]
    assert SECRET not in str(answer.calls)


async def test_the_seeds_selector_is_computed_by_asking_the_service(functions, package_of, service: Service):
    service.answer = lambda request: (200, {}, {"id": "U1"})
    package = package_of("export default () => 1", **{
        "events/event-key/spec.yml": "name: Event Name\nimplementationType: global-webhook\nkey: event-key\nmethods:\n"
        "  get-event-selector:\n    implementationType: javascript\n",
        "events/event-key/get-event-selector.js": """export default async function getEventSelector({ apiClient }) {
  const response = await apiClient.get('users/me')
  return {
    globalWebhookKey: 'global-webhok-key',
    globalWebhookEventSelector: `user_id:${response?.id}`,
  }
}
""",
    })  # fmt: skip
    answer = await functions.run(
        package, package.events[0], "get-event-selector", {"parameters": {}}, tenant_id="a", scope="s", account=GivenAccount({})
    )
    assert answer.value == {"globalWebhookKey": "global-webhok-key", "globalWebhookEventSelector": "user_id:U1"}


class Renewable:
    """An account whose first token the service has forgotten."""

    id = "renewable"

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.renewals = 0
        self.was_refused = False

    def _opened(self) -> Opened:
        return Opened({"key": self.tokens[self.renewals]}, can_renew=True)

    async def open(self) -> Opened:
        return self._opened()

    async def renew(self, refused: Opened) -> Opened:
        self.renewals += 1
        return self._opened()

    async def refused(self, status: int) -> None:
        self.was_refused = True
        raise ConnectionProblem("Connect again.", code="connection_broken")


def knows(key: str):
    return lambda request: (200, {}, {"ok": True}) if request["headers"]["x-key"] == key else (401, {}, {})


async def test_credentials_are_renewed_once_after_a_401(functions, package_of, service: Service):
    service.answer, account = knows("new-token"), Renewable(["old-token", "new-token"])
    run = "export default async ({ apiClient }) => Promise.all([apiClient.get('a'), apiClient.get('b')])"
    answer = await do(functions, package_of(run), account)
    assert answer.value == [{"ok": True}, {"ok": True}] and account.renewals == 1 and len(service.requests) == 4


async def test_an_account_that_stays_refused_is_the_customers_to_mend(functions, package_of, service: Service):
    service.answer, account = knows("other"), Renewable(["old-token", "new-token"])
    with pytest.raises(ConnectionProblem) as problem:
        await do(functions, package_of("export default ({ apiClient }) => apiClient.get('a')"), account)
    assert problem.value.code == "connection_broken" and account.was_refused and len(service.requests) == 2


async def test_a_flow_waits_when_the_service_says_too_many(functions, package_of, service: Service):
    answers = iter([(429, {"retry-after": "0"}, {}), (429, {"retry-after": "0"}, {}), (200, {}, {"ok": 1})])
    service.answer = lambda request: next(answers)
    package = package_of("export default ({ apiClient }) => apiClient.get('a')")
    assert (await do(functions, package, is_patient=True)).value == {"ok": 1}
    service.answer = lambda request: (429, {"retry-after": "7"}, {})
    with pytest.raises(RemoteProblem) as problem:
        await do(functions, package)
    assert problem.value.retry_after == 7 and len(service.requests) == 4


async def test_code_can_catch_what_the_service_refused(functions, package_of, service: Service):
    service.answer = lambda request: (422, {}, {"field": "total"})
    run = """export default async ({ apiClient }) => {
        try { await apiClient.post('orders', {}) } catch (error) { return [error.name, error.status, error.data.field] }
    }"""
    assert (await do(functions, package_of(run))).value == ["ConnectionError", 422, "total"]
    with pytest.raises(StepProblem) as problem:
        await do(functions, package_of("export default ({ apiClient }) => apiClient.get('x')"))
    assert problem.value.details["status"] == 422 and len(problem.value.details["calls"]) == 1


@pytest.mark.parametrize(
    ("run", "code", "place"),
    [
        ("\nexport default async () => {\n  null.x }", "code_threw", ("operations/do/run.js", 3)),
        ("import { boom } from '../../lib/b'\nexport default () => boom()", "code_threw", ("lib/b.ts", 2)),
        ("export default () => { for (;;); }", "code_timeout", None),
        ("export default () => process.env", "code_threw", ("operations/do/run.js", 1)),
        ("export default () => { const a = []; for (;;) a.push(new Array(1e5).fill(1)) }", "code_memory", None),
        ("export default () => { const a = {}; a.a = a; return a }", "code_bad_return", None),
        ("export default () => new Promise(() => {})", "code_never_finished", None),
        ("export const a = 1", "code_threw", None),
    ],
)
async def test_a_failure_names_file_and_line_of_the_package(functions, package_of, run: str, code: str, place: Any):
    files = {"lib/b.ts": "export function boom(): never {\n  throw new TypeError('boom') }"}
    with pytest.raises(StepProblem) as problem:
        await do(functions, package_of(run, **files))
    details = problem.value.details
    assert problem.value.code == code, problem.value.message
    assert details["file"] and (place is None or (details["file"], details["line"]) == place)


async def test_a_status_that_code_threw_is_kept(functions, package_of):
    run = "export default () => { throw Object.assign(new Error('bad signature'), { status: 401 }) }"
    with pytest.raises(StepProblem) as problem:
        await do(functions, package_of(run))
    assert problem.value.details["status"] == 401


async def test_fetch_goes_through_the_safe_door_and_carries_no_credentials(functions, package_of, service: Service):
    run = f"""export default async () => {{
        const answer = await fetch('{service.url}/f', {{ method: 'POST', body: new URLSearchParams({{ a: 1 }}) }});
        return [answer.ok, answer.headers.get('Content-Type'), (await answer.json()).body];
    }}"""
    assert (await do(functions, package_of(run))).value == [True, "application/json", "a=1"]
    assert "x-key" not in service.requests[0]["headers"]
    with pytest.raises(NotAllowed) as problem:
        await do(functions, package_of("export default () => fetch('http://169.254.169.254/latest/meta-data')"))
    assert problem.value.code == "address_blocked"


async def test_without_an_account_there_is_no_api_client(functions, package_of):
    package = package_of("export default (given) => [typeof given.apiClient, typeof given.credentials]")
    answer = await functions.run(package, package.operations[0], "run", {}, tenant_id="a", scope="s")
    assert answer.value == ["undefined", "undefined"]


async def test_hashes_and_signatures_are_those_of_everybody(functions, package_of):
    run = """import { createHash, createHmac, timingSafeEqual } from 'crypto'
    export default ({ crypto, input }) => ({
        hashes: ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].map(
            (name) => createHash(name).update('é'.repeat(200)).digest('hex')),
        short: createHmac('sha256', 'key').update('body').digest('base64'),
        long: crypto.hmac('sha512', 'k'.repeat(300), 'body'),
        equal: [timingSafeEqual('ab', 'ab'), timingSafeEqual('ab', 'ac'), timingSafeEqual('ab', ''), timingSafeEqual('', 'ab')],
        decoded: Buffer.from('w6k=', 'base64').toString(),
        ids: new Set([crypto.randomUUID(), crypto.randomUUID()]).size,
    })"""
    text = ("é" * 200).encode()
    found = (await do(functions, package_of(run))).value
    assert found["hashes"] == [hashlib.new(name, text).hexdigest() for name in ("md5", "sha1", "sha256", "sha384", "sha512")]
    assert found["long"] == hmac.new(b"k" * 300, b"body", "sha512").hexdigest()
    assert found["short"] == base64.b64encode(hmac.new(b"key", b"body", "sha256").digest()).decode()
    assert found["equal"] == [True, False, False, False] and found["decoded"] == "é" and found["ids"] == 2


async def test_axios_url_and_timers_do_what_packages_expect(functions, package_of, service: Service):
    run = f"""import axios from 'axios'
    export default async () => {{
        const api = axios.create({{ baseURL: '{service.url}/a', headers: {{ q: 'w' }} }});
        const {{ data }} = await api.post('/y', {{ n: 1 }}, {{ params: {{ p: 'q' }} }});
        const after = (wait, told) => new Promise((done) => setTimeout(done, wait, told));
        const first = await Promise.race([after(30000, 'slow'), after(5, 'fast')]);
        return [data.path, data.body, data.headers.q, first, new URL('/a/../b?x=1', 'https://e.com/q').href];
    }}"""
    assert (await do(functions, package_of(run))).value == ["/a/y?p=q", '{"n":1}', "w", "fast", "https://e.com/b?x=1"]


async def test_mappings_and_requests_run_without_code(functions, package_of, service: Service):
    rest = """path: /r/{id}
method: post
requestMapping: {pathParameters: {id: {$var: $.input.id}}}
responseMapping: {p: {$var: $.response.data.path}}
"""
    assert (await do(functions, package_of(rest, "rest.yml"))).value == {"p": "/v1/r/5"}
    assert (await do(functions, package_of("id: {$var: $.input.id}", "map.yml"))).value == {"id": 5}


async def test_globals_of_one_account_are_not_met_by_another(functions, package_of):
    package = package_of("export default () => (globalThis.seen = (globalThis.seen ?? 0) + 1)")
    one, other = GivenAccount({"key": "1"}, id="one"), GivenAccount({"key": "2"}, id="other")
    assert [(await do(functions, package, account)).value for account in (one, one, other)] == [1, 2, 1]


async def test_secrets_are_cut_out_of_what_is_written(functions, package_of, service: Service):
    run = """export default async ({ credentials, apiClient }) => {
        console.log('key', credentials.key);
        await apiClient.get('x?k=' + credentials.key);
    }"""
    answer = await do(functions, package_of(run))
    told: Mapping[str, Any] = {"logs": answer.logs, "calls": answer.calls}
    assert SECRET not in str(told) and "[redacted]" in answer.logs[0]["message"]


async def test_a_missing_method_is_told(functions, package_of):
    package = package_of("export default () => 1")
    with pytest.raises(HookyardError) as problem:
        await functions.run(package, package.operations[0], "walk", {}, tenant_id="a", scope="s")
    assert problem.value.code == "method_missing"


async def test_a_formula_that_fails_names_its_file_and_place(functions, package_of):
    with pytest.raises(StepProblem) as caught:
        await do(functions, package_of("a: {$copy: $.b}\nb: {$copy: $.c}\nc: 1", "map.yml"))
    assert caught.value.code == "formula_copies_a_copy"
    assert (caught.value.details["file"], caught.value.details["path"]) == ("operations/do/run.map.yml", "$.a")


async def test_a_whole_address_elsewhere_gets_no_credentials(functions, package_of, service: Service):
    elsewhere = service.url.replace("127.0.0.1", "localhost")
    package = package_of("export default async ({ apiClient, input }) => (await apiClient.get(input)).path")
    given = {"tenant_id": "acme", "scope": "s", "account": GivenAccount({"key": SECRET})}
    with pytest.raises(NotAllowed) as told:
        await functions.run(package, package.operations[0], "run", {"input": f"{elsewhere}/next"}, **given)
    assert (told.value.code, service.requests) == ("host_not_allowed", [])
    kept = await functions.run(package, package.operations[0], "run", {"input": f"{service.url}/v1/next"}, **given)
    assert kept.value == "/v1/next"
    named = GivenAccount({"key": SECRET}, hosts=("127.0.0.1", "localhost"))
    told = await functions.run(package, package.operations[0], "run", {"input": f"{elsewhere}/v"}, **{**given, "account": named})
    assert told.value == "/v"


async def test_what_https_carries_never_goes_by_http(functions, package_of, service: Service):
    package = package_of(f"export default async ({{ apiClient }}) => apiClient.get('{service.url}/x')", **{
        "auth/make-api-client.map.yml": f"baseUri: https://127.0.0.1:{service.port}",
    })  # fmt: skip
    with pytest.raises(NotAllowed):
        await do(functions, package)
    assert service.requests == []


async def test_secrets_are_cut_out_of_what_is_thrown_in_any_form(functions, package_of, service: Service):
    package = package_of("""export default async ({ apiClient, credentials, connectorParameters }) => {
        console.log(btoa(`name:${credentials.key}`), connectorParameters.signingSecret, connectorParameters.clientId);
        await apiClient.get(`x?s=${connectorParameters.signingSecret}`);
        throw new Error(`${credentials.key} and ${connectorParameters.signingSecret}`);
    }""", **{
        "spec.yml": "name: Acme\nparametersSchema: {type: object, properties: {clientId: {type: string},"
        " signingSecret: {type: string, format: password}}}",
    })  # fmt: skip
    given = {"signingSecret": "of-the-tenant-alone", "clientId": "our-client-id"}
    with pytest.raises(StepProblem) as told:
        await do(functions, package, connector_parameters=given)
    shown = f"{told.value.message} {told.value.details}"
    assert "our-client-id" in shown and told.value.details["calls"]
    packed = base64.b64encode(f"name:{SECRET}".encode()).decode()
    assert not any(secret in shown for secret in (SECRET, "of-the-tenant-alone", packed))


async def test_a_secret_that_is_not_there_signs_nothing(functions, package_of):
    source = (
        "import { createHmac } from 'crypto';\nexport default () => createHmac('sha256', undefined).update('x').digest('hex')"
    )
    with pytest.raises(StepProblem, match="key of an HMAC"):
        await do(functions, package_of(source))
