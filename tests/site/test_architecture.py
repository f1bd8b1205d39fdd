"""The floors of the house, checked: a module may import from floors below its own, never from above.

Read FLOORS from the bottom up to learn the code base.
"""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "localoffer"

# Lowest first. Rooms on one floor must not import one another.
FLOORS = [
    {"errors", "text"},
    {"settings"},
    {"db"},
    {"records"},
    {"places"},
    {"quickread"},
    {"publishing"},
    {"importers", "search", "mail"},
    {"web"},
    {"jobs"},
    {"public", "editor", "api", "commands"},
    {"factory"},
]
HEIGHT = {room: height for height, floor in enumerate(FLOORS) for room in floor}

# Packages that only some rooms or modules may use.
WEB_UP = {"web", "jobs", "public", "editor", "api", "commands", "factory"}
RESERVED = {
    "flask": WEB_UP,
    "flask_babel": WEB_UP,
    "werkzeug": WEB_UP,
    "flask_security": {"web"},
    "flask_login": {"web"},
    "flask_wtf": {"web"},
    "limits": {"web"},
    "authlib": {"web"},
    "smtplib": {"mail"},
    "whoosh": {"search.whoosh_index", "search.analysis"},
    "bs4": {"text.glossary_marks"},
}

# Numbers to hold (docs/architecture.md). A longer file or function gives its reason here.
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff", "base"}

# what `make` builds and installs beside our code
NOT_OURS = {"node_modules", "static"}
FILES = [path for path in sorted(HOUSE.rglob("*.py")) if not NOT_OURS & set(path.parts)]
MODULES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
    if path != HOUSE / "__init__.py"
}
WITH_CODE = {name: path for name, path in MODULES.items() if path.read_text(encoding="utf-8").strip()}


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_names(path):
    """Everything a module imports, inside functions too, except what only type checkers read."""
    waiting = [tree_of(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full, from localoffer..."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        waiting.extend(ast.iter_child_nodes(node))


def own_imports(path):
    """The modules of ours that a file imports, as 'room.module'."""
    for name in imported_names(path):
        package, _, rest = name.partition(".")
        if package == "localoffer" and rest:
            while rest not in MODULES and "." in rest:
                rest = rest.rpartition(".")[0]
            yield rest


def functions_of(path):
    """Every function of a file, inner ones and methods too."""
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def unannotated(function):
    """Names of arguments without a type, and ``return`` when the result has none."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    missing = [each.arg for each in every if each and each.annotation is None and each.arg not in {"self", "cls"}]
    return missing + ([] if function.returns is not None else ["return"])


@pytest.mark.parametrize("name", MODULES)
def test_module_imports_only_from_floors_below(name):
    room = name.partition(".")[0]
    assert room in HEIGHT, f"{room} has no floor: add it to FLOORS"
    for other in own_imports(MODULES[name]):
        other_room = other.partition(".")[0]
        allowed = other_room == room or HEIGHT.get(other_room, len(FLOORS)) < HEIGHT[room]
        assert allowed, f"{name} may not import {other}"


@pytest.mark.parametrize("name", MODULES)
def test_reserved_packages_stay_in_their_rooms(name):
    for imported in imported_names(MODULES[name]):
        places = RESERVED.get(imported.partition(".")[0])
        allowed = places is None or name in places or name.partition(".")[0] in places
        assert allowed, f"{name} may not import {imported}"


def test_no_circles_inside_a_room():
    graph = {name: set(own_imports(path)) - {name} for name, path in MODULES.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, naming the circle


@pytest.mark.parametrize("name", WITH_CODE)
def test_a_module_begins_with_a_sentence_that_says_what_it_is_for(name):
    assert ast.get_docstring(tree_of(WITH_CODE[name]))


@pytest.mark.parametrize("name", WITH_CODE)
def test_a_file_can_be_read_at_one_sitting(name):
    # a migration lists tables: it is made by a tool, and read once
    short = len(WITH_CODE[name].read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert short or name.startswith("db.migrations.versions")


@pytest.mark.parametrize("name", WITH_CODE)
def test_a_function_can_be_seen_at_one_glance(name):
    long = {
        f.name: f.end_lineno - f.lineno + 1
        for f in functions_of(WITH_CODE[name])
        if f.end_lineno - f.lineno >= LONGEST_FUNCTION
    }
    # an upgrade lists tables: it is made by a tool, and read once
    assert name.startswith("db.migrations.versions") or long == {}


@pytest.mark.parametrize("name", WITH_CODE)
def test_every_signature_says_its_types(name):
    assert {f"{f.name}, line {f.lineno}": unannotated(f) for f in functions_of(WITH_CODE[name]) if unannotated(f)} == {}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_named_for_what_it_is_about(name):
    assert not NAMES_THAT_SAY_NOTHING & set(name.split("."))


def test_the_check_itself_sees_what_it_must():
    source = "def f(a, *b, c=1, **d):\n    def g(self, x: int) -> int: ...\n"
    outer, inner = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    assert unannotated(outer) == ["a", "c", "b", "d", "return"]
    assert unannotated(inner) == []
    assert "records.documents" in set(own_imports(HOUSE / "records" / "bases.py"))
    assert len(MODULES) > 30
