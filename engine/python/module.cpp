// SPDX-License-Identifier: Apache-2.0
#include "engine/python/module.hpp"

#include <array>
#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "engine/commands/declarations_as_json.hpp"
#include "engine/commands/provenance.hpp"
#include "engine/conditions/condition_file.hpp"
#include "engine/conditions/condition_reader.hpp"
#include "engine/conditions/files.hpp"
#include "engine/conditions/table.hpp"
#include "engine/conditions/yaml_value.hpp"
#include "engine/ensemble/particles.hpp"
#include "engine/errors.hpp"
#include "engine/python/simulation.hpp"
#include "engine/terminal_text.hpp"

namespace engine {
namespace {

namespace py = pybind11;

using Settings = std::vector<std::string>;
using Numbers = py::array_t<double, py::array::c_style | py::array::forcecast>;

void raise(const char *name, const std::exception &error) {
  const py::object type = py::module_::import("peninsula.errors").attr(name);
  PyErr_SetString(type.ptr(), safe_for_terminal(error.what()).c_str());
}

/// Errors of the engine become those of the package; what lacks memory becomes a MemoryError by itself.
void translate(std::exception_ptr error) {
  try {
    if (error) std::rethrow_exception(std::move(error));
  } catch (const InputError &wrong) {
    raise("InputError", wrong);
  } catch (const RunError &failed) {
    raise("RunError", failed);
  }
}

/// Whether a signal's handler has raised something, such as KeyboardInterrupt.
bool is_interrupted() {
  const py::gil_scoped_acquire held;
  return PyErr_CheckSignals() != 0;
}

/// Does work without the interpreter's lock; what an interrupt has raised is thrown afterwards.
template <class Work> void without_lock(const Work &work) {
  {
    const py::gil_scoped_release released;
    work();
  }
  if (PyErr_Occurred() != nullptr) throw py::error_already_set();
}

Condition read(const Models &models, const std::string &path, const Settings &settings,
               std::optional<std::uint64_t> months) {
  const py::gil_scoped_release released;
  return load_condition(models, path, {settings, months});
}

Condition parse(const Models &models, const std::string &text, const std::string &path,
                const Settings &settings, std::optional<std::uint64_t> months) {
  const py::gil_scoped_release released;
  return parse_condition(models, text, path, {settings, months});
}

std::size_t parameter_named(const Model &model, const std::string &name) {
  if (const auto parameter = find_parameter(model, name)) return *parameter;
  throw InputError("points: " + no_such_parameter(model, name));
}

Points points_of(const Model &model, const std::vector<std::string> &names, const Numbers &values) {
  Points points;
  points.parameters.reserve(names.size());
  for (const std::string &name : names) points.parameters.push_back(parameter_named(model, name));
  points.values = values.data();
  points.count = static_cast<std::size_t>(values.shape(0));
  return points;
}

std::vector<std::string> names_of(const Model &model, const std::vector<std::size_t> &parameters) {
  std::vector<std::string> names;
  names.reserve(parameters.size());
  for (const std::size_t parameter : parameters) names.push_back(model.parameters[parameter].name);
  return names;
}

/// Memory for all the numbers that a request gives, not yet written.
py::array_t<float> room_for(const Request &request, std::size_t rows) {
  return py::array_t<float>({rows, columns_of(request), static_cast<std::size_t>(request.trajectories)});
}

py::tuple simulated(const Request &request) {
  py::array_t<float> table = room_for(request, request.conditions.size());
  without_lock([&, target = table.mutable_data()] { simulate(request, target, is_interrupted); });
  return py::make_tuple(table, names_of(request.model, drawn_of(request)));
}

py::tuple simulated_points(const Request &request, const std::vector<std::string> &parameters,
                           const Numbers &values) {
  const Points points = points_of(request.model, parameters, values);
  check(request, points);
  const Request one = at_point(request, points, 0);
  py::array_t<float> table = room_for(one, points.count);
  without_lock(
      [&, target = table.mutable_data()] { simulate_points(request, points, target, is_interrupted); });
  return py::make_tuple(table, names_of(one.model, drawn_of(one)));
}

void add_conditions(py::module_ &module, const Models &models) {
  py::class_<Condition>(module, "Condition", "A condition, resolved: every parameter has a value or a law.")
      .def_readonly("name", &Condition::name, "Its name.")
      .def_readonly("summary", &Condition::summary, "What it assumes, in a sentence.")
      .def_readonly("model", &Condition::model, "The name of the model it is meant for.")
      .def_readonly("months", &Condition::months, "How many months its trajectories have; or years.")
      .def_readonly("seed", &Condition::seed, "The seed that it asks for, if any.")
      .def_property_readonly(
          "start", [](const Condition &condition) { return condition.start.text(); },
          "Its first month: 2025-02.")
      .def_property_readonly(
          "end",
          [](const Condition &condition) { return condition.start.after(condition.months - 1).text(); },
          "Its last month.")
      .def_property_readonly(
          "beyond", [](const Condition &condition) { return condition.beyond; },
          "What its timeline asks for outside its months, which does not happen.")
      .def_property_readonly(
          "yaml",
          [&models](const Condition &condition) {
            return resolved_yaml(*models.find(condition.model), condition);
          },
          "It in full, as a file would say it.")
      .def_property_readonly("first_calendar_month", &first_calendar_month,
                             "Of its first month: 0 January ... 11 December; 0 where years are counted.")
      .def_property_readonly(
          "steps",
          [&models](const Condition &condition) {
            return scenario_steps(*models.find(condition.model), condition);
          },
          "The numbers that make its scenario in a page: see engine/model/scenario_steps.hpp.")
      .def("__repr__", [](const Condition &condition) {
        return fmt::format("Condition({}: {})", condition.name, condition.summary);
      });
  module.def(
      "read",
      [&models](const std::string &path, const Settings &settings, std::optional<std::uint64_t> months) {
        return read(models, path, settings, months);
      },
      "Reads a condition from a file, or one that comes with the program by its name.");
  module.def(
      "parse",
      [&models](const std::string &text, const std::string &path, const Settings &settings,
                std::optional<std::uint64_t> months) { return parse(models, text, path, settings, months); },
      "Reads a condition from the text of a file; complaints name it by its path.");
}

using Parted = std::tuple<std::uint64_t, int, std::string, std::string, std::array<std::string, 2>,
                          std::array<double, 2>, std::array<double, 2>>;

std::vector<Parted> parted(const Request &request) {
  if (request.conditions.size() != 2) throw InputError("conditions: two histories part, not another number");
  std::vector<Parted> told;
  std::vector<PartedTrajectory> found;
  without_lock([&] { found = partings(request, is_interrupted); });
  for (PartedTrajectory &each : found) {
    Parting &parts = each.parting;
    told.emplace_back(each.trajectory, parts.month, std::move(parts.agent), std::move(parts.subject),
                      std::move(parts.taken), parts.probability, parts.utility);
  }
  return told;
}

void add_simulations(py::module_ &module, const Models &models) {
  using Places = std::vector<std::size_t>;
  py::class_<Request>(module, "Request",
                      "What to simulate: conditions of one model and of equally many months.")
      .def(py::init([&models](std::vector<Condition> conditions, Places outcomes, Places series,
                              std::uint64_t trajectories, std::uint64_t seed, std::uint64_t first,
                              int threads, std::uint64_t per_state) {
             if (conditions.empty()) throw InputError("conditions: name one or several");
             const Model &model = *models.find(conditions.front().model);
             return Request{model,
                            std::move(conditions),
                            {std::move(outcomes), std::move(series)},
                            seed,
                            first,
                            trajectories,
                            threads,
                            per_state};
           }),
           py::arg("conditions"), py::arg("outcomes"), py::arg("series"), py::arg("trajectories"),
           py::arg("seed"), py::arg("first"), py::arg("threads"), py::arg("per_state"))
      .def_property_readonly("columns", &columns_of, "How many numbers a trajectory gives.")
      .def_readonly("trajectories", &Request::trajectories, "How many each condition or point has.")
      .def_readonly("seed", &Request::seed, "The seed of all chance.")
      .def_readonly("first", &Request::first, "The number of the first trajectory.")
      .def_readonly("per_state", &Request::per_state, "How many trajectories draw the same parameters.");
  module.def("simulate", &simulated,
             "Numbers by (condition, column, trajectory), and the names of the parameters that are drawn.");
  module.def("partings", &parted,
             "Where each trajectory's histories under the request's two conditions first part: (trajectory, "
             "month, agent, subject, taken in each, its probability in each, its utility in each).");
  module.def("simulate_points", &simulated_points,
             "The same by (point, column, trajectory), for points on top of the request's only condition.");
}

using Floats = py::array_t<float>;

using Rows = py::array_t<float, py::array::c_style | py::array::forcecast>;

/// One row a parameter; the rows must outlive what is returned.
Particles::Values values_of(const Model &model, const std::vector<std::string> &parameters,
                            const Rows &values, std::size_t count) {
  if (values.ndim() != 2 || values.shape(0) != static_cast<py::ssize_t>(parameters.size()) ||
      values.shape(1) != static_cast<py::ssize_t>(count))
    throw InputError(fmt::format("values: {} rows of {} are needed", parameters.size(), count));
  Particles::Values found{{}, values.data()};
  for (const std::string &name : parameters) found.parameters.push_back(parameter_named(model, name));
  return found;
}

std::unique_ptr<Particles> particles_of(const Request &request, const std::vector<std::string> &parameters,
                                        const Rows &values) {
  if (request.per_state != 1) throw InputError("per_state: each particle is a state of its own");
  const Particles::Values instead = values_of(request.model, parameters, values, request.trajectories);
  std::unique_ptr<Particles> opened;
  without_lock([&] {
    watched(is_interrupted, [&](const std::atomic<bool> &) {
      opened = std::make_unique<Particles>(request.model, request.conditions, request.seed, request.first,
                                           request.trajectories, request.threads, instead);
    });
  });
  return opened;
}

/// (log-likelihood by particle, values by series and particle)
py::tuple played(Particles &particles, std::size_t condition, const std::vector<std::size_t> &series) {
  Floats likelihood(static_cast<py::ssize_t>(particles.count()));
  Floats values({series.size(), particles.count()});
  without_lock([&, told = likelihood.mutable_data(), months = values.mutable_data()] {
    watched(is_interrupted,
            [&](const std::atomic<bool> &) { particles.play(condition, series, told, months); });
  });
  return py::make_tuple(likelihood, values);
}

void keep(Particles &particles,
          const py::array_t<std::int64_t, py::array::c_style | py::array::forcecast> &chosen) {
  without_lock([&, places = chosen.data(), count = static_cast<std::size_t>(chosen.size())] {
    watched(is_interrupted, [&](const std::atomic<bool> &) { particles.keep(places, count); });
  });
}

Floats parameters_of(Particles &particles) {
  Floats values({particles.drawn().size(), particles.count()});
  particles.parameters(values.mutable_data());
  return values;
}

void add_particles(py::module_ &module) {
  py::class_<Particles>(module, "Particles", "Trajectories that stop after each month.")
      .def(py::init(&particles_of), py::arg("request"), py::arg("parameters"), py::arg("values"),
           "The request's trajectories before the first month, with values by (parameter, particle) instead "
           "of "
           "what they would draw.")
      .def_property_readonly(
          "drawn", [](const Particles &particles) { return names_of(particles.model(), particles.drawn()); },
          "The names of the parameters that they draw.")
      .def_property_readonly("count", &Particles::count, "How many there are.")
      .def_property_readonly("month", &Particles::month, "The month that comes next, from 0.")
      .def_property_readonly("parameters", &parameters_of,
                             "What they have drawn: (drawn parameter, particle).")
      .def("play", &played, py::arg("condition"), py::arg("series"),
           "A month under one of the conditions: log-likelihoods by particle, and values by (series, "
           "particle).")
      .def("undo", &Particles::undo, "Takes the last month back.")
      .def("keep", &keep, py::arg("chosen"), "Leaves the chosen ones, in this order.")
      .def(
          "set",
          [](Particles &particles, const std::vector<std::string> &parameters, const Rows &values) {
            particles.set(values_of(particles.model(), parameters, values, particles.count()));
          },
          py::arg("parameters"), py::arg("values"),
          "From now on they have these values: (parameter, particle).")
      .def("__copy__", [](const Particles &particles) { return Particles(particles); });
}

/// The reader is never given back: the engine keeps it longer than the interpreter lives.
void use_tables(py::object reader) {
  read_stored_tables_with([kept = reader.release()](const StoredPlace &place) {
    const py::gil_scoped_acquire held;
    return kept(place.file, place.group).cast<std::string>();
  });
}

} // namespace

void fill_module(py::module_ &module, const Models &models) {
  module.doc() = "The engine of Peninsula in this process.";
  py::register_exception_translator(translate);
  module.attr("version") = program_version();
  module.def("use_configs", &use_configs, "Says where conditions that go by their names are.");
  module.def("use_tables", &use_tables,
             "Says who gives the text of a table in HDF5, by its file and group: the module links no HDF5.");
  module.def(
      "declarations",
      [&models](const std::string &model) {
        const Model *named = model.empty() ? &models.first() : models.find(model);
        if (named == nullptr) throw InputError(no_such("model", model, models.names()));
        return declarations_as_json(*named);
      },
      "All that a model declares, as JSON.");
  add_conditions(module, models);
  add_simulations(module, models);
  add_particles(module);
}

} // namespace engine
