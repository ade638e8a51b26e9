// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/linear_sde/model.hpp"

#include "benchmarks/linear_sde/world.hpp"
#include "engine/model/declare.hpp"

namespace linear_sde {

namespace {

engine::Model declare_model() {
  engine::Model model;
  model.name = "linear_sde";
  model.summary = "Three components of a linear stochastic differential equation: normals alone";
  engine::collect_declarations<World>(model);
  model.kernels = engine::kernels_of<World>();
  return model;
}

} // namespace

const engine::Model &model() {
  static const engine::Model declared = declare_model();
  return declared;
}

} // namespace linear_sde
