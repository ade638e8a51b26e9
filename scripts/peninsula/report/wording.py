# SPDX-License-Identifier: Apache-2.0
"""Numbers as a reader wants them: as many digits as the interval supports, and no more."""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

MINUS, SPACE, DASH = "−", "\u00a0", "–"
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WORDS += ["thirteen", "fourteen", "fifteen", "sixteen"]


@dataclass(frozen=True)
class Measure:
    """How the numbers of an outcome are told: shares in per cent, everything else in its own units."""

    kind: str
    units: str

    @property
    def is_share(self) -> bool:
        return self.kind in ("binary", "categorical", "time")

    @property
    def factor(self) -> float:
        return 100.0 if self.is_share else 1.0

    @property
    def factor_of_difference(self) -> float:
        """Shares differ by points, times by months."""
        return 1.0 if self.kind == "time" else self.factor

    def unit_of_difference(self, step: str) -> str:
        """ "points", "months" or "years", or nothing."""
        return f"{step}s" if self.kind == "time" else "points" if self.is_share else ""

    def decimals(self, half_widths: Iterable[float], of_difference: bool = False) -> int:
        """So many that a middling interval's half width shows one digit: at most two for shares, four for the rest."""
        factor = self.factor_of_difference if of_difference else self.factor
        found = sorted(half * factor for half in half_widths if half > 0)
        if not found:
            return 1 if self.is_share else 2
        return min(max(0, -math.floor(math.log10(found[len(found) // 2]))), 2 if self.is_share else 4)

    def estimate(self, estimate: float, low: float, high: float, decimals: int) -> tuple[str, str]:
        """The estimate and its interval, as "47.2 %" and "[46.9, 47.5]"."""
        if not math.isfinite(estimate):
            return f"{DASH} (never defined)", ""
        ends = f"{DASH} (one trajectory)"
        if math.isfinite(low) and math.isfinite(high):
            ends = f"[{fixed(low * self.factor, decimals)}, {fixed(high * self.factor, decimals)}]"
        return fixed(estimate * self.factor, decimals) + (f"{SPACE}%" if self.is_share else ""), ends

    def difference(self, estimate: float, low: float, high: float, decimals: int) -> tuple[str, str]:
        """A paired difference and its interval with their signs: shares in points, times in months.

        An end that rounds to zero while the interval excludes zero is told as "> 0" or "< 0".
        """
        if not math.isfinite(estimate):
            return f"{DASH} (no pair)", ""
        if estimate == low == high == 0:
            return "none", ""
        factor = self.factor_of_difference
        if not (math.isfinite(low) and math.isfinite(high)):
            return signed(estimate * factor, decimals), f"{DASH} (one pair)"
        told = [signed(end * factor, decimals) for end in (low, high)]
        if low > 0 and not told[0].strip("0."):
            told[0] = "> 0"
        if high < 0 and not told[1].strip("0."):
            told[1] = "< 0"
        return signed(estimate * factor, decimals), f"[{', '.join(told)}]"

    @property
    def told(self) -> str:
        """What the number is: "share of trajectories", "mean number", "mean, 0 to 1"."""
        if self.is_share:
            return "share of trajectories"
        if self.kind == "count":
            return "mean number"
        return f"mean, {scale_of(self.units)}" if self.units != "1" else "mean"


def scale_of(units: str) -> str:
    """A unit in words: a fraction runs from 0 to 1."""
    words = {
        "fraction": "0 to 1",
        "fraction of full aid": "1 is full aid",
        "probability": "as a probability",
        "%": "in per cent",
        "thousand": "in thousands",
        "month of full supplies": "in months of full supplies",
    }
    return words.get(units, units)


def fixed(value: float, decimals: int) -> str:
    """With so many decimals and a true minus sign; never a minus zero; a dash for what is no number."""
    if not math.isfinite(value):
        return DASH
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def signed(value: float, decimals: int) -> str:
    text = fixed(value, decimals)
    return text if text.startswith(MINUS) or not text.strip("0.") else f"+{text}"


def plain(value: float, digits: int = 3) -> str:
    """A number in so many significant digits, without a tail of zeros."""
    if not math.isfinite(value):
        return DASH
    if abs(value) >= 10**digits:
        return f"{value:,.0f}".replace("-", MINUS)
    text = f"{value:.{digits}g}"
    return (f"{float(text):f}".rstrip("0").rstrip(".") if "e" in text else text).replace("-", MINUS)


def of_so_many(share: float, size: int) -> str:
    """A share as a frequency: "47 of 100", or of fewer where there are fewer.

    >>> of_so_many(0.472, 1000), of_so_many(0.001, 1000), of_so_many(1.0, 1)
    ('47 of 100', 'fewer than 1 of 100', '1 of 1')
    """
    if not math.isfinite(share):
        return DASH
    if size < 100:
        return f"{share * size:.0f} of {size}"
    if 0 < share < 0.005:
        return "fewer than 1 of 100"
    if 0.995 < share < 1:
        return "more than 99 of 100"
    return f"{share * 100:.0f} of 100"


def per_cent(share: float) -> str:
    """A share in two digits; what is less than a tenth of a per cent is said to be."""
    return f"less than 0.1{SPACE}%" if share < 0.001 else f"{plain(100 * share, 2)}{SPACE}%"


def setting(label: str) -> str:
    """A setting of a sweep: months by name, long numbers in three digits, the rest as the sweep writes it.

    >>> setting("2025-06"), setting("0.0794010892609"), setting("tariff_war")
    ('Jun 2025', '0.0794', 'tariff war')
    """
    if len(label) == 7 and label[4:5] == "-":
        return month_name(label, short=True)
    try:
        return plain(float(label))
    except ValueError:
        return label.replace("_", " ")


def count(number: int, word: str, several: str = "") -> str:
    """ "four conditions", "48 months", "one condition"."""
    told = WORDS[number] if number < len(WORDS) else f"{number:,}"
    return f"{told} {word if number == 1 else several or word + 's'}"


def month_name(month: str, short: bool = False) -> str:
    """ "February 2025" of "2025-02"; what is no date stays as it is."""
    try:
        return datetime.date.fromisoformat(f"{month}-01").strftime("%b %Y" if short else "%B %Y")
    except ValueError:
        return month


def listed(words: list[str]) -> str:
    """ "a, b and c"."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""
