"""Settings: complete as shipped, changed by the officer's file, refused when misspelt."""

from decimal import Decimal
from pathlib import Path

import pytest

from scorecard_xl.config import Config, load_config, nearest
from scorecard_xl.errors import ConfigError
from scorecard_xl.model import Comparator, Tolerance
from scorecard_xl.resources import shipped


@pytest.fixture
def write(tmp_path: Path):
    """`write(text)`: the path of a file of the officer's own."""

    def written(text: str, name: str = "mine.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as problem:
        load_config(path)
    return str(problem.value)


def test_the_shipped_settings_stand_alone():
    config = load_config()
    assert (config.style, config.period, config.area) == ("default", "", "")
    assert config.ratings.default_allowance == Tolerance(Decimal(10), relative=True)
    assert (config.direction.first, config.direction.second) == (Comparator.PREVIOUS, Comparator.OUTTURN)
    assert shipped("config.yaml").is_file()


def test_maps_merge_and_lists_replace(write):
    config = load_config(write("ratings:\n  round_results: no\ncolumns:\n  Results:\n    Value: [Score]\n"))
    assert not config.ratings.round_results
    assert config.ratings.rule == load_config().ratings.rule
    assert config.columns["Results"]["Value"] == ["Score"]
    assert config.columns["Results"]["Period"] == load_config().columns["Results"]["Period"]


def test_the_file_beside_the_workbook_is_taken_unless_another_is_named(write, tmp_path: Path):
    beside = write("heading: {title: Beside}\n", "scorecard_xl.yaml")
    named = write("heading: {title: Named}\n")
    workbook = tmp_path / "book.xlsx"
    assert load_config(beside=workbook).heading.title == "Beside"
    assert load_config(named, beside=workbook).heading.title == "Named"
    beside.unlink()
    assert load_config(beside=workbook).heading.title == "Scorecard"


def test_the_settings_sheet_goes_over_the_file(write):
    config = load_config(write("heading: {title: File}\nstyle: kent\n"))
    settings = config.with_settings({"title": "Sheet", "style": "", "period": "Feb 2015"})
    assert (settings.heading.title, settings.style, settings.period) == ("Sheet", "kent", "Feb 2015")


@pytest.mark.parametrize(
    "text", ["", "# nothing but a comment\n", "---\n", "\ufeffheading: {title: Scorecard}\n", "ratings: {}\n"]
)
def test_files_that_change_nothing(write, text: str):
    assert load_config(write(text)) == load_config()


def test_words_like_yes_and_no_stay_words(write):
    text = "spellings: {yes_no: {No: [No, Never]}}\ncolumns: {Measures: {Ref: [No]}}\n"
    config = load_config(write(text))
    assert config.spellings["yes_no"]["No"] == ["No", "Never"]
    assert config.columns["Measures"]["Ref"] == ["No"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ratigns: {rule: standard}", 'mine.yaml: there is no setting ratigns; did you mean "ratings"?'),
        ("ratings: {ruel: x}", 'mine.yaml: there is no setting ratings.ruel; did you mean "rule"?'),
        ("columns: {Mesures: {}}", 'there is no setting columns.Mesures; did you mean "Measures"?'),
        ("columns: {Results: {Valeu: [x]}}", 'columns.Results.Valeu; did you mean "Value"?'),
        ("spellings: {polarity: {Hihg: [x]}}", 'spellings.polarity.Hihg; did you mean "High"?'),
        ("zzz: 1", "there is no setting zzz; it knows heading, style"),
        ("1: 2", "there is no setting 1;"),
        ("ratings: standard", "mine.yaml: ratings takes settings of its own below it."),
        ("ratings:", "mine.yaml: ratings takes settings of its own below it."),
        ("style: {name: kent}", "mine.yaml: style takes a single value."),
        ("style: [kent]", "mine.yaml: style takes a single value, not a list."),
        ("exceptions: {ratings: Red}", "mine.yaml: exceptions.ratings takes a list: write [Red]."),
        ("exceptions: {ratings: }", "mine.yaml: exceptions.ratings takes a list."),
        ("columns: {Results: {Value: [[Score]]}}", "columns.Results.Value takes a list of single values."),
        ("exceptions: {ratings: [Rde]}", "must be a list of Red, Amber, Green, n/a."),
        ("chase: {ratings: [Rde]}", "chase.ratings is ['Rde'] but must be a list of Red, Amber, Green, n/a."),
        ("chase: {ratings: Amber}", "mine.yaml: chase.ratings takes a list: write [Amber]."),
        ("lint: {improvd: [better]}", 'there is no setting lint.improvd; did you mean "improved"?'),
        ("lint: {improved: better}", "mine.yaml: lint.improved takes a list: write [better]."),
        ("periods: {trend: many}", "mine.yaml: periods.trend is 'many' but must be a whole number"),
        ("periods: {trend: 0}", "must be a whole number from 1 to 1000"),
        ("periods: {trend: yes}", "must be a whole number from 1 to 1000"),
        ("periods: {financial_year_starts: Aprli}", "must be one of January, February"),
        ("periods: {rhythm: weekly}", "must be one of automatic, monthly, quarterly, annual"),
        ("periods: {rhythm: quartely}", 'annual (did you mean "quarterly"?).'),
        ("direction: {frist: Trend}", 'direction.frist; did you mean "first"?'),
        (
            "direction: {first: Trned}",
            "direction.first is 'Trned' but must be one of Previous period, Same period last year, Outturn, "
            'Average of last year, Trend, Variation (did you mean "Trend"?).',
        ),
        ("direction: {second: nothing}", "Variation, none"),
        ("direction: {cumulative: Trend}", "one of Previous period, Same period last year, Outturn."),
        ("direction: {arrow: numbers}", 'one of performance, number (did you mean "number"?).'),
        ("direction: {arrow: yes}", "direction.arrow is True but must be a text"),
        ("direction: {same: pool}", 'one of apart, pooled (did you mean "pooled"?).'),
        ("direction: {without_polarity: grey}", "one of symbols, movement, none."),
        ("direction: {at_best: better}", "one of static, improved."),
        ("direction: {in_range: middle}", "one of range, midpoint"),
        (
            "direction: {static_by_rounding: maybe}",
            "direction.static_by_rounding is 'maybe' but must be yes or",
        ),
        ("direction: {trend_periods: 0}", "must be a whole number from 1 to 1000"),
        ("direction: {variation_figures: few}", "must be a whole number from 1 to 1000"),
        ("periods: {share_due: 0.5}", "must be written like 10% or 2 points"),
        ("periods: {share_due: 150%}", "must be a share from 0% to 100%"),
        ("periods: {share_due: 2 points}", "must be a share from 0% to 100%"),
        ("ratings: {default_allowance: 10}", "must be written like 10% or 2 points"),
        ("ratings: {default_allowance: -10%}", "must be written like 10% or 2 points"),
        ("ratings: {default_allowance: nan%}", "must be written like 10% or 2 points"),
        ("ratings: {round_results: maybe}", "ratings.round_results is 'maybe' but must be yes or no"),
        ("direction: {first: Yesterday}", "must be one of Previous period, Same period last year, Outturn"),
        ("heading: {title: no}", "heading.title is False but must be a text"),
    ],
)
def test_settings_that_are_refused(write, text: str, sentence: str):
    assert sentence in refusal(write(text + "\n"))


def test_every_problem_is_said_at_once(write):
    assert len(refusal(write("ratigns: 1\nstlye: 2\nexceptions: {ratings: Red}\n")).splitlines()) == 3
    assert len(refusal(write("periods: {trend: 0}\nratings: {pro_rata: 3}\n")).splitlines()) == 2


PLAIN_NAMES = ["kept", "old ones", "Größe", "a.b", "console", ".hidden", "com"]
NO_PLAIN_NAMES = [
    *["../elsewhere", "old/ones", "/tmp/x", "//server/share", "./x", "x/", ".", "..", "..."],
    *["old\\\\ones", "\\\\\\\\server\\\\share", "C:", "C:\\\\x", "C:x", "x:stream"],
    *["a*", "a?", "<a>", "a|b", "NUL", "con", "Com1"],
    *["lpt9.old", "x.", "x ", "\\0", "a\\n", "", " "],
]


@pytest.mark.parametrize("name", PLAIN_NAMES)
def test_a_folder_for_backups(write, name: str):
    assert load_config(write(f'workbook: {{backup_folder: "{name}"}}')).workbook.backup_folder == name


@pytest.mark.parametrize("name", NO_PLAIN_NAMES)
@pytest.mark.parametrize("backups", [0, 3])
def test_backups_stand_beside_the_workbook_and_nowhere_else(write, name: str, backups: int):
    """A file of settings may come with a workbook from anywhere."""
    path = write(f'workbook: {{backups: {backups}, backup_folder: "{name}"}}')
    if backups or name:
        said = refusal(path)
        assert said.startswith("mine.yaml: workbook.backup_folder is ")
        assert said.endswith(
            "must be a plain folder name that Windows takes too; it stands beside the workbook."
        )
    else:
        assert load_config(path).workbook.backup_folder == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ratings:\n\trule: x\n", "mine.yaml: line 2:"),
        ("ratings: [\n", "mine.yaml: line"),
        ("ratings: {rule: x\nstyle: y\n", "mine.yaml: line"),
        ("style: kent\nstyle: default\n", "mine.yaml: line 2: style stands twice"),
        ("ratings: {rule: a, rule: b}\n", "mine.yaml: line 1: rule stands twice"),
        ("just words\n", "mine.yaml must hold settings of the form `name: value`."),
        ("- style\n", "mine.yaml must hold settings of the form `name: value`."),
        ("style: !!python/object:os.system x\n", "mine.yaml: line 1:"),
        ("heading: {title: 2015-02-31}\n", "mine.yaml:"),
        ("style: a\0b\n", "mine.yaml:"),
        ("[" * 5000, "mine.yaml"),
    ],
)
def test_malformed_files_are_one_sentence(write, text: str, sentence: str):
    assert sentence in refusal(write(text))


def test_files_that_cannot_be_read(write, tmp_path: Path):
    path = write("")
    path.write_bytes(b"title: \xff\xfe\n")
    assert "is not a text file in UTF-8" in refusal(path)
    assert "There is no file" in refusal(tmp_path / "none.yaml")
    assert "is a folder" in refusal(tmp_path)


def test_a_setting_for_every_field(write):
    text = "heading: {authority: Kent}\nstyle: kent\narea: North\nperiod: Feb 2015\n"
    config = load_config(write(text + "exceptions: {ratings: [amber, RED]}\n"))
    assert isinstance(config, Config)
    assert (config.heading.authority, config.style) == ("Kent", "kent")
    assert (config.area, config.period) == ("North", "Feb 2015")
    assert config.exception_ratings == ("Amber", "Red")


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("Stlye", 'did you mean "style"?'),
        ("colour", "it knows style, period."),
    ],
)
def test_the_nearest_name(name: str, clause: str):
    assert nearest(name, ["style", "period"]) == clause


@pytest.mark.parametrize(
    ("style", "taken"),
    [
        ("ours.yaml", "{folder}/ours.yaml"),
        ("styles/ours.YML", "{folder}/styles/ours.YML"),
        ("/styles/ours.yaml", "/styles/ours.yaml"),
        ("kent", "kent"),
    ],
)
def test_a_style_file_stands_beside_the_file_that_names_it(write, style: str, taken: str):
    path = write(f"style: {style}")
    assert load_config(path).style == taken.format(folder=path.parent)
