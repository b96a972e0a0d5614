"""Styles: what a scorecard looks like, read from one YAML file each.

A style may extend another: maps merge, lists replace. Whatever it names (a token, a look, a column,
a paper) is checked when it is read, so that a misspelling is a sentence, not a strange sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from .columns import Column, column
from .config import nearest, read_yaml
from .errors import ConfigError
from .formats import PAPERS, Edge, Format, Page
from .kept import kept

FOLDER = Path(__file__).parent / "styles"
PARTS = ("description", "tokens", "fonts", "sizes", "looks", "pages", "symbols", "scorecard", "zoom")
ROLES = ("scorecard", "summary", "exceptions", "notes", "checks")
TOP_ROWS = ("title", "headline", "origin", "ask", "edited", "")
KEYS = ("", "ratings", "directions", "data_periods")
TALLIES = ("", "ratings", "previous", "outturn")
WHENS = ("always", "filled")
TRENDS = ("figures", "distance")

Record = TypeVar("Record", bound=Struct)


class Placed(Struct, frozen=True):
    """A column as a style places it. `width` and `least` (the narrowest it may get) in characters.

    `group` is the heading over neighbours of the same name, `edge` a line on the left, `look` the
    name of a look over the usual one, `tally` the counts that stand above from this column on.
    """

    column: Column
    header: str
    width: float
    least: float
    group: str = ""
    edge: bool = False
    look: str = ""
    when: str = "always"
    tally: str = ""


class TopRow(Struct, frozen=True):
    """A row above the table: what stands on its left, its look, and what stands over the columns.

    `tallies` are the counts of ratings and directions, `groups` the headings over neighbours. `key`
    is the line of the key that begins in the column `key_from` of the scorecard.
    """

    show: str = ""
    look: str = "text"
    height: float = 15.75
    tallies: bool = False
    groups: bool = False
    key: str = ""


class Rhythm(Struct, frozen=True):
    """Row heights in points: a row of one line, and how it grows with `lines` more."""

    header: float = 38.25
    section: float = 22.5
    row: float = 18
    line: float = 15
    slack: float = 0.75

    def of(self, lines: int) -> float:
        """Return the height of a row whose longest text takes that many lines."""
        return max(self.row, lines * self.line + self.slack)


class TableStyle(Struct, frozen=True):
    """How the scorecard tab is built: rows above the table, columns, and what is said at the foot.

    `emphasise` are the bands whose measures are set in bold (worst: the last of a measure's rule), `trend`
    whether the small columns show the figures or their distance from the target, `target_words` writes
    "at least 85%".
    """

    top: tuple[TopRow, ...]
    columns: tuple[Placed, ...]
    rhythm: Rhythm = Rhythm()
    key_from: str = ""
    key_at_foot: bool = True
    emphasise: tuple[str, ...] = ()
    trend: str = "figures"
    target_words: bool = False


class Style(Struct, frozen=True):
    """A whole style. `looks` are full cell formats by name, `pages` the print set-up by tab's role."""

    name: str
    description: str
    tokens: Mapping[str, str]
    looks: Mapping[str, Format]
    pages: Mapping[str, Page]
    symbols: Mapping[str, str]
    table: TableStyle
    zoom: Mapping[str, int] = field(default_factory=dict)

    def colour(self, token: str) -> str:
        """Return the six hex digits of a token; hex digits stand for themselves, "" for none."""
        return self.tokens.get(token) or _hex(token, f"Style {self.name}", self.tokens)

    def look(self, name: str, **changes: Any) -> Format:
        """Return a named look, with some of its fields changed."""
        look = self.looks[name]
        return replace(look, **changes) if changes else look

    def over(self, look: Format, name: str) -> Format:
        """Return a look with whatever makes the named look differ from plain text laid over it."""
        plain, above = self.looks["text"], self.looks[name]
        differing = Format.__struct_fields__
        changed = [key for key in differing if getattr(above, key) != getattr(plain, key)]
        return replace(look, **{key: getattr(above, key) for key in changed})

    def on_paper(self, paper: str) -> Style:
        """Return the style with its scorecard printed on that paper ("A3", "A4")."""
        pages = dict(self.pages)
        pages["scorecard"] = replace(pages["scorecard"], paper=paper)
        return replace(self, pages=pages)


def style_names() -> list[tuple[str, str]]:
    """Return (name, description) of the styles that come with the product, the default first."""
    names = sorted((path.stem for path in FOLDER.glob("*.yaml")), key=lambda name: (name != "default", name))
    return [(name, str(_raw(name)["description"])) for name in names]


def load_style(name_or_path: str) -> Style:
    """Return a style by its name, or from a YAML file of the officer's own.

    Raises `ConfigError`, in one sentence, for anything the file says that can't be used.
    """
    raw = _raw(name_or_path)
    where = f"Style {name_or_path}"
    _refuse_unknown(raw, PARTS, where)
    tokens = {str(key): _hex(value, f"{where}, tokens, {key}", {}) for key, value in raw["tokens"].items()}
    looks = _looks(raw, tokens, where)
    pages = {}
    _refuse_unknown(raw["pages"], ROLES, f"{where}, pages")
    for role in ROLES:
        pages[role] = _record(Page, raw["pages"].get(role, {}), f"{where}, pages, {role}")
        _one_of(pages[role].paper, tuple(PAPERS), f"{where}, pages, {role}, paper")
    return Style(
        Path(name_or_path).stem,
        str(raw["description"]),
        tokens,
        looks,
        pages,
        {str(kind): str(name) for kind, name in raw["symbols"].items()},
        _table(raw["scorecard"], looks, f"{where}, scorecard"),
        {str(role): int(zoom) for role, zoom in raw.get("zoom", {}).items()},
    )


def _raw(name_or_path: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """Read a style file, laid over the one that it extends."""
    shipped = FOLDER / f"{name_or_path}.yaml"
    path = shipped if shipped.is_file() else Path(name_or_path)
    if not path.is_file():
        names = sorted(file.stem for file in FOLDER.glob("*.yaml"))
        raise ConfigError(f"There is no style {name_or_path!r}; {nearest(name_or_path, names)}")
    raw = kept(path, read_yaml) if path is shipped else read_yaml(path)
    base = raw.pop("extends", None)
    if base is None:
        return raw
    if base in seen:
        raise ConfigError(f"Style {name_or_path} extends itself by way of {base}.")
    merged: dict[str, Any] = merge(_raw(str(base), (*seen, name_or_path)), raw)
    return merged


def merge(below: Any, above: Any) -> Any:
    """Lay settings over others: maps merge, everything else replaces.

    >>> merge({"sizes": {"title": 20, "text": 11}}, {"sizes": {"title": 18}})
    {'sizes': {'title': 18, 'text': 11}}
    """
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {**below, **{key: merge(below.get(key), value) for key, value in above.items()}}
    return above


def _looks(raw: Mapping[str, Any], tokens: Mapping[str, str], where: str) -> dict[str, Format]:
    """Read the looks in order: each begins as the one it is `like`, or as plain text."""
    fonts, sizes = raw["fonts"], raw["sizes"]
    plain = Format(font=fonts["text"], size=sizes["text"], colour=tokens["ink"])
    looks = {"text": plain}
    known = list(Format.__struct_fields__)
    for name, entry in raw["looks"].items():
        place = f"{where}, looks, {name}"
        entry = dict(entry)
        like = entry.pop("like", "text")
        _one_of(like, tuple(looks), f"{place}, like")
        _refuse_unknown(entry, [*known, "like"], place)
        changes: dict[str, Any] = {}
        for key, value in entry.items():
            if key in ("colour", "fill"):
                value = tokens.get(value) or _hex(value, place, tokens)
            elif key in ("top", "bottom", "left", "right"):
                value = _edge(value, tokens, place)
            elif key == "size":
                value = sizes.get(value, value)
            elif key == "font":
                value = fonts.get(value, value)
            changes[key] = value
        looks[name] = replace(looks[like], **changes)
    return looks


def _edge(text: str, tokens: Mapping[str, str], where: str) -> Edge | None:
    """Read "thin rule" or "none"."""
    if text == "none":
        return None
    weight, _, colour = str(text).partition(" ")
    _one_of(weight, ("hair", "thin", "medium", "thick"), where)
    return Edge(weight, tokens.get(colour) or _hex(colour, where, tokens))


def _table(raw: Mapping[str, Any], looks: Mapping[str, Format], where: str) -> TableStyle:
    raw = dict(raw)
    top = tuple(_record(TopRow, entry, f"{where}, top") for entry in raw.pop("top"))
    for row in top:
        _one_of(row.show, TOP_ROWS, f"{where}, top, show")
        _one_of(row.key, KEYS, f"{where}, top, key")
        _one_of(row.look, tuple(looks), f"{where}, top, look")
    columns = tuple(_placed(entry, looks, f"{where}, columns") for entry in raw.pop("columns"))
    rhythm = _record(Rhythm, raw.pop("rhythm", {}), f"{where}, rhythm")
    raw["emphasise"] = tuple(raw.get("emphasise", ()))
    table = _record(TableStyle, {**raw, "top": top, "columns": columns, "rhythm": rhythm}, where)
    _one_of(table.trend, TRENDS, f"{where}, trend")
    if table.key_from:
        _one_of(table.key_from, tuple(place.column.key for place in columns), f"{where}, key_from")
    return table


def _placed(raw: Mapping[str, Any], looks: Mapping[str, Format], where: str) -> Placed:
    entry = {"column": raw} if isinstance(raw, str) else dict(raw)
    found = column(str(entry.get("column", "")))
    width = entry.get("width", found.width)
    filled = {"header": found.header, "least": width, **entry, "column": found, "width": width}
    placed = _record(Placed, filled, f"{where}, {found.key}")
    _one_of(placed.when, WHENS, f"{where}, {found.key}, when")
    _one_of(placed.tally, TALLIES, f"{where}, {found.key}, tally")
    _one_of(placed.look, ("", *looks), f"{where}, {found.key}, look")
    return placed


def _record(cls: type[Record], raw: Mapping[str, Any], where: str) -> Record:
    """Make a record of a map, refusing keys that it has no field for."""
    _refuse_unknown(raw, list(cls.__struct_fields__), where)
    return cls(**raw)


def _refuse_unknown(raw: Mapping[str, Any], known: list[str] | tuple[str, ...], where: str) -> None:
    if not isinstance(raw, Mapping):
        raise ConfigError(f"{where}: settings are missing here.")
    for key in raw:
        if key not in known:
            raise ConfigError(f"{where}: there is no setting {key}; {nearest(str(key), list(known))}")


def _one_of(value: str, known: tuple[str, ...], where: str) -> None:
    if value not in known:
        near = nearest(str(value), [word for word in known if word])
        raise ConfigError(f"{where}: {value!r} is not known; {near}")


def _hex(value: Any, where: str, tokens: Mapping[str, str]) -> str:
    text = str(value).lstrip("#").upper()
    if not text:
        return ""
    if len(text) != 6 or set(text) - set("0123456789ABCDEF"):
        hint = nearest(str(value), list(tokens)) if tokens else 'write six hex digits, as "16324F".'
        raise ConfigError(f"{where}: {value!r} is not a colour; {hint}")
    return text
