// SPDX-License-Identifier: Apache-2.0
// The program: the engine's commands, introduced to the models.

#include "agents/peninsula/model.hpp"
#include "agents/tribute/model.hpp"
#include "engine/commands/commands.hpp"

int main(int argc, char **argv) {
  return engine::run_commands(argc, argv, {&peninsula::model(), &tribute::model()});
}
