"""`manage.py import_integration`: an integration from a file, ours or Prismatic's, with a report of what became of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from designer.accounts.first_start import script_access
from designer.integrations.importing import foresee, import_into, import_new
from runtime.engine.errors import HookyardError
from runtime.instances.models import Integration
from runtime.tenancy.models import Tenant


class Command(BaseCommand):
    help = "Takes an integration from YAML (Hookyard's, or Prismatic's of version 7 or 2020) into a draft, and prints a report."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", help="YAML files; each becomes an integration.")
        parser.add_argument("--tenant", help="Slug; the first tenant when left out.")
        parser.add_argument("--into", help="Key of the integration whose draft the file replaces.")
        parser.add_argument("--dry-run", action="store_true", help="Only report; nothing is made.")
        parser.add_argument("--json", action="store_true", help="Print the report for scripts.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["into"] and len(options["files"]) > 1:
            raise CommandError("--into takes one file.")
        tenant = script_access(options["tenant"]).tenant
        told = [self._take(tenant, Path(name), options) for name in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))

    def _take(self, tenant: Tenant, file: Path, options: dict[str, Any]) -> dict[str, Any]:
        try:
            text = file.read_text(encoding="utf-8")
            name, key, report = self._taken(tenant, text, options)
        except (OSError, UnicodeDecodeError) as failure:
            raise CommandError(f"{file}: cannot be read: {failure}") from failure
        except HookyardError as failure:
            raise CommandError(f"{file}: {failure.message} [{failure.code}]{_errors(failure)}") from failure
        if not options["json"]:
            made = "would become" if options["dry_run"] else "is now the draft of"
            self.stdout.write(f"{file} {made} {name}{f' ({key})' if key else ''}:")
            for line in report:
                self.stdout.write(f"  {line['level']:>8}  {line['message']}")
                if line.get("todo"):
                    self.stdout.write(f"            → {line['todo']}")
        return {"file": str(file), "name": name, "key": key, "report": report}

    def _taken(self, tenant: Tenant, text: str, options: dict[str, Any]) -> tuple[str, str | None, list[dict[str, Any]]]:
        if options["dry_run"]:
            foreseen = foresee(tenant, text)
            return foreseen.definition["name"], None, foreseen.report
        if options["into"]:
            target = Integration.objects.of(tenant).filter(key=options["into"]).first()
            if target is None:
                raise CommandError(f"There is no integration with the key {options['into']}.")
            integration, report = import_into(target, text, user=None)
        else:
            integration, report = import_new(tenant, text, user=None)
        return integration.name, integration.key, report


def _errors(failure: HookyardError) -> str:
    errors = failure.details.get("errors") or ()
    return "".join(f"\n  {error['field'] or 'the file'}: {error['message']}" for error in errors)
