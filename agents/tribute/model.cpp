// SPDX-License-Identifier: Apache-2.0
#include "agents/tribute/model.hpp"

#include "agents/tribute/world.hpp"
#include "engine/model/declare.hpp"

namespace tribute {

namespace {

engine::Model declare_model() {
  engine::Model model;
  model.name = "tribute";
  model.summary = "Axelrod's tribute model: ten actors that demand, pay, fight and ally, year by year";
  engine::collect_declarations<World>(model);
  model.headline = {"fights",           "fights_after_middle", "payments",           "richest_share",
                    "effective_actors", "richest_fell",        "wealth_correlation", "largest_block"};
  model.counts_years = true;
  model.most_months = 2000;
  model.kernels = engine::kernels_of<World>();
  return model;
}

} // namespace

const engine::Model &model() {
  static const engine::Model declared = declare_model();
  return declared;
}

} // namespace tribute
