"""Officers' workbooks whose packages are unusual: other programs' parts, spellings and omissions."""

import io
import posixpath
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tools.bad_books import MAIN, STYLES
from tools.rich_parts import (
    INPUT,
    OFFICE,
    SHEETML,
    TYPES,
    WORKBOOK,
    made,
    opened,
    picture,
)
from tools.rich_sheets import COMPATIBILITY

MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MOST_XFS = 64_000  # that Excel takes


def report(book: Any) -> None:
    """A sheet with formulas and formats of the officer's own."""
    sheet = book.add_worksheet("Report")
    sheet.write_formula("A1", "=1+1", book.add_format({"bold": True}), 2)
    sheet.write_formula("A2", "=A1*2", book.add_format({"num_format": "0.0%"}), 4)
    sheet.set_column("C:C", 30, book.add_format({"italic": True}))


def macros(path: Path) -> None:
    """A macro project with its signatures, a ribbon of its own and code names: all of it binary to us."""
    edit = opened(path, report)
    edit.change(TYPES, f"{SHEETML}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    edit.default("bin", "application/vnd.ms-office.vbaProject")
    edit.part("xl/vbaProject.bin", bytes(range(256)) * 40).relate(
        WORKBOOK, f"{MICROSOFT}/vbaProject", "vbaProject.bin"
    )
    for number, name in enumerate(("", "Agile", "V3")):
        part, kind = (
            f"xl/vbaProjectSignature{name}.bin",
            f"application/vnd.ms-office.vbaProjectSignature{name}",
        )
        edit.part(part, b"signed %d" % number, kind)
        edit.relate("xl/vbaProject.bin", f"{MICROSOFT}/vbaProjectSignature{name}", part.removeprefix("xl/"))
    _ribbon(edit)
    edit.change(WORKBOOK, "<workbookPr", '<workbookPr codeName="ThisWorkbook"')
    for number in range(1, 5):
        sheet = f"xl/worksheets/sheet{number}.xml"
        edit.insert(sheet, f'<sheetPr codeName="Sheet{number}"/>', before="<dimension")
    edit.save()


def _ribbon(edit: Any) -> None:
    for part, year, kind in (
        ("customUI/customUI.xml", "2006/01", f"{MICROSOFT}/ui/extensibility"),
        ("customUI/customUI14.xml", "2009/07", "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"),
    ):  # fmt: skip
        edit.part(
            part,
            f'<customUI xmlns="http://schemas.microsoft.com/office/{year}/customui"/>',
            "application/xml",
        )
        edit.relate("", kind, part)


def macro_sheet(path: Path) -> None:
    """A sheet of Excel 4 macros, very hidden, with its own type, relationship and root element."""
    edit = opened(path, report)
    edit.change(TYPES, f"{SHEETML}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    macro = f'<xm:macrosheet xmlns="{MAIN}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    cell = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    edit.sheet("Macro1", f"{macro}{cell}</xm:macrosheet>", "xlMacrosheet", "veryHidden")
    edit.save()


def dialog_sheet(path: Path) -> None:
    """A dialog of Excel 5, which is neither a sheet of cells nor a chart."""
    edit = opened(path, report)
    view = '<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    drawn = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="vml1"/>'
    part = edit.sheet("Dialog1", f'<dialogsheet xmlns="{MAIN}">{view}{drawn}</dialogsheet>', "dialogsheet")
    edit.default("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    edit.part("xl/drawings/vmlDrawing9.vml", b'<xml xmlns:v="urn:schemas-microsoft-com:vml"/>')
    edit.relate(part, "vmlDrawing", "../drawings/vmlDrawing9.vml", "vml1")
    edit.save()


def printer_settings_and_custom_xml(path: Path) -> None:
    """Parts that a build has no business with: printers, document servers, add-ins, a picture of page 1."""
    edit = opened(path, report)
    edit.default("bin", f"{SHEETML}.printerSettings").default("png", "image/png")
    edit.part("xl/printerSettings/printerSettings1.bin", b"P\0r\0i\0n\0t\0e\0r\0" + bytes(500))
    edit.relate(
        "xl/worksheets/sheet4.xml", "printerSettings", "../printerSettings/printerSettings1.bin", "printer1"
    )
    edit.insert(
        "xl/worksheets/sheet4.xml", '<pageSetup paperSize="9" r:id="printer1"/>', before="</worksheet>"
    )
    edit.part("customXml/item1.xml", '<records xmlns="urn:council"><record>kept</record></records>')
    store = "{11111111-2222-4333-8444-555555555555}"
    item = f'<ds:datastoreItem ds:itemID="{store}" xmlns:ds="{DOCUMENT}/customXml"/>'
    edit.part(
        "customXml/itemProps1.xml",
        item,
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    edit.relate("customXml/item1.xml", "customXmlProps", "itemProps1.xml")
    edit.relate(WORKBOOK, "customXml", "../customXml/item1.xml")
    edit.part("docProps/thumbnail.png", picture())
    edit.relate("", f"{PACKAGE}/relationships/metadata/thumbnail", "docProps/thumbnail.png")
    variants = f"{DOCUMENT}/docPropsVTypes"
    edit.part(
        "docProps/custom.xml",
        f'<Properties xmlns="{DOCUMENT}/custom-properties" xmlns:vt="{variants}">'
        '<property pid="2" name="Class" fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}">'
        "<vt:lpwstr>OFFICIAL</vt:lpwstr></property></Properties>",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    ).relate("", "custom-properties", "docProps/custom.xml")
    edit.part(
        "xl/connections.xml",
        f'<connections xmlns="{MAIN}"><connection id="1" name="Case system" type="1" refreshedVersion="6">'
        '<dbPr connection="DSN=cases" command="SELECT 1"/></connection></connections>',
        f"{SHEETML}.connections+xml",
    ).relate(WORKBOOK, "connections", "connections.xml")
    _ribbon(edit)
    edit.save()


def external_links(path: Path) -> None:
    """Formulas and names that look into another workbook, whose values are kept in a part of their own."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Report")
        sheet.write_formula("A1", "=[1]Sheet1!$A$1", None, 5)
        sheet.write_url("A3", "https://example.org/a b?c=1&d=2", tip="Guidance")
        book.define_name("last_year", "=[1]Sheet1!$A$1:$A$9")

    edit = opened(path, draw)
    part = "xl/externalLinks/externalLink1.xml"
    edit.part(
        part,
        f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="own1"><sheetNames>'
        '<sheetName val="Sheet1"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1">'
        "<v>5</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>",
        f"{SHEETML}.externalLink+xml",
    ).relate(part, "externalLinkPath", "last%20year.xlsx", outside=True)
    edit.relate(WORKBOOK, "externalLink", "externalLinks/externalLink1.xml", "outside1")
    links = '<externalReferences><externalReference r:id="outside1"/></externalReferences>'
    edit.insert(WORKBOOK, links, before="<definedNames>").save()


def calculation_chain(path: Path) -> None:
    """A list of all cells with formulas, which must name no cell that a build took away."""
    chain = "".join(f'<c r="{cell}" i="4"/>' for cell in ("A2", "A1"))
    edit = opened(path, report)
    edit.part(
        "xl/calcChain.xml", f'<calcChain xmlns="{MAIN}">{chain}</calcChain>', f"{SHEETML}.calcChain+xml"
    )
    edit.relate(WORKBOOK, "calcChain", "calcChain.xml").save()


def no_book_views(path: Path) -> None:
    """Nothing says which sheet is in front or how sheets are shown, as some programs write."""
    edit = opened(path, report)
    for part, outer in [
        (WORKBOOK, "bookViews"),
        *((f"xl/worksheets/sheet{n}.xml", "sheetViews") for n in (1, 2, 3, 4)),
    ]:
        start, _, rest = edit.parts[part].partition(f"<{outer}>".encode())
        edit.parts[part] = start + rest.partition(f"</{outer}>".encode())[2]
    edit.save()


def no_styles(path: Path) -> None:
    """No list of formats and no theme: ours are the first."""
    edit = opened(path)
    edit.drop(STYLES, "xl/theme/theme1.xml").save()


def no_document_properties(path: Path) -> None:
    """Nothing in docProps, and texts in the cells themselves instead of the shared list."""
    opened(path, report, constant_memory=True, in_memory=False).drop(
        "docProps/app.xml", "docProps/core.xml"
    ).save()


def absolute_targets(path: Path) -> None:
    """Parts are named from the package's root, as several libraries write."""
    edit = opened(path, report)
    for part in [name for name in edit.parts if name.endswith(".rels")]:
        owner = posixpath.dirname(posixpath.dirname(part))
        tree = etree.fromstring(edit.parts[part])
        for entry in tree:
            target = posixpath.normpath(posixpath.join("/", owner, entry.get("Target", "")))
            entry.set("Target", "/" + target.lstrip("/"))
        edit.parts[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    edit.save()


def parts_at_the_root(path: Path) -> None:
    """No folder xl: the workbook and all that it names stand at the package's root."""
    edit = opened(path, report)
    for name in [name for name in edit.parts if name.startswith("xl/")]:
        edit.parts[name.removeprefix("xl/")] = edit.parts.pop(name)
    edit.parts[TYPES] = edit.parts[TYPES].replace(b'PartName="/xl/', b'PartName="/')
    edit.change("_rels/.rels", 'Target="xl/workbook.xml"', 'Target="workbook.xml"').save()


def prefixed_namespaces(path: Path) -> None:
    """Every element carries a prefix (x:sheet), as the Open XML SDK writes: the same XML, spelt otherwise."""
    edit = opened(path, report)
    for name, content in edit.parts.items():
        if name.startswith("xl/") and name.endswith(".xml"):  # .NET refuses prefixes in the others
            edit.parts[name] = _prefixed(content, "x")
    edit.save()


def _prefixed(content: bytes, prefix: str) -> bytes:
    root = etree.fromstring(content)
    if root.nsmap.get(None) is None:
        return content
    spaces = {key or prefix: value for key, value in root.nsmap.items()}
    renamed = etree.Element(root.tag, dict(root.attrib), nsmap=spaces)
    renamed.text = root.text
    renamed.extend(root)
    etree.cleanup_namespaces(renamed, keep_ns_prefixes=list(spaces))
    return etree.tostring(renamed, xml_declaration=True, encoding="UTF-8", standalone=True)


def alternate_content(path: Path) -> None:
    """The workbook as Excel itself writes it today: mc:AlternateContent, revision ids, extensions."""
    edit = opened(path, report)
    newer = "http://schemas.microsoft.com/office/spreadsheetml"
    edit.change(
        WORKBOOK,
        "<workbook ",
        f'<workbook xmlns:mc="{COMPATIBILITY}" mc:Ignorable="x15 xr xr6 xr10 xr2" '
        f'xmlns:x15="{newer}/2010/11/main" xmlns:xr="{newer}/2014/revision" '
        f'xmlns:xr6="{newer}/2016/revision6" xmlns:xr10="{newer}/2016/revision10" '
        f'xmlns:xr2="{newer}/2015/revision2" ',
    )
    local = (
        f'<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\officer\\" '
        f'xmlns:x15ac="{newer}/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
        '<xr:revisionPtr revIDLastSave="0" '
        'documentId="13_ncr:1_{AAAAAAAA-0000-4000-8000-000000000000}" xr6:coauthVersionLast="47" '
        'xr6:coauthVersionMax="47" xr10:uidLastSave="{00000000-0000-0000-0000-000000000000}"/>'
    )
    edit.insert(WORKBOOK, local, before="<bookViews>")
    tracking = (
        '<ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"><x15:workbookPr chartTrackingRefBase="1"/></ext>'
    )
    edit.insert(WORKBOOK, f"<extLst>{tracking}</extLst>", before="</workbook>").save()


def dates_from_1904(path: Path) -> None:
    """Dates are counted from 1904, as old Macs did."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for name, rows in INPUT.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def normal_is_arial_10(path: Path) -> None:
    """The Normal font is Arial 10, narrower than Calibri 11: column widths count in its digits."""
    made(path, report, default_format_properties={"font_name": "Arial", "font_size": 10})


def normal_is_verdana_12(path: Path) -> None:
    """The Normal font is Verdana 12, far wider than Calibri 11."""
    made(path, report, default_format_properties={"font_name": "Verdana", "font_size": 12})


def full_of_formats(path: Path) -> None:
    """Ten cell formats fewer than Excel takes: ours have no room."""
    edit = opened(path)
    xfs = "".join(
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
        f'<alignment textRotation="{n % 181}" indent="{n // 181 % 250}" wrapText="{n // 45_250}"/></xf>'
        for n in range(MOST_XFS - 11)
    )
    edit.change(STYLES, '<cellXfs count="1">', f'<cellXfs count="{MOST_XFS - 10}">')
    edit.insert(STYLES, xfs, before="</cellXfs>").save()


def number_formats_that_collide(path: Path) -> None:
    """Own number formats under the ids that ours would take, codes that ours have too, and no dxfs."""
    edit = opened(path, report)
    own = {
        164: "0.0%",
        165: "0.0",
        166: "dd mmm yyyy",
        176: '"▼ "@',
        200: '#,##0.0_);"x"',
        300: "£#,##0",
        9999: "@",
    }
    codes = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{code.replace(chr(34), "&quot;")}"/>' for n, code in own.items()
    )
    start, _, rest = edit.parts[STYLES].partition(b"<numFmts")
    rest = rest.partition(b"</numFmts>")[2]
    edit.parts[STYLES] = start + f'<numFmts count="{len(own)}">{codes}</numFmts>'.encode() + rest
    edit.change(STYLES, '<dxfs count="0"/>', "")
    start, _, rest = edit.parts[STYLES].partition(b"<tableStyles")
    edit.parts[STYLES] = start + rest.partition(b"/>")[2]
    colours = '<colors><indexedColors><rgbColor rgb="FF000000"/></indexedColors></colors>'
    edit.insert(STYLES, colours, before="</styleSheet>").save()


def odd_content_types(path: Path) -> None:
    """Sheets have their type by a default, extensions are in capitals, and a part is named by nobody."""
    edit = opened(path, report)
    sheet = f"{SHEETML}.worksheet+xml"
    edit.change(
        TYPES,
        '<Default Extension="xml" ContentType="application/xml"/>',
        f'<Default Extension="XML" ContentType="{sheet}"/>',
    )
    for number in range(1, 5):
        edit.change(
            TYPES, f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{sheet}"/>', ""
        )
    edit.default("jpeg", "image/jpeg").default("PNG", "image/png")
    edit.part("xl/media/forgotten.PNG", picture()).save()


def streamed(path: Path) -> None:
    """A package written as a stream: sizes after the parts, folders as entries, a comment at its end."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    stream, parts = Stream(), opened(path, report).parts
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for folder in ("_rels/", "xl/", "xl/worksheets/"):
            package.writestr(zipfile.ZipInfo(folder), b"")
        for number, (name, content) in enumerate(parts.items()):
            entry = zipfile.ZipInfo(name, (2015, 3, 1, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if number == 1 else zipfile.ZIP_DEFLATED
            with package.open(entry, "w") as file:
                file.write(content)
        package.comment = b"saved by the document system"
    path.write_bytes(stream.getvalue())


def saved_by_openpyxl(path: Path) -> None:
    """Saved by openpyxl, which many scripts of councils use: sheet ids and formats in its own order."""
    buffer = io.BytesIO()
    made(buffer, report)
    book = openpyxl.load_workbook(buffer)
    book["Report"]["B1"].style = "Good"
    book.move_sheet("Report", -2)
    book.save(path)
