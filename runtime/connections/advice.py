"""Who can do something about a service's refusal, and what.

For: one sentence for each error of OAuth 2 (RFC 6749 sections 4.1.2.1 and 5.2, and what services add), to stand behind the
service's own words; and a connection that does not work, by name. Pure.
Not here: the words of the service (`oauth`), where a connection stands (`keeping`).
"""

from __future__ import annotations

from runtime.connections.models import Connection
from runtime.engine.errors import ConnectionProblem

AGAIN = "Start again, and agree on the page of {service}."
BUILDER = "A builder must check {what} of {service} under Services."
OTHERWISE = "Start again. If it stays so, a builder must check the settings of {service} under Services."
_BUILDERS_PART = {
    "invalid_scope": "the scopes",
    "unauthorized_client": "the client ID, and what its app may do,",
    "invalid_client": "the client ID and the client secret",
    "unsupported_response_type": "the authorization URL",
    "unsupported_grant_type": "the token URL",
    "redirect_uri_mismatch": "the redirect URI that is registered for the app",
    "invalid_request": "the URLs, the client ID and the registered redirect URI",
}
_PERSONS_PART = {
    "access_denied": "Nothing was connected. If that was not meant, start again and agree; an administrator of your account at "
    "{service} may have to allow it first.",
    "invalid_grant": "The answer was used before or came too late. Start again.",
    "login_required": "Sign in at {service} first, then start again.",
    "interaction_required": AGAIN,
    "consent_required": AGAIN,
    "account_selection_required": "Choose an account at {service}, then start again.",
}
_PASSING = {"server_error", "temporarily_unavailable"}


def after_refusal(error: str, service: str) -> str:
    """What to do now, for the person who wanted to connect."""
    if part := _BUILDERS_PART.get(error):
        return BUILDER.format(what=part, service=service)
    if error in _PASSING:
        return f"{service} has trouble of its own. Start again in some minutes."
    return _PERSONS_PART.get(error, OTHERWISE).format(service=service)


def broken(row: Connection, why: str) -> ConnectionProblem:
    """Says which connection, what is wrong with it, and where somebody mends it."""
    customer, service = row.customer, row.service.name
    whose = f"{customer.name}'s connection {row.name}" if customer else f"The test connection {row.name}"
    where = f"under Customers, {customer.name}" if customer else f"under Services, {service}"
    return ConnectionProblem(
        f"{whose} to {service} does not work: {(why or 'it needs to be connected again').rstrip('.')}. Connect it again {where}.",
        code="connection_broken",
        connection=row.pk,
        **({"customer": customer.pk} if customer else {}),
    )
