"""Officers' workbooks as they are in the wild, by file name: what a build has to leave as it was.

`RICH["pivot_table.xlsx"](path)` writes one. Each has the input sheets, with commentary, and one thing
more, which its function's docstring names.
"""

from collections.abc import Callable
from pathlib import Path

from tools import rich_packages, rich_sheets

Make = Callable[[Path], None]

WORKBOOKS: tuple[Make, ...] = (
    rich_sheets.charts_at_our_tabs,
    rich_sheets.formulas_at_our_tabs,
    rich_sheets.names_at_our_tabs,
    rich_sheets.images_and_shapes,
    rich_sheets.comments_and_buttons,
    rich_sheets.threaded_comments,
    rich_sheets.form_controls,
    rich_sheets.tables_and_validations,
    rich_sheets.conditional_formats_and_sparklines,
    rich_sheets.pivot_table,
    rich_sheets.nearly_our_names,
    rich_sheets.own_notes_tab,
    rich_sheets.odd_sheet_names,
    rich_sheets.protected_sheets,
    rich_sheets.chart_sheet_first,
    rich_sheets.hidden_sheets,
    rich_packages.printer_settings_and_custom_xml,
    rich_packages.dialog_sheet,
    rich_packages.external_links,
    rich_packages.calculation_chain,
    rich_packages.no_book_views,
    rich_packages.no_styles,
    rich_packages.no_document_properties,
    rich_packages.absolute_targets,
    rich_packages.parts_at_the_root,
    rich_packages.prefixed_namespaces,
    rich_packages.alternate_content,
    rich_packages.dates_from_1904,
    rich_packages.normal_is_arial_10,
    rich_packages.normal_is_verdana_12,
    rich_packages.full_of_formats,
    rich_packages.number_formats_that_collide,
    rich_packages.odd_content_types,
    rich_packages.streamed,
    rich_packages.saved_by_openpyxl,
)
WITH_MACROS: tuple[Make, ...] = (rich_packages.macros, rich_packages.macro_sheet)

RICH: dict[str, Make] = {
    **{f"{make.__name__}.xlsx": make for make in WORKBOOKS},
    **{f"{make.__name__}.xlsm": make for make in WITH_MACROS},
}

# What openpyxl can't open, and why.
OPENPYXL_REFUSES = {"parts_at_the_root.xlsx": "openpyxl looks for formats in xl/ alone"}

# What no build goes into as it stands, and why.
NO_BUILD = {
    "own_notes_tab.xlsx": "a tab of the officer's own has the name of one of ours",
    "full_of_formats.xlsx": "there is no room for our cell formats",
}
