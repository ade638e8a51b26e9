"""The document suffices to write the model again, and the program does what the document says.

`model_of_the_document.py` is the model written a second time, in another language, from docs/model.md and nothing
else. Here both retell the same trajectories, and every utility, every option taken, every chance, what it came to,
and what each month left behind must agree. Change an equation on one side alone, and this test tells which.

The program computes in single precision. Once in many months a draw falls so close to a boundary that rounding
decides, and from there on the two trajectories differ for good reason: such a one is compared up to that month.
"""

import json
import math
import pathlib

import pytest

import model_of_the_document as model
from conftest import AS_SPECIFIED

MANY_DEALS = {
    "diplomacy.success_intercept": 0.6,
    "presidency.peace_appetite": 1.0,
    "ukraine_war.ceasefire_hazard": 0.08,
    "south_korea.leaders_meeting_hazard": 0.02,
}
SETTINGS = {
    "default": {},
    "as specified": AS_SPECIFIED,
    "simultaneous": {"schedule.order": "simultaneous"},
    "with Japan": {"japan.takes_part": "yes"},
    "recognition": {**MANY_DEALS, "united_states.recognition_stance": 1.0, "us_china.tilt": 0.7},
    "small deals": {
        **MANY_DEALS,
        "united_states.small_deal_stance": 1.5,
        "schedule.order": "simultaneous",
        "japan.takes_part": "yes",
    },
    "beyond the term": {
        "presidency.term_end_month": 20,
        "us_china.tilt": 3.0,
        "crisis.start_hazard": 0.2,
        "crisis.up_step": 0.4,
        "crisis.down_step": 0.5,
    },
    "a tenth lower": {},  # every real parameter: see `settings`
}
MONTHS = {"beyond the term": 120}
TRAJECTORIES = range(10)
CLOSE = 1e-5  # of a uniform to a boundary: single precision may put it on the other side

COUNTED_BY_MONTH = {  # series: member of the region, a whole number
    "provocation_tier": "tier",
    "short_range_launches_by_month": "short_range",
    "medium_range_launches_by_month": "medium_range",
    "icbm_tests_by_month": "icbm",
    "nuclear_tests_by_month": "nuclear",
    "clashes_by_month": "clash",
    "diplomatic_stage": "stage",
    "summits_by_month": "summit",
    "deals_by_month": "deal_struck",
    "crisis_rung": "rung",
    "ukraine_war": "ukraine_war",
    "middle_east": "middle_east",
    "us_china_relations": "us_china",
    "us_stance": "stance",
    "china_posture": "china_posture",
}
MEASURED_BY_MONTH = {  # series: member of the region, a real number, told as the lower end of one of 2^11 cells
    "attention_load": "attention_load",
    "salience": "salience",
    "russian_aid": "aid",
    "russian_tie_by_month": "russian_tie",
    "trust_in_moscow_by_month": "trust_in_moscow",
    "trust_in_washington": "trust_in_washington",
    "reservation_value": "reservation",
    "chinese_support": "support",
    "chinese_pressure": "pressure",
    "chinese_closeness_by_month": "closeness",
    "us_coherence": "coherence",
    "us_approval": "approval",
    "extended_deterrence_by_month": "credibility",
    "public_anxiety": "anxiety",
    "discontent_by_month": "discontent",
    "economy_by_month": "economy",
    "mainland_threat_by_month": "mainland_threat",
    "second_strike_by_month": "second_strike",
    "short_term_security": "short_term_security",
    "long_term_security_by_month": "long_term_security",
}
WIDTH = {"reservation_value": 6, "us_approval": 50, "economy_by_month": 150}  # of all cells together, else 1
AT_THE_HORIZON = {  # outcome: member of the region
    "mainland_threat": "mainland_threat",
    "second_strike": "second_strike",
    "warheads": "warheads",
    "economy": "economy",
    "discontent": "discontent",
    "russian_tie": "russian_tie",
    "trust_in_moscow": "trust_in_moscow",
    "believed_capacity": "believed_capacity",
    "believed_impatience": "believed_impatience",
    "chinese_closeness": "closeness",
    "extended_deterrence": "credibility",
    "hostility": "hostility",
    "long_term_security": "long_term_security",
    "alliance_reassessed": "alliance_reassessed",
    "summits": "summits",
    "bypass": "bypass",
    "japan_shifted": "japan_shifted",
}
MEANS = {
    "reservation_value_mean": "reservation",
    "russian_aid_mean": "aid",
    "chinese_support_mean": "support",
    "chinese_pressure_mean": "pressure",
    "public_anxiety_mean": "anxiety",
    "exercises_mean": "exercises",
    "salience_mean": "salience",
    "priority_mean": "priority",
    "neglect_mean": "neglect",
    "coherence_mean": "coherence",
    "trust_in_washington_mean": "trust_in_washington",
    "self_reliance_mean": "self_reliance",
    "believed_coherence_mean": "believed_coherence",
    "sanctions_relief_mean": "sanctions_relief",
    "japanese_anxiety_mean": "japanese_anxiety",
}
SUMS = {
    "overtures": "offered",
    "acceptances": "accepted",
    "reaffirmations": "reaffirmed",
    "resistance_episodes": "officials_resist",
    "kim_xi_meetings": "leaders_met",
    "technology_transfers": "technology_transferred",
}


@pytest.fixture(scope="module")
def declared(peninsula) -> dict:
    return json.loads(peninsula("explain", "--json").stdout)


@pytest.fixture
def settings(declared: dict, name: str) -> dict:
    if name != "a tenth lower":
        return SETTINGS[name]
    whole = ("month", "stage", "rung")
    moved = [p for p in declared["parameters"] if not p["labels"] and p["unit"] not in whole]
    return {parameter["name"]: 0.9 * parameter["default"] for parameter in moved}


def parameters(declared: dict, settings: dict) -> model.Parameters:
    """The defaults, with these settings over them; a label stands for its place in the list of labels."""
    labels = {parameter["name"]: parameter["labels"] for parameter in declared["parameters"]}
    defaults = {parameter["name"]: parameter["default"] for parameter in declared["parameters"]}
    set_ = {name: labels[name].index(value) if labels[name] else value for name, value in settings.items()}
    return model.Parameters({**defaults, **set_})


def alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-4, abs_tol=2e-5)


def differing_decisions(told: dict, turn: model.Turn) -> list[str]:
    assert [decision["decision"] for decision in told["decisions"]] == list(turn.decisions)
    found = []
    for decision in told["decisions"]:
        name, options, mine = decision["decision"], decision["options"], turn.decisions[decision["decision"]]
        for option, utility, probability in zip(options, mine.utilities, mine.probabilities, strict=True):
            if not alike(option["utility"], utility):
                found.append(f"{name}: utility of {option['option']} {option['utility']}, here {utility}")
            if not alike(option["probability"], probability):
                found.append(f"{name}: probability of {option['option']} {option['probability']}, here {probability}")
        chosen = options[mine.chosen]["option"]
        if chosen != decision["chosen"]:
            found.append(f"{name}: {decision['chosen']}, here {chosen}")
    return found


def differing_chances(told: dict, turn: model.Turn) -> list[str]:
    theirs = {chance["event"]: (chance["probability"], chance["happened"]) for chance in told["chances"]}
    mine = {event: (chance.probability, chance.happened) for event, chance in turn.chances.items()}
    impossible = (0.0, False)  # the program does not tell of what cannot happen
    found = []
    for event in sorted({*theirs, *mine}):
        (probability, happened), (probability_here, happened_here) = (
            side.get(event, impossible) for side in (theirs, mine)
        )
        if not alike(probability, probability_here) or happened != happened_here:
            found.append(f"{event}: {probability} {happened}, here {probability_here} {happened_here}")
    return found


def differing_state(told: dict, region: model.Region, labels: dict[str, list[str]]) -> list[str]:
    assert set(told["state"]) == {*COUNTED_BY_MONTH, *MEASURED_BY_MONTH}
    found = []
    for name, member in COUNTED_BY_MONTH.items():
        value, here = told["state"][name], getattr(region, member)
        if (labels[name].index(value) if labels[name] else value) != here:
            found.append(f"{name}: {value}, here {here}")
    for name, member in MEASURED_BY_MONTH.items():
        value, here = told["state"][name], getattr(region, member)
        cell = WIDTH.get(name, 1) / 2**11
        if not value - 0.01 * cell <= here <= value + 1.01 * cell:
            found.append(f"{name}: {value}, here {here}")
    return found


def differing_outcomes(outcomes: dict, regions: list[model.Region]) -> list[str]:
    mine = {name: getattr(regions[-1], member) for name, member in AT_THE_HORIZON.items()}
    for name, member in {**MEANS, **SUMS}.items():
        total = sum(getattr(region, member) for region in regions)
        mine[name] = total / len(regions) if name in MEANS else total
    undefined = [name for name in mine if outcomes[name] is None]
    assert undefined in ([], ["japan_shifted", "japanese_anxiety_mean"])
    return [
        f"{name}: {outcomes[name]}, here {here}"
        for name, here in mine.items()
        if name not in undefined and not alike(outcomes[name], here)
    ]


@pytest.mark.parametrize("name", SETTINGS)
def test_the_program_does_what_the_document_says(
    peninsula, root: pathlib.Path, declared: dict, settings: dict, name: str
) -> None:
    months = MONTHS.get(name, 48)
    options = [f"--set={parameter}={value}" for parameter, value in settings.items()]
    labels = {series["name"]: series["labels"] for series in declared["series"]}
    taking_another_turn = 0
    for number in TRAJECTORIES:
        arguments = ["--trajectory", number, "--months", months, "--format", "json", *options]
        told = json.loads(peninsula("trace", root / "configs/baseline.yaml", *arguments).stdout)
        retold = model.trajectory(parameters(declared, settings), told["seed"], number, months)
        for month, (turn, region) in zip(told["months"], retold, strict=True):
            found = differing_decisions(month, turn) + differing_chances(month, turn)
            found += differing_state(month, region, labels)
            if found and turn.closest < CLOSE:
                taking_another_turn += 1
                break
            assert not found, f"trajectory {number}, {month['month']}: " + "; ".join(found)
        else:
            assert differing_outcomes(told["outcomes"], [region for _, region in retold]) == []
    assert taking_another_turn <= 1
