// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace engine {

/// The value that a standard normal variable stays below with this probability, in [0, 1].
double standard_normal_quantile(double probability);

} // namespace engine
