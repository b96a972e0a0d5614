"""The officer's input sheets: every column with its width, hint and drop-down.

One table for the starter workbook and the examples, so that a column is described once. Reading goes by
header (see `tables`); `input_book` draws these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from .model import Comparator, DataPeriod, Polarity, ResultStatus, Show, Unit
from .periods import Frequency

# Tab colours, from the house style.
MUTED, NAVY, BLUE = "#56606A", "#16324F", "#33618E"


LISTED = "choose one of the list, or leave the cell empty."
USUAL = "the list has the usual words; keep another one if your settings know it."


class Column(Struct, frozen=True):
    """One column of an input sheet.

    `width` counts Excel character widths. `hint` is shown when a cell is selected; Excel takes 255
    characters. `choices` become a drop-down; when `strict` is False other entries are questioned, not
    refused. `number` is a check in XlsxWriter's words, for columns where a word has no place.
    `text` keeps what is typed from turning into a date or a number ("1.10", "Feb 2015").
    """

    header: str
    width: float = 12
    hint: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = True
    number: Mapping[str, object] | None = None
    text: bool = False
    wrap: bool = False

    @property
    def holds_figures(self) -> bool:
        """Whether the column holds figures, which stand at its right edge, rather than words."""
        return not (self.wrap or self.text or self.choices)

    def validation(self) -> dict[str, Any] | None:
        """Return the column's data validation in XlsxWriter's words, None when it has nothing to say."""
        options: dict[str, Any] = {"error_type": "stop" if self.strict else "warning"}
        if self.choices:
            options |= {
                "validate": "list",
                "source": list(self.choices),
                "error_title": "Not in the list",
                "error_message": f"{self.header}: {LISTED if self.strict else USUAL}",
            }
        elif self.number:
            options |= {
                **self.number,
                "error_title": "Not a number that fits",
                "error_message": f"{self.header}: {self.hint}"[:255],
            }
        elif self.hint:
            options = {"validate": "any"}
        else:
            return None
        if self.hint:
            options |= {"input_title": self.header, "input_message": self.hint}
        return options


class InputSheet(Struct, frozen=True):
    """One input sheet: its columns in order; the first `still` stay in view when scrolling sideways."""

    name: str
    tab: str
    columns: tuple[Column, ...]
    still: int = 1

    @property
    def width(self) -> float:
        """The width of all columns, in Excel character widths."""
        return sum(column.width for column in self.columns)

    def only(self, headers: Iterable[str]) -> InputSheet:
        """Return the sheet with these columns alone, in the sheet's order."""
        wanted = set(headers)
        return replace(self, columns=tuple(column for column in self.columns if column.header in wanted))


# ---- the columns -------------------------------------------------------------------------------

YES_NO = ("Yes", "No")
POSITIVE = {"validate": "decimal", "criteria": ">", "value": 0}
NOT_NEGATIVE = {"validate": "decimal", "criteria": ">=", "value": 0}
DIRECTIONS = ("Improved", "Static", "Worsened", "n/a")
RATINGS = ("Green", "Amber", "Red", "n/a")
OFFICERS_STATUS = (
    ResultStatus.FINAL,
    ResultStatus.PROVISIONAL,
    ResultStatus.REVISED,
    ResultStatus.SUPPRESSED,
    ResultStatus.NOT_DUE,
)

REF = Column(
    "Ref",
    9,
    "The measure's short reference, the same on every sheet, e.g. 12 or CS-04.",
    required=True,
    text=True,
)
PERIOD = Column(
    "Period",
    12,
    "A month (Feb 2015), a quarter (Q2 2019-20), a financial year (2013-14) or an academic year.",
    required=True,
    text=True,
)
AREA = Column("Area", 14, "A district, team or school. Leave empty for the whole authority.", text=True)

STANDARDS = (
    Column(
        "Target",
        10,
        "The target, typed as it is printed: 85% with its % sign, or 120. Words such as No target are fine.",
    ),
    Column(
        "Minimum standard",
        11,
        "The result at which Amber ends and Red begins, e.g. 76.5%. For Low measures it stands above the "
        "target.",
    ),
    Column(
        "Stretch target",
        10,
        "A target beyond the target, for rules with a band of its own for it, such as Blue. Empty: none.",
    ),
    Column(
        "Tolerance",
        11,
        "In place of a minimum standard: how far from the target is still Amber. 5 points for a percentage, "
        "10% of the target for other measures.",
        text=True,
    ),
    Column(
        "Green tolerance",
        11,
        "How far from the target is still Green, e.g. 2 points. Empty: only a target that is met is Green.",
        text=True,
    ),
    Column("Range low", 9, "For an acceptable range: its lower end. Results inside the range are Green."),
    Column("Range high", 9, "For an acceptable range: its upper end. Results inside the range are Green."),
)

MEASURES = InputSheet(
    "Measures",
    NAVY,
    (
        REF,
        Column("Measure", 50, "The measure's full name, as members will read it.", required=True, wrap=True),
        Column("Section", 27, "The heading under which the measure stands on the scorecard.", wrap=True),
        Column(
            "Polarity",
            10,
            "Which results are good. High: higher is better. Low: lower is better. Target: nearest to the "
            "target is best. None or empty: neither, so it is not rated.",
            choices=tuple(polarity.value for polarity in Polarity),
        ),
        Column("Unit", 9, "What the result is counted in.", choices=tuple(unit.value for unit in Unit)),
        Column(
            "Decimals",
            10,
            "A whole number from 0 to 6: decimals in print. Empty: 1 for percentages, 0 for counts.",
            number={"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 6},
        ),
        Column(
            "Multiplier",
            11,
            "Needed for rates: 10,000 for a rate per 10,000 children. Empty: 100 for %, otherwise 1.",
            number=POSITIVE,
        ),
        Column(
            "Data period",
            12,
            "SS: snapshot on one day. YTD: April to date. R12M: rolling 12 months. In period: this month or "
            "quarter alone.",
            choices=tuple(covered.value for covered in DataPeriod if covered.value),
        ),
        Column(
            "Frequency",
            14,
            "How often there is a new result. Empty: Monthly.",
            choices=tuple(frequency.value for frequency in Frequency),
        ),
        *STANDARDS,
        Column(
            "Static tolerance",
            11,
            "How much a result may move and still count as unchanged, e.g. 1 point or 10%. Empty: any change "
            "counts.",
            text=True,
        ),
        Column(
            "Compare with",
            21,
            "What the first direction arrow compares with. Empty: Previous period.",
            choices=tuple(comparator.value for comparator in Comparator),
        ),
        Column(
            "Rule",
            16,
            "A rating rule for this measure alone, by its name in the settings. Empty: the scorecard's rule.",
            text=True,
        ),
        Column("Rated", 8, "No: shown without a rating, although it has a target.", choices=YES_NO),
        Column(
            "Show",
            14,
            "No: kept here, not shown. Exception only: shown when it needs attention.",
            choices=tuple(show.value for show in Show),
        ),
        Column("From", 11, "A new measure's first period, e.g. Apr 2026.", text=True),
        Column("To", 11, "A retired measure's last period, e.g. Mar 2027.", text=True),
        Column("Target rationale", 40, "How the target and its standards were set, and by whom.", wrap=True),
        Column("Definition", 50, "What is counted, of what, in one or two sentences.", wrap=True),
        Column("Data notes", 34, "What a reader must know about the figures.", wrap=True),
        Column("Source", 18, "The system or return that the figures come from.", wrap=True),
        Column("Department", 24, "The department that leads on the measure.", wrap=True),
        Column("Outcome", 22, "The council's outcome or priority that the measure serves.", wrap=True),
        Column("Portfolio", 28, "The portfolio, or its cabinet member by role.", wrap=True),
        Column("Officer", 32, "The responsible officer, by role.", wrap=True),
        Column("Director", 28, "The director, by role.", wrap=True),
        Column("Division", 32, "The division or service.", wrap=True),
        Column("Parent", 9, "The ref of the measure that this one is a part of.", text=True),
        Column(
            "Subsets", 16, "Smaller scorecards that show this measure too, with commas between.", wrap=True
        ),
    ),
    still=2,
)

RESULTS = InputSheet(
    "Results",
    BLUE,
    (
        REF,
        PERIOD,
        Column(
            "Value",
            12,
            "The result as it is printed: 60.7% with its % sign, 528.5, 26. Leave it empty if numerator and "
            "denominator say it, or if there is no result.",
        ),
        Column(
            "Numerator",
            12,
            "The cases that count, e.g. 17 of 28: type 17.",
            number=NOT_NEGATIVE,
            strict=False,
        ),
        Column("Denominator", 13, "All cases: of 17 in 28, the 28.", number=NOT_NEGATIVE, strict=False),
        AREA,
        Column(
            "Status",
            13,
            "Empty: Final. Suppressed and Not due explain why there is no value.",
            choices=tuple(status.value for status in OFFICERS_STATUS),
        ),
        Column("Note", 44, "Anything a reader must know about this one figure.", wrap=True),
    ),
    still=2,
)

TARGETS = InputSheet(
    "Targets",
    BLUE,
    (
        REF,
        Column(
            "Period",
            12,
            "The year, quarter or month that the target is for: 2026-27, Q1 2026-27, Apr 2026. The narrowest "
            "one wins.",
            required=True,
            text=True,
        ),
        AREA,
        Column(
            "Kind",
            13,
            "Target: results are rated against it. Trajectory: the intended course, which is not rated. "
            "Empty: Target.",
            choices=("Target", "Trajectory"),
        ),
        *STANDARDS,
    ),
    still=2,
)

BENCHMARKS = InputSheet(
    "Benchmarks",
    BLUE,
    (
        REF,
        Column(
            "Benchmark",
            28,
            "Whose figure it is, e.g. England or Statistical neighbours.",
            required=True,
            wrap=True,
        ),
        PERIOD,
        AREA,
        Column("Value", 12, "Their result as it is published: 21.4% with its % sign, 528.5.", required=True),
    ),
)

COMMENTARY = InputSheet(
    "Commentary",
    BLUE,
    (
        REF,
        PERIOD,
        AREA,
        Column("Commentary", 46, "What the figure shows and why.", wrap=True),
        Column("Actions", 46, "What is being done, by whom, by when.", wrap=True),
        Column("Expected improvement", 32, "What should be seen, and when.", wrap=True),
        Column(
            "Forecast",
            11,
            "Your view: will the year's target be met?",
            choices=("Likely", "May", "Unlikely"),
        ),
        Column(
            "Exception",
            19,
            "Gives the measure a page of its own, whatever its rating.",
            choices=("Concern", "Good performance"),
        ),
        Column(
            "RAG override",
            11,
            "Your rating in place of the computed one. It needs a reason and an owner, and both are kept.",
            choices=RATINGS,
            strict=False,  # configuration may name other bands
        ),
        Column(
            "Direction override",
            12,
            "Your direction since the previous period in place of the computed one. It needs a reason and an "
            "owner.",
            choices=DIRECTIONS,
        ),
        Column(
            "Outturn direction override",
            17,
            "Your direction since the outturn in place of the computed one. It needs a reason and an owner.",
            choices=DIRECTIONS,
        ),
        Column("Reason", 40, "Why a rating or direction was overridden.", wrap=True),
        Column("Owner", 24, "Who answers for this row, by role.", wrap=True),
    ),
    still=2,
)

GLOSSARY = InputSheet(
    "Glossary",
    MUTED,
    (
        Column("Term", 32, "A word or an abbreviation that members may not know.", required=True, wrap=True),
        Column("Meaning", 90, "What it means, in plain words.", required=True, wrap=True),
    ),
)

SETTINGS = InputSheet(
    "Settings",
    MUTED,
    (
        Column("Setting", 18, required=True, text=True),
        Column("Value", 60, required=True, wrap=True),
        Column("What it is for", 72, wrap=True),
    ),
)

# The rows of the Settings sheet: each setting with what it is for.
SETTING_ROWS = (
    Column("Authority", hint="The council's name, at the top and the foot of every tab."),
    Column("Title", hint="The scorecard's title."),
    Column("Subtitle", hint="A line under the title, such as the committee and its date."),
    Column("Source", hint="The system that the figures come from; it stands in the footer."),
    Column("Period", hint="The reporting period, e.g. Feb 2015. Empty: the latest with results."),
    Column("Style", hint="How the scorecard looks. Empty: default. The command styles lists them all."),
    Column("Area", hint="One area for the whole scorecard. Empty: a row for each measure and area."),
    Column("Status", hint="Draft or Approved.", choices=("Draft", "Approved")),
    Column("Classification", hint="The council's marking, e.g. Unrestricted; it stands in the footer."),
    Column("Contact", hint="Whom to ask about the figures, by role."),
)
