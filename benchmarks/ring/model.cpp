#include "benchmarks/ring/model.hpp"

#include "benchmarks/ring/world.hpp"
#include "engine/model/declare.hpp"

namespace ring {

template <int lanes> engine::Kernel kernel();

namespace {

std::vector<engine::Kernel> kernels() {
#if defined(__x86_64__)
  return {kernel<16>(), kernel<8>(), kernel<4>()};
#else
  return {kernel<4>()};
#endif
}

engine::Model declare_model() {
  engine::Model model;
  model.name = "ring";
  model.summary = "Six agents on a ring and the tension they share: decisions alone";
  engine::collect_declarations<World>(model);
  model.kernels = kernels();
  return model;
}

} // namespace

const engine::Model &model() {
  static const engine::Model declared = declare_model();
  return declared;
}

} // namespace ring
