"""Real workbooks and rich ones: our tabs come, come again, change their style, go, and nothing is lost.

All of it, by every program: SCORECARD_FUZZ=2. The suite asks the slow ones about a sample.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scorecard_xl.cli import main
from scorecard_xl.errors import ScorecardError
from scorecard_xl.package.graft import LAST
from tools import gates, readers, semantics, validator
from tools.fuzz import TIMES
from tools.grafting import donor, grafted, ungrafted
from tools.office import Office
from tools.readers import Sheets
from tools.required import REPOSITORY, need, shared
from tools.rich_books import NO_BUILD, RICH
from tools.zips import corpus

REAL = [path.name for path in corpus(REPOSITORY.parent / "shared")] or ["no reference folder"]
REAL_REFUSED = {"poi__test-data~spreadsheet~49609.xlsx": "backslashes"}
# Where something of the officer's points at our tabs, they don't go before that does.
POINTED_AT = {
    "charts_at_our_tabs.xlsx": "since a chart refers to it",
    "chart_sheet_first.xlsx": "since a chart refers to it",
    "formulas_at_our_tabs.xlsx": "since Report!A1",
    "form_controls.xlsx": "since a form control refers to it",
    "images_and_shapes.xlsx": "since a text box refers to it",
    "names_at_our_tabs.xlsx": "since the name both",
    "tables_and_validations.xlsx": "since a rule or list on Report refers to it",
    "conditional_formats_and_sparklines.xlsx": "since a rule or list on Report refers to it",
}
# Sheets with RANDBETWEEN() and NOW(), which a program that calculates reads otherwise each time.
VOLATILE = {
    "phpspreadsheet__samples~templates~32readwriteRadarChart4.xlsx": ("Data",),
    "poi__test-data~integration~stress024.xlsx": ("Sell", "Buy"),
}
# What the slow programs are asked about in the suite: of every sort one.
SAMPLE = [
    "closedxml__ClosedXML.Tests~Resource~Other~Cubes~CubeFromRange-Output.xlsx",
    "phpspreadsheet__tests~data~Reader~XLSX~namespacestd.xlsx",
    "formulas_at_our_tabs.xlsx",
    "parts_at_the_root.xlsx",
    "no_styles.xlsx",
    "prefixed_namespaces.xlsx",
    "macros.xlsm",
]
# Where the command is tried in the suite; all of them by SCORECARD_FUZZ.
BY_COMMAND = [name for name in RICH if name in (*SAMPLE, *POINTED_AT)]


@dataclass(frozen=True)
class Stages:
    """A workbook before, and after each of the builds; `last` and `after` are first builds elsewhere."""

    before: bytes
    first: bytes
    again: bytes
    other: bytes
    back: bytes
    last: bytes
    after: bytes


@cache
def stages(name: str) -> Stages:
    before = content_of(name)
    first, _ = grafted(before, donor("default"))
    again, _ = grafted(first, donor("default"))
    other, _ = grafted(again, donor("kent linked"))
    back, _ = grafted(other, donor("default"))
    last, _ = grafted(before, donor("linked", LAST))
    after, _ = grafted(before, donor("tiny", gates.Opened(before).sheets()[0].get("name")))
    return Stages(before, first, again, other, back, last, after)


@cache
def content_of(name: str) -> bytes:
    if name not in RICH:
        return (shared() / "corpus" / name).read_bytes()
    with TemporaryDirectory() as folder:
        RICH[name](Path(folder) / name)
        return (Path(folder) / name).read_bytes()


def every(names: list[str], *refused: dict[str, str]) -> list[object]:
    """The workbooks that take our tabs; the real ones are marked."""
    known = {name for one in refused for name in one}
    return [
        # A worker that has built into one asks everything about it.
        pytest.param(
            name, marks=[pytest.mark.xdist_group(name), *([] if name in RICH else [pytest.mark.shared])]
        )
        for name in names
        if name not in known
    ]


@pytest.mark.parametrize("name", every([*REAL, *RICH], REAL_REFUSED, NO_BUILD))
def test_builds_leave_what_is_the_officer_s(name: str) -> None:
    stage = stages(name)
    for title in ("other", "last", "after", *(("first", "back") if TIMES > 1 else ())):
        now = getattr(stage, title)
        assert gates.touched(stage.before, now) == [], f"{title}: other parts than ours were changed"
        assert gates.lost_entries(stage.before, now) == [], f"{title}: entries were lost from the lists"
        assert gates.unsound_front(now) == [], f"{title}: what is in front"
    assert stage.again == stage.first, "the second build differs from the first"
    assert tabs_of(stage.back) == tabs_of(stage.first), "the way back leads to other tabs"
    assert gates.sizes(stage.back)["parts"] == gates.sizes(stage.first)["parts"], "parts have stayed behind"
    was = semantics.findings(stage.before)
    for title in ("other", *(("after", "first", "back", "last") if TIMES > 1 else ())):
        assert gates.beyond(was, semantics.findings(getattr(stage, title))) == [], title


@pytest.mark.parametrize("name", every([*REAL, *RICH], REAL_REFUSED, NO_BUILD, POINTED_AT))
def test_removing_our_tabs_leads_back(name: str) -> None:
    stage = stages(name)
    for title in ("back", "after", *(("first", "last") if TIMES > 1 else ())):
        gone, outcome = ungrafted(getattr(stage, title))
        assert gates.left_behind(stage.before, gone) == [], title
        assert outcome.removed and not outcome.kept
        assert ungrafted(gone)[0] == gone


@pytest.mark.shared
@pytest.mark.parametrize(("name", "why"), REAL_REFUSED.items())
def test_a_real_workbook_that_is_refused(name: str, why: str) -> None:
    with pytest.raises(ScorecardError, match=why):
        grafted(content_of(name), donor("default"))


@pytest.mark.parametrize(("name", "why"), POINTED_AT.items())
def test_tabs_stay_where_something_points_at_them(name: str, why: str) -> None:
    stage = stages(name)
    with pytest.raises(ScorecardError, match=why):
        ungrafted(stage.first)
    assert not [one for one in semantics.findings(stage.other) if one.startswith("formula sheet")]


def tabs_of(content: bytes) -> dict[str, bytes]:
    """Our tabs by name, as they stand in the file, with the parts that they lead to."""
    book = gates.Opened(content)
    parts = {id_: part for id_, _, part in book.related(book.workbook)}
    found = {}
    for name, sheet in book.marked().items():
        part = parts[sheet.get(f"{{{gates.OFFICE}}}id", "")]
        # The record of how the workbook was says what stands behind the officer's formats: that grows.
        of_it = sorted(one for one in book.reached([part]) if "customProperty" not in one)
        found[name] = b"".join(book.parts[one] for one in of_it if not one.endswith(".rels"))
    return found


@pytest.mark.parametrize("name", every(list(RICH if TIMES > 1 else BY_COMMAND), NO_BUILD))
def test_the_command_does_the_same(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], produced: Callable[..., Path]
) -> None:
    path, beside = tmp_path / name, tmp_path / "beside.xlsx"
    path.write_bytes(content_of(name))
    before = path.read_bytes()
    first, other, back = (built(path, style) for style in ([], ["--style", "kent"], []))
    assert gates.touched(before, other) == []
    assert gates.lost_entries(before, other) == []
    assert tabs_of(back) == tabs_of(first)
    built(path, [])
    assert path.read_bytes() == back, "the second build differs from the first"

    assert main(["build", str(path), "--output", str(beside)]) == 0
    ours = readers.read_with_calamine(beside)
    found = readers.read_with_calamine(path)
    assert {tab: found[tab] for tab in ours} == ours, "the tabs are others than with --output"
    if name in SAMPLE and not semantics.findings(path):
        produced(path, f"built_{name}")

    capsys.readouterr()
    done = main(["remove", str(path)])
    if name in POINTED_AT:
        assert POINTED_AT[name] in capsys.readouterr().err
        assert (done, path.read_bytes()) == (2, back)
    else:
        assert done == 0
        assert gates.left_behind(before, path.read_bytes()) == []


def built(path: Path, more: list[str]) -> bytes:
    assert main(["build", str(path), *more]) == 0
    return path.read_bytes()


@pytest.mark.parametrize(("name", "why"), NO_BUILD.items())
def test_what_no_build_goes_into(name: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content_of(name))
    before = path.read_bytes()
    assert main(["build", str(path)]) == 2, why
    assert path.read_bytes() == before


# ---- programs of others --------------------------------------------------------------------------


def asked(refused: dict[str, str]) -> list[str]:
    """The workbooks that the slow programs are asked about."""
    there = [name for name in (*REAL, *RICH) if name in RICH or (REPOSITORY.parent / "shared").is_dir()]
    return [name for name in there if name not in refused and (TIMES > 1 or name in SAMPLE)]


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """By workbook and stage the file; "before" is the workbook itself."""
    folder = tmp_path_factory.mktemp("stages")
    found: dict[str, dict[str, Path]] = {}
    for name in asked({**REAL_REFUSED, **NO_BUILD}):
        stage = stages(name)
        for title in ("before", "other", *(("first", "last", "after") if TIMES > 1 else ())):
            path = folder / title / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(getattr(stage, title))
            found.setdefault(name, {})[title] = path
    return found


@pytest.mark.validator
def test_the_open_xml_validator_finds_nothing_new(laid_out: dict[str, dict[str, Path]]) -> None:
    need("validator")
    errors = validator.validate(path for files in laid_out.values() for path in files.values())
    new = {
        (name, title): found
        for name, files in laid_out.items()
        for title, path in files.items()
        if (found := gates.beyond(errors[files["before"]], errors[path]))
    }
    assert not new


A_BATCH = 60  # LibreOffice gives up after some two hundred files
DONOR_OF = {"first": "default", "other": "kent linked", "last": "linked", "after": "tiny"}


# openpyxl leaves a file open that it can't read.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("read", [readers.read_with_openpyxl, readers.read_with_calamine])
def test_others_read_all_cells(laid_out: dict[str, dict[str, Path]], read: Callable[[Path], Sheets]) -> None:
    assert not list(misread(laid_out, lambda paths: [safely(read, path) for path in paths]))


def test_gnumeric_reads_all_cells(laid_out: dict[str, dict[str, Path]]) -> None:
    need("ssconvert")

    def read(paths: list[Path]) -> list[Sheets | None]:
        return [safely(readers.read_with_gnumeric, path) for path in paths]

    assert not list(misread(laid_out, read, calculates=True))


def test_libreoffice_reads_all_cells(laid_out: dict[str, dict[str, Path]], office: Office) -> None:
    def read(paths: list[Path]) -> list[Sheets | None]:
        batches = [paths[at : at + A_BATCH] for at in range(0, len(paths), A_BATCH)]
        converted = [path for batch in batches for path in office.to_xlsx(batch)]
        return [safely(readers.read_with_calamine, path) for path in converted]

    assert not list(misread(laid_out, read, calculates=True))


def safely(read: Callable[[Path], Sheets], path: Path) -> Sheets | None:
    try:
        return read(path)
    except Exception:  # whatever a reader raises: what counts is whether it did so before
        return None


def misread(
    laid_out: dict[str, dict[str, Path]],
    read: Callable[[list[Path]], list[Sheets | None]],
    *,
    calculates: bool = False,
) -> Iterator[str]:
    """Sheets that a program reads otherwise than in the officer's workbook, or in the scorecard's own."""
    with TemporaryDirectory() as folder:
        donors = {}
        for title, name in DONOR_OF.items():
            donors[title] = Path(folder) / f"{title}.xlsx"
            donors[title].write_bytes(donor(name).content)
        files = [(name, title, path) for name, of in laid_out.items() for title, path in of.items()]
        sheets = read([*donors.values(), *(path for _, _, path in files)])
    ours = dict(zip(donors, sheets, strict=False))
    found = {(name, title): one for (name, title, _), one in zip(files, sheets[len(donors) :], strict=True)}
    for (name, title), now in found.items():
        was = found[name, "before"]
        if title == "before" or was is None:
            continue
        if now is None:
            yield f"{name}, {title}: can't be read any more"
            continue
        expected = {**was, **(ours[title] or {})}
        if calculates:
            # Formulas that point at our tabs have something to show now.
            other = VOLATILE.get(name, ()) + (("Report",) if name in POINTED_AT and "Report" in was else ())
            expected.update({sheet: now[sheet] for sheet in other})
        yield from (
            f"{name}, {title}: {sheet}: {first_difference(expected.get(sheet), now.get(sheet))}"
            for sheet in expected.keys() | now.keys()
            if expected.get(sheet) != now.get(sheet)
        )


def first_difference(was: list[list[str]] | None, now: list[list[str]] | None) -> str:
    if was is None or now is None:
        return "is new" if was is None else "is not there"
    for number, (one, other) in enumerate(zip(was, now, strict=False), start=1):
        if one != other:
            return f"row {number}: {one} has become {other}"
    return f"{len(was)} rows have become {len(now)}"
