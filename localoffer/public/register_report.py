"""The report of a year in words and as a table: what SI 2014/1530 reg. 56 wants published at least once a year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from localoffer.public.register_lines import Line, lines
from localoffer.publishing.register import CAME_LATE, IN_TIME, LATE, STANDINGS, WAITING, Count, YearReport
from localoffer.records.feedback import INDIVIDUAL_CASE, VEXATIOUS
from localoffer.records.responses import DONE
from localoffer.web.feeds import whole
from localoffer.web.formats import number
from localoffer.web.site import label, today

REASONS = {
    VEXATIOUS: lazy_gettext("Left out, because it was rude or meant to harm"),
    INDIVIDUAL_CASE: lazy_gettext("Left out, because it was about one person’s own help"),
}
STANDING_LABELS = {
    IN_TIME: lazy_gettext("Answered in time"),
    CAME_LATE: lazy_gettext("Answered late"),
    WAITING: lazy_gettext("Not answered yet, and there is still time"),
    LATE: lazy_gettext("Not answered yet, and late"),
}


@dataclass(frozen=True)
class ReportPage:
    """What the page of a report asks for, by name. ``smallest``: counts below are not told."""

    report: YearReport
    smallest: int
    answer_days: int

    def count(self, count: Count) -> str:
        """> 12, > fewer than 5, > 9 or more"""
        if count.exact:
            return number(count.number)
        if count.number:
            return _("%(num)s or more", num=count.number)
        return _("fewer than %(num)s", num=self.smallest)

    def summary(self) -> list[str]:
        """The year in a few sentences, made from its numbers."""
        report = self.report
        said = [
            ngettext(
                "In %(year)s, families told us %(num)s thing.", "In %(year)s, families told us %(num)s things.",
                len(report.said), year=report.year,
            ),
            ngettext("We have answered %(num)s of them.", "We have answered %(num)s of them.", report.answers),
        ]  # fmt: skip
        if done := report.by_status.get(DONE, 0):
            said.append(ngettext("%(num)s is done.", "%(num)s are done.", done))
        if late := report.standings[CAME_LATE]:
            said.append(ngettext("%(num)s answer came late.", "%(num)s answers came late.", late))
        if waiting := report.standings[WAITING]:
            said.append(ngettext("%(num)s still waits for an answer.", "%(num)s still wait for an answer.", waiting))
        if owed := report.standings[LATE]:
            said.append(ngettext("%(num)s answer is overdue.", "%(num)s answers are overdue.", owed))
        return said

    def comments(self) -> list[tuple[str, str]]:
        """(what, how many) of the comments that came through this site."""
        report = self.report
        rows = [(_("Came in"), report.received), (_("Published"), Count(report.published))]
        rows += [(str(REASONS[reason]), count) for reason, count in report.left_out.items()]
        rows += [(_("Not read yet"), report.unread), (_("Taken back by the family"), report.taken_back)]
        return [(text, self.count(count)) for text, count in rows]

    def themes(self) -> list[tuple[str, int, int]]:
        """(theme, published comments, answers), most first."""
        return [(label("theme", key), *counts) for key, counts in self.report.by_theme.items()]

    def aspects(self) -> list[tuple[str, int, int]]:
        """(what it is about, published comments, answers), most first."""
        return [(label("comment_kind", key), *counts) for key, counts in self.report.by_aspect.items()]

    def status_rows(self, known: Iterable[str]) -> list[tuple[str, int]]:
        """(what came of it, how often), in the order of the vocabulary."""
        return [(label("response_status", key), self.report.by_status.get(key, 0)) for key in known]

    def standings(self) -> list[tuple[str, int]]:
        """(how the answer stands, how often)."""
        return [(str(STANDING_LABELS[name]), self.report.standings[name]) for name in STANDINGS]

    def said(self) -> list[Line]:
        """Everything that was said in the year."""
        return lines(self.report.said, today())

    def answered(self) -> list[Line]:
        """What was said before and answered in the year."""
        return lines(self.report.answered, today())

    def unanswered(self) -> list[Line]:
        """What still waits for an answer."""
        return lines(self.report.unanswered, today())


def csv_rows(page: ReportPage) -> Iterator[list[object]]:
    """The report line by line, the heading first. Days are written like 2026-05-31."""
    yield [
        _("Year of the report"), _("Heard on"), _("Theme"), _("What it is about"), _("How we heard"), _("Title"),
        _("You said"), _("Families wrote"), _("What came of it"), _("We did"), _("Why we cannot"), _("Answered on"),
        _("Answer due by"), _("How the answer stands"), _("Actions"), _("Page"),
    ]  # fmt: skip
    for line in [*page.said(), *page.answered()]:
        said = line.said
        yield [
            page.report.year, said.heard_on, line.theme, line.aspect, line.source, line.title, line.you_said,
            "\n".join(comment.text for comment in line.comments), line.status.text, line.we_did, line.why_not,
            said.answered_on, said.due_on, str(STANDING_LABELS[said.standing(line.today)]),
            "\n".join(f"{step.text} ({step.told.text})" for step in line.steps),
            whole(line.url or line.about_url) if line.url or line.about_url else "",
        ]  # fmt: skip
