"""The small files between the macros and Python: what is in them, and what is refused."""

import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.addin.lists import lists_file, write_lists
from scorecard_xl.addin.requests import (
    Answer,
    Request,
    as_lines,
    escaped,
    lines_in,
    read_request,
    shortened,
    unescaped,
    write_answer,
)
from scorecard_xl.errors import ScorecardError
from tools.required import REPOSITORY


def vba_escaped(text):
    """Escaped() of macros/ScorecardText.bas, line by line."""
    units = text.encode("utf-16-be", "surrogatepass")
    result = ""
    for at in range(0, len(units), 2):
        code = units[at] * 256 + units[at + 1]
        plain = not (code < 32 or code > 126 or code == 92)
        result += chr(code) if plain else "\\u" + ("000" + f"{code:X}")[-4:]
    return result


def vba_unescaped(text):
    """Unescaped() of macros/ScorecardText.bas, line by line."""
    at, units = 0, []
    while at < len(text):
        digits = text[at + 2 : at + 6]
        if text[at : at + 2] == "\\u" and re.fullmatch("[0-9A-Fa-f]{4}", digits):
            units.append(int(digits, 16))
            at += 6
        else:
            units.append(ord(text[at]))
            at += 1
    return b"".join(unit.to_bytes(2, "big") for unit in units).decode("utf-16-be", "surrogatepass")


def test_the_rules_above_are_those_of_the_macros():
    text = (REPOSITORY / "macros" / "ScorecardText.bas").read_text(encoding="ascii")
    for line in (
        "If code < 32 Or code > 126 Or code = 92 Then",
        'result = result & "\\u" & Right("000" & Hex(code), 4)',
        'If Mid(text, at, 2) = "\\u" Then code = FromHex(Mid(text, at + 2, 4))',
        'digit = InStr("0123456789ABCDEF", UCase(Mid(digits, at, 1))) - 1',
    ):
        assert line in text


@given(st.text())
def test_what_the_macros_write_python_reads_and_back(text):
    assert escaped(text) == vba_escaped(text)
    assert unescaped(vba_escaped(text)) == text == vba_unescaped(escaped(text))
    assert lines_in("\r\n".join(as_lines({"book": text, "path": "x"}))) == {"book": text, "path": "x"}


@given(st.text(st.sampled_from("\\uU0041dDgG é")))
def test_what_looks_like_an_escape_is_read_alike_on_both_sides(text):
    assert unescaped(text) == vba_unescaped(text)


def test_a_half_of_a_character_is_no_reason_to_fail():
    assert unescaped("\\uD83D") == "\ufffd"
    assert unescaped("\\uD83D\\uDE00") == "😀"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end):
    assert lines_in(end.join(["action=build", "book=a=b", "no field", "action=check"])) == {
        "action": "build",
        "book": "a=b",
    }


def test_a_request_as_the_macros_write_it(press):
    path = press("1", action="build", program="Excel", book="Tŷ.xlsx", hwnd="1234", token="t")
    lines = path.read_text("ascii").splitlines()
    assert [line.partition("=")[0] for line in lines] == (
        "action program book path hwnd style period sheet cell token".split()
    )
    assert read_request(path) == Request("build", "Excel", "Tŷ.xlsx", hwnd="1234", token="t")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "does not know"),
        (b"action=format\n", "does not know"),
        (b"action=build\nsurprise=1\n", "install the add-in again"),
        ("action=build\nbook=Tŷ\n".encode(), "is no request"),
        (b"action=build\nbook=" + b"x" * 200_000, "is no request"),
    ],
)
def test_what_is_no_request_is_refused_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "1.request"
    path.write_bytes(content)
    with pytest.raises(ScorecardError, match=said):
        read_request(path)


def test_an_answer_is_there_whole_and_nothing_else_is_left(press):
    path = press("1", action="build")
    answer = write_answer(path, Answer(True, "Tŷ:\n2 errors", "Check", "Scorecard"))
    assert answer is not None
    assert answer.read_bytes() == (
        b"ok\r\nmessage=T\\u0177:\\u000A2 errors\r\ntitle=Check\r\nselect=Scorecard\r\n"
    )
    assert {file.name for file in path.parent.iterdir()} == {"1.request", "1.answer"}


def test_nobody_waits_for_the_answer_to_a_request_that_is_gone(press):
    path = press("1", action="build")
    path.unlink()
    assert write_answer(path, Answer(True)) is None
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("message", "shown"),
    [("short", "short"), ("x" * 1000, "x" * 1000), ("ab\n" * 400, "ab\n" * 332 + "…")],
)
def test_a_message_has_room_in_a_message_box(message, shown):
    assert shortened(message) == shown and len(shortened(message)) <= 1000


@pytest.mark.parametrize(("path", "book"), [("/tmp/Tŷ.xlsx", "Tŷ.xlsx"), ("", "Book1")])
def test_lists_are_named_by_a_checksum_of_the_path_as_written(home, path, book):
    request = Request("lists", book=book, path=path)
    write_lists(request, ["Feb 2015", "Q2 2019-20"], ["default", "tŷ"])
    name = f"{zlib.crc32(vba_escaped(path or book).encode()):08x}.txt"
    assert lists_file(request) == home / "lists" / name
    assert (home / "lists" / name).read_text("ascii").splitlines() == [
        "period=Feb 2015",
        "period=Q2 2019-20",
        "style=default",
        "style=t\\u0177",
    ]
