"""From an entry's document to what the index keeps of it: weighted words and concepts, filters, ages and points."""

from collections import Counter
from collections.abc import Iterable

from localoffer.places.distance import Point
from localoffer.records.documents import Document
from localoffer.records.terms import TermDocument
from localoffer.records.vocabularies import Vocabularies
from localoffer.search.analysis import EXACT, KIND, Token, exact, tokens
from localoffer.search.contract import IndexDocument
from localoffer.search.evaluator import IN_TITLE
from localoffer.search.lexicon import TAG_VOCABULARIES, Concepts

#: How many times a word counts, by where it stands.
TITLE, SUMMARY, QUICK_READ, TAG, OWN_TEXT, BODY = 5.0, 3.0, 2.0, 4.0, 1.5, 1.0
#: Coverage that reaches every family of the area alike.
EVERYWHERE = {"all", "online", "national"}
#: What a family more likely came for, all else equal.
PRIORS = {
    "service": 1.0,
    "guide": 1.0,
    "base": 0.7,
    "provision": 0.8,
    "setting": 0.5,
    "term": 0.5,
    "organisation": 0.45,
    "indicator": 0.75,
    "plan": 0.5,
    "meeting": 0.4,
    "response": 0.45,
    "event": 0.75,
    "news": 0.4,
}
#: What the score of an entry is multiplied by whose check is late.
LATE = 0.8
ALL = "ALL"
#: Kinds that are where they are, whatever their coverage says.
VISITED = {"base", "setting"}
#: Facets whose labels are read as words of the entry.
SAID_BY_LABEL = {"need", "category", "feature", "place", "district", "event_type", "theme"}
#: Written before a town among the districts that an entry serves: Exeter is both.
TOWN = "town:"
#: The first of an entry's topics or needs says most about it; what a need rolls up to says less than the need itself.
FADING, ROLLED_UP = 0.4, 0.5


class DocumentMaker:
    """Makes index documents with one council's words. Safe to share between threads."""

    def __init__(self, concepts: Concepts, vocabularies: Vocabularies) -> None:
        self._concepts, self._vocabularies = concepts, vocabularies
        self._tag_tokens: dict[tuple[str, str], list[Token]] = {}

    def make(self, entry_id: str, document: Document, point: Point | None, *, late: bool = False) -> IndexDocument:
        """The index document of an entry; ``point`` is where distances to it are measured.

        ``late``: nobody has checked it in time, so it comes lower. The outbox tells when that changes.
        """
        facets = self.facets(document)
        words = _Words(self._concepts)
        words.read(document.title, TITLE, title=True)
        words.read(document.summary, SUMMARY)
        for _, text in document.quick_read.filled():
            words.read(text, QUICK_READ)
        for text in document.own_text():
            words.read(text, OWN_TEXT)
        words.read(document.body, BODY)
        self._read_tags(words, document)
        self._read_names(words, document)
        places = [self._vocabularies["place"].get(key) for key in document.all_places]
        towns = [
            (place.lat, place.lon) for place in places if place and place.lat is not None and place.lon is not None
        ]
        return IndexDocument(
            entry_id=entry_id,
            kind=document.KIND,
            title=document.title,
            terms=words.counts,
            surfaces=words.surfaces,
            facets=facets,
            age_min=document.age_min,
            age_max=document.age_max,
            points=[(point.lat, point.lon)] if point else towns,
            everywhere=self._comes_everywhere(document),
            districts=[*document.districts, *(TOWN + key for key in document.all_places)],
            checked=document.reviewed_on.toordinal(),
            first_day=document.days[0].toordinal() if document.days else 0,
            last_day=document.days[1].toordinal() if document.days else 0,
            prior=PRIORS.get(document.KIND, 1.0) * (LATE if late else 1.0),
        )

    def facets(self, document: Document) -> dict[str, list[str]]:
        """Filter values: tags and what they roll up to; “every stage” is in every stage, county-wide in every place."""
        facets = {name: [v for v in values if v != ALL] for name, values in document.tags().items()} | {
            "kind": [document.KIND]
        }
        if ALL in document.phases:
            facets["phase"] = [key for key in self._vocabularies["phase"] if key != ALL]
        needs = self._rolled_up("need", facets["need"])
        facets["need"] = [key for key in needs if key in self._vocabularies["need"]]
        areas = [key for key in needs if key in self._vocabularies["area_of_need"]]
        facets["area"] = list(dict.fromkeys([*facets.get("area", []), *areas]))
        facets["place"] = self._districts(document)
        return {name: values for name, values in facets.items() if values}

    def _rolled_up(self, name: str, keys: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        for key in keys:
            step: str | None = key
            while step and step not in found:
                found[step] = None
                term = self._vocabularies[name].get(step)
                step = term.parent if term else None
        return list(found)

    @staticmethod
    def _comes_everywhere(document: Document) -> bool:
        """True for support that reaches every family alike; a school or a base is a place that one goes to."""
        return document.coverage in EVERYWHERE and document.KIND not in VISITED

    def _districts(self, document: Document) -> list[str]:
        if self._comes_everywhere(document):
            return list(self._vocabularies["district"])
        towns = [self._vocabularies["place"].get(key) for key in document.all_places]
        return list(dict.fromkeys([*document.districts, *(town.parent for town in towns if town and town.parent)]))

    def _read_tags(self, words: "_Words", document: Document) -> None:
        """Tags count as concepts, so that a search for their wordings finds the entry; towns and labels as words."""
        for name, keys in document.tags().items():
            for place, key in enumerate(keys):
                if name in TAG_VOCABULARIES and (key != ALL or name == "need"):
                    words.count(f"{name}:{key}", TAG / (1 + FADING * place))
                if name in SAID_BY_LABEL and key != ALL:
                    words.take(self._label_tokens(name, key), SUMMARY)

        for key in self._rolled_up("need", document.needs):
            if f"need:{key}" not in words.counts and key in self._vocabularies["need"]:
                words.count(f"need:{key}", TAG * ROLLED_UP)

    def _read_names(self, words: "_Words", document: Document) -> None:
        """Marks by which exactly this entry, or every entry of its kind, is found."""
        words.counts[KIND + document.KIND] = 1.0
        if isinstance(document, TermDocument):
            words.counts[f"{EXACT}term:{document.slug}"] = 1.0
        else:
            for name in document.known_as:
                words.counts[exact(tokens(name), self._concepts.lexicon.stop_words)] = 1.0

    def _label_tokens(self, name: str, key: str) -> list[Token]:
        found = self._tag_tokens.get((name, key))
        if found is None:
            found = self._tag_tokens[name, key] = tokens(self._vocabularies.label(name, key))
        return found


class _Words:
    """Counts words and concepts while it reads."""

    def __init__(self, concepts: Concepts) -> None:
        self._lexicon = concepts.lexicon
        self.counts: dict[str, float] = {}
        self.surfaces: dict[str, str] = {}

    def count(self, term: str, weight: float) -> None:
        self.counts[term] = self.counts.get(term, 0.0) + weight

    def read(self, text: str, weight: float, *, title: bool = False) -> None:
        if text:
            self.take(tokens(text), weight, title=title)

    def take(self, found: list[Token], weight: float, *, title: bool = False) -> None:
        said = [token for token in found if token.word not in self._lexicon.stop_words]
        for stem, times in Counter(token.stem for token in said).items():
            self.count(stem, weight * times)
            if title:
                self.counts[IN_TITLE + stem] = 1.0
        for token in said:
            self.surfaces.setdefault(token.stem, token.word)
        for match in self._lexicon.matches(found, query=False):
            self.count(match.wording.concept, weight)
            if title:
                self.counts[IN_TITLE + match.wording.concept] = 1.0
