# SPDX-License-Identifier: Apache-2.0
"""The report that a planning staff would circulate: one self-contained HTML page of a result file.

`page` gathers the sections and fills the templates; `subject` says what is shown, `findings`, `figures`, `sweeps`,
`stories` and `assumptions` make one section each, `wording` and `vocabulary.yaml` say how things are told, and `charts`
draws. Statistics come from the accessor `results.peninsula` and from the program, and are not computed here.
"""

from peninsula.report.page import page_of

__all__ = ["page_of"]
