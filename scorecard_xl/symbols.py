"""Symbol sets: which word, glyph, colour and font a meaning has. Configuration, never code.

A set maps meanings to symbols. Meanings of a status are the bands' names, of a forecast `likely`,
`may`, `unlikely`, of a direction those of `travel_symbols`; `n/a` is known to all, `other` is what no
entry names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from .config import nearest
from .errors import ConfigError
from .formats import symbolised
from .model import Outlook, Rag

NOT_AVAILABLE = "n/a"
OTHER = "other"
MOVED = ("up", "level", "down")
SHOWS = ("both", "symbol", "word")


class Symbol(Struct, frozen=True):
    """How one meaning looks. The cell holds `word` exactly; `show` says what of it is seen.

    `seen` is a shorter wording shown beside the glyph in the word's place. `colour` and `fill` are
    tokens of the style or hex digits; `also` are the spellings that an officer may type instead of the
    word and that are coloured alike.
    """

    word: str = ""
    glyph: str = ""
    show: str = "both"
    seen: str = ""
    font: str = ""
    size: float = 0
    colour: str = "ink"
    fill: str = ""
    bold: bool = False
    also: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number format that puts the glyph before the word, or in its place.

        It never is plain General: an edited word must take back what the old word's format showed.

        >>> Symbol("Worsened", "▼").number
        'General;General;General;"▼ "@'
        """
        if self.seen and self.show != "symbol":
            return symbolised(self.shown, word=False)
        if not self.glyph or self.show == "word":
            return symbolised("", word=True)
        return symbolised(self.glyph, word=self.show == "both")

    @property
    def shown(self) -> str:
        """What a reader sees, as text.

        >>> Symbol("Worsened", "▼").shown, Symbol("Worsened", "▼", show="symbol").shown
        ('▼ Worsened', '▼')
        """
        word = self.seen or self.word
        if not self.glyph or self.show == "word":
            return word
        return f"{self.glyph} {word}" if self.show == "both" else self.glyph


class SymbolSet(Struct, frozen=True):
    """All symbols of a set. `align` is how its cells stand: left or center.

    `arrows` are the glyphs for what a number did (up, level, down), empty for a set without.
    """

    name: str
    about: str
    align: str
    meanings: Mapping[str, Symbol]
    arrows: Mapping[str, str] = field(default_factory=dict)

    def symbol(self, meaning: str) -> Symbol:
        """Return the symbol of a meaning; what the set doesn't name gets `other`, under its own name."""
        if meaning in self.meanings:
            return self.meanings[meaning]
        return replace(self.meanings.get(OTHER, Symbol()), word=meaning)

    def status(self, rag: str) -> Symbol:
        """Return the symbol of a band."""
        return self.symbol(NOT_AVAILABLE if rag == Rag.NOT_RATED else rag)

    def outlook(self, outlook: Outlook) -> Symbol:
        """Return the symbol of a forecast."""
        return self.symbol(outlook.value.casefold() if outlook is not Outlook.NONE else NOT_AVAILABLE)


def symbol_set(name: str, raw: Mapping[str, Any]) -> SymbolSet:
    """Read one set of config.yaml; what stands beside `meanings` holds for all of them.

    Raises `ConfigError` for a key that nothing knows, naming the nearest.
    """
    raw = dict(raw)
    about, align = str(raw.pop("about", "")), str(raw.pop("align", "center"))
    arrows = _arrows(raw.pop("arrows", {}), name)
    meanings = raw.pop("meanings", None)
    if not isinstance(meanings, Mapping):
        raise ConfigError(f"Symbol set {name}: list its symbols under `meanings`, one a line.")
    common = _checked(raw, f"Symbol set {name}", also=("about", "align", "arrows", "meanings"))
    symbols = {}
    for meaning, entry in meanings.items():
        where = f"Symbol set {name}, {meaning}"
        if not isinstance(entry, Mapping):
            raise ConfigError(f"{where}: write it as {{word: …, glyph: …}}.")
        symbols[str(meaning)] = Symbol(**{"word": str(meaning), **common, **_checked(entry, where)})
    return SymbolSet(name, about, align, symbols, arrows)


def _arrows(raw: object, name: str) -> dict[str, str]:
    """Read a set's arrows: none, or one for each thing that a number can do."""
    if not isinstance(raw, Mapping) or (raw and set(map(str, raw)) != set(MOVED)):
        raise ConfigError(f"Symbol set {name}: write its arrows as {{up: ▲, level: ►, down: ▼}}.")
    return {str(movement): str(glyph) for movement, glyph in raw.items()}


def chosen(name: str, sets: Mapping[str, Any]) -> SymbolSet:
    """Return the set of that name from the configuration's `symbols`; raises `ConfigError` if absent."""
    if name not in sets:
        raise ConfigError(f"There is no symbol set {name!r}; {nearest(name, list(sets))}")
    return symbol_set(name, sets[name])


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "size": (int, float),
    "bold": bool,
    "also": list,
}  # everything else is text


def _checked(raw: Mapping[str, Any], where: str, also: tuple[str, ...] = ()) -> dict[str, Any]:
    known = list(Symbol.__struct_fields__)
    checked: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known:
            raise ConfigError(f"{where}: there is no setting {key}; {nearest(str(key), [*known, *also])}")
        if not isinstance(value, _KINDS.get(key, (str, int, float))):
            raise ConfigError(f"{where}: {key} can't be {value!r}.")
        if isinstance(value, list):
            checked[key] = tuple(str(word) for word in value)
        else:
            checked[key] = value if key in _KINDS else str(value)
    if checked.get("show", "both") not in SHOWS:
        raise ConfigError(f"{where}: show is {' or '.join(SHOWS)}, not {checked['show']!r}.")
    return checked
