// SPDX-License-Identifier: Apache-2.0
// The model compiled for one instruction set; the build compiles this file once for each.

#include "engine/model/kernel.hpp"
#include "agents/peninsula/world.hpp"
#include "engine/lanes/lanes.hpp"
#include "engine/model/model.hpp"

namespace engine {

template <> Kernel kernel_of<peninsula::World, native_lanes>() {
  return Compiled<peninsula::World, native_lanes>::for_instruction_set(INSTRUCTION_SET);
}

} // namespace engine
