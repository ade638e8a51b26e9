# SPDX-License-Identifier: Apache-2.0
"""The figure of the decision: every condition and headline outcome, at the point and over states of the world."""

from peninsula.report.charts import layers
from peninsula.report.decision import rows as table_rows
from peninsula.report.decision.found import Decision, Effect
from peninsula.report.figures import (
    Figure,
    Table,
    panel_of_difference,
    room_for_names,
    signed_tick,
    title_of_difference,
)
from peninsula.report.subject import Subject

NAME = "decision"


def figure(subject: Subject, found: Decision) -> Figure:
    """One panel an outcome, of the drawn conditions; the table has every condition."""
    drawings, groups = [], []
    for outcome in subject.headline:
        rows = table_rows.of_outcome(subject, found, outcome)
        title = title_of_difference(subject, outcome)
        shown = [
            _layers(subject, effect, row)
            for effect, row in zip(found.effects[outcome], rows, strict=True)
            if effect.condition in subject.drawn
        ]
        empty = panel_of_difference(subject, NAME, outcome, [each.words for each in shown])
        left = room_for_names([each.name for each in shown])
        drawings.append(("", layers.effects(empty, title, shown, signed_tick, left)))
        groups.append((title, [row.cells for row in rows]))
    caption = (
        f"Difference from “{subject.reference}”. Dot: at the central assumptions; hollow where its own 95 % interval"
        " holds zero. Dark bar: 95 % interval of the mean over states of the world. Light bar: nine of ten states, from"
        " the 5th to the 95th of a hundred, sampling noise taken out."
    )
    table = Table(table_rows.HEADER, groups)
    return Figure(NAME, "At the point, and over what is open", caption, drawings, "panels-3", table)


def _layers(subject: Subject, effect: Effect, row: table_rows.Row) -> layers.Layers:
    measure, over = subject.measure(effect.outcome), effect.over
    factor = measure.factor_of_difference
    mean = (factor * over["mean_low"], factor * over["mean_high"])
    states = (factor * over["low_state"], factor * over["high_state"])
    return layers.Layers(row.condition, factor * effect.point.estimate, effect.is_clear, mean, states, row.words)
