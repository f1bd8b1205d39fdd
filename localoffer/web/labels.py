"""Words of the interface that Python needs: names of kinds, slots and facets. Whole, and translated when shown."""

from flask_babel import lazy_gettext as _

from localoffer.records.people import ADMIN, EDITOR, PROVIDER, REVIEWER

KIND_LABELS = {
    "service": _("Support"),
    "base": _("Resource base"),
    "setting": _("School or setting"),
    "organisation": _("Organisation"),
    "guide": _("Guide"),
    "provision": _("Help in school"),
    "term": _("Word explained"),
    "plan": _("Plan"),
    "meeting": _("Board meeting"),
    "indicator": _("Figures"),
    "response": _("You said, we did"),
    "event": _("Event"),
    "news": _("News"),
    "place": _("Place"),
}
SLOT_LABELS = {
    "what_it_is": _("What it is"),
    "who_for": _("Who it is for"),
    "how_to_get": _("How to get it"),
    "cost": _("What it costs"),
    "how_long": _("How long it takes"),
    "contact": _("Who to contact"),
    "what_next": _("What to do next"),
    "we_said": _("What we said"),
    "we_did": _("What we did"),
    "changed": _("What changed for families"),
    "late_why": _("What is late, and why"),
    "next_date": _("When there is more to know"),
}
FACET_LABELS = {
    "kind": _("Kind of page"),
    "need": _("Need"),
    "phase": _("Stage"),
    "category": _("Type of support"),
    "topic": _("Topic"),
    "feature": _("Good to know"),
    "cost": _("Cost"),
    "referral": _("How to get it"),
    "place": _("Area"),
    "audience": _("Written for"),
    "theme": _("Theme"),
    "event_type": _("Kind of event"),
}
ROLE_LABELS = {
    PROVIDER: _("Provider"), EDITOR: _("Editor"), REVIEWER: _("Reviewer"), ADMIN: _("Administrator"),
}  # fmt: skip
SORT_LABELS = {
    "relevance": _("Best match"),
    "distance": _("Nearest"),
    "name": _("A to Z"),
    "checked": _("Checked most recently"),
    "newest": _("Newest first"),
    "soonest": _("Soonest first"),
}
#: facet -> the vocabulary its values are in
FACET_VOCABULARIES = {
    "need": "need", "phase": "phase", "category": "category", "topic": "topic", "feature": "feature", "cost": "cost",
    "referral": "referral_route", "place": "district", "audience": "audience",
    "theme": "theme", "event_type": "event_type",
}  # fmt: skip
