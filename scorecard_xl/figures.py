"""Exact numbers: cells' floats to Decimals, rounding as people round, and numbers in words."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

# What Excel keeps of a number. Two cells that Excel shows as equal at its fullest must compare equal.
SIGNIFICANT_DIGITS = 15
_FIFTEEN = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_UP)
# Wide enough to hold any Excel number beside 15 decimals without an error from quantize.
_WIDE = Context(prec=340, rounding=ROUND_HALF_UP)

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def exact(number: float | int | Decimal) -> Decimal:
    """Return a cell's number as a Decimal of at most 15 significant digits.

    >>> exact(0.1 + 0.2) == exact(0.3)
    True
    >>> exact(0.974) * 100 == exact(97.4)
    True
    """
    if isinstance(number, float):
        return Decimal(f"{number:.15g}")
    return _FIFTEEN.create_decimal(number)


def divided(numerator: Decimal, denominator: Decimal, multiplier: Decimal) -> Decimal:
    """Return numerator / denominator x multiplier at 15 significant digits; the denominator is not 0.

    >>> divided(Decimal(17), Decimal(28), HUNDRED)
    Decimal('60.7142857142857')
    """
    return _FIFTEEN.divide(_WIDE.multiply(numerator, multiplier), denominator)


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as people and Excel's ROUND do.

    >>> rounded(Decimal("2.5"), 0), rounded(Decimal("-0.25"), 1)
    (Decimal('3'), Decimal('-0.3'))
    """
    result = number.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    return result if result else abs(result)  # never -0.0


def decimals_of(number: Decimal) -> int:
    """Return how many decimals a number needs.

    >>> decimals_of(Decimal("60.70")), decimals_of(Decimal("1E+3"))
    (1, 0)
    """
    exponent = number.normalize(_WIDE).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(number: Decimal) -> str:
    """Return a number for machines: dot decimals, no exponent, no trailing zeros.

    >>> plain(Decimal("97.40")), plain(Decimal("1E+3")), plain(Decimal("-0.0"))
    ('97.4', '1000', '0')
    """
    return f"{number.normalize(_WIDE):f}" if number else "0"


def grouped(number: Decimal, decimals: int) -> str:
    """Return a number for people: thousands grouped, a real minus sign, `decimals` decimals.

    >>> grouped(Decimal("-1234.55"), 1)
    '−1,234.6'
    """
    text = f"{rounded(number, decimals):,f}"
    return "−" + text[1:] if text.startswith("-") else text


def ceiling(number: Decimal) -> Decimal:
    """Return the smallest whole number not below `number`."""
    return number.to_integral_value(ROUND_CEILING)


def floor(number: Decimal) -> Decimal:
    """Return the largest whole number not above `number`."""
    return number.to_integral_value(ROUND_FLOOR)
