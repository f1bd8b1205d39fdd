"""The digest of a document: the same text for the same content, whatever order it was written in."""

import hashlib
import json
from typing import Any


def digest_of(data: Any) -> str:
    """SHA-256 of plain JSON data, as hexadecimal."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
