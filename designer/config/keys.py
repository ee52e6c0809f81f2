"""The keys of this installation: made on first start, kept in the data folder, never in the database."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Keys:
    """`session` signs cookies; `vault` encrypts secrets, newest first."""

    session: str
    vault: tuple[str, ...]


def load_keys(data: Path) -> Keys:
    """Reads `keys.json`, or makes it (mode 600). Two first starts at once agree on the file that was linked first."""
    path = data / "keys.json"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = {"session": secrets.token_urlsafe(48), "vault": [Fernet.generate_key().decode()]}
        draft = data / f"keys.{os.getpid()}.tmp"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(fresh))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its keys count
        finally:
            draft.unlink()
    stored = json.loads(path.read_text())
    return Keys(session=stored["session"], vault=tuple(stored["vault"]))


def vault_keys() -> tuple[str, ...]:
    """As they stand in the file now, unless the environment gave them."""
    return settings.VAULT_KEYS if settings.KEYS_GIVEN else load_keys(settings.DATA).vault


def begin_vault_key(data: Path) -> None:
    """A new key in front: from now on it encrypts, and the others still open what they encrypted."""
    _replace_vault(data, [Fernet.generate_key().decode(), *load_keys(data).vault])


def keep_newest_vault_key(data: Path) -> int:
    """Throws the others away; returns how many. Only for when nothing is encrypted with them any more."""
    newest, *others = load_keys(data).vault
    _replace_vault(data, [newest])
    return len(others)


def _replace_vault(data: Path, vault: list[str]) -> None:
    """In one move, so that a process that reads meanwhile finds either."""
    draft = data / f"keys.{os.getpid()}.tmp"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({"session": load_keys(data).session, "vault": vault}))
    draft.replace(data / "keys.json")
