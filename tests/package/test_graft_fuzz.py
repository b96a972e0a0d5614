"""Any package as a workbook: our tabs go in and come out soundly, or one sentence says why not.

More and other examples: SCORECARD_FUZZ=50, see tools/fuzz.py.
"""

import tracemalloc
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from scorecard_xl.errors import ScorecardError
from scorecard_xl.hosts.closed import sheets_of
from scorecard_xl.package.graft import Delivery, Outcome
from tools import gates
from tools.fuzz import examples, in_bounded_time, is_a_sentence
from tools.grafting import KENT, donor, grafted, ungrafted
from tools.rich_books import RICH
from tools.xml_damage import damaged

# Small, and of every sort of list one.
BOOKS = [
    "formulas_at_our_tabs.xlsx", "names_at_our_tabs.xlsx", "tables_and_validations.xlsx", "pivot_table.xlsx",
    "chart_sheet_first.xlsx", "hidden_sheets.xlsx", "calculation_chain.xlsx", "no_book_views.xlsx",
    "no_styles.xlsx", "absolute_targets.xlsx", "parts_at_the_root.xlsx", "prefixed_namespaces.xlsx",
    "alternate_content.xlsx", "saved_by_openpyxl.xlsx", "macros.xlsm",
    "conditional_formats_and_sparklines.xlsx",
]  # fmt: skip
MOST_MEMORY = 60_000_000  # bytes, for packages of some 30 kB


@cache
def started(name: str) -> tuple[tuple[str, bytes], ...]:
    """A workbook's parts, "NAME"; with our tabs in it, "NAME+ours", or little ones, "NAME+tiny"."""
    book, _, has_ours = name.partition("+")
    if book == KENT.name:
        content = KENT.read_bytes()
    else:
        with TemporaryDirectory() as folder:
            RICH[book](Path(folder) / book)
            content = (Path(folder) / book).read_bytes()
    if has_ours:
        content, _ = grafted(content, donor("default" if has_ours == "ours" else "tiny"))
    with zipfile.ZipFile(BytesIO(content)) as package:
        return tuple((name, package.read(name)) for name in package.namelist())


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def attempt(do: Callable[[], tuple[bytes, Outcome]]) -> bytes | None:
    with in_bounded_time():
        try:
            return do()[0]
        except ScorecardError as refusal:
            is_a_sentence(refusal)
            return None


def written_or_refused(content: bytes, delivery: Delivery) -> bytes | None:
    """Put our tabs in, put them in again, take them out; each is sound or refused in a sentence."""
    first = attempt(lambda: grafted(content, delivery))
    attempt(lambda: ungrafted(content))
    if first is None:
        return None
    assert not (found := gates_of_a_zip(content, first)), found
    ours_are_read(content, first, delivery)
    again = attempt(lambda: grafted(first, delivery))
    # A part of the officer's that is no XML, or names of sheets that are not there, may show only now.
    if again is not None and again != first:
        assert attempt(lambda: grafted(again, delivery)) == again, gates.difference(first, again)
    gone = attempt(lambda: ungrafted(first))
    if gone is not None:
        assert not (found := gates_of_a_zip(content, gone)), found
    return first


def gates_of_a_zip(before: bytes, after: bytes) -> list[str]:
    """What is wrong with the package as such, and which parts that nobody may touch have changed."""
    was, now = ({one.name: one for one in gates.kept(content)} for content in (before, after))
    with zipfile.ZipFile(BytesIO(after)) as package:
        names = package.namelist()
        for name in names:
            if was.get(name) != now[name]:  # what is copied is never unpacked: broken it may be as it was
                package.read(name)
    found = []
    if len({name.casefold() for name in names}) < len(names):
        found += ["a part stands twice"]
    known = gates.Opened(before)
    ours = known.ours()
    kinds = {"styles", "calcChain", "extended-properties"}
    lists = {part for one in ("", known.workbook) for _, kind, part in known.related(one) if kind in kinds}
    may = {part.casefold() for part in (gates.TYPES, known.workbook, known.rels, *lists, *ours)}
    kept = [name for name in was if name.casefold() not in may]
    found += [f"{name} is gone" for name in kept if name not in now]
    return found + [f"{name} was changed" for name in kept if name in now and was[name] != now[name]]


def ours_are_read(before: bytes, after: bytes, delivery: Delivery) -> None:
    """Our cells are there, unless the reader could make nothing of the workbook itself."""
    try:
        sheets_of("book.xlsx", before)  # which keeps from the reader what would be the end of it
    except ScorecardError:
        return
    now = CalamineWorkbook.from_filelike(BytesIO(after))
    for name, rows in rendered(delivery.content).items():
        assert now.get_sheet_by_name(name).to_python(skip_empty_area=False) == rows, name


@cache
def rendered(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


STARTS = [*BOOKS, *(f"{name}+ours" for name in BOOKS[:8]), *(f"{name}+tiny" for name in BOOKS), KENT.name]
# A seed says it all: what fails is found again by it, and is small as it is.
SEEDS = st.integers(0, 2**32)


@given(SEEDS)
@examples(50)
def test_lists_and_sheets_damaged(seed: int) -> None:
    random = Random(seed)
    parts = dict(started(random.choice(STARTS)))
    damaged(parts, random, random.choice([1, 1, 2, 3]))
    written_or_refused(packed(parts), donor(random.choice(["tiny", "tiny", "tiny", "kent linked"])))


@given(SEEDS)
@examples(30)
def test_our_own_traces_damaged(seed: int) -> None:
    """The marker, the record beside the sheet, and our sheets themselves."""
    random = Random(seed)
    parts = dict(started(random.choice(BOOKS) + "+tiny"))
    ours = gates.Opened(packed(parts)).ours()
    book = gates.Opened(packed(parts)).workbook
    for part in random.sample(sorted(ours), k=min(2, len(ours))):
        if part.endswith(".bin"):
            content = bytearray(parts[part])
            for _ in range(random.choice([1, 4, 90])):
                content[random.randrange(len(content))] = random.randrange(256)
            parts[part] = bytes(content)[: random.choice([None, random.randrange(len(content))])]
        else:
            one = {part: parts[part]}
            damaged(one, random, 2)
            parts.pop(part)
            parts.update(one)
    if random.random() < 0.5:
        one = {book: parts.get(book, b"<x/>")}
        damaged(one, random, 1)
        parts.pop(book, None)
        parts.update(one)
    written_or_refused(packed(parts), donor("tiny"))


@given(SEEDS)
@examples(30)
def test_bytes_of_a_workbook_with_our_tabs_damaged(seed: int) -> None:
    random = Random(seed)
    content = bytearray(packed(dict(started("calculation_chain.xlsx+tiny"))))
    for _ in range(random.choice([1, 1, 3, 20])):
        content[random.randrange(len(content))] = random.randrange(256)
    written_or_refused(bytes(content), donor("tiny"))


def test_memory_stays_bounded_where_everything_is_many() -> None:
    parts = dict(started("names_at_our_tabs.xlsx+tiny"))
    random = Random(5)
    damaged(parts, random, 25)
    tracemalloc.start()
    try:
        written_or_refused(packed(parts), donor("tiny"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY
