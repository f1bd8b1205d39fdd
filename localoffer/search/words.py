"""Everything search knows of one council's words at one moment, made together and thrown away together."""

from dataclasses import dataclass

from sqlmodel import Session

from localoffer.places.gazetteer import Gazetteer
from localoffer.places.postcodes import Postcodes
from localoffer.records.digests import digest_of
from localoffer.records.queries import published_of_kind
from localoffer.records.reference import ReferenceData
from localoffer.records.terms import TermDocument
from localoffer.search.documents import DocumentMaker
from localoffer.search.lexicon import Concepts, build_concepts

#: Raise it when documents come to be analysed differently: every index is then rebuilt by itself.
ANALYSIS_VERSION = 5


@dataclass(frozen=True, eq=False)
class Words:
    """The concepts, the maker of index documents, the gazetteer; ``digest`` tells when two would analyse alike."""

    reference: ReferenceData
    terms: dict[str, TermDocument]
    concepts: Concepts
    maker: DocumentMaker
    gazetteer: Gazetteer
    digest: str


def read_words(session: Session, reference: ReferenceData, postcodes: Postcodes) -> Words:
    """The words the database holds now."""
    documents = [entry.document() for entry in published_of_kind(session, "term")]
    terms = {document.slug: document for document in documents if isinstance(document, TermDocument)}
    concepts = build_concepts(terms.values(), reference.vocabularies, reference.search)
    maker = DocumentMaker(concepts, reference.vocabularies)
    return Words(
        reference, terms, concepts, maker, Gazetteer(reference.vocabularies, postcodes), _digest(terms, reference)
    )


def _digest(terms: dict[str, TermDocument], reference: ReferenceData) -> str:
    """Of what decides how a document is analysed: names of terms, labels and parents of tags, search rules."""
    return digest_of(
        {
            "version": ANALYSIS_VERSION,
            "terms": {slug: [term.title, term.expansions, term.synonyms] for slug, term in terms.items()},
            "vocabularies": {
                name: [[each.key, each.label, each.parent] for each in reference.vocabularies[name].values()]
                for name in reference.vocabularies.names()
            },
            "rules": reference.search.model_dump(),
        }
    )[:16]
