// The model compiled for one instruction set; the build compiles this file once for each.

#include "engine/model/kernel.hpp"
#include "agents/tribute/world.hpp"
#include "engine/lanes/lanes.hpp"
#include "engine/model/model.hpp"

namespace tribute {

template <int lanes> engine::Kernel kernel();

template <> engine::Kernel kernel<engine::native_lanes>() {
  return engine::Compiled<World, engine::native_lanes>::for_instruction_set(INSTRUCTION_SET);
}

} // namespace tribute
