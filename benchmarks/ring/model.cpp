// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/ring/model.hpp"

#include "benchmarks/ring/world.hpp"
#include "engine/model/declare.hpp"

namespace ring {

namespace {

engine::Model declare_model() {
  engine::Model model;
  model.name = "ring";
  model.summary = "Six agents on a ring and the tension they share: decisions alone";
  engine::collect_declarations<World>(model);
  model.kernels = engine::kernels_of<World>();
  return model;
}

} // namespace

const engine::Model &model() {
  static const engine::Model declared = declare_model();
  return declared;
}

} // namespace ring
