"""Settings: the shipped config.yaml, the officer's file over it, the Settings sheet over both.

The shipped file is complete, so it is also the list of what may be set: a key that it does not
hold is refused, naming the nearest one. Only `OPEN` maps take entries of the officer's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from .errors import ConfigError
from .kept import kept
from .model import Comparator, DirectionShown, Heading, Tolerance
from .periods import Calendar
from .rating_rules import WORST, RatingRule, read_rules
from .resources import shipped

OFFICERS_FILE = "scorecard_xl.yaml"
# Maps whose keys are names that officers may add to; everything else has its fixed keys.
OPEN = {"symbols", "tabs", "rules", "spellings.unit_word", "spellings.benchmark"}
# What the Settings sheet may say beside the heading's own fields.
SHEET_SETTINGS = ("period", "style", "area")
NO_SECOND = "none"  # direction.second
CUMULATIVE = (Comparator.PREVIOUS, Comparator.LAST_YEAR, Comparator.OUTTURN)
ARROWS = ("performance", "number")
MONTHS = "January February March April May June July August September October November December".split()
# Besides what can't be printed; the same everywhere, since a workbook and its settings travel together.
NOT_IN_NAMES = re.compile(r"""[<>:"/\\|?*]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)""", re.IGNORECASE)

Raw = Mapping[str, Any]


class RatingSettings(Struct, frozen=True):
    """How results are rated; see config.yaml for the meaning of each. `rules` holds all, by name."""

    rule: str
    default_allowance: Tolerance
    round_results: bool
    pro_rata: bool
    small_denominator: Decimal
    rules: Mapping[str, RatingRule]

    def rule_of(self, name: str) -> RatingRule:
        """Return the rule that a measure names, without one that of the settings.

        Raises `ConfigError` naming the nearest rule there is.
        """
        wanted = name or self.rule
        if wanted in self.rules:
            return self.rules[wanted]
        plain = {known.casefold(): known for known in self.rules}
        if wanted.casefold() in plain:
            return self.rules[plain[wanted.casefold()]]
        raise ConfigError(f'There is no rating rule "{wanted}"; {nearest(wanted, [*self.rules])}')


class DirectionSettings(Struct, frozen=True):
    """What results are compared with, what counts as static, and what is shown of it; see config.yaml.

    `second` is None where there is no second comparison.
    """

    first: Comparator
    second: Comparator | None
    static_tolerance: Tolerance
    first_period_of_year: str
    static_by_rounding: bool
    at_best: str
    in_range: str
    cumulative: Comparator
    trend_periods: int
    variation_figures: int
    shown: DirectionShown


class WorkbookSettings(Struct, frozen=True):
    """How a build goes into the workbook itself; see config.yaml."""

    place: str
    backups: int
    backup_folder: str


class Config(Struct, frozen=True):
    """All settings, typed. `sheets`, `columns`, `spellings`, `tabs`, `symbols`, `lint` stay maps of words."""

    heading: Heading
    style: str
    paper: str
    area: str
    period: str
    calendar: Calendar
    rhythm: str
    share_due: Decimal
    trend_periods: int
    history_periods: int
    ratings: RatingSettings
    direction: DirectionSettings
    exception_ratings: tuple[str, ...]
    voluntary_exceptions: bool
    chase_ratings: tuple[str, ...]
    sheets: Mapping[str, Sequence[str]]
    columns: Mapping[str, Mapping[str, Sequence[str]]]
    spellings: Mapping[str, Any]
    tabs: Mapping[str, Any]
    workbook: WorkbookSettings
    symbols: Mapping[str, Any]
    lint: Mapping[str, Sequence[str]]

    def with_settings(self, settings: Mapping[str, str]) -> Config:
        """Return these settings with those of the Settings sheet over them; empty values count not."""
        given = {key: value for key, value in settings.items() if value}
        heading = replace(
            self.heading, **{name: given[name] for name in Heading.__struct_fields__ if name in given}
        )
        own: dict[str, Any] = {key: given[key] for key in SHEET_SETTINGS if key in given}
        return replace(self, heading=heading, **own)


def known_settings() -> list[str]:
    """Return the names that the Settings sheet may hold."""
    return [*(name for name in Heading.__struct_fields__), *SHEET_SETTINGS]


def load_config(named: Path | None = None, beside: Path | None = None) -> Config:
    """Return the shipped settings with those of the officer's file over them.

    `named` is the file given by --config; without it `scorecard_xl.yaml` in the folder of the
    workbook `beside` is taken when it exists. Raises `ConfigError` with every problem of the file.
    """
    if named is None and beside is not None and (beside.parent / OFFICERS_FILE).is_file():
        named = beside.parent / OFFICERS_FILE
    shipped_settings = _shipped()
    if named is None:
        return _typed(shipped_settings, "config.yaml")
    own = read_yaml(named)
    problems = list(_unknown(own, shipped_settings, named.name, ()))
    if problems:
        raise ConfigError("\n".join(problems))
    if isinstance(style := own.get("style"), str) and _is_file_name(style):
        own["style"] = str(named.parent / style)  # beside the file that names it, wherever we are run
    return _typed(_without_old_words(_merged(shipped_settings, own), own), named.name)


def _is_file_name(style: str) -> bool:
    """Whether a style is given as a file rather than by name."""
    return style.casefold().endswith((".yaml", ".yml")) or "/" in style or "\\" in style


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a map; raises `ConfigError` in one sentence otherwise."""
    import yaml

    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_loader())
    except FileNotFoundError:
        raise ConfigError(f"There is no file {path}: check the name and the folder.") from None
    except IsADirectoryError:
        raise ConfigError(f"{path} is a folder: name the file with the settings.") from None
    except RecursionError:
        raise ConfigError(f"{path.name} is nested too deeply to be settings.") from None
    except OSError as problem:
        raise ConfigError(f"{path} can't be read: {problem.strerror or problem}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not a text file in UTF-8: save it again as UTF-8.") from None
    except (yaml.YAMLError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f" line {mark.line + 1}:" if mark else ""
        what = getattr(problem, "problem", None) or "this is not valid YAML"
        raise ConfigError(
            f"{path.name}:{line} {what}. Check the indentation and that each setting reads `name: value`."
        ) from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigError(f"{path.name} must hold settings of the form `name: value`.")
    return content


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a clause naming the nearest known name, or all of them when none is near.

    >>> nearest("ratigns", ["ratings", "periods"])
    'did you mean "ratings"?'
    """
    from difflib import get_close_matches

    lowered = {known_name.casefold(): known_name for known_name in known}
    close = get_close_matches(name.casefold(), lowered, n=1, cutoff=0.6)
    return f'did you mean "{lowered[close[0]]}"?' if close else "it knows " + ", ".join(known) + "."


@cache
def _loader() -> Any:
    """Return a loader that keeps names as typed (`No:` is a word, not a flag) and each name once."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # either will do
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                    key.tag = "tag:yaml.org,2002:str"
                    if key.value in seen:
                        raise yaml.constructor.ConstructorError(
                            None, None, f"{key.value} stands twice", key.start_mark
                        )
                    seen.add(key.value)
            return dict(super().construct_mapping(node, deep))

        def construct_sequence(self, node: Any, deep: bool = False) -> list[Any]:
            for item in node.value:
                if item.tag == "tag:yaml.org,2002:bool":
                    item.tag = "tag:yaml.org,2002:str"
            return list(super().construct_sequence(node, deep))

    return Loader


@cache
def _shipped() -> dict[str, Any]:
    return kept(shipped("config.yaml"), read_yaml)


def _unknown(own: Raw, known: Raw, file: str, path: tuple[str, ...]) -> list[str]:
    problems = []
    for key, value in own.items():
        name = ".".join([*path, str(key)])
        if key not in known:
            if not (path and {path[0], ".".join(path)} & OPEN):
                problems.append(
                    f"{file}: there is no setting {name}; {nearest(str(key), list(map(str, known)))}"
                )
            continue
        if isinstance(known[key], dict) != isinstance(value, dict):
            wanted = "settings of its own below it" if isinstance(known[key], dict) else "a single value"
            problems.append(f"{file}: {name} takes {wanted}.")
        elif isinstance(value, dict):
            problems += _unknown(value, known[key], file, (*path, str(key)))
        elif isinstance(known[key], list) and not isinstance(value, list):
            example = "" if value is None else f": write [{value}]"
            problems.append(f"{file}: {name} takes a list{example}.")
        elif isinstance(value, list) and not isinstance(known[key], list):
            problems.append(f"{file}: {name} takes a single value, not a list.")
        elif (
            isinstance(value, list)
            and any(isinstance(item, list | dict) for item in value)
            and path[:1] != ("rules",)
        ):
            problems.append(f"{file}: {name} takes a list of single values.")
    return problems


def _merged(base: Raw, over: Raw) -> dict[str, Any]:
    result = dict(base)
    for key, value in over.items():
        both_maps = isinstance(value, dict) and isinstance(base.get(key), dict)
        result[key] = _merged(base[key], value) if both_maps else value
    return result


def _without_old_words(merged: dict[str, Any], own: Raw) -> dict[str, Any]:
    """Leave out what the shipped rules are about where the officer's file changes them: it may not hold."""
    rules = dict(merged["rules"])
    for name, rule in own.get("rules", {}).items():
        if isinstance(rule, dict) and "about" not in rule:
            rules[name] = {**rules[name], "about": ""}
    return {**merged, "rules": rules}


def _typed(raw: Raw, file: str) -> Config:
    """Turn the merged map into a `Config`; a value of the wrong sort is one sentence."""
    read = _Values(raw, file)
    rules, problems = read_rules(raw["rules"], file)
    read.problems += problems
    bands = {str(name) for rule in rules.values() for name in rule.names}
    usual = rules.get(str(raw["ratings"]["rule"]))
    shown = list(map(str, usual.names[::-1])) if usual else sorted(bands)
    config = Config(
        heading=Heading(**{name: read.text(f"heading.{name}") for name in Heading.__struct_fields__}),
        style=read.text("style"),
        paper=read.one_of("paper", ["style", "A3", "A4"], str),
        area=read.text("area"),
        period=read.text("period"),
        calendar=Calendar(
            read.one_of("periods.financial_year_starts", MONTHS, MONTHS.index) + 1,
            read.one_of("periods.academic_year_starts", MONTHS, MONTHS.index) + 1,
        ),
        rhythm=read.one_of("periods.rhythm", ["automatic", "monthly", "quarterly", "annual"], lambda i: i),
        share_due=read.share("periods.share_due"),
        trend_periods=read.whole("periods.trend"),
        history_periods=read.whole("periods.history"),
        ratings=RatingSettings(
            read.text("ratings.rule"),
            read.tolerance("ratings.default_allowance"),
            read.flag("ratings.round_results"),
            read.flag("ratings.pro_rata"),
            Decimal(read.whole("ratings.small_denominator")),
            rules,
        ),
        direction=_direction(read),
        exception_ratings=tuple(read.several_of("exceptions.ratings", [*shown, "n/a"], also=(WORST, *bands))),
        voluntary_exceptions=read.flag("exceptions.voluntary"),
        chase_ratings=tuple(read.several_of("chase.ratings", [*shown, "n/a"], also=tuple(bands))),
        sheets=raw["sheets"],
        columns=raw["columns"],
        spellings=_spellings(raw),
        tabs=raw.get("tabs", {}),
        workbook=_workbook(read),
        symbols=raw.get("symbols", {}),
        lint=raw["lint"],
    )
    if not read.problems:
        try:
            config.ratings.rule_of("")
        except ConfigError as problem:
            read.problems.append(f"{file}: ratings.rule: {problem}")
    if read.problems:
        raise ConfigError("\n".join(read.problems))
    return config


def _workbook(read: _Values) -> WorkbookSettings:
    backups = read.whole("workbook.backups", least=0)
    folder = read.folder_name("workbook.backup_folder", needed=backups > 0)
    return WorkbookSettings(read.text("workbook.place"), backups, folder)


def _direction(read: _Values) -> DirectionSettings:
    comparators = [comparator.value for comparator in Comparator]
    return DirectionSettings(
        read.one_of("direction.first", comparators, Comparator),
        read.one_of(
            "direction.second",
            [*comparators, NO_SECOND],
            lambda choice: None if choice == NO_SECOND else Comparator(choice),
        ),
        read.tolerance("direction.static_tolerance"),
        read.one_of("direction.first_period_of_year", [Comparator.LAST_YEAR.value, "n/a"], str),
        read.flag("direction.static_by_rounding"),
        read.one_of("direction.at_best", ["static", "improved"], str),
        read.one_of("direction.in_range", ["range", "midpoint"], str),
        read.one_of("direction.cumulative", [comparator.value for comparator in CUMULATIVE], Comparator),
        read.whole("direction.trend_periods"),
        read.whole("direction.variation_figures"),
        DirectionShown(
            read.one_of("direction.arrow", ARROWS, str),
            read.one_of("direction.without_polarity", ["symbols", "movement", "none"], str),
            read.one_of("direction.same", ["apart", "pooled"], str),
        ),
    )


def _spellings(raw: Raw) -> Mapping[str, Any]:
    """Return the spellings; where arrows show the number, "Up" no longer says that it improved."""
    spellings: Mapping[str, Any] = raw["spellings"]
    if str(raw["direction"]["arrow"]).casefold() != "number":
        return spellings
    moved = {str(word).casefold() for name, words in spellings["movement"].items() for word in (name, *words)}
    effects = {
        name: [word for word in words if str(word).casefold() not in moved]
        for name, words in spellings["effect"].items()
    }
    return {**spellings, "effect": effects}


class _Values:
    """Reads single values by their dotted name and collects what can't be used."""

    def __init__(self, raw: Raw, file: str) -> None:
        self._raw = raw
        self._file = file
        self.problems: list[str] = []

    def _at(self, name: str) -> Any:
        value: Any = self._raw
        for part in name.split("."):
            value = value[part]
        return value

    def _refuse(self, name: str, wanted: str) -> None:
        self.problems.append(f"{self._file}: {name} is {self._at(name)!r} but must be {wanted}.")

    def text(self, name: str) -> str:
        value = self._at(name)
        if isinstance(value, list | dict | bool):
            self._refuse(name, "a text; put Yes and No in quotation marks")
            return ""
        return "" if value is None else str(value)

    def folder_name(self, name: str, needed: bool) -> str:
        """Return a bare name, never a path: settings that came with a workbook send nothing elsewhere."""
        value = self.text(name)
        if (needed or value) and (not value or not value.isprintable() or NOT_IN_NAMES.search(value)):
            self._refuse(name, "a plain folder name that Windows takes too; it stands beside the workbook")
        return value

    def several_of(self, name: str, choices: Sequence[str], also: Sequence[str] = ()) -> list[str]:
        """Return the words that are among the choices; `also` are accepted and not offered."""
        known = {choice.casefold(): choice for choice in (*also, *choices)}
        words = [str(item).casefold() for item in self._at(name)]
        if not all(word in known for word in words):
            self._refuse(name, "a list of " + ", ".join(choices))
        return [known[word] for word in words if word in known]

    def whole(self, name: str, least: int = 1) -> int:
        value = self._at(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 1000:
            self._refuse(name, f"a whole number from {least} to 1000")
            return 1
        return value

    def flag(self, name: str) -> bool:
        value = self._at(name)
        if not isinstance(value, bool):
            self._refuse(name, "yes or no")
        return bool(value)

    def one_of(self, name: str, choices: Sequence[str], make: Any) -> Any:
        value = self.text(name)
        for choice in choices:
            if choice.casefold() == value.casefold():
                return make(choice)
        near = nearest(value, choices)
        meant = f" ({near})" if near.startswith("did you mean") else ""
        self._refuse(name, "one of " + ", ".join(choices) + meant)
        return make(choices[0])

    def share(self, name: str) -> Decimal:
        share = self.tolerance(name)
        if not share.relative or share.amount > 100:
            self._refuse(name, "a share from 0% to 100%")
        return share.amount

    def tolerance(self, name: str) -> Tolerance:
        text = self.text(name).strip()
        number = text.removesuffix("points").removesuffix("point").removesuffix("%").strip()
        try:
            amount = Decimal(number)
            usable = amount.is_finite() and amount >= 0 and (text != number or amount == 0)
        except InvalidOperation:
            usable = False
        if not usable:
            self._refuse(name, "written like 10% or 2 points")
            return Tolerance(Decimal(0), relative=True)
        return Tolerance(amount, relative=text.endswith("%"))
