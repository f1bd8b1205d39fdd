"""What the plain-language check finds: each with its place in the text and, if there is one, a plain word."""

from collections.abc import Mapping
from dataclasses import dataclass, field

N_ = str  # marks sentences that the web translates by themselves, before their gaps are filled

SAYINGS: dict[str, str] = {
    "missing": N_("Nothing is written here yet."),
    "long_sentence": N_("This sentence has %(count)s words. Try two."),
    "acronym": N_("“%(word)s” is not explained."),
    "jargon": N_("“%(word)s” is jargon. Try “%(plain)s”."),
    "hurtful": N_("“%(word)s” can hurt. Try “%(plain)s”."),
    "vague": N_("“%(word)s” is vague. Give a date."),
    "undated": N_("“%(word)s” needs a date. Say when this was true."),
    "passive": N_("“%(word)s”: who does this? Say who."),
    "long_word": N_("“%(word)s” is a long word."),
    "shorter_word": N_("“%(word)s” is a long word. Try “%(plain)s”."),
    "front": N_("Begin with what it is, not with “%(word)s”."),
    "link_words": N_("“%(word)s” does not say where the link goes. Name the page."),
    "bare_address": N_("Write the name of the page, not its whole address."),
    "two_targets": N_("“%(word)s” leads to two pages. Give each link words of its own."),
    "pdf": N_("Say the facts on this page too, not only in a PDF."),
    "phone": N_("Nobody can tap “%(word)s”. Write it like 01632 960001."),
    "words": N_("The quick read has %(count)s words. Keep it to %(most)s."),
    "grade": N_("It reads like age %(age)s. Aim for 9 to 11."),
    "heading_order": N_("“%(word)s” is too deep a heading here. Begin with ##, then use ###."),
    "long_list": N_("This list has %(count)s lines. Make two lists of up to %(most)s."),
    "long_paragraph": N_("This paragraph has %(count)s sentences. Make two paragraphs."),
    "capitals": N_("“%(word)s” is hard to read in capitals. Use small letters."),
    "italics": N_("“%(word)s” is hard to read in italics. Use plain or bold letters."),
}


@dataclass(frozen=True)
class Finding:
    """One thing to mend. ``slot`` is empty for the whole; ``rule`` is a key of SAYINGS, ``gaps`` fill its sentence.

    ``start`` and ``end`` are places in the slot's text; ``swap`` is what may stand there instead, empty for no offer.
    """

    slot: str
    rule: str
    blocks: bool = False
    excerpt: str = ""
    start: int = 0
    end: int = 0
    swap: str = ""
    gaps: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return SAYINGS[self.rule] % self.gaps

    def mended(self, text: str) -> str:
        """The slot's text with the better word in place; as it is when there is none to offer."""
        return text[: self.start] + self.swap + text[self.end :] if self.swap else text
