"""`manage.py token`: a bearer token for scripts, printed once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from designer.accounts.first_start import script_access
from designer.accounts.models import Role, Scope
from designer.accounts.services import create_token


class Command(BaseCommand):
    help = "Makes an API token and prints it; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="Slug; the first tenant when left out.")
        parser.add_argument("--role", choices=Role.values, default=Role.VIEWER)
        parser.add_argument("--name", default="command line")
        parser.add_argument("--scope", action="append", choices=Scope.values, help="Where it counts; everywhere when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        told = {"name": options["name"], "role": Role(options["role"]), "scopes": options["scope"]}
        _, token = create_token(script_access(options["tenant"]), **told)
        self.stdout.write(token)
