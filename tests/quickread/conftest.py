"""What ships, read once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from localoffer.importers.content_store import entry_files, read_entry
from localoffer.records.documents import Document
from localoffer.records.vocabularies import Vocabularies


@pytest.fixture(scope="session")
def documents(content_dir: Path, vocabularies: Vocabularies) -> Sequence[Document]:
    """Every entry of the content store that ships."""
    return [read_entry(found, vocabularies) for found in entry_files(content_dir)]
