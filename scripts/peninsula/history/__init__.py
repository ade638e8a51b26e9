"""Peninsula held against the historical record: calibration without leakage, and forecasts scored beside baselines.

`record` and `observables` say what happened and what is asked; `eras` what was known when; `simulate` runs the engine;
`calibration` learns parameters from an era; `filtering` forecasts from an origin; `baselines` are what a forecaster
without a model would say; `scores` and `bootstrap` judge; `backtest` does all of it over rolling origins and `page`
writes it up.
"""
