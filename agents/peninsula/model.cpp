// SPDX-License-Identifier: Apache-2.0
#include "agents/peninsula/model.hpp"

#include "agents/peninsula/choices.hpp"
#include "agents/peninsula/timeline.hpp"
#include "agents/peninsula/world.hpp"
#include "engine/model/declare.hpp"

namespace peninsula {

namespace {

engine::Model declare_model() {
  engine::Model model;
  model.name = "peninsula";
  model.summary = "A second US-North Korea summit: Washington, Pyongyang, Beijing, Moscow, Seoul and Tokyo, "
                  "month by month";
  engine::collect_declarations<World>(model);
  for (const engine::EventText &event : events) model.events.push_back(engine::to_event(event));
  for (const engine::Menu &menu : choice::decisions) model.points.push_back(engine::to_point(menu));
  for (const engine::Chance &chance : choice::chances) model.points.push_back(engine::to_point(chance));
  for (const engine::ProcessText &process : processes) model.processes.push_back(engine::to_process(process));
  model.constraints = {{.parameters = {"attention.ukraine_share", "attention.middle_east_share"},
                        .highest = 0.9,
                        .reason = "at least a tenth of Washington's attention load is left to China"}};
  model.headline = {
      "summit_held",      "deal_reached",        "nuclear_test_held",   "strategic_tests",    "clashes",
      "russian_aid_mean", "extended_deterrence", "public_anxiety_mean", "alliance_reassessed"};
  model.kernels = engine::kernels_of<World>();
  return model;
}

} // namespace

const engine::Model &model() {
  static const engine::Model declared = declare_model();
  return declared;
}

} // namespace peninsula
