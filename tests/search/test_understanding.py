"""What a question is understood to mean."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.search.understanding import LONGEST_QUERY, MOST_WORDS, tidy


@pytest.fixture
def read(site):
    """Understand a question with the shipped words."""
    return site.ready.interpreter.read


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("swimming in Barnstaple", "Barnstaple"), ("swimming near barnstaple", "Barnstaple"), ("swimming barnstaple", "Barnstaple"),
        ("Newton Abbot clubs", "Newton Abbot"), ("clubs around south molton", "South Molton"), ("tavistock", "Tavistock"),
        ("autism group in exeter for teenagers", "Exeter"), ("sleep EX1 1AA", "EX1 1AA"), ("sleep near ex11aa", "EX1 1AA"),
        ("clubs EX31", "EX31"), ("TQ1 1AA", "TQ1 1AA"), ("clubs in beer", "Beer"),
    ],
)  # fmt: skip
def test_places_are_understood(read, text, label):
    understood = read(text)
    assert understood.place is not None
    assert understood.place.label == label
    assert understood.place_problem == ""


@pytest.mark.parametrize(
    "text", ["beer", "bow ties", "swimming", "year 9 maths", "y9 homework", "section a1", "help at school", ""]
)
def test_words_that_only_look_like_places_are_not(read, text):
    assert read(text).place is None


def test_a_whole_postcode_nobody_knows_is_told_and_left_out(read):
    understood = read("swimming ZZ9 9ZZ")
    assert understood.place is None
    assert "ZZ9 9ZZ" in understood.place_problem or "zz9 9zz" in understood.place_problem.lower()
    assert [unit.words for unit in understood.units] == [("swimming",)]


@pytest.mark.parametrize(
    ("text", "years"),
    [("sleep 6 year old", (6, 6)), ("clubs for teenagers", (13, 19)), ("year 9 maths", (13, 14)), ("KS2 spelling", (7, 11)), ("toddler group", (1, 3))],
)  # fmt: skip
def test_ages_are_understood(read, text, years):
    age = read(text).age
    assert (age.low, age.high) == years


def test_numbers_of_an_age_are_no_longer_words_but_a_stage_is(read):
    assert not any("6" in unit.words for unit in read("sleep 6 year old").units)
    toddler = [unit for unit in read("toddler group").units if "toddler" in unit.words]
    assert toddler


@pytest.mark.parametrize(
    ("text", "phases"),
    [("secondary autism base", ("secondary",)), ("primary school", ("primary",)), ("post 16 course", ("post16",)), ("sleep", ()), ("year 9 in secondary school", ())],
)  # fmt: skip
def test_stages_of_school_are_understood(read, text, phases):
    assert read(text).phases == phases


def test_parts_can_be_read_as_plain_words(read):
    text = "swimming age 7 in Exeter secondary"
    everything = read(text, frozenset())
    assert everything.age
    assert everything.place
    assert read(text, frozenset({"age"})).age is None
    assert read(text, frozenset({"place"})).place is None
    assert read(text, frozenset({"age", "phase"})).phases == ()
    words = {word for unit in read(text, frozenset({"age", "place", "phase"})).units for word in unit.words}
    assert {"swimming", "exeter", "secondary"} <= words


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("dislexia", "dyslexia"), ("speach therapy", "speech therapy"), ("autsim", "autism"), ("Autisim support group", "autism support group"),
        ("speechtherapy", "speech therapy"), ("selectiv mutisum", "selective mutism"), ("epilepsey at school", "epilepsy at school"),
        ("EHCP dislexia", "EHCP dyslexia"), ("wheelchare", "wheelchair"), ("sleap in exeter", "sleep in exeter"),
    ],
)  # fmt: skip
def test_slips_are_mended_and_told(read, typed, corrected):
    assert read(typed).corrected.lower() == corrected.lower()


@pytest.mark.parametrize(
    "typed", ["dyslexia", "EHCP", "OT", "sleep clinic", "Barnstaple", "EX1 1AA", "xyzzyqwv", "", "SENDIASS", "year 9"]
)
def test_what_is_right_or_hopeless_is_not_corrected(read, typed):
    assert read(typed).corrected is None


def test_search_instead_for_what_was_typed(read):
    as_typed = read("dislexia", frozenset(), True)
    assert as_typed.corrected is None
    assert as_typed.units[0].words == ("dislexia",)
    assert as_typed.unknown == ("dislexia",)


def test_words_written_apart_are_joined(read):
    assert any(unit.words == ("wheelchair",) for unit in read("wheel chair").units)
    assert any(unit.words == ("playground",) for unit in read("play ground").units)


def test_words_that_mean_something_together_are_not_joined(read):
    words = [unit.words for unit in read("home school").units]
    assert ("homeschool",) not in words


def test_words_nobody_has_are_told_apart_from_the_others(read):
    understood = read("dyslexia xyzzyqwv")
    assert understood.unknown == ("xyzzyqwv",)
    assert [unit.words for unit in understood.units if not unit.optional] == [("dyslexia",)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("EHCP", "ehcp"), ("what is an ehc plan", "ehcp"), ("SENDIASS help", "sendiass"), ("speech therapy", "salt"), ("SLT", "salt"), ("OT", "ot"), ("ep report", "ep"), ("SpLD", "spld")],
)  # fmt: skip
def test_words_of_the_glossary_are_explained(read, text, slug):
    assert slug in read(text).explained


@pytest.mark.parametrize("text", ["hi there", "add to list", "ta very much", "play group"])
def test_everyday_words_and_what_people_merely_type_are_not_explained(read, text):
    assert read(text).explained == ()


@pytest.mark.parametrize("text", ["child", "help", "sen", "additional needs", "help for my child"])
def test_words_of_every_question_alone_still_ask_for_something(read, text):
    assert any(not unit.optional for unit in read(text).units)


def test_words_of_every_question_do_not_decide(read):
    needed = [unit.words for unit in read("help for my child with dyslexia at school").units if not unit.optional]
    assert needed == [("dyslexia",)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("strategies for dyslexia in class", "provision"), ("autism base", "base"), ("how do I ask for an assessment", "guide"), ("special school", "setting"), ("what does APDR stand for", "term")],
)  # fmt: skip
def test_the_kind_that_is_asked_for_is_favoured(read, text, kind):
    assert f"kind:{kind}" in dict(read(text).favour)


def test_long_questions_are_cut_and_this_is_told(read):
    long = read("sleep " * 200)
    assert long.shortened
    assert len(long.text) <= LONGEST_QUERY
    assert len(long.units) <= MOST_WORDS
    assert not read("sleep").shortened


@pytest.mark.parametrize(
    ("text", "clean"), [(" a\t b\n", "a b"), ("a\x00b", "a b"), ("\u202ea", "a"), ("e\u0301", "é"), ("", "")]
)
def test_tidying(text, clean):
    assert tidy(text) == (clean, False)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400))
def test_any_text_is_understood_somehow(read, text):
    understood = read(text)
    assert len(understood.text) <= LONGEST_QUERY
    assert all(0 < factor <= 1 for unit in understood.units for _, factor in (*unit.alternatives, *unit.tags))
