# SPDX-License-Identifier: Apache-2.0
# The tests that need Python: each file of pytest, and the pages of docs/.

set(python /usr/bin/python3) # Debian's, which has the packages of scripts/packages
set(pytest ${python} -m pytest -q -rs -p no:cacheprovider)

# Every test_*.py of these folders, labelled by its folder. The longest first, so that no processor waits for it at
# the end.
set(longest
    test_browser test_commands test_damage test_diagnostics test_extending test_install test_join test_learn test_live
    test_moved test_notebooks test_outside_world test_same_bits test_several test_slurm test_survival test_sweeps
    test_trajectories)
foreach(folder end_to_end second_writing python report history)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/${folder}/test_*.py)
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME_WE)
    string(REPLACE _ - label ${folder})
    add_command_test(${folder}/${name} ${label} ${pytest} tests/${folder}/${name}.py)
    if(name IN_LIST longest)
      set_tests_properties(${folder}/${name} PROPERTIES COST 100)
    endif()
  endforeach()
endforeach()
set_tests_properties(end_to_end/test_slurm PROPERTIES LABELS slurm RUN_SERIAL ON) # raises daemons: three nodes in here

add_command_test(style style scripts/style)
add_command_test(documents documents scripts/document --check)
add_command_test(mechanisms mechanisms scripts/mechanisms --check=docs/mechanisms.md)
set_tests_properties(mechanisms PROPERTIES COST 200 PROCESSORS 2)

# The longest checks, each by its own name.
add_command_test(flips "flips;long" scripts/mechanisms --flip all -n 5000)
add_command_test(calibration "calibration;long" scripts/calibrate --check)
add_command_test(posterior "posterior;long" scripts/calibrate --stale)
add_command_test(backtest "backtest;long" scripts/backtest --check)
add_command_test(damage "damage;long" ${pytest} --numprocesses auto --dist load tests/end_to_end/test_damage.py)
set_property(TEST damage APPEND PROPERTY ENVIRONMENT PENINSULA_DAMAGES=2000)
add_command_test(firefox "firefox;long" ${pytest} tests/report/test_live.py -k firefox)
set_property(TEST firefox APPEND PROPERTY ENVIRONMENT PENINSULA_FIREFOX=1)
add_command_test(calls "calls;long" ${pytest} tests/python/test_simulate.py -k nothing_behind)
set_property(TEST calls APPEND PROPERTY ENVIRONMENT PENINSULA_CALLS=1000000)
set_property(TEST python/test_install APPEND PROPERTY ENVIRONMENT PENINSULA_INSTALL=1)
set_tests_properties(python/test_install PROPERTIES LABELS "install;long")
