# SPDX-License-Identifier: Apache-2.0
"""The page that begins with the decision: its figures are those of `peninsula.robust`, `why` and `flip`, in words."""

import csv
import functools
import math
import pathlib
import re
import shutil

import numpy
import pandas
import pytest

import pages
import peninsula as package
from peninsula.decide.box import box
from peninsula.decide.changes import as_stated
from peninsula.report import raster, selection
from peninsula.report.charts import layers, svg
from peninsula.report.decision import again, bounds, causes, found, rows, sentences, turns
from peninsula.report.page import page_of
from peninsula.report.selection import Choice

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20250201
STATES = 32


@pytest.fixture(scope="module")
def subject(compared):
    with package.open_results(compared) as results:
        yield selection.subject_of(results, Choice())


@pytest.fixture(scope="module")
def robust(compared):
    """What the command finds of the files that the result was made of."""
    configs = [ROOT / "configs" / f"{name}.yaml" for name in ("baseline", "tariff_war", "recognition_washington")]
    files = [*configs, compared.parent / "drawn.yaml"]
    return package.robust(files, states=STATES, trajectories=found.TRAJECTORIES, seed=SEED)


@pytest.fixture(scope="module")
def decision(subject):
    told, missing = found.decided(subject, STATES)
    assert missing == ""
    return told


def _text(page: pathlib.Path, section: str = "") -> str:
    elements = pages.read(page).all("section" if section else "main")
    chosen = [each.text for each in elements if not section or each.attributes["id"] == section]
    return re.sub(r"\s+", " ", " ".join(chosen))


# The file's conditions, simulated anew


@pytest.mark.parametrize("path", sorted((ROOT / "configs").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_condition_of_a_file_is_again_the_condition_that_it_was_made_of(path):
    def lines(text):
        return [line for line in text.splitlines() if not line.startswith("#")]

    whole = package.resolve(path)
    stated = as_stated(whole.yaml)
    assert lines(package.resolve(stated).yaml) == lines(whole.yaml)
    assert len(stated["parameters"]) < 30


def test_a_label_that_yaml_takes_for_a_truth_value_stays_a_label():
    law = {"uniform": [0.3, 0.7]}
    whole = package.resolve("baseline", south_korea__initial_met="yes", russia__postwar_capacity=law)
    stated = as_stated(whole.yaml)
    assert stated["parameters"] == {
        "russia.postwar_capacity": {"uniform": ["0.3", "0.7"]},
        "south_korea.initial_met": "yes",
    }
    assert "south_korea.initial_met: yes" in package.resolve(stated).yaml


# Figures


def test_the_table_is_that_of_robust_for_the_same_seed_and_at_the_point_that_of_the_file(
    report, compared, subject, robust, tmp_path
):
    report(compared, "--states", STATES, "--table", "decision", "-o", tmp_path / "decision.csv")
    with (tmp_path / "decision.csv").open(encoding="utf-8") as file:
        told = {(row.pop("condition"), row.pop("outcome")): row for row in csv.DictReader(file)}
    assert len(told) == 3 * 9
    for row in robust.table.to_dict("records"):
        point = subject.difference(row["outcome"]).loc[row["condition"]]
        expected = row | {"at_point": point.estimate, "at_point_low": point.low, "at_point_high": point.high}
        for name, value in told[row["condition"], row["outcome"]].items():
            assert float(value or "nan") == pytest.approx(expected[name], rel=1e-12, abs=0, nan_ok=True), name


def test_the_page_tells_these_figures(decided_page, robust):
    table = robust.table[robust.table.outcome == "summit_held"].set_index("condition")
    text = _text(decided_page, "decide")
    names = re.findall(r"“(\S+)” raises the share", text)
    assert names == ["recognition-washington"] == [table["mean"].abs().idxmax()]
    row = table.loc["recognition-washington"]
    about = re.search(r"by about (\d+) points \((\d+) to (\d+)\) across the plausible ones", text)
    assert [int(number) for number in about.groups()] == [
        round(100 * row[name]) for name in ("mean", "mean_low", "mean_high")
    ]
    level = robust.levels.set_index(["condition", "outcome"]).loc["baseline", "summit_held"]
    ends = re.search(r"in (\d+) to (\d+) of 100 in nine of ten states of the world", text)
    assert [int(end) for end in ends.groups()] == [round(100 * level[name]) for name in ("low_state", "high_state")]
    assert f"{STATES} states, {found.TRAJECTORIES} trajectories" in text and f"{len(robust.open)} parameters" in text
    assert not re.search(r"(?i)\b(nan|will|predicts?)\b", text)


def test_the_page_begins_with_the_decision(decided_page):
    page = pages.read(decided_page)
    sections = [each.attributes["id"] for each in page.all("section")]
    assert sections[:4] == ["decide", "why", "turns", "in-short"]
    identities = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(identities) == len(set(identities))
    assert {each.attributes["href"][1:] for each in page.all("a")} <= set(identities)
    assert "--states 32" in _text(decided_page, "provenance")


def test_without_states_a_sentence_says_that_the_figures_are_at_one_point(compared_page, grid_page):
    assert "at one point of the assumptions" in _text(compared_page, "in-short")
    assert "scripts/report compared.h5 --states 128" in _text(compared_page, "in-short")
    assert "--states" not in _text(grid_page)


def test_the_figure_has_a_row_for_each_condition_in_the_order_of_the_main_outcome(decided_page, robust):
    table = robust.table[robust.table.outcome == "summit_held"]
    order = list(table.sort_values("mean", ascending=False).condition)
    panels = pages.read(decided_page).all("svg", "decision")
    names = [each.attributes["data-condition"] for each in pages.read(decided_page).all("g", "decision")]
    assert len(panels) == 9 and names == order * 9


def test_bars_and_dots_stand_where_the_numbers_are():
    row = layers.Layers("a", 10.0, False, (4.0, 6.0), (-5.0, 15.0), "words")
    unknown = layers.Layers("b", math.nan, False, (math.nan, math.nan), (math.nan, math.nan), "nothing")
    drawn = str(layers.effects(svg.Drawing("x", 210, 0, "t", "d"), "h", [row, unknown], str, 100.0))
    scale = [float(x) for x in re.search(r'd="M([\d.]+) [\d.]+L([\d.]+) [\d.]+" class="axis"', drawn).groups()]
    assert scale == [100, 200]  # from -5 to 15
    bars = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" class="([\w ]+)"', drawn)
    assert bars == [("100", "100", "bar faint"), ("145", "10", "bar")]
    assert re.findall(r'<circle cx="([\d.]+)" [^>]*class="([\w ]+)"', drawn) == [("175", "centre hollow")]


# Sentences


def _effect(outcome, point, mean, states=(0.0, 0.0), opposite=(0.1, 0.05, 0.2), unchanged=0.0):
    estimate, low, high = point
    over = dict(zip(("mean", "mean_low", "mean_high"), mean, strict=True))
    over |= dict(zip(("low_state", "high_state"), states, strict=True)) | {"unchanged": unchanged}
    over |= dict(zip(("opposite", "opposite_low", "opposite_high"), opposite, strict=True))
    over["sign_known"] = mean[1] > 0 or mean[2] < 0
    return found.Effect("tariff-war", outcome, pandas.Series({"estimate": estimate, "low": low, "high": high}), over)


NAN = (math.nan,) * 3
SENTENCES = {
    "raises": (
        _effect("summit_held", (0.297, 0.294, 0.3), (0.107, 0.09, 0.124), opposite=(0.034, 0.007, 0.079)),
        "raises it: by 30 points at the central assumptions, by about 11 points (9 to 12) across the plausible ones; "
        "it is lowered in 3 of 100 states of the world (1 to 8)",
    ),
    "lowers": (
        _effect("summit_held", (-0.05, -0.052, -0.048), (-0.026, -0.034, -0.019), unchanged=0.25),
        "lowers it: by 5.0 points at the central assumptions, by about 2.6 points (1.9 to 3.4) across the plausible "
        "ones; it is raised in 10 of 100 states of the world (5 to 20), and unchanged in 25 of 100",
    ),
    "turned": (
        _effect("strategic_tests", (0.5, 0.4, 0.6), (-0.31, -0.4, -0.22)),
        "raises it: by 0.50 at the central assumptions, but lowers it by about 0.31 (0.22 to 0.40) across the "
        "plausible ones; it is raised in 10 of 100 states of the world (5 to 20)",
    ),
    "chance at the point": (
        _effect("strategic_tests", (0.1, -0.1, 0.3), (0.31, 0.22, 0.4)),
        "raises it: by about 0.31 (0.22 to 0.40) across the plausible ones, while at the central assumptions the "
        "difference can be chance; it is lowered in 10 of 100 states of the world (5 to 20)",
    ),
    "unknown sign": (
        _effect("summit_held", (0.05, 0.04, 0.06), (0.002, -0.011, 0.015), states=(-0.12, 0.14)),
        "raises it: by 5.0 points at the central assumptions; across the plausible ones its sign is not known, the "
        "mean being between −1.1 and +1.5 points, and nine of ten states of the world between −12 and +14 points",
    ),
    "nothing known": (
        _effect("summit_held", (0.01, -0.02, 0.04), (0.002, -0.011, 0.015), states=(math.nan,) * 2, opposite=NAN),
        "may change it or not: at the central assumptions the difference can be chance; across the plausible ones its "
        "sign is not known, the mean being between −1.1 and +1.5 points",
    ),
    "too few states": (
        _effect("summit_held", (0.297, 0.294, 0.3), (0.107, 0.09, 0.124), opposite=NAN),
        "raises it: by 30 points at the central assumptions, by about 11 points (9 to 12) across the plausible ones; "
        "in how many states of the world it is lowered, so few states cannot tell",
    ),
    "a time": (
        _effect("first_summit", (-8.2, -8.3, -8.1), (-3.1, -3.6, -2.6)),
        "brings it forward: by 8.2 months at the central assumptions, by about 3.1 months (2.6 to 3.6) across the "
        "plausible ones; it is put off in 10 of 100 states of the world (5 to 20)",
    ),
    "undefined": (
        _effect("summit_held", (0.3, 0.2, 0.4), NAN),
        "raises it: by 30 points at the central assumptions; across the plausible ones it is defined in too few "
        "trajectories to tell",
    ),
    "no difference": (
        _effect("summit_held", (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), unchanged=1.0),
        "changes nothing in it: no trajectory differs, in any state of the world",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_each_case_has_its_sentence(subject, case):
    effect, expected = SENTENCES[case]
    assert sentences._sentence(subject, effect, "it") == expected


def test_the_first_sentence_names_the_outcome(compared, decision):
    with package.open_results(compared) as results:
        subject = selection.subject_of(results, Choice(outcomes=("first_summit",)))
        told, _ = found.decided(subject, 2)
        (_, first), (_, second), _ = sentences.every(subject, told)
    assert " the first summit " in first and " the first summit " not in second
    assert "the mean month of the first summit from the start, where never counts as 48, is" in sentences.level(
        subject, told
    )


def test_what_a_condition_supposes_is_not_told_as_a_finding(compared):
    with package.open_results(compared) as results:
        subject = selection.subject_of(results, Choice(outcomes=("russian_aid_mean",)))
        told, _ = found.decided(subject, 2)
        given = {name for name, sentence in sentences.every(subject, told) if "nearly by definition" in sentence}
    assert given == {"drawn"}


def test_rows_have_the_digits_that_their_intervals_bear(subject, decision):
    for outcome in subject.headline:
        for row, effect in zip(rows.of_outcome(subject, decision, outcome), decision.effects[outcome], strict=True):
            factor = subject.measure(outcome).factor_of_difference
            told = float(row.mean.replace("−", "-").replace("none", "0"))
            half = 0.5 * 10.0 ** -len(row.mean.partition(".")[2])
            assert told == pytest.approx(factor * effect.over["mean"], abs=half)
            assert row.is_known == effect.over["sign_known"]


# What cannot be simulated anew


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ("grid", "a sweep sets its assumptions itself"),
        ("single", "there is one condition"),
        ("picked", "picked by their past"),
    ],
)
def test_what_cannot_be_simulated_anew_is_told_in_a_sentence(peninsula, folder, request, result, reason):
    if result == "grid":
        path = request.getfixturevalue("grid")
    else:
        path = folder / f"{result}.h5"
        fork = ["fork", "baseline", "--at", "2026-04", "--into", "baseline", "aid_stops"]
        words = ["run", "baseline"] if result == "single" else [*fork, "--where", "deal_reached == 0"]
        peninsula(*words, "-n", 100, "-o", path, "--quiet")
    page = folder / f"{result}-states.html"
    page.write_text(page_of(path, Choice(states=STATES)), encoding="utf-8")
    told = [each.text for each in pages.read(page).all("p", "in-short") if each.attributes.get("class") == "missing"]
    assert len(told) == 1 and told[0].startswith("What the conditions change over states of the world is left out: ")
    assert reason in told[0]
    assert "decide" not in [each.attributes["id"] for each in pages.read(page).all("section")]


def test_a_file_of_another_version_is_not_simulated_anew(subject, monkeypatch):
    monkeypatch.setitem(subject.provenance, "commit", "of another day")
    told, missing = found.decided(subject, STATES)
    assert told is None and "was made by version 0.1.0+of another day of the program" in missing


def test_a_condition_without_changes_is_told_to_have_none(peninsula, folder):
    same, result, page = (folder / f"same.{end}" for end in ("yaml", "h5", "html"))
    same.write_text(f"name: same\nsummary: The same.\nextends: {ROOT}/configs/baseline.yaml\n", encoding="utf-8")
    peninsula("run", "baseline", same, "-n", 100, "-o", result, "--quiet")
    page.write_text(page_of(result, Choice(states=STATES)), encoding="utf-8")
    nothing = "“same” changes nothing in the share of trajectories in which a US–DPRK summit is held"
    assert nothing in _text(page, "decide")
    assert "'baseline' and 'same' are the same condition: nothing differs" in _text(page, "why")


# Why, and what would turn it round


def test_shares_are_those_of_why(subject):
    names = ["tariff-war", "recognition-washington"]
    told = causes.every(subject, names)
    for each, name in zip(told, names, strict=True):
        config = ROOT / "configs" / f"{name.replace('-', '_')}.yaml"
        expected = package.why("baseline", config, ["summit_held"], each.trajectories, SEED, channels=False)
        shares = expected.table.share.iloc[numpy.argsort(-expected.table.share.abs(), kind="stable")]
        numbers = [float(row.share.replace("−", "-").replace("none", "0")) for row in each.rows]
        assert numbers == pytest.approx(100 * shares.head(causes.MOST_ROWS).to_numpy(), abs=0.06)
        assert len(each.rows) + each.more == len(expected.changes)
        assert each.rows[0].name in expected.changes[shares.index[0]].what


def test_futures_of_a_fork_are_explained_by_their_timelines(forked):
    with package.open_results(forked) as results:
        subject = selection.subject_of(results, Choice())
        small, stops = causes.every(subject, ["small-deal-washington", "aid-stops"])
        told, missing = found.decided(subject, 2)
        whole = again.conditions_of(subject)
    names = [each.condition for each in told.effects["summit_held"]]
    assert missing == "" and sorted(names) == ["aid-stops", "small-deal-washington"]
    assert small.rows[0].meaning.startswith("from April 2026: the president’s appetite for a peace deal is 0.8 (")
    assert {row.name for row in (*small.rows, *stops.rows)} == {""}
    assert stops.more == 4 and "aid to Pyongyang is “minimal”" in stops.sentence
    assert whole[1]["parameters"] == {} and len(whole[1]["timeline"]) == 3


def test_what_turns_a_difference_is_what_flip_finds(subject, decision, monkeypatch):
    """Rivalry speaks for recognition: where it speaks twice as strongly, a tariff war makes summits likelier."""
    two = ["united_states.rivalry_motive", "ukraine_war.peacemaking"]
    monkeypatch.setattr(turns, "flip", functools.partial(package.flip, assumptions=two))
    [told] = turns.every(subject, decision, ["tariff-war"])
    table = package.flip("baseline", "tariff-war", "summit_held", two, trajectories=turns.TRAJECTORIES, seed=SEED).table
    [row] = table[table.turns == "yes"].to_dict("records")
    crossing = f"{row['crossing']:.3g} [{row['low']:.3g}, {row['high']:.3g}]"
    assert [each.cells for each in told.rows] == [[two[0], "as they are", "0.7", "0 to 2", crossing, "raised"]]
    assert told.sentences[0].startswith("With the others as they are: one assumption by itself does not turn it")


def test_the_page_says_how_many_trajectories_looked_for_turns(compared, monkeypatch, tmp_path):
    asked = []

    def one(*conditions, **options):
        asked.append(options)
        return package.flip(*conditions, assumptions=["ukraine_war.peacemaking"], **options)

    monkeypatch.setattr(turns, "flip", one)
    (tmp_path / "page.html").write_text(page_of(compared, Choice(states=4, flip=True)))
    text = _text(tmp_path / "page.html", "turns")
    assert {(each["trajectories"], each["steps"]) for each in asked} == {(2048, 9)}
    assert "up to 2,048 trajectories of each condition" in text and "there are 18,432 of each" in text


def test_a_box_is_told_by_the_states_that_the_page_drew(subject, decision, monkeypatch):
    """Thirty-two states are too few for one; of more it says the bounds, or that there are none."""
    told = bounds.of(subject, decision, "tariff-war")
    assert told.rows == [] and "a box needs 40 or more, not 32" in told.sentence
    asked = []

    def box_of(sought, resamples):
        asked.append(sought)
        return box(pandas.concat([sought.states] * 8, ignore_index=True), labels, resamples)

    name = decision.open[0]
    values = numpy.tile(decision.over.drawn[name], 8)
    labels = (values > numpy.median(values)).astype(float)
    monkeypatch.setattr(bounds, "box", box_of)
    told = bounds.of(subject, decision, "tariff-war")
    assert (asked[0].condition, asked[0].outcome) == ("tariff-war", "summit_held") and len(asked[0].labels) == 32
    assert [row.name for row in told.rows] == [name] and told.rows[0].values[1:] == ["–", "100 %"]
    assert "it turns round in 100 of 100 states, and in 50 of 100 of all 32" in told.sentence
    assert "Of 20 resamples of the states, 20 have a box. Among the states that each left out" in told.sentence
    labels = numpy.random.default_rng(1).permutation(labels)
    assert "better than chance might" in bounds.of(subject, decision, "tariff-war").sentence


def test_a_page_without_flip_says_how_to_ask_for_it(decided_page):
    assert "scripts/report compared.h5 --states 32 --flip" in _text(decided_page, "turns")


# Choices, pictures and tables


def test_conditions_are_ordered_by_an_outcome(report, compared, subject, tmp_path):
    report(compared, "--order", "strategic_tests", "--states", 2, "-o", tmp_path / "ordered.html")
    page = pages.read(tmp_path / "ordered.html")
    rows_of_table = [each.attributes for each in page.all("tr", "comparison")]
    order = [attributes["data-condition"] for attributes in rows_of_table if "data-condition" in attributes]
    shifts = subject.difference("strategic_tests").estimate.loc[order[1:]]
    assert order[0] == "baseline" and list(shifts) == sorted(shifts, reverse=True) and len(shifts) == 3
    assert "intercontinental launches and nuclear tests: by" in _text(tmp_path / "ordered.html", "decide")
    assert "--order strategic_tests --states 2" in _text(tmp_path / "ordered.html", "provenance")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--order", "strategic_test"], "did you mean 'strategic_tests'?"),
        (["--order", "deal"], "has labels, so no single number"),
        (["--states", "1"], "--states: must be a whole number from 2 on, not '1'"),
        (["--states", "many"], "--states: must be a whole number from 2 on, not 'many'"),
        (["--flip"], "--flip: needs --states N"),
        (["--figure", "decision"], "the figure 'decision' needs --states N"),
        (["--table", "decision"], "the table 'decision' needs --states N"),
        (["--table", "comparisons"], "there is no table 'comparisons'; did you mean 'comparison'?"),
        (["--figure", "nothing"], "there is no figure 'nothing'. There are: differences, russian_aid, "),
        (["--figure", "difference"], "did you mean 'differences'? There are: differences, russian_aid, "),
        (
            ["--figure", "russian_aid", "--table", "moved"],
            "report: argument --table: not allowed with argument --figure; see peninsula report --help",
        ),
        (["--nothing"], "report: unrecognized arguments: --nothing; see peninsula report --help"),
    ],
)
def test_a_wrong_choice_is_told(report, compared, tmp_path, arguments, message):
    done = report(compared, *arguments, "-o", tmp_path / "never", status=2)
    assert message in done.stderr and len(done.stderr.splitlines()) == 1 and not (tmp_path / "never").exists()


def test_every_figure_is_listed(report, compared, compared_page, tmp_path):
    told = report(compared, "--figure", "list").stdout.split()
    on_page = [each.attributes for each in pages.read(compared_page).all("figure")]
    assert told == [attributes["id"] for attributes in on_page if "id" in attributes]


def test_a_table_alone_has_the_numbers_of_the_page(report, compared, subject, tmp_path):
    report(compared, "--table", "comparison", "-o", tmp_path / "a.csv")
    read = pandas.read_csv(tmp_path / "a.csv").set_index(["condition", "outcome"])
    assert read.loc[("tariff-war", "clashes"), "difference"] == subject.difference("clashes").estimate["tariff-war"]
    report(compared, "--table", "russian_aid", "-o", tmp_path / "b.csv")
    read = pandas.read_csv(tmp_path / "b.csv")
    assert list(read.columns) == ["group", "month", "5 %", "25 %", "median", "75 %", "95 %"]
    assert read["median"].dtype == float


@pytest.mark.skipif(not any(map(shutil.which, ("rsvg-convert", *raster.BROWSERS))), reason="nothing draws PNG here")
def test_a_figure_can_be_a_png_twice_as_large(report, compared, tmp_path):
    report(compared, "--figure", "differences", "-o", tmp_path / "a.png")
    report(compared, "--figure", "differences", "-o", tmp_path / "a.svg")
    data, text = (tmp_path / "a.png").read_bytes(), (tmp_path / "a.svg").read_text(encoding="utf-8")
    width = float(re.search(r'width="([\d.]+)"', text)[1])
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(data[16:20], "big") == 2 * math.ceil(width)


def test_without_a_program_that_draws_png_the_message_names_one(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(package.InputError, match="needs rsvg-convert"):
        raster.png_of("<svg/>")


def test_trajectories_that_share_states_are_told_to_do_so(report, peninsula, compared, tmp_path):
    peninsula("run", "baseline", "--set", "open=prior", "-n", 64, "--per-state", 16, "-o", tmp_path / "a.h5", "--quiet")
    report(tmp_path / "a.h5", "-o", tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "Parameters are drawn anew in each state of the world." in text
    assert "16 trajectories share each state of the world, and intervals take all of them for independent" in text


def test_a_page_with_states_does_not_say_that_it_shows_one_point_only(compared_page, decided_page):
    one_point, with_states = (page.read_text(encoding="utf-8") for page in (compared_page, decided_page))
    assert "How much assumptions matter can be seen from the conditions" in one_point
    assert "How much assumptions matter can be seen from the conditions" not in with_states
    assert "The decision</a> has it, for each difference and for the level" in with_states


def test_commands_name_a_file_from_where_they_are_typed(report, compared, tmp_path):
    report(compared, "-o", tmp_path / "a.html", cwd=compared.parent.parent)
    report(compared, "-o", tmp_path / "b.html", cwd=tmp_path)
    below, elsewhere = ((tmp_path / f"{page}.html").read_text(encoding="utf-8") for page in "ab")
    assert f"scripts/report {compared.parent.name}/{compared.name} --states" in below
    assert f"scripts/report {compared.name} --states" in elsewhere
