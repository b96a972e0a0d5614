"""How far a sheet reaches, however its cells are written; what is hidden of it; its totals."""

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.grids import Hidden
from scorecard_xl.hosts import sheet_extent
from scorecard_xl.hosts.sheet_extent import hidden_parts, refuse_what_is_too_wide

FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


def check(rows: str) -> None:
    refuse_what_is_too_wide(
        f"<worksheet><sheetData>{FIRST}{rows}</sheetData></worksheet>".encode(), "S", "b.xlsx"
    )


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        '<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
        '<c r="AD1048576"><v>1</v></c>',
        '<c r="XFD2000"><v>1</v></c>',
        '<c s="1" r="XFD1048576" t="n"><v>1</v></c>',
        '<c x=">" r="XFD1048576"><v>1</v></c>',
        '<c r="XFD1048576" x="/>"><v>1</v></c>',
        "<c x=' r=\"A1\" ' r='XFD1048576'><v>1</v></c>",
        "<c r='XFD1048576'><v>1</v></c>",
        '<c r = "XFD1048576"><v>1</v></c>',
        '<c\nr="XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c r="XFD1048575"/><c><v>1</v></c>',
    ],
)
def test_a_stray_cell_is_seen_however_it_is_written(cell: str):
    with pytest.raises((ScorecardError, ValueError), match=r"as far as|a cell"):
        check(f'<row r="1048576">{cell}</row>')


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A0"><v>1</v></c>',
        '<c r="XFE1000"><v>1</v></c>',
        '<c r="ZZZZZ1"><v>1</v></c>',
        '<c r="A1048577"><v>1</v></c><c r="AA1"><v>1</v></c>',
        '<c r="B9999999"><v>1</v></c>',
        '<c r="A99999999999999999999"><v>1</v></c>',
        '<c r="$A$1"><v>1</v></c>',
        '<c r="-1"><v>1</v></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<c r=""><v>1</v></c>',
    ],
)
def test_addresses_that_no_sheet_has_are_damage(cell: str):
    with pytest.raises(ValueError, match="a cell"):
        check(f'<row r="2">{cell}</row>')


def test_a_row_that_no_sheet_has_is_damage():
    with pytest.raises(ValueError, match="a cell in row"):
        check('<row r="4294967294"><c><v>1</v></c></row>')


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c r="Z1048576"><v>1</v></c></row>',
        '<row r="999"><c r="XFD999"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="1048576" s="1"/>',
        "<row/><row><c/><c><v>1</v></c></row>",
        '<row r="2"><c r="B2" t="inlineStr"><is><t>XFD1048576</t></is></c></row>',
    ],
    ids=["long", "wide", "empty cell", "empty row", "no addresses", "a text"],
)
def test_sheets_that_are_read(row: str):
    check(row)


@pytest.mark.parametrize(("limit", "refused"), [(29, True), (30, False), (31, False)])
def test_the_limit_counts_the_rectangle(monkeypatch: pytest.MonkeyPatch, limit: int, refused: bool):
    monkeypatch.setattr(sheet_extent, "MOST_CELLS", limit)
    rows = '<row r="10"><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>'  # A1:C10
    if refused:
        with pytest.raises(ScorecardError, match=r"S of b\.xlsx reaches as far as S!C10, which is too far"):
            check(rows)
    else:
        check(rows)


@pytest.mark.parametrize(
    ("xml", "state", "hidden"),
    [
        ("<row r='1'/>", "visible", Hidden()),
        ("<row r='1'/>", "hidden", Hidden(sheet=True)),
        ("<row r='1'/>", "veryHidden", Hidden(sheet=True)),
        ('<row r="2" hidden="1"/><row r="3" hidden="true"/>', "visible", Hidden(rows=[2, 3])),
        ('<row r="2" hidden="0"/><row r="3" hidden="false"/>', "visible", Hidden()),
        ('<row/><row hidden="1"/>', "visible", Hidden(rows=[2])),
        ("<x:row r='7' hidden='1'>", "visible", Hidden(rows=[7])),
        ('<col min="2" max="4" hidden="1"/>', "visible", Hidden(columns=[2, 3, 4])),
        ('<col min="16384" max="99999" hidden="1"/>', "visible", Hidden(columns=[16384])),
        (
            '<row r="2" hidden="1"/><autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>',
            "visible",
            Hidden(rows=[2], filtered=True),
        ),
    ],
)
def test_what_is_hidden(xml: str, state: str, hidden: Hidden):
    found = hidden_parts(xml.encode(), state)
    assert (found.sheet, list(found.rows), list(found.columns)) == (
        hidden.sheet,
        list(hidden.rows),
        list(hidden.columns),
    )
    assert found.filtered == hidden.filtered
