"""Reference documents by name, as checked objects: what pages, search and checks read besides entries."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from localoffer.records.authority import Authority
from localoffer.records.checklist import Checklist
from localoffer.records.desk_rules import DeskRules
from localoffer.records.entries import Reference
from localoffer.records.not_duplicates import NotDuplicates
from localoffer.records.provision import Framework
from localoffer.records.search_rules import SearchRules
from localoffer.records.shapes import Shape
from localoffer.records.vocabularies import Vocabularies, Vocabulary

VOCABULARY = "vocabulary/"
#: name of each single reference document -> its class; each is also a file ``content/<name>.yaml``
SINGLE: dict[str, type[Shape]] = {
    "authority": Authority,
    "search": SearchRules,
    "framework": Framework,
    "legal_checklist": Checklist,
    "desk": DeskRules,
    "not_duplicates": NotDuplicates,
}


@dataclass(frozen=True)
class ReferenceData:
    """Everything of the council's own that is not an entry."""

    vocabularies: Vocabularies
    authority: Authority
    search: SearchRules
    framework: Framework | None
    checklist: Checklist
    desk: DeskRules


def vocabularies(session: Session) -> Vocabularies:
    """All vocabularies the database holds."""
    rows = session.exec(select(Reference).where(col(Reference.name).startswith(VOCABULARY)).order_by(Reference.name))
    return Vocabularies([Vocabulary.model_validate(row.document) for row in rows])


def reference_data(session: Session) -> ReferenceData | None:
    """All reference documents; None while no authority has been loaded."""
    single = {row.name: row.document for row in session.exec(select(Reference).where(col(Reference.name).in_(SINGLE)))}
    if "authority" not in single:
        return None
    return ReferenceData(
        vocabularies(session),
        Authority.model_validate(single["authority"]),
        SearchRules.model_validate(single.get("search", {})),
        Framework.model_validate(single["framework"]) if "framework" in single else None,
        Checklist.model_validate(single.get("legal_checklist", {"items": []})),
        DeskRules.model_validate(single.get("desk", {})),
    )
