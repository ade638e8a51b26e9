# SPDX-License-Identifier: Apache-2.0
"""Interventions in a report: marks in the monthly panels, the lines that tell them, and futures of one past."""

import pathlib
import re

import pages
import peninsula as package
from peninsula.report import figures, selection
from peninsula.report.selection import Choice

ROOT = pathlib.Path(__file__).resolve().parents[2]
MARCH = "March 2026: a tariff war breaks out."
APRIL = (
    "April 2026: a ceasefire holds in Ukraine; from then on, it does not happen that the war resumes (Ukraine) and"
    " United States’ stance is “small deal”."
)
MAY = (
    "May 2026: from then on, capacity long after the war is 0.5 (russia.postwar_capacity); until December 2026,"
    " Russia’s aid to Pyongyang is “minimal” or “maintained”."
)
RULE = (
    "fter a month with highest tier of provocation “nuclear test”, for the next 6 months: United States’ action is"
    " “pressure”."
)


def _figure(path, conditions, name="russian_aid"):
    with package.open_results(path) as results:
        subject = selection.subject_of(results, Choice(conditions=conditions))
        return next(figure for figure in figures.series_figures(subject, [name]) if figure.name == name)


def _numbers(drawing):
    return re.findall(r'class="mark-number"[^>]*>(\d+)<', str(drawing))


def test_every_monthly_figure_tells_where_the_condition_intervenes(steered_page):
    page = pages.read(steered_page)
    names = [each.attributes["id"] for each in page.all("figure", "months")]
    assert len(names) == 15
    for name in names:
        assert [each.text for each in page.all("li", name) if each.text[:1] in "123I" and ":" in each.text] == [
            f"1 {MARCH}",
            f"2 {APRIL}",
            f"3 {MAY}",
            f"In “steered”, a{RULE}",
        ]
    (described,) = [each.text for each in page.all("desc", "russian_aid") if "Marked" in each.text]
    assert described.endswith("Marked: 1 in March 2026, 2 in April 2026, 3 in May 2026.")


def test_only_what_the_reference_lacks_is_marked(steered):
    panels = dict(_figure(steered, ("steered",)).drawings)
    assert _numbers(panels["baseline"]) == [] and _numbers(panels["steered"]) == ["1", "2", "3"]
    with package.open_results(steered) as results:
        results.attrs["reference_condition"] = "steered"
        subject = selection.subject_of(results, Choice(conditions=("baseline",)))
        assert subject.interventions("steered") == [] and len(subject.timeline("steered")) == 7


def test_eight_lines_at_most_and_the_rest_is_counted(steered):
    figure = _figure(steered, ("eventful",), "attention_load")
    assert [number for number, _ in figure.marks] == [*"12345678", ""]
    assert figure.marks[-1] == ("", "And 1 more.") and figure.marks[0][1] == "April 2026: the Middle East is calm."
    assert _numbers(dict(figure.drawings)["eventful"]) == [*"12345678"]
    both = _figure(steered, ("steered", "eventful"), "attention_load")
    numbers = {condition: _numbers(drawing) for condition, drawing in both.drawings}
    assert numbers == {"baseline": [], "steered": ["1", "2", "4"], "eventful": ["3", *"5678"]}
    assert both.marks[-1] == ("", "And 5 more.")  # four events and the rule


def test_what_is_not_drawn_is_not_marked(peninsula, steered, tmp_path):
    """Where Washington's policy leaves relations with Beijing alone, a calm Middle East changes nothing there, and so
    has no panel of its own."""
    path = tmp_path / "uncoupled.h5"
    conditions = ("configs/baseline.yaml", steered.with_name("eventful.yaml"))
    peninsula("run", *conditions, "-n", 200, "-o", path, "--quiet", "--set", "us_china.policy_effect=0")
    figure = _figure(path, ("eventful",), "us_china_relations")
    assert [condition for condition, _ in figure.drawings] == ["baseline"] and figure.marks == []


def test_the_list_of_changes_has_sentences(steered_page):
    page = pages.read(steered_page)
    (told,) = [each for each in page.all("ul", "assumptions") if each.attributes.get("class") == "entries"]
    for sentence in (
        MARCH,
        "From April 2026: United States’ stance is “small deal”.",
        "May 2026 to December 2026: Russia’s aid to Pyongyang is “minimal” or “maintained”.",
        f"A{RULE}",
    ):
        assert sentence in told.text


def test_what_is_decided_counts_as_given(steered):
    """So that no sentence sells the decision as a finding."""
    with package.open_results(steered) as results:
        subject = selection.subject_of(results, Choice(conditions=("steered",)))
        assert {"united_states.stance", "ukraine_war.relapse", "us_china_tariff_war"} <= subject.settings("steered")
        assert "None" not in subject.settings("steered")


def test_a_figure_alone_tells_its_marks(report, steered, tmp_path):
    report(steered, "--conditions", "steered", "--figure", "russian_aid", "-o", tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert f">1 {MARCH}</text>" in text and ".mark " in text


def test_futures_share_their_past_until_the_month(report, peninsula, folder):
    words = ["fork", "configs/baseline.yaml", "--at", "2026-06", "--into", "configs/baseline.yaml"]
    words += [folder / "later.yaml", "-n", 300, "--quiet"]
    later = f"name: later\nsummary: A ceasefire.\nextends: {ROOT}/configs/baseline.yaml\n"
    later += "timeline: [{month: 2026-07, event: ukraine_ceasefire}]\n"
    (folder / "later.yaml").write_text(later, encoding="utf-8")
    shared = "These are futures of “baseline” from June 2026 on: until then each trajectory is the same in all of them"
    for name, where in (("all", []), ("some", ["--where", "summit_held == 0"])):
        result, made = folder / f"{name}-futures.h5", folder / f"{name}-futures.html"
        peninsula(*words, *where, "-o", result)
        report(result, "-o", made)
        page = pages.read(made)
        (told,) = [each.text for each in page.all("p", "in-short") if each.attributes.get("class") == "fork"]
        with package.open_results(result) as results:
            counted = int(results.trajectories[0])
        some = f", and only those are counted in which, by then, summit_held == 0: {counted} of 300 trajectories."
        assert told == shared + (some if where else ".")
        assert (not page.all("h3", "stories")) == bool(where)
    assert 0 < counted < 300


def test_other_results_have_no_such_sentence(compared_page):
    assert not [each for each in pages.read(compared_page).all("p") if each.attributes.get("class") == "fork"]
