"""The plain-language check of a long text: the same sentences, and how it is set out. All of it is advice."""

import re
from collections.abc import Iterator
from dataclasses import replace

from localoffer.quickread import lint, phrases
from localoffer.quickread.findings import Finding
from localoffer.quickread.glossary import NOTHING_AROUND, Around
from localoffer.text import readability

#: Letters of a text that are read; nobody writes more by hand.
MOST_READ = 60_000
LONGEST_LIST, LONGEST_PARAGRAPH = 7, 4
FIRST_HEADING = 2
HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
ITEM = re.compile(r"[ \t]{0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[ \t]+[A-Z]{2,}){1,20}\b")
ITALICS = re.compile(r"(?<![\w*_])([*_])(?![\s*_])([^*_\n]{1,100})(?<!\s)\1(?![\w*_])")
PDF = re.compile(r"\.pdf\b[^)\s]{0,100}$", re.I)


def report(text: str, around: Around = NOTHING_AROUND) -> lint.Report:
    """Everything an editor is told about a long text."""
    text = text[:MOST_READ]
    return lint.Report(check_body(text, around), readability.read(text))


def check_body(text: str, around: Around = NOTHING_AROUND) -> list[Finding]:
    """All findings of a Markdown text, from its beginning on; none of them blocks."""
    text = text[:MOST_READ].replace("\r\n", " \n")  # places stay the same
    found = lint.check_slot("", text, None, around)
    found += lint.front("", text, around) + lint.passives([("", text)]) + lint.long_words([("", text)], around)
    found += [*_headings(text), *_long_lists(text), *_long_paragraphs(text), *_hard_to_see(text), *_only_pdf(text)]
    shouted = [(each.start, each.end) for each in found if each.rule == "capitals"]
    found = [each for each in found if each.rule != "acronym" or not _within(each, shouted)]
    found.sort(key=lambda finding: finding.start)
    return [replace(each, blocks=False) for each in found + lint.hard(readability.read(text))]


def _within(finding: Finding, spans: list[tuple[int, int]]) -> bool:
    return any(start <= finding.start < end for start, end in spans)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Each line with its place in the text."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield line.rstrip(), at
        at += len(line)


def _headings(text: str) -> Iterator[Finding]:
    last = FIRST_HEADING - 1
    for line, at in _lines(text):
        if heading := HEADING.match(line):
            level = max(len(heading[1]), FIRST_HEADING)  # the site shows # as ##: the page's title is above it
            if level > last + 1:
                yield Finding("", "heading_order", False, line, at, at + len(line), gaps={"word": heading[2][:80]})
            last = level


def _long_lists(text: str) -> Iterator[Finding]:
    count = begin = 0
    for line, at in [*_lines(text), ("end", len(text))]:
        if ITEM.match(line):
            begin = begin if count else at
            count += 1
        elif line.strip() and not line.startswith((" ", "\t")):
            if count > LONGEST_LIST:
                yield Finding(
                    "", "long_list", False, "", begin, at, gaps={"count": count, "most": LONGEST_LIST}
                )  # fmt: skip
            count = 0


def _long_paragraphs(text: str) -> Iterator[Finding]:
    lines: list[str] = []
    begin = 0
    for line, at in [*_lines(text), ("", len(text))]:
        if line.strip() and not ITEM.match(line) and not HEADING.match(line):
            begin = begin if lines else at
            lines.append(line)
            continue
        count = len(readability.sentences("\n".join(lines)))
        if count > LONGEST_PARAGRAPH:
            yield Finding("", "long_paragraph", False, "", begin, at, gaps={"count": count})
        lines = []


def _hard_to_see(text: str) -> Iterator[Finding]:
    for match in SHOUTED.finditer(text):
        if not all(word in phrases.KNOWN_ACRONYMS for word in match[0].split()):
            plain = match[0][:1] + match[0][1:].lower()
            yield Finding("", "capitals", False, match[0], match.start(), match.end(), plain, {"word": match[0]})
    for match in ITALICS.finditer(text):
        yield Finding("", "italics", False, match[0], match.start(), match.end(), match[2], {"word": match[2]})


def _only_pdf(text: str) -> Iterator[Finding]:
    for match in phrases.LINK.finditer(text):
        if PDF.search(match[2]):
            yield Finding("", "pdf", False, match[0], match.start(), match.end())
