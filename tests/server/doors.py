"""Two deployments to knock at: one shared URL, and a flow URL for each way of answering."""

from __future__ import annotations

from tests.product import Product
from tests.server.desk import Deployed, code, deploy, flow

SHARED = {
    "type": "shared",
    "methods": ["POST"],
    "flowName": {"reference": "results.body.data.type"},
    "externalCustomerId": {"reference": "results.body.data.customer"},
}


MIRROR = code("code_1", "module.exports = async (context, stepResults) => ({ data: stepResults.trigger.results.body.data });")


def deploy_shared(product: Product) -> Deployed:
    return deploy(product, "Shared", {"endpoint": SHARED, "flows": [flow("orders", MIRROR), flow("stock", MIRROR)]})


def deploy_direct(product: Product) -> Deployed:
    """One flow URL for each way of answering."""
    secret = {"scheme": "api_key", "settings": {"header": "X-Api-Key"}, "secret": {"value": "open-sesame-123"}}
    product.api("POST", "credentials", {"name": "Door key", "key": "door-key", **secret})
    signing = {"header": "X-Signature", "algorithm": "sha256", "encoding": "hex", "prefix": "sha256=", "signed": "timestamp.body"}
    signing |= {"timestampHeader": "X-Timestamp", "toleranceSeconds": 300}
    product.api(
        "POST",
        "credentials",
        {"name": "Signed", "key": "signed", "scheme": "hmac", "settings": signing, "secret": {"value": "s3cr3t-s3cr3t"}},
    )
    static = {"status": 202, "headers": {"X-Shop": "yes"}, "contentType": "text/plain", "body": "thanks"}
    respond = {
        "id": "respond_1",
        "component": "respond",
        "inputs": {
            "status": {"value": 201},
            "headers": {"value": {"X-Made": "here"}},
            "body": {"reference": "trigger.results.body.data"},
        },
    }
    flows = [
        flow("plain", MIRROR),
        flow("static", MIRROR, webhook={"response": {"value": static}}),
        flow("answering", respond, response="sync"),
        flow("resulting", MIRROR, response="sync"),
        flow(
            "slow",
            code(
                "code_1",
                "module.exports = async () => { for (let end = Date.now() + 900; Date.now() < end; ); return { data: 'late' } };",
            ),
            response="sync",
        ),
        flow("failing", code("code_1", "module.exports = async () => { throw new Error('no') };"), response="sync"),
        flow("keyed", MIRROR, webhook={"credential": {"credential": "door-key"}}),
        flow("signed", MIRROR, webhook={"credential": {"credential": "signed"}}),
        flow("once", MIRROR, policy={"dedupe": {"id": {"reference": "trigger.results.headers.x-event-id"}}}),
        flow(
            "once-sync", MIRROR, response="sync", policy={"dedupe": {"id": {"reference": "trigger.results.headers.x-event-id"}}}
        ),
    ]
    return deploy(product, "Direct", {"endpoint": {"type": "flow"}, "flows": flows})
