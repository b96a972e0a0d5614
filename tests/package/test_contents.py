"""What stands in a tab: each kind of cell, and what programs write anew without anybody's edit."""

from pathlib import Path

import pytest
from lxml import etree

from scorecard_xl.layout.plan import Sparkline
from scorecard_xl.package.contents import ON_THE_SHEET, Edit, digest, edits, prints
from scorecard_xl.package.ours import HandEdits, contents_of, hand_edits, our_tabs
from scorecard_xl.package.record import unpacked
from tools.office import Office
from tools.rich_parts import DECLARED, OFFICE, picture
from tools.tabs import MAIN, ROWS, TODAY, Opened, built, officers, resaved, tabs

NS = MAIN.strip("{}")
SHARED = (
    "<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t xml:space='preserve'>ch </t></r></si>"
    "<si>\n <r>\n <t>on lines</t>\n </r>\n</si>"
    "<si><t>語</t><rPh sb='0' eb='1'><t>ご</t></rPh></si><si/>"
)


def contents(data: str, strings: str = SHARED) -> dict[str, str]:
    book = Opened(officers(sheets=["Own"]))
    book.put(
        book.tab("Own").part, f'<worksheet xmlns="{NS}"><sheetData>{data}</sheetData></worksheet>'.encode()
    )
    book.part("xl/sharedStrings.xml", f'<sst xmlns="{NS}">{strings}</sst>')
    book.relate("xl/workbook.xml", "sharedStrings", "sharedStrings.xml")
    return contents_of(book.book(), book.tab("Own").part)


@pytest.mark.parametrize(
    ("cell", "stands"),
    [
        ('<c r="A1"><v>92</v></c>', "92"),
        ('<c r="A1" t="n"><v>92.0</v></c>', "92"),
        ('<c r="A1"><v>9.2E1</v></c>', "92"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A1"><v>1e400</v></c>', "inf"),
        ('<c r="A1"><v>ninety</v></c>', "ninety"),
        ('<c r="A1" t="b"><v>1</v></c>', "1"),
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1" t="str"><v>text</v></c>', "text"),
        ('<c r="A1" t="d"><v>2026-11-22</v></c>', "2026-11-22"),
        ('<c r="A1" t="s"><v>0</v></c>', "plain"),
        ('<c r="A1" t="s"><v>1</v></c>', "rich "),
        ('<c r="A1" t="s"><v>2</v></c>', "on lines"),
        ('<c r="A1" t="s"><v>3</v></c>', "語"),
        ('<c r="A1" t="inlineStr"><is><t>in line</t></is></c>', "in line"),
        ('<c r="A1" t="inlineStr"><is><r><t>in </t></r><r><t>runs</t></r></is></c>', "in runs"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', "a\nb"),
        ('<c r="A1" t="inlineStr"><is><t>_x005F_x000D_</t></is></c>', "_x000D_"),
        ('<c r="A1"><f>SUM( Own!A1 , 2)</f><v>4</v></c>', "=sum(own!a1,2)"),
        ("<c r=\"A1\"><f>'Own'!A1</f><v>4</v></c>", "=own!a1"),
        ('<c r="A1"><f t="shared" si="0"/><v>4</v></c>', "="),
    ],
)
def test_kinds_of_cells(cell: str, stands: str):
    assert contents(f'<row r="1">{cell}</row>') == {"A1": stands}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"/>',
        '<c r="A1" s="1"/>',
        '<c r="A1"><v/></c>',
        '<c r="A1" t="s"><v>4</v></c>',
        '<c r="A1" t="s"><v>99</v></c>',
        '<c r="A1" t="s"><v>-1</v></c>',
        '<c r="A1" t="s"><v>²</v></c>',
        '<c r="A1" t="s"/>',
        '<c r="A1" t="inlineStr"/>',
        '<c r="A1" t="inlineStr"><is><t/></is></c>',
    ],
)
def test_empty_cells(cell: str):
    assert contents(f'<row r="1">{cell}</row>') == {}


def test_cells_that_do_not_say_where_they_are():
    data = "<row><c><v>1</v></c><c><v>2</v></c></row><row>" + "<c><v>3</v></c>" * 27 + "</row>"
    found = contents(data)
    assert (found["A1"], found["B1"], found["AA2"]) == ("1", "2", "3")


def test_order_does_not_count_and_everything_else_does():
    assert digest({"A1": "1", "B1": "2"}) == digest({"B1": "2", "A1": "1"})
    of = {"A1": "12"}
    assert len({digest(one) for one in ({}, of, {"A1": "1"}, {"B1": "12"}, {"A1": "1", "A2": "2"})}) == 5


def test_edits_go_row_by_row():
    was = {"B10": "1", "AA2": "1", "B2": "1", "": "drawing 1"}
    now = {"B10": "2", "C1": "new", "B2": "1"}
    assert edits(prints(was), now) == [
        Edit("", ""), Edit("C1", "new", was_empty=True), Edit("AA2", ""), Edit("B10", "2"),
    ]  # fmt: skip


def test_no_figure_is_kept_to_know_a_tab_by():
    # Who clears a figure by hand, since it shows a single child, must not mail it along.
    book = workbook()
    (part,) = (name for name in book.parts if name.startswith("xl/customProperty1"))
    record = unpacked(book.parts[part])
    assert record is not None
    shown = {str(cell) for row in ROWS for cell in row if cell is not None}
    assert not shown & set(record.prints.values())
    assert len(set(record.prints)) >= len(shown)


# ---- what people do to a tab -------------------------------------------------------------------

SPARKLINE = Sparkline(0, 3, 0, 1, 0, 100, "336699")


def workbook() -> Opened:
    return Opened(built(officers(), tabs(drawings=(SPARKLINE,), Scorecard=ROWS, Notes=[["Key"]])))


def edited(book: Opened) -> list[HandEdits]:
    opened = book.book()
    return [found for one in our_tabs(opened) if (found := hand_edits(opened, one))]


def cells(*changed: tuple[str, str, str]) -> list[HandEdits]:
    """The edits of a tab, each as (cell, what it was, what it is)."""
    return [HandEdits("Scorecard", tuple(Edit(cell, now, not was) for cell, was, now in changed))]


def insert_row(book: Opened) -> Opened:
    root = book.root("Scorecard")
    for row in root.iter(f"{MAIN}row"):
        if (number := int(row.get("r"))) > 1:
            row.set("r", str(number + 1))
            for cell in row:
                cell.set("r", f"{cell.get('r')[0]}{number + 1}")
    return book.put(book.tab("Scorecard").part, etree.tostring(root))  # type: ignore[return-value]


def put_on(book: Opened, kind: str, part: str, xml: str | bytes) -> Opened:
    book.default("png", "image/png")
    book.part(part, xml, "" if part.endswith("png") else "application/x")
    return book.relate(book.tab("Scorecard").part, kind, f"/{part}")


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">{}</xdr:wsDr>'
)
BY_HAND = [
    ("nothing", lambda book: book, []),
    ("a text", lambda book: book.write("Scorecard", "A1", "Calls"), cells(("A1", "Visits", "Calls"))),
    ("a figure", lambda book: book.write("Scorecard", "B2", "61"), cells(("B2", "60", "61"))),
    ("a cleared cell", lambda book: book.write("Scorecard", "B3", ""), cells(("B3", "n/a", ""))),
    ("a new cell", lambda book: book.write("Scorecard", "D9", "hello"), cells(("D9", "", "hello"))),
    (
        "a formula",
        lambda book: book.write("Scorecard", "B2", "60", formula="Own!A1*60"),
        cells(("B2", "60", "=own!a1*60")),
    ),
    (
        "an inserted row",
        insert_row,
        cells(
            ("A2", "Reviews", ""), ("B2", "60", ""), ("A3", "Plans", "Reviews"), ("B3", "n/a", "60"),
            ("A4", "", "Plans"), ("B4", "", "n/a"),
        ),
    ),
    (
        "a comment",
        lambda book: put_on(book, "comments", "xl/comments9.xml", f'<comments xmlns="{NS}"/>'),
        cells((ON_THE_SHEET, "", "comments 1")),
    ),
    (
        "two shapes",
        lambda book: put_on(
            book,
            "drawing",
            "xl/drawings/drawing9.xml",
            DRAWING.format("<xdr:twoCellAnchor/><xdr:oneCellAnchor/>"),
        ),
        cells((ON_THE_SHEET, "", "drawing 2")),
    ),
    (
        "a background",
        lambda book: put_on(book, "image", "xl/media/image9.png", picture()),
        cells((ON_THE_SHEET, "", "image 1")),
    ),
    # What programs do of their own accord.
    ("an empty drawing", lambda book: put_on(book, "drawing", "xl/drawings/d.xml", DRAWING.format("")), []),
    ("a printer's settings", lambda book: put_on(book, "printerSettings", "xl/p.bin", b"P"), []),
    ("another look", lambda book: book.write("Scorecard", "A1", "Visits", style="0"), []),
    ("an edit on a tab of the officer's", lambda book: book.write("Own", "A1", "2"), []),
]  # fmt: skip


@pytest.mark.parametrize(("_", "change", "found"), BY_HAND)
def test_what_was_edited(_: str, change, found: list[HandEdits]):
    assert edited(change(workbook())) == found


def as_excel_saves(book: Opened) -> Opened:
    """Texts in the shared strings, figures with 17 digits, rich texts, line ends of its own."""
    strings = []
    for name in ("Scorecard", "Notes"):
        root = book.root(name)
        for cell in root.iter(f"{MAIN}c"):
            if cell.get("t") == "inlineStr":
                strings.append("".join(cell.itertext()))
                cell.remove(cell[0])
                cell.set("t", "s")
                etree.SubElement(cell, f"{MAIN}v").text = str(len(strings) - 1)
            elif cell.find(f"{MAIN}f") is None and (value := cell.find(f"{MAIN}v")) is not None:
                value.text = f"{float(value.text):.17g}"
        book.put(book.tab(name).part, DECLARED + etree.tostring(root).replace(b"\n", b"\r\n"))
    written = "".join(f"<si><r><t xml:space='preserve'>{text}</t></r></si>" for text in strings)
    book.part("xl/sharedStrings.xml", f'<sst xmlns="{NS}">{written}</sst>', "application/x")
    return book.relate("xl/workbook.xml", f"{OFFICE}/sharedStrings", "sharedStrings.xml")


def test_a_workbook_that_excel_saved_is_not_edited():
    book = as_excel_saves(workbook())
    assert edited(book) == []
    assert edited(as_excel_saves(workbook().write("Scorecard", "A1", "Calls"))) == cells(
        ("A1", "Visits", "Calls")
    )


def test_a_workbook_that_openpyxl_saved_is_not_edited():
    saved = Opened(resaved(workbook().bytes()))
    assert [one.tab.name for one in our_tabs(saved.book())] == ["Scorecard", "Notes"]
    assert edited(saved) == []


def test_where_another_program_lost_the_record_nobody_can_tell_which_cells():
    saved = Opened(resaved(workbook().bytes())).write("Scorecard", "A1", "Calls")
    assert [one.record for one in our_tabs(saved.book())] == [None, None]
    assert edited(saved) == [HandEdits("Scorecard", ())]
    kept = Opened(built(saved.bytes(), tabs(Scorecard=ROWS, Notes=[["Key"]]), TODAY))
    assert kept.sheets()[:3] == ["Scorecard", "Scorecard (edited 2026-11-22)", "Notes"]
    assert kept.cell("Scorecard (edited 2026-11-22)", "A1") == "Calls"


def test_a_workbook_that_libreoffice_saved_is_not_edited(office: Office, tmp_path: Path):
    path = tmp_path / "book.xlsx"
    texts = [["Two\nlines", 1 / 3], [" spaces ", -1e-7], ["=1+1", 12345678901], ["é ☺ 表 <&>", 0.1]]
    delivery = tabs(drawings=(SPARKLINE,), Scorecard=texts, Data_checks=ROWS)
    path.write_bytes(built(officers(), delivery))
    [saved] = office.to_xlsx([path], tmp_path / "saved")
    book = Opened(saved.read_bytes())
    assert [one.tab.name for one in our_tabs(book.book())] == ["Scorecard", "Data checks"]
    assert edited(book) == []
