"""The keys of this installation: made on first start, kept in the data folder, never in the database."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet


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
