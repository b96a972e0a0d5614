"""The ribbon: each callback is there as Excel calls it; keys, pictures and tips for every control."""

from collections import Counter
from xml.etree import ElementTree

import pytest

from tools import vba_text
from tools.required import REPOSITORY

CALLBACKS = REPOSITORY / "macros" / "ScorecardRibbon.bas"
NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
ROOT = ElementTree.parse(REPOSITORY / "macros" / "customUI14.xml").getroot()
CONTROLS = [each for each in ROOT.iter() if each.tag in (f"{NAMESPACE}button", f"{NAMESPACE}dropDown")]
EVERY_CONTROL = pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.get("id"))

# How Excel calls each attribute's callback (Office Fluent UI reference). All hand back through a Variant.
SIGNATURES = {
    ("customUI", "onLoad"): ("IRibbonUI",),
    ("tab", "getVisible"): ("IRibbonControl", "Variant"),
    ("button", "onAction"): ("IRibbonControl",),
    ("dropDown", "onAction"): ("IRibbonControl", "String", "Integer"),
    ("dropDown", "getItemCount"): ("IRibbonControl", "Variant"),
    ("dropDown", "getItemLabel"): ("IRibbonControl", "Integer", "Variant"),
    ("dropDown", "getSelectedItemIndex"): ("IRibbonControl", "Variant"),
}
# Names of Excel's own controls, from Microsoft's lists of control identifiers.
PICTURES = {
    "ConditionalFormattingMenu", "DataValidation", "ErrorChecking", "FileSaveAs", "FileSendAsAttachment",
    "FormulaEvaluate", "Help", "RefreshAll", "TraceDependents", "TracePrecedents",
}  # fmt: skip
# What Excel cuts off or refuses.
LONGEST = {"label": 1024, "screentip": 1024, "supertip": 1024, "keytip": 3, "id": 1024, "tag": 1024}


def kind(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def test_the_tab_has_what_was_asked_for():
    (tab,) = ROOT.iter(f"{NAMESPACE}tab")
    assert tab.get("label") == "Scorecard"
    assert [control.get("label") for control in CONTROLS] == [
        "Build", "Check", "Period", "Style", "Explain this cell", "Share", "Help",
    ]  # fmt: skip


def test_every_callback_exists_as_excel_calls_it():
    procedures = {procedure.name: procedure for procedure in vba_text.procedures(CALLBACKS)}
    named = set()
    for element in ROOT.iter():
        for attribute, name in element.attrib.items():
            if attribute.startswith(("get", "on")):
                named.add(name)
                procedure = procedures[name]
                assert procedure.is_public, name
                assert procedure.types == SIGNATURES[kind(element), attribute], name
    unused = {name for name, procedure in procedures.items() if procedure.is_public} - named
    assert unused == {"RefreshRibbon"}, "a callback that no control names"


@EVERY_CONTROL
def test_every_control_explains_itself(control):
    for attribute in ("id", "label", "keytip", "screentip", "supertip", "onAction"):
        assert control.get(attribute), attribute
    assert control.get("screentip") != control.get("supertip")
    if kind(control) == "button":
        assert control.get("imageMso") in PICTURES
    else:
        assert control.get("tag") in ("period", "style")


def test_ids_and_keytips_are_there_once():
    for attribute in ("id", "keytip"):
        values = [each.get(attribute) for each in ROOT.iter() if each.get(attribute)]
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_texts_are_as_short_as_excel_wants_them():
    for element in ROOT.iter():
        for attribute, longest in LONGEST.items():
            assert len(element.get(attribute, "")) <= longest
        assert element.get("keytip", "A").isalnum() and element.get("keytip", "A").isupper()
