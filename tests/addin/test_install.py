"""Installing, looking after and removing the add-in, on computers of every kind; none of them real."""

import sys

import pytest

from scorecard_xl.addin import at_logon, beat, control, install
from scorecard_xl.addin.home import settings, write_settings
from scorecard_xl.addin.machine import Machine, rules_in_the_way, windows, zone_of
from scorecard_xl.addin.registry import MACHINE, USER
from scorecard_xl.cli import main
from scorecard_xl.errors import ScorecardError
from scorecard_xl.resources import shipped

CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
EXCEL = (MACHINE, r"Software\Classes\Excel.Application\CurVer", "")
SECURITY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
OWN_SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
ADD_IN = shipped("workbook_templates/scorecard_xl.xlam").read_bytes()


class FakeRegistry:
    """A registry in memory; `closed` refuses to be written, as a rule of IT's does."""

    def __init__(self, values=(), closed=False):
        self.values, self.closed = dict(values), closed

    def read(self, root, key, name=""):
        return self.values.get((root, key, name))

    def write(self, key, name, text):
        if self.closed:
            raise PermissionError(13, "Access is denied")
        self.values[USER, key, name] = text

    def remove(self, key, name):
        self.values.pop((USER, key, name), None)


def computer(tmp_path, values=(), **more):
    known = {
        EXCEL: "Excel.Application.16",
        (MACHINE, CLICK_TO_RUN, "VersionToReport"): "16.0.14332.20721",
        (MACHINE, CLICK_TO_RUN, "Platform"): "x64",
    }
    return windows(FakeRegistry(known | dict(values), **more), str(tmp_path / "Roaming"))


@pytest.fixture
def said():
    return []


# ---- what a computer has -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "excel"),
    [
        ({EXCEL: "Excel.Application.16"}, "Excel 16.0, bitness unknown"),
        (
            {EXCEL: "Excel.Application.16", (MACHINE, CLICK_TO_RUN, "Platform"): "x86"},
            "Excel 16.0, 32-bit",
        ),
        (
            {
                EXCEL: "Excel.Application.15",
                (MACHINE, r"Software\Microsoft\Office\15.0\Outlook", "Bitness"): "x64",
            },
            "Excel 15.0, 64-bit",
        ),
        (
            {
                (USER, EXCEL[1], ""): "Excel.Application.16",
                (MACHINE, CLICK_TO_RUN, "VersionToReport"): "16.0.1",
                (MACHINE, CLICK_TO_RUN, "Platform"): "x64",
            },
            "Excel 16.0.1, 64-bit",
        ),
        ({}, ""),
        ({EXCEL: "Excel.Application"}, ""),
    ],
)
def test_version_and_bitness_are_read_from_the_registry(tmp_path, values, excel):
    found = windows(FakeRegistry(values), str(tmp_path))
    assert found.excel == excel and (found.startup is None) == (not excel)


@pytest.mark.parametrize(
    ("key", "name", "value", "sentence"),
    [
        (SECURITY + r"\Trusted Locations", "AllLocationsDisabled", 1, "Trusted locations are switched off"),
        (OWN_SECURITY + r"\Trusted Locations", "AllLocationsDisabled", 1, "Trusted locations are"),
        (SECURITY, "RequireAddinSig", 1, "Excel runs signed add-ins only"),
        (SECURITY, "DisableAllAddins", 1, "Add-ins are switched off"),
        (SECURITY, "VBAWarnings", 4, "Macros are switched off outside trusted locations"),
        (SECURITY, "VBAWarnings", 2, ""),
        (SECURITY, "RequireAddinSig", 0, ""),
    ],
)
def test_rules_that_are_in_the_way_are_named(tmp_path, key, name, value, sentence):
    found = list(rules_in_the_way(computer(tmp_path, {(USER, key, name): value})))
    assert len(found) == bool(sentence) and "".join(found).startswith(sentence)


def test_a_rule_of_its_counts_above_the_users_own_setting(tmp_path):
    both = {(USER, SECURITY, "RequireAddinSig"): 0, (USER, OWN_SECURITY, "RequireAddinSig"): 1}
    assert not list(rules_in_the_way(computer(tmp_path, both)))


# ---- install, status, remove ---------------------------------------------------------------------


def test_install_puts_one_file_into_the_start_folder_and_says_so(tmp_path, home, said):
    assert install.install(computer(tmp_path), said.append) == 0
    add_in = tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "scorecard_xl.xlam"
    assert add_in.read_bytes() == ADD_IN and [path.name for path in add_in.parent.iterdir()] == [add_in.name]
    assert settings() == {"python": sys.executable, "wait": "120"}
    assert f"python={sys.executable}" in (home / "settings.txt").read_text("ascii").splitlines()
    assert said[2:] == [
        "Found: Excel 16.0.14332.20721, 64-bit",
        f"Add-in: {add_in}, which Excel opens at each start and trusts as it comes",
        "Start Excel anew: the tab Scorecard stands at the right of the ribbon. Nothing else was changed.",
    ]


def test_a_second_install_renews_the_file_and_keeps_the_wait(tmp_path, said):
    write_settings({"python": "/old", "wait": "300"})
    machine = computer(tmp_path)
    machine.startup.mkdir(parents=True)
    machine.add_in.write_bytes(b"an older one")
    assert install.install(machine, said.append) == 0
    assert machine.add_in.read_bytes() == ADD_IN and settings() == {"python": sys.executable, "wait": "300"}


def test_what_may_keep_it_from_running_is_said(tmp_path, said):
    machine = computer(tmp_path, {(USER, SECURITY, "RequireAddinSig"): 1})
    install.install(machine, said.append)
    zone_of(machine.add_in).write_text("[ZoneTransfer]\nZoneId=3\n")
    install.status(machine, said.append)
    text = "\n".join(said)
    assert text.count("Look at this: Excel runs signed add-ins only") == 2
    assert text.count("carries the mark of a file from the internet") == 1


def test_status_before_and_after(tmp_path, said):
    machine = computer(tmp_path)
    assert install.status(machine, said.append) == 2
    assert said[0].startswith("Settings: none") and said[-1].startswith("Add-in: not in")
    install.install(machine, said.append)
    said.clear()
    assert install.status(machine, said.append) == 0
    assert said[-1] == f"Add-in: {machine.add_in}, of this version"
    machine.add_in.write_bytes(b"an older one")
    write_settings({"python": str(tmp_path / "gone")})
    said.clear()
    assert install.status(machine, said.append) == 2
    assert said[0].endswith("which is no longer there") and "of another version" in said[-1]


def test_remove_leaves_nothing(tmp_path, home, said, press):
    machine = computer(tmp_path)
    before = dict(machine.registry.values)
    install.install(machine, said.append)
    at_logon.remember(machine.registry, [tmp_path])
    press("1", action="build")
    for name in ("log.txt", "helper.lock", "helper.stop", "lists/00000000.txt", "requests/1.answer"):
        (home / name).write_bytes(b"")
    assert install.remove(machine, said.append) == 0
    assert not home.exists() and not machine.add_in.exists() and machine.registry.values == before
    assert said[-1].startswith("Nothing of the add-in is left.")
    assert install.remove(machine, said.append) == 0  # there is nothing to remove, which is fine


def test_remove_leaves_what_is_not_ours_and_names_it(tmp_path, home, said):
    machine = computer(tmp_path)
    install.install(machine, said.append)
    (home / "notes.docx").write_bytes(b"the officer's")
    with pytest.raises(ScorecardError, match=r"notes\.docx"):
        install.remove(machine, said.append)
    assert [path.name for path in home.iterdir()] == ["notes.docx"]


def test_a_start_folder_that_is_closed_is_a_sentence(tmp_path, said):
    machine = computer(tmp_path)
    machine.startup.parent.mkdir(parents=True)
    machine.startup.write_bytes(b"in the way")
    with pytest.raises(ScorecardError, match="close Excel and try again; where that does not help, IT"):
        install.install(machine, said.append)


@pytest.mark.parametrize("action", ["install", "status", "selftest"])
def test_without_excel_it_is_said_plainly(monkeypatch, capsys, action):
    monkeypatch.setattr("scorecard_xl.addin.machine.this_machine", lambda: Machine(None))
    assert main(["addin", action]) == 2
    out, err = capsys.readouterr()
    assert "There is no Excel on this computer for this account" in out + err


def test_remove_without_excel(monkeypatch, capsys, home):
    monkeypatch.setattr("scorecard_xl.addin.machine.this_machine", lambda: Machine(None))
    main(["addin", "install"])
    assert home.exists() and main(["addin", "remove"]) == 0 and not home.exists()
    assert "There is no Excel on this computer" in capsys.readouterr().out


# ---- at log-on -----------------------------------------------------------------------------------


def test_at_log_on_is_one_value_of_the_users(tmp_path, said, monkeypatch):
    monkeypatch.setattr(beat, "alive", lambda: beat.Beat("t", "1"))
    machine = computer(tmp_path)
    before = set(machine.registry.values)
    (tmp_path / "drop in").mkdir()
    assert control.start(machine, [tmp_path / "drop in"], said.append, logon=True) == 0
    assert "waiting already" in said[-1]  # one is: it is for the next log-on
    ((root, key, name),) = set(machine.registry.values) - before
    assert (root, name) == (USER, "scorecard_xl helper") and key.endswith(r"CurrentVersion\Run")
    command = machine.registry.values[root, key, name]
    assert command.endswith(f'-P -m scorecard_xl.addin helper "{tmp_path / "drop in"}"')


def test_a_closed_registry_is_a_sentence(tmp_path, said):
    with pytest.raises(ScorecardError, match="Ask IT"):
        control.start(computer(tmp_path, closed=True), [], said.append, logon=True)


def test_elsewhere_it_is_said_how(said, monkeypatch):
    monkeypatch.setattr(control, "serve", lambda folders: 0)
    assert control.start(Machine(None), [], said.append, logon=True, foreground=True) == 0
    assert "Login Item" in said[0] and "-P -m scorecard_xl.addin helper" in said[0]
