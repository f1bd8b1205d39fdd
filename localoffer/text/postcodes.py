"""Postcodes as people type them: recognise, tidy, split. Nothing here knows where one is."""

import re

# British Standard 7666 shape, without the rarest special cases (no family lives at GIR 0AA).
OUTCODE = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
WHOLE = re.compile(rf"({OUTCODE})\s*([0-9][A-Z]{{2}})", re.I | re.A)
OUTWARD = re.compile(OUTCODE, re.I | re.A)
SECTOR = re.compile(rf"({OUTCODE})\s+([0-9])", re.I | re.A)
#: letters, then digits, then perhaps more: somebody meant a postcode, even if it cannot be one
MEANT = re.compile(r"[A-Z]{1,2}\s?[0-9O][0-9A-ZO]?\s*[0-9O]?[A-Z0-9]{0,3}", re.I | re.A)


def tidy(text: str) -> str | None:
    """A whole postcode in capitals with one space (``EX1 1AA``), or an outcode (``EX1``); None if it is neither."""
    compact = re.sub(r"[\s.,-]+", " ", text).strip()
    if whole := WHOLE.fullmatch(compact):
        return f"{whole[1].upper()} {whole[2].upper()}"
    if sector := SECTOR.fullmatch(compact):
        return sector[1].upper()
    return compact.upper() if OUTWARD.fullmatch(compact) else None


def outcode(postcode: str) -> str:
    """The part before the space."""
    return postcode.partition(" ")[0]


def looks_meant(text: str) -> bool:
    """True when a text was surely meant as a postcode: letters and digits in that order, nothing else."""
    compact = text.strip()
    return bool(MEANT.fullmatch(compact)) and any(map(str.isdigit, compact)) and len(compact) <= 9
