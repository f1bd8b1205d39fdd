"""The facts table of each kind: the fields a family or a SENCo looks up, with their labels."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from localoffer.records.bases import SMALLEST_SHOWN_COUNT, BaseDocument
from localoffer.records.documents import Document
from localoffer.records.organisations import OrganisationDocument
from localoffer.records.provision import ProvisionDocument
from localoffer.records.services import ServiceDocument, Wait
from localoffer.records.settings import SettingDocument
from localoffer.records.vocabularies import Vocabularies
from localoffer.web import formats
from localoffer.web.cards import need_labels

Row = dict[str, object]


def rows(document: Document, vocabularies: Vocabularies) -> list[Row]:
    """The facts of a document, without those that say nothing."""
    maker = _MAKERS.get(document.KIND)
    return [row for row in maker(document, vocabularies) if row.get("text") or row.get("html")] if maker else []


def _row(label: str, text: str) -> Row:
    return {"label": label, "text": text}


def _link(label: str, text: str, url: str | None) -> Row:
    return {"label": label, "html": Markup('<a class="govuk-link" href="{}">{}</a>').format(url, text) if url else ""}


def _labels(vocabularies: Vocabularies, name: str, keys: list[str]) -> str:
    return ", ".join(vocabularies.label(name, key) for key in keys)


def _lines(items: list[str]) -> Markup:
    """One item a line."""
    return Markup("<br>").join(escape(item) for item in items)


def _needs(document: Document, vocabularies: Vocabularies) -> str:
    return _("All needs") if document.needs == ["ALL"] else ", ".join(need_labels(document.needs, vocabularies))


def _service(document: Document, vocabularies: Vocabularies) -> list[Row]:
    assert isinstance(document, ServiceDocument)
    cost = vocabularies.label("cost", document.cost)
    return [
        _row(_("Who can use it"), document.eligibility),
        _row(_("Ages"), formats.ages(document.age_min, document.age_max)),
        _row(_("Needs it helps with"), _needs(document, vocabularies)),
        {
            "label": _("How to get it"),
            "html": _lines([vocabularies.label("referral_route", key) for key in document.referral_route]),
        },
        _row(_("Do you need an EHC plan?"), vocabularies.label("needed", document.needs_ehcp)),
        _row(_("Do you need a diagnosis?"), vocabularies.label("needed", document.needs_diagnosis)),
        _row(_("Who decides"), document.decision_maker),
        _row(_("How long people wait"), wait_text(document.wait) if document.wait else ""),
        _row(_("Cost"), f"{cost}. {document.cost_note}" if document.cost_note else cost),
        _row(_("Where it happens"), _labels(vocabularies, "delivery", document.delivery)),
        _row(_("Area it covers"), coverage_text(document, vocabularies)),
        _row(_("Good to know"), _labels(vocabularies, "feature", document.features)),
        _row(_("Staff training"), document.staff_send_training),
        *_service_profiles(document, vocabularies),
        _link(_("If you are unhappy"), _("How to complain"), document.complaints_url),
    ]


def _service_profiles(document: ServiceDocument, vocabularies: Vocabularies) -> list[Row]:
    found: list[Row] = []
    if breaks := document.short_breaks:
        found += [
            _row(_("Kind of break"), _labels(vocabularies, "break_type", breaks.break_type)),
            _row(_("Assessment first"), vocabularies.label("assessment_needed", breaks.assessment_needed)),
        ]
    if transport := document.transport:
        found += [
            _row(_("Reasons that count"), _labels(vocabularies, "transport_grounds", transport.qualifying_grounds)),
            _row(_("What you pay"), transport.contribution),
            {"label": _("How to appeal"), "html": _lines(transport.appeal_stages)},
        ]
    if diagnosis := document.health_diagnosis:
        found += [
            _row(_("What is assessed"), ", ".join(need_labels(diagnosis.conditions, vocabularies))),
            _row(_("Right to choose"), diagnosis.right_to_choose_note),
        ]
    if advice := document.iass:
        found.append(_row(_("Helps with"), _labels(vocabularies, "iass_help", advice.helps_with)))
    if post16 := document.post16:
        found += [
            _row(_("What it offers"), _labels(vocabularies, "post16_offer", post16.offers)),
            _row(_("Course levels"), _labels(vocabularies, "course_level", post16.course_levels)),
        ]
    if childcare := document.childcare:
        found += [
            _row(_("Funded hours"), _labels(vocabularies, "funded_hours", childcare.funded_hours)),
            _row(_("Extra funds it uses"), _labels(vocabularies, "childcare_fund", childcare.uses)),
        ]
    return found


def wait_text(wait: Wait) -> str:
    """> Most people wait about 18 weeks (true on 1 October 2026)."""
    length = {
        "days": ngettext("%(num)s day", "%(num)s days", wait.value),
        "weeks": ngettext("%(num)s week", "%(num)s weeks", wait.value),
        "months": ngettext("%(num)s month", "%(num)s months", wait.value),
    }[wait.unit]
    on = formats.day(wait.as_at)
    sentences = {
        "median": _("Half of all families waited %(length)s or less (figure from %(day)s).", length=length, day=on),
        "typical": _("Most families wait about %(length)s (figure from %(day)s).", length=length, day=on),
        "maximum": _("Nobody waited longer than %(length)s (figure from %(day)s).", length=length, day=on),
    }
    return f"{sentences[wait.kind]} {wait.note}".strip()


def coverage_text(document: Document, vocabularies: Vocabularies) -> str:
    """> The whole county, > Mid Devon, Exeter"""
    if document.coverage == "districts":
        return _labels(vocabularies, "district", document.districts)
    if document.coverage == "towns":
        return _labels(vocabularies, "place", document.places)
    return vocabularies.label("coverage", document.coverage)


def _base(document: Document, vocabularies: Vocabularies) -> list[Row]:
    assert isinstance(document, BaseDocument)
    return [
        _row(_("Mainly for"), ", ".join(need_labels(document.designation_needs, vocabularies))),
        _row(_("Also thinks about"), ", ".join(need_labels(document.also_considers, vocabularies))),
        _row(_("School years"), years_text(document)),
        _row(_("Who can have a place"), document.eligibility),
        _row(_("Kind of base"), base_type_text(document, vocabularies)),
        _row(_("Time in ordinary classes"), vocabularies.label("time_in_mainstream", document.time_in_mainstream)),
        _row(_("Places"), places_text(document)),
        _row(_("Free places"), free_places_text(document, vocabularies)),
        _row(_("Girls or boys"), vocabularies.label("sex", document.sex)),
        _row(_("Staff"), _labels(vocabularies, "staffing", document.staffing)),
        _row(_("Therapy on site"), _labels(vocabularies, "therapy", document.therapy_on_site)),
        _row(_("Place and equipment"), _labels(vocabularies, "environment", document.environment)),
        {
            "label": _("How places are given"),
            "html": _lines([vocabularies.label("admission_route", key) for key in document.admission_route]),
        },
        _row(_("Who decides"), document.decided_by),
        _row(_("Visits"), document.visits),
        _row(_("Help for other schools"), document.outreach_note or (_("Yes") if document.outreach else _("No"))),
        _row(_("Getting there"), document.transport_note),
        _row(_("Stage of the base"), lifecycle_text(document, vocabularies)),
        _link(_("Decision"), _("Read the decision"), document.decision_url),
    ]


def base_type_text(document: BaseDocument, vocabularies: Vocabularies) -> str:
    """> Resourced provision: pupils are taught mainly …"""
    term = vocabularies["base_type"].get(document.base_type)
    return f"{term.label}. {term.hint}".strip() if term else document.base_type


def years_text(document: BaseDocument) -> str:
    """> Reception to Year 6; empty while a draft does not say."""
    if not {"year_from", "year_to"} <= document.model_fields_set:
        return ""
    return formats.school_years(document.year_from, document.year_to)


def places_text(document: BaseDocument) -> str:
    """> 12 places on 1 September 2026; empty while a draft does not say."""
    if not {"places_commissioned", "places_as_at"} <= document.model_fields_set:
        return ""
    return ngettext(
        "%(num)s place (figure from %(day)s)", "%(num)s places (figure from %(day)s)",
        document.places_commissioned, day=formats.day(document.places_as_at),
    )  # fmt: skip


def free_places_text(document: BaseDocument, vocabularies: Vocabularies) -> str:
    """A band, and how many are on roll only where the number is too large to point at a child."""
    band = vocabularies.label("vacancies", document.vacancies)
    on_roll = document.places_on_roll
    if on_roll is None or on_roll < SMALLEST_SHOWN_COUNT:
        return f"{band}. {document.vacancies_note}".strip() if document.vacancies_note else band
    taken = ngettext("%(num)s pupil now", "%(num)s pupils now", on_roll)
    return f"{band} ({taken}). {document.vacancies_note}".strip()


def lifecycle_text(document: BaseDocument, vocabularies: Vocabularies) -> str:
    """> Open, > Opening from 1 September 2027"""
    stage = vocabularies.label("lifecycle", document.lifecycle)
    if not document.lifecycle_effective_on:
        return stage
    return _("%(stage)s from %(day)s", stage=stage, day=formats.day(document.lifecycle_effective_on))


def _setting(document: Document, vocabularies: Vocabularies) -> list[Row]:
    assert isinstance(document, SettingDocument)
    report = _link(_("SEN information report"), _("Read the school’s own report"), document.sen_info_report_url)
    if not document.sen_info_report_url:
        report = _row(_("SEN information report"), _("We do not hold the link yet. Ask the school for it."))
    return [
        _row(_("Kind of setting"), vocabularies.label("setting_type", document.setting_type)),
        _row(_("Run as"), vocabularies.label("provider_group", document.provider_group)),
        _row(_("Mainstream or special"), vocabularies.label("phase_type", document.phase_type)),
        _row(_("Ages"), formats.ages(document.age_min, document.age_max)),
        _row(_("Made for"), ", ".join(need_labels(document.designated_needs, vocabularies))),
        _row(_("Section 41 approved"), _("Yes. You can ask for it in an EHC plan.") if document.section41 else ""),
        _row(_("Outside our area"), _("Yes. Some local children go there.") if document.out_of_area else ""),
        _row(_("Getting a place"), document.admissions_note),
        report,
        _link(_("Accessibility plan"), _("Read the accessibility plan"), document.accessibility_plan_url),
        _row(_("Getting there"), document.travel_note),
        _row(_("Register number (URN)"), str(document.gias_urn or document.ofsted_urn or "")),
    ]


def _organisation(document: Document, vocabularies: Vocabularies) -> list[Row]:
    assert isinstance(document, OrganisationDocument)
    return [
        _row(_("Run by"), vocabularies.label("sector", document.sector)),
        _row(_("Charity number"), document.charity_number),
        _link(_("Website"), (document.website or "").removeprefix("https://").rstrip("/"), document.website),
        _link(_("If you are unhappy"), _("How to complain"), document.complaints_url),
    ]


def _provision(document: Document, vocabularies: Vocabularies) -> list[Row]:
    assert isinstance(document, ProvisionDocument)
    return [
        _row(_("Part"), vocabularies.label("part", document.part)),
        _row(_("Principle"), vocabularies.label("principle", document.principle) if document.principle else ""),
        _row(
            _("Area of need"),
            vocabularies.label("area_of_need", document.area_of_need) if document.area_of_need else "",
        ),
        _row(_("Settings"), _labels(vocabularies, "oap_setting", document.setting_types)),
        _row(_("Stages"), _labels(vocabularies, "phase", document.phases)),
        _row(_("Needs"), _needs(document, vocabularies)),
        _row(_("Framework version"), document.framework_version),
    ]


_MAKERS: dict[str, Callable[[Document, Vocabularies], list[Row]]] = {
    "service": _service, "base": _base, "setting": _setting, "organisation": _organisation, "provision": _provision,
}  # fmt: skip
