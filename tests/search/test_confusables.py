"""Words that families mix up: never the same to search, explained beside results, and never put first for one another."""

import pytest

from localoffer.records.queries import entries_by_id
from localoffer.search.analysis import tokens


def pairs(site):
    return site.ready.words.reference.search.never_synonyms


def concepts_of(site, text):
    lexicon = site.ready.words.concepts.lexicon
    return {concept for _, _, concepts in lexicon.longest(tokens(text), query=True) for concept in concepts}


def names_of(term):
    return [term.title.partition(" (")[0], *term.expansions, *term.synonyms]


def test_no_wording_of_one_means_the_other(site):
    terms = site.ready.words.terms
    checked = 0
    for one, other in pairs(site):
        for mine, theirs in ((one, other), (other, one)):
            if mine in terms and theirs in terms:
                checked += 1
                for name in names_of(terms[mine]):
                    assert f"term:{theirs}" not in concepts_of(site, name), (name, theirs)
    assert checked >= 2 * 9


def test_no_query_for_one_leads_on_to_the_other(site):
    leads = site.ready.words.concepts.leads
    for one, other in pairs(site):
        assert f"term:{other}" not in leads.get(f"term:{one}", {})
        assert f"term:{one}" not in leads.get(f"term:{other}", {})


def test_no_unit_offers_both(site):
    terms = site.ready.words.terms
    for one, other in pairs(site):
        for mine, theirs in ((one, other), (other, one)):
            if mine in terms:
                for name in names_of(terms[mine]):
                    for unit in site.find(name).understood.units:
                        assert f"term:{theirs}" not in dict(unit.alternatives), (name, theirs)


@pytest.mark.parametrize(
    ("text", "never_first"),
    [
        ("home education", "eotas"), ("elective home education", "eotas"), ("home schooling", "eotas"),
        ("home ed", "eotas"), ("i want to teach my child at home", "eotas"), ("EHE", "eotas"),
        ("EOTAS", "ehe"), ("education otherwise than at school", "ehe"), ("eotas package", "ehe"),
        ("mediation", "complaint"), ("make a complaint", "mediation"), ("tribunal", "complaint"),
    ],
)  # fmt: skip
def test_the_other_of_a_pair_never_comes_first(ask, site, text, never_first):
    first = ask(text).page.hits[0].entry_id
    document = entries_by_id(site.session, [first])[first].document()
    assert document.topics[:1] != [never_first]
    assert (document.KIND, document.slug) != ("term", never_first)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("eotas", "EOTAS or home education?"), ("home education", "EOTAS or home education?"),
        ("home schooling", "EOTAS or home education?"), ("education other than at school", "EOTAS or home education?"),
        ("individual healthcare plan", "EHC plan or health plan?"), ("SLD", "SpLD or SLD?"), ("spld", "SpLD or SLD?"),
        ("mediation", "Mediation, complaint or appeal?"), ("individual support plan", "Is the EHC plan going away?"),
    ],
)  # fmt: skip
def test_a_pair_is_explained_beside_results(ask, text, title):
    assert [each.title for each in ask(text).understood.confusables] == [title]


@pytest.mark.parametrize("text", ["swimming", "autism", "sleep", "wheelchair", "dyslexia help", "blue badge", ""])
def test_nothing_is_explained_where_nothing_is_mixed_up(ask, text):
    assert ask(text).understood.confusables == ()


def test_who_asks_for_both_gets_both(ask):
    found = ask("home education or EOTAS")
    assert found.understood.demote == frozenset()
    assert found.page.total


@pytest.mark.parametrize(
    "text", ["can the school send him home early", "they send her home every day", "send my child to another school"]
)
def test_to_send_somebody_is_not_send(ask, text):
    assert "send" not in ask(text).understood.explained
    assert not any("term:send" in dict(unit.alternatives) for unit in ask(text).understood.units)


@pytest.mark.parametrize("text", ["SEND", "send", "send support in school", "what is SEND", "send team phone number"])
def test_send_in_small_letters_is_still_send(ask, text):
    units = ask(text).understood.units
    assert any(
        term.startswith("term:send") or term == "category:statutory_sen_team"
        for unit in units
        for term, _ in (*unit.alternatives, *unit.tags)
    )
