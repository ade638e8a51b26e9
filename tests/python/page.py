# SPDX-License-Identifier: Apache-2.0
"""A page that is followed literally: what its fenced blocks ask for, and the output that they promise.

    ```yaml PATH      a file to be written
    ```diff           a patch to be applied
    ```console        lines that begin with "$ " are commands; what follows is their output

`page.py --write` renews the output in docs/extending.md.
"""

import dataclasses
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/extending.md"
PROGRAM = pathlib.Path(os.environ.get("PENINSULA", ROOT / "build/release/peninsula")).absolute()
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)

WARNINGS = (
    "-std=c++20 -O0 -ffp-contract=off -fno-math-errno -fno-trapping-math -Wall -Wextra -Wpedantic -Wshadow -Werror"
)
LIBRARIES = "-lcrypto -lyaml-cpp -lspdlog -lfmt -fopenmp -ldl"
OTHER_KERNELS = """
#include "agents/peninsula/world.hpp"
#include "engine/model/model.hpp"
namespace engine {
template <> Kernel kernel_of<peninsula::World, 4>();
template <> Kernel kernel_of<peninsula::World, 8>() { return kernel_of<peninsula::World, 4>(); }
template <> Kernel kernel_of<peninsula::World, 16>() { return kernel_of<peninsula::World, 4>(); }
} // namespace engine
"""


@dataclasses.dataclass(frozen=True)
class Block:
    """One fenced block, and the heading that it stands under."""

    section: str
    language: str
    path: str
    text: str


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = []
    for block in BLOCK.finditer(text):
        headings = re.findall(r"^## (.*)$", text[: block.start()], re.MULTILINE)
        found.append(Block(headings[-1] if headings else "", block[1], block[2] or "", block[3]))
    return found


def commands(block: Block) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output that the page promises."""
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def answer(command: str, tree: pathlib.Path) -> str:
    """What a command prints in this tree, errors too, in the order of the two streams; no trailing spaces."""
    done = subprocess.run(shlex.split(command), cwd=tree, capture_output=True, text=True, check=False, timeout=120)
    return "".join(f"{line.rstrip()}\n" for line in (done.stdout + done.stderr).splitlines())


def copy_of_tree(folder: pathlib.Path) -> pathlib.Path:
    """The sources and conditions, to be changed at will, with the program where the page looks for it."""
    for name in ("agents", "engine", "configs"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/peninsula").symlink_to(PROGRAM)
    return folder


def apply(patch: str, tree: pathlib.Path) -> None:
    """Applies a patch as `git apply` does, outside of any repository; raises if it does not fit."""
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent)}
    for words in ("git apply --check -", "git apply -"):
        subprocess.run(
            words.split(), cwd=tree, env=environment, input=patch, text=True, check=True, capture_output=True
        )


def engine_library() -> pathlib.Path:
    """The engine as the build left it: a changed model needs no other."""
    return PROGRAM.parent / "libengine.a"


def compiler() -> str:
    """The one that the build used, whose OpenMP the engine needs."""
    (told,) = PROGRAM.parent.glob("CMakeFiles/*/CMakeCXXCompiler.cmake")
    found = re.search(r'set\(CMAKE_CXX_COMPILER "(.+)"\)', told.read_text())
    assert found
    return found[1]


def other_models() -> pathlib.Path:
    """The models as the build left them, of which the linker takes those that are not compiled anew."""
    return PROGRAM.parent / "libagents.a"


def build_model(tree: pathlib.Path) -> None:
    """Compiles the model of this tree for one instruction set, without optimising, in place of its program."""
    (tree / "other_kernels.cpp").write_text(OTHER_KERNELS)
    sources = {
        "agents/peninsula/kernel.cpp": "-march=x86-64-v2",
        "agents/peninsula/model.cpp": "",
        "agents/main.cpp": "",
        "other_kernels.cpp": "",
    }
    for place, (source, flags) in enumerate(sources.items()):
        named = '-DINSTRUCTION_SET="x86-64-v2"'
        words = [compiler(), *WARNINGS.split(), "-Wno-psabi", "-I.", named, *flags.split(), "-c", source, "-o", f"{place}.o"]
        subprocess.run(words, cwd=tree, check=True, capture_output=True, text=True)
    hdf5 = subprocess.run(["pkg-config", "--libs", "hdf5"], capture_output=True, text=True, check=True).stdout
    program = tree / "build/release/peninsula"
    program.unlink()
    objects = [f"{place}.o" for place in range(len(sources))]
    words = [
        compiler(),
        "-o",
        str(program),
        *objects,
        str(other_models()),
        str(engine_library()),
        str(PROGRAM.parent / "libengine_kernel.a"),
        *hdf5.split(),
        *LIBRARIES.split(),
    ]
    subprocess.run(words, cwd=tree, check=True, capture_output=True, text=True)


def followed(text: str, tree: pathlib.Path, check: Callable[[str, str, str], None]) -> None:
    """Does what the page says in `tree`; `check(command, promised, printed)` sees each command."""
    is_built = False
    whole = blocks(text)
    for block in whole:
        if block.language == "yaml" and block.path:
            (tree / block.path).write_text(block.text)
        if block.language == "diff" and not is_built:  # all patches first: one build for all of them
            for patch in (each.text for each in whole if each.language == "diff"):
                apply(patch, tree)
            build_model(tree)
            is_built = True
        for command, promised in commands(block) if block.language == "console" else []:
            check(command, promised, answer(command, tree))


def write(folder: pathlib.Path) -> None:
    """Renews the output that the page promises."""
    text = PAGE.read_text()
    renewed: list[str] = []

    def note(command: str, _: str, printed: str) -> None:
        renewed.append(f"$ {command}\n{printed}")

    followed(text, copy_of_tree(folder), note)
    for block in (each for each in blocks(text) if each.language == "console"):
        fresh = "".join(renewed.pop(0) for _ in commands(block))
        text = text.replace(f"```console\n{block.text}```", f"```console\n{fresh}```", 1)
    PAGE.write_text(text)


if __name__ == "__main__":
    import tempfile

    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as place:
        write(pathlib.Path(place))
