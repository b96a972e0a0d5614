"""The list of tabs in the document's properties: byte for byte, and back again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_xl.package.app_titles import retitled


def app(*kinds: tuple[str, list[str]], between: str = "", size: int | None = None, vt: str = "vt:") -> bytes:
    """The part as Excel writes it: a kind with its titles each."""
    titles = [title for _, of_kind in kinds for title in of_kind]
    heads = "".join(
        f"<{vt}variant><{vt}lpstr>{kind}</{vt}lpstr></{vt}variant>"
        f"<{vt}variant><{vt}i4>{len(of_kind)}</{vt}i4></{vt}variant>"
        for kind, of_kind in kinds
    )
    listed = "".join(f"{between}<{vt}lpstr>{title}</{vt}lpstr>" for title in titles)
    declared = f' xmlns:{vt[:-1]}="urn:vt"' if vt else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties{declared}>'
        "<Application>Microsoft Excel</Application>"
        f'<HeadingPairs><{vt}vector size="{2 * len(kinds)}" baseType="variant">{heads}'
        f"</{vt}vector></HeadingPairs><TitlesOfParts>"
        f'<{vt}vector size="{len(titles) if size is None else size}" baseType="lpstr">{listed}</{vt}vector>'
        "</TitlesOfParts><Company>LA</Company></Properties>"
    ).encode()


def test_a_tab_before_the_others():
    before = app(("Worksheets", ["Own", "More"]))
    assert retitled(before, ["Own", "More"], ["Scorecard", "Own", "More"]) == app(
        ("Worksheets", ["Scorecard", "Own", "More"])
    )


OWN = ["Own", "More"]
WITH = ["Scorecard", "Own", "Notes", "More"]
KINDS = [
    ("English", [("Worksheets", OWN)], [("Worksheets", WITH)]),
    ("German", [("Arbeitsblätter", OWN)], [("Arbeitsblätter", WITH)]),
    (
        "names after",
        [("Worksheets", OWN), ("Named Ranges", ["Own!Print_Area"])],
        [("Worksheets", WITH), ("Named Ranges", ["Own!Print_Area"])],
    ),
    (
        "chart sheets after",
        [("Worksheets", OWN), ("Charts", ["Overview"])],
        [("Worksheets", WITH), ("Charts", ["Overview"])],
    ),
    (
        "chart sheets before",
        [("Diagramme", ["Overview"]), ("Arbeitsblätter", OWN)],
        [("Diagramme", ["Overview"]), ("Arbeitsblätter", WITH)],
    ),
]


@pytest.mark.parametrize(("_", "before", "after"), KINDS)
@pytest.mark.parametrize("form", [{}, {"between": "\n  "}, {"vt": ""}, {"vt": "x:"}])
def test_kinds_and_forms(_: str, before: list, after: list, form: dict):
    assert retitled(app(*before, **form), OWN, WITH) == app(*after, **form)
    assert retitled(app(*after, **form), WITH, OWN) == app(*before, **form)


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<Properties/>",
        app(("Worksheets", ["Other", "More"])),  # disagreed already
        app(("Worksheets", ["Own"])),
        app(("Worksheets", OWN), size=7),
        app(("Worksheets", OWN)).replace(b"TitlesOfParts", b"Titles"),
        app(("Worksheets", OWN)).replace(b"HeadingPairs", b"Heads"),
        app(),
    ],
)
def test_what_did_not_agree_stays(part: bytes):
    assert retitled(part, OWN, WITH) == part


def test_names_as_xml_spells_them():
    before = app(("Worksheets", ["A &amp; B", "&lt;2&gt;", "Jo&apos;s", "&#252;"]))
    after = retitled(before, ["A & B", "<2>", "Jo's", "ü"], ["A & B", "C & D", "<2>", "Jo's", "ü"])
    assert after == app(("Worksheets", ["A &amp; B", "C &amp; D", "&lt;2&gt;", "Jo&apos;s", "&#252;"]))


TITLES = st.lists(st.text("abc&<> ü'", min_size=1, max_size=8), min_size=1, max_size=6, unique=True)


@given(TITLES, TITLES, st.data(), st.sampled_from(["", "\n", "\r\n\t"]))
def test_there_and_back(own: list[str], ours: list[str], data: st.DataObject, between: str):
    ours = [one for one in ours if one not in own]
    places = [data.draw(st.integers(0, len(own))) for _ in ours]
    mixed = list(own)
    for place, name in zip(places, ours, strict=True):
        mixed.insert(place, name)
    spelt = [one.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for one in own]
    before = app(("Worksheets", spelt), ("Named Ranges", ["x"]), between=between)
    there = retitled(before, own, mixed)
    assert (there == before) is (own == mixed)
    assert retitled(there, mixed, own) == before
