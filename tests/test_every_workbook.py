"""Every workbook that the tests produced, opened and judged by each program we trust, at the end."""

from pathlib import Path

import pytest

from tools import readers, semantics, validator, workbooks
from tools.office import Office
from tools.required import need


@pytest.fixture(scope="module")
def all_workbooks() -> list[Path]:
    found = workbooks.registered()
    assert found, "the tests produced no workbook (run them first: pytest, or make test)"
    return found


@pytest.mark.validator
def test_the_open_xml_validator_finds_no_error(all_workbooks):
    need("validator")
    errors = {path.name: found for path, found in validator.validate(all_workbooks).items() if found}
    assert not errors


def test_no_rule_beyond_the_schema_is_broken(all_workbooks):
    found = {path.name: semantics.findings(path) for path in all_workbooks}
    assert not {name: sentences for name, sentences in found.items() if sentences}


def test_libreoffice_opens_each(all_workbooks, office: Office, tmp_path):
    assert len(office.to_pdf(all_workbooks, tmp_path)) == len(all_workbooks)


@pytest.mark.parametrize("read", [readers.read_with_openpyxl, readers.read_with_calamine])
def test_others_read_each(all_workbooks, read):
    for path in all_workbooks:
        sheets = read(path)
        assert any(any(row) for rows in sheets.values() for row in rows), f"{path.name} has no cell"
