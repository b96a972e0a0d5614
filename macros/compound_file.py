"""A compound file (MS-CFB, version 3): the small file system that a VBA project is stored in.

Everything that could differ from one run to the next is fixed: there are no dates and no ids in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

SECTOR = 512
_MINI_SECTOR = 64
_SMALL = 4096  # bytes; a shorter stream stands in the mini stream
_NUMBERS_A_SECTOR = SECTOR // 4
_IN_HEADER = 109  # FAT sectors that the header has room for: 6.8 MB, far more than our macros

_FREE, _END, _FAT_ITSELF = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF

_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1

_HEADER = struct.Struct("<8s16s5H6s9I")
_ENTRY = struct.Struct("<64sHBB3I16sIQQIQ")
_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Node:
    """One entry of the directory; the numbers are places in the directory."""

    name: str
    kind: int
    content: bytes = b""
    colour: int = _BLACK
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0
    children: list[_Node] = field(default_factory=list)

    @property
    def order(self) -> tuple[int, str]:
        """How a directory sorts names: short ones first, then by their capitals."""
        return len(self.name.encode("utf-16-le")), self.name.upper()


def compound_file(tree: Tree) -> bytes:
    """Return the file that holds `tree`: streams (bytes) and storages (mappings) by name."""
    root = _Node("Root Entry", _ROOT, children=_nodes(tree))
    directory = list(_numbered(root))
    sectors = _Sectors()
    mini_stream, mini_fat = b"", _Sectors(_MINI_SECTOR)
    for node in directory:
        if node.kind == _STREAM and len(node.content) < _SMALL:
            node.start = mini_fat.add(node.content)
        elif node.kind == _STREAM:
            node.start = sectors.add(node.content)
    mini_stream = b"".join(mini_fat.content)
    root.start, root.content = sectors.add(mini_stream), mini_stream
    first_mini_fat = sectors.add(mini_fat.table())
    mini_fat_sectors = -(-len(mini_fat.table()) // SECTOR)
    entries = b"".join(map(_entry, directory))
    entries += _ENTRY.pack(b"", 0, 0, 0, _NONE, _NONE, _NONE, b"", 0, 0, 0, 0, 0) * (-len(directory) % 4)
    first_directory = sectors.add(entries)
    fat = sectors.add_fat()
    header = _HEADER.pack(
        _SIGNATURE, bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, len(fat), first_directory, 0, _SMALL, first_mini_fat, mini_fat_sectors, _END, 0,
    )  # fmt: skip
    header += struct.pack(f"<{_IN_HEADER}I", *fat, *[_FREE] * (_IN_HEADER - len(fat)))
    return header + b"".join(sectors.content)


class _Sectors:
    """Sectors in the order they are written, and the table that chains them."""

    def __init__(self, size: int = SECTOR) -> None:
        self._size = size
        self.content: list[bytes] = []
        self._next: list[int] = []

    def add(self, content: bytes) -> int:
        """Add a stream; return its first sector, or the mark of a chain's end where it is empty."""
        if not content:
            return _END
        first = len(self.content)
        for at in range(0, len(content), self._size):
            self.content.append(content[at : at + self._size].ljust(self._size, b"\0"))
            self._next.append(len(self.content))
        self._next[-1] = _END
        return first

    def add_fat(self) -> Sequence[int]:
        """Add the table itself, which lists its own sectors too; return their numbers."""
        needed = 0
        while needed * _NUMBERS_A_SECTOR < len(self._next) + needed:
            needed += 1
        if needed > _IN_HEADER:
            raise ValueError("the macros are larger than this writer is made for")
        own = range(len(self.content), len(self.content) + needed)
        self._next += [_FAT_ITSELF] * needed
        table = self.table()
        self.content += [table[at : at + SECTOR] for at in range(0, len(table), SECTOR)]
        return own

    def table(self) -> bytes:
        """Return the table, filled to a whole sector."""
        padded = self._next + [_FREE] * (-len(self._next) % _NUMBERS_A_SECTOR)
        return struct.pack(f"<{len(padded)}I", *padded)


def _nodes(tree: Tree) -> list[_Node]:
    nodes = []
    for name, content in tree.items():
        if isinstance(content, bytes):
            nodes.append(_Node(name, _STREAM, content))
        else:
            nodes.append(_Node(name, _STORAGE, children=_nodes(content)))
    return sorted(nodes, key=lambda node: node.order)


def _numbered(root: _Node) -> Iterator[_Node]:
    """Yield every entry in the directory's order, and link each storage's entries as a search tree."""
    flat = [root]
    for node in flat:
        flat += node.children
    numbers = {id(node): number for number, node in enumerate(flat)}
    for node in flat:
        node.child = _linked(node.children, numbers, len(node.children).bit_length())
    yield from flat


def _linked(nodes: Sequence[_Node], numbers: Mapping[int, int], height: int) -> int:
    """Link sorted entries as a balanced red-black tree and return its root's number.

    Only the lowest of `height` levels may have gaps, so its entries are red and every path has as many
    black ones.
    """
    if not nodes:
        return _NONE
    middle = len(nodes) // 2
    node = nodes[middle]
    node.left = _linked(nodes[:middle], numbers, height - 1)
    node.right = _linked(nodes[middle + 1 :], numbers, height - 1)
    node.colour = _RED if height == 1 else _BLACK
    return numbers[id(node)]


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le") + b"\0\0"
    if len(name) > 64:
        raise ValueError(f"{node.name} is too long for a compound file")
    start = 0 if node.kind == _STORAGE else node.start
    return _ENTRY.pack(
        name, len(name), node.kind, node.colour, node.left, node.right, node.child,
        bytes(16), 0, 0, 0, start, len(node.content),
    )  # fmt: skip
