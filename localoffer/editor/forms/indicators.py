"""The form of an indicator: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.indicators import NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, Figure, IndicatorDocument, Series
from localoffer.web.figure_words import MISSING

WORDS: Words = {
    IndicatorDocument: {
        "code": Said(_("Short name"), _("Small letters, numbers and hyphens. Programs know the figures by it.")),
        "question": Said(_("The question it answers"), _("As a family would ask it: Are EHC plans on time?")),
        "measured": Said(
            _("The end of the sentence"),
            _(
                "We begin it for you: “In Devon in 2024, 3.2% …”. You end it, for example: "
                "of new EHC plans came within 20 weeks."
            ),
        ),
        "indicator_theme": Said(_("What is it about?")),
        "position": Said(_("Where does it stand in its theme?"), _("1 comes first.")),
        "definition": Said(_("What exactly do you count?"), _("In plain words. Who and what is in, and what is not.")),
        "numerator": Said(_("The part"), _("For a share: what you count. For example: plans that came in time.")),
        "denominator": Said(_("The whole"), _("For a share: out of what. For example: all new plans.")),
        "unit": Said(_("What is the number?")),
        "better": Said(
            _("Is more better?"),
            answers={"up": _("Up is better"), "down": _("Down is better"), "none": _("Neither is better")},
        ),
        "frequency": Said(_("How often are there new figures?")),
        "target": Said(_("The number to reach"), _("Leave it empty if there is none.")),
        "target_by": Said(_("By when?")),
        "target_note": Said(_("More about the target"), _("Who set it, and why."), control=TEXT),
        "series": Said(
            _("Whose figures are shown?"), _("Our own area first, then who we are compared with."), one=_("Place")
        ),
        "figures": Said(_("The figures"), _("One for each place and each stretch of time."), one=_("Figure")),
        "figures_published_on": Said(_("When did the newest figures come out?")),
        "next_figures_on": Said(_("When are the next figures due?")),
        "feed": Said(
            _("The column of the DfE’s file"),
            _("Only if the figures come from the SEN2 file. For example: sen2:pc_plans_issued_within_20_weeks."),
        ),
    },
    Series: {
        "key": Said(_("Short name of the place"), _("Small letters, numbers and hyphens.")),
        "label": Said(_("Name of the place"), _("For a region, as the DfE writes it. For example: South West.")),
        "level": Said(_("What kind of place is it?")),
        "dfe_code": Said(_("The DfE’s number of the council"), _("Three digits. For example 878 for Devon.")),
    },
    Figure: {
        "series": Said(_("Short name of the place"), _("One of those you gave above.")),
        "period": Said(_("When, in words"), _("For example: 2024, or spring 2026.")),
        "starts_on": Said(_("First day")),
        "ends_on": Said(_("Last day")),
        "value": Said(_("The number"), _("Leave it empty if there is none. Never show a count from 1 to 5.")),
        "missing": Said(
            _("Why is there no number?"), _("Only if you left the number empty."),
            answers={key: MISSING[key] for key in (SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE)},
        ),
    },
}  # fmt: skip
SECTIONS = (
    Section("basics", _("What it is about"), _("Its name, its question and a short summary."), (
        "title", "question", "summary", "indicator_theme", "position",
    )),
    Section("counting", _("How it is counted"), _("What is counted, in which unit, and what is better."), (
        "definition", "unit", "numerator", "denominator", "better", "measured", "frequency",
    )),
    Section("target", _("The target"), _("The number to reach, and by when."), ("target", "target_by", "target_note")),
    Section("figures", _("The figures"), _("Whose they are, the numbers, and when there are new ones."), (
        "series", "figures", "figures_published_on", "next_figures_on", "feed", "code",
    )),
    who(),
    TEXT_SECTION,
    CONTACTS,
    PLACE,
    found(),
    KEEPING,
)  # fmt: skip
