"""The plain-language check of a quick read: findings per sentence first, the score second (DOMAIN 4)."""

import re
from dataclasses import dataclass

from localoffer.records.shapes import QuickRead
from localoffer.text import readability

MOST_WORDS = 120
LONG_SENTENCE, TOO_LONG_SENTENCE = 20, 25
TARGET_GRADE, TOO_HARD_GRADE = 6.0, 8.0
FEWEST_WORDS_FOR_GRADE = 60
ACRONYM = re.compile(r"\b[A-Z]{2,}[a-z]?s?\b")
EXPLAINED = re.compile(r"\(([A-Z]{2,}[a-z]?s?)\)")
#: Understood by nearly everybody, or always read as a name.
KNOWN_ACRONYMS = {
    "NHS",
    "GP",
    "UK",
    "EHC",
    "SEN",
    "SEND",
    "BBC",
    "TV",
    "PE",
    "ID",
    "CV",
    "QR",
    "GCSE",
    "GCSEs",
    "SENCo",
}
JARGON = {
    "provision": "help", "pathway": "steps", "outcomes": "results", "threshold": "rule", "co-produce": "make together",
    "signpost": "point to", "commission": "pay for", "robust": "strong", "going forward": "from now on",
    "in order to": "to", "utilise": "use", "facilitate": "help", "holistic": "whole",
}  # fmt: skip
HURTFUL = {
    "suffers from": "has", "wheelchair-bound": "uses a wheelchair", "school refuser": "finds school too hard",
    "handicapped": "disabled", "normal school": "mainstream school",
}  # fmt: skip
VAGUE_TIMES = re.compile(r"\b(soon|shortly|in due course|as soon as possible)\b", re.I)


@dataclass(frozen=True)
class Finding:
    """One thing to mend: the slot, what is wrong in a sentence, whether it blocks publishing, and the words meant."""

    slot: str
    message: str
    blocks: bool
    excerpt: str = ""


def check(quick: QuickRead) -> list[Finding]:
    """All findings of a quick read, slot by slot, then of the whole."""
    explained: set[str] = set()
    findings = [finding for slot, text in quick.filled() for finding in check_slot(slot, text, explained)]
    return findings + check_whole("\n".join(text for _, text in quick.filled()))


def check_slot(slot: str, text: str, explained: set[str] | None = None) -> list[Finding]:
    """Findings of one slot's text. ``explained`` are acronyms that were explained before; those met here are added."""
    known = set() if explained is None else explained
    found = [finding for sentence in readability.sentences(text) for finding in check_sentence(slot, sentence, known)]
    lower = text.lower()
    for word, plain in JARGON.items():
        if re.search(rf"\b{word}\b", lower):
            found.append(Finding(slot, f"“{word}” is jargon. Try “{plain}”.", False, word))
    for word, kind in HURTFUL.items():
        if word in lower:
            found.append(Finding(slot, f"“{word}” can hurt. Try “{kind}”.", True, word))
    if slot == "how_long":
        for vague in VAGUE_TIMES.finditer(text):
            found.append(Finding(slot, f"“{vague.group()}” is vague. Give a date.", True, vague.group()))
    return found


def check_sentence(slot: str, sentence: str, explained: set[str]) -> list[Finding]:
    """Findings of one sentence: its length and its acronyms. Acronyms in brackets are added to ``explained``."""
    found = []
    explained.update(EXPLAINED.findall(sentence))
    count = len(readability.words(sentence))
    if count > LONG_SENTENCE:
        found.append(Finding(slot, f"This sentence has {count} words. Try two.", count > TOO_LONG_SENTENCE, sentence))
    for acronym in ACRONYM.findall(sentence):
        if acronym not in KNOWN_ACRONYMS and acronym not in explained:
            found.append(Finding(slot, f"“{acronym}” is not explained.", True, sentence))
    return found


def check_whole(text: str) -> list[Finding]:
    """Findings of all slots together: how long and how hard they are."""
    found = []
    reading = readability.read(text)
    if reading.words > MOST_WORDS:
        found.append(Finding("", f"The quick read has {reading.words} words. Keep it to {MOST_WORDS}.", False))
    if reading.words >= FEWEST_WORDS_FOR_GRADE and reading.grade > TARGET_GRADE:
        found.append(Finding("", f"It reads like age {reading.age}. Aim for 9 to 11.", reading.grade > TOO_HARD_GRADE))
    return found
