"""A real gunicorn on loopback, as `flask serve` starts it, and a plain client that keeps its connection."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from localoffer.settings import ROOT

STARTS_WITHIN = 60
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """Where it listens."""

    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(HOST, self.port, timeout=60)


@contextmanager
def serving(app: str, environment: Mapping[str, str], workers: int = 1) -> Iterator[Server]:
    """gunicorn with threads, as the site itself starts it; ended when the block ends."""
    port = _free_port()
    arguments = [
        "--workers",
        str(workers),
        "--threads",
        "4",
        "--bind",
        f"{HOST}:{port}",
        "--log-level",
        "error",
        "--keep-alive",
        "30",
    ]
    surroundings = {"MALLOC_ARENA_MAX": "1", **environment}
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *arguments, app], env=surroundings, cwd=ROOT)
    try:
        _wait(process, port)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, "gunicorn ended by itself"
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"gunicorn did not listen within {STARTS_WITHIN} seconds")


def get(connection: http.client.HTTPConnection, address: str) -> http.client.HTTPResponse:
    """A whole answer, as a browser asks for it. Its text is in ``body``."""
    connection.request("GET", address, headers={"Accept-Encoding": "br", "Accept-Language": "en-GB,en"})
    response = connection.getresponse()
    response.body = response.read()  # type: ignore[attr-defined]
    assert response.status == 200, f"{address} answered {response.status}"
    return response
