# SPDX-License-Identifier: Apache-2.0
"""How to read the equations, and (N1)."""

import math


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def softplus(x: float) -> float:
    return math.log(1 + math.exp(x))


def clip(x: float, lowest: float = 0.0, highest: float = 1.0) -> float:
    return min(highest, max(lowest, x))


def clip_approval(x: float) -> float:
    return clip(x, 20, 70)


def push(x: float, by: float) -> float:  # (N1)
    room = 1 - x if by > 0 else x
    return x + by * room / math.hypot(room, by) if by else x


def quantal_response(rationality: float, utilities: list[float], allowed: list[bool] | None = None) -> list[float]:
    """The probability of each option."""
    allowed = allowed or [True] * len(utilities)
    weights = [may * math.exp(rationality * utility) for utility, may in zip(utilities, allowed, strict=True)]
    return [weight / sum(weights) for weight in weights]
