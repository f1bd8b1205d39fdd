"""The words the plain-language check knows. Add to them here: nothing else needs to change.

Each hard word stands beside a plain one that fits in its place. Sources: GOV.UK style guide, words to avoid; DOMAIN 4.
"""

#: Understood by nearly everybody, or always read as a name.
KNOWN_ACRONYMS = {
    "NHS", "GP", "GPs", "UK", "EHC", "SEN", "SEND", "BBC", "TV", "PE", "ID", "CV", "QR", "GCSE", "GCSEs", "SENCo",
}  # fmt: skip

JARGON = {
    "provision": "help",
    "pathway": "steps",
    "pathways": "steps",
    "outcome": "result",
    "outcomes": "results",
    "threshold": "rule",
    "thresholds": "rules",
    "co-produce": "make together",
    "co-produced": "made together",
    "co-production": "working together",
    "signpost": "point to",
    "signposts": "points to",
    "signposting": "pointing to",
    "commission": "pay for",
    "commissions": "pays for",
    "commissioned": "paid for",
    "robust": "strong",
    "going forward": "from now on",
    "in order to": "to",
    "utilise": "use",
    "utilises": "uses",
    "facilitate": "help",
    "facilitates": "helps",
    "holistic": "whole",
    "multi-disciplinary": "of many kinds",
    "multidisciplinary": "of many kinds",
    "multi-agency": "joint",
    "stakeholders": "people involved",
    "service users": "people who use it",
    "empower": "help",
    "prior to": "before",
    "commence": "start",
    "commences": "starts",
    "in respect of": "about",
    "with regard to": "about",
}

#: Words that reduce a person to a lack, or lay blame on a family.
HURTFUL = {
    "suffers from": "has",
    "suffer from": "have",
    "suffering from": "with",
    "afflicted with": "with",
    "victim of": "person with",
    "wheelchair-bound": "uses a wheelchair",
    "wheelchair bound": "uses a wheelchair",
    "confined to a wheelchair": "uses a wheelchair",
    "school refuser": "finds school too hard",
    "school refusers": "children who find school too hard",
    "school refusal": "finding school too hard",
    "handicapped": "disabled",
    "mentally retarded": "with a learning disability",
    "retarded": "with a learning disability",
    "normal school": "mainstream school",
    "normal schools": "mainstream schools",
    "normal children": "other children",
    "high-functioning": "with fewer support needs",
    "low-functioning": "with high support needs",
    "attention-seeking": "asking for help",
    "attention seeking": "asking for help",
    "naughty": "upset",
    "hard-to-reach families": "families we have not reached",
    "hard to reach families": "families we have not reached",
    "bad parenting": "a hard time at home",
    "poor parenting": "a hard time at home",
    "failed to engage": "did not find it easy to take part",
    "failed to attend": "could not come",
}

VAGUE_TIMES = ("soon", "shortly", "in due course", "as soon as possible", "in the near future", "in the coming weeks")

#: Long words (more than three syllables) that have a short one.
SHORTER = {
    "accommodation": "place to stay",
    "additional": "extra",
    "alternatively": "or",
    "approximately": "about",
    "appropriately": "well",
    "availability": "free places",
    "communicate": "talk",
    "consideration": "thought",
    "determination": "decision",
    "difficulties": "problems",
    "eligibility": "who can have it",
    "immediately": "at once",
    "implementation": "start",
    "individual": "person",
    "individuals": "people",
    "information": "facts",
    "intervention": "help",
    "interventions": "help",
    "necessary": "needed",
    "notification": "letter",
    "opportunities": "chances",
    "opportunity": "chance",
    "participate": "take part",
    "participation": "taking part",
    "practitioner": "worker",
    "practitioners": "workers",
    "prioritisation": "order",
    "subsequently": "later",
    "unfortunately": "sadly",
}

#: Words that end like a deed done to somebody but only tell how something is.
STATES = {
    "allowed", "based", "born", "called", "closed", "confused", "delayed", "disabled", "done", "excluded", "gone",
    "experienced", "interested", "involved", "known", "left", "limited", "located", "lost", "married", "meant", "mixed",
    "needed", "open", "pleased", "qualified", "related", "relaxed", "scared", "set", "shared", "shut", "skilled",
    "stuck", "supposed", "tired", "trained", "upset", "used", "worried",
}  # fmt: skip
DONE_TO = (
    "begun", "bought", "broken", "brought", "built", "caught", "chosen", "cut", "drawn", "driven", "fed", "felt",
    "forgotten", "found", "given", "held", "hidden", "hurt", "kept", "lent", "made", "met", "paid", "put", "read",
    "run", "seen", "sent", "shown", "spent", "taken", "taught", "told", "thought", "understood", "won", "written",
)  # fmt: skip

#: A first sentence that begins with one of these tells nothing in its first words.
EMPTY_STARTS = ("the", "our", "in order to", "this page", "welcome to")
SAYS_NOTHING = ("click here", "here", "read more", "more", "this link", "link", "this page")
