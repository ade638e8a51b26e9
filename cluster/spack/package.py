# SPDX-License-Identifier: Apache-2.0
# Recipe for Spack: copy it to packages/peninsula/package.py of a repository of your own, and set `git`
# to where this source lies.  spack install peninsula +mpi ^openmpi
from spack.package import *


class Peninsula(CMakePackage):
    """Monte Carlo engine for security on and around the Korean Peninsula."""

    git = "file:///path/to/peninsula"

    version("main", branch="main")

    variant("mpi", default=True, description="Several processes on one sweep")
    variant("python", default=True, description="The Python package, with the engine as a module")

    depends_on("cxx", type="build")
    depends_on("c", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("git", type="build")
    depends_on("hdf5@1.10: +hl ~mpi")
    depends_on("yaml-cpp@0.7:")
    depends_on("fmt@9:")
    depends_on("spdlog@1.10: +fmt_external")
    depends_on("cli11@2.1:")
    depends_on("nlohmann-json@3.11:")
    depends_on("boost@1.71:")
    depends_on("openssl@3:")
    depends_on("doctest@2.4:")
    depends_on("mpi", when="+mpi")
    depends_on("python@3.11:", type=("build", "link", "run"), when="+python")
    depends_on("py-pybind11@2.10:", type="build", when="+python")
    depends_on("py-numpy@1.24:", type="run", when="+python")
    depends_on("py-pyyaml@6:", type="run", when="+python")

    conflicts("%gcc@:11", msg="C++20 is needed")
    conflicts("%clang@:13", msg="C++20 is needed")

    generator("ninja")

    def cmake_args(self):
        arguments = [
            self.define("CMAKE_DISABLE_FIND_PACKAGE_MPI", not self.spec.satisfies("+mpi")),
            self.define_from_variant("PENINSULA_PYTHON", "python"),
        ]
        if self.spec.satisfies("+python"):
            arguments.append(self.define("Python_EXECUTABLE", self.spec["python"].command.path))
        return arguments

    @run_after("install")
    def check_install(self):
        Executable(self.prefix.bin.peninsula)("--version")
