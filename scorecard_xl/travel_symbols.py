"""What the symbols of a direction set mean, and how settings change them.

A meaning is one of `improved`, `static`, `worsened`. A set may tell them apart by what follows:
`at best`, `on target`, `off target` (the row's rating), then `up`, `level`, `down` (the number, where
arrows show it): `worsened on target`. Without a good direction there is `up`, `level` or `down` alone,
and without a comparison its reason (`nothing to compare with`, of an outturn `no outturn`, `no data`).
`variation improved` and so on go before them where a direction was judged by variation. Whatever a set lacks
falls back to the plain meaning, in the end to `n/a`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from .config import nearest
from .errors import ConfigError
from .model import Absence, Comparator, Direction, DirectionShown, Effect, Movement, Rag, Rating
from .symbols import MOVED, NOT_AVAILABLE, OTHER, Symbol, SymbolSet

EFFECTS = tuple(effect.value for effect in (Effect.BETTER, Effect.SAME, Effect.WORSE))
POOLED = "improved or static"
BY_VARIATION = "variation "
AT_BEST, ON_TARGET, OFF_TARGET = "at best", "on target", "off target"
NO_OUTTURN = "no outturn"
STANDINGS = (AT_BEST, ON_TARGET, OFF_TARGET)


class DirectionSymbols(Struct, frozen=True):
    """A symbol set as directions use it: `symbols` holds every meaning as the settings want it shown."""

    symbols: SymbolSet
    shown: DirectionShown

    @property
    def align(self) -> str:
        """How its cells stand: left or center."""
        return self.symbols.align

    @property
    def meanings(self) -> Mapping[str, Symbol]:
        """All symbols by their meanings."""
        return self.symbols.meanings

    @property
    def by_number(self) -> Mapping[str, str]:
        """The arrows where they show what the number did, else none."""
        return self.symbols.arrows if self.shown.arrow == "number" else {}

    def symbol(self, direction: Direction, rating: Rating | None = None) -> Symbol:
        """Return the symbol of a direction, in a row of that rating."""
        names = [*_names(direction, rating, pooled=self.shown.pooled)]
        if direction.comparator is Comparator.VARIATION:
            names = [*(BY_VARIATION + name for name in names), *names]
        found = next((name for name in names if name in self.meanings), NOT_AVAILABLE)
        return self.symbols.symbol(found)

    def of_effect(self, effect: Effect) -> Symbol:
        """Return the plain symbol of an effect, for headings and counts; n/a for none."""
        if effect is Effect.NOT_COMPARABLE:
            return self.symbols.symbol(NOT_AVAILABLE)
        return self.symbols.symbol(_pooled(effect.value) if self.shown.pooled else effect.value)

    def counted(self) -> list[tuple[Symbol, tuple[Effect, ...]]]:
        """Return what is counted together: each plain symbol with its effects, the best first."""
        better, same, worse = Effect.BETTER, Effect.SAME, Effect.WORSE
        groups = ((better, same), (worse,)) if self.shown.pooled else ((better,), (same,), (worse,))
        return [(self.of_effect(group[0]), group) for group in groups]

    def all_of(self, effects: tuple[Effect, ...]) -> list[Symbol]:
        """Return every symbol that may stand in a cell for one of the effects."""
        wanted = {_pooled(effect.value) if self.shown.pooled else effect.value for effect in effects}
        return [symbol for name, symbol in self.meanings.items() if effect_named(name) in wanted]

    def all(self) -> list[Symbol]:
        """Return all symbols that may stand in a cell."""
        return [symbol for name, symbol in self.meanings.items() if name != OTHER]


def for_directions(chosen: SymbolSet, shown: DirectionShown) -> DirectionSymbols:
    """Return a set with the settings of `direction` applied to it.

    Raises `ConfigError` for a meaning that no direction has, and when arrows shall show the number in a
    set that has none.
    """
    for name in chosen.meanings:
        if name not in KNOWN:
            raise ConfigError(
                f"Symbol set {chosen.name}: no direction is called {name!r}; {nearest(name, PLAIN)}"
            )
    meanings = dict(chosen.meanings)
    meanings = _pool(meanings) if shown.pooled else _without(meanings, POOLED)
    meanings = _with_number(meanings, chosen) if shown.arrow == "number" else _plain(meanings)
    if shown.without_polarity == "none":
        meanings = _without(meanings, *MOVED)
    elif shown.without_polarity == "movement":
        meanings = _grey(chosen) | meanings
    return DirectionSymbols(replace(chosen, meanings=meanings), shown)


def effect_named(meaning: str) -> str:
    """Return the effect that a meaning speaks of, "" for none.

    >>> effect_named("variation worsened on target up"), effect_named("up")
    ('worsened', '')
    """
    plain = meaning.removeprefix(BY_VARIATION)
    return next((e for e in (POOLED, *EFFECTS) if plain == e or plain.startswith(e + " ")), "")


def standing(direction: Direction, rating: Rating | None) -> Iterator[str]:
    """Tell how the result stands: at its best, and whether its target is met or missed.

    Nothing of a target where the rule rates by something else.
    """
    if direction.at_best:
        yield AT_BEST
    if rating is None or not rating.is_rated:
        return
    if rating.bands is not None:
        if rating.bands.target_reach is not None:
            yield ON_TARGET if rating.rag in rating.bands.met else OFF_TARGET
    elif rating.rag in (Rag.GREEN, Rag.AMBER, Rag.RED):  # an officer's, where nothing was computed
        yield ON_TARGET if rating.rag == Rag.GREEN else OFF_TARGET


def _names(direction: Direction, rating: Rating | None, *, pooled: bool) -> Iterator[str]:
    """Return the meanings of a direction, the most telling first."""
    moved = "" if direction.movement is Movement.NONE else direction.movement.value.casefold()
    if direction.effect is Effect.NOT_COMPARABLE:
        lacks_outturn = direction.comparator is Comparator.OUTTURN
        without = NO_OUTTURN if lacks_outturn and direction.absence is Absence.NO_COMPARATOR else ""
        yield from filter(None, [moved, without, direction.absence.value if direction.absence else ""])
        return
    effect = _pooled(direction.effect.value) if pooled else direction.effect.value
    if direction.overridden:
        moved = ""  # the officer knows what the figures don't show: their arrow might contradict the word
    for base in (*(f"{effect} {how}" for how in standing(direction, rating)), effect):
        yield from (f"{base} {moved}", base)


def _pooled(effect: str) -> str:
    return effect if effect == Effect.WORSE.value else POOLED


def _pool(meanings: Mapping[str, Symbol]) -> dict[str, Symbol]:
    """Put one symbol in the place of improved and static: the set's own, or improved with both words."""
    pooled = {}
    for prefix in ("", BY_VARIATION):
        better, same = (meanings.get(prefix + effect.value) for effect in (Effect.BETTER, Effect.SAME))
        if better and same:
            own = meanings.get(prefix + POOLED)
            one = own or replace(better, word=f"{better.word} or {_small(same.word)}", seen="")
            also = dict.fromkeys((*one.also, better.word, same.word, *better.also, *same.also))
            pooled[prefix + POOLED] = replace(one, also=tuple(also))
    return pooled | {
        name: symbol
        for name, symbol in meanings.items()
        if name not in pooled and effect_named(name) not in (Effect.BETTER.value, Effect.SAME.value)
    }


def _with_number(meanings: Mapping[str, Symbol], chosen: SymbolSet) -> dict[str, Symbol]:
    """Add a symbol for each effect and movement: the arrow of the number, word and colour of the effect."""
    if not chosen.arrows:
        raise ConfigError(
            f"direction.arrow is number, but the symbol set {chosen.name} has no arrows: choose "
            "coloured_arrows, plain_arrows or six_symbols, or give it `arrows: {up: ▲, level: ►, down: ▼}`."
        )
    result: dict[str, Symbol] = {}
    for name, symbol in meanings.items():
        if not effect_named(name) or _movement_named(name):
            result[name] = symbol
            continue
        for moved in MOVED:
            result[f"{name} {moved}"] = meanings.get(f"{name} {moved}") or replace(
                symbol,
                word=f"{moved.capitalize()}, {_small(symbol.word)}",
                glyph=chosen.arrows[moved],
                show="word" if symbol.show == "word" else "both",
                seen="" if symbol.show == "word" else symbol.seen or symbol.word,
                size=0 if symbol.show == "symbol" else symbol.size,
                also=(),
            )
        # Typed without a movement it has none: an arrow would say what the number did.
        words = tuple(word for word in symbol.also if word.isalpha() and word.casefold() not in MOVED)
        result[name] = replace(
            symbol,
            glyph="",
            show="word",
            seen="",
            also=words,
            size=0 if symbol.show == "symbol" else symbol.size,
        )
    return result


def _plain(meanings: Mapping[str, Symbol]) -> dict[str, Symbol]:
    return {
        name: symbol
        for name, symbol in meanings.items()
        if not (effect_named(name) and _movement_named(name))
    }


def _movement_named(meaning: str) -> str:
    return next((moved for moved in MOVED if meaning.endswith(" " + moved)), "")


def _without(meanings: Mapping[str, Symbol], *left_out: str) -> dict[str, Symbol]:
    """Leave out meanings, by variation too."""
    return {
        name: symbol
        for name, symbol in meanings.items()
        if name.removeprefix(BY_VARIATION) not in left_out and effect_named(name) not in left_out
    }


def _grey(chosen: SymbolSet) -> dict[str, Symbol]:
    """Return the number's movements in grey, each with its word: an arrow alone would say how it performs."""
    like = chosen.meanings.get(Effect.SAME.value, Symbol())
    return {
        moved: replace(
            like,
            word=moved.capitalize(),
            glyph=glyph,
            show="both",
            seen="",
            size=0 if like.show == "symbol" else like.size,
            colour="muted",
            fill="",
            bold=False,
            also=(),
        )
        for moved, glyph in chosen.arrows.items()
    }


def _small(word: str) -> str:
    """Return a word as it stands inside a phrase.

    >>> _small("Improved")
    'improved'
    """
    return word[:1].lower() + word[1:]


def _known() -> list[str]:
    plain = [*EFFECTS, POOLED]
    plain += [f"{effect} {how}" for effect in plain for how in STANDINGS]
    plain += [f"{name} {moved}" for name in plain for moved in MOVED] + [*MOVED]
    by_variation = [BY_VARIATION + name for name in plain]
    reasons = [NO_OUTTURN, *(absence.value for absence in Absence)]
    return [*plain, *by_variation, *reasons, NOT_AVAILABLE, OTHER]


KNOWN = frozenset(_known())
# Those that a message may propose.
PLAIN = sorted(name for name in KNOWN if not _movement_named(name))
