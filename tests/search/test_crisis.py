"""Help panels: these words of danger bring the urgent panel, these everyday words do not.

The panel's phrases were written from the table here, so it guards them and does not measure them. What measures them is
``blind_crisis.yaml``: wordings by somebody who had seen neither phrases nor rules.
"""

from pathlib import Path

import pytest
import yaml

BLIND = yaml.safe_load((Path(__file__).parent / "blind_crisis.yaml").read_text(encoding="utf-8"))
FEWEST_NOTICED, MOST_FALSE_ALARMS = 0.95, 0.02

URGENT = """
he wants to kill himself
she says she wants to die
my teenager says he doesn't want to live anymore
my son does not want to be here any more
suicidal teenager
sucidal daughter
feeling suicidle
thoughts of suicide
suiside help
self harm
self-harming
selfharm help for 14 year old
my daughter is self harmimg
she is cutting herself
he cuts himself
cutting her arms
hurting himself on purpose
she keeps hurting herself
i want to kill myself
I wish I was dead
wishes he was never born
she said she would be better off dead
he wants to end his life
end it all
taken an overdose
he took too many tablets
overdosed
mental health crisis
crisis
crisis team phone number
child in crisis tonight
emergency mental health help
i cant keep him safe
we can't keep her safe at home
cannot go on
I can't cope any more
hearing voices in his head
psychotic episode
suicide
thinking about ending her life
he tried to hang himself
doesnt wanna live
says life is not worth living
no reason to live
""".strip().splitlines()

HARMLESS = """
cutting and sticking activities
cutting the waiting list
hearing test
hearing impairment
crisis loan
cost of living crisis
housing crisis help with rent
killing time in the holidays
end of term activities
dead end with school
living independently
supported living
life skills course
want to live on his own
does not want to go to school
doesn't want to eat
harmless fun days out
hurt at football club
tablets for learning
ipad and tablets for school
self help group
self care skills
self referral
kill the noise ear defenders
safe place at school
emergency contact form
voices of young people
hearing and vision support
scissors and cutting skills
cutting food with a knife and fork
places to be here for families
hospital school
drama club
never wants to leave the house
""".strip().splitlines()

NOT_SAFE = [
    "my child is being abused", "being hit at home", "hit by his dad", "domestic violence", "i think she is being groomed",
    "child protection", "county lines", "worried a child is not safe", "neglected child next door", "sexual abuse",
]  # fmt: skip
SAFE = [
    "hit by the cuts", "substance", "dog grooming course", "safe swimming", "school is worried about reading",
    "protective helmet", "internet safety course", "a line of counties", "hitting milestones", "unsafe route to school",
]  # fmt: skip


@pytest.mark.parametrize("text", URGENT)
def test_words_of_danger_bring_the_urgent_panel(ask, text):
    panels = ask(text).understood.panels
    assert panels, text
    assert panels[0].key == "urgent"
    assert panels[0].urgent
    assert any(contact.value == "999" for contact in panels[0].contacts)


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_words_bring_no_urgent_panel(ask, text):
    assert not ask(text).understood.panels, text


@pytest.mark.parametrize("text", NOT_SAFE)
def test_words_of_harm_by_others_bring_the_safety_panel(ask, text):
    assert "not-safe" in [panel.key for panel in ask(text).understood.panels], text


@pytest.mark.parametrize("text", SAFE)
def test_words_that_only_look_like_harm_bring_no_panel(ask, text):
    assert not ask(text).understood.panels, text


def test_the_panel_comes_even_when_spelling_is_left_as_typed(ask):
    assert ask("sucidal", as_typed=True).understood.panels


def test_wordings_nobody_tuned_on_bring_the_panel_nearly_always(ask):
    missed = [text for text in BLIND["urgent"] if "urgent" not in [each.key for each in ask(text).understood.panels]]
    assert len(missed) <= (1 - FEWEST_NOTICED) * len(BLIND["urgent"]), missed


def test_harmless_wordings_nobody_tuned_on_bring_it_hardly_ever(ask):
    alarmed = [text for text in BLIND["harmless"] if "urgent" in [each.key for each in ask(text).understood.panels]]
    assert len(alarmed) <= MOST_FALSE_ALARMS * len(BLIND["harmless"]), alarmed


def test_a_slip_in_a_short_word_does_not_hide_the_danger(ask):
    assert ask("kil myself").understood.panels


def test_words_of_a_rule_count_in_any_order(ask):
    assert ask("paracetamol a whole packet she swallowed").understood.panels
    assert not ask("can school give paracetamol").understood.panels
