"""Rating rules as data: what `rules:` in the configuration says, read once and checked.

A rule is a list of bands, best first. Each says how far it `reaches` from the good side, and takes
what no better band has taken; the last takes the rest. What an edge comes to for a measure is worked
out in `ratings.edges`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from .model import Absence, Comparator, Effect, Outlook, Rag, Tolerance

WORST = "worst"  # in exceptions.ratings: the last band of the measure's rule
QUARTILES = ("Lower quartile", "Median", "Upper quartile")
KEYS = ("about", "bands", "met", "no_data", "shown_as", "judged", "quartiles")
BAND_KEYS = ("band", "reaches", "when")
NOT_BANDS = ("n/a", "na", "not rated", WORST)
# What an officer may write after `reaches`, for the sentence that refuses anything else.
EDGES = (
    "target",
    "beyond target",
    "10% beyond target",
    "within 5%",
    "within 3 points",
    "tolerance",
    "tolerance beyond target",
    "amber limit",
    "minimum standard",
    "stretch",
    "range",
    "figure 85",
    "benchmark England",
    "beyond benchmark England",
    "best quartile",
    "median",
    "worst quartile",
)
CONDITIONS = (
    "improved",
    "improved or static",
    "improved since same period last year",
    "process passes",
    "process inconsistent",
    "forecast likely",
    "forecast may",
    "forecast unlikely",
)


class Place(Enum):
    """What an edge is measured from."""

    TARGET = "target"
    STRETCH = "stretch"
    MINIMUM = "minimum standard"
    RANGE = "range"
    AMBER_LIMIT = "amber limit"
    FIGURE = "figure"
    BENCHMARK = "benchmark"
    BEST_QUARTILE = "best quartile"
    MEDIAN = "median"
    WORST_QUARTILE = "worst quartile"


class How(Enum):
    """How a band reaches to a place: to it, short of it, past it, or some way around it."""

    AT = "at"  # the place itself belongs to the band
    BEYOND = "beyond"  # only what is better than the place
    BETTER = "better"  # only what is better by so much
    WITHIN = "within"  # what is worse by no more than so much


OWN_PLACES = (Place.TARGET, Place.STRETCH, Place.MINIMUM, Place.RANGE, Place.AMBER_LIMIT)
QUARTILE_PLACES = (Place.BEST_QUARTILE, Place.MEDIAN, Place.WORST_QUARTILE)


class Edge(Struct, frozen=True):
    """How far a band reaches. `by` None of BETTER and WITHIN is the measure's own tolerance."""

    how: How
    place: Place
    by: Tolerance | None = None
    number: Decimal | None = None
    name: str = ""


class Kind(Enum):
    """What a condition looks at beside the value."""

    DIRECTION = "direction"
    PROCESS = "process"
    FORECAST = "forecast"


class Condition(Struct, frozen=True):
    """What has to hold for a band. `against` None is the comparator that the measure has first."""

    kind: Kind
    effects: tuple[Effect, ...] = ()
    against: Comparator | None = None
    passes: bool = False
    outlook: Outlook = Outlook.NONE


class RuleBand(Struct, frozen=True):
    """One band of a rule; without an edge it takes any value."""

    name: Rag
    edge: Edge | None = None
    when: Condition | None = None


class RatingRule(Struct, frozen=True, dict=True):  # a dict for what is worked out once
    """A whole rule. `no_data` is the band of a figure that nobody reported, "" for none.

    `shown_as` holds names that stand in place of n/a, by the absence. A `judged` rule has no figures:
    its bands come from officers' overrides alone.
    """

    name: str
    bands: tuple[RuleBand, ...]
    met: tuple[str, ...]
    about: str = ""
    no_data: str = ""
    shown_as: Mapping[Absence, Rag] = field(default_factory=dict)
    judged: bool = False
    quartiles: tuple[str, ...] = QUARTILES

    @cached_property
    def names(self) -> tuple[Rag, ...]:
        """The bands' names, best first."""
        return tuple(band.name for band in self.bands)

    @cached_property
    def places(self) -> set[Place]:
        """What its edges are measured from."""
        return {band.edge.place for band in self.bands if band.edge}

    def asks(self, kind: Kind) -> bool:
        """Whether one of its bands has a condition of that kind."""
        return any(band.when is not None and band.when.kind is kind for band in self.bands)

    @cached_property
    def needs_result(self) -> bool:
        """Whether it rates the result at all, rather than an officer's view."""
        return bool(self.places) or self.asks(Kind.DIRECTION) or self.asks(Kind.PROCESS)

    @cached_property
    def needs_target(self) -> bool:
        """Whether it rates against the measure's own target or what stands around it."""
        return bool(self.places & set(OWN_PLACES)) or self.asks(Kind.PROCESS)

    @cached_property
    def met_is_target(self) -> bool:
        """Whether the bands that count as met are those in which the measure's own target is met.

        Not where it is held against other figures, and not where a forecast or the process decides.
        """
        met = [band for band in self.bands if band.name in self.met]
        judged = (Kind.FORECAST, Kind.PROCESS)
        return self.needs_target and all(
            band.edge is not None
            and band.edge.place in OWN_PLACES
            and (band.when is None or band.when.kind not in judged)
            for band in met
        )

    @cached_property
    def has_shares(self) -> bool:
        """Whether all that it holds a result against may be shared out over the months of a year."""
        return self.places <= set(OWN_PLACES) and not self.asks(Kind.PROCESS)

    @cached_property
    def by_standards_alone(self) -> bool:
        """Whether its bands are the same for every result that has the same standards."""
        return self.has_shares and not any(band.when for band in self.bands)

    def called(self, word: str) -> Rag | None:
        """Return its band of that name, whichever case, or of that letter where only one begins so."""
        wanted = _plain(word)
        named = [name for name in self.names if _plain(name) == wanted]
        if not named and len(wanted) == 1:
            named = [name for name in self.names if _plain(name)[:1] == wanted]
        return named[0] if len(named) == 1 else None


def scale(rules: Sequence[RatingRule]) -> tuple[Rag, ...]:
    """Return the bands of several rules, worst first: each by how far up its rule it stands.

    >>> three = RatingRule("a", tuple(RuleBand(Rag(name)) for name in ("Green", "Amber", "Red")), ("Green",))
    >>> two = RatingRule("b", (RuleBand(Rag("Achieved")), RuleBand(Rag("Missed"))), ("Achieved",))
    >>> scale([three, two])
    ('Red', 'Missed', 'Amber', 'Green', 'Achieved')
    """
    places: dict[Rag, float] = {}
    for rule in rules:
        last = len(rule.names) - 1
        for above, name in enumerate(rule.names[::-1]):
            places.setdefault(name, above / last if last else 0.0)
    return tuple(sorted(places, key=lambda name: places[name]))


def meanings(rules: Sequence[RatingRule]) -> dict[str, str]:
    """Return what the bands of rules mean, for the key; nothing where all have those of the standard rule."""
    found: dict[str, str] = {}
    for rule in rules:
        for name, words in _bands_in_words(rule).items():
            known = found.setdefault(name, words)
            if known != words and OR_OWN not in known:
                found[name] = known + OR_OWN
    if all(_is_as_standard(rule) for rule in rules):
        found = {}
    for rule in rules:
        found |= {str(name): absence.value for absence, name in rule.shown_as.items()}
    return found


def about(rule: RatingRule) -> str:
    """Return what a rule is about: in its author's words, else from its bands."""
    return rule.about or "; ".join(f"{name} {words}" for name, words in _bands_in_words(rule).items())


def _is_as_standard(rule: RatingRule) -> bool:
    """Whether a rule has the bands of the standard one, whatever it is called."""
    bands = (
        RuleBand(Rag.GREEN, Edge(How.AT, Place.TARGET)),
        RuleBand(Rag.AMBER, Edge(How.AT, Place.AMBER_LIMIT)),
        RuleBand(Rag.RED),
    )
    return rule.bands == bands and rule.met == (Rag.GREEN,) and not rule.no_data


def _bands_in_words(rule: RatingRule) -> dict[str, str]:
    missed = any(name not in rule.met for name in rule.names[:-1])
    words = {str(band.name): _band_in_words(band, rule, missed=missed) for band in rule.bands}
    if rule.no_data:
        words[rule.no_data] += ", or nothing reported"
    return words


OR_OWN = ", or by the measure's own rule"
_PLACE_WORDS = {
    Place.TARGET: "target met",
    Place.STRETCH: "stretch target met",
    Place.MINIMUM: "missed, not beyond the minimum standard",
    Place.RANGE: "inside the acceptable range",
    Place.AMBER_LIMIT: "missed, within the minimum or tolerance",
    Place.BEST_QUARTILE: "best quarter",
    Place.MEDIAN: "second quarter",
    Place.WORST_QUARTILE: "third quarter",
}


def _band_in_words(band: RuleBand, rule: RatingRule, *, missed: bool) -> str:
    edge, when = band.edge, band.when
    if rule.judged:
        return "by officer's judgement"
    if edge is None and when is None:
        if QUARTILE_PLACES[0] in rule.places:
            return "worst quarter"
        if any(other.when for other in rule.bands):
            return "otherwise"
        if not rule.met_is_target:
            return "worse"
        return "missed by more" if missed else "target missed"
    words = _edge_in_words(edge, met=band.name in rule.met) if edge else ""
    return ", ".join(part for part in (words, _condition_in_words(when) if when else "") if part)


def _edge_in_words(edge: Edge, *, met: bool) -> str:
    names = {Place.FIGURE: "" if edge.number is None else f"{edge.number:f}", Place.BENCHMARK: edge.name}
    place = names.get(edge.place, edge.place.value)
    amount = "the measure's tolerance"
    if edge.by is not None:
        amount = f"{edge.by.amount:f}{'%' if edge.by.relative else ' points'}"
    if edge.how is How.AT:
        return _PLACE_WORDS.get(edge.place, f"{place} or better")
    if edge.how is How.BEYOND:
        return f"better than {place}"
    if edge.how is How.BETTER:
        return f"better than {place} by {'at least ' if edge.by else ''}{amount}"
    if edge.place is not Place.TARGET:
        return f"within {amount} of {place}"
    return f"met or within {amount}" if met else f"missed, within {amount}"


def _condition_in_words(when: Condition) -> str:
    if when.kind is Kind.DIRECTION:
        since = f" since {when.against.value.lower()}" if when.against else ""
        return " or ".join(effect.value for effect in when.effects) + since
    if when.kind is Kind.PROCESS:
        return "the process meets its target" if when.passes else "chance decides whether it meets its target"
    return f"{when.outlook.value.lower()} to meet the year's target".replace("may to", "may")


class UnreadableRule(Exception):
    """Part of a rule that can't be read; the message is the end of a sentence."""


def read_rules(raw: Mapping[str, Any], file: str) -> tuple[dict[str, RatingRule], list[str]]:
    """Return the rules that can be read, and a sentence for each that can't."""
    rules, problems = {}, []
    for name, entry in raw.items():
        try:
            rules[str(name)] = read_rule(str(name), entry)
        except UnreadableRule as problem:
            problems.append(f"{file}: rules.{name}: {problem}")
    return rules, problems


def read_rule(name: str, entry: Any) -> RatingRule:
    """Read one rule; raises `UnreadableRule` for the first thing that can't be used."""
    if not isinstance(entry, Mapping):
        raise UnreadableRule("list its bands under `bands`, the best first.")
    for key in entry:
        if key not in KEYS:
            raise UnreadableRule(f"there is no setting {key}; {_near(str(key), KEYS)}")
    judged = entry.get("judged", False)
    if not isinstance(judged, bool):
        raise UnreadableRule(f"judged is yes or no, not {judged!r}.")
    bands = tuple(_read_bands(entry.get("bands"), judged=judged))
    names = [str(band.name) for band in bands]
    met = tuple(_named(word, names, "met") for word in _listed(entry.get("met"), "met"))
    no_data = str(entry.get("no_data") or "")
    quartiles = tuple(map(str, _listed(entry.get("quartiles"), "quartiles"))) or QUARTILES
    if len(quartiles) != len(QUARTILES):
        raise UnreadableRule(f"quartiles are three benchmarks: {', '.join(QUARTILES)}.")
    return RatingRule(
        name,
        bands,
        met or _met_by_default(bands),
        str(entry.get("about", "")),
        _named(no_data, names, "no_data") if no_data else "",
        dict(_shown_as(entry.get("shown_as"), names)),
        judged,
        quartiles,
    )


def _read_bands(raw: Any, *, judged: bool) -> Iterator[RuleBand]:
    if not isinstance(raw, list) or len(raw) < 2:
        raise UnreadableRule("list two bands or more under `bands`, the best first.")
    seen: set[str] = set()
    for place, entry in enumerate(raw):
        if not isinstance(entry, Mapping) or not entry.get("band"):
            raise UnreadableRule("write each band as {band: Amber, reaches: within 5%}.")
        for key in entry:
            if key not in BAND_KEYS:
                raise UnreadableRule(f"there is no setting {key}; {_near(str(key), BAND_KEYS)}")
        name = Rag(" ".join(str(entry["band"]).split()))
        if _plain(name) in NOT_BANDS:
            raise UnreadableRule(f'no band can be called "{name}".')
        if _plain(name) in seen:
            raise UnreadableRule(f"the band {name} stands twice.")
        seen.add(_plain(name))
        edge = read_edge(str(entry["reaches"])) if "reaches" in entry else None
        when = read_condition(str(entry["when"])) if "when" in entry else None
        last = place == len(raw) - 1
        if last and (edge or when):
            raise UnreadableRule(f"the last band, {name}, takes the rest: leave out `reaches` and `when`.")
        if judged and (edge or when):
            raise UnreadableRule(f"a judged rule has no figures: leave out what {name} reaches.")
        if not (last or judged or edge or when):
            raise UnreadableRule(f"say how far {name} reaches; only the last band takes the rest.")
        yield RuleBand(name, edge, when)


def _met_by_default(bands: Sequence[RuleBand]) -> tuple[str, ...]:
    """Return the bands down to the one that the target itself belongs to, else the best alone."""
    last = 0
    for place, band in enumerate(bands):
        if band.edge and band.edge.place is Place.TARGET and band.edge.how is How.AT:
            last = place
    return tuple(str(band.name) for band in bands[: last + 1])


_AMOUNT = r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>%|points?)|(?P<own>tolerance)"
_WITHIN = re.compile(rf"(?P<within>within )?(?:{_AMOUNT})(?: of (?P<place>.+))?", re.IGNORECASE)
_BETTER = re.compile(rf"(?:{_AMOUNT}) beyond (?P<place>.+)", re.IGNORECASE)
_SINGLE = {place.value: place for place in Place if place not in (Place.FIGURE, Place.BENCHMARK)}
_SINGLE |= {"stretch target": Place.STRETCH, "minimum": Place.MINIMUM, "acceptable range": Place.RANGE}
# Whatever is no single figure has nothing to be beyond of, nor to be near to.
_WHOLE = (Place.RANGE, Place.AMBER_LIMIT, *QUARTILE_PLACES)


def read_edge(text: str) -> Edge:
    """Read what stands after `reaches`; raises `UnreadableRule` with the nearest wording.

    >>> edge = read_edge("within 5%")
    >>> edge.how.value, edge.place.value, edge.by
    ('within', 'target', Tolerance(amount=Decimal('5'), relative=True))
    """
    words = " ".join(text.split())
    if better := _BETTER.fullmatch(words):
        return _placed(How.BETTER, better["place"], words, _amount(better))
    if within := _WITHIN.fullmatch(words):
        if within["place"] and not within["within"]:
            # 90% of target: down to 90% of it, or 90% short of it?
            raise UnreadableRule(
                f'"{words}" may mean two things; write "within 10% of {within["place"]}" for all that is no '
                "more than a tenth short of it."
            )
        return _placed(How.WITHIN, within["place"] or "target", words, _amount(within))
    if words.casefold().startswith("beyond "):
        return _placed(How.BEYOND, words[len("beyond ") :], words, None)
    return _placed(How.AT, words, words, None)


def _amount(found: re.Match[str]) -> Tolerance | None:
    if found["own"]:
        return None
    return Tolerance(Decimal(found["number"]), relative=found["unit"] == "%")


def _placed(how: How, place: str, words: str, by: Tolerance | None) -> Edge:
    plain = place.casefold()
    if plain in _SINGLE:
        if how is not How.AT and _SINGLE[plain] in _WHOLE:
            raise UnreadableRule(f'"{words}": write "{plain}" alone.')
        return Edge(how, _SINGLE[plain], by)
    family, _, name = place.partition(" ")
    if family.casefold() == "benchmark" and name:
        return Edge(how, Place.BENCHMARK, by, name=name)
    if family.casefold() == "figure" and name:
        try:
            number = Decimal(name.removesuffix("%").replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise UnreadableRule(f'"{words}": write the figure in the measure\'s own units, as "figure 85".')
        return Edge(how, Place.FIGURE, by, number)
    raise UnreadableRule(f'no band can reach "{words}"; {_near(words, EDGES)}')


def read_condition(text: str) -> Condition:
    """Read what stands after `when`; raises `UnreadableRule` with the nearest wording.

    >>> read_condition("improved or static since outturn").against.value
    'Outturn'
    """
    words = " ".join(text.casefold().split())
    what, _, since = words.partition(" since ")
    comparators = {comparator.value.casefold(): comparator for comparator in Comparator}
    effects = {"improved": (Effect.BETTER,), "improved or static": (Effect.BETTER, Effect.SAME)}
    if what in effects and (not since or since in comparators):
        return Condition(Kind.DIRECTION, effects[what], comparators.get(since))
    if words in ("process passes", "process inconsistent"):
        return Condition(Kind.PROCESS, passes=words == "process passes")
    for outlook in (Outlook.LIKELY, Outlook.MAY, Outlook.UNLIKELY):
        if words == f"forecast {outlook.value.casefold()}":
            return Condition(Kind.FORECAST, outlook=outlook)
    known = [*CONDITIONS, *(f"improved since {comparator}" for comparator in comparators)]
    raise UnreadableRule(f'no band can hang on "{text}"; {_near(text, known)}')


def _shown_as(raw: Any, names: Sequence[str]) -> Iterator[tuple[Absence, Rag]]:
    if raw is not None and not isinstance(raw, Mapping):
        raise UnreadableRule("write shown_as as {no target: In measurement}.")
    known = {absence.value: absence for absence in Absence}
    for word, name in (raw or {}).items():
        if _plain(str(word)) not in known:
            raise UnreadableRule(f'shown_as: "{word}" is no reason for n/a; {_near(str(word), [*known])}')
        if _plain(str(name)) in map(_plain, names):
            raise UnreadableRule(f"shown_as: {name} is a rating already; n/a needs a name of its own.")
        yield known[_plain(str(word))], Rag(str(name))


def _listed(raw: Any, key: str) -> list[Any]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise UnreadableRule(f"{key} takes a list: write [{raw}].")
    return raw


def _named(word: Any, names: Sequence[str], key: str) -> str:
    for name in names:
        if _plain(name) == _plain(str(word)):
            return name
    raise UnreadableRule(f'{key}: there is no band "{word}"; {_near(str(word), names)}')


def _plain(word: str) -> str:
    return " ".join(word.casefold().split()).strip(".")


def _near(word: str, known: Sequence[str]) -> str:
    from .config import nearest  # which reads the rules with this module

    near: Callable[[str, Sequence[str]], str] = nearest
    return near(word, known)
