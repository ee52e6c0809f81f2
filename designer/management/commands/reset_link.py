"""`manage.py reset_link`: a link for choosing a new password, where no e-mail server is set up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from designer.accounts.models import User
from designer.signing_in import passwords
from designer.signing_in.telling import tell_tenants


class Command(BaseCommand):
    help = "Prints a link by which somebody chooses a new password. It counts once, and for an hour: give it to nobody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        tell_tenants(user, "member.reset_link_made")
        self.stdout.write(passwords.link_for(user))
