"""How commands speak: one clear sentence and a non-zero end when something could not be done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from localoffer.errors import LocalOfferError

P = ParamSpec("P")
R = TypeVar("R")


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose refusals are sentences, not tracebacks."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except LocalOfferError as problem:
            raise click.ClickException(str(problem)) from None

    return run


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar; give the function inside the number done so far. Nothing is drawn where nobody watches."""
    shown = 0
    with click.progressbar(length=total, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def done(count: int) -> None:
            nonlocal shown
            bar.update(count - shown)
            shown = count

        yield done
