"""`manage.py connector`: start, check and push connector packages from a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from designer.accounts.first_start import script_access
from designer.connectors.from_openapi import connector_from
from designer.connectors.starting import starter, write
from runtime.connectors.files import read_folder, read_zip
from runtime.connectors.keeping import upload
from runtime.connectors.parsing import parse_package
from runtime.connectors.problems import PackageRefused
from runtime.engine.errors import HookyardError


class Command(BaseCommand):
    help = "Starts a connector package, checks one, or uploads one to a tenant."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        new = actions.add_parser("new", help="Write the files of a new connector into a folder.")
        new.add_argument("folder", type=Path)
        new.add_argument("--name", default="", help="What people call it; the folder's name when left out.")
        new.add_argument("--openapi", type=Path, help="Make its operations from this OpenAPI 3 document (JSON or YAML).")
        new.add_argument("--only", default="", help="With --openapi: only paths that hold this text.")
        check = actions.add_parser("check", help="Say everything that is wrong with a folder or zip.")
        check.add_argument("package", type=Path)
        push = actions.add_parser("push", help="Upload a folder or zip as a new version.")
        push.add_argument("package", type=Path)
        push.add_argument("--tenant", help="Slug; the first tenant when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except PackageRefused as refused:
            self._tell(refused.problems)
            raise CommandError("Correct the above and try again; nothing was uploaded.") from None
        except HookyardError as problem:
            raise CommandError(problem.message) from None

    def _new(self, options: dict[str, Any]) -> None:
        folder: Path = options["folder"]
        name = options["name"] or folder.name.replace("-", " ").replace("_", " ").title()
        if options["openapi"]:
            files = connector_from(_read_openapi(options["openapi"]), name=options["name"], only=options["only"])
        else:
            files = starter(name)
        try:
            write(folder, files)
        except FileExistsError as taken:
            raise CommandError(f"{taken} is there already. Choose an empty folder.") from None
        self.stdout.write(f"{len(files)} files are in {folder}. Try them:\n  manage.py connector check {folder}")

    def _check(self, options: dict[str, Any]) -> None:
        parsed = parse_package(_read(options["package"]))
        if parsed.package is None:
            self._tell(parsed.problems)
            raise CommandError("This cannot be uploaded yet.")
        self._tell(parsed.problems)
        package = parsed.package
        parts = (("operation", package.operations), ("event", package.events), ("global webhook", package.global_webhooks))
        counts = ", ".join(f"{len(those)} {word}{'' if len(those) == 1 else 's'}" for word, those in parts)
        self.stdout.write(f"{package.name} ({package.key}) is in order: {counts}.")

    def _push(self, options: dict[str, Any]) -> None:
        version, fresh = upload(script_access(options["tenant"]).tenant, _read(options["package"]), by="command line")
        news = "uploaded" if fresh else "already the newest version"
        self.stdout.write(f"{version.connector.name} version {version.number}: {news}.")

    def _tell(self, problems: Any) -> None:
        for problem in problems:
            self.stderr.write(f"{problem.severity}: {problem}")


def _read(package: Path) -> dict[str, bytes]:
    if package.is_file():
        return read_zip(package.read_bytes())
    return read_folder(package)


def _read_openapi(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as broken:
        raise CommandError(f"{path} cannot be read: {str(broken)[:200]}") from None
    return document if isinstance(document, dict) else {}
