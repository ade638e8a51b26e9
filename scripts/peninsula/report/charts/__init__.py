# SPDX-License-Identifier: Apache-2.0
"""Charts as functions from plain numbers to SVG.

The SVG is written by hand rather than by matplotlib, for three reasons: its colours and dashes are those of the page's
style sheet, so that one drawing serves light, dark and print; it is a fifth of the size, which sixteen conditions need;
and every band, line and dot keeps a name that a reader's program can find. A chart knows nothing of results.
"""
