"""Runs macros of documents in LibreOffice: a program of its own, for the Python that has LibreOffice's uno.

    /usr/bin/python3 calc_macros.py SOFFICE PROFILE < steps.json > results.json

Each step is a list:
    ["open", path]                   opens a document (a new one where the path is empty)
    ["run", macro, *arguments]       runs a macro of the document opened first, returns its result
    ["pressed", macro, tag, *more]   runs a callback of its ribbon, returns what it put into its last argument
    ["select", sheet, cell]          goes there in the document opened last
    ["sheet"]                        the name of the sheet in front
    ["write", path, text, age]       writes a file as of so many seconds ago
Each result is what the step returned, or {"error": …}.
"""

import json
import os
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PROJECT = "ScorecardXL"
ALWAYS_RUN_MACROS = 4
STARTING_SECONDS = 120
FILTERS = {".xlam": "Calc MS Excel 2007 VBA XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}


class Calc:
    def __init__(self, soffice, profile):
        pipe = "scorecard" + uuid.uuid4().hex
        self.process = subprocess.Popen(
            [
                soffice,
                f"-env:UserInstallation={Path(profile).resolve().as_uri()}",
                *("--headless", "--norestore", "--nologo"),
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        context = self._connected(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.create = lambda name: context.ServiceManager.createInstanceWithContext(name, context)
        self.desktop = self.create("com.sun.star.frame.Desktop")
        self.documents = []

    def _connected(self, url):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        limit = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                return resolver.resolve(url)
            except NoConnectException:
                if time.monotonic() > limit or self.process.poll() not in (None, 0):
                    raise
                time.sleep(0.1)

    def open(self, path):
        properties = [PropertyValue(Name="MacroExecutionMode", Value=ALWAYS_RUN_MACROS)]
        if Path(path).suffix in FILTERS:
            properties.append(PropertyValue(Name="FilterName", Value=FILTERS[Path(path).suffix]))
        url = "private:factory/scalc" if not path else Path(path).resolve().as_uri()
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, tuple(properties))
        assert document is not None, f"LibreOffice did not open {path}"
        self.documents.append(document)

    def run(self, macro, *arguments):
        url = f"vnd.sun.star.script:{PROJECT}.{macro}?language=Basic&location=document"
        script = self.documents[0].getScriptProvider().getScript(url)
        result, _, _ = script.invoke(arguments, (), ())
        return list(result) if isinstance(result, tuple) else result

    def pressed(self, macro, tag, *arguments):
        """The control is any object of LibreOffice's that has a Tag, as a control of the ribbon has."""
        control = self.create("com.sun.star.form.component.CommandButton")
        control.Tag = tag
        url = f"vnd.sun.star.script:{PROJECT}.{macro}?language=Basic&location=document"
        script = self.documents[0].getScriptProvider().getScript(url)
        _, _, changed = script.invoke((control, *arguments), (), ())
        plain = [value for value in changed if isinstance(value, (str, int, float))]
        return plain[-1] if plain else None

    def write(self, path, text, age=0):
        Path(path).write_text(text, encoding="ascii")
        os.utime(path, (time.time() - age,) * 2)

    def select(self, sheet, cell):
        controller = self.documents[-1].getCurrentController()
        of_sheet = self.documents[-1].Sheets.getByName(sheet)
        controller.setActiveSheet(of_sheet)
        controller.select(of_sheet.getCellRangeByName(cell))

    def sheet(self):
        return self.documents[-1].getCurrentController().getActiveSheet().Name

    def end(self):
        with suppress(Exception):  # the bridge goes down with it
            self.desktop.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def main():
    calc = Calc(*sys.argv[1:3])
    results = []
    try:
        for action, *arguments in json.load(sys.stdin):
            try:
                results.append(getattr(calc, action)(*arguments))
            except Exception as error:
                results.append({"error": f"{type(error).__name__}: {error}"})
    finally:
        calc.end()
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
