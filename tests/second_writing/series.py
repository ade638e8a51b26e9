# SPDX-License-Identifier: Apache-2.0
"""Series: what is measured of a month."""

from .clauses import delivered
from .region import Region

SERIES = {  # by its name: the member of the region
    "provocation_tier": "tier",
    "short_range_launches_by_month": "short_range",
    "medium_range_launches_by_month": "medium_range",
    "icbm_tests_by_month": "icbm",
    "nuclear_tests_by_month": "nuclear",
    "clashes_by_month": "clash",
    "tempo": "tempo",
    "diplomatic_stage": "stage",
    "summits_by_month": "summit",
    "deals_by_month": "deal_struck",
    "crisis_rung": "rung",
    "ukraine_war": "ukraine_war",
    "middle_east": "middle_east",
    "us_china_relations": "us_china",
    "us_stance": "stance",
    "us_action": "action",
    "us_china_policy": "china_policy",
    "south_korean_policy": "seoul_policy",
    "initiative": "initiative",
    "china_posture": "china_posture",
    "strategic_assets": "strategic_assets",
    "attention_load": "attention_load",
    "salience": "salience",
    "russian_aid": "aid",
    "russian_tie_by_month": "russian_tie",
    "supplies_to_moscow": "supplies",
    "troops_abroad": "troops",
    "debt_of_moscow": "debt",
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
    "deal_in_force": "deal",
    "verified_halt": "halt",
    "exercises_by_month": "exercises",
    "own_bomb": "own_bomb",
    "japanese_policy": "japanese_policy",
    "short_term_security": "short_term_security",
    "long_term_security_by_month": "long_term_security",
}


def series(region: Region) -> dict[str, float]:
    told = {name: getattr(region, member) for name, member in SERIES.items()}
    return told | {"sanctions_relief": delivered(region, region.relief)}
