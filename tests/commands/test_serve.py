"""`flask serve`: a port in use is said; what is served answers and stops when told."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from localoffer.settings import ROOT
from tests.commands.conftest import refusal


@pytest.fixture
def taken_port():
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_port_in_use_is_said_with_what_to_do(small_site, run, taken_port):
    sentence = refusal(run(small_site, "serve", "--port", taken_port))
    assert sentence == f"Port {taken_port} is in use. Stop what uses it, or choose another: make run PORT=8001."


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_cannot_be_is_refused(small_site, run, port):
    result = run(small_site, "serve", "--port", port)
    assert result.exit_code == 2
    assert "Invalid value for '--port'" in result.output


def test_a_site_without_database_is_not_served(create_site, run):
    assert "flask db upgrade" in refusal(run(create_site(empty=True), "serve"))


def test_a_database_that_cannot_be_opened_is_not_served(flask, tmp_path):
    assert "The database cannot be opened" in refusal(
        flask("serve", LOCALOFFER_DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/db.sqlite")
    )


def test_the_site_is_served_and_stops_when_told(small_site, free_port):
    environment = {
        **os.environ, "FLASK_APP": "app", "LOCALOFFER_INSTANCE_DIR": str(small_site.settings.instance_dir), "LOCALOFFER_SECRET_KEY": "x",
        "LOCALOFFER_INDEX_DIR": str(small_site.settings.index_dir),
    }  # fmt: skip
    command = [sys.executable, "-m", "flask", "serve", "--port", str(free_port), "--workers", "1"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert wait_for(f"http://127.0.0.1:{free_port}/readyz", server) == b"ready\n"
        robots = wait_for(f"http://127.0.0.1:{free_port}/robots.txt", server).decode()
        assert f"http://127.0.0.1:{free_port}/sitemap.xml" in robots, "links lead to where it is served"
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=45)
    assert f"The site is on http://127.0.0.1:{free_port}" in said
    assert "Traceback" not in said
    assert server.returncode == 0


def wait_for(address: str, server: subprocess.Popen) -> bytes:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:
                return answer.read()
        except (URLError, ConnectionError, TimeoutError):  # it is still starting
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer within 30 seconds.")
