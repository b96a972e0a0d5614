"""A sound workbook, and for every rule of tools/semantics the ways to break it for that rule alone."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tools.bad_books import MAIN, Editor

BOOK, BOOK_RELS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
DATA, NOTES, EMPTY = (f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3))
STYLES, STRINGS, TABLE = "xl/styles.xml", "xl/sharedStrings.xml", "xl/tables/table1.xml"
TYPES, APP, CORE, CHAIN = "[Content_Types].xml", "docProps/app.xml", "docProps/core.xml", "xl/calcChain.xml"
DRAWING, CHART, COMMENTS = "xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "xl/comments1.xml"
SHAPES, DATA_RELS = "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/": "http://purl.oclc.org/ooxml/officeDocument/",
}
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

FORMULA = "<f>SUM('Officer''s notes'!B2:B3)</f>"
RULE_1, RULE_2 = 'priority="1" operator="greaterThan"><formula>2<', 'priority="2"'
CELL_XF = '<xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0" applyNumber'

Change = Callable[[Editor], object]


def sound() -> bytes:
    """A small workbook that has something for every rule to look at."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        data, notes = book.add_worksheet("Data"), book.add_worksheet("Officer's notes")
        book.add_worksheet("Empty")
        bold = book.add_format({"bold": True, "num_format": "0.0;-0.0"})
        columns = [{"header": name} for name in ("Ref", "Area", "Line\nbreak")]
        data.add_table("A1:C5", {"name": "Visits", "columns": columns, "total_row": True})
        for row, area in enumerate(["North", "South", "East"], 1):
            data.write_row(row, 0, [row, area, 10 * row], bold)
        data.set_column("A:B", 12, bold)
        data.set_column("C:C", 9)
        data.write_formula("E2", "SUM('Officer''s notes'!B2:B3)", None, 30)
        data.write_string("E3", "Inline")
        data.merge_range("E4:F4", "Merged")
        data.merge_range("E6:F7", "Merged as well")
        red = book.add_format({"bg_color": "#FF0000"})
        for cells in ("C2:C4", "A2:A4"):
            rule = {"type": "cell", "criteria": ">", "value": 2, "format": red}
            data.conditional_format(cells, rule)
        data.data_validation("E9", {"validate": "list", "source": ["High", "Low"]})
        data.write_comment("B2", "Seen", {"author": "An officer"})
        data.write_comment("B3", "Seen too", {"author": "An officer"})
        for place in ("H2", "H20"):
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=Data!$C$2:$C$4"})
            data.insert_chart(place, chart)
        notes.write_column("A1", ["Place", "North", "South"])
        notes.write_column("B1", ["Count", 10, 20])
        notes.autofilter("A1:B3")
        notes.print_area("A1:B3")
        data.set_vba_name("Data")
        notes.set_vba_name("Notes")
        book.define_name("Total", "=Data!$E$2")
        book.define_name("Data!Count", "=Data!$E$2")
    edit = Editor(Path("unused"), buffer.getvalue())
    edit.put(CHAIN, f'<calcChain xmlns="{MAIN}"><c r="E2" i="1"/></calcChain>'.encode())
    related("calcChain.xml", "calcChain", rel_id="rId70")(edit)
    chain_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    swapped(TYPES, "</Types>", f'<Override PartName="/{CHAIN}" ContentType="{chain_type}"/></Types>')(edit)
    return zipped(edit.parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def changed(content: bytes, change: Change) -> bytes:
    edit = Editor(Path("unused"), content)
    change(edit)
    return zipped(edit.parts)


# ---- how a workbook is broken


def swapped(part: str, old: str, new: str) -> Change:
    """One place of a part says something else."""

    def change(edit: Editor) -> None:
        assert edit.parts[part].decode().count(old) == 1, (old, edit.parts[part].decode())
        edit.replace(part, old.encode(), new.encode())

    return change


def related(target: str, kind: str, rels: str = BOOK_RELS, rel_id: str = "rId77") -> Change:
    """One more relationship, of an id that nothing else has."""
    line = f'<Relationship Id="{rel_id}" Type="{RELATIONSHIP}/{kind}" Target="{target}"/></Relationships>'
    return swapped(rels, "</Relationships>", line)


def added(part: str, content: str) -> Change:
    return lambda edit: edit.put(part, content.encode())


def both(*changes: Change) -> Change:
    return lambda edit: [change(edit) for change in changes]


def renamed(name: str) -> Change:
    """The third sheet, which nothing refers to."""
    return both(swapped(BOOK, '"Empty"', f'"{name}"'), swapped(APP, ">Empty<", f">{name}<"))


def moved(old: str, new: str) -> Change:
    def change(edit: Editor) -> None:
        edit.parts[new] = edit.parts.pop(old)

    return change


def more_columns(name: str) -> Change:
    """The table's second column has this name, and so has its header cell."""
    return both(
        swapped(TABLE, 'name="Area"', f'name="{name}"'), swapped(STRINGS, "<t>Area</t>", f"<t>{name}</t>")
    )


def more_formats(number: int) -> Change:
    def change(edit: Editor) -> None:
        xfs = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * number
        edit.replace(STYLES, b"</cellXfs>", xfs + b"</cellXfs>")
        edit.replace(STYLES, b'<cellXfs count="2">', b'<cellXfs count="%d">' % (number + 2))

    return change


def choice_of(element: str, older: str) -> str:
    """An element for programs of today, and another for older ones."""
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return (
        f'<mc:AlternateContent xmlns:mc="{space}"><mc:Choice Requires="x14">{element}</mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent>"
    )


def in_strict_namespaces(edit: Editor) -> None:
    for part, content in edit.parts.items():
        for old, new in STRICT.items():
            content = content.replace(old.encode(), new.encode())
        edit.parts[part] = content


def with_prefixes(edit: Editor) -> None:
    """As the Open XML SDK writes: every element of the main namespace as x:…"""
    for part, content in edit.parts.items():
        if MAIN.encode() in content:
            content = re.sub(rb"<(/?)([A-Za-z0-9]+)(?=[\s/>])", rb"<\1x:\2", content)
            edit.parts[part] = content.replace(b"xmlns=", b"xmlns:x=")


def second_table(ref: str, number: int, name: str) -> Change:
    """A table without a header on the sheet that has none."""
    part = (
        f'<table xmlns="{MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{ref}" '
        'headerRowCount="0"><tableColumns count="1"><tableColumn id="1" name="Only"/></tableColumns></table>'
    )
    rels = "xl/worksheets/_rels/sheet3.xml.rels"
    return both(
        added("xl/tables/table2.xml", part),
        added(rels, '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
              "</Relationships>"),
        related("../tables/table2.xml", "table", rels),
    )  # fmt: skip


def with_cells(rows: str) -> Change:
    return swapped(EMPTY, "<sheetData/>", f"<sheetData>{rows}</sheetData>")


def with_formula(text: str) -> Change:
    return swapped(DATA, FORMULA, f"<f>{text}</f>")


def entry_twice(content: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr(CORE, package.read(CORE))
    return buffer.getvalue()


def one_byte_changed(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        at = package.getinfo(CORE).header_offset + 30 + len(CORE) + 20
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


# What an editor of parts can't make.
BROKEN_ZIPS: dict[str, Callable[[bytes], bytes]] = {
    "zip": lambda content: content[:-40],
    "duplicate entry": entry_twice,
    "zip data": one_byte_changed,
}

BROKEN: dict[str, list[Change]] = {
    "names in case alone": [lambda edit: edit.put("XL/Styles.xml", edit.parts[STYLES])],
    "backslash": [moved(CORE, CORE.replace("/", "\\"))],
    "XML": [added(CORE, "<coreProperties>"), added(CORE, ""), swapped(CHART, "</c:chart>", "")],
    "document type": [added(CORE, '<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>')],
    "content type": [
        swapped(TYPES, 'Extension="vml"', 'Extension="vmx"'),
        swapped(TYPES, "</Types>", '<Default Extension="XML" ContentType="application/xml"/></Types>'),
    ],
    "override": [
        swapped(TYPES, "</Types>", '<Override PartName="/xl/none.xml" ContentType="a/xml"/></Types>')
    ],
    "relationship id": [swapped(BOOK_RELS, '"rId70"', '"rId4"')],
    "relationship target": [
        related("none.xml", "sheetMetadata"),
        related("../../none.xml", "image", DATA_RELS),
    ],
    "relationship name": [
        swapped(DATA, '<drawing r:id="rId1"/>', '<drawing r:id="rId9"/>'),
        swapped(DATA, '<tablePart r:id="rId3"/>', '<tablePart r:id="rId1"/>'),
        lambda edit: edit.replace(DRAWING, b'r:id="rId2"', b'r:id="rId3"'),
    ],
    "unreachable part": [
        added("xl/media/forgotten.xml", "<x/>"),
        added(
            "xl/worksheets/_rels/sheet9.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        ),
    ],
    "shared part": [
        related("/xl/drawings/drawing1.xml", "drawing", DATA_RELS),
        related("worksheets/sheet1.xml", "worksheet"),
    ],
    "main part": [swapped("_rels/.rels", "/officeDocument\"", '/another"')],
    "sheet name": [
        renamed("x" * 32), renamed("😀" * 16), renamed(""), renamed("Q1/Q2"), renamed("[old]"),
        renamed("'quoted"), renamed("quoted'"), renamed("HISTORY"), renamed("DATA"),
    ],
    "sheet id": [
        swapped(BOOK, 'sheetId="3"', 'sheetId="0"'),
        swapped(BOOK, 'sheetId="3"', 'sheetId="65535"'),
        swapped(BOOK, 'sheetId="3"', 'sheetId="2"'),
    ],
    "sheet part": [
        swapped(BOOK, 'r:id="rId3"', 'r:id="rId4"'),
        swapped(BOOK, 'r:id="rId3"', 'r:id="rId2"'),
    ],
    "visible sheet": [lambda edit: edit.replace(BOOK, b"<sheet name", b'<sheet state="hidden" name')],
    "active tab": [
        swapped(BOOK, "<workbookView ", '<workbookView activeTab="3" '),
        swapped(BOOK, "<workbookView ", '<workbookView firstSheet="3" '),
        swapped(BOOK, '<sheet name="Data"', '<sheet state="hidden" name="Data"'),
    ],
    "selected tab": [
        swapped(NOTES, "<sheetView ", '<sheetView tabSelected="1" '),
        swapped(BOOK, "<workbookView ", '<workbookView activeTab="1" '),
    ],
    "code name": [
        swapped(NOTES, 'codeName="Notes"', 'codeName="DATA"'),
        swapped(BOOK, "<workbookPr ", '<workbookPr codeName="Notes" '),
    ],
    "defined name scope": [swapped(BOOK, 'name="Count" localSheetId="0"', 'name="Count" localSheetId="3"')],
    "defined name twice": [
        swapped(BOOK, "</definedNames>", '<definedName name="TOTAL">1</definedName></definedNames>'),
        swapped(BOOK, 'name="_xlnm.Print_Area"', 'name="_xlnm._FILTERDATABASE"'),
    ],
    "built-in name": [swapped(BOOK, 'Print_Area" localSheetId="1"', 'Print_Area" localSheetId="0"')],
    "formula sign": [
        with_formula("=SUM(B2)"),
        swapped(BOOK, '"Total">', '"Total">='),
        swapped(DATA, RULE_1, RULE_1.replace(">2<", ">=2<")),
    ],
    "formula length": [with_formula("1+" * 4096 + "1")],
    "formula sheet": [
        with_formula("Gone!A1"),
        with_formula("SUM('Officers notes'!B2:B3)"),
        with_formula("SUM(Data:Gone!A1)"),
        with_formula("&quot;Data!A1&quot;&amp;Gone!A1"),
        with_formula("[0]Gone!A1"),
        with_formula("Visits[[#This Row],[Ref]]+Gone!A1"),
        swapped(BOOK, '"Total">Data!', '"Total">Gone!'),
        swapped(DATA, RULE_1, RULE_1.replace(">2<", ">Gone!$A$1<")),
        swapped(DATA, '"High,Low"', "Gone!$A$1:$A$2"),
        swapped(CHART, "Data!$C$2:$C$4", "Gone!$C$2:$C$4"),
    ],
    "formula workbook": [with_formula("[1]Data!A1"), with_formula("'[2]Far away'!A1")],
    "row order": [
        with_cells('<row r="2"/><row r="1"/>'),
        with_cells('<row r="2"/><row r="2"/>'),
    ],
    "cell order": [
        with_cells('<row r="1"><c r="B1"/><c r="A1"/></row>'),
        with_cells('<row r="1"><c r="A1"/><c r="A1"/></row>'),
        with_cells('<row r="1"><c r="A2"/></row>'),
    ],
    "address": [
        with_cells('<row r="1"><c r="XFE1"/></row>'),
        with_cells('<row r="1"><c r="1"/></row>'),
        with_cells('<row r="1048577"/>'),
        swapped(DATA, '<mergeCell ref="E6:F7"/>', '<mergeCell ref="E6:F1048577"/>'),
        swapped(DATA, 'sqref="E9"', 'sqref="E9 XFE9"'),
        swapped(DATA, '<dimension ref="', '<dimension ref="A0:'),
    ],
    "column order": [
        swapped(DATA, '<col min="3" max="3"', '<col min="2" max="3"'),
        swapped(DATA, '<col min="3" max="3"', '<col min="3" max="16385"'),
    ],
    "cell format": [
        with_cells('<row r="1"><c r="A1" s="2"/></row>'),
        with_cells('<row r="1" s="2" customFormat="1"/>'),
        swapped(DATA, 'style="1"', 'style="2"'),
    ],
    "shared string index": [
        with_cells('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        with_cells('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
    ],
    "text length": [
        swapped(STRINGS, "Inline", "x" * 32_768),
        with_cells(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"😀" * 16_384}</t></is></c></row>'),
        with_cells(f'<row r="1"><c r="A1" t="str"><v>{"x" * 32_768}</v></c></row>'),
    ],
    "merged cells": [
        swapped(DATA, '<mergeCell ref="E6:F7"/>', '<mergeCell ref="F3:F7"/>'),
        swapped(DATA, '<mergeCell ref="E6:F7"/>', '<mergeCell ref="E4:F4"/>'),
    ],
    "conditional priority": [swapped(DATA, RULE_2, 'priority="1"')],
    "list length": [swapped(DATA, '"High,Low"', f'"High,{"x" * 251}"')],
    "autofilter": [
        swapped(NOTES, '<autoFilter ref="A1:B3"/>', '<autoFilter ref="A1:B4"/>'),
        swapped(BOOK, "_xlnm._FilterDatabase", "_xlnm._Filter"),
    ],
    "style count": [
        swapped(STYLES, '<cellXfs count="2">', '<cellXfs count="3">'),
        swapped(STYLES, '<dxfs count="1">', '<dxfs count="0">'),
    ],
    "font index": [swapped(STYLES, CELL_XF, CELL_XF.replace('fontId="1"', 'fontId="9"'))],
    "fill index": [swapped(STYLES, CELL_XF, CELL_XF.replace('fillId="0"', 'fillId="2"'))],
    "border index": [swapped(STYLES, CELL_XF, CELL_XF.replace('borderId="0"', 'borderId="1"'))],
    "number format": [
        swapped(STYLES, '<numFmt numFmtId="164"', '<numFmt numFmtId="165"'),
        both(
            swapped(STYLES, "</numFmts>", '<numFmt numFmtId="164" formatCode="0"/></numFmts>'),
            swapped(STYLES, '<numFmts count="1">', '<numFmts count="2">'),
        ),
    ],
    "parent style": [
        swapped(STYLES, CELL_XF, CELL_XF.replace('xfId="0"', 'xfId="1"')),
        swapped(STYLES, '<cellStyle name="Normal" xfId="0"', '<cellStyle name="Normal" xfId="1"'),
    ],
    "differential format": [
        swapped(DATA, 'dxfId="0" ' + RULE_2, 'dxfId="1" ' + RULE_2),
        swapped(TABLE, "totalsRowCount", 'headerRowDxfId="1" totalsRowCount'),
        swapped(TABLE, 'id="2" name="Area"', 'id="2" name="Area" dataDxfId="1"'),
    ],
    "style limit": [more_formats(64_000)],
    "table header": [
        swapped(TABLE, 'name="Area"', 'name="Region"'),
        swapped(DATA, '<c r="B1" s="1" t="s"><v>1</v></c>', '<c r="B1"><v>1</v></c>'),
        swapped(DATA, '<c r="B1" s="1" t="s"><v>1</v></c>', ""),
    ],
    "table width": [
        swapped(TABLE, '<tableColumns count="3">', '<tableColumns count="4">'),
        both(
            swapped(TABLE, ' displayName="Visits" ref="A1:C5"', ' displayName="Visits" ref="A1:D5"'),
            swapped(TABLE, '<autoFilter ref="A1:C4"/>', '<autoFilter ref="A1:D4"/>'),
        ),
    ],
    "table column id": [swapped(TABLE, '<tableColumn id="2"', '<tableColumn id="1"')],
    "table column name": [more_columns("REF")],
    "table id": [second_table("A1:A2", 1, "Other")],
    "table name": [
        second_table("A1:A2", 2, "VISITS"),
        second_table("A1:A2", 2, "total"),
        second_table("A1:A2", 2, "Two words"),
        second_table("A1:A2", 2, "Q1"),
    ],
    "table range": [
        both(second_table("A1:A2", 2, "Other"), swapped(EMPTY, "<pageMargins", '<mergeCells count="1">'
             '<mergeCell ref="A2:B2"/></mergeCells><pageMargins')),
        both(second_table("B5:B6", 2, "Other"), moved("xl/worksheets/_rels/sheet3.xml.rels", "x.rels"),
             lambda edit: edit.parts.pop("x.rels"), related("../tables/table2.xml", "table", DATA_RELS)),
    ],
    "table filter": [swapped(TABLE, '<autoFilter ref="A1:C4"/>', '<autoFilter ref="A1:C5"/>')],
    "drawing id": [swapped(DRAWING, 'id="3"', 'id="2"')],
    "comment shape": [
        swapped(SHAPES, "<x:Row>2</x:Row>", "<x:Row>9</x:Row>"),
        swapped(DATA, '<legacyDrawing r:id="rId2"/>', ""),
        swapped(DATA_RELS, "/comments\"", '/others"'),
    ],
    "comment cell": [
        both(swapped(COMMENTS, 'ref="B3"', 'ref="B2"'), swapped(SHAPES, "<x:Row>2<", "<x:Row>1<"))
    ],
    "comment author": [lambda edit: edit.replace(COMMENTS, b'authorId="0"', b'authorId="1"')],
    "calculation chain": [
        swapped(CHAIN, 'r="E2"', 'r="E3"'),
        swapped(CHAIN, 'i="1"', 'i="9"'),
        swapped(CHAIN, "</calcChain>", '<c r="A1"/></calcChain>'),
    ],
    "document properties": [
        swapped(APP, "<vt:lpstr>Empty</vt:lpstr>", ""),
        swapped(APP, ">Empty<", ">Another<"),
        swapped(APP, '<vt:vector size="4" baseType="variant">', '<vt:vector size="6" baseType="variant">'),
        lambda edit: edit.put(APP, re.sub(rb"<HeadingPairs>.*</HeadingPairs>", b"", edit.parts[APP])),
    ],
}  # fmt: skip

# What looks broken and is not: Excel writes it so, or reads it gladly.
STILL_SOUND: dict[str, Change] = {
    "in strict namespaces": in_strict_namespaces,
    "with prefixes": with_prefixes,
    "a module of Excel 95, which has a name and no part": swapped(
        BOOK, "</sheets>", '<sheet name="Module" sheetId="9" r:id=""/></sheets>'
    ),
    "a sheet for macros alone, which Excel leaves out of the titles": both(
        swapped(BOOK, '<sheet name="Empty"', '<sheet state="veryHidden" name="Empty"'),
        swapped(APP, "<vt:lpstr>Empty</vt:lpstr>", ""),
        lambda edit: edit.put(APP, edit.parts[APP].replace(b"<vt:i4>3<", b"<vt:i4>2<", 1)),
        lambda edit: edit.put(APP, re.sub(rb'size="\d+" baseType="lpstr"', b"", edit.parts[APP])),
    ),
    "worksheets in another language": swapped(APP, ">Worksheets<", ">Arbeitsblätter<"),
    "no titles at all": added(APP, "<Properties/>"),
    "a format in alternatives": swapped(
        STYLES, '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        choice_of('<xf numFmtId="0" xfId="0"/>', '<xf numFmtId="0" xfId="0"/>'),
    ),
    "a validation whose cells were deleted": swapped(DATA, 'sqref="E9"', 'sqref="#REF!"'),
    "cells and rows without addresses": with_cells('<row><c><v>1</v></c><c t="b"><v>1</v></c></row><row/>'),
    "an emptied part that Excel left": added("[trash]/0000.dat", ""),
    "targets from the root": swapped(BOOK_RELS, '"worksheets/sheet1.xml"', '"/xl/worksheets/sheet1.xml"'),
    "parts named in another case": swapped(BOOK_RELS, '"styles.xml"', '"Styles.xml"'),
    "a link to elsewhere": swapped(
        DATA_RELS, "</Relationships>",
        f'<Relationship Id="rId9" Type="{RELATIONSHIP}/hyperlink" Target="https://example.org/x" '
        'TargetMode="External"/></Relationships>',
    ),
    "an array formula's other cells to calculate": both(
        swapped(DATA, FORMULA, '<f t="array" ref="E2:E3">{1;2}</f>'),
        swapped(CHAIN, "</calcChain>", '<c r="E3" a="1"/></calcChain>'),
    ),
    "numbers of another workbook that is there": both(
        with_formula("[1]Far!A1"),
        swapped(BOOK, "</sheets>", '</sheets><externalReferences><externalReference r:id="rId78"/>'
                "</externalReferences>"),
        related("externalLinks/externalLink1.xml", "externalLink", rel_id="rId78"),
        added("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{MAIN}"/>'),
    ),
    "two windows, each with a tab of its own": both(
        swapped(BOOK, "</bookViews>", '<workbookView activeTab="1"/></bookViews>'),
        swapped(NOTES, '<sheetView workbookViewId="0"/>',
                '<sheetView workbookViewId="0"/><sheetView tabSelected="1" workbookViewId="1"/>'),
    ),
    "a letter for what XML can't hold in a header": both(
        swapped(TABLE, 'name="Area"', 'name="Area_x000a_East"'),
        swapped(STRINGS, "<t>Area<", "<t>Area\nEast<"),
    ),
    "a text of 32,767 characters": swapped(STRINGS, "Inline", "x" * 32_767),
    "a formula of 8,192 characters": with_formula("1+" * 4_095 + "12"),
}  # fmt: skip
