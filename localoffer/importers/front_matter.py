"""Read and write a content file: YAML front matter, then Markdown. Knows lines, so that errors can name them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from localoffer.errors import ContentError

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FENCE = "---"
LARGEST_FILE = 512 * 1024
OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class ContentFile:
    """A file as read: its ``data``, its ``body``, and the 1-based line each dotted field begins on."""

    path: Path
    data: dict[str, Any]
    body: str
    lines: dict[str, int]

    def line_of(self, field: str) -> int | None:
        """Line of a dotted field such as ``contacts.0.value``, or of its nearest parent that has one."""
        while field and field not in self.lines:
            field = field.rpartition(".")[0]
        return self.lines.get(field)


def read_text(path: Path) -> str:
    """The file's text. Raises ContentError when it cannot be read, is not UTF-8 or is far too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ContentError("the file is larger than 512 kB", path=str(path))
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ContentError("the file is not UTF-8 text", path=str(path)) from None
    except OSError as error:
        raise ContentError(f"the file cannot be read ({error.strerror})", path=str(path)) from None


def read_file(path: Path) -> ContentFile:
    """Read one entry's file. Raises ContentError with the line when the front matter is missing or not YAML."""
    text = read_text(path)
    if not text.startswith(FENCE + "\n"):
        raise ContentError("the first line must be --- (the front matter starts there)", path=str(path), line=1)
    head, fence, body = text[len(FENCE) + 1 :].partition("\n" + FENCE + "\n")
    if not fence and head.endswith("\n" + FENCE):
        head, body = head[: -len(FENCE) - 1], ""
    elif not fence:
        raise ContentError("the front matter never ends: add a line with only ---", path=str(path), line=1)
    data, lines = parse_yaml(head + "\n", path=path, first_line=2)
    if not isinstance(data, dict):
        raise ContentError("the front matter must be fields and values", path=str(path), line=2)
    return ContentFile(path, data, body.strip("\n"), lines)


def read_yaml(path: Path) -> ContentFile:
    """Read a plain YAML file, such as a vocabulary."""
    data, lines = parse_yaml(read_text(path), path=path, first_line=1)
    if not isinstance(data, dict):
        raise ContentError("the file must be fields and values", path=str(path), line=1)
    return ContentFile(path, data, "", lines)


def parse_yaml(text: str, *, path: Path, first_line: int) -> tuple[Any, dict[str, int]]:
    """Data of a YAML text and the line of each field in it; ``first_line`` is where the text starts in its file."""
    try:
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            lines = lines_of(node, first_line)
            data = loader.construct_document(node) if node else {}
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        problem = error.problem or "it is not YAML"
        raise ContentError(f"the front matter is not YAML: {problem}", path=str(path), line=line) from None
    except RecursionError:
        raise ContentError("the front matter is nested too deeply", path=str(path), line=first_line) from None
    except (yaml.YAMLError, ValueError) as error:
        # a day that is not in the calendar, or a character that YAML does not allow
        problem = str(error).splitlines()[0]
        raise ContentError(f"the front matter is not YAML: {problem}", path=str(path), line=first_line) from None
    return data, lines


def line_in(path: Path, field: str) -> int | None:
    """The line a field of an entry's file begins on, for a fault that is found after the file was read."""
    return read_file(path).line_of(field)


def lines_of(node: yaml.Node | None, first_line: int) -> dict[str, int]:
    """The line of every dotted field below a YAML node.

    Raises MarkedYAMLError for a field written twice (one would be lost in silence) and for an alias (``*name``):
    nobody needs one here, and a few of them can stand for more data than fits in memory.
    """
    return _lines_below(node, first_line, "", set())


def _lines_below(node: yaml.Node | None, first_line: int, prefix: str, met: set[int]) -> dict[str, int]:
    lines: dict[str, int] = {}
    if isinstance(node, yaml.MappingNode | yaml.SequenceNode):
        if id(node) in met:
            raise yaml.MarkedYAMLError(problem="write it out, without & and *", problem_mark=node.start_mark)
        met.add(id(node))
    if isinstance(node, yaml.MappingNode):
        children = [(str(key.value), key.start_mark.line, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = [(str(place), value.start_mark.line, value) for place, value in enumerate(node.value)]
    else:
        return lines
    for name, line, value in children:
        if prefix + name in lines:
            mark = yaml.Mark("", 0, line, 0, "", 0)
            raise yaml.MarkedYAMLError(problem=f"“{name}” is written twice", problem_mark=mark)
        lines[prefix + name] = line + first_line
        lines |= _lines_below(value, first_line, f"{prefix}{name}.", met)
    return lines


class Dumper(yaml.SafeDumper):
    """Writes texts readably: block style for several lines, never anchors, lists indented below their key."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Line ends that YAML would read back as others must be written as escapes, which only double quotes have."""
        style = '"' if OTHER_LINE_ENDS.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


Dumper.add_representer(str, Dumper.represent_str)


def write_file(data: dict[str, Any], body: str) -> str:
    """The text of a content file that reads back as exactly ``data`` and ``body``."""
    head = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    return f"{FENCE}\n{head}{FENCE}\n" + (f"\n{body}\n" if body else "")
