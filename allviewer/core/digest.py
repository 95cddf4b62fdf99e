"""The hash by which files are known: pictures, tables, bundles."""

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, hex, however large it is. Raises OSError as the system does."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
