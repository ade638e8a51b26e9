# SPDX-License-Identifier: Apache-2.0
"""Shares of a difference: planted truths, what must hold exactly, and the real model against sums made by hand.

Tests with chance have fixed seeds. Had the seed been free, a test of a right program would fail with the probability
that it states.
"""

import itertools
import json
import math
import re
import warnings

import numpy
import pytest

import peninsula
from peninsula import __main__ as commands
from peninsula.decide import shapley, why_command
from peninsula.decide.changes import Between
from peninsula.decide.moments import Moments
from peninsula.decide.pace import paced
from peninsula.decide.why import ratio_of

EXACT = 1e-12
SMALL_DEAL = {"united_states.small_deal_stance": 1.5, "united_states.hawk_cost": 0.8, "presidency.peace_appetite": 0.8}


def a_game(changes: int, trajectories: int, largest: int, seed: int) -> tuple[dict[int, numpy.ndarray], numpy.ndarray]:
    """What each set of changes adds once it is complete, by trajectory; and the shares that follow.

    A set's worth goes in equal parts to its members: that is Shapley's value (Harsanyi 1959). Shape of the shares:
    (change, trajectory).
    """
    random = numpy.random.default_rng(seed)
    worth, shares = {}, numpy.zeros((changes, trajectories))
    for size in range(1, largest + 1):
        for members in itertools.combinations(range(changes), size):
            added = random.normal(random.normal(), 0.5, trajectories) / math.comb(changes, size) ** 0.5
            worth[sum(1 << member for member in members)] = added
            shares[list(members)] += added / size
    return worth, shares


def values_of(worth: dict[int, numpy.ndarray], parts: tuple[int, ...]) -> numpy.ndarray:
    return numpy.array(
        [
            sum(
                (added for members, added in worth.items() if members & part == members),
                numpy.zeros_like(next(iter(worth.values()))),
            )
            for part in parts
        ]
    )


# Shares


@pytest.mark.parametrize("changes", [1, 2, 5, 8])
def test_exact_shares_are_the_planted_ones_in_every_trajectory(changes) -> None:
    """Additive where sets have one member, interacting where they have more: up to all of them."""
    for largest in {1, min(2, changes), changes}:
        worth, planted = a_game(changes, 20, largest, seed=changes)
        plan = shapley.exact(changes)
        assert abs(plan.shares @ values_of(worth, plan.parts) - planted).max() < EXACT


@pytest.mark.parametrize("changes", [1, 3, 10])
def test_exact_shares_add_up_in_every_trajectory(changes) -> None:
    plan = shapley.exact(changes)
    values = numpy.random.default_rng(5).normal(3, 10, (2**changes, 200))
    together = (plan.shares @ values).sum(axis=0)
    assert abs(together - (values[-1] - values[0])).max() < EXACT
    assert (plan.difference @ values == values[-1] - values[0]).all()


def test_sampled_shares_add_up_in_every_trajectory_and_sum_a_pair_exactly() -> None:
    """An order and its reverse together have no error where no three changes act on each other."""
    plan = shapley.antithetic(12, 1, numpy.random.default_rng(6))
    worth, planted = a_game(12, 30, 2, seed=7)
    values = values_of(worth, plan.parts)
    assert abs((plan.shares @ values).sum(axis=0) - (plan.difference @ values)[0]).max() < EXACT
    assert abs(plan.shares @ values - planted).max() < EXACT


@pytest.mark.parametrize("plan", [shapley.exact(4), shapley.antithetic(4, 2, numpy.random.default_rng(8))])
def test_alone_and_last_are_the_first_and_the_last_step(plan) -> None:
    worth, _ = a_game(4, 10, 4, seed=9)
    values = dict(zip(plan.parts, values_of(worth, plan.parts), strict=True))
    everything = numpy.array(list(values.values()))
    for change in range(4):
        assert numpy.allclose((plan.alone @ everything)[change], values[1 << change] - values[0], atol=EXACT)
        assert numpy.allclose((plan.last @ everything)[change], values[15] - values[15 - (1 << change)], atol=EXACT)


def test_intervals_of_sampled_shares_hold_the_error_of_the_orders() -> None:
    """Three changes act on each other, so orders matter; of 200 intervals at 95 % at least 86 % hold the truth.

    Each has 32 blocks with orders of their own. False alarm: 5e-5, by the binomial law at a coverage of 0.94 to 0.95.
    """
    worth, planted = a_game(6, 1, 3, seed=10)
    truth = planted[:, 0]
    hits = []
    for repeat in range(200):
        random = numpy.random.default_rng(repeat)
        moments = Moments(6)
        for _ in range(32):
            plan = shapley.antithetic(6, 1, random)
            values = values_of(worth, plan.parts) + random.normal(0, 0.3, (len(plan.parts), 8))
            moments.add((plan.shares @ values).mean(axis=1, keepdims=True), weight=8)
        _, low, high = moments.intervals()
        hits.append(low[0] <= truth[0] <= high[0])
    assert 0.86 <= numpy.mean(hits) < 1


# Means and their errors


def test_moments_in_blocks_are_those_of_all_at_once() -> None:
    values = numpy.random.default_rng(11).normal([[1e6], [0.0], [5.0]], [[1.0], [2.0], [0.0]], (3, 1000))
    moments = Moments(3)
    for block in numpy.array_split(values, [1, 400, 400, 999], axis=1):
        moments.add(block)
    assert moments.observations == moments.weight == 1000
    assert numpy.allclose(moments.means, values.mean(axis=1), rtol=1e-14)
    assert numpy.allclose(moments.covariance, numpy.cov(values) / 1000, rtol=1e-9, atol=1e-12)


def test_weighted_moments_are_those_of_a_ratio_of_sums() -> None:
    random = numpy.random.default_rng(12)
    values, weights = random.normal(2, 1, 50), random.integers(1, 9, 50).astype(float)
    moments = Moments(1)
    for value, weight in zip(values, weights, strict=True):
        moments.add(numpy.array([[value]]), weight)
    mean = (weights * values).sum() / weights.sum()
    error = ((weights**2 * (values - mean) ** 2).sum() * 50 / 49) ** 0.5 / weights.sum()
    assert moments.means[0] == pytest.approx(mean, rel=1e-12) and moments.errors[0] == pytest.approx(error, rel=1e-12)


def test_the_ratio_has_the_error_that_repeats_have() -> None:
    """Paired: both parts share most of their noise, so that the ratio is known far better than either.

    The standard deviation of 400 ratios is known to 3.5 %: at 18 % the false alarm is below 1e-6.
    """
    random = numpy.random.default_rng(13)
    ratios, halves = [], []
    for _ in range(400):
        common = random.normal(1.0, 2.0, 500)
        moments = Moments(2)
        moments.add(numpy.stack([common, 0.5 * common + random.normal(0, 0.1, 500)]))
        ratio, half = ratio_of(moments, 0.95)
        ratios.append(ratio)
        halves.append(half)
    assert numpy.std(ratios) == pytest.approx(numpy.mean(halves) / 1.96, rel=0.18)
    assert numpy.mean(halves) < 0.1 * 0.5


def test_a_ratio_to_what_is_within_noise_is_withheld() -> None:
    moments = Moments(2)
    moments.add(numpy.random.default_rng(14).normal(0, 1, (2, 100)))
    assert numpy.isnan(ratio_of(moments, 0.95)).all()


# Changes between conditions


RULE = {"when": "nuclear_test", "for": 6, "decide": {"united_states.action": "pressure"}}
WRITTEN = {
    "parameters": {
        "us_china.initial_regime": "tariff_war",
        "south_korea.initial_met": "yes",
        "h_cf": {"uniform": [0.1, 0.2]},
        "us_china.tilt": "prior",
        "ukraine_war.relapse_hazard": 0.3,
    },
    "timeline": [
        {"month": "2026-03", "given": {"short_range_launches": 4, "nuclear_tests": 0}},
        RULE,
        {"month": "2026-06", "set": {"united_states.small_deal_stance": 1.5}},
    ],
}


@pytest.mark.parametrize(
    "first, second",
    [
        ("baseline", "spring-2026"),
        ("spring-2026", "small-deal-washington"),
        ("taiwan-crisis", "baseline"),
        ({"extends": "spring-2026", "timeline": [RULE]}, {"extends": "spring-2026", **WRITTEN}),
    ],
)
def test_no_change_is_the_first_condition_and_all_are_the_second(first, second) -> None:
    between = Between(first, second)
    names = ["summits", "deal", "icbm_tests", "extended_deterrence"]
    for part, whole in ((0, first), (between.all, second)):
        built, written = (peninsula.simulate(each, 300, names) for each in (between.condition(part), whole))
        assert all((built[name] == written[name]).all() for name in names)


def test_how_a_value_is_written_is_no_change() -> None:
    first = {"extends": "baseline", "parameters": {"h_cf": 0.025, "us_china.tilt": 0, "united_states.hawk_cost": 0.8}}
    second = {
        "extends": "baseline",
        "parameters": {"ukraine_war.ceasefire_hazard": 2.5e-2, "us_china.tilt": 0.0, "south_korea.initial_met": "yes"},
    }
    assert [change.what for change in Between(first, second).changes] == [
        "united_states.hawk_cost: 0.8 → 1.2",
        "south_korea.initial_met: no → yes",
    ]


def test_entries_that_exclude_each_other_are_one_change() -> None:
    def decided(month: str, stance: str) -> dict:
        return {"month": month, "decide": {"united_states.stance": stance}}

    first = {"extends": "baseline", "timeline": [decided("2026-04", "pressure"), decided("2026-08", "pressure")]}
    second = {"extends": "baseline", "timeline": [decided("2026-04", "small_deal"), decided("2026-09", "small_deal")]}
    changes = Between(first, second).changes
    assert sorted((len(change.before), len(change.after)) for change in changes) == [(0, 1), (1, 0), (1, 1)]
    [both] = [change for change in changes if change.before and change.after]
    assert "pressure" in both.before[0] and "small_deal" in both.after[0] and "2026-04" in both.what


def test_all_that_is_given_is_one_change() -> None:
    given = [{"month": f"2026-0{month}", "given": {"short_range_launches": month}} for month in (1, 2, 3)]
    [change] = Between("baseline", {"extends": "baseline", "timeline": given}).changes
    assert len(change.after) == 3 and change.what.endswith("and 2 more")


# The real model


@pytest.fixture(scope="module")
def found() -> peninsula.Why:
    return peninsula.why("baseline", "small-deal-washington", ["summit_held", "first_summit", "deal"], 3000, seed=3)


def by_hand(outcome: str, **settings: float) -> numpy.ndarray:
    return peninsula.simulate("baseline", 3000, [outcome], seed=3, **settings)[outcome][0].astype(float)


@pytest.mark.parametrize("outcome", ["summit_held", "first_summit"])
def test_shares_are_the_mean_over_all_orders_made_one_by_one(found, outcome) -> None:
    shares = dict.fromkeys(SMALL_DEAL, 0.0)
    for order in itertools.permutations(SMALL_DEAL):
        for place, name in enumerate(order):
            before, after = ({each: SMALL_DEAL[each] for each in order[:end]} for end in (place, place + 1))
            shares[name] += (by_hand(outcome, **after) - by_hand(outcome, **before)).mean() / 6
    table = found.table[found.table.outcome == outcome]
    assert len(table) == 3
    for name, share in shares.items():
        [row] = table[table.change.str.startswith(name)].itertuples()
        assert row.share == pytest.approx(share, abs=EXACT) and row.share_low < share < row.share_high


def test_shares_add_up_to_the_difference(found) -> None:
    """Labels of a categorical outcome as well; and these sum to nothing, since every trajectory has one."""
    together = found.table.groupby(["outcome", "label"]).share.sum()
    whole = found.differences.set_index(["outcome", "label"]).difference
    assert len(whole) == 2 + 5 and abs(together - whole).max() < EXACT
    assert abs(whole["deal"].sum()) < EXACT
    direct = by_hand("summit_held", **SMALL_DEAL) - by_hand("summit_held")
    assert whole["summit_held", ""] == pytest.approx(direct.mean(), abs=EXACT)
    [row] = found.differences[found.differences.outcome == "summit_held"].itertuples()
    assert (row.first, row.second) == pytest.approx(
        (by_hand("summit_held").mean(), by_hand("summit_held", **SMALL_DEAL).mean())
    )


def test_a_closed_channel_is_closed_in_both(found) -> None:
    channels = found.channels[found.channels.outcome == "summit_held"].set_index("channel")
    assert len(channels) == 8
    left = by_hand("summit_held", couplings__russia=0, **SMALL_DEAL) - by_hand("summit_held", couplings__russia=0)
    row = channels.loc["couplings.russia"]
    assert row.left == pytest.approx(left.mean(), abs=EXACT)
    assert row.ratio == pytest.approx(row.left / row.difference) and row.ratio_low < row.ratio < row.ratio_high


def test_blocks_of_any_size_say_the_same(found, monkeypatch) -> None:
    monkeypatch.setattr("peninsula.decide.why.NUMBERS_AT_ONCE", 1)
    again = peninsula.why("baseline", "small-deal-washington", ["summit_held"], 3000, seed=3, channels=False)
    mine = found.table[found.table.outcome == "summit_held"]
    numbers = ["share", "share_low", "alone_high", "last"]
    assert numpy.allclose(again.table[numbers], mine[numbers], rtol=0, atol=EXACT)


def test_a_trajectory_in_which_the_outcome_is_undefined_somewhere_is_left_out() -> None:
    name = "extended_deterrence_in_deal"
    found = peninsula.why("baseline", "small-deal-washington", [name], 2000, seed=3, channels=False)
    parts = [dict(itertools.compress(SMALL_DEAL.items(), bits)) for bits in itertools.product([0, 1], repeat=3)]
    values = numpy.array([peninsula.simulate("baseline", 2000, [name], seed=3, **part)[name][0] for part in parts])
    defined = numpy.isfinite(values).all(axis=0)
    [row] = found.differences.itertuples()
    assert (row.trajectories, row.undefined) == (defined.sum(), 2000 - defined.sum()) and 0 < row.undefined < 2000
    assert row.first == pytest.approx(values[0, defined].mean(dtype=float))


def test_more_than_ten_changes_are_shared_by_orders_at_random() -> None:
    """The shares still add up exactly; the difference is that of all trajectories."""
    names = list(peninsula.explain().parameters.query("prior_low == prior_low").index[:11])
    ends = peninsula.explain().parameters.prior_high
    second = {"extends": "baseline", "parameters": {name: float(ends[name]) for name in names}}
    found = peninsula.why("baseline", second, ["summit_held", "russian_aid_mean"], 640, channels=False)
    assert not found.is_exact and len(found.changes) == 11 and len(found.table) == 22
    together = found.table.groupby("outcome").share.sum()
    assert abs(together - found.differences.set_index("outcome").difference).max() < EXACT
    assert (found.table.share_high >= found.table.share_low).all()
    direct = peninsula.simulate(["baseline", second], 640, ["summit_held"])["summit_held"].mean(axis=1, dtype=float)
    [difference] = found.differences[found.differences.outcome == "summit_held"].difference
    assert difference == pytest.approx(direct[1] - direct[0], abs=EXACT)


# Where nothing differs


def test_what_differs_in_no_trajectory_is_said_to_differ_in_none() -> None:
    """In its first month no ceasefire has moved a meeting of Kim and Xi; and no relapse follows one at once."""
    found = peninsula.why("baseline", "early-ceasefire", ["kim_xi_meetings", "ceasefire_reached"], 640, months=1)
    text = why_command.as_text(found)
    nothing, something = text.split("\n\n")[1:3]
    assert re.fullmatch(
        r"kim_xi_meetings: (\S+) → \1, no trajectory differs\n"
        r"  no change makes a difference in any trajectory\n"
        r"  whichever channel is closed, no trajectory differs",
        nothing,
    )
    assert re.match(r"ceasefire_reached: \S+ → \S+, difference \+0.1\S+ \[", something)
    [relapse] = [line for line in something.splitlines() if "relapse_hazard" in line]
    assert relapse.count("nothing differs") == 3 and "0 [0, 0]" not in text


# How long it takes


def test_long_work_says_how_long_after_its_first_block(monkeypatch) -> None:
    """A clock that takes 10 s a block: 1000 trajectories in blocks of 100 take 100 s, and 500 take 50 s."""
    now = itertools.count(step=10.0)

    def clock() -> float:
        return next(now)

    with pytest.warns(UserWarning, match="^1,000 trajectories take about 100 s on this machine$"):
        assert list(paced(1000, 100, "trajectories", clock)) == [(start, 100) for start in range(0, 1000, 100)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(paced(500, 100, "trajectories", clock))[-1] == (400, 100)
        assert list(paced(100, 500, "trajectories", lambda: 1e6 * next(now))) == [(0, 100)]  # one block is done


@pytest.mark.parametrize(
    "long",
    [
        lambda: peninsula.why("baseline", "early-ceasefire", ["summit_held"], 1e5, months=1, channels=False),
        lambda: peninsula.robust(
            ["baseline", "early-ceasefire"], ["summit_held"], states=512, trajectories=512, months=1
        ),
        lambda: peninsula.flip("baseline", "early-ceasefire", "summit_held", ["ukraine_war.peacemaking"], months=1),
    ],
)
def test_every_study_in_blocks_says_so(long, monkeypatch) -> None:
    """Whoever does not want to wait is stopped by the first warning."""
    monkeypatch.setattr("peninsula.decide.pace.LONG", 0.0)
    monkeypatch.setattr("peninsula.decide.why.NUMBERS_AT_ONCE", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match=r"^[\d,]+ (trajectories|states) .*take about .* on this machine$"):
            long()


def test_states_that_do_not_fit_are_refused_in_plain_words() -> None:
    with pytest.raises(MemoryError, match=r"the sums of 4,000,000,000 states take 576\.0 GB"):
        peninsula.robust(["baseline", "tariff-war"], ["summit_held"], states=4_000_000_000, months=1)


# Errors and the command


@pytest.mark.parametrize(
    "first, second, more, message",
    [
        ("baseline", {"extends": "baseline"}, {}, "the same condition: nothing differs"),
        ("baseline", "small-deal-washingtno", {}, "small"),
        ("baseline", "tariff-war", {"outcomes": ["summit_hold"]}, "did you mean 'summit_held'"),
        ("baseline", {"extends": "tariff-war", "months": 12}, {}, "months: 'baseline' has 48"),
        ("baseline", "tariff-war", {"trajectories": 63}, "64 or more, not 63"),
        ("baseline", "tariff-war", {"outcomes": ["foo"]}, "no outcome 'foo'; there are .*, and others"),
        ("baseline", "tariff-war", {"level": 1.5}, "does not lie between 0 and 1"),
        ("baseline", "tariff-war", {"h_fc": 0.1}, "did you mean"),
    ],
)
def test_what_is_wrong_is_said(first, second, more, message) -> None:
    with pytest.raises(peninsula.InputError, match=message):
        peninsula.why(first, second, **({"trajectories": 100} | more))


def test_the_command_prints_text_json_and_csv(capsys) -> None:
    asked = ["baseline", "tariff-war", "-n", "1e3", "--outcome", "summit_held", "--set", "south_korea.initial_met=no"]
    assert why_command.main([*asked, "--no-channels"]) == 0
    text = capsys.readouterr().out
    assert "us_china.initial_regime: managed_rivalry → tariff_war" in text and "Under these assumptions" in text
    assert "sampling error only" in text and "closed" not in text
    why_command.main([*asked, "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["trajectories"] == 1000 and len(told["channels"]) == 8 and told["table"][0]["share"] < 0
    why_command.main([*asked, "--no-channels", "--csv"])
    assert capsys.readouterr().out.startswith("outcome,label,change,share,share_low,share_high,alone")


def test_the_program_would_end_with_status_2(capsys) -> None:
    assert commands.run(["why", "baseline", "baseline"]) == 2
    assert capsys.readouterr().err == "peninsula: 'baseline' and 'baseline' are the same condition: nothing differs\n"
    assert commands.run(["why", "baseline"]) == 2
    assert "peninsula why --help" in capsys.readouterr().err
