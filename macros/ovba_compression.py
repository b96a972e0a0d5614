"""The compression of VBA sources and of the list of modules, after MS-OVBA 2.4.1.

A container is one signature byte and chunks of up to 4,096 bytes of text; in a chunk stand letters and
pointers to text of the same chunk, eight to a group, each group behind a byte that says which is which.
"""

from __future__ import annotations

import struct

CHUNK = 4096
_SIGNATURE = b"\x01"
_CHUNK_SIGNATURE = 0b011 << 12
_IS_COMPRESSED = 1 << 15
_SHORTEST = 3  # bytes; a pointer takes two, so shorter ones would gain nothing


def compressed(text: bytes) -> bytes:
    """Return the container of `text`; equal texts give equal bytes.

    Raises `ValueError` for bytes so random that they are no text.

    >>> compressed(b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa")[:11].hex()
    '012fb00023616161626364'
    """
    chunks = (text[at : at + CHUNK] for at in range(0, len(text), CHUNK))
    return _SIGNATURE + b"".join(map(_chunk, chunks))


def _chunk(text: bytes) -> bytes:
    packed = _packed(text)
    if len(packed) > CHUNK:
        if len(text) < CHUNK:  # the format would fill it up with zeros, which then belong to the text
            raise ValueError("this is no text: its end can't be compressed")
        return struct.pack("<H", _CHUNK_SIGNATURE | (CHUNK - 1)) + text
    return struct.pack("<H", _IS_COMPRESSED | _CHUNK_SIGNATURE | (len(packed) - 1)) + packed


def _packed(text: bytes) -> bytes:
    groups = bytearray()
    at = 0
    while at < len(text):
        flags, tokens = 0, b""
        for bit in range(8):
            if at == len(text):
                break
            length, back = _longest_match(text, at)
            if length:
                flags |= 1 << bit
                tokens += struct.pack("<H", _pointer(at, length, back))
                at += length
            else:
                tokens += text[at : at + 1]
                at += 1
        groups += bytes([flags]) + tokens
    return bytes(groups)


def _bits_of_length(at: int) -> int:
    """Return how many of a pointer's 16 bits hold the length: the further on, the more the way back needs."""
    return 16 - max(4, (at - 1).bit_length())


def _longest_match(text: bytes, at: int) -> tuple[int, int]:
    """Return the length of the longest earlier text that goes on here, and how far back it stands."""
    if at == 0:
        return 0, 0
    longest = min((1 << _bits_of_length(at)) - 1 + _SHORTEST, len(text) - at)
    length, found = 0, 0
    wanted = _SHORTEST
    while wanted <= longest:
        # The match may run into what it describes: "aaaa" is one letter and a pointer to it.
        start = text.rfind(text[at : at + wanted], 0, at + wanted - 1)
        if start < 0:
            break
        length, found = wanted, at - start
        wanted += 1
    return length, found


def _pointer(at: int, length: int, back: int) -> int:
    return (back - 1) << _bits_of_length(at) | (length - _SHORTEST)
