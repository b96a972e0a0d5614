"""The VBA project, field by field, as Microsoft's documents want it (MS-OVBA, MS-CFB)."""

import struct
from collections.abc import Iterator

import pytest

from macros.compound_file import compound_file
from macros.vba_project import SHEET, WORKBOOK, Module, vba_project
from tools import vba

MODULES = [
    Module("ThisWorkbook", "Option Explicit\n", WORKBOOK),
    Module("Sheet1", "", SHEET),
    Module("Greetings", 'Public Sub Hello()\n    MsgBox "Bore da – hello"\nEnd Sub\n'),
]
ATTRIBUTES = [
    "Name",
    "Base",
    "GlobalNameSpace",
    "Creatable",
    "PredeclaredId",
    "Exposed",
    "TemplateDerived",
    "Customizable",
]


@pytest.fixture(scope="module")
def streams():
    return vba.streams(vba_project("Example", MODULES))


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record of the dir stream: its number and content."""
    at = 0
    while at < len(stream):
        kind, size = struct.unpack_from("<HI", stream, at)
        size += 2 if kind == 0x09 else 0  # the version's size leaves out its last two bytes
        yield kind, stream[at + 6 : at + 6 + size]
        at += 6 + size
    assert at == len(stream)


@pytest.fixture(scope="module")
def listed(streams) -> list[tuple[int, bytes]]:
    return list(records(vba.decompressed(streams["VBA/dir"])))


def test_the_storage_and_its_streams(streams):
    assert set(streams) == {
        "PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT",
        "VBA/ThisWorkbook", "VBA/Sheet1", "VBA/Greetings",
    }  # fmt: skip
    assert streams["VBA/_VBA_PROJECT"].hex(" ") == "cc 61 ff ff 00 01 00"


@pytest.mark.parametrize(
    ("what", "kind", "value"),
    [
        ("64-bit Windows", 0x01, (3).to_bytes(4, "little")),
        ("code page", 0x03, (1252).to_bytes(2, "little")),
        ("name", 0x04, b"Example"),
        ("number of modules", 0x0F, (3).to_bytes(2, "little")),
        ("end", 0x10, b""),
    ],
)
def test_the_project_says_of_itself(listed, what, kind, value):
    assert [content for number, content in listed if number == kind] == [value], what


def test_the_references(listed):
    names = [content for kind, content in listed if kind == 0x16]
    assert names == [b"stdole", b"Office"]
    for kind, content in listed:
        if kind == 0x0D:
            (length,) = struct.unpack_from("<I", content)
            assert content[4 : 4 + length].startswith(b"*\\G{")
            assert content[4 + length :] == bytes(6)


def test_each_module_is_listed_with_its_sort(listed):
    assert [content.decode() for kind, content in listed if kind == 0x19] == [
        "ThisWorkbook",
        "Sheet1",
        "Greetings",
    ]
    assert [content.decode("utf-16-le") for kind, content in listed if kind == 0x32] == [
        "ThisWorkbook", "Sheet1", "Greetings",
    ]  # fmt: skip
    assert [kind for kind, _ in listed if kind in (0x21, 0x22)] == [0x22, 0x22, 0x21]
    assert {content for kind, content in listed if kind == 0x31} == {bytes(4)}, (
        "the text stands at the beginning"
    )


@pytest.mark.parametrize(
    ("module", "base"),
    [
        ("ThisWorkbook", "0{00020819-0000-0000-C000-000000000046}"),
        ("Sheet1", "0{00020820-0000-0000-C000-000000000046}"),
    ],
)
def test_modules_of_the_workbook_and_its_sheets_have_their_eight_attributes(streams, module, base):
    lines = vba.decompressed(streams[f"VBA/{module}"]).decode("cp1252").split("\r\n")
    assert [line.split()[1].removeprefix("VB_") for line in lines[:8]] == ATTRIBUTES
    assert lines[0] == f'Attribute VB_Name = "{module}"'
    assert lines[1] == f'Attribute VB_Base = "{base}"'


def test_texts_have_windows_line_ends_and_its_characters(streams):
    text = vba.decompressed(streams["VBA/Greetings"])
    assert text == (
        b'Attribute VB_Name = "Greetings"\r\n'
        b'Public Sub Hello()\r\n    MsgBox "Bore da \x96 hello"\r\nEnd Sub\r\n'
    )


def test_the_list_for_the_editor(streams):
    lines = streams["PROJECT"].decode("ascii").split("\r\n")
    assert lines[1:5] == [
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Module=Greetings",
        'Name="Example"',
    ]  # fmt: skip
    assert "[Host Extender Info]" in lines and "Greetings=0, 0, 0, 0, C" in lines
    assert streams["PROJECTwm"].endswith(b"Greetings\0" + "Greetings".encode("utf-16-le") + bytes(4))


@pytest.mark.parametrize(("line", "content"), [("CMG", bytes(4)), ("DPB", bytes(1)), ("GC", b"\xff")])
def test_nothing_is_locked_or_hidden(streams, line, content):
    """MS-OVBA 2.4.3.3: what the three lines say once they are read as Excel reads them."""
    lines = streams["PROJECT"].decode("ascii").split("\r\n")
    key = sum(lines[0].removeprefix('ID="').removesuffix('"').encode()) & 0xFF
    (written,) = [bytes.fromhex(each.split('"')[1]) for each in lines if each.startswith(line + "=")]
    seed = written[0]
    assert (written[1] ^ seed, written[2] ^ seed) == (2, key), "version, project"
    clear, before = b"", key
    for at in range(3, len(written)):
        before = written[at] ^ ((written[at - 2] + before) & 0xFF)
        clear += bytes([before])
    clear = clear[(seed & 6) // 2 :]
    assert (int.from_bytes(clear[:4], "little"), clear[4:]) == (len(content), content)


@pytest.mark.parametrize("name", ["", "_first", "1st", "a" * 32, "two words", "Tŷ"])
def test_names_that_excel_refuses(name):
    with pytest.raises((ValueError, IndexError)):
        Module(name, "")


def test_equal_sources_make_equal_bytes():
    assert vba_project("Example", MODULES) == vba_project("Example", MODULES)


# ---- the file around it

TREES = {
    "one": {"a": b"1"},
    "names of many lengths": {name: name.encode() for name in ("PROJECT", "b", "aa", "A_", "dir", "_VBA")},
    "small and large": {"a": b"s" * 4095, "b": b"l" * 4096, "none": b"", "huge": bytes(range(256)) * 2000},
    "many": {f"Module{number}": b"x" * number * 40 for number in range(200)},
    "nested": {"VBA": {"dir": b"d" * 700, "deeper": {"x": b"y"}}, "PROJECT": b"p"},
}  # fmt: skip


def flat(tree, before=""):
    for name, content in tree.items():
        if isinstance(content, bytes):
            yield before + name, content
        else:
            yield from flat(content, f"{before}{name}/")


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_another_program_reads_every_stream(tree):
    assert vba.streams(compound_file(tree)) == dict(flat(tree))


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_the_directory_is_a_search_tree_in_red_and_black(tree):
    file = compound_file(tree)
    first, fat_sector = struct.unpack_from("<I", file, 0x30)[0], struct.unpack_from("<I", file, 0x4C)[0]
    fat_sectors = struct.unpack_from("<109I", file, 0x4C)[: struct.unpack_from("<I", file, 0x2C)[0]]
    fat = [number for one in fat_sectors for number in struct.unpack_from("<128I", file, 512 * (one + 1))]
    assert fat[fat_sector] == 0xFFFFFFFD
    directory = b""
    while first != 0xFFFFFFFE:
        directory += file[512 * (first + 1) : 512 * (first + 2)]
        first = fat[first]
    none, red = 0xFFFFFFFF, 0

    def walk(number: int, may_be_red: bool = True) -> tuple[list[tuple[int, str]], int]:
        """The names below an entry in their order, and how many black ones lie on every way down."""
        if number == none:
            return [], 0
        name, length, _, colour, left, right, child = struct.unpack_from("<64sHBB3I", directory, number * 128)
        assert may_be_red or colour != red, "two red ones in a row"
        lower, black = walk(left, colour != red)
        upper, also_black = walk(right, colour != red)
        assert black == also_black
        if child != none:
            inner, _ = walk(child)
            assert inner == sorted(inner)
        own = (length - 2, name[: length - 2].decode("utf-16-le").upper())
        return [*lower, own, *upper], black + (colour != red)

    assert walk(0)[0] == [(len("Root Entry") * 2, "ROOT ENTRY")]


def test_a_name_too_long_for_the_file_is_refused():
    with pytest.raises(ValueError, match="too long"):
        compound_file({"a" * 32: b""})
