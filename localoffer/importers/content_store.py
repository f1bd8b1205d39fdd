"""The content store as files: find them, read each into a checked document, say in one sentence what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from localoffer.errors import ContentError
from localoffer.importers.front_matter import ContentFile, read_file, read_yaml
from localoffer.records.authority import Authority
from localoffer.records.documents import Document
from localoffer.records.registry import KINDS, Kind
from localoffer.records.vocabularies import Vocabularies, Vocabulary


@dataclass(frozen=True)
class Found:
    """One entry's file: the kind its folder gives and where it lies."""

    kind: Kind
    path: Path


def entry_files(content: Path) -> Iterator[Found]:
    """Every entry's file below ``content``, folder by folder, in name order."""
    for kind in KINDS.values():
        for path in sorted((content / kind.folder).glob("**/*.md")):
            yield Found(kind, path)


def read_vocabularies(content: Path) -> Vocabularies:
    """All vocabularies of ``content/vocabularies/*.yaml``: each file maps a name to its label and terms."""
    found = []
    for path in sorted((content / "vocabularies").glob("*.yaml")):
        file = read_yaml(path)
        for name, value in file.data.items():
            document = {"name": name, **value} if isinstance(value, dict) else {"name": name, "terms": value}
            found.append(checked(Vocabulary, document, file, prefix=f"{name}."))
    return Vocabularies(found)


def read_authority(content: Path) -> Authority:
    """The authority of a content store. Raises ContentError when it is missing or wrong."""
    file = read_yaml(content / "authority.yaml")
    return checked(Authority, file.data, file)


def read_entry(found: Found, vocabularies: Vocabularies | None) -> Document:
    """The checked document of one file. Raises ContentError with path, line and field of the first thing wrong."""
    file = read_file(found.path)
    if "body" in file.data:
        raise ContentError(
            "write it below the front matter", path=str(file.path), line=file.line_of("body"), field="body"
        )
    data = {"slug": found.path.stem, **file.data, "body": file.body}
    return checked(found.kind.document, data, file, vocabularies=vocabularies)


M = TypeVar("M", bound=BaseModel)


def checked(
    model: type[M], data: object, file: ContentFile, *, vocabularies: Vocabularies | None = None, prefix: str = ""
) -> M:
    """``data`` as a ``model``; what pydantic says of the first fault becomes one sentence with its line."""
    try:
        return model.model_validate(data, context={"vocabularies": vocabularies})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        # where a field may be one of several shapes, pydantic names the shape too, in words that help nobody
        field = ".".join(str(part) for part in fault["loc"] if re.fullmatch(r"[\w -]+", str(part)))
        raise ContentError(
            sentence_of(fault), path=str(file.path), line=file.line_of(prefix + field), field=field
        ) from None


def sentence_of(fault: object) -> str:
    """What is wrong, for a person who writes content rather than code."""
    assert isinstance(fault, dict)
    plain = {
        "missing": "this field is missing",
        "extra_forbidden": "there is no such field for this kind",
        "string_too_long": "this is too long (at most {max_length} characters)",
        "string_too_short": "this is too short (at least {min_length} characters)",
        "too_short": "give at least {min_length}",
        "too_long": "give at most {max_length}",
        "string_type": "this must be text; put it in quotes",
        "list_type": "this must be a list",
        "model_type": "this must be fields and values",
        "string_pattern_mismatch": "this is not written as it must be (the pattern is {pattern})",
    }
    template = plain.get(fault["type"])
    if template:
        return template.format(**fault.get("ctx", {}))
    return str(fault["msg"]).removeprefix("Value error, ")
