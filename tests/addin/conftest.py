"""No test of the add-in touches a real home: its folder, %APPDATA% and HOME are in tmp_path."""

import shutil
from pathlib import Path

import pytest

from scorecard_xl.addin.requests import Request, as_lines
from scorecard_xl.resources import shipped


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The add-in's folder; not made yet. With a letter that is none of ASCII, as accounts have."""
    folder = tmp_path / "Tŷ" / "scorecard_xl"
    folder.parent.mkdir()
    monkeypatch.setenv("SCORECARD_XL_HOME", str(folder))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


@pytest.fixture
def kent(tmp_path: Path) -> Path:
    """The Kent example, saved and closed, under a Welsh name."""
    path = tmp_path / "Sgôr tŷ.xlsx"
    shutil.copyfile(shipped("workbook_templates/kent_2015_02.xlsx"), path)
    return path


@pytest.fixture
def press(home):
    """`press("name", action="build", …)`: leaves a request as the macro does, returns its path."""

    def leave(name: str, **fields: str) -> Path:
        from scorecard_xl.addin.home import requests_folder

        request = Request(**fields)
        all_ten = {key: getattr(request, key) for key in Request.__struct_fields__}
        part = requests_folder() / f"{name}.part"
        part.write_bytes("".join(f"{line}\r\n" for line in as_lines(all_ten)).encode("ascii"))
        return part.rename(part.with_suffix(".request"))

    return leave
