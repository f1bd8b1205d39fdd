"""Small files as people would upload them, and as people should not."""

import zipfile
from io import BytesIO

from localoffer.publishing.files import TEXT_PART, TYPES_PART

CONTENT_TYPES = (
    b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml"/></Types>'
)
WORDS = b"<w:document><w:t>Minutes</w:t></w:document>"


def pdf(words: str = "Agenda", *, more: bytes = b"") -> bytes:
    """A PDF with these words in it; ``more`` goes into its trailer."""
    stream = f"BT ({words}) Tj ET".encode()
    return b"%%PDF-1.7\n1 0 obj\n<</Length %d>>stream\n%s\nendstream\ntrailer <<%s>>\n%%%%EOF\n" % (
        len(stream), stream, more,
    )  # fmt: skip


def docx(parts: dict[str, bytes] | None = None, *, without: str = "", pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file; ``parts`` are put into it besides, or instead of, the parts that it must have."""
    held = {TYPES_PART: CONTENT_TYPES, TEXT_PART: WORDS} | (parts or {})
    held.pop(without, None)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", pack) as archive:
        for name, data in held.items():
            # always of the same day, so that the same parts make the same file
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=pack)
    return file.getvalue()
