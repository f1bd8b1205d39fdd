"""The demonstration content tells no made-up fact about anything real: numbers, addresses and schools are held to rules."""

import re
from pathlib import Path

import pytest

from localoffer.importers.content_store import entry_files, read_entry, read_vocabularies
from localoffer.records.settings import SettingDocument

CONTENT = Path(__file__).parents[2] / "content"
VOCABULARIES = read_vocabularies(CONTENT)
DOCUMENTS = [read_entry(found, VOCABULARIES) for found in entry_files(CONTENT)]
REAL_SCHOOLS = [each for each in DOCUMENTS if isinstance(each, SettingDocument) and not each.demonstration]

PHONE = re.compile(r"(?<![\d.])0\d{2,4} ?\d{3,4} ?\d{3,4}(?!\d)")
#: Ofcom's numbers for drama: no-place 01632 960000 to 960999, free 0808 157 0000 to 0999.
RESERVED = re.compile(r"01632960\d{3}|08081570\d{3}")
#: National helplines, as the bodies publish them.
HELPLINES = {
    "08001111": "Childline", "08000684141": "Papyrus", "08088025544": "YoungMinds parents", "08088083555": "Contact",
    "08088005000": "NSPCC", "01904550055": "Family Fund",
}  # fmt: skip
MADE_UP_DOMAIN = re.compile(r"(?:^|\.)example\.org$")
#: Real sites that content may point to.
REAL_DOMAINS = {
    "www.samaritans.org", "www.childline.org.uk", "giveusashout.org", "www.nhs.uk", "www.papyrus-uk.org", "www.nspcc.org.uk",
    "www.youngminds.org.uk", "contact.org.uk", "www.ipsea.org.uk", "www.familyfund.org.uk", "www.gov.uk", "111.nhs.uk",
    "get-information-schools.service.gov.uk", "www.legislation.gov.uk", "www.equalityadvisoryservice.com",
    "www.lgo.org.uk",
    "explore-education-statistics.service.gov.uk",
}  # fmt: skip


def whole_text(document):
    return document.model_dump_json()


def numbers_in(text):
    return {re.sub(r"\D", "", found) for found in PHONE.findall(text)}


@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if each not in REAL_SCHOOLS], ids=lambda each: each.slug
)
def test_every_phone_number_is_reserved_for_fiction_or_a_national_helpline(document):
    strange = {
        each for each in numbers_in(whole_text(document)) if not RESERVED.fullmatch(each) and each not in HELPLINES
    }
    assert not strange, f"{document.slug} shows numbers that may be somebody’s: {strange}"


@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if each not in REAL_SCHOOLS], ids=lambda each: each.slug
)
def test_every_web_and_email_address_is_made_up_or_a_known_public_site(document):
    domains = set(re.findall(r"https?://([^/\s\"\\)]+)", whole_text(document)))
    domains |= {found.lower() for found in re.findall(r"[\w.+-]+@([\w.-]+\w)", whole_text(document))}
    strange = {each for each in domains if not MADE_UP_DOMAIN.search(each) and each not in REAL_DOMAINS}
    assert not strange, f"{document.slug} points to {strange}"


@pytest.mark.parametrize("school", REAL_SCHOOLS, ids=lambda each: each.slug)
def test_real_schools_carry_register_facts_with_their_source_and_nothing_else(school):
    assert school.verified_by == "feed"
    assert "Get Information About Schools" in school.source_note
    assert school.licence == "OGL-3.0"
    assert school.sen_info_report_url is None
    assert school.senco_contact is None


def test_made_up_bases_and_services_never_stand_at_real_schools():
    real = {school.slug for school in REAL_SCHOOLS}
    hosts = {each.school for each in DOCUMENTS if each.KIND == "base"}
    assert not hosts & real


def test_real_national_bodies_are_marked_as_not_checked_with_them():
    real = [each for each in DOCUMENTS if each.KIND == "organisation" and not each.demonstration]
    assert len(real) >= 8
    assert {each.verified_by for each in real} == {"unverified"}
