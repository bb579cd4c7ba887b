# Circuits that have to be refused.
set(circuit_files "${CMAKE_CURRENT_SOURCE_DIR}/cases/circuits")
set(windkessel "${CMAKE_SOURCE_DIR}/tests/cases/windkessel.prm")

# circuit_failure(<case> <exit code> TEXT <regex>... ARGUMENTS ...)
function(circuit_failure case code)
  cmake_parse_arguments(arg "" "" "TEXT;ARGUMENTS;FILES" ${ARGN})
  vht_failure_test(circuit.${case} EXIT ${code} TEXT ${arg_TEXT} FILES ${arg_FILES}
                   COMMAND $<TARGET_FILE:vht-vessel> ${arg_ARGUMENTS} --output out)
endfunction()

circuit_failure(negative_compliance 1 ARGUMENTS ${windkessel} --set "Network/Component bed/Compliance=-1 mL/mmHg"
                TEXT "Component bed/Compliance" "-1 mL/mmHg" "Allowed")
circuit_failure(unconnected_port 1 ARGUMENTS ${circuit_files}/unconnected.prm
                TEXT "\"artery\": its port \"outlet\" is alone at the node \"nowhere\"" "Distal pressure")
circuit_failure(missing_terminal 1 ARGUMENTS ${windkessel} --set "Network/Component bed/Distal pressure="
                TEXT "\"bed\": its port \"outlet\" is not connected")
circuit_failure(unknown_type 1 ARGUMENTS ${circuit_files}/unknown_type.prm
                TEXT "unknown_type.prm:5" "vesel" "Did you mean \"vessel\"")
circuit_failure(svzerod_broken 1 ARGUMENTS ${circuit_files}/svzerod.prm TEXT "broken.json is not valid JSON" "line 4")
circuit_failure(unit_slip 0 ARGUMENTS ${windkessel} --set "Network/Component bed/Compliance=1.5 L/mmHg"
                --set "Network/Component bed/Distal resistance=1000 mmHg s/mL"
                TEXT "Component bed: Compliance" "published" "Is the unit right")
circuit_failure(implausible_pressure 0 ARGUMENTS ${windkessel} --set "Network/Component bed/Proximal resistance=50 mmHg s/mL"
                TEXT "pressure aorta" "400 mmHg" "another unit")
circuit_failure(no_periodic_state 2 ARGUMENTS ${windkessel} --set "Periodic state/Tolerance=1e-12" --set Time/Beats=2
                TEXT "has not reached a periodic state in 2 beats" "pressure " "still changes by" "1e-12" "Time/Beats"
                FILES out/network.csv out/checkpoint/network.json)
circuit_failure(unknown_reading 1 ARGUMENTS ${windkessel} --set "Network/Component bed/Distal factor=pressure aota"
                TEXT "\"bed\" reads \"pressure aota\"" "Did you mean \"pressure aorta\"")
circuit_failure(no_circuit 1 ARGUMENTS ${circuit_files}/empty.prm TEXT "no circuit" "Component NAME")
