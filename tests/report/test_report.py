# SPDX-License-Identifier: Apache-2.0
"""What the page says, and what the command does with bad input."""

import errno
import itertools
import json
import os
import pathlib
import re
import subprocess

import numpy
import pandas
import pytest

import pages
import peninsula as package
from peninsula.errors import RunError
from peninsula.report import command, vocabulary
from peninsula.report import page as report_page

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECTIONS = ["in-short", "comparison", "months", "spread", "events", "stories", "assumptions", "limits", "provenance"]


def test_the_sections_come_in_order(compared_page, grid_page, indices_page):
    def order(page):
        return [each.attributes["id"] for each in pages.read(page).all("section")]

    of_a_sweep = [name for name in SECTIONS if name != "months"]
    of_a_sweep.insert(of_a_sweep.index("stories"), "factors")
    assert order(compared_page) == SECTIONS
    assert order(grid_page) == of_a_sweep
    assert order(indices_page) == of_a_sweep


def test_every_number_of_the_table_is_that_of_show_and_compare(compared_page, compared, peninsula):
    shown = {
        (row["condition"], row["outcome"]): row for row in json.loads(peninsula("show", compared, "--json"))["rows"]
    }
    against = json.loads(peninsula("compare", compared, "--json"))["rows"]
    differences = {(row["condition"], row["outcome"]): row for row in against}
    cells = _cells(compared_page)
    assert set(cells) == set(shown)
    for place, data in cells.items():
        expected = [shown[place][name] for name in ("estimate", "low", "high")]
        assert [float(data[f"data-{name}"]) for name in ("estimate", "low", "high")] == pytest.approx(
            expected, rel=1e-12
        )
        if place in differences:
            told = [float(data[f"data-difference{end}"]) for end in ("", "-low", "-high")]
            row = differences[place]
            assert told == pytest.approx([row["difference"], row["low"], row["high"]], rel=1e-9, abs=1e-12)


def test_words_are_the_numbers_rounded_and_bold_where_the_interval_excludes_zero(compared_page):
    page = pages.read(compared_page)
    cells = [each for each in page.all("td") if "data-estimate" in each.attributes]
    assert len(cells) == 4 * 9
    for cell in cells:
        value, *_ = cell.text.split()
        factor = 100 if "%" in cell.text else 1
        half = 0.5 * 10.0 ** -len(value.partition(".")[2])
        assert abs(float(value) - factor * float(cell.attributes["data-estimate"])) <= half * 1.0001
    differences = [each for each in page.all("span") if "difference" in each.attributes.get("class", "").split()]
    assert len(differences) == 3 * 9
    clear = [
        float(c.attributes["data-difference-low"]) > 0 or float(c.attributes["data-difference-high"]) < 0
        for c in cells
        if "data-difference" in c.attributes
    ]
    assert ["clear" in each.attributes["class"].split() for each in differences] == clear
    assert 0 < sum(clear) < len(clear)
    for each, is_clear in zip(differences, clear, strict=True):
        change, _, ends = each.text.partition("[")
        low, high = (end.strip(" ]\n") for end in ends.split(",")) if ends else ("0", "0")
        assert is_clear == (low[0] in "+>" or high[0] in "−<"), each.text
        assert not is_clear or change.strip(" +−0."), each.text


def test_the_headline_tells_the_numbers_of_the_file(compared_page, compared, peninsula):
    page = pages.read(compared_page)
    rows = json.loads(peninsula("show", compared, "--json"))["rows"]
    share = next(row for row in rows if row["condition"] == "baseline" and row["outcome"] == "summit_held")["estimate"]
    lead = next(each for each in page.all("p") if each.attributes.get("class") == "lead").text
    assert lead.startswith(
        f"Under these assumptions, a US–DPRK summit is held in {100 * share:.0f} of 100 trajectories of “baseline”;"
    )
    texts = [each.text for each in page.all("li", "in-short")]
    assert any(text.startswith("recognition-washington raises ") for text in texts), texts
    short = next(each for each in page.all("section") if each.attributes["id"] == "in-short").text
    assert not re.search(r"\b(will|predicts?|likely to)\b", short)


def test_nothing_is_asked_of_the_network(compared_page, grid_page, indices_page):
    for path in (compared_page, grid_page, indices_page):
        page = pages.read(path)
        for each in page.elements:
            for name in ("src", "srcset", "data", "action", "poster", "xlink:href"):
                assert name not in each.attributes
            assert each.attributes.get("href", "#")[:1] == "#" or each.attributes["href"] == "data:,"
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|url\(|@import", text)
        assert "default-src 'none'" in text


def test_figures_have_titles_descriptions_and_numbers(compared_page, grid_page, indices_page):
    for path in (compared_page, grid_page, indices_page):
        page = pages.read(path)
        identities = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
        assert len(identities) == len(set(identities))
        drawings = [each for each in page.all("svg") if each.attributes.get("role") == "img"]
        assert len(drawings) > 30
        for drawing in drawings:
            title, description = drawing.attributes["aria-labelledby"].split()
            texts = {
                each.attributes["id"]: each.text
                for each in page.elements
                if each.attributes.get("id") in (title, description)
            }
            assert texts[title].strip() and texts[description].strip()
        tables = [each for each in page.all("details") if each.attributes.get("class") == "numbers"]
        figures = [each for each in page.all("figure") if "id" in each.attributes]
        assert len(tables) == len(figures) > 5
        assert "nan" not in " ".join(each.text for each in page.all("td")).split()


def test_headings_skip_no_level(compared_page, grid_page):
    for path in (compared_page, grid_page):
        page = pages.read(path)
        levels = [int(each.tag[1]) for each in page.elements if re.fullmatch(r"h[1-6]", each.tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        assert page.all("html")[0].attributes["lang"] == "en"
        assert [len(page.all(tag)) for tag in ("header", "main", "nav", "footer")] == [1, 1, 1, 1]


def test_what_is_kept_for_bookkeeping_is_not_shown(compared_page, grid_page):
    for path in (compared_page, grid_page):
        text = path.read_text(encoding="utf-8")
        assert "ladder_top" not in text and "absorbing top" not in text
        assert "no probability of war" in text


def test_the_same_file_makes_the_same_bytes(report, compared, compared_page, tmp_path):
    report(compared, "-o", tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == compared_page.read_bytes()


def test_conditions_tell_what_they_set(compared_page):
    changes = {
        each.attributes["data-condition"]: each.text
        for each in pages.read(compared_page).all("div", "assumptions")
        if each.attributes.get("class") == "change"
    }
    assert set(changes) == {"tariff-war", "recognition-washington", "drawn"}
    assert "us_china.initial_regime" in changes["tariff-war"] and "tariff war" in changes["tariff-war"]
    assert "drawn: uniform (0.3, 0.7)" in changes["drawn"]
    assert "June 2025: a ceasefire holds in Ukraine." in changes["drawn"]


def test_what_a_number_rests_on_is_told_by_the_words_of_explain(compared_page):
    words = {"data", "literature", "essay", "assumption", "structure"}
    told = [
        each.text
        for each in pages.read(compared_page).all("span", "assumptions")
        if each.attributes.get("class", "").startswith("basis ")
    ]
    assert set(told) == words and len(told) > 200
    [tally] = [each for each in pages.read(compared_page).all("ul") if each.attributes.get("class") == "tally"]
    assert re.findall(r"\d+ +(\w+):", tally.text) == ["data", "literature", "essay", "assumption", "structure"]


def test_a_value_that_is_not_the_default_does_not_rest_on_what_the_default_does(peninsula, folder):
    """The reference sets two hazards; the other condition goes back to their defaults."""
    path = folder / "turned.h5"
    peninsula("run", "early-ceasefire", "baseline", "--reference", "early-ceasefire", "-n", 100, "-o", path, "--quiet")
    (folder / "turned.html").write_text(report_page.page_of(path), encoding="utf-8")
    page = pages.read(folder / "turned.html")
    blocks = [each for each in page.all("div", "assumptions") if each.attributes.get("class") == "change"]
    changes = {each.attributes["data-condition"]: re.sub(r"\s+", " ", each.text) for each in blocks}
    assert "against the declared defaults" in changes["early-ceasefire"]
    marked = {name: len(re.findall("the declared default(?!s)", text)) for name, text in changes.items()}
    assert marked == {"early-ceasefire": 0, "baseline": 2}
    assert "against “early-ceasefire”" in changes["baseline"]
    rows = [re.sub(r"\s+", " ", each.text) for each in page.all("tr", "assumptions")]
    [set_by] = [row for row in rows if "ukraine_war.ceasefire_hazard" in row and "instead of 0.025" in row]
    assert "of the default: " in set_by and "set by the condition" in set_by
    assert sum("set by the condition" in row for row in rows) == 2


def test_stories_are_the_nearest_to_the_medians_and_the_one_with_most_tests(compared_page, compared, peninsula):
    with package.open_results(compared) as results:
        records = results.peninsula.records("baseline", results.peninsula.headline).astype(float)
    distance = (((records - records.median()) / records.std().where(lambda each: each > 0, 1)) ** 2).sum(axis=1)
    expected = [int(distance.idxmin()), int(records.strategic_tests.idxmax())]
    page = pages.read(compared_page)
    told = [int(each.text.split("number ")[1].replace(",", "")) for each in page.all("h3", "stories")]
    assert told == expected
    months = json.loads(peninsula("trace", "configs/baseline.yaml", "--trajectory", expected[1], "--format", "json"))[
        "months"
    ]
    launches = [month["month"] for month in months if month["state"]["icbm_tests_by_month"] > 0]
    lines = {each.attributes["datetime"]: None for each in page.all("time", "story-tail-heading") or page.all("time")}
    assert launches and set(launches) <= set(lines)


MOVES = {
    ("supplies to Moscow", "shells and troops"): "Pyongyang sends troops to Russia",
    ("supplies to Moscow", "troops withdrawn"): "Pyongyang withdraws troops from Russia",
    ("initiative", "letter to Washington"): "Kim writes to Washington",
    ("initiative", "approach to Beijing"): "Kim approaches Beijing",
    ("initiative", "approach to Moscow"): "Kim approaches Moscow",
    ("initiative", "approach to Seoul"): "Kim approaches Seoul",
    ("initiative", "moratorium"): "Kim declares a moratorium on strategic tests",
}
GIVEN = {
    "technology of satellites and launchers is transferred": "Russia transfers technology of satellites and launchers",
    "technology of re-entry is transferred": "Russia transfers technology of re-entry",
    "technology of submarines is transferred": "Russia transfers technology of submarines",
    "technology of air defence is transferred": "Russia transfers technology of air defence",
    "Putin receives Kim": "Putin receives Kim",
    "Xi receives Kim": "Xi receives Kim",
    "Beijing mediates in the crisis": "Beijing mediates in the crisis",
    "a crisis begins": "A crisis begins",
    "the crisis climbs a rung": "The crisis climbs a rung",
    "the crisis eases a rung": "The crisis eases a rung",
}


def test_stories_tell_every_move_of_kims_and_what_his_patrons_give(compared_page, peninsula):
    page = pages.read(compared_page)
    headings = page.all("h3", "stories")
    told = [each.text for each in page.all("ol", "stories")]
    seen = set()
    for heading, text in zip(headings, told, strict=True):
        number = heading.text.split("number ")[1].replace(",", "")
        trace = peninsula("trace", "configs/baseline.yaml", "--trajectory", number, "--format", "json")
        months = json.loads(trace)["months"]
        chosen = [(each["decision"], each["chosen"]) for month in months for each in month["decisions"]]
        happened = [each["event"] for month in months for each in month["chances"] if each["happened"]]
        for what, sentence in MOVES.items():
            assert text.count(f"{sentence} (") == chosen.count(what), sentence
        for what, sentence in GIVEN.items():
            assert text.count(f"{sentence} (") == happened.count(what), sentence
        seen |= {sentence for sentence in [*MOVES.values(), *GIVEN.values()] if sentence in text}
    assert len(seen) >= 5, seen


def test_every_word_is_for_something_that_a_model_declares(peninsula):
    """What the models have no more is not told of: a name that is left behind would never be missed."""
    models = [json.loads(peninsula("explain", "--model", model, "--json")) for model in ("peninsula", "tribute")]
    kinds = ("outcomes", "series", "parameters", "events", "choices")
    names = {kind: [each["name"] for model in models for each in model[kind]] for kind in kinds}
    choices = {each["meaning"]: each["options"] for model in models for each in model["choices"]}
    words = vocabulary.vocabulary()
    strip = [name for row in words["strip"] for name in numpy.atleast_1d(row["series"])]
    assert {*words["outcomes"], *words["events"], words["tail"]["outcome"]} - set(names["outcomes"]) == set()
    assert {*words["series"], *words["counts"], *strip} - set(names["series"]) == set()
    told = {*choices, "Diplomacy: the summit ends without a deal"}  # where the chance of a deal did not come true
    assert {*words["happenings"], *words["decisions"], *words["moves"]} - told == set()
    for decision, moves in words["moves"].items():
        assert {move.replace(" ", "_").lower() for move in moves} - set(choices[decision]) == set()
    settings = (*names["parameters"], *names["events"], *names["choices"])
    given = {start for outcome in words["outcomes"].values() for start in outcome.get("given_by", [])}
    assert [start for start in sorted(given) if not any(name.startswith(start) for name in settings)] == []


def test_maps_have_a_cell_for_every_point(grid_page, grid):
    page = pages.read(grid_page)
    cells = [each for each in page.all("rect", "maps") if each.attributes["class"].startswith("cell ")]
    assert len(cells) == 9 * 48
    with package.open_results(grid) as results:
        aid = results.peninsula.estimate("russian_aid_mean").estimate.to_series().drop("baseline")
    rows = [each.text for each in page.all("svg", "maps") if each.text.startswith("Russian aid")]
    assert f"{aid.iloc[0]:.2f}" in rows[0] and f"{aid.iloc[-1]:.2f}" in rows[0]
    text = next(each for each in page.all("section") if each.attributes["id"] == "in-short").text
    assert re.search(rf"The other {49 - len(_cells(grid_page)) // 9} are left out", text)


def test_indices_are_those_of_the_program(indices_page, indices, peninsula):
    found = json.loads(peninsula("sensitivity", indices, "--json", "--outcome", "summit_held"))
    totals = {name: index["value"] for name, index in zip(found["factors"], found["outcomes"][0]["total"], strict=True)}
    rows = [each.text.split() for each in pages.read(indices_page).all("tr", "indices")]
    first = next(row for row in rows if row and row[0].startswith("negotiation.reservation"))
    assert f"{totals['negotiation.reservation']:.3f}" in "".join(first)


def test_a_model_of_years_is_told_in_years(report, peninsula, folder):
    result, page = folder / "tribute.h5", folder / "tribute.html"
    peninsula("run", ROOT / "configs/tribute/hundred_years.yaml", "-n", 300, "-o", result, "--quiet")
    report(result, "-o", page)
    text = page.read_text()
    assert "over 100 years" in text and "Year by year" in text and "year 99" in text
    assert "months" not in re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", text, flags=re.DOTALL)
    assert "no words for what happens in the model “tribute”" in text


def test_without_the_program_the_rest_is_there(report, grid, tmp_path):
    environment = os.environ | {"PENINSULA": str(tmp_path / "nowhere")}
    report(grid, "-o", tmp_path / "alone.html", env=environment)
    page = pages.read(tmp_path / "alone.html")
    missing = [each.text for each in page.all("p") if each.attributes.get("class") == "missing"]
    assert len(missing) == 2 and all("make this report again" in text for text in missing)
    assert len(_cells(tmp_path / "alone.html")) > 9


def test_bad_input_gives_one_line_and_status_2(report, compared, folder, tmp_path):
    whole = compared.read_bytes()
    (tmp_path / "truncated.h5").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "foreign.h5").write_text("hello", encoding="utf-8")
    pandas.DataFrame({"a": [1]}).to_xarray().to_netcdf(tmp_path / "other.h5", engine="netcdf4")
    (tmp_path / "there.html").write_text("precious", encoding="utf-8")
    for arguments, message in [
        (["nowhere.h5"], "there is no such file"),
        ([tmp_path / "truncated.h5"], "damaged or truncated"),
        ([tmp_path / "foreign.h5"], "no HDF5 file"),
        ([tmp_path / "other.h5"], "no result of peninsula"),
        ([compared, "--series", "russian_ait"], "did you mean 'russian_aid'?"),
        ([compared, "-o", tmp_path / "there.html"], "--force"),
        ([compared, "-o", tmp_path / "no/such/folder.html"], "no folder"),
        ([compared, "-o", "/dev/null", "--force"], "is no file"),
    ]:
        output = [] if "-o" in arguments else ["-o", tmp_path / "never.html"]
        done = report(*arguments, *output, status=2)
        assert message in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
        assert done.stdout == ""
    assert (tmp_path / "there.html").read_text(encoding="utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["foreign.h5", "other.h5", "there.html", "truncated.h5"]


def test_the_program_makes_what_the_script_makes(report, compared, tmp_path):
    """Files, messages and exit statuses."""

    def program(*words):
        command = [os.environ["PENINSULA"], "report", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    report(compared, "--figure", "differences", "-o", tmp_path / "script.svg")
    done = program(compared, "--figure", "differences", "-o", tmp_path / "program.svg")
    assert done.stdout == f"the figure is in {tmp_path / 'program.svg'}\n" and done.stderr == ""
    assert (tmp_path / "program.svg").read_bytes() == (tmp_path / "script.svg").read_bytes()
    for words in ([tmp_path / "nowhere.h5"], ["--nothing"]):
        told, expected = program(*words), report(*words, status=2)
        assert told.stderr == expected.stderr and told.stderr.startswith("report: ") and told.returncode == 2


@pytest.mark.parametrize("error", [RunError("the engine stopped"), MemoryError("too large")])
def test_what_fails_on_the_way_is_one_line(compared, tmp_path, monkeypatch, capsys, error):
    def fails(*_):
        raise error

    monkeypatch.setattr(command, "page_of", fails)
    assert command.main([str(compared), "-o", str(tmp_path / "page.html")]) == 1
    assert capsys.readouterr().err == f"report: {error}\n" and not list(tmp_path.iterdir())


def test_force_replaces_and_series_chooses(report, compared, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    report(compared, "-o", page, "--force", "--series", "china_posture", "--series", "us_coherence")
    figures = [each.attributes["id"] for each in pages.read(page).all("figure", "months")]
    assert figures == ["us_coherence", "china_posture"]
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_failing_disk_damages_nothing(compared, tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    monkeypatch.setattr(command, "page_of", lambda *_: "new")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pathlib.Path, "replace", full)
    assert command.main([str(compared), "-o", str(page), "--force"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def _cells(path):
    """Attributes of the table's cells by condition and outcome."""
    found, condition = {}, ""
    for each in pages.read(path).elements:
        if each.tag == "tr" and "comparison" in each.inside:
            condition = each.attributes.get("data-condition", "")
        if each.tag == "td" and "data-estimate" in each.attributes:
            found[condition, each.attributes["data-outcome"]] = each.attributes
    return found


def _run(peninsula, result, *conditions, size=300):
    peninsula("run", *conditions, "-n", size, "-o", result, "--quiet")
    return result


@pytest.fixture(scope="module")
def many(peninsula, folder):
    """Thirty-one conditions, one of which starts elsewhere."""
    own = []
    for number in range(2):
        own.append(folder / f"own-{number}.yaml")
        own[-1].write_text(
            f"name: own-{number}\nsummary: Own.\nextends: {ROOT}/configs/baseline.yaml\n"
            f"parameters: {{russia.postwar_capacity: 0.{number + 1}5}}\n",
            encoding="utf-8",
        )
    conditions = [ROOT / "configs/baseline.yaml", *sorted((ROOT / "configs").glob("[ac-z]*.yaml")), *own]
    return _run(peninsula, folder / "many.h5", *conditions)


@pytest.fixture(scope="module")
def many_page(report, many):
    report(many, "-o", many.with_suffix(".html"))
    return many.with_suffix(".html")


def _text(path):
    return re.sub(r"\s+", " ", " ".join(each.text for each in pages.read(path).all("main")))


def test_the_table_has_every_condition_and_what_is_not_drawn_is_named(many, many_page):
    with package.open_results(many) as results:
        names = {str(name) for name in results.condition.values}
    page = pages.read(many_page)
    assert {condition for condition, _ in _cells(many_page)} == names and len(names) == 31
    panels = [each.attributes for each in page.all("div", "first_summit")]
    drawn = {attributes["data-condition"] for attributes in panels if "data-condition" in attributes}
    note = next(each.text for each in page.all("p", "comparison") if "not drawn: " in each.text)
    for name in names - {"baseline"}:
        assert (f"{name}," in note or f"{name} and" in note or f"and {name}." in note) != (name in drawn), name


def test_no_link_is_dead(many_page, compared_page, grid_page, indices_page):
    for path in (many_page, compared_page, grid_page, indices_page):
        page = pages.read(path)
        targets = {each.attributes.get("id") for each in page.elements}
        assert {each.attributes["href"][1:] for each in page.all("a")} <= targets


def test_in_short_tells_shares_first_and_nothing_that_a_condition_gives(many_page):
    sentences = [each.text for each in pages.read(many_page).all("li", "in-short")]
    assert len(sentences) == 5 and all(" the share in which " in text for text in sentences)
    points = [float(re.search(r"by (\d+(\.\d+)?) points", text)[1]) for text in sentences]
    assert points == sorted(points, reverse=True)
    assert not any("Russian aid" in text for text in sentences)


def test_a_condition_that_starts_elsewhere_keeps_its_dates(many_page, peninsula, report, tmp_path):
    assert "48 months from February 2025, “asof-2026q4” from December 2026" in _text(many_page)
    assert "2026-12" in many_page.read_text(encoding="utf-8")
    conditions = [ROOT / f"configs/{name}.yaml" for name in ("baseline", "asof_2026q4")]
    two = _run(peninsula, tmp_path / "two.h5", *conditions)
    report(two, "-o", tmp_path / "two.html")
    page = pages.read(tmp_path / "two.html")
    rows = [each.text for each in page.all("tr", "russian_aid") + page.all("tr", "first_summit")]
    assert all(any(month in row for row in rows) for month in ("Feb 2025", "Jan 2029", "Dec 2026", "Nov 2030"))


def test_conditions_outcomes_and_order_are_chosen(report, compared, tmp_path):
    page = tmp_path / "chosen.html"
    chosen = ["--conditions", "drawn,tariff-war", "--outcomes", "any_summit,icbm_tests", "--order", "effect"]
    report(compared, "-o", page, *chosen)
    cells = _cells(page)
    assert {outcome for _, outcome in cells} == {"summit_held", "icbm_tests"}
    assert {condition for condition, _ in cells} == {"baseline", "drawn", "tariff-war"}
    order = list(dict.fromkeys(condition for condition, _ in cells))
    sizes = [abs(float(cells[name, "summit_held"]["data-difference"])) for name in order[1:]]
    assert order[0] == "baseline" and sizes == sorted(sizes, reverse=True)
    assert " ".join(chosen) in _text(page)
    for option, name, nearest in [
        ("--conditions", "tarif-war", "tariff-war"),
        ("--outcomes", "summit_hold", "summit_held"),
        ("--outcomes", "deal", "has labels"),
    ]:
        assert nearest in report(compared, "-o", tmp_path / "never.html", option, name, status=2).stderr


@pytest.mark.parametrize(
    "design", ["saltelli\npoints: 4", "morris\npoints: 2", "latin_hypercube\npoints: 70", "sobol\npoints: 1"]
)
def test_a_sweep_of_one_trajectory_a_point_shows_no_nan(report, peninsula, tmp_path, design):
    sweep = tmp_path / "sweep.yaml"
    sweep.write_text(
        f"name: s\nsummary: s\ncondition: {ROOT}/configs/baseline.yaml\ntrajectories: 1\ndesign: {design}\n"
        "axes:\n  - {parameter: us_china.tilt, law: prior}\n  - {parameter: russia.postwar_capacity, law: prior}\n",
        encoding="utf-8",
    )
    peninsula("sweep", sweep, "-o", tmp_path / "s.h5", "--quiet")
    assert report(tmp_path / "s.h5", "-o", tmp_path / "s.html").stderr == ""
    assert "– (one" in _text(tmp_path / "s.html")
    assert not re.search(r"(?i)\b(nan|inf)\b", (tmp_path / "s.html").read_text(encoding="utf-8"))


def test_one_trajectory_has_dashes_with_a_reason(report, peninsula, tmp_path):
    result = _run(peninsula, tmp_path / "one.h5", "configs/baseline.yaml", "configs/tariff_war.yaml", size=1)
    report(result, "-o", tmp_path / "one.html")
    text = _text(tmp_path / "one.html")
    assert "– (one trajectory)" in text and "– (one pair)" in text and " of 1 trajectory of “baseline”" in text
    assert not re.search(r"(?i)\b(nan|inf)\b", (tmp_path / "one.html").read_text(encoding="utf-8"))


def test_what_was_clamped_or_not_reached_is_told(compared, monkeypatch, tmp_path):
    whole = package.open_results(compared)
    name = str(whole.condition.values[1])
    told = whole.load().copy(deep=True)
    for variable, place in (
        ("outcome_clamped", {"outcome": "strategic_tests"}),
        ("outcome_beyond", {"outcome": "russian_aid_mean"}),
        ("series_clamped", {"series_name": "us_approval", "month": 3}),
    ):
        told[variable].loc[{"condition": name} | place] = 7
    told["until_half_width_reached"] = ("condition", [0.001, 0.03, 0.001, 0.001])
    told.attrs |= {"until_outcome": "summit_held", "until_half_width": 0.01}
    estimate = told.peninsula.estimate("strategic_tests").isel(condition=1)
    assert int(estimate.clamped) == 7 and numpy.isnan(estimate.low) and not numpy.isnan(estimate.estimate)
    assert numpy.isnan(told.peninsula.difference("strategic_tests").high[1])
    assert package.compare(told, outcomes=["strategic_tests"]).set_index("condition").clamped[name] == 7
    assert list(told.peninsula.until.short.index) == [name]
    monkeypatch.setattr(report_page, "join", lambda _: told)
    (tmp_path / "told.html").write_text(report_page.page_of(compared), encoding="utf-8")
    text = _text(tmp_path / "told.html")
    assert text.count("7 clamped") == 1 and f"which no quantile can pass: 7 in “{name}”" in text
    assert f"in the worst month: 7 in “{name}”" in text
    assert f"--until asked for intervals of ±1 points for “Summit held” and fell short in “{name}”" in text
    assert "±3 points" in text


def test_what_the_file_leaves_out_is_told(report, peninsula, tmp_path):
    result, page = tmp_path / "few.h5", tmp_path / "few.html"
    words = ("run", "baseline", "early-ceasefire", "-n", 200, "--quiet", "--force", "-o", result)
    peninsula(*words, "--outcomes", "icbm_tests,first_deal", "--series", "none")
    report(result, "-o", page)
    text = _text(page)
    assert "The file counts 2 outcomes (--outcomes); 137 more are left out" in text and "clashes_by_month" in text
    assert "The file counts 0 monthly series (--series); 50 more are left out" in text
    refused = report(result, "--outcomes", "clashes", "-o", tmp_path / "x.html", status=2)
    assert "'clashes' was not counted: --outcomes left it out" in refused.stderr
    peninsula(*words, "--outcomes", "none")
    assert "a report tells of outcomes" in report(result, "-o", page, "--force", status=2).stderr
