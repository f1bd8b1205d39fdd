"""Help panels: notice a question that somebody may be in danger behind, however it is put.

Two mechanisms, both content: phrases (words in order, at most one other between two of them), and word rules (one word
of every group somewhere in the question). It is better to show the panel once too often than once too seldom.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from localoffer.records.authority import HelpPanel
from localoffer.search.analysis import Token, tokens

NEGATIONS = {("does", "not"): "doesnt", ("do", "not"): "dont", ("can", "not"): "cant", ("did", "not"): "didnt"}
SPOKEN = {"cannot": ("cant",), "wanna": ("want", "to"), "gonna": ("go", "to"), "im": ("i", "am"), "ive": ("i", "have")}
#: The speller leaves words this short alone; here a slip in one (kil, ded) may matter most.
SHORT_WORD = 3


@dataclass(frozen=True)
class _Rule:
    groups: tuple[frozenset[str], ...]
    unless: frozenset[str]

    def fits(self, stems: Sequence[str]) -> bool:
        held = set(stems)
        return not held & self.unless and all(held & group for group in self.groups)


@dataclass(frozen=True)
class _Prepared:
    panel: HelpPanel
    phrases: tuple[tuple[str, ...], ...]
    rules: tuple[_Rule, ...]
    unless: tuple[tuple[str, ...], ...]

    def fits(self, stems: list[str]) -> bool:
        left = _cut(stems, self.unless)
        # most phrases begin with a word that is not there
        heard = [phrase for phrase in self.phrases if phrase[0] in left]
        return any(_holds(left, phrase) for phrase in heard) or any(rule.fits(left) for rule in self.rules)


class PanelReader:
    """Finds the panels of a question. Immutable."""

    def __init__(self, panels: Sequence[HelpPanel]) -> None:
        self._panels = [
            _Prepared(
                panel,
                tuple(_stems_of(phrase) for phrase in panel.phrases),
                tuple(_Rule(tuple(map(_stem_set, rule.all_of)), _stem_set(rule.unless)) for rule in panel.word_rules),
                tuple(_stems_of(phrase) for phrase in panel.unless),
            )
            for panel in panels
        ]
        #: every word the panels listen for, for the speller
        self.words = {token.word for panel in panels for text in _texts(panel) for token in tokens(text)}
        self._short = sorted(word for word in self.words if SHORT_WORD <= len(word) <= SHORT_WORD + 1)

    def read(self, words: Sequence[Token], is_known: Callable[[Token], bool]) -> tuple[HelpPanel, ...]:
        """The panels for these words, urgent ones first; ``is_known`` tells words that are no slips."""
        stems = plain_stems([self._mended(word, is_known) for word in words])
        found = [each.panel for each in self._panels if each.fits(stems)]
        return tuple(sorted(found, key=lambda panel: not panel.urgent))

    def _mended(self, word: Token, is_known: Callable[[Token], bool]) -> Token:
        if len(word.word) != SHORT_WORD or word.word in self.words or is_known(word):
            return word
        near = process.extractOne(word.word, self._short, scorer=OSA.distance, score_cutoff=1)
        return tokens(str(near[0]))[0] if near else word


def _texts(panel: HelpPanel) -> Iterator[str]:
    yield from panel.phrases
    for rule in panel.word_rules:
        for group in rule.all_of:
            yield from group


def _stem_set(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in _stems_of(word))


def _stems_of(phrase: str) -> tuple[str, ...]:
    return tuple(plain_stems(tokens(phrase)))


def plain_stems(words: Sequence[Token]) -> list[str]:
    """Stems with “does not” as “doesnt”, so that a phrase fits however it is written."""
    stems: list[str] = []
    at = 0
    while at < len(words):
        pair = (words[at].word, words[at + 1].word if at + 1 < len(words) else "")
        short = NEGATIONS.get(pair)
        stems += [short] if short else SPOKEN.get(words[at].word, (words[at].stem,))
        at += 2 if short else 1
    return stems


def _cut(stems: list[str], phrases: Sequence[tuple[str, ...]]) -> list[str]:
    """The words without those phrases."""
    for phrase in phrases:
        for start in range(len(stems) - len(phrase), -1, -1):
            if tuple(stems[start : start + len(phrase)]) == phrase:
                stems = stems[:start] + stems[start + len(phrase) :]
    return stems


def _holds(stems: Sequence[str], phrase: Sequence[str]) -> bool:
    """True when the words of ``phrase`` come in order, with at most one other word between two of them."""
    for start in range(len(stems)):
        at = start
        for place, wanted in enumerate(phrase):
            window = stems[at : at + (2 if place else 1)]
            if wanted not in window:
                break
            at += window.index(wanted) + 1
        else:
            return True
    return False
