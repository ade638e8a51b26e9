# SPDX-License-Identifier: Apache-2.0
"""The section that a page begins with: what the conditions change, at the point and over states of the world.

`found` simulates; `sentences`, `rows` and `figure` tell it; `section` puts them together.
"""

from peninsula.report.decision.section import FIGURE, context, figures

__all__ = ["FIGURE", "context", "figures"]
