"""The Open XML package: its parts, and how our tabs go into an officer's workbook and out of it again."""
