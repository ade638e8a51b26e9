# SPDX-License-Identifier: Apache-2.0
# Every condition runs, its result is shown, and a trajectory retold: what a build with other flags must do.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
file(GLOB conditions configs/*.yaml)
function(peninsula)
  execute_process(COMMAND ${PROGRAM} ${ARGN} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()
peninsula(run ${conditions} -n 2000 --records all --threads 4 -o ${FOLDER}/all.h5 --quiet)
peninsula(run tests/end_to_end/drawn_parameters.yaml -n 2000 --threads 4 -o ${FOLDER}/drawn.h5 --quiet)
peninsula(show ${FOLDER}/all.h5 --all)
peninsula(check ${FOLDER}/all.h5 ${FOLDER}/drawn.h5)
peninsula(trace configs/baseline.yaml --trajectory 4711)
file(REMOVE_RECURSE ${FOLDER})
