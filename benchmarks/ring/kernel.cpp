// SPDX-License-Identifier: Apache-2.0
// The model compiled for one instruction set; the build compiles this file once for each.

#include "engine/model/kernel.hpp"
#include "benchmarks/ring/world.hpp"
#include "engine/lanes/lanes.hpp"
#include "engine/model/model.hpp"

namespace engine {

template <> Kernel kernel_of<ring::World, native_lanes>() {
  return Compiled<ring::World, native_lanes>::for_instruction_set(INSTRUCTION_SET);
}

} // namespace engine
