"""What `make demo` shows is so: two builds into an officer's workbook, and all of hers stays."""

from xml.etree.ElementTree import canonicalize

import pytest
from openpyxl import load_workbook

from scorecard_xl.cli import main
from tools import demo
from tools.officers_notes import MEASURE, NOTES, RED, RESULT, TEXT_BOX, part_of, save_again
from tools.required import need

OURS = ["Scorecard", "Summary", "Exceptions", "Notes", "Data checks"]
INPUT = ["About", "Measures", "Results", "Commentary", "Glossary", "Settings"]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory, produced):
    done = demo.run(tmp_path_factory.mktemp("demo"))
    produced(done, "the demo")
    return done


@pytest.fixture(scope="module")
def backups(workbook):
    """The workbook as it was before the first build and before the second."""
    return sorted((workbook.parent / demo.BACKUPS).iterdir())


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl says what it does not know of our own tabs
def test_our_tabs_stand_before_hers(workbook):
    assert load_workbook(workbook).sheetnames == [*OURS, *INPUT, NOTES]


def test_every_part_of_hers_is_stored_as_she_last_saved_it(workbook, backups):
    before, saved = map(demo.parts, backups)
    after = demo.parts(workbook)
    hers = before.keys() - demo.LISTS
    assert {demo.CHART, demo.MARK, demo.DRAWING, part_of(workbook, NOTES)} <= hers
    assert [name for name in hers if after[name] != saved[name]] == []
    edited = {name for name in hers if saved[name] != before[name]}
    assert edited == {part_of(workbook, NOTES), part_of(workbook, "Results")}


def test_chart_picture_and_text_box_lie_on_her_tab(workbook):
    drawing = demo.read(workbook, demo.DRAWING)
    assert TEXT_BOX in drawing and drawing.count("<xdr:pic>") == drawing.count("<xdr:graphicFrame ") == 1
    sheet = part_of(workbook, NOTES).rpartition("/")[2]
    assert 'Target="../drawings/drawing1.xml"' in demo.read(workbook, f"xl/worksheets/_rels/{sheet}.rels")
    assert demo.parts(workbook)[demo.MARK].size > 500
    assert "Results!$C$32:$C$35" in demo.read(workbook, demo.CHART)


def test_her_formulas_read_our_scorecard(workbook):
    assert demo.shown(workbook) == {
        RED: ('"Red measures now: "&COUNTIF(Scorecard!C:C,"Red")', "Red measures now: 1"),
        MEASURE: ("Scorecard!B20", demo.row_of(workbook, demo.TO_EXPLAIN)[1]),
        RESULT: ("Scorecard!D20", 0.607),
    }


def test_the_second_build_shows_what_she_corrected(workbook, backups):
    assert demo.row_of(backups[1], demo.TO_CORRECT)[3] == 0.893
    assert demo.row_of(workbook, demo.TO_CORRECT)[3] == 0.901


def test_what_was_put_in_can_be_taken_out(backups, tmp_path):
    workbook = tmp_path / "mine.xlsx"
    workbook.write_bytes(backups[0].read_bytes())
    before = demo.parts(workbook)
    assert main(["build", str(workbook)]) == main(["remove", str(workbook)]) == 0
    after = demo.parts(workbook)
    assert list(after) == list(before)
    demo.compare(before, after, before.keys() - demo.LISTS)
    for name in demo.LISTS:
        assert canonicalize(demo.read(workbook, name)) == canonicalize(demo.read(backups[0], name))


def test_what_reads_our_tabs_keeps_them_from_being_taken_out(workbook, capsys):
    assert main(["remove", str(workbook), "--dry-run"]) == 2
    assert "The tab Scorecard can't go, since" in capsys.readouterr().err


def test_the_officers_page_quotes_the_dry_run(backups, tmp_path, capsys):
    page = (demo.REPOSITORY / "docs" / "officer.md").read_text(encoding="utf-8")
    quoted = page.partition(f"$ scorecard-xl build {demo.WORKBOOK} --dry-run\n")[2].partition("\n\n")[0]
    before = tmp_path / demo.WORKBOOK
    before.write_bytes(backups[1].read_bytes())
    assert main(["build", str(before), "--dry-run"]) == 0
    assert [line[4:] for line in quoted.splitlines()] == capsys.readouterr().out.splitlines()[1:]


def test_what_is_lost_is_noticed(workbook, tmp_path):
    before, drawn = demo.parts(workbook), {demo.CHART, demo.DRAWING}
    changed = tmp_path / "changed.xlsx"
    changed.write_bytes(workbook.read_bytes())
    save_again(changed, {demo.DRAWING: lambda xml: xml.replace("finance", "nobody")})
    with pytest.raises(demo.Lost, match=r"drawing1\.xml was changed"):
        demo.compare(before, demo.parts(changed), drawn)
    without = {name: part for name, part in before.items() if name != demo.CHART}
    with pytest.raises(demo.Lost, match=r"chart1\.xml is gone"):
        demo.compare(before, without, drawn)


def test_libreoffice_draws_both_tabs(workbook, office):
    need("pdftoppm")
    pictures = demo.draw(workbook, office)
    assert [picture.name for picture in pictures] == [
        "kent_with_notes_scorecard.png",
        "kent_with_notes_notes.png",
    ]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
