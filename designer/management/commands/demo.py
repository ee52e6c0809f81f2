"""`manage.py demo`: a tenant with the Acme ERP integration, ready to be called."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from designer.accounts.first_start import script_access
from designer.integrations.demo import load_demo
from runtime.engine.errors import HookyardError


class Command(BaseCommand):
    help = "Loads the Acme ERP example with two customers into the first tenant (made if there is none)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print endpoint URLs and customers for scripts.")
        parser.add_argument("--tenant", help="Slug of the tenant to load it into.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_demo(script_access(options["tenant"]).tenant)
        except HookyardError as failure:
            raise CommandError(failure.message) from failure
        if options["json"]:
            self.stdout.write(json.dumps(loaded, indent=2))
            return
        self.stdout.write(
            f"Acme ERP is live for {len(loaded['customers'])} customers. Every customer posts to:\n  {loaded['sharedUrl']}"
        )
