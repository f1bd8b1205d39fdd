"""A section of a page's form: what it is called and which fields it asks for."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """``key`` stands in addresses. ``fields`` are top-level fields of the kind, in the order they are asked."""

    key: str
    title: Any
    hint: Any
    fields: tuple[str, ...]
