"""Words of the desk's lists: states, what is missing on a page, why two look alike, what is done to many at once."""

from flask_babel import lazy_gettext as _

from localoffer.publishing import bulk, duplicates
from localoffer.records.entries import DRAFT, HIDDEN, PUBLISHED, RETURNED, SCHEDULED, SUBMITTED, WITHDRAWN

#: State of a page -> (its words, the colour of its tag).
STATES = {
    PUBLISHED: (_("Public"), "green"),
    HIDDEN: (_("Hidden"), "orange"),
    WITHDRAWN: (_("Taken down"), "grey"),
    DRAFT: (_("Not public yet"), "blue"),
}
#: State of the changes somebody is making -> the same.
CHANGES = {
    DRAFT: (_("Being changed"), "blue"),
    SUBMITTED: (_("Waiting for a review"), "purple"),
    RETURNED: (_("Sent back"), "red"),
    SCHEDULED: (_("Waiting for its day"), "turquoise"),
}
#: Check of publishing.quality -> what a family misses, in a sentence.
MISSING = {
    "phone": _("There is no phone number that families can see."),
    "email": _("There is no email or web address that families can see."),
    "hours": _("It does not say when somebody answers, or when it is open."),
    "eligibility": _("It does not say who can use it."),
    "if_not_eligible": _("It does not say what to do when the answer is no."),
    "wait": _("Somebody decides, but it does not say how long families wait, and as of when."),
    "cost_note": _("It is not free, but it does not say what it costs."),
    "place": _("It has no postcode, and does not say which area it covers."),
    "access_note": _("It does not say what it is like to get in, for example with a wheelchair."),
    "staffing": _("It does not say who works there."),
    "environment": _("It does not say what the rooms are like."),
    "senco": _("It does not say how to reach the SENCo."),
    "report": _("There is no link to the SEN information report."),
    "complaints": _("It does not say how to complain."),
    "website": _("There is no link to its website."),
    "rights": _("It names time limits, but not where to go when the answer is no."),
    "concerns": _("It has no concerns in the words of a teacher or parent."),
    "other_words": _("It has no other words that people use for this."),
    "text": _("The full text is empty or very short."),
    "topics": _("It has no topic, and is not for a certain need. It is hard to find."),
    "figures": _("It has no figures."),
    "target": _("It does not say what we aim for."),
    "actions": _("It says nothing that will be done."),
    "reported": _("Nobody has told yet how its actions go."),
    "minutes": _("It has no minutes."),
    "decisions": _("It does not say what was decided."),
    "answered": _("It does not say what we did."),
    "outcome": _("It does not say what came of the event."),
    "booking": _("It does not say how to book."),
    "stories": _("It has no story."),
    "plain": _("The plain-language check has found something in the quick read."),
    "source": _("It does not say where the facts come from."),
    "drifted": _("The text has changed since somebody last checked the quick read."),
    "links": _("A link on it does not work."),
    "overdue": _("Nobody has checked it in time."),
    "owner": _("Nobody looks after it."),
}
ALIKE = {
    duplicates.SAME_NAME: _("the same name"),
    duplicates.NEAR_NAME: _("a similar name"),
    duplicates.SAME_PHONE: _("the same phone number"),
    duplicates.SAME_EMAIL: _("the same email address"),
    duplicates.SAME_WEBSITE: _("the same website"),
    duplicates.SAME_POSTCODE: _("the same postcode"),
    duplicates.SAME_TOWN: _("the same town"),
}
#: What can be done to many pages -> how it is called in the list.
ACTIONS = {
    bulk.ASSIGN: _("Give them to somebody to look after"),
    bulk.ADD_TOPIC: _("Add a topic"),
    bulk.REMOVE_TOPIC: _("Take a topic away"),
    bulk.CHECK: _("Mark them as checked today"),
    bulk.WITHDRAW: _("Take them down"),
}
REFUSED = {
    bulk.NOT_YOURS: _("You may not do this to this page."),
    bulk.NOT_PUBLIC: _("It is not public."),
    bulk.ALREADY_SO: _("It is so already."),
    bulk.NOT_THEIRS: _("It belongs to an organisation that this person does not work for."),
    bulk.NOT_WHOLE: _("Something on it must be mended first. Open it to see what."),
    bulk.CHANGED_SINCE: _("Somebody has changed it since."),
    bulk.HAS_LEFT: _("Whoever looked after it cannot sign in any more."),
}
SORTS = {
    "title": _("A to Z"),
    "due": _("Next check first"),
    "changed": _("Changed last"),
    "quality": _("Least complete first"),
}
CHECKS = {"due": _("Due soon"), "overdue": _("Overdue")}
WRONG = {
    "incomplete": _("Incomplete"), "drifted": _("Quick read does not fit the text"), "links": _("Broken link"),
    "unkept": _("Organisation nobody keeps"),
}  # fmt: skip
