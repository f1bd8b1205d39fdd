"""Every regular job, in the order they are done: what changes pages first, then the mail that this wrote."""

from localoffer.jobs.cleanup import clear
from localoffer.jobs.feedback import look_after_feedback
from localoffer.jobs.freshness import keep_fresh
from localoffer.jobs.job import Job
from localoffer.jobs.links import try_links
from localoffer.jobs.post import send_letters
from localoffer.jobs.schedule import expire_due, publish_due

JOBS = (
    Job("publish", "Make approved changes public on their day.", publish_due),
    Job("expire", "Withdraw pages whose last day has come.", expire_due),
    Job("freshness", "Ask whether pages are still right; show late ones lower, hide those nobody checks.", keep_fresh),
    Job("feedback", "Tell families what came of comments and reports, warn of late ones, delete.", look_after_feedback),
    Job("mail", "Send the letters that wait.", send_letters),
    Job("links", "Try some of the web addresses that pages hold.", try_links),
    Job("cleanup", "Clear away what is old: rate counts, invitations, kept words, text of letters, gaps.", clear),
)
