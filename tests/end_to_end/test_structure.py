# SPDX-License-Identifier: Apache-2.0
"""The architecture holds: arrows run one way, and each part knows only what it should."""

import pathlib
import re
import subprocess

import pytest

TRIBUTE = r"\btribute\b|axelrod|attacker|wealth"
COUNTRIES = (
    r"korea|russia|china|chinese|ukrain|pyongyang|moscow|beijing|seoul|washington|kim\b|trump|united.states|dprk|japan"
)
OUTSIDE_AGENTS = r"hdf5|H5|yaml|omp\.h|intrin\.h|xsimd|fstream|iostream|thread|spdlog|CLI"


def sources(folder: pathlib.Path) -> list[pathlib.Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".hpp", ".cpp"))


def test_no_file_of_the_engine_names_a_country(root) -> None:
    found = [f"{path}: {line}" for path in sources(root / "engine") for line in path.read_text().splitlines()
             if re.search(COUNTRIES, line, re.IGNORECASE)]
    assert found == []


def test_no_file_of_the_engine_knows_what_a_model_is_about(root) -> None:
    found = [f"{path}: {line}" for path in sources(root / "engine") for line in path.read_text().splitlines()
             if re.search(TRIBUTE, line, re.IGNORECASE)]
    assert found == []


def test_the_rooms_of_the_models_know_nothing_of_each_other(root) -> None:
    rooms = {path.name for path in (root / "agents").iterdir() if path.is_dir()}
    assert rooms == {"peninsula", "tribute"}
    for room in rooms:
        for path in sources(root / "agents" / room):
            assert set(re.findall(r'#include "agents/(\w+)/', path.read_text())) <= {room}, path


def test_the_engine_includes_no_agent(root) -> None:
    found = [path for path in sources(root / "engine") if re.search(r'#include "agents/', path.read_text())]
    assert found == []


def test_agents_know_no_file_thread_or_vector_instruction(root) -> None:
    found = [f"{path}: {line}" for path in sources(root / "agents") for line in path.read_text().splitlines()
             if line.lstrip().startswith("#include") and re.search(OUTSIDE_AGENTS, line)]
    found += [f"{path}: {line}" for path in sources(root / "agents") for line in path.read_text().splitlines()
              if re.search(r"#pragma omp|__m(128|256|512)|_mm_|vector_size", line)]
    assert found == []


def test_agents_use_of_the_engine_only_what_a_model_is_written_against(root) -> None:
    """Lanes and declarations; the program's entry also introduces the commands, the modules' what they export."""
    allowed = ("engine/lanes/", "engine/model/")
    for path in sources(root / "agents"):
        for include in re.findall(r'#include "(engine/[^"]+)"', path.read_text()):
            introduces = path.name in ("main.cpp", "module.cpp", "page.cpp")
            assert include.startswith(allowed) or introduces, f"{path} includes {include}"


ROOMS = {  # what each room of the engine may use, besides itself
    "lanes": set(),
    "model": {"lanes"},
    "counting": {"lanes", "model"},
    "conditions": {"model"},
    "ensemble": {"model", "counting", "conditions"},
    "results": {"model", "counting", "conditions", "ensemble"},
    "designs": {"lanes", "model", "conditions"},
    "sensitivity": {"lanes", "designs"},
    "sweeps": {"model", "counting", "conditions", "designs", "ensemble", "results"},
    "commands": {"model", "counting", "conditions", "ensemble", "results", "designs", "sensitivity", "sweeps"},
    "python": {"model", "conditions", "ensemble", "commands"},
    "page": {"model", "counting", "commands"},
}


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_between_the_rooms_of_the_engine_run_one_way(root, room) -> None:
    for path in sources(root / "engine" / room):
        used = set(re.findall(r'#include "engine/(\w+)/', path.read_text())) - {room}
        assert used <= ROOMS[room], path


def test_every_room_of_the_engine_is_known(root) -> None:
    assert {path.name for path in (root / "engine").iterdir() if path.is_dir()} == set(ROOMS)


def test_only_one_file_runs_in_parallel(root) -> None:
    parallel = [path.name for path in sources(root) if "build" not in path.parts and "#pragma omp" in path.read_text()]
    assert parallel == ["ensemble.cpp"]


def test_kernels_share_no_code_that_a_lesser_processor_might_run(program) -> None:
    """Weak symbols of a kernel must carry its number of lanes in their names: the linker keeps one of equals."""
    folder = program.parent / "CMakeFiles"
    objects = sorted(folder.glob("*kernel_x86-64-v[34].dir/agents/*/kernel.cpp.o"))
    objects += sorted(folder.glob("loops_x86-64-v[34].dir/engine/counting/loops.cpp.o"))
    if not objects:
        pytest.skip("kernels for x86-64 only")
    for path in objects:
        listing = subprocess.run(["nm", "-C", path], capture_output=True, text=True, check=True).stdout
        lanes = "16" if "v4" in path.parts[-4] else "8"
        weak = [line for line in listing.splitlines() if re.search(r" [WV] ", line)]
        marks = (f"Lanes<float, {lanes}>", f"<{lanes}>", f"World, {lanes}>")
        shared = [line for line in weak if not any(mark in line for mark in marks)]
        harmless = [line for line in shared if "DW.ref." in line or "typeinfo" in line]
        assert set(shared) == set(harmless), "\n".join(shared)


KERNEL = ("engine/lanes/", "engine/model/", "engine/counting/", "engine/hash.hpp", "engine/normal.hpp", "agents/")
OF_THE_KERNEL = ["engine/model/*.cpp", "engine/counting/*.cpp", "agents/*/*.cpp"]


def test_what_simulates_and_counts_includes_nothing_else(root) -> None:
    """Neither file, thread nor text formatting: only itself and the standard library."""
    for path in [*sources(root / "engine/model"), *sources(root / "engine/counting"), *sources(root / "engine/lanes"),
                 *sources(root / "agents/peninsula"), *sources(root / "agents/tribute")]:
        for include in re.findall(r'#include "([^"]+)"', path.read_text()):
            assert include.startswith(KERNEL), f"{path} includes {include}"
        for include in re.findall(r"#include <([^>]+)>", path.read_text()):
            assert re.fullmatch(r"[a-z_]+|immintrin\.h", include), f"{path} includes {include}"


def test_what_simulates_and_counts_compiles_without_exceptions(root, program) -> None:
    (told,) = program.parent.glob("CMakeFiles/*/CMakeCXXCompiler.cmake")
    compiler = re.search(r'set\(CMAKE_CXX_COMPILER "(.+)"\)', told.read_text())
    assert compiler
    flags = ["-std=c++20", "-fsyntax-only", "-fno-exceptions", "-fno-rtti", '-DINSTRUCTION_SET="x"', f"-I{root}"]
    for pattern in OF_THE_KERNEL:
        for path in sorted(root.glob(pattern)):
            done = subprocess.run([compiler[1], *flags, path], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr


def test_the_kernel_library_links_with_nothing_else(program) -> None:
    """No symbol of OpenMP, HDF5, yaml-cpp, fmt, spdlog or JSON, and no throw of its own, is asked for."""
    libraries = [program.parent / f"lib{name}.a" for name in ("engine_kernel", "agents")]
    listing = subprocess.run(["nm", "-C", "-u", *libraries], capture_output=True, text=True, check=True).stdout
    asked = set(re.findall(r"^ +U (.+)$", listing, re.MULTILINE))
    assert asked
    foreign = [name for name in asked if re.search(r"GOMP|__kmpc|omp_|\bH5|YAML::|fmt::|spdlog|nlohmann|__cxa_throw",
                                                   name)]
    assert foreign == []


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CHANGELOG.md",
        "CITATION.cff",
        "CONTRIBUTING.md",
        "LICENSE",
        "CMakePresets.json",
        "pyproject.toml",
        ".clang-format",
        ".clang-tidy",
        ".pre-commit-config.yaml",
        "scripts/quickstart",
        "scripts/style",
        "scripts/test",
        ".ci/run",
        ".github/workflows/test.yml",
    ],
)
def test_what_a_newcomer_looks_for_is_there(root, name) -> None:
    assert (root / name).exists()


PAGES = ["README.md", "CONTRIBUTING.md", "cluster/README.md", *(f"docs/{name}.md" for name in (
    "architecture", "command_line", "dependencies", "performance", "python", "record", "reproducibility", "results",
    "testing"))]


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_only_what_exists(root, page) -> None:
    text = (root / page).read_text()
    paths = set(re.findall(r"`((?:engine|agents|configs|scripts|tests|benchmarks|cluster|docs)/[\w./-]*)[` ]", text))
    links = {target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target}
    missing = [path for path in sorted(paths) if not (root / path).exists()]
    missing += [link for link in sorted(links) if not ((root / page).parent / link).exists()]
    assert paths and missing == []


def test_the_readme_is_short_and_leads_to_every_page(root) -> None:
    readme = (root / "README.md").read_text()
    assert len(readme.splitlines()) <= 200
    assert [path.name for path in sorted((root / "docs").glob("*.md")) if f"docs/{path.name}" not in readme] == []


def test_the_continuous_integration_calls_the_readmes_test_command(root) -> None:
    for place in (".ci/run", ".github/workflows/test.yml", "README.md"):
        assert "scripts/test" in (root / place).read_text()


def in_equations(text: str) -> str:
    """A model's text without comments, texts, declarations and named definitions."""
    text = re.sub(r"//[^\n]*", "", text)
    text = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    text = re.sub(r"\b(?:static |inline )*constexpr [^;]*;", "", text)
    text = re.sub(r"\bfor \([^)]*\)", "", text)
    text = re.sub(r"[<>]=? Real\((?:0\.5|\d\.0)\)", "", text)  # a truth kept as a number, a place on a menu
    field = r"\.(?:value|plausible|lowest|highest|unit) = (?:\{[^}]*\}|[^,}]*)"
    return re.sub(field + r"|declare\.table\([^{]*\{[^}]*\}", "", text)


def test_every_number_of_an_equation_is_declared_or_defined(root) -> None:
    """A fraction, or a number that something is multiplied by, is a claim: it is declared with unit, meaning and
    source. A convention is a named constant that says why it is none. Left are 0, 1 and places on menus."""
    claims = []
    for path in sources(root / "agents/peninsula"):
        for line in in_equations(path.read_text()).splitlines():
            if "scales.hpp" in path.name:
                continue
            fraction = re.search(r"(?<![\w.])(?:\d+\.(?!0\b)\d+|\d+e-?\d+|(?:[6-9]|\d\d+)(?:\.0)?)\b", line)
            factor = re.search(r"[*/+] (?:Real\()?[2-9]|[^\w\[(<>]- (?:Real\()?[2-9]|[2-9](?:\.0)?\)? [*/+-] ", line)
            array = re.search(r"std::array<[^>]*>, \d+>|std::array<\w+, \d+>", line)
            if (fraction or factor) and not array:
                claims.append(f"{path.relative_to(root)}: {line.strip()}")
    assert claims == []


def places_of(root: pathlib.Path, row: str) -> list[str]:
    """The files and folders that docs/architecture.md names for something to add."""
    page = (root / "docs/architecture.md").read_text().split("## Where a change goes")[1].split("\n## ")[0]
    cells = next(line for line in page.splitlines() if line.startswith(f"| {row} |"))
    return re.findall(r"`((?:agents|engine|scripts|tests|docs)/[\w./]*)`", cells)


@pytest.mark.parametrize("row", ["an agent", "what an agent needs to stay", "an outcome", "a kind of outcome",
                                 "a law of drawn parameters", "a design of sweeps", "a chart of the report",
                                 "a field of a result file"])
def test_the_places_where_a_change_goes_exist(root, row) -> None:
    places = places_of(root, row)
    assert places and [place for place in places if not (root / place).exists()] == []


def test_an_agent_touches_the_places_that_the_architecture_names(root) -> None:
    """The patch of docs/extending.md, which another test applies and compiles."""
    page = (root / "docs/extending.md").read_text().split("## Add an agent")[1]
    touched = set(re.findall(r"(?m)^\+\+\+ b/(\S+)$", page))
    named = places_of(root, "an agent")
    own = {path for path in touched if not (root / path).exists()}
    assert len(own) == 1 and named[0] == str(pathlib.Path(next(iter(own))).parent) + "/"
    places = {next((place for place in named[1:] if path.startswith(place)), path) for path in touched - own}
    assert places == set(named[1:])
    hunks = page.count("\n@@")
    assert hunks <= 9, "an agent has become more work"  # one for each place, world.hpp has four


def test_every_source_names_its_licence(root) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split()
    commands = [path for path in listed if path.startswith("scripts/") and "." not in pathlib.Path(path).name]
    kinds = (".cpp", ".hpp", ".py", ".cmake", ".sbatch", "CMakeLists.txt")
    marked = [path for path in listed if path.endswith(kinds)] + commands
    assert len(marked) > 300
    assert [path for path in marked if "SPDX-License-Identifier: Apache-2.0" not in (root / path).read_text()] == []
