"""Build the lexicon from the council's own words: the glossary, the vocabularies and the search rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from localoffer.records.search_rules import SearchRules
from localoffer.records.terms import TermDocument
from localoffer.records.vocabularies import Vocabularies
from localoffer.search.analysis import KIND, Lexicon, exact, simplify, tokens

#: Vocabularies whose values are concepts, and how near a tag of each is to a glossary term it names.
TAG_VOCABULARIES = {"need": 0.9, "topic": 0.8, "category": 0.6, "feature": 0.6, "phase": 0.3, "part": 0.8}
#: The vocabulary that holds how people name a kind of entry (base, strategies, charity).
KINDS = "kind"
#: How well an entry answers a question for a need when it is for a wider need, or for every need.
WIDER_NEED, EVERY_NEED = 0.3, 0.2
#: How well a glossary term answers for a tag that it alone explains, or explains with others.
ONLY_TERM, ONE_OF_TERMS = 0.9, 0.4


@dataclass
class Concepts:
    """The lexicon, and how concepts lead on to one another in a query."""

    lexicon: Lexicon
    #: concept in a query -> other concepts that also answer it, with how well (0 to 1)
    leads: dict[str, dict[str, float]] = field(default_factory=dict)
    #: concept -> concepts that are easily taken for it and must not stand first
    confused: dict[str, set[str]] = field(default_factory=dict)
    #: words so common in questions here that they hardly tell entries apart
    light: frozenset[str] = frozenset()

    def lead(self, source: str, target: str, strength: float) -> None:
        """A query for ``source`` is also answered by ``target``."""
        known = self.leads.setdefault(source, {})
        known[target] = max(strength, known.get(target, 0.0))


def build_concepts(terms: Iterable[TermDocument], vocabularies: Vocabularies, rules: SearchRules) -> Concepts:
    """The concepts of one council. Never equates a pair that the rules keep apart."""
    concepts = Concepts(
        Lexicon(rules.stop_words, rules.ordinary_words, rules.also_verbs),
        light=frozenset(map(simplify, rules.light_words)),
    )
    held = list(terms)
    short_forms = set(rules.ambiguous_short_forms)
    apart = {frozenset(pair) for pair in rules.never_synonyms}
    claimed = _two_way_claims(held, concepts.lexicon)
    for term in held:
        _add_term(concepts, term, short_forms, claimed, apart)
    for old, current in rules.one_way_to_current.items():
        concepts.lead(f"term:{old}", f"term:{current}", 0.9)
    for group in rules.same_words:
        for words in group:
            concepts.lexicon.add(words, f"word:{simplify(group[0])}", two_way=True)
    for vocabulary, strength in TAG_VOCABULARIES.items():
        _add_vocabulary(concepts, vocabularies, vocabulary, strength)
    for kind in vocabularies[KINDS].values():
        for words in kind.words:
            concepts.lexicon.add(words, KIND + kind.key, two_way=False)
    for one, other in rules.never_synonyms:
        _keep_apart(concepts, one, other, vocabularies)
    return concepts


def _two_way_claims(terms: list[TermDocument], lexicon: Lexicon) -> dict[str, str]:
    """A wording as it is compared -> the term whose own name it is: no term kept apart from it may take that phrase."""
    return {exact(tokens(words), lexicon.stop_words): term.slug for term in terms for words in _own_names(term)}


def _own_names(term: TermDocument) -> list[str]:
    label = term.title.partition(" (")[0]
    return [label, *term.expansions, *term.synonyms]


def _add_term(
    concepts: Concepts, term: TermDocument, short_forms: set[str], claimed: dict[str, str], apart: set[frozenset[str]]
) -> None:
    concept = f"term:{term.slug}"
    for words in _own_names(term):
        shouted = words.upper() in short_forms
        concepts.lexicon.add(words.upper() if shouted else words, concept, two_way=True, capitals=shouted)
    for words in term.user_phrases:
        owner = claimed.get(exact(tokens(words), concepts.lexicon.stop_words), term.slug)
        if frozenset((owner, term.slug)) not in apart:
            shouted = words.upper() in short_forms
            concepts.lexicon.add(words, concept, two_way=False, capitals=shouted)
    if term.see:
        concepts.lead(concept, f"term:{term.see}", 0.9)


def _add_vocabulary(concepts: Concepts, vocabularies: Vocabularies, name: str, strength: float) -> None:
    for value in vocabularies[name].values():
        concept = f"{name}:{value.key}"
        if value.key == "ALL":
            continue
        for words in (value.label, *value.words):
            concepts.lexicon.add(words, concept, two_way=False)
        for slug in value.terms:
            concepts.lead(f"term:{slug}", concept, strength)
            concepts.lead(concept, f"term:{slug}", ONLY_TERM if len(value.terms) == 1 else ONE_OF_TERMS)
        if name == "need":
            concepts.lead(concept, "need:ALL", EVERY_NEED)
            if value.parent and value.parent != value.key:
                concepts.lead(concept, f"need:{value.parent}", WIDER_NEED)


def _keep_apart(concepts: Concepts, one: str, other: str, vocabularies: Vocabularies) -> None:
    """Remember that a search for one must not put the other first, also by its topic; cut any lead between them."""
    sides = [_with_topics(slug, vocabularies) for slug in (one, other)]
    for mine, theirs in (sides, sides[::-1]):
        for concept in mine:
            concepts.confused.setdefault(concept, set()).update(theirs - mine)
            for target in theirs - mine:
                concepts.leads.get(concept, {}).pop(target, None)


def _with_topics(slug: str, vocabularies: Vocabularies) -> set[str]:
    topics = {f"topic:{value.key}" for value in vocabularies["topic"].values() if slug in value.terms}
    return {f"term:{slug}"} | topics
