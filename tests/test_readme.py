"""What README shows is what the product prints."""

import re

from scorecard_xl.api import assess
from scorecard_xl.explain import explain
from tools.required import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_explanation_is_the_products_own():
    shown = re.search(r"\$ scorecard-xl explain (\S+) (\S+)\n((?:    .+\n)+)", README)
    assert shown is not None
    workbook, ref, lines = shown.groups()
    told = explain(assess(REPOSITORY / workbook), ref).splitlines()
    assert [line.strip() for line in lines.splitlines()] == told[: len(lines.splitlines())]


def test_every_page_that_it_names_is_there():
    pages = re.findall(r"\]\(([\w./]+\.md)\)", README)
    assert len(pages) > 8
    assert [page for page in pages if not (REPOSITORY / page).is_file()] == []
