# SPDX-License-Identifier: Apache-2.0
"""Particles: the bits of `simulate`, choices among them, and how likely what is given was."""

import copy
import itertools

import numpy
import pytest

import peninsula
from peninsula.module import declared, engine

SIZE = 512 * 2 + 100  # more than two blocks, and no whole number of them
FIRST, SEED, MONTHS = 7, 5, 15
DRAWN = {
    "name": "drawn",
    "extends": "early-ceasefire",
    "start": "2025-02",
    "parameters": {"russia.postwar_capacity": {"uniform": [0.3, 0.7]}, "provocation.self_excitation": "prior"},
}
STEERED = DRAWN | {
    "name": "steered",
    "timeline": [
        {"month": "2025-04", "event": "ukraine_ceasefire"},
        {"month": "2025-05", "decide": {"north_korea.provocation": "nuclear_test"}},
        {"from": "2025-05", "until": "2025-09", "never": {"russia.aid": ["surged"]}},
        {"month": "2025-06", "set": {"provocation.tempo_shock": 0.8}},
        {"month": "2025-07", "given": {"short_range_launches": 4}},
        {"month": "2025-09", "set": {"provocation.tempo_shock": 0.2, "provocation.restraint_by_talks": 0.0}},
    ],
}
RULED = {
    "name": "ruled",
    "extends": "baseline",
    "timeline": [{"when": "nuclear_test", "for": 6, "decide": {"united_states.action": "pressure"}}],
}


def opened(conditions, count=SIZE, months=MONTHS, values=None, threads=0, first=FIRST, seed=SEED) -> engine.Particles:
    """Particles of one condition or several; `values` of parameters by name."""
    several = conditions if isinstance(conditions, list) else [conditions]
    request = engine.Request(
        [peninsula.resolve(each, months) for each in several], [], [], count, seed, first, threads, 1
    )
    rows = numpy.array([*values.values()]) if values else numpy.empty((0, count))
    return engine.Particles(request, list(values or {}), rows)


def series_of(model: str = "") -> dict[str, int]:
    """Places of all series by name."""
    shown = enumerate(declared(model)["series"])
    return {one["name"]: place for place, one in shown if not one.get("bookkeeping")}


ALL = [*series_of().values()]


def played(particles: engine.Particles, months: int = MONTHS, condition: int = 0) -> numpy.ndarray:
    """Every series of the months to come: (month, series, particle)."""
    return numpy.stack([particles.play(condition, ALL)[1] for _ in range(months)])


def same(one: numpy.ndarray, other: numpy.ndarray) -> bool:
    return one.dtype == other.dtype == numpy.float32 and one.shape == other.shape and one.tobytes() == other.tobytes()


# The trajectories of an ensemble


CONDITIONS = {"baseline": "baseline", "drawn": DRAWN, "steered": STEERED, "tribute": "tribute-base-case"}


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
def test_particles_that_nobody_chooses_among_are_trajectories(condition) -> None:
    """Every series, month by month, and what was drawn."""
    model = peninsula.resolve(condition, MONTHS).model
    places = series_of(model)
    free = peninsula.simulate(condition, SIZE, (), [*places], seed=SEED, months=MONTHS, first=FIRST)
    particles = opened(condition)
    assert (particles.count, particles.drawn) == (SIZE, [*free.drawn])
    for name, values in zip(particles.drawn, particles.parameters, strict=True):
        assert same(values, free[name][0]), name
    for month in range(MONTHS):
        assert particles.month == month
        _, values = particles.play(0, [*places.values()])
        for name, row in zip(places, values, strict=True):
            assert same(row, numpy.ascontiguousarray(free[name][0, :, month])), (name, month)
    for name, values in zip(particles.drawn, particles.parameters, strict=True):
        assert same(values, free[name][0]), name


def test_any_threads_play_the_same_bits() -> None:
    one, two = opened(STEERED, threads=1), opened(STEERED, threads=2)
    assert same(one.parameters, two.parameters) and same(played(one, 4), played(two, 4))
    chosen = numpy.arange(SIZE + 300) * 7 % SIZE
    one.keep(chosen)
    two.keep(chosen)
    assert same(one.parameters, two.parameters) and same(played(one, 4), played(two, 4))


def test_only_what_is_asked_for_is_told() -> None:
    """In the model's order."""
    every, some = opened("baseline"), opened("baseline")
    for _ in range(3):
        all_values = every.play(0, ALL)[1]
        assert same(some.play(0, ALL[4:9:2])[1], all_values[4:9:2])
    assert some.play(0, [])[1].shape == (0, SIZE)


def test_from_month_to_month_another_condition_may_lead() -> None:
    """A condition whose timeline begins in June leads from May on; one that has set a parameter earlier has set it."""
    later = DRAWN | {"name": "later", "timeline": [{"month": "2025-06", "event": "us_china_acute_crisis"}]}
    shock = {"set": {"provocation.tempo_shock": 0.8}}
    early, late = (DRAWN | {"name": month, "timeline": [{"month": month} | shock]} for month in ("2025-03", "2025-05"))
    particles = opened([DRAWN, later, early, late])
    assert same(played(particles, 3), played(opened(DRAWN), 3))
    crisis, shaken = copy.copy(particles), copy.copy(particles)
    assert same(played(crisis, 12, 1), played(opened(later))[3:])
    found = played(shaken, 12, 2)
    assert same(found, played(opened(late))[3:]) and not same(found, played(opened(DRAWN))[3:])


# Values in each particle


def test_values_stand_instead_of_what_would_be_drawn() -> None:
    """In every particle; other parameters are drawn as ever."""
    told = numpy.linspace(0.1, 0.9, SIZE)
    particles, free = opened(DRAWN, values={"provocation.self_excitation": told}), opened(DRAWN)
    place = particles.drawn.index("provocation.self_excitation")
    assert same(particles.parameters[place], told.astype(numpy.float32))
    assert same(particles.parameters[1 - place], free.parameters[1 - place])
    assert not same(played(particles), played(free))


def test_the_same_value_in_each_particle_is_a_condition_that_sets_it() -> None:
    values = {"russia.postwar_capacity": numpy.full(SIZE, 0.45), "provocation.self_excitation": numpy.full(SIZE, 1.9)}
    settings = {"russia.postwar_capacity": 0.45, "provocation.self_excitation": 1.9}
    fixed = DRAWN | {"name": "fixed", "parameters": settings}
    assert same(played(opened(DRAWN, values=values)), played(opened(fixed)))


def test_values_are_of_the_particle_at_their_place() -> None:
    """What differs in one particle changes no other."""
    values = numpy.full(SIZE, 0.3)
    before = played(opened(DRAWN, values={"provocation.self_excitation": values}))
    values[600] = 5.0
    after = played(opened(DRAWN, values={"provocation.self_excitation": values}))
    changed = (before != after).any(axis=(0, 1))
    assert changed.nonzero()[0].tolist() == [600]


def test_values_may_be_set_between_two_months() -> None:
    """From then on: what has happened stays, what was drawn besides stays, and the past is that of the old values."""
    old, new = numpy.full(SIZE, 0.3), numpy.linspace(0.1, 3.9, SIZE)
    name = "provocation.self_excitation"
    particles, as_ever = opened(DRAWN, values={name: old}), opened(DRAWN, values={name: old})
    assert same(played(particles, 5), played(as_ever, 5))
    drawn, place = particles.parameters, particles.drawn.index(name)
    particles.set([name], new[None])
    assert same(particles.parameters[place], new.astype(numpy.float32))
    assert same(particles.parameters[1 - place], drawn[1 - place])
    later, as_ever_later = played(particles, 8), played(as_ever, 8)
    assert (later != as_ever_later).any(axis=(0, 1)).mean() > 0.3
    again = opened(DRAWN, values={name: new})
    assert not same(played(again)[5:13], later)
    same_values = opened(DRAWN, values={name: new})
    same_values.set([name], new[None])
    assert same(played(same_values), played(opened(DRAWN, values={name: new})))


def test_a_parameter_that_is_set_moves_what_its_particle_does_only() -> None:
    """Bit for bit what a condition does that sets it from the same month on."""
    name = "provocation.tempo_shock"
    drawn = DRAWN | {"name": "shock", "parameters": {name: {"uniform": [0.1, 0.8]}}}
    fixed = DRAWN | {
        "name": "fixed",
        "parameters": {name: 0.2},
        "timeline": [{"month": "2025-07", "set": {name: 0.7}}],
    }
    particles = opened(drawn, values={name: numpy.full(SIZE, 0.2)})
    before = played(particles, 5)
    particles.set([name], numpy.full((1, SIZE), 0.7))
    assert same(numpy.concatenate([before, played(particles, 10)]), played(opened(fixed)))


def test_values_that_cannot_be_set_are_told() -> None:
    particles = opened(DRAWN)
    before = particles.parameters
    for names, shape, words in (
        (["russia.postwar_capacity"], (1, SIZE - 1), f"values: 1 rows of {SIZE} are needed"),
        (["russia.postwar_capacity"], (SIZE,), f"values: 1 rows of {SIZE} are needed"),
        (["us_china.tilt"], (1, SIZE), "us_china.tilt has a value in each particle, but the condition draws none"),
        (["us_china.tild"], (1, SIZE), "no parameter 'us_china.tild'; did you mean"),
    ):
        with pytest.raises(peninsula.InputError, match=words):
            particles.set(names, numpy.zeros(shape))
    assert same(particles.parameters, before)


# A month taken back


def test_a_month_that_was_taken_back_is_played_again_bit_for_bit() -> None:
    """The first, one within, and the last; what was drawn is as it was, and all months after it are as ever."""
    particles, as_ever = opened(STEERED), played(opened(STEERED))
    drawn = particles.parameters
    for month in range(MONTHS):
        first = particles.play(0, ALL)
        if month in (0, 6, MONTHS - 1):
            particles.undo()
            assert particles.month == month and same(particles.parameters, drawn)
            again = particles.play(0, ALL)
            assert same(first[0], again[0]) and same(first[1], again[1])
        assert same(first[1], as_ever[month])


def test_a_month_that_was_taken_back_may_be_another() -> None:
    """Under another condition, with other values, or of more particles: as if it had not been played before."""
    later = DRAWN | {"name": "later", "timeline": [{"month": "2025-04", "event": "us_china_acute_crisis"}]}
    name, values = "provocation.self_excitation", numpy.full((1, SIZE), 3.0)
    chosen = numpy.repeat(numpy.arange(SIZE), 3)

    def prepared(is_played: bool) -> engine.Particles:
        particles = opened([DRAWN, later])
        played(particles, 2)
        if is_played:
            particles.play(0, ALL)
            particles.undo()
        return particles

    ways = (
        lambda particles: played(particles, 5, 1),
        lambda particles: [particles.set([name], values), played(particles, 5)][1],
        lambda particles: [particles.keep(chosen), played(particles, 5)][1],
    )
    found = [(way(prepared(True)), way(prepared(False))) for way in ways]
    assert all(same(one, other) for one, other in found)
    free = played(prepared(False), 5)
    assert not same(found[0][0], free) and not same(found[1][0], free) and found[2][0].shape[2] == 3 * SIZE


def test_values_that_were_set_after_a_month_go_with_it() -> None:
    particles = opened(DRAWN)
    before = particles.parameters
    particles.play(0, [])
    particles.set(["provocation.self_excitation"], numpy.full((1, SIZE), 3.0))
    particles.undo()
    assert same(particles.parameters, before) and same(played(particles), played(opened(DRAWN)))


def test_a_month_that_cannot_be_taken_back_is_told_and_changes_nothing() -> None:
    """None was played, it was taken back already, or particles were chosen since."""
    particles = opened(DRAWN)
    as_ever = played(opened(DRAWN), 4)

    def is_refused() -> None:
        month, parameters = particles.month, particles.parameters
        with pytest.raises(peninsula.InputError, match=r"^there is no month to take back$"):
            particles.undo()
        assert particles.month == month and same(particles.parameters, parameters)

    is_refused()
    assert same(played(particles, 2), as_ever[:2])
    particles.undo()
    is_refused()
    assert same(played(particles, 1), as_ever[1:2])
    particles.keep(numpy.arange(SIZE))
    is_refused()
    assert same(played(particles, 2), as_ever[2:])


def test_a_copy_takes_its_own_month_back() -> None:
    particles = opened(DRAWN)
    as_ever = played(opened(DRAWN), 4)
    played(particles, 2)
    other = copy.copy(particles)
    other.undo()
    assert (particles.month, other.month) == (2, 1)
    assert same(played(other, 3), as_ever[1:]) and same(played(particles, 2), as_ever[2:])


# Choices


def test_particles_kept_in_place_go_on_as_they_would() -> None:
    particles, all_of_them = opened(STEERED), opened(STEERED)
    played(particles, 4)
    played(all_of_them, 4)
    particles.keep(numpy.arange(SIZE))
    assert same(particles.play(0, ALL)[1], all_of_them.play(0, ALL)[1])
    particles.keep(numpy.arange(300))
    assert particles.count == 300 and particles.month == 5
    assert same(particles.parameters, numpy.ascontiguousarray(all_of_them.parameters[:, :300]))
    assert same(played(particles, 5), numpy.ascontiguousarray(played(all_of_them, 5)[:, :, :300]))


def test_the_chosen_are_left_in_their_order_with_all_they_hold() -> None:
    """A particle's future follows from what it holds and from its place: the 700th is chosen for the places 0 to 699,
    where it goes on with chance of its own, and for 700, where it goes on as it would."""
    particles, free = opened(DRAWN), opened(DRAWN)
    drawn = particles.parameters
    played(particles, 6)
    played(free, 6)
    others = copy.copy(particles)
    particles.keep(numpy.full(SIZE, 700))
    others.keep(numpy.where(numpy.arange(SIZE) < 400, 3, 700))
    assert (particles.parameters == drawn[:, [700]]).all()
    assert (others.parameters == drawn[:, numpy.where(numpy.arange(SIZE) < 400, 3, 700)]).all()
    ours, theirs, as_ever = played(particles, 9), played(others, 9), played(free, 9)
    assert same(ours[:, :, 700], as_ever[:, :, 700])
    assert same(numpy.ascontiguousarray(ours[:, :, 400:]), numpy.ascontiguousarray(theirs[:, :, 400:]))
    assert len(numpy.unique(ours[0], axis=1).T) > 20 and not (ours[:, :, 3] == theirs[:, :, 3]).all()


def test_more_may_be_chosen_than_there_are() -> None:
    particles = opened(DRAWN, count=10)
    drawn = particles.parameters
    particles.keep(numpy.arange(1000) // 100)
    assert particles.count == 1000 and (particles.parameters == numpy.repeat(drawn, 100, axis=1)).all()
    assert len(numpy.unique(played(particles, 6)[:, :, :100], axis=2)[0, 0]) == 100


def test_a_copy_goes_its_own_way() -> None:
    particles = opened(STEERED)
    beginning = played(particles, 3)
    other = copy.copy(particles)
    ahead = played(other, 6)
    other.keep(numpy.zeros(5, dtype=int))
    assert (particles.count, particles.month) == (SIZE, 3)
    whole = played(opened(STEERED))
    assert same(numpy.concatenate([beginning, played(particles, 12)]), whole) and same(ahead, whole[3:9])


# What is given


GIVEN = ("short_range_launches", "medium_range_launches", "intercontinental_launches", "nuclear_tests", "clashes")
COUNTED = ("short_range_launches_by_month", "medium_range_launches_by_month", "icbm_tests_by_month",
           "nuclear_tests_by_month", "clashes_by_month")  # fmt: skip
MANY = 20_000
FREE = DRAWN | {
    "name": "free",
    "parameters": {
        "provocation.tempo_shock": {"uniform": [0.1, 1.2]},
        "provocation.short_range_mean": {"uniform": [0.5, 3]},
    },
}
NOTHING = dict.fromkeys(GIVEN, 0)
COUNTS = {
    "nothing": NOTHING,
    "one short": NOTHING | {"short_range_launches": 1},
    "three short": NOTHING | {"short_range_launches": 3},
    "one medium": NOTHING | {"medium_range_launches": 1},
    "short and medium": NOTHING | {"short_range_launches": 1, "medium_range_launches": 1},
    "two medium": NOTHING | {"medium_range_launches": 2},
    "one ICBM": NOTHING | {"intercontinental_launches": 1},
    "ICBM and medium": NOTHING | {"intercontinental_launches": 1, "medium_range_launches": 1},
    "nuclear test": NOTHING | {"nuclear_tests": 1},
    "clash": NOTHING | {"clashes": 1},
    "clash and short": NOTHING | {"clashes": 1, "short_range_launches": 1},
    "no nuclear test": {"nuclear_tests": 0},
    "no launch": dict.fromkeys(GIVEN[:3], 0),
    "short, whatever else": {"short_range_launches": 2},
}


def giving(counts: dict[str, int], months: tuple[str, ...] = ("2025-02", "2025-06")) -> dict:
    """The free condition with these counts in each of the months."""
    name = "given-" + "-".join(f"{name[:2]}{count}" for name, count in counts.items()).replace("_", "-")
    return FREE | {"name": name, "timeline": [{"month": month, "given": counts} for month in months]}


@pytest.fixture(scope="module")
def judged() -> list[tuple[numpy.ndarray, dict[str, numpy.ndarray], dict[str, numpy.ndarray]]]:
    """For the first and the fifth month: the counts of free particles, (count, particle), and for each case how likely
    the same particles hold it, and its counts when it is given."""
    particles = opened([FREE, *(giving(counts) for counts in COUNTS.values())], MANY)
    places = [series_of()[name] for name in COUNTED]
    found = []
    for month in range(5):
        if month in (0, 4):
            told = [copy.copy(particles).play(1 + place, places) for place in range(len(COUNTS))]
            likely = {name: numpy.exp(one[0].astype(float)) for name, one in zip(COUNTS, told, strict=True)}
            seen = {name: one[1] for name, one in zip(COUNTS, told, strict=True)}
            found.append((copy.copy(particles).play(0, places)[1], likely, seen))
        particles.play(0, [])
    return found


@pytest.mark.parametrize("month", [0, 1], ids=["first", "fifth"])
def test_a_likelihood_is_how_often_it_happens(judged, month) -> None:
    """Its mean is the share of free particles with exactly these counts: within four standard errors, of a share whose
    particles each have their own probability. 28 comparisons: a false alarm once in 560 seeds."""
    free, likely, _ = judged[month]
    for name, counts in COUNTS.items():
        share = numpy.all([free[GIVEN.index(which)] == count for which, count in counts.items()], axis=0).mean()
        error = numpy.sqrt((likely[name] * (1 - likely[name])).mean() / MANY)
        assert abs(likely[name].mean() - share) < 4 * error, (name, likely[name].mean(), share, error)
    assert min(one.mean() for one in likely.values()) > 20 / MANY


def test_particles_tell_what_is_likely_by_themselves(judged) -> None:
    """Half of the particles in which three launches are likelier have them more often: within four standard errors of
    what they say, and far from what the others say."""
    free, likely, _ = judged[1]
    three, chance = free[0] == 3, likely["three short"]
    upper = chance > numpy.median(chance)
    none = (free[1:] == 0).all(axis=0)
    for half in (upper, ~upper):
        error = numpy.sqrt((chance[half] * (1 - chance[half])).mean() / half.sum())
        assert abs((three & none)[half].mean() - chance[half].mean()) < 4 * error
    assert chance[upper].mean() > 2 * chance[~upper].mean()


def test_what_is_given_happens(judged) -> None:
    for _, _, seen in judged:
        for name, counts in COUNTS.items():
            for which, count in counts.items():
                assert (seen[name][GIVEN.index(which)] == count).all(), name


@pytest.mark.parametrize("mean", [1.1, 25.0])
def test_all_that_may_be_given_adds_up_to_one(mean) -> None:
    """In every particle: nuclear tests and clashes, one, none or both; short-range launches of any number that can be
    given, where more are out of reach and where what is drawn ends at 31; and what is given together adds up to what is
    given alone. 32-bit floats: five digits."""
    both = [dict(zip(("nuclear_tests", "clashes"), each, strict=True)) for each in itertools.product((0, 1), repeat=2)]
    short = [{"short_range_launches": count} for count in range(32)]
    quiet = [one | {"nuclear_tests": 0} for one in short]
    cases = [*both, *short, *quiet, {"nuclear_tests": 0}]
    calm = {"provocation.tempo_shock": numpy.full(2000, 0.3), "provocation.short_range_mean": numpy.full(2000, mean)}
    particles = opened([FREE, *(giving(each, ("2025-03",)) for each in cases)], 2000, values=calm)
    particles.play(0, [])
    told = [numpy.exp(copy.copy(particles).play(1 + place, [])[0].astype(float)) for place in range(len(cases))]
    assert sum(told[:4]) == pytest.approx(numpy.ones(2000), abs=1e-5)
    assert sum(told[4:36]) == pytest.approx(numpy.ones(2000), abs=1e-5)
    assert sum(told[36:68]) == pytest.approx(told[68], abs=1e-5) and told[68].min() < 0.999


def test_where_nothing_is_given_nothing_is_said() -> None:
    """In any month but the one given, exactly."""
    particles = opened(giving({"nuclear_tests": 0}, ("2025-04",)))
    for month in range(4):
        told, _ = particles.play(0, [])
        assert (told == 0).all() == (month != 2) and told.dtype == numpy.float32
    assert (opened("tribute-base-case").play(0, [])[0] == 0).all()


@pytest.mark.parametrize("counts", [
    {"nuclear_tests": 1, "clashes": 1},
    {"intercontinental_launches": 1, "nuclear_tests": 1},
    {"intercontinental_launches": 1, "clashes": 1},
])  # fmt: skip
def test_what_the_model_cannot_bring_is_next_to_impossible(counts) -> None:
    told, _ = opened(giving(counts, ("2025-02",))).play(0, [])
    assert told == pytest.approx(numpy.full(SIZE, numpy.log(1e-12)), rel=1e-6)


# Errors


OTHER = {"name": "other", "extends": "baseline", "parameters": {"us_china.tilt": "prior"}}


@pytest.mark.parametrize("conditions, options, words", [
    (RULED, {}, "^'ruled' decides when something has come about: no particle remembers that$"),
    (["baseline", RULED], {}, "^'ruled' decides when something has come about"),
    ([DRAWN, OTHER], {}, "^'other' draws other parameters than 'drawn': particles keep what they have drawn$"),
    ([DRAWN, "baseline"], {}, "^'baseline' draws other parameters than 'drawn'"),
    (DRAWN, {"values": {"us_china.tild": numpy.zeros(SIZE)}}, "no parameter 'us_china.tild'; did you mean"),
    (DRAWN, {"values": {"us_china.tilt": numpy.zeros(SIZE)}},
     "^us_china.tilt has a value in each particle, but the condition draws none$"),
    (DRAWN, {"values": {"russia.postwar_capacity": numpy.zeros(SIZE - 1)}}, f"^values: 1 rows of {SIZE} are needed$"),
])  # fmt: skip
def test_what_cannot_be_opened_is_told(conditions, options, words) -> None:
    with pytest.raises(peninsula.InputError, match=words):
        opened(conditions, **options)


def request_of(conditions: list, per_state: int = 1) -> engine.Request:
    """Ten trajectories of resolved conditions."""
    return engine.Request(conditions, [], [], 10, 1, 0, 0, per_state)


def test_conditions_that_do_not_go_together_are_told() -> None:
    unequal = [peninsula.resolve(DRAWN, months) for months in (6, 3)]
    models = [peninsula.resolve(each, 6) for each in ("baseline", "tribute-base-case")]
    for conditions in (unequal, models):
        with pytest.raises(peninsula.InputError, match=r"months|model"):
            engine.Particles(request_of(conditions), [], numpy.empty((0, 10)))


def test_without_a_condition_nothing_is_opened() -> None:
    with pytest.raises(peninsula.InputError, match="condition"):
        engine.Particles(request_of([]), [], numpy.empty((0, 10)))


@pytest.mark.parametrize("per_state", [0, 2, 10])
def test_particles_that_share_a_state_are_refused(per_state) -> None:
    with pytest.raises(peninsula.InputError, match="per_state"):
        engine.Particles(request_of([peninsula.resolve(DRAWN)], per_state), [], numpy.empty((0, 10)))


def test_a_parameter_that_is_drawn_and_later_set_is_refused() -> None:
    """Also where another condition sets it; a parameter that is not drawn may be set."""
    name = "provocation.self_excitation"
    both = DRAWN | {"name": "both", "timeline": [{"month": "2025-04", "set": {name: 2.0}}]}
    words = f"^'both' sets {name}, which it draws: particles keep what they have drawn$"
    for conditions in (both, [DRAWN, both]):
        with pytest.raises(peninsula.InputError, match=words):
            opened(conditions)
    shock = DRAWN | {"name": "shock", "timeline": [{"month": "2025-04", "set": {"provocation.tempo_shock": 0.8}}]}
    assert opened([DRAWN, shock]).count == SIZE


def test_values_of_another_shape_are_refused() -> None:
    request = engine.Request([peninsula.resolve(DRAWN)], [], [], 10, 1, 0, 0, 1)
    for shape in ((10,), (2, 10), (10, 1), (1, 10, 1)):
        with pytest.raises(peninsula.InputError, match="values: 1 rows of 10 are needed"):
            engine.Particles(request, ["russia.postwar_capacity"], numpy.zeros(shape))


@pytest.mark.parametrize("chosen", [[], [SIZE], [-1], [0, 2**40]], ids=["none", "beyond", "before", "far"])
def test_a_choice_of_what_is_not_there_is_told_and_changes_nothing(chosen) -> None:
    particles = opened(DRAWN)
    with pytest.raises(peninsula.InputError, match=f"^there are {SIZE} particles, and others were chosen$"):
        particles.keep(numpy.array(chosen, dtype=numpy.int64))
    assert particles.count == SIZE and same(played(particles, 2), played(opened(DRAWN), 2))


def test_the_end_is_told() -> None:
    particles = opened(DRAWN, months=3)
    played(particles, 3)
    with pytest.raises(peninsula.InputError, match="the particles have come to the end, 3 months"):
        particles.play(0, [])
    assert particles.month == 3


@pytest.mark.parametrize("condition, series", [(1, []), (0, [len(declared()["series"])]), (-1, []), (0, [-1])])
def test_no_condition_and_no_series_that_is_not_there_is_played(condition, series) -> None:
    particles = opened(DRAWN)
    with pytest.raises((peninsula.InputError, IndexError, TypeError)):
        particles.play(condition, series)
    assert particles.month == 0 and same(played(particles, 2), played(opened(DRAWN), 2))
