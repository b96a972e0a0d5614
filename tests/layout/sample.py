"""A small scorecard made by hand, with every case that a layout has to draw."""

from decimal import Decimal as D
from typing import Any

from msgspec.structs import replace

from scorecard_xl.counts import count_by, count_group
from scorecard_xl.errors import Address, Finding, Severity
from scorecard_xl.model import (
    Absence,
    Bands,
    Benchmark,
    CasesToTarget,
    Commentary,
    Comparison,
    DataPeriod,
    Direction,
    Effect,
    Forecast,
    Heading,
    HistoryPoint,
    Measure,
    Movement,
    Outlook,
    Override,
    Paragraph,
    Polarity,
    Rag,
    RagCounts,
    RatedMeasure,
    Rating,
    Result,
    ResultStatus,
    Scorecard,
    Standards,
    Unit,
)
from scorecard_xl.periods import Calendar, Period
from tools.bands import three

CALENDAR = Calendar()
FEBRUARY, JANUARY, OUTTURN = CALENDAR.month(2015, 2), CALENDAR.month(2015, 1), CALENDAR.month(2014, 3)
BANDS = (str(Rag.RED), str(Rag.AMBER), str(Rag.GREEN))
MONTHS = [FEBRUARY.back(n) for n in (3, 2, 1, 0)]


def rated(rag: Rag, reason: str, bands: Bands | None = None) -> Rating:
    return Rating(rag, reason, rag, reason, bands)


def not_rated(absence: Absence) -> Rating:
    reason = f"Not rated: {absence.value}"
    return Rating(Rag.NOT_RATED, reason, Rag.NOT_RATED, reason, absence=absence)


def moved(effect: Effect, period: Period, value: str, change: str) -> Direction:
    movement = Movement.UP if D(change) > 0 else Movement.DOWN if D(change) < 0 else Movement.LEVEL
    return Direction(effect, movement, "compared", effect, Result(period, D(value)), D(change))


NOTHING = Direction(
    Effect.NOT_COMPARABLE,
    Movement.NONE,
    "nothing to compare with",
    Effect.NOT_COMPARABLE,
    absence=Absence.NO_COMPARATOR,
)
NO_FORECAST = Forecast(Outlook.NONE, "no forecast given")
PERCENT: dict[str, Any] = {"unit": Unit.PERCENT, "decimals": 1, "multiplier": D(100)}


def row(measure: Measure, value: str | None, rating: Rating, **more: Any) -> RatedMeasure:
    result = None if value is None else Result(FEBRUARY, D(value))
    given: dict[str, Any] = {
        "standards": Standards(),
        "previous": NOTHING,
        "outturn": NOTHING,
        "forecast": NO_FORECAST,
    } | more
    return RatedMeasure(measure, given.pop("area", ""), given.pop("result", result), rating=rating, **given)


def trend(*values: str) -> tuple[tuple[Period, D | None], ...]:
    return tuple((month, D(value) if value else None) for month, value in zip(MONTHS, values, strict=True))


VISITS_BANDS = three((D(85), None), (D("76.5"), None), "minimum standard 76.5%")
VISITS_STANDARDS = Standards(target=D(85), minimum=D("76.5"))


def rows() -> tuple[RatedMeasure, ...]:
    """Nine rows over three sections: the comment of each says what it is there for."""
    visits = Measure(
        "12",
        "Percentage of existing private fostering arrangements where scheduled visits were held in time",
        "Private Fostering",
        portfolio="Children",
        director="Director of Children's Services",
        polarity=Polarity.HIGH,
        data_period=DataPeriod.YEAR_TO_DATE,
        definition="Arrangements in which every visit was in time.",
        source="Case system",
        target_rationale="Statutory visits.",
        **PERCENT,
    )
    red = rated(Rag.RED, "24.3 points below target; 7 more needed, under the 76.5% minimum", VISITS_BANDS)
    history = tuple(
        HistoryPoint(month, Result(month, D(value)), VISITS_STANDARDS, red)
        for month, value in zip(MONTHS, ("46.4", "46.4", "60.7", "60.7"), strict=True)
    )
    return (
        # demand: no polarity, grey movement
        row(
            Measure("1", "Referrals per 10,000 children", "Referrals", unit=Unit.RATE, decimals=1),
            "528.5",
            not_rated(Absence.NO_POLARITY),
            standards=Standards(target=D("522.6")),
            previous=moved(Effect.NOT_COMPARABLE, JANUARY, "544.3", "-15.8"),
            trend=trend("534.6", "529", "544.3", "528.5"),
        ),
        # Amber, low polarity, fallen from Green
        row(
            Measure("2", "Referrals within 12 months", "Referrals", polarity=Polarity.LOW, **PERCENT),
            "28.6",
            rated(
                Rag.AMBER, "3.6 points above target; 556 fewer needed", three((None, D(25)), (None, D(30)))
            ),
            result=Result(FEBRUARY, D("28.6"), numerator=D(4414), denominator=D(15432)),
            standards=Standards(target=D(25), minimum=D(30)),
            previous=moved(Effect.WORSE, JANUARY, "24.9", "3.7"),
            outturn=moved(Effect.WORSE, OUTTURN, "26.6", "2.0"),
            before=rated(Rag.GREEN, "met"),
            cases=CasesToTarget(D(3858), D(556), D(0), fewer=True),
            trend=trend("27.5", "", "24.9", "28.6"),
            benchmarks=(Benchmark("England", CALENDAR.financial_year(2013), D("24.9")),),
        ),
        # a count, Green, with a forecast, and a result older than the period
        row(
            Measure("3", "Assessments open past timescale", "Referrals", polarity=Polarity.LOW),
            "26",
            rated(Rag.GREEN, "Met by 74", three((None, D(100)), (None, D(110)))),
            result=Result(JANUARY, D(26)),
            carried=True,
            standards=Standards(target=D(100)),
            previous=moved(Effect.WORSE, CALENDAR.month(2014, 12), "22", "4"),
            outturn=moved(Effect.BETTER, OUTTURN, "317", "-291"),
            forecast=Forecast(Outlook.LIKELY, "officer's forecast"),
            trend=trend("145", "0", "22", "26"),
        ),
        # Red, an exception
        row(
            visits,
            "60.7",
            red,
            result=Result(FEBRUARY, D("60.7"), numerator=D(17), denominator=D(28)),
            standards=VISITS_STANDARDS,
            previous=moved(Effect.SAME, JANUARY, "60.7", "0"),
            before=red,
            cases=CasesToTarget(D(24), D(7), D(0), fewer=False),
            commentary=Commentary(FEBRUARY, "17 of 28 children had every visit.", "Dates are tracked."),
            forecast=Forecast(Outlook.UNLIKELY, "officer's forecast"),
            trend=trend("46.4", "46.4", "60.7", "60.7"),
            history=history,
        ),
        # an officer's override of rating and direction
        row(
            Measure("13a", "Reviews in time", "Private Fostering", polarity=Polarity.HIGH, **PERCENT),
            "98.9",
            replace(
                rated(
                    Rag.GREEN,
                    "officer's judgement: two reviews were recorded late",
                    three((D(99), None), (D("89.1"), None)),
                ),
                computed=Rag.AMBER,
                override=Override("Green", "two reviews were recorded late", "Head of Reviews"),
            ),
            standards=Standards(target=D(99)),
            previous=replace(
                moved(Effect.WORSE, JANUARY, "98.9", "0.04"),
                computed=Effect.SAME,
                override=Override("worsened", "two reviews were recorded late", "Head of Reviews"),
                only_by_rounding=True,
            ),
        ),
        # suppressed
        row(
            Measure("14", "Adoptions disrupted", "Private Fostering", polarity=Polarity.LOW),
            None,
            not_rated(Absence.SUPPRESSED),
            result=Result(FEBRUARY, None, status=ResultStatus.SUPPRESSED),
        ),
        # a range, one of two areas
        row(
            Measure("15", "Placements within 20 miles", "Staffing", polarity=Polarity.TARGET, **PERCENT),
            "96",
            rated(Rag.GREEN, "Inside the acceptable range", three((D(95), D(100)), (D(90), D(100)))),
            standards=Standards(range_low=D(95), range_high=D(100)),
            area="North",
        ),
        # money, a target in words, provisional
        row(
            Measure("16", "Cost of agency staff", "Staffing", unit=Unit.POUNDS),
            "1234567",
            not_rated(Absence.NO_TARGET),
            result=Result(FEBRUARY, D(1234567), status=ResultStatus.PROVISIONAL, note="Before accruals."),
            standards=Standards(target_words="No target"),
        ),
        # retired data, no figure at all
        row(Measure("17", "Turnover", "Staffing", **PERCENT), None, not_rated(Absence.NO_DATA)),
    )


def scorecard(**changes: Any) -> Scorecard:
    """The sample; `changes` replace fields, and `rows` recounts everything."""
    chosen = changes.pop("rows", rows())
    before = RagCounts({"Red": 1, "Amber": 0, "Green": 3, "n/a": 5}, 9, 4)
    made = Scorecard(
        heading=Heading(
            authority="Kent & Sons Council",
            title="Children's scorecard",
            subtitle="Committee, 21 April 2015",
            source="Case system",
            status="Draft",
            contact="performance team",
        ),
        period=FEBRUARY,
        previous_period=JANUARY,
        outturn_period=OUTTURN,
        bands=BANDS,
        rows=chosen,
        sections=tuple(dict.fromkeys(r.measure.section for r in chosen)),
        exceptions=tuple(r for r in chosen if r.rating.rag == Rag.RED),
        counts=count_group("", chosen, BANDS),
        by_section=count_by(chosen, BANDS, lambda r: r.measure.section),
        by_department=(),
        by_portfolio=(),
        comparison=Comparison(JANUARY, before),
        sentences=("There are 9 measures.", "Of these 1 is Red."),
        headline="3 of 5 rated measures meet their target, one is Red",
        glossary=(("YTD", "Year to date"), ("Private fostering", "Care by no close relative.")),
        narrative=(Paragraph("Staffing", "Agency staff", "Costs rose because of two vacancies."),),
        findings=(
            Finding(Severity.NOTE, "override", Address("Commentary", 2, 1), "13a: overridden.", "", "13a"),
            Finding(
                Severity.ERROR,
                "not a number",
                Address("Results", 17, 4),
                "'n/a ' is not a number.",
                "Leave it empty.",
                "17",
            ),
        ),
    )
    return replace(made, **changes)
