# SPDX-License-Identifier: Apache-2.0
# The modules that pages run: the engine and a model, compiled for one more instruction set, that of WebAssembly. clang 19
# makes them where it has lld and that target's libraries; the same sources give the same bytes. Nobody sends what he does
# not need: all is small but the kernels, which are quick.

set(page_modules)
find_program(WASM_COMPILER clang++-19)
find_program(WASM_LINKER wasm-ld-19)
find_file(WASM_LIBRARY libc++.a PATHS /usr/lib/wasm32-wasi NO_DEFAULT_PATH)
find_file(WASM_BUILTINS libclang_rt.builtins-wasm32.a PATHS /usr/lib/llvm-19/lib/clang/19/lib/wasi NO_DEFAULT_PATH)
find_path(WASM_JSON nlohmann/json.hpp)
if(WASM_COMPILER AND WASM_LINKER AND WASM_LIBRARY AND WASM_BUILTINS)
  set(page_folder ${CMAKE_BINARY_DIR}/page)
  file(MAKE_DIRECTORY ${page_folder}/include)
  file(CREATE_LINK ${WASM_JSON}/nlohmann ${page_folder}/include/nlohmann SYMBOLIC) # not all of its folder
  set(page_flags --target=wasm32-wasi -msimd128 -std=c++20 -stdlib=libc++ -fno-exceptions -fno-rtti -fvisibility=hidden
      -ffp-contract=off -fno-math-errno -fno-trapping-math -Wall -Wextra -Wpedantic -Wshadow
      $<$<BOOL:${CMAKE_COMPILE_WARNING_AS_ERROR}>:-Werror>
      -I${CMAKE_SOURCE_DIR} -isystem ${page_folder}/include -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
  set(kernel_flags -O3 -mllvm -inline-threshold=3000 -DINSTRUCTION_SET="wasm32-simd128")
  set(page_sources engine/commands/declarations_as_json.cpp engine/counting/block.cpp engine/counting/counter.cpp
      engine/counting/lookup.cpp engine/counting/statistics.cpp engine/counting/tally.cpp engine/model/chronicle.cpp
      engine/model/declare.cpp engine/model/scenario_data.cpp engine/model/scenario_steps.cpp engine/page/exports.cpp
      engine/page/page.cpp)
  # Compiles a source to an object of that name; its path is added to the list.
  function(add_page_object list name source)
    set(object ${page_folder}/objects/${name}.o)
    get_filename_component(folder ${object} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(OUTPUT ${object} DEPENDS ${source} DEPFILE ${object}.d VERBATIM
      COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${WASM_COMPILER} ${page_flags} ${ARGN} -MD -MF ${object}.d -o ${object}
              -c ${CMAKE_SOURCE_DIR}/${source})
    set(${list} ${${list}} ${object} PARENT_SCOPE)
  endfunction()
  foreach(source IN LISTS page_sources)
    add_page_object(page_objects ${source} ${source} -Oz)
  endforeach()
  add_page_object(page_objects engine/counting/loops.cpp engine/counting/loops.cpp ${kernel_flags})
  foreach(model IN ITEMS peninsula tribute)
    set(objects ${page_objects})
    add_page_object(objects agents/${model}/page agents/page.cpp -Oz -DMODEL=${model}
                    -DMODEL_HEADER="agents/${model}/model.hpp")
    add_page_object(objects agents/${model}/model agents/${model}/model.cpp -Oz)
    add_page_object(objects agents/${model}/kernel agents/${model}/kernel.cpp ${kernel_flags})
    set(module ${page_folder}/${model}.wasm)
    add_custom_command(OUTPUT ${module} DEPENDS ${objects} VERBATIM
      COMMAND ${WASM_COMPILER} --target=wasm32-wasi -stdlib=libc++ -mexec-model=reactor -Wl,--gc-sections
              -Wl,--strip-all -o ${module} ${objects} -lc++ -lc++abi)
    list(APPEND page_modules ${module})
  endforeach()
  add_custom_target(page ALL DEPENDS ${page_modules})
  add_dependencies(peninsula page)
else()
  message(STATUS "No modules for pages: `scripts/packages report` installs what compiles them")
endif()
