"""In continuous integration a skipped test is a failure, unless it stands here by name with its reason."""

import os

import pytest

#: beginning of a test's id -> why it may be skipped
ALLOWED = {
    "tests/search/test_judged_queries.py": "the judged questions are kept outside of the project",
}


class NoSilentSkips:
    """Ends the run as failed when a test was skipped that may not be."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not report.nodeid.startswith(tuple(ALLOWED)):
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for nodeid in self.skipped:
            terminalreporter.write_line(f"SKIPPED, which is a failure here: {nodeid}", red=True)


def register(config: pytest.Config) -> None:
    """Watch for skips when the environment says CI; workers report to the one that started them."""
    if os.environ.get("CI") == "true" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(NoSilentSkips())
