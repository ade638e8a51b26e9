"""The model a third time: vectorised in NumPy, a batch of trajectories in each array, as a yardstick of speed.

Read it beside docs/model.md: equation labels, functions and parameters have the document's names; there is a file
for each agent. It computes every outcome that the program does, except Japan's two.

Left out are readings that are off by default: timelines, clipped bounds, simultaneous order, Japan, and the bare
random walk of the crisis ladder; and parameters that differ between trajectories. Where a state cannot pass 0 or 1
(a share of a gap is closed), the document's clip is left out too.
"""

from .parameters import Parameters, defaults
from .world import simulate

__all__ = ["Parameters", "defaults", "simulate"]
