# SPDX-License-Identifier: Apache-2.0
"""Comparisons of conditions for whoever must choose between them: `peninsula robust` and its like.

Every figure holds under the assumptions of the model. Sampling, which more trajectories mend, and parameters, which
nobody knows better, are kept apart.
"""
