"""From the address of a search to a request: whatever stands there is read kindly, nothing in it can fail."""

from datetime import date

from flask import Request

from localoffer.search.contract import SORTS
from localoffer.search.finder import FACETS, SearchRequest
from localoffer.search.understanding import READABLE
from localoffer.web.addresses import Pairs, whole_number

#: Names a search address may hold; others are dropped, so that they do not live on in links.
KNOWN = ("q", *FACETS, "age", "near", "within", "when", "sort", "page", "words", "exact")
MOST_PAGES, MOST_MILES, LONGEST_VALUE, MOST_VALUES = 500, 100, 100, 20


def pairs_of(request: Request) -> Pairs:
    """Known, non-empty (name, value) pairs of an address, in order."""
    return [
        (name, value if name == "q" else value.strip()[:LONGEST_VALUE])
        for name, value in request.args.items(multi=True)
        if name in KNOWN and value.strip()
    ]


def read_request(pairs: Pairs, page_size: int, today: date) -> SearchRequest:
    """The request that the pairs make on the day ``today``."""

    def first(name: str) -> str:
        return next((value for each, value in pairs if each == name), "")

    def every(name: str) -> frozenset[str]:
        return frozenset([value for each, value in pairs if each == name][:MOST_VALUES])

    return SearchRequest(
        text=first("q"),
        filters={name: values for name in FACETS if (values := every(name))},
        age=first("age"),
        near=first("near"),
        within=whole_number(first("within"), 1, MOST_MILES),
        when=first("when"),
        today=today,
        sort=first("sort") if first("sort") in SORTS else "relevance",
        page=whole_number(first("page"), 1, MOST_PAGES) or 1,
        page_size=page_size,
        plain=every("words") & frozenset(READABLE),
        as_typed=first("exact") == "1",
    )
