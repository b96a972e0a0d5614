"""The compression of VBA sources: what goes in comes out, as others unpack it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from macros.ovba_compression import CHUNK, compressed
from tools import vba

# Few letters make long and overlapping matches; pieces, matches that are far apart.
TEXTS = st.one_of(
    st.text(alphabet="ab", max_size=300),
    st.lists(
        st.sampled_from(["Public Sub ", "End Sub\r\n", "é", "x = ", "\x00", "Dim a As Long\r\n"]),
        max_size=900,
    ).map("".join),
).map(lambda text: text.encode("cp1252"))


@given(TEXTS.filter(len))
@example(b"a")
@example(b"a" * CHUNK)
@example(b"a" * (CHUNK + 1))
@example(bytes(range(256)) * 33)
def test_what_was_compressed_is_read_again(text: bytes):
    assert vba.decompressed(compressed(text)) == text


@pytest.mark.parametrize("length", range(1, 140))
def test_pointers_near_each_change_of_their_form(length: int):
    """A pointer's 4 to 12 bits for the way back change at 17, 33, 65, 129 … letters."""
    text = bytes(range(length)) + bytes(range(length)) + b"abc" * 30
    assert vba.decompressed(compressed(text)) == text


@pytest.mark.parametrize("around", [256, 512, 1024, 2048])
def test_pointers_far_into_a_chunk(around: int):
    text = b"".join(f"Dim name{number} As Long\r\n".encode() for number in range(200))
    for length in range(around - 3, around + 4):
        assert vba.decompressed(compressed(text[:length] + text[:40])) == text[:length] + text[:40]


def test_a_chunk_that_can_not_be_compressed_is_stored():
    noise = b"".join((number * 40503 % 65536).to_bytes(2, "little") for number in range(CHUNK // 2))
    container = compressed(noise + b"the end")
    assert vba.decompressed(container) == noise + b"the end"
    assert container[1:3] == b"\xff\x3f", "the header of a stored chunk"


def test_what_is_no_text_is_refused():
    noise = b"".join((number * 40503 % 65536).to_bytes(2, "little") for number in range(CHUNK // 2))
    with pytest.raises(ValueError, match="this is no text"):
        compressed(noise[:-1])


def test_repetition_costs_next_to_nothing():
    """The longest pointer in a whole chunk: a letter, a pointer with 12 bits for the length."""
    assert len(compressed(b"a" * CHUNK)) < 12
