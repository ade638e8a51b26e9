# SPDX-License-Identifier: Apache-2.0
"""`peninsula.tail`: its estimators on planted trajectories, its figures against a plain computation, its command."""

import dataclasses
import io
import json
import subprocess

import numpy
import pandas
import pytest
from scipy import stats

import peninsula
from peninsula import places
from peninsula.decide import histories as module
from peninsula.decide import tails
from peninsula.decide.tail import story_of
from peninsula.decide.tail_command import as_text

SIZE, TAIL = 5000, 200
SEEDS = 200


def members_of(random: numpy.random.Generator) -> numpy.ndarray:
    members = numpy.zeros(SIZE, bool)
    members[random.permutation(SIZE)[:TAIL]] = True
    return members


# Where a tail begins


def test_a_cut_takes_the_greatest() -> None:
    values = numpy.arange(1000.0)
    threshold, members = tails.cut(values, 0.01)
    assert threshold == 990 and members.sum() == 10 and members[990:].all()
    assert tails.cut(values, 1e-3)[1].sum() == 1


def test_equal_values_are_not_parted() -> None:
    values = numpy.repeat([0.0, 1.0, 2.0], [900, 85, 15])
    threshold, members = tails.cut(values, 0.01)
    assert threshold == 2 and members.sum() == 15
    assert tails.cut(values, 0.024)[1].sum() == 15 and tails.cut(values, 0.06)[1].sum() == 100
    with pytest.raises(peninsula.InputError, match=r"no tail of 4 %: .* nearest have 10 % or 1.5 % of all"):
        tails.cut(values, 0.04)
    with pytest.raises(peninsula.InputError, match=r"no tail of 1 %: .* nearest have 37 % of all"):
        tails.cut(numpy.repeat([0.0, 1.0], [63, 37]), 0.01)
    with pytest.raises(peninsula.InputError, match="100 %"):
        tails.cut(numpy.ones(10), 0.9)


def test_what_is_undefined_is_on_neither_side() -> None:
    values = numpy.concatenate([numpy.arange(100.0), numpy.full(900, numpy.nan)])
    threshold, members = tails.cut(values, 0.1)
    assert threshold == 90 and members.sum() == 10 and not members[100:].any()


# What is commoner


def test_a_planted_lift_is_found_and_its_interval_covers() -> None:
    """Three times as common in the tail: 0.3 / (0.04 x 0.3 + 0.96 x 0.1) = 2.778 times as in the whole. An interval
    of 95 % that fails more than 20 of 200 times comes once in 500 times."""
    random = numpy.random.default_rng(1)
    truth = 0.3 / (0.04 * 0.3 + 0.96 * 0.1)
    hold, logarithms = 0, []
    for _ in range(SEEDS):
        members = members_of(random)
        things = random.random((1, SIZE)) < numpy.where(members, 0.3, 0.1)
        found = tails.lifts(things, members)
        hold += found.low[0] <= truth <= found.high[0]
        logarithms.append(numpy.log(found.lift[0]))
        assert found.p[0] < 1e-3 and found.z[0] > 3
    assert numpy.mean(logarithms) == pytest.approx(numpy.log(truth), abs=0.02)
    assert 180 <= hold <= 198


def test_lifts_are_those_of_fishers_table() -> None:
    members = numpy.arange(100) < 20
    things = numpy.stack([numpy.arange(100) % 4 == 0, numpy.arange(100) >= 20])
    found = tails.lifts(things, members)
    assert found.in_tail.tolist() == [0.25, 0] and found.in_all.tolist() == [0.25, 0.8]
    assert found.lift.tolist() == [1, 0]
    assert found.p[0] == 1 and found.p[1] == pytest.approx(2 * stats.hypergeom.cdf(0, 100, 80, 20))
    assert found.low[1] == 0 and found.high[1] == pytest.approx((1 - 0.025**0.05) / 0.8)


@pytest.mark.parametrize("per_state", [1, 16])
def test_chance_alone_is_found_no_oftener_than_promised(per_state) -> None:
    """Nothing goes with the tail. Whatever is found is false, so the false discovery rate is the share of seeds in
    which anything is: 5 %. More than 17 of 200 come once in 60 times, and seeds are fixed. With states, both the tail
    and what is looked at are alike in trajectories of one state, and a test that took them apart would fail in most."""
    alarms, apart = 0, 0
    for seed in range(SEEDS):
        random = numpy.random.default_rng(seed)
        states = numpy.arange(1600) // per_state
        chance = random.normal(size=(41, states[-1] + 1))[:, states] if per_state > 1 else 0
        values = chance + random.normal(size=(41, 1600))
        members, things = values[0] > numpy.quantile(values[0], 0.9), values[1:] > 1
        found = tails.lifts(things, members, states if per_state > 1 else None)
        alarms += tails.discoveries(found.p).any()
        apart += tails.discoveries(tails.lifts(things, members).p).any()
    assert alarms <= 17
    assert per_state == 1 or apart > 100


@pytest.fixture(scope="module")
def chance() -> list[dict[str, numpy.ndarray]]:
    """Nothing goes with the tail, most of which lies in few of 200 states: p-values of 60 seeds by what they are of.

    A state's chance of the tail is 0.7 % at the median and 15 % in one of twenty, so that half of all states have none
    of it. 4,000 deals are enough for 100 fifths.
    """
    found, deals = [], tails.PERMUTATIONS
    tails.PERMUTATIONS = 4000
    for seed in range(60):
        random = numpy.random.default_rng(seed)
        states = numpy.repeat(numpy.arange(200), 16)
        rare = 1 / (1 + numpy.exp(5 - 2 * random.normal(size=200)))
        members = random.random(3200) < rare[states]
        drawn = module.of_draws({str(i): random.random(200)[states] for i in range(20)}, {}, members, states)
        mood = 1.5 * random.normal(size=(40, 200))[:, states] + random.normal(size=(40, 3200))
        things = tails.lifts(mood > numpy.quantile(mood, 0.9), members, states)
        found.append({"drawn": drawn, "things": pandas.DataFrame(dataclasses.asdict(things))})
    tails.PERMUTATIONS = deals
    return found


@pytest.mark.parametrize("of", ["drawn", "things"])
def test_chance_in_unequal_states_is_found_no_oftener_than_promised(chance, of) -> None:
    """Of 6,000 and 2,400 p-values no more than 5.6 % and 1.3 % are below 0.05 and 0.01. Counts of one seed go together;
    a bound by independent seeds would be passed once in 100 times. Any discovery is false: in 5 % of 60 seeds, more
    than 8 once in 250 times. A standard error between the states of a fifth itself gives 11 % and 6 %."""
    p = numpy.stack([table[of].p for table in chance])
    shares = [(p < level).mean() for level in (0.05, 0.01)]
    assert shares[0] <= 0.056 and shares[1] <= 0.013
    assert of == "things" or shares[0] > 0.04  # exact, not only safe
    assert sum(bool(tails.discoveries(one).any()) for one in p) <= 8
    covers = numpy.mean([((table[of].low <= 1) & (table[of].high >= 1)).mean() for table in chance])
    assert covers >= 0.94


def test_small_counts_without_states_are_found_no_oftener_than_promised() -> None:
    """A tail of 20 and things of 1 to 10 in 100: the test is exact, so that below any level there is no larger share
    than that, on average. Of 20,000 p-values, a share of 5.5 % is three standard errors above 5 %."""
    random = numpy.random.default_rng(11)
    members = numpy.arange(400) < 20
    things = numpy.stack([random.permutation(400) < random.integers(4, 41) for _ in range(20_000)])
    p = tails.lifts(things, members).p
    assert (p < 0.05).mean() <= 0.055 and (p < 0.01).mean() <= 0.0125


def test_dealing_out_anew_is_hypergeometric_where_states_have_one_or_none() -> None:
    """Of 100,000 deals: four standard errors about a p-value of 0.01 are 13 % of it, and fewer about larger ones;
    about 0.00013 they are 0.0002."""
    counts = (numpy.arange(300) < 40).astype(int)
    things = numpy.stack([(numpy.arange(300) - start) % 300 < 60 for start in (0, 30, 38, 297, 100)])
    both = things @ counts
    p, z = tails.permuted(things, counts)
    law = stats.hypergeom(300, 40, 60)
    assert p == pytest.approx(numpy.minimum(2 * numpy.minimum(law.cdf(both), law.sf(both - 1)), 1), rel=0.13, abs=2e-4)
    assert z == pytest.approx((both - law.mean()) / law.std())


def test_discoveries_are_those_of_the_step_up() -> None:
    p = numpy.array([0.04, 0.9, 0.011, 0.001, 0.035, 0.02])
    assert tails.discoveries(p).tolist() == [True, False, True, True, True, True]  # 0.04 <= 5 / 6 of 5 %
    assert not tails.discoveries(numpy.array([0.06, 0.2])).any() and not len(tails.discoveries(numpy.array([])))


# Who stands for it, luck and circumstance


def test_the_medoid_is_the_nearest_to_the_medians() -> None:
    random = numpy.random.default_rng(2)
    values = random.normal(size=(101, 3)) * [1, 100, 0.01] + 5
    values[17] = numpy.median(values, axis=0)
    assert tails.medoid(values, values.std(axis=0)) == 17
    skewed = numpy.array([[1.0], [2], [3], [60], [19]])  # whose mean is 17
    assert tails.medoid(skewed, numpy.array([5.0])) == 2
    assert tails.medoid(numpy.array([[0.0, 9], [1, 0], [2, 0]]), numpy.array([1.0, 0])) == 1


def test_the_split_between_states_is_the_planted_one() -> None:
    """A quarter of the states has a chance of 0.3, the others of 0.1: a variance of 0.0075 of 0.1275 in all. An
    interval of 95 % that fails more than 12 of 100 times comes once in 700 times, and bootstraps are a little short."""
    truth = 0.0075 / (0.15 * 0.85)
    random = numpy.random.default_rng(3)
    found = []
    for seed in range(100):
        chance = numpy.where(numpy.arange(400) % 4 == 0, 0.3, 0.1)
        members = (random.random((400, 16)) < chance[:, None]).ravel()
        found.append(tails.between_states(numpy.append(members, [True] * 7), 16, seed))
    shares = numpy.array([each.share for each in found])
    assert shares.mean() == pytest.approx(truth, abs=3 * shares.std() / 10) and found[0].states == 400
    assert sum(each.low <= truth <= each.high for each in found) >= 88


def test_pure_luck_and_pure_circumstance() -> None:
    random = numpy.random.default_rng(4)
    luck = tails.between_states(random.random(8000) < 0.1, 16)
    assert luck.share < 0.02 and luck.low == 0
    assert tails.between_states(numpy.repeat(random.random(500) < 0.1, 16), 16).share == 1
    with pytest.raises(peninsula.InputError, match="two or more"):
        tails.between_states(numpy.ones(10, bool), 8)


# Histories


def test_a_planted_event_is_told_and_what_makes_the_outcome_is_not() -> None:
    random = numpy.random.default_rng(5)
    members = members_of(random)
    launches = random.poisson(0.3, (SIZE, 12)).astype(float)
    tests = random.poisson(0.1, (SIZE, 12)).astype(float)
    outcome = (launches + tests).sum(axis=1)
    talks = (random.random((SIZE, 12)) < 0.05).astype(float)
    talks[members, 4] = random.random(TAIL) < 0.5
    mood = random.normal(size=(SIZE, 12))
    stance = random.integers(0, 3, (SIZE, 12)).astype(float)
    series = [("launches", [], launches), ("tests", [], tests), ("talks", [], talks), ("mood", [], mood),
              ("stance", ["a", "b", "c"], stance)]
    found = module.histories(series, outcome, members, None, 3)
    assert found.by_definition == ("launches", "tests")
    before = found.before()
    assert before[["series", "value", "step", "month"]].values.tolist() == [["talks", "some", 1, 3]]
    assert before[["first_month", "last_month"]].values.tolist() == [[3, 3]]
    assert len(found.each) == 4 * (1 + 2 + 3) and found.levels.shape == (TAIL, 4 * 4)
    path = found.paths[(found.paths.series == "stance") & (found.paths.label == "b")]
    assert path.in_all.tolist() == pytest.approx((stance == 1).mean(axis=0))
    path = found.paths[found.paths.series == "mood"]
    assert path.in_tail.tolist() == pytest.approx(numpy.median(mood[members], axis=0))
    left = module.histories(series, outcome, members, None, 3, ["talks"])
    assert "talks" not in set(left.each.series) and left.before().empty


def test_the_time_of_an_event_is_made_by_it() -> None:
    random = numpy.random.default_rng(6)
    meets = (random.random((SIZE, 12)) < 0.1).astype(float)
    first = numpy.where(meets.any(axis=1), meets.argmax(axis=1), 12).astype(float)
    other = random.normal(size=(SIZE, 12))
    found = module.histories([("meets", [], meets), ("other", [], other)], first, first > 11, None, 3)
    assert found.by_definition == ("meets",)


def test_so_few_trajectories_that_anything_is_a_sum_of_anything_have_no_maker() -> None:
    random = numpy.random.default_rng(8)
    summaries = {f"series {number}": random.normal(size=(40, 1, 1)) for number in range(39)}
    assert module.making(random.normal(size=40), summaries) == []


def test_fifths_of_draws_are_told() -> None:
    random = numpy.random.default_rng(7)
    members = members_of(random)
    draws = {"a": random.random(SIZE), "b": numpy.where(members, random.random(SIZE) ** 0.5, random.random(SIZE))}
    table = module.of_draws(draws, {}, members, None)
    assert (table.in_all == 0.2).all() and len(table) == 10
    assert set(table[table.found].parameter) == {"b"}
    top = table[(table.parameter == "b") & (table.value == "highest fifth")].iloc[0]
    assert top.low < 0.36 / (0.04 * 0.36 + 0.96 * 0.2) < top.high
    assert module.of_draws({}, {}, members, None).empty


# With the engine


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return peninsula.run(["baseline"], 4000, output=tmp_path_factory.mktemp("tail") / "kept.h5", months=24, seed=5,
                         records="all", progress=False)


@pytest.fixture(scope="module")
def found(kept) -> peninsula.Tail:
    return peninsula.tail(kept, "strategic_tests", worst=0.02)


def test_the_tail_is_that_of_the_records(kept, found) -> None:
    values = kept.peninsula.records("baseline").strategic_tests
    edge = numpy.sort(values)[-80]  # with all that are equal, or without them
    nearer = min(((values >= edge).sum(), (values > edge).sum()), key=lambda count: abs(count - 80))
    assert found.threshold == numpy.sort(values)[-nearer] and found.trajectories == 4000
    assert found.numbers.tolist() == values.index[values >= found.threshold].tolist()
    assert found.typical in found.numbers and found.needed == int(numpy.ceil(300 * 4000 / len(found.numbers)))
    assert found.circumstance is None and found.drawn.empty


def test_its_lifts_are_those_of_a_plain_computation(found) -> None:
    plain = peninsula.simulate("baseline", 4000, ["strategic_tests"], ["us_action"], seed=5, months=24)
    is_so = (plain["us_action"][0][:, 6:9] == plain.labels["us_action"].index("outreach")).any(axis=1)
    each = found.each.set_index(["series", "value", "step"]).loc[("us_action", "outreach", 2)]
    assert each["in_tail"] == pytest.approx(is_so[found.numbers].mean())
    assert each["in_all"] == pytest.approx(is_so.mean())
    assert {"icbm_tests_by_month", "nuclear_tests_by_month"} <= set(found.by_definition)
    assert not set(found.by_definition) & set(found.each.series)
    assert set(found.before.series) > {"short_term_security"}


def test_the_words_that_retell_it_do(found) -> None:
    program, *words = found.retold.split()
    assert program == "peninsula"
    done = subprocess.run([places.binary(), *words, "--format", "json"], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["trajectory"] == found.typical and told["outcomes"]["strategic_tests"] >= found.threshold
    story = found.story
    assert story.month.is_monotonic_increasing and (~story.of_outcome).sum() == 12
    assert (story.probability[~story.of_outcome] < 0.5).all()


def test_the_story_has_every_event_of_the_outcome(kept, found) -> None:
    own = found.story[found.story.of_outcome]
    states = peninsula.replay(kept, "baseline", found.typical).states
    expected = {(month, f"{name}: {count:g}") for name in ("icbm_tests_by_month", "nuclear_tests_by_month")
                for month, count in states[name].items() if count > 0}
    assert set(zip(own.month, own.what, strict=True)) == expected and len(expected) >= 2
    assert all(f"{month}  {what}" in as_text(found) for month, what in expected)


def trace_with(**series: list) -> peninsula.Trace:
    months = pandas.Index([f"2025-{month:02}" for month in range(1, 5)], name="month")
    event = {"month": "2025-02", "agent": "a", "event": "e", "probability": 0.25, "happened": True}
    option = {"month": "2025-04", "agent": "b", "decision": "d", "option": "o", "probability": 0.5, "chosen": True}
    return peninsula.Trace("c", 1, 0, pandas.DataFrame(series, index=months), pandas.DataFrame([option]),
                           pandas.DataFrame([event]), pandas.Series(dtype=float))


def test_events_of_an_outcome_are_counts_or_else_changes() -> None:
    planted = trace_with(tests=[0.0, 0, 2, 0], phase=["war", "war", "truce", "war"], level=[0.5, 0.6, 0.7, 0.8])
    others = [("2025-02", "e", False), ("2025-04", "d: o", False)]

    def told(*makers: str) -> list[tuple]:
        story = story_of(planted, makers)
        return list(story[["month", "what", "of_outcome"]].itertuples(index=False, name=None))

    assert told("tests", "phase", "level") == [others[0], ("2025-03", "tests: 2", True), others[1]]
    assert told("phase", "level") == [others[0], ("2025-03", "phase: truce", True), ("2025-04", "phase: war", True),
                                      others[1]]
    assert told("level") == told() == others


def test_an_outcome_without_events_of_its_own_is_said_to_have_none(found) -> None:
    bare = dataclasses.replace(found, story=found.story[~found.story.of_outcome])
    assert "No series has events of strategic_tests itself" in as_text(bare)
    assert "No series has events" not in as_text(found)
    often = [{"month": "2025-02", "agent": "", "what": f"x: {n}", "probability": float("nan"), "of_outcome": True}
             for n in range(30)]
    assert "6 more months made the outcome" in as_text(dataclasses.replace(found, story=pandas.DataFrame(often)))


def test_states_part_luck_from_circumstance(tmp_path) -> None:
    drawn = peninsula.run(["baseline"], 2048, output=tmp_path / "states.h5", months=24, seed=5, per_state=16,
                          records="all", progress=False, open="prior")
    found = peninsula.tail(drawn, "strategic_tests", worst=0.1, step=6)
    assert found.circumstance.states == 128 and 0 < found.circumstance.low < found.circumstance.share < 1
    assert "choice.rationality_north_korea" in set(found.drawn[found.drawn.found].parameter)
    assert found.retold.startswith("peninsula.replay(") and "Luck and circumstance: " in as_text(found)


@pytest.mark.parametrize("words, message", [
    ({"outcome": "summit_held"}, "there is no tail of 1 %"),
    ({"outcome": "deal"}, "has labels"),
    ({"outcome": "strategic_test"}, "did you mean 'strategic_tests'"),
    ({"worst": 0.01, "best": 0.01}, "ask for one"),
    ({"worst": 2}, "between 0 and 1"),
    ({"outcome": "mainland_threat", "worst": 0.002}, "too few to say"),
    ({"condition": "no-such"}, "no condition 'no-such'"),
    ({"worst": 0.02, "without": ["us_actions"]}, "did you mean 'us_action'"),
    ({"worst": 0.02, "step": 25}, "from 1 to 24"),
])
def test_what_is_wrong_is_told(kept, words, message) -> None:
    with pytest.raises(peninsula.InputError, match=message):
        peninsula.tail(kept, **{"outcome": "strategic_tests"} | words)


def command(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([places.binary(), "tail", *map(str, words)], capture_output=True, text=True, check=False)


def test_the_command_tells_what_python_finds(kept, found) -> None:
    words = [kept.attrs["path"], "--outcome", "strategic_tests", "--worst", "2%"]
    done = command(*words, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["numbers"] == found.numbers.tolist() and told["typical"] == found.typical
    pandas.testing.assert_frame_equal(pandas.DataFrame(told["before"]), found.before, check_dtype=False)
    read = pandas.read_csv(io.StringIO(command(*words, "--csv").stdout))
    pandas.testing.assert_frame_equal(read, found.each, check_dtype=False)
    text = command(*words).stdout
    assert "Under these assumptions" in text and found.retold in text and "All of it is chance" in text
    assert "--per-state 64 --set open=prior tells how much" in text.replace("\n", " ")
    assert "what made the outcome, and the least likely of all else" in text


def test_the_best_are_the_other_end(kept) -> None:
    """No summit, which is later than any, is half of all: no tail. The earliest are one."""
    found = peninsula.tail(kept, "first_summit", best=0.05)
    assert found.side == "least" and found.by_definition == ("summits_by_month",)
    turned = peninsula.tail(kept, "first_summit", worst=0.05, less_is_worse=True)
    assert turned.numbers.tolist() == found.numbers.tolist()


def test_a_result_without_records_says_what_to_run(tmp_path) -> None:
    peninsula.run(["baseline"], 100, output=tmp_path / "none.h5", months=3, progress=False)
    done = command(tmp_path / "none.h5", "--outcome", "strategic_tests")
    assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1
    assert "keeps no single trajectories" in done.stderr and done.stderr.endswith("--records all\n")


@pytest.mark.parametrize("words, message", [
    (["nothing.h5", "--outcome", "strategic_tests"], "there is no such file"),
    (["x.h5"], "arguments are required: --outcome"),
    (["x.h5", "--outcome", "strategic_tests", "--worst", "few"], "is no share such as 1%"),
])
def test_wrong_words_are_told_in_one_line(words, message) -> None:
    done = command(*words)
    assert done.returncode in (1, 2) and done.stdout == ""
    assert done.stderr.startswith("peninsula: ") and message in done.stderr and done.stderr.count("\n") == 1
