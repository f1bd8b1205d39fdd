"""The plain-language check of a quick read: findings per sentence first, the score second (DOMAIN 4).

Only a quick read can be blocked; see ``bodies`` for long texts, which are only advised on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from localoffer.quickread import phrases
from localoffer.quickread.findings import Finding
from localoffer.quickread.glossary import NOTHING_AROUND, Around
from localoffer.quickread.word_lists import EMPTY_STARTS
from localoffer.records.shapes import Slots
from localoffer.text import readability
from localoffer.text.phones import untappable
from localoffer.text.readability import Reading, Sentence

MOST_WORDS = 120
#: The slots whose first words are read before all others.
FIRST_SLOTS = ("what_it_is", "we_said")
LONG_SENTENCE, TOO_LONG_SENTENCE = 20, 25
TARGET_GRADE, TOO_HARD_GRADE = 6.0, 8.0
FEWEST_WORDS_FOR_GRADE = 60
MOST_JARGON = 2
#: Shares of all sentences and of all words above which they are pointed out.
PASSIVE_SHARE, LONG_WORD_SHARE = 0.10, 0.12
FEWEST_WORDS_FOR_SHARE = 20
MOST_LONG_WORDS_NAMED = 5


@dataclass(frozen=True)
class Report:
    """Findings in the order of the slots, those of the whole last, and what was counted."""

    findings: list[Finding]
    reading: Reading

    @property
    def blocking(self) -> list[Finding]:
        """What must be mended before a quick read can be published."""
        return [finding for finding in self.findings if finding.blocks]


def check(
    quick: Slots, around: Around = NOTHING_AROUND, required: Sequence[str] = (), *, advice: bool = False
) -> list[Finding]:
    """All findings of a quick read, slot by slot, then of the whole; with ``advice``, what is a matter of style too.

    ``required`` are slots that must be filled.
    """
    explained: set[str] = set()
    filled = quick.filled()
    found = [finding for slot, text in filled for finding in check_slot(slot, text, explained, around)]
    found += [Finding(slot, "missing", True) for slot in required if not getattr(quick, slot)]
    if advice:
        found += _advice(filled, around)
    found.sort(key=lambda finding: (quick.SLOTS.index(finding.slot), finding.start))
    return _held_to_little_jargon(found) + check_whole("\n".join(text for _, text in filled))


def report(quick: Slots, around: Around = NOTHING_AROUND, required: Sequence[str] = ()) -> Report:
    """Everything an editor is told about a quick read."""
    text = "\n".join(text for _, text in quick.filled())
    return Report(check(quick, around, required, advice=True), readability.read(text))


def check_slot(
    slot: str, text: str, explained: set[str] | None = None, around: Around = NOTHING_AROUND
) -> list[Finding]:
    """Findings of one slot's text. ``explained`` are acronyms that were explained before; those met here are added."""
    known = set() if explained is None else explained
    found = [each for one in readability.placed_sentences(text) for each in check_sentence(slot, one, known, around)]
    found += jargon(slot, text) + hurtful(slot, text) + vague(slot, text) + links(slot, text)
    found += [_at(slot, "phone", match, blocks=True) for match in untappable(text)]
    if slot == "how_long":
        found += undated(slot, text)
    return sorted(found, key=lambda finding: finding.start)


def check_sentence(slot: str, sentence: Sentence, explained: set[str], around: Around) -> list[Finding]:
    """Findings of one sentence: its length and its acronyms. Acronyms in brackets are added to ``explained``."""
    found = []
    explained.update(phrases.EXPLAINED.findall(sentence.text))
    count = len(readability.words(sentence.text))
    if count > LONG_SENTENCE:
        found.append(
            Finding(
                slot, "long_sentence", count > TOO_LONG_SENTENCE, sentence.text, sentence.start, sentence.end,
                gaps={"count": count},
            )
        )  # fmt: skip
    return found + acronyms(slot, sentence, explained, around)


def acronyms(slot: str, sentence: Sentence, explained: set[str], around: Around) -> list[Finding]:
    """Acronyms of a sentence that nothing has explained so far, each once, with what the glossary says."""
    found = []
    for match in phrases.ACRONYM.finditer(sentence.text):
        word = match[0]
        if word in phrases.KNOWN_ACRONYMS or word in explained:
            continue
        explained.add(word)  # it is said once; the next use needs nothing
        meant = around.expansions.get(word)
        finding = _at(slot, "acronym", match, blocks=True, swap=f"{meant} ({word})" if meant else "")
        found.append(replace(finding, start=match.start() + sentence.start, end=match.end() + sentence.start))
    return found


def jargon(slot: str, text: str) -> list[Finding]:
    """Words of the trade, each with a plain one."""
    return [_swapped(slot, "jargon", each) for each in phrases.jargon(text)]


def hurtful(slot: str, text: str) -> list[Finding]:
    """Words that hurt, each with a kind one."""
    return [_swapped(slot, "hurtful", each, blocks=True) for each in phrases.hurtful(text)]


def vague(slot: str, text: str) -> list[Finding]:
    """Times that tell nothing. They block where people look for how long it takes."""
    return [_at(slot, "vague", match, blocks=slot == "how_long") for match in phrases.VAGUE_TIME.finditer(text)]


def undated(slot: str, text: str) -> list[Finding]:
    """Waits without the day on which they were true."""
    if phrases.YEAR_OR_LAW.search(text):
        return []
    return [_at(slot, "undated", match) for match in phrases.WAIT.finditer(text)]


def links(slot: str, text: str) -> list[Finding]:
    """Links that do not say where they go."""
    found = [_at(slot, "bare_address", match, blocks=True) for match in phrases.bare_addresses(text)]
    targets: dict[str, set[str]] = {}
    for match in phrases.LINK.finditer(text):
        words = match[1].strip().lower()
        if words in phrases.SAYS_NOTHING:
            found.append(_at(slot, "link_words", match, blocks=True, word=match[1]))
        targets.setdefault(words, set()).add(match[2])
        if len(targets[words]) == 2:
            found.append(_at(slot, "two_targets", match, blocks=True, word=match[1]))
    return found


def check_whole(text: str) -> list[Finding]:
    """Findings of all slots together: how long and how hard they are."""
    found = []
    reading = readability.read(text)
    if reading.words > MOST_WORDS:
        found.append(Finding("", "words", gaps={"count": reading.words, "most": MOST_WORDS}))
    return found + hard(reading)


def hard(reading: Reading) -> list[Finding]:
    """The grade, where there are words enough for it to mean something."""
    if reading.words < FEWEST_WORDS_FOR_GRADE or reading.grade <= TARGET_GRADE:
        return []
    return [Finding("", "grade", reading.grade > TOO_HARD_GRADE, gaps={"age": reading.age})]


def passives(texts: Iterable[tuple[str, str]]) -> list[Finding]:
    """Sentences that do not say who does it, once they are more than one in ten."""
    found, sentences = [], 0
    for slot, text in texts:
        for sentence in readability.placed_sentences(text):
            sentences += 1
            if match := phrases.passive(sentence.text):
                finding = _at(slot, "passive", match)
                place = sentence.start + match.start(), sentence.start + match.end()
                found.append(replace(finding, start=place[0], end=place[1]))
    return found if len(found) > PASSIVE_SHARE * sentences else []


def long_words(texts: Iterable[tuple[str, str]], around: Around) -> list[Finding]:
    """Long words that the glossary does not explain, most frequent first, once they are more than 12 in a hundred."""
    met, count = Counter[str](), 0
    first: dict[str, Finding] = {}
    for slot, text in texts:
        for match in readability.WORD.finditer(text):
            count += 1
            if phrases.is_long(match[0], around.explained):
                met[match[0].lower()] += 1
                first.setdefault(match[0].lower(), _shorter(slot, match))
    if count < FEWEST_WORDS_FOR_SHARE or met.total() <= LONG_WORD_SHARE * count:
        return []
    return [first[word] for word, _ in met.most_common(MOST_LONG_WORDS_NAMED)]


def _shorter(slot: str, match: re.Match[str]) -> Finding:
    plain = phrases.SHORTER.get(match[0].lower(), "")
    if not plain:
        return _at(slot, "long_word", match)
    return _swapped(slot, "shorter_word", phrases.Found(match, plain))


def front(slot: str, text: str, around: Around) -> list[Finding]:
    """A first sentence whose first words tell nothing."""
    lower = text.lower().lstrip()
    starts = (*EMPTY_STARTS, *(name.lower() for name in around.council))
    for start in starts:
        if lower.startswith(start + " "):
            at = len(text) - len(text.lstrip())
            word = text[at : at + len(start)]
            return [Finding(slot, "front", False, word, at, at + len(start), gaps={"word": word})]
    return []


def _advice(filled: list[tuple[str, str]], around: Around) -> list[Finding]:
    begin = [finding for slot, text in filled if slot in FIRST_SLOTS for finding in front(slot, text, around)]
    return begin + passives(filled) + long_words(filled, around)


def _held_to_little_jargon(found: list[Finding]) -> list[Finding]:
    """One or two words of the trade are pointed out; more block."""
    if sum(finding.rule == "jargon" for finding in found) <= MOST_JARGON:
        return found
    return [replace(finding, blocks=True) if finding.rule == "jargon" else finding for finding in found]


def _at(slot: str, rule: str, match: re.Match[str], *, blocks: bool = False, swap: str = "", word: str = "") -> Finding:
    gaps = {"word": word or match[0]}
    return Finding(slot, rule, blocks, match[0], match.start(), match.end(), swap, gaps)


def _swapped(slot: str, rule: str, found: phrases.Found, *, blocks: bool = False) -> Finding:
    finding = _at(slot, rule, found.match, blocks=blocks, swap=found.fitting(), word=found.match[0].lower())
    return replace(finding, gaps={**finding.gaps, "plain": found.plain})
