"""Officers' workbooks whose sheets are full of features; each says why it is there."""

from io import BytesIO
from pathlib import Path
from typing import Any

from tools.bad_books import MAIN
from tools.rich_parts import OFFICE, SHEETML, WORKBOOK, inputs, made, opened, picture, written

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def charts_at_our_tabs(path: Path) -> None:
    """Charts of every sort that draw figures of ours: they have to find them after every build."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Pictures")
        for number, kind in enumerate(("line", "column", "pie", "scatter")):
            chart = book.add_chart({"type": kind})
            series = {"categories": "=Scorecard!$B$6:$B$7", "values": "=Scorecard!$F$6:$F$7"}
            chart.add_series({**series, "name": "=Scorecard!$A$1"})
            if kind == "line":
                chart.add_series({"values": "=Results!$C$2:$C$5", "y2_axis": True})
                chart.set_title({"name": "='Data checks'!$A$1"})
            sheet.insert_chart(number * 16, 1, chart)

    made(path, draw)


def formulas_at_our_tabs(path: Path) -> None:
    """Formulas of officers that look into our tabs, with the values that they had last time."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Report")
        for row, (formula, value) in enumerate([
            ("=Scorecard!B5", "Measure"),
            ("='Data checks'!A1", "Data checks"),
            ("=SUM(Scorecard!A:A)", 3),
            ('=COUNTIF(Scorecard!$A$1:$Z$99,"Red")', 1),
            ('=INDIRECT("Scorecard!B5")', "Measure"),
            ("=SUM(Measures:Results!A2)", 2),
            ("=VLOOKUP(2,Scorecard!$A:$F,2,FALSE)&Summary!A1", "Reviews in time"),
            ("=IFERROR(Exceptions!$B$3,Notes!A1)", ""),
        ]):  # fmt: skip
            sheet.write_formula(row, 0, formula, None, value)
        sheet.write_array_formula("C1:C2", "{=Scorecard!A6:A7}", None, 1)
        sheet.write_dynamic_array_formula(
            "E1", "=_xlfn._xlws.SORT(Results!C2:C5)", None, 60
        )  # has metadata.xml

    made(path, draw)


def names_at_our_tabs(path: Path) -> None:
    """Names for cells of ours, of the workbook and of single sheets, among constants and print areas."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Report")
        for name, formula in {
            "first_rating": "=Scorecard!$C$6",
            "Report!local_rating": "=Scorecard!$C$7",
            "Results!local_rating": "='Data checks'!$A$1",
            "vat": "=0.2",
            "both": "=Scorecard!$A$6:$A$7,Results!$A$2:$A$5",
            "lost": "=#REF!$A$1",
        }.items():
            book.define_name(name, formula)
        sheet.write_formula("A1", "=local_rating&first_rating", None, "Red")
        sheet.print_area("A1:C9")
        sheet.repeat_rows(0, 1)
        sheet.write_row("A3", ["a", "b"])
        sheet.autofilter("A3:B9")
        book.get_worksheet_by_name("Results").print_area("A1:C5")

    opened(path, draw).insert(
        WORKBOOK,
        '<definedName name="secret" hidden="1">Scorecard!$A$1</definedName>',
        before="</definedNames>",
    ).save()


def images_and_shapes(path: Path) -> None:
    """All that openpyxl loses: text boxes, pictures in cells, in headers and behind a sheet."""

    def draw(book: Any) -> None:
        sheet, blue, red = book.add_worksheet("Pictures"), picture(), picture(40, 40, (200, 40, 40))
        sheet.insert_image("B2", "blue.png", {"image_data": BytesIO(blue), "description": "Crest"})
        sheet.insert_image("B8", "blue.png", {"image_data": BytesIO(blue), "url": "internal:Scorecard!A1"})
        sheet.embed_image("D2", "red.png", {"image_data": BytesIO(red)})
        sheet.set_background(BytesIO(red))
        sheet.set_header("&L&G&CReport", {"image_left": "blue.png", "image_data_left": BytesIO(blue)})
        sheet.insert_textbox("F2", "Drafted by the team", {"textlink": "=Scorecard!$A$1"})

    edit = opened(path, draw)
    arrow = (
        f'<xdr:twoCellAnchor xmlns:xdr="{DRAWING}" xmlns:a="{DRAWING[:-18]}main">'
        f'<xdr:from>{_corner(8, 2)}</xdr:from><xdr:to>{_corner(9, 6)}</xdr:to><xdr:sp macro="" textlink="">'
        '<xdr:nvSpPr><xdr:cNvPr id="77" name="Arrow"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="downArrow">'
        "<a:avLst/></a:prstGeom></xdr:spPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
    )
    edit.insert("xl/drawings/drawing1.xml", arrow, before="</xdr:wsDr>").save()


def _corner(column: int, row: int) -> str:
    places = {"col": column, "colOff": 0, "row": row, "rowOff": 0}
    return "".join(f"<xdr:{name}>{place}</xdr:{name}>" for name, place in places.items())


def comments_and_buttons(path: Path) -> None:
    """Comments and a button, which old VML draws, and a tick box that is a cell."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Report")
        sheet.write_comment("A1", "Ask the service.", {"author": "A. Officer"})
        sheet.write_comment("B3", "Late", {"visible": True})
        sheet.insert_button("D2", {"caption": "Refresh", "macro": "Refresh"})
        sheet.insert_checkbox("D6", True)
        book.get_worksheet_by_name("Results").write_comment("C3", "Provisional")

    made(path, draw)


def threaded_comments(path: Path) -> None:
    """Comments of today's Excel: threads and people in parts of their own, beside the old comments."""
    ids = [f"{{{n:08X}-0000-4000-8000-000000000000}}" for n in (1, 2, 3)]
    space = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
    legacy = f"[Threaded comment]\n\nThe tc id is {ids[0]}"

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Report")
        sheet.write("A1", "Under discussion")
        sheet.write_comment("A1", legacy, {"author": f"tc={ids[0]}"})

    edit = opened(path, draw)
    thread = "".join(
        f'<threadedComment ref="A1" dT="2015-03-0{n}T09:00:00.00" personId="{ids[2]}" id="{ids[n - 1]}"'
        + (f' parentId="{ids[0]}"' if n > 1 else "")
        + "><text>Is it final?</text></threadedComment>"
        for n in (1, 2)
    )
    person = f'<person displayName="A. Officer" id="{ids[2]}" userId="a.officer" providerId="None"/>'
    kind = "http://schemas.microsoft.com/office/2017/10/relationships"
    edit.part(
        "xl/threadedComments/threadedComment1.xml",
        f"<ThreadedComments {space}>{thread}</ThreadedComments>",
        "application/vnd.ms-excel.threadedcomments+xml",
    ).part(
        "xl/persons/person.xml",
        f"<personList {space}>{person}</personList>",
        "application/vnd.ms-excel.person+xml",
    )
    edit.relate(
        "xl/worksheets/sheet4.xml", f"{kind}/threadedComment", "../threadedComments/threadedComment1.xml"
    ).relate(WORKBOOK, f"{kind}/person", "persons/person.xml").save()


def form_controls(path: Path) -> None:
    """A drop-down list whose properties are a part of their own, wrapped in mc:AlternateContent."""

    def draw(book: Any) -> None:
        book.add_worksheet("Report").insert_button("B2", {"caption": "Choose"})

    part = "xl/worksheets/sheet4.xml"
    edit = opened(path, draw)
    shape = (
        edit.parts["xl/drawings/vmlDrawing1.vml"].partition(b'id="_x0000_s')[2].partition(b'"')[0].decode()
    )
    anchor = f"<from>{_corner(1, 1)}</from><to>{_corner(1, 2)}</to>"
    inner = (
        f'<control shapeId="{shape}" r:id="ctrl1" name="Drop Down 1"><controlPr defaultSize="0" '
        f'autoLine="0"><anchor xmlns:xdr="{DRAWING}">{anchor}</anchor></controlPr></control>'
    )
    control = f"<controls>{_for_newer(inner)}</controls>"
    control = _for_newer(control).replace(">", f' xmlns:mc="{COMPATIBILITY}" xmlns:x14="{X14}">', 1)
    edit.insert(part, control, before="</worksheet>")
    edit.part(
        "xl/ctrlProps/ctrlProp1.xml",
        f'<formControlPr xmlns="{X14}" objectType="Drop" dropStyle="combo" dx="16" fmlaLink="Scorecard!$A$1" '
        'fmlaRange="Results!$B$2:$B$5" noThreeD="1" sel="0" val="0"/>',
        "application/vnd.ms-excel.controlproperties+xml",
    ).relate(part, "ctrlProp", "../ctrlProps/ctrlProp1.xml", "ctrl1").save()


def _for_newer(xml: str) -> str:
    choice = f'<mc:Choice Requires="x14">{xml}</mc:Choice>'
    return f"<mc:AlternateContent>{choice}</mc:AlternateContent>"


def tables_and_validations(path: Path) -> None:
    """Tables with totals and names like ours might be, and lists to choose from, also of another sheet."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Report")
        columns = [{"header": "Team"}, {"header": "Cases", "total_function": "sum"}]
        data = [["North", 3], ["South", 4]]
        table = {"columns": columns, "data": data, "total_row": True, "name": "Scorecard_table"}
        sheet.add_table("A1:B4", table)
        sheet.add_table("D1:E3", {"columns": [{"header": "a"}, {"header": "b"}], "data": [[1, 2], [3, 4]]})
        sheet.write_formula("G1", "=SUM(Scorecard_table[Cases])", None, 7)
        sheet.data_validation("G3", {"validate": "list", "source": ["Draft", "Approved"]})
        sheet.data_validation("G4", {"validate": "list", "source": "=Results!$B$2:$B$5"})
        sheet.data_validation(
            "G5", {"validate": "custom", "value": "=ISNUMBER(G5)", "error_message": "A number"}
        )

    x14 = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}">'
        f'<x14:dataValidations count="1" xmlns:xm="{XM}"><x14:dataValidation type="list" allowBlank="1">'
        "<x14:formula1><xm:f>Scorecard!$C$6:$C$7</xm:f></x14:formula1><xm:sqref>G6</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    opened(path, draw).insert("xl/worksheets/sheet4.xml", x14, before="</worksheet>").save()


def conditional_formats_and_sparklines(path: Path) -> None:
    """Rules whose formats stand in the shared list that ours go into as well, and small charts in cells."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Report")
        for row in range(8):
            sheet.write_row(row, 0, [row, -row, 2 * row, row % 3])
        bold, red = book.add_format({"bold": True}), book.add_format({"bg_color": "#E87060"})
        sheet.conditional_format("A1:A8", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
        sheet.conditional_format("B1:B8", {"type": "3_color_scale"})
        sheet.conditional_format("C1:C8", {"type": "icon_set", "icon_style": "5_arrows"})
        sheet.conditional_format(
            "D1:D8", {"type": "formula", "criteria": "=$D1=Scorecard!$A$6", "format": red}
        )
        sheet.conditional_format("D1:D8", {"type": "top", "value": 2, "format": bold})
        sheet.conditional_format("A1:D8", {"type": "duplicate", "format": red, "stop_if_true": True})
        for row, kind in enumerate(("line", "column", "win_loss")):
            sheet.add_sparkline(row, 6, {"range": f"Report!A{row + 1}:D{row + 1}", "type": kind})
        sheet.add_sparkline(4, 6, {"range": "Results!C2:C5", "high_point": True})

    made(path, draw)


def pivot_table(path: Path) -> None:
    """A pivot table with its cache and records: five parts that name each other."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Pivot")
        for row, (label, figure) in enumerate([("Ref", "Sum of Value"), (1, 187), (2, 130), ("Total", 317)]):
            sheet.write_row(row, 0, [label, figure])

    edit = opened(path, draw)
    number = (
        '<sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1"'
    )
    fields = (
        f'<cacheField name="Ref" numFmtId="0">{number} minValue="1" maxValue="2" count="2">'
        '<n v="1"/><n v="2"/></sharedItems></cacheField><cacheField name="Period" numFmtId="0">'
        "<sharedItems/></cacheField>"
        f'<cacheField name="Value" numFmtId="0">{number} minValue="60" maxValue="95"/></cacheField>'
    )
    records = "".join(
        f'<r><x v="{ref}"/><s v="{when}"/><n v="{value}"/></r>'
        for ref, when, value in (
            (0, "Jan 2015", 92),
            (0, "Feb 2015", 95),
            (1, "Jan 2015", 70),
            (1, "Feb 2015", 60),
        )
    )
    space = f'xmlns="{MAIN}" xmlns:r="{OFFICE}"'
    cache, stored = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotCache/pivotCacheRecords1.xml"
    table = "xl/pivotTables/pivotTable1.xml"
    edit.part(
        cache,
        f'<pivotCacheDefinition {space} r:id="own1" refreshedBy="A. Officer" createdVersion="6" '
        'refreshedVersion="6" minRefreshableVersion="3" recordCount="4"><cacheSource type="worksheet">'
        '<worksheetSource ref="A1:C5" sheet="Results"/></cacheSource>'
        f'<cacheFields count="3">{fields}</cacheFields></pivotCacheDefinition>',
        f"{SHEETML}.pivotCacheDefinition+xml",
    )
    edit.part(
        stored,
        f'<pivotCacheRecords {space} count="4">{records}</pivotCacheRecords>',
        f"{SHEETML}.pivotCacheRecords+xml",
    )
    edit.part(
        table,
        f'<pivotTableDefinition xmlns="{MAIN}" name="By ref" cacheId="5" dataCaption="Values" '
        'createdVersion="6"><location ref="A1:B4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="3"><pivotField axis="axisRow" showAll="0"><items count="3"><item x="0"/>'
        '<item x="1"/><item t="default"/></items></pivotField><pivotField showAll="0"/>'
        '<pivotField dataField="1" showAll="0"/></pivotFields>'
        '<rowFields count="1"><field x="0"/></rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i>'
        '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1">'
        '<dataField name="Sum of Value" fld="2" baseField="0" baseItem="0"/></dataFields>'
        "</pivotTableDefinition>",
        f"{SHEETML}.pivotTable+xml",
    )
    edit.relate(cache, "pivotCacheRecords", "pivotCacheRecords1.xml", "own1")
    edit.relate(table, "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    edit.relate("xl/worksheets/sheet4.xml", "pivotTable", "../pivotTables/pivotTable1.xml")
    edit.relate(WORKBOOK, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", "cache1")
    caches = '<pivotCaches><pivotCache cacheId="5" r:id="cache1"/></pivotCaches>'
    edit.insert(WORKBOOK, caches, before="</workbook>").save()


def nearly_our_names(path: Path) -> None:
    """Own tabs that are called nearly like ours, such as Excel names copies."""

    def draw(book: Any) -> None:
        for name in ("Scorecard 2", "Scorecard (2)", "Exceptions (old)", "Summary 2014"):
            book.add_worksheet(name).write("A1", f"{name}: written by hand")

    made(path, draw)


def own_notes_tab(path: Path) -> None:
    """An own tab that is called exactly like one of ours: it must never be touched."""

    def draw(book: Any) -> None:
        book.add_worksheet("notes").write("A1", "Written by hand")

    made(path, draw)


def odd_sheet_names(path: Path) -> None:
    """Names with quotes, ampersands, other alphabets and all of 31 characters, and references to them."""
    names = ('Director\'s "list"', "Fish & <chips>", "表 – résumé 😐", "R1C1", "x" * 31, "2015", "TRUE")

    def draw(book: Any) -> None:
        for name in names:
            book.add_worksheet(name).print_area("A1:C3")
        quoted = "'" + names[0].replace("'", "''") + "'"
        book.define_name("listed", f"={quoted}!$A$1")
        book.get_worksheet_by_name("2015").write_formula("A1", f"={quoted}!B2+'Fish & <chips>'!A1")

    made(path, draw)


def protected_sheets(path: Path) -> None:
    """Sheets whose cells are locked (not the workbook's structure), grouped rows and split windows."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Locked")
        sheet.protect("secret", {"format_cells": True})
        sheet.write("A1", "Do not touch")
        sheet.freeze_panes(1, 1)
        for row in range(2, 6):
            sheet.set_row(row, None, None, {"level": 1, "hidden": True})
        sheet.set_column("C:D", 20, None, {"level": 2})
        sheet.merge_range("A8:C8", "Merged")

    made(path, draw)


def chart_sheet_first(path: Path) -> None:
    """A chart that is a whole sheet stands first: sheets and their parts are numbered differently."""
    with written(path) as book:
        sheet = book.add_chartsheet("Overview")
        inputs(book)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Scorecard!$F$6:$F$7", "categories": "=Scorecard!$B$6:$B$7"})
        sheet.set_chart(chart)


def hidden_sheets(path: Path) -> None:
    """The first sheet is hidden, one very hidden, and another than the first is in front."""
    with written(path) as book:
        book.add_worksheet("Lists").hide()
        inputs(book)
        book.add_worksheet("Secret").very_hidden()
        last = book.add_worksheet("Report")
        last.activate()
        book.get_worksheet_by_name("Measures").set_first_sheet()
