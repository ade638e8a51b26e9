"""The yardstick "the same model in NumPy": three models, vectorised over trajectories as well as NumPy allows."""
