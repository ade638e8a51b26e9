# SPDX-License-Identifier: Apache-2.0
"""The model held against the historical record: calibration and forecasts without look-ahead, scored beside baselines.

`record` has what happened, `observables` what is forecast, and `eras` what was known when. `simulate` runs the engine;
`calibration` learns parameters from an era; `filtering` forecasts from an origin; `baselines` are forecasts without a
model of the agents; `scores`, `mean_interval` and `consistency` score them. `backtest` does all of it over rolling
origins. `page` writes docs/validation.md, from `tables`, `reliability`, `verdicts` and `plain_words`; `ledger` keeps
forecasts until their months have come.
"""
