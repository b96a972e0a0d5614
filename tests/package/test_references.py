"""A tab that something of the officer's refers to can't go: the sentence names what."""

from collections.abc import Callable

import pytest

from scorecard_xl.errors import ScorecardError
from scorecard_xl.package.references import who_shows
from tools.rich_parts import WORKBOOK
from tools.tabs import MAIN, ROWS, Opened, built, officers, outcome, tabs

OURS = tabs(Scorecard=ROWS, Data_checks=[["Key"]])
WITHOUT = tabs(Scorecard=ROWS)
NS = MAIN.strip("{}")
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
EXCEL = "urn:schemas-microsoft-com:office:excel"
BEFORE, AFTER = (
    "The tab Data checks can't go, since ",
    (" to it and would break: change or clear that first. Nothing was changed."),
)


def on_own(book: Opened, part: str, kind: str, xml: str) -> Opened:
    """Puts a part on the officer's sheet."""
    return book.part(part, xml, "application/x").relate(book.tab("Own").part, kind, f"/{part}")


def in_own(book: Opened, xml: str) -> Opened:
    return book.insert(book.tab("Own").part, xml, before="<pageMargins")


def formula(text: str) -> Callable[[Opened], Opened]:
    return lambda book: book.write("Own", "C3", "1", formula=text)


REFER = [
    (formula("'Data checks'!A1"), "Own!C3 refers"),
    (formula("SUM('data checks'!A1:B9)"), "Own!C3 refers"),
    (
        lambda book: formula("'Data checks'!A1")(book).write("More", "A9", "", formula="'Data checks'!B1"),
        "Own!C3, More!A9 refer",
    ),
    (
        lambda book: [book.write("Own", f"D{n}", "", formula="'Data checks'!B1") for n in range(1, 6)][-1],
        "Own!D1, Own!D2, Own!D3 and 2 more refer",
    ),
    (lambda book: book.name("total", "SUM('Data checks'!$A$1)"), "the name total refers"),
    (lambda book: book.name("total", "SUM('Data checks'!$A$1)", "Own"), "the name total refers"),
    (
        lambda book: in_own(
            book,
            '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
            "<formula>'Data checks'!A1=1</formula></cfRule></conditionalFormatting>",
        ),
        "a rule or list on Own refers",
    ),
    (
        lambda book: in_own(
            book,
            '<dataValidations count="1"><dataValidation type="list" sqref="A1">'
            "<formula1>'Data checks'!$A$1:$A$5</formula1></dataValidation></dataValidations>",
        ),
        "a rule or list on Own refers",
    ),
    (
        lambda book: on_own(book, "xl/charts/chart9.xml", "chart", "<c><f>'Data checks'!$A$1</f></c>"),
        "a chart refers",
    ),
    (
        lambda book: on_own(
            book,
            "xl/drawings/drawing9.xml",
            "drawing",
            f'<xdr:wsDr xmlns:xdr="{DRAWING}"><xdr:sp textlink="\'Data checks\'!$A$1"/></xdr:wsDr>',
        ),
        "a text box refers",
    ),
    (
        lambda book: on_own(
            book,
            "xl/ctrlProps/ctrlProp9.xml",
            "ctrlProp",
            f'<formControlPr xmlns="{X14}" fmlaLink="\'Data checks\'!$A$1"/>',
        ),
        "a form control refers",
    ),
    (
        lambda book: on_own(
            book,
            "xl/drawings/vmlDrawing9.vml",
            "vmlDrawing",
            f"<xml xmlns:x=\"{EXCEL}\"><p>not<br>closed</p><x:ClientData><x:FmlaLink>'Data checks'!A1"
            "</x:FmlaLink></x:ClientData></xml>",
        ),
        "a form control refers",
    ),
    (
        lambda book: on_own(
            book,
            "xl/pivotCache/pivotCacheDefinition9.xml",
            "pivotCacheDefinition",
            f'<pivotCacheDefinition xmlns="{NS}"><cacheSource type="worksheet"><worksheetSource '
            'ref="A1:B9" sheet="Data checks"/></cacheSource></pivotCacheDefinition>',
        ),
        "a pivot table refers",
    ),
    (
        lambda book: on_own(
            book,
            "xl/tables/table9.xml",
            "table",
            f'<table xmlns="{NS}"><calculatedColumnFormula>'
            "'Data checks'!A1</calculatedColumnFormula></table>",
        ),
        "a table refers",
    ),
    (
        lambda book: book.copy("Scorecard", "Mine").write("Mine", "A1", "1", formula="'Data checks'!A1"),
        "Mine!A1 refers",
    ),
]


@pytest.mark.parametrize(("refer", "said"), REFER)
def test_who_refers_is_named(refer: Callable[[Opened], Opened], said: str):
    book = refer(Opened(built(officers(), OURS)))
    for change in (WITHOUT, None):
        with pytest.raises(ScorecardError) as refused:
            outcome(book.bytes(), change)
        assert str(refused.value) == BEFORE + said + AFTER
    # While it is produced, nothing stands in the way.
    assert outcome(book.bytes(), OURS).replaced == ("Scorecard", "Data checks")


NO_MATTER = [
    formula("INDIRECT(\"'Data checks'!A1\")"),
    formula("[1]Scorecard!A1"),
    formula("'[1]Data checks'!A1"),
    lambda book: book.write("Own", "A1", "Data checks"),
    lambda book: book.name("own", "'Data checks'!$A$1", "Data checks"),  # goes with its tab
    lambda book: in_own(  # a link that leads nowhere calculates nothing
        book, '<hyperlinks><hyperlink ref="B4" location="\'Data checks\'!A1"/></hyperlinks>'
    ),
    lambda book: on_own(
        book,
        "xl/pivotCache/pivotCacheDefinition9.xml",
        "pivotCacheDefinition",
        f'<pivotCacheDefinition xmlns="{NS}"><cacheSource type="worksheet"><worksheetSource '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'r:id="rId1" sheet="Data checks"/></cacheSource></pivotCacheDefinition>',
    ),
]


@pytest.mark.parametrize("no_matter", NO_MATTER)
def test_what_does_not_refer(no_matter: Callable[[Opened], Opened]):
    book = no_matter(Opened(built(officers(), OURS)))
    assert outcome(book.bytes(), WITHOUT).removed == ("Data checks",)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ({}, []),
        ({"C3": "Scorecard!B1", "C4": "'Data checks'!A1"}, ["Own!C3", "Own!C4"]),
        ({"C3": '"Scorecard!B1"', "C4": "Own!A1"}, []),
        ({f"C{n}": "Scorecard!B1" for n in range(1, 10)}, [f"Own!C{n}" for n in range(1, 7)]),
    ],
)
def test_which_cells_show_our_figures(written: dict[str, str], shown: list[str]):
    book = Opened(built(officers(), OURS))
    for at, text in written.items():
        book.write("Own", at, "1", formula=text)
    assert who_shows(book.book(), ["Scorecard", "Data checks"]) == shown
    assert who_shows(book.book(), []) == []


def test_our_own_formulas_are_not_told():
    book = Opened(built(officers(), OURS)).write("Scorecard", "C1", "1", formula="'Data checks'!A1")
    assert who_shows(book.book(), ["Scorecard", "Data checks"]) == []
    assert b"Data checks" in book.parts[WORKBOOK]
