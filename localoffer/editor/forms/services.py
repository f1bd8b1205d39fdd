"""The form of a service: what its fields are called and which section asks for them."""

from flask_babel import lazy_gettext as _

from localoffer.editor.forms.every_kind import CONTACTS, KEEPING, PLACE, TEXT_SECTION, found, who
from localoffer.editor.forms.fields import TEXT, Said, Words
from localoffer.editor.forms.sections import Section
from localoffer.records.services import (
    AdviceService,
    Childcare,
    Crisis,
    HealthDiagnosis,
    Post16,
    Registration,
    ServiceDocument,
    Session,
    ShortBreaks,
    Transport,
    Wait,
)

SERVICE = {
    "organisation": Said(_("Which organisation runs it?"), _("Type part of its name, then choose it.")),
    "categories": Said(_("What kind of support is it?"), _("Tick all that fit.")),
    "sector": Said(_("Who runs it?")),
    "tier": Said(_("How much help is it for?")),
    "eligibility": Said(_("Who can use it?"), _("Say the rule in plain words. Say who cannot use it, too.")),
    "needs_ehcp": Said(_("Does a child need an EHC plan?")),
    "needs_diagnosis": Said(_("Does a child need a diagnosis?")),
    "referral_route": Said(_("Who can ask for it?"), _("Tick all that fit.")),
    "referral_steps": Said(
        _("How to ask, step by step"), _("One thing to do in each step. Start with a verb."), one=_("Step")
    ),
    "decision_maker": Said(_("Who decides?"), _("Only if somebody says yes or no to a family.")),
    "decision_criteria": Said(
        _("Where are the rules for the decision?"),
        _("Type part of a page’s name and choose it, or paste a whole web address."),
    ),
    "wait": Said(_("How long do people wait?"), _("Leave all of this empty if nobody waits or nobody knows.")),
    "cost": Said(_("What does it cost?")),
    "cost_note": Said(_("How much, and what helps to pay"), _("Give amounts in pounds."), control=TEXT),
    "direct_payment_ok": Said(_("Can families pay with a direct payment?")),
    "schedule": Said(_("When is it open?"), _("One line for each day."), one=_("Opening time")),
    "delivery": Said(_("Where does the help happen?"), _("Tick all that fit.")),
    "features": Said(_("Good to know"), _("Tick what is true every time.")),
    "staff_send_training": Said(_("What training do staff have?"), control=TEXT),
    "complaints_url": Said(_("Where can families complain?"), _("A whole web address, starting https://.")),
    "if_not_eligible": Said(
        _("Where else can families go?"), _("For families who cannot use this. Type part of a page’s name."),
        one=_("Page"),
    ),
    "registration": Said(_("Registration and checks"), _("Fill in what you have.")),
    "short_breaks": Said(_("About the short break")),
    "transport": Said(_("About transport")),
    "health_diagnosis": Said(_("About getting a diagnosis")),
    "iass": Said(_("About the advice service")),
    "post16": Said(_("About courses and work after 16")),
    "childcare": Said(_("About childcare")),
    "crisis": Said(_("About help right now")),
}  # fmt: skip
WORDS: Words = {
    ServiceDocument: SERVICE,
    Wait: {
        "value": Said(_("How many?")),
        "unit": Said(
            _("Days, weeks or months?"), answers={"days": _("Days"), "weeks": _("Weeks"), "months": _("Months")}
        ),
        "kind": Said(
            _("What does the number mean?"),
            answers={
                "median": _("Half of the people wait less than this"), "typical": _("Most people wait about this long"),
                "maximum": _("Nobody waits longer than this"),
            },
        ),
        "as_at": Said(_("On which day was this true?")),
        "note": Said(_("More about the wait")),
    },
    Session: {
        "day": Said(_("Day")),
        "opens": Said(_("From"), _("For example 09:30.")),
        "closes": Said(_("To"), _("For example 17:00.")),
        "season": Said(_("When in the year?")),
        "note": Said(_("Note"), _("For example: first Monday of the month.")),
    },
    Registration: {
        "ofsted": Said(_("Ofsted number")),
        "cqc": Said(_("Care Quality Commission number")),
        "charity": Said(_("Charity number")),
        "dbs_statement": Said(_("How are staff checked?"), control=TEXT),
    },
    ShortBreaks: {
        "break_type": Said(_("What kind of break is it?"), _("Tick all that fit.")),
        "level": Said(_("Who is it for?")),
        "assessment_needed": Said(_("What must be assessed first?")),
    },
    Transport: {
        "age_group": Said(_("Which ages?"), _("Tick all that fit.")),
        "qualifying_grounds": Said(_("On what grounds?"), _("Tick all that fit.")),
        "contribution": Said(_("What do families pay?"), control=TEXT),
        "appeal_stages": Said(_("How to appeal, step by step"), one=_("Step")),
    },
    HealthDiagnosis: {
        "conditions": Said(_("What is assessed?"), _("Tick all that fit.")),
        "support_while_waiting": Said(
            _("What helps while families wait?"), _("Type part of a page’s name, then choose it."), one=_("Page")
        ),
        "right_to_choose_note": Said(_("About the right to choose"), control=TEXT),
    },
    AdviceService: {
        "impartial": Said(_("It takes nobody’s side")),
        "confidential": Said(_("It tells nobody what families say")),
        "helps_with": Said(_("What does it help with?"), _("Tick all that fit.")),
    },
    Post16: {
        "course_levels": Said(_("Which levels of course?"), _("Tick all that fit.")),
        "offers": Said(_("What is on offer?"), _("Tick all that fit.")),
    },
    Childcare: {
        "funded_hours": Said(_("Which funded hours can families use?"), _("Tick all that fit.")),
        "uses": Said(_("Which funds does it use for children with SEND?"), _("Tick all that fit.")),
    },
    Crisis: {
        "hours": Said(_("When does somebody answer?")),
        "first_action": Said(_("What should people do first?"), _("Give the number to ring.")),
    },
}  # fmt: skip
SECTIONS = (
    Section(
        "basics", _("What it is"), _("Its name, who runs it and what kind of support it is."),
        ("title", "summary", "organisation", "sector", "categories", "tier"),
    ),
    who("eligibility", "needs_ehcp", "needs_diagnosis"),
    Section(
        "getting", _("How to get it"), _("Who can ask, the steps, who decides and how long it takes."),
        ("referral_route", "referral_steps", "decision_maker", "decision_criteria", "wait", "if_not_eligible"),
    ),
    Section("cost", _("What it costs"), _("Free or not, and what helps to pay."), (
        "cost", "cost_note", "direct_payment_ok",
    )),
    PLACE,
    Section("when", _("When and how"), _("Opening times, where the help happens, what is good to know."), (
        "schedule", "delivery", "features",
    )),
    CONTACTS,
    TEXT_SECTION,
    Section("more", _("More about this kind of support"), _("What the law or families ask of this kind."), (
        "short_breaks", "transport", "health_diagnosis", "iass", "post16", "childcare", "crisis",
    )),
    Section("safe", _("Safe and good"), _("Training, registration and how to complain."), (
        "staff_send_training", "registration", "complaints_url",
    )),
    found(),
    KEEPING,
)  # fmt: skip
