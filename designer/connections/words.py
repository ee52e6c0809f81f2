"""What customers read where a service sends them back to: in the language of the wizard they came from.

For: one table for each language, with the tenant's own words on top. A test holds them against the wizard's tables, which say
the same by the same keys. Pure.
Not here: the page (`callback`), members of the tenant, who read English.
"""

from __future__ import annotations

from collections.abc import Mapping

from runtime.engine.errors import HookyardError

ENGLISH = {
    "returnConnected": "Connected to {service}",
    "returnText": "You can close this window; the page you came from goes on.",
    "returnNot": "Not connected",
    "returnClose": "Close this window",
}
TABLES = {
    "en": {**ENGLISH, "server_consent_unknown": "Go back to the set-up and press Connect again."},
    "nl": {
        "returnConnected": "Verbonden met {service}",
        "returnText": "Je kunt dit venster sluiten; de pagina waar je vandaan kwam gaat verder.",
        "returnNot": "Niet verbonden",
        "returnClose": "Dit venster sluiten",
        "server_consent_unknown": "Ga terug naar de instelling en druk opnieuw op Verbinden.",
        "server_oauth_refused": "De andere dienst gaf geen toestemming. Druk opnieuw op Verbinden. ({detail})",
        "server_oauth_unavailable": (
            "De andere dienst is nu niet bereikbaar. Probeer het over enkele minuten opnieuw. ({detail})"
        ),
        "server_remote_failed": "De andere dienst antwoordde niet zoals het hoort. Probeer het opnieuw. ({detail})",
        "server_remote_garbage": "De andere dienst gaf een antwoord dat niet te lezen is. Probeer het opnieuw. ({detail})",
    },
}
Words = Mapping[str, str]


def customers_words(language: str, own: Words) -> Words:
    """`own`: what the tenant says otherwise."""
    table = TABLES.get(language, TABLES["en"])
    known = {key: text for key, text in own.items() if text and (key in TABLES["nl"])}
    return {**table, **known}


def problem_words(problem: HookyardError, words: Words) -> str:
    """By its code where that has words; else as it is."""
    return words.get(f"server_{problem.code}", "{detail}").replace("{detail}", problem.message)
