"""Bands of the standard scale by hand, for tests that have nothing to do with rules."""

from decimal import Decimal

from scorecard_xl.model import Band, Bands, Rag, Reach

Ends = tuple[Decimal | None, Decimal | None]


def three(green: Ends, amber: Ends | None = None, rule: str = "") -> Bands:
    """Green and Amber from end to end, the rest Red; both ends belong."""
    bands = [Band(Rag.GREEN, Reach(*green))]
    if amber is not None:
        bands.append(Band(Rag.AMBER, Reach(*amber), rule))
    return Bands(tuple(bands), Rag.RED, (Rag.GREEN,), rule)
