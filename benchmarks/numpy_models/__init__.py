# SPDX-License-Identifier: Apache-2.0
"""The yardstick "the same model in NumPy": two small models, vectorised over trajectories as well as NumPy allows."""
