"""`manage.py rotate_keys`: a new key for the vault, while servers run."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from designer.config.keys import begin_vault_key, keep_newest_vault_key, vault_keys
from runtime.credentials import rotation


class Command(BaseCommand):
    help = (
        "Makes a new key, encrypts every stored secret with it, and keeps the old keys for processes that still use them. "
        "With --drop-old afterwards they are thrown away. Both may be stopped and started again; back up keys.json before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drop-old", action="store_true", help="Throw away all keys but the newest.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.KEYS_GIVEN and options["drop_old"]:
            raise CommandError("Your keys are in the environment: take the old ones out of HOOKYARD_VAULT_KEYS there.")
        if not options["drop_old"] and not settings.KEYS_GIVEN:  # else the new one was put in front in the environment
            begin_vault_key(settings.DATA)
        settings.VAULT_KEYS = vault_keys()
        done = rotation.rotate()
        self.stdout.write(f"{done.rotated} secrets are encrypted with the newest key.")
        if done.unreadable:
            raise CommandError(
                f"{done.unreadable} secrets open with no key of keys.json. Restore the key they were written with, or enter "
                "them again; until then old keys are kept."
            )
        if options["drop_old"]:
            if left := rotation.left_behind():
                raise CommandError(f"{left} secrets were just written with an older key. Run it once more.")
            self.stdout.write(f"{keep_newest_vault_key(settings.DATA)} old keys were thrown away.")
        else:
            self.stdout.write("Old keys still work. When every server has run on for a minute: manage.py rotate_keys --drop-old")
