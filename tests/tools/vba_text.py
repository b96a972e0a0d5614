"""VBA read as far as its grammar can be checked without Excel, which compiles it only when it runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"(?<![.\w])[A-Za-z]\w*")
_STRING = re.compile(r'"(?:[^"]|"")*"')
_PROCEDURE = re.compile(r"(Public|Private) (Sub|Function) (\w+)\((.*)\)(?: As (\w+))?$")
_PARAMETER = re.compile(r"(?:ByVal |ByRef )?(\w+) As (\w+)$")
_DECLARED = re.compile(r"(?:Private|Dim|Const|Private Const|Private WithEvents|,) ?(\w+) As \w+")
_LABEL = re.compile(r"^(\w+):$")


@dataclass(frozen=True)
class Procedure:
    name: str
    is_public: bool
    parameters: tuple[tuple[str, str], ...]  # name and type
    body: tuple[str, ...]

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(kind for _, kind in self.parameters)


def statements(path: Path) -> Iterator[str]:
    """Each statement on one line, without comments, its texts empty."""
    text = path.read_text(encoding="ascii").replace(" _\n", " ")
    for line in text.splitlines():
        code = _STRING.sub('""', line).partition("'")[0].strip()
        if code:
            yield code


def procedures(path: Path) -> list[Procedure]:
    found: list[Procedure] = []
    head, body = None, list[str]()
    for code in statements(path):
        if begins := _PROCEDURE.match(code):
            assert head is None, f"{path.name}: {head} has no end"
            head, body = begins, []
        elif code in ("End Sub", "End Function"):
            assert head and code == f"End {head[2]}", f"{path.name}: {code} without a beginning"
            parameters = tuple(_parameter(one) for one in head[4].split(",") if one)
            found.append(Procedure(head[3], head[1] == "Public", parameters, tuple(body)))
            head = None
        elif head:
            body.append(code)
    assert head is None, f"{path.name}: the last procedure has no end"
    return found


def module_level(path: Path) -> set[str]:
    """What the module declares outside its procedures."""
    return {
        name
        for code in statements(path)
        if code.startswith(("Private ", "Public ")) and not _PROCEDURE.match(code)
        for name in _declared(code)
    }


def unknown(procedure: Procedure, known: set[str]) -> set[str]:
    """The names in a procedure that nobody has declared; names behind a dot are not ours to know."""
    own = {name for name, _ in procedure.parameters} | {procedure.name}
    for code in procedure.body:
        own |= set(_declared(code))
        if label := _LABEL.match(code):
            own.add(label[1])
    known_here = {name.casefold() for name in known | own}
    used = {word for code in procedure.body for word in _WORD.findall(code)}
    return {word for word in used if word.casefold() not in known_here}


def _declared(code: str) -> list[str]:
    return _DECLARED.findall(code)


def _parameter(text: str) -> tuple[str, str]:
    found = _PARAMETER.match(text.strip())
    assert found, f"a parameter without a type: {text}"
    return found[1], found[2]
