# SPDX-License-Identifier: Apache-2.0
"""The model held against the historical record: learning and forecasts without look-ahead, scored beside baselines.

`record` has what happened, `observables` what is forecast, and `eras` what was known when. `parameters` are learnt:
`particles` is the filter that leads trajectories by the record, `evidence` what a month tells it, `learning` what eras
teach, `repeated` how exactly, `diagnostics` whether to believe that, and `filtering` forecasts from an origin.
`baselines` are forecasts without a model of the agents; `scores`, `mean_interval` and `consistency` score them.
`backtest` does all of it over rolling origins. `page` writes docs/validation.md, from `tables`, `reliability`,
`verdicts`, `plain_words` and `calibrated`; `ledger` keeps forecasts until their months have come.
"""
