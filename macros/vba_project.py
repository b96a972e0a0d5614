"""A VBA project (MS-OVBA) from its modules' sources, without Excel and without compiled code.

Excel compiles the sources when it opens such a project, as it does for a project from another version.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .compound_file import compound_file
from .ovba_compression import compressed

CODE_PAGE = 1252
ENCODING = "cp1252"
LONGEST_NAME = 31

WORKBOOK = "{00020819-0000-0000-C000-000000000046}"
SHEET = "{00020820-0000-0000-C000-000000000046}"

# The project's id only has to be one; it is also the key to the three lines that say "not protected".
_PROJECT_ID = "{6A0C6E51-5C02-4E5B-9B0B-5C0A5EC0AED5}"
_WIN64 = 3
_ENGLISH = 0x0409

_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb"
    "#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    "#Microsoft Office 16.0 Object Library",
}


@dataclass(frozen=True)
class Module:
    """A module: `source` is its text without attributes; `base` is the class of a workbook's or sheet's."""

    name: str
    source: str
    base: str = ""

    def __post_init__(self) -> None:
        plain = self.name.replace("_", "").isalnum() and self.name.isascii()
        if not plain or not self.name[0].isalpha() or len(self.name) > LONGEST_NAME:
            raise ValueError(f"{self.name!r} can't be the name of a module")

    @property
    def text(self) -> str:
        """The whole text, attributes first, with the line ends that VBA wants."""
        lines = [f'Attribute VB_Name = "{self.name}"']
        if self.base:
            lines += [
                f'Attribute VB_Base = "0{self.base}"',
                "Attribute VB_GlobalNameSpace = False",
                "Attribute VB_Creatable = False",
                "Attribute VB_PredeclaredId = True",
                "Attribute VB_Exposed = True",
                "Attribute VB_TemplateDerived = False",
                "Attribute VB_Customizable = True",
            ]
        return "\r\n".join([*lines, *self.source.splitlines(), ""])


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """Return `vbaProject.bin`; equal modules in equal order give equal bytes."""
    streams = {module.name: compressed(module.text.encode(ENCODING)) for module in modules}
    return compound_file(
        {
            "VBA": {
                "dir": compressed(b"".join(_dir(name, modules))),
                "_VBA_PROJECT": bytes.fromhex("cc61ffff000100"),  # no compiled code of any version follows
                **streams,
            },
            "PROJECT": _project(name, modules).encode(ENCODING),
            "PROJECTwm": _names(modules),
        }
    )


def _dir(name: str, modules: Sequence[Module]) -> Iterator[bytes]:
    """Yield the records of the `dir` stream (MS-OVBA 2.3.4.2) in order."""
    yield _number(0x01, _WIN64)
    yield _number(0x02, _ENGLISH)
    yield _number(0x14, _ENGLISH)
    yield _number(0x03, CODE_PAGE, "H")
    yield _text(0x04, name)
    yield _text(0x05, "", 0x40)
    yield _text(0x06, "") + _text(0x3D, "")
    yield _number(0x07, 0)
    yield _number(0x08, 0)
    yield struct.pack("<HIIH", 0x09, 4, 1, 0)  # the only record whose size leaves out its last field
    yield _text(0x0C, "", 0x3C)
    for reference, library in _REFERENCES.items():
        yield _text(0x16, reference, 0x3E)
        content = library.encode(ENCODING)
        yield _record(0x0D, struct.pack("<I", len(content)) + content + bytes(6))
    yield _number(0x0F, len(modules), "H")
    yield _number(0x13, 0xFFFF, "H")
    for module in modules:
        yield _text(0x19, module.name, 0x47)
        yield _text(0x1A, module.name, 0x32)
        yield _text(0x1C, "", 0x48)
        yield _number(0x31, 0)  # the text begins at once, since nothing compiled stands before it
        yield _number(0x1E, 0)
        yield _number(0x2C, 0xFFFF, "H")
        yield _record(0x22 if module.base else 0x21)
        yield _record(0x2B)
    yield _record(0x10)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", kind, len(content)) + content


def _number(kind: int, number: int, size: str = "I") -> bytes:
    return _record(kind, struct.pack("<" + size, number))


def _text(kind: int, text: str, kind_in_unicode: int = 0) -> bytes:
    once = _record(kind, text.encode(ENCODING))
    return once + _record(kind_in_unicode, text.encode("utf-16-le")) if kind_in_unicode else once


def _project(name: str, modules: Sequence[Module]) -> str:
    """Return the text that lists the modules for the editor (MS-OVBA 2.3.1)."""
    listed = [f"Document={one.name}/&H00000000" if one.base else f"Module={one.name}" for one in modules]
    lines = [
        f'ID="{_PROJECT_ID}"',
        *listed,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_obfuscated(0x10, bytes(4))}"',  # anybody may look at it and change it
        f'DPB="{_obfuscated(0x20, bytes(1))}"',  # no password
        f'GC="{_obfuscated(0x30, bytes([0xFF]))}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{one.name}=0, 0, 0, 0, C" for one in modules),
        "",
    ]
    return "\r\n".join(lines)


def _obfuscated(seed: int, content: bytes) -> str:
    """Return a line of the project's protection as hexadecimal digits (MS-OVBA 2.4.3.2)."""
    key = sum(_PROJECT_ID.encode("ascii")) & 0xFF
    written = [seed, seed ^ 2, seed ^ key]
    before = key
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(content)) + content:
        written.append(byte ^ ((written[-2] + before) & 0xFF))
        before = byte
    return bytes(written).hex().upper()


def _names(modules: Sequence[Module]) -> bytes:
    """Return each module's name in both encodings (MS-OVBA 2.3.3)."""
    each = (one.name.encode(ENCODING) + b"\0" + one.name.encode("utf-16-le") + b"\0\0" for one in modules)
    return b"".join(each) + b"\0\0"
