"""What was done to a workbook, or would be, in words for the officer whose workbook it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..package.graft import Outcome
from ..package.ours import HandEdits

MOST_CELLS = 5
TEXTS_LEFT = (
    "Texts of the old tabs stay in the file, where nobody sees them, until Excel saves it anew: "
    "before you mail it, open it in Excel and save it once."
)
# The parts of a package that a delivery may change, as an officer would call them.
LISTS = {
    "[content_types].xml": "the list of parts",
    "workbook.xml": "the list of tabs",
    "workbook.xml.rels": "the list of tabs",
    "styles.xml": "the list of formats (ours are added at its end)",
    "app.xml": "the tabs' names in the document's properties",
    "calcchain.xml": "the order of calculation",
}


def done(workbook: Path, outcome: Outcome, backup: Path | None, shown: Sequence[str]) -> str:
    """Say what was done; `shown` are cells of the officer's that show values of our tabs."""
    changed = outcome.changes.written or outcome.changes.dropped
    if not changed:
        lines = [f"{workbook.name} is as it was: there was nothing to change."]
    else:
        lines = [f"Written: {workbook} ({'; '.join(_tabs(outcome))}). Nothing else in it was changed."]
    for edits, name in outcome.kept:
        lines.append(_kept(edits, name))
    if outcome.copies:
        copies = _copies(outcome.copies)
        lines.append(copies[0].upper() + copies[1:] + ".")
    if changed:
        lines += _shown(outcome, shown)
    if outcome.leaves_texts:
        lines.append(TEXTS_LEFT)
    if backup:
        lines.append(f"As it was before: {backup}")
    return "\n".join(lines)


def delivered(book: str, outcome: Outcome, left: Sequence[str]) -> str:
    """Say what was done to an open workbook; `left` are old tabs that could not be deleted."""
    lines = [f"{book}: {'; '.join(_tabs(outcome))}. Nothing else in it was changed; save it to keep them."]
    lines += [_kept(edits, name) for edits, name in outcome.kept]
    if outcome.copies:
        copies = _copies(outcome.copies)
        lines.append(copies[0].upper() + copies[1:] + ".")
    if left:
        lines.append(f"What could not be deleted is no longer needed: delete {_listed(left)} by hand.")
    return "\n".join(lines)


def planned(name: str, outcome: Outcome, parts: Sequence[str], shown: Sequence[str] = ()) -> str:
    """Say what a build or a removal would change, and that it would change nothing else; see `done`."""
    changes = outcome.changes
    if not (changes.written or changes.dropped):
        return f"{name} would stay as it is to the last byte. Nothing was written."
    lines = [f"{name} would change like this; nothing was written:"]
    lines += [f"  {line}" for line in _tabs(outcome)]
    lines += [f"  {_kept(edits, title)}" for edits, title in outcome.kept]
    if outcome.copies:
        lines.append(f"  {_copies(outcome.copies)}")
    lines += [f"  {line}" for line in _shown(outcome, shown)]
    touched = {part for part in parts if part in changes.written or part in changes.dropped}
    lists = dict.fromkeys(LISTS[last] for part in parts if part in touched and (last := _last(part)) in LISTS)
    if lists:
        lines.append(f"  entries for our tabs in {_listed(list(lists))}")
    lines.append(f"  all else stays to the last byte: {len(parts) - len(touched)} of {len(parts)} parts")
    return "\n".join(lines)


def _tabs(outcome: Outcome) -> Iterator[str]:
    if outcome.added:
        yield f"added: {_listed(outcome.added)}"
    if outcome.replaced:
        yield f"replaced where they stand: {_listed(outcome.replaced)}"
    if outcome.removed:
        yield f"removed: {_listed(outcome.removed)}"


def _shown(outcome: Outcome, shown: Sequence[str]) -> Iterator[str]:
    if not shown:
        return
    some = _listed([*shown[:MOST_CELLS], *(["more"] if len(shown) > MOST_CELLS else [])])
    verb = "shows figures" if len(shown) == 1 else "show figures"
    without = ", which are without what was edited by hand" if outcome.kept else ""
    yield f"{some} {verb} of our tabs{without}: press Ctrl+Alt+F9 in Excel to bring them up to date."


def _kept(edits: HandEdits, name: str) -> str:
    if not edits.cells:
        cells = "which cells can't be told, since another program saved the workbook"
    else:
        every = dict.fromkeys(
            one.cell if one.cell[-1:].isdigit() else "what lies on it" for one in edits.cells
        )
        named = list(every)[:MOST_CELLS]
        more = len(every) - len(named)
        cells = _listed([*named, f"{more:,} more"] if more else named)
    stays = (
        "stays: delete it yourself when nobody needs it"
        if name == edits.tab
        else f'stays beside the new one as "{name}"'
    )
    return f"{edits.tab} was edited by hand ({cells}) and {stays}."


def _copies(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"left as it is, a copy of a tab of ours under another name: {names[0]}"
    return f"left as they are, copies of tabs of ours under other names: {_listed(names)}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]


def _last(part: str) -> str:
    return part.rpartition("/")[2].casefold()
