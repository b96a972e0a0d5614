"""A package with changes over it: reads like the result, and names as changed only what is."""

import pytest
from lxml import etree

from scorecard_xl.package.draft import Draft
from scorecard_xl.package.relations import relations_part
from scorecard_xl.package.xml import RELATIONS, TYPES, add_child, key
from tools.tabs import Opened, officers

OWN = "xl/worksheets/sheet1.xml"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"


def draft() -> Draft:
    return Opened(officers()).draft()


def test_looking_changes_nothing():
    one = draft()
    for part in one.package.names:
        if part.endswith((".xml", ".rels")):
            one.tree(part)
            assert one.read(part)
    one.write(OWN, one.package.content(OWN))
    assert (one.changes().written, one.changes().dropped) == ({}, set())


def test_what_was_changed_is_named_in_the_packages_order_and_new_parts_last():
    one = draft()
    one.write("xl/new2.xml", b"<b/>")
    one.write("xl/new1.xml", b"<a/>")
    one.tree(OWN).set("changed", "1")
    one.write("XL/Workbook.xml", b"<workbook/>")
    changes = one.changes()
    assert list(changes.written)[-2:] == ["xl/new2.xml", "xl/new1.xml"]
    assert set(changes.written) == {"xl/new2.xml", "xl/new1.xml", OWN, "xl/workbook.xml"}
    assert b'changed="1"' in changes.written[OWN] == one.read(OWN)
    assert one.content("xl/workbook.XML") == b"<workbook/>"


def test_what_was_dropped_is_gone_with_its_relationships_and_its_type():
    one = draft()
    one.relations(OWN).add(KIND, "xl/charts/chart1.xml")
    one.drop(OWN.upper())
    assert OWN not in one and relations_part(OWN) not in one
    assert one.type_of(OWN) != one.type_of("xl/worksheets/sheet2.xml")
    with pytest.raises(KeyError):
        one.read(OWN)
    assert (set(one.changes().written), one.changes().dropped) == ({"[Content_Types].xml"}, {OWN})
    one.write(OWN, b"<again/>")
    assert (one.read(OWN), one.changes().dropped) == (b"<again/>", set())


@pytest.mark.parametrize(
    ("like", "free"),
    [
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"),
        ("xl/charts/chart7.xml", "xl/charts/chart1.xml"),
        ("xl/styles.xml", "xl/styles1.xml"),
        ("sheet1.xml", "sheet1.xml"),
    ],
)
def test_free_names(like: str, free: str):
    assert draft().free_name(like) == free


def test_content_types():
    one = draft()
    types = one.tree("[Content_Types].xml")
    types.insert(0, types.makeelement(f"{{{TYPES}}}Default", Extension="PNG", ContentType="image/png"))
    assert one.type_of("xl/media/picture.png") == "image/png"
    assert one.type_of("xl/media/picture") == ""
    before = len(types)
    one.set_type("xl/media/picture.png", "image/png")
    assert len(types) == before
    one.set_type("xl/media/picture.png", "image/x")
    one.set_type("xl/media/PICTURE.png", "image/y")
    assert (len(types), one.type_of("xl/media/picture.png")) == (before + 1, "image/y")


TARGETS = [
    ("charts/chart1.xml", "xl/charts/chart1.xml"),
    ("/xl/charts/chart1.xml", "xl/charts/chart1.xml"),
    ("../chart1.xml", "chart1.xml"),
    ("./charts/../chart1.xml", "xl/chart1.xml"),
]


@pytest.mark.parametrize(("target", "part"), TARGETS)
def test_where_relationships_lead(target: str, part: str):
    one = draft()
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><!-- odd -->'
        f'<Relationship Id="a" Type="{KIND}" Target="{target}"/>'
        f'<Relationship Id="b" Type="{KIND}" Target="http://x" TargetMode="External"/></Relationships>'
    )
    one.write("xl/_rels/own.xml.rels", relations.encode())
    of = one.relations("xl/own.xml")
    assert [(relation.id, relation.kind, relation.part) for relation in of.internal()] == [
        ("a", "chart", part)
    ]
    assert of.of_kind("image") == []
    of.aim("a", part)
    assert target in one.read(of.path).decode()  # as it was spelt, since it leads there already
    of.aim("a", "xl/charts/chart9.xml")
    assert [relation.part for relation in of.internal()] == ["xl/charts/chart9.xml"]
    assert of.add(KIND, "xl/x.xml") == "rId1"
    assert of.add(KIND, "y.xml", "wanted") == "wanted"
    of.drop("a")
    assert [relation.part for relation in of.internal()] == ["xl/x.xml", "y.xml"]


def test_what_leads_where():
    one = draft()
    one.relations(OWN).add(KIND, "xl/charts/chart1.xml")
    one.relations("xl/worksheets/sheet2.xml").add(KIND, "xl/charts/chart2.xml")
    for part in ("xl/charts/chart1.xml", "xl/charts/chart2.xml", "xl/lost.xml"):
        one.write(part, b"<c/>")
    one.relations("xl/charts/chart1.xml").add(KIND, OWN)  # in a circle
    every = one.reachable()
    assert {OWN, "xl/charts/chart1.xml", "xl/charts/chart2.xml"} <= every
    assert "xl/lost.xml" not in every
    assert every - one.reachable(without=OWN.upper()) == {OWN, "xl/charts/chart1.xml"}


def test_two_elements_that_mean_the_same():
    one = etree.fromstring('<a xmlns="m" x="1" y="2"><b> t </b><!-- c --></a>')
    other = etree.fromstring('<p:a xmlns:p="m" y="2" x="1">\n<p:b>t</p:b>\n</p:a>')
    assert key(one) == key(other)
    for different in ('<a xmlns="n" x="1" y="2"><b>t</b></a>', '<a xmlns="m" x="1" y="2"><b>u</b></a>',
                      '<a xmlns="m" x="1"><b>t</b></a>', '<a xmlns="m" x="1" y="2"/>'):  # fmt: skip
        assert key(etree.fromstring(different)) != key(one)


def test_children_stand_in_their_place_and_in_the_parents_namespace():
    root = etree.fromstring('<p:a xmlns:p="m"><p:one/><p:three/></p:a>')
    add_child(root, "two", {"x": "1"}, ["one"])
    add_child(root, "first", {}, [])
    add_child(root, "last", {}, ["one", "three"])
    assert etree.tostring(root) == (
        b'<p:a xmlns:p="m"><p:first/><p:one/><p:two x="1"/><p:three/><p:last/></p:a>'
    )
