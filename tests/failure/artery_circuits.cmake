# vht-vessel: arteries with a circuit at their ends. The mistake is put into a copy of the case by a line of sed.
set(artery_circuit_case "cp ${CMAKE_CURRENT_SOURCE_DIR}/cases/artery_circuit/* .")
function(artery_circuit_failure case code)
  cmake_parse_arguments(arg "" "EDIT" "TEXT;SET;FILES" ${ARGN})
  list(TRANSFORM arg_SET PREPEND "--set;")
  vht_failure_test(artery_circuit_${case} EXIT ${code} TEXT ${arg_TEXT} FILES ${arg_FILES}
                   SETUP "${artery_circuit_case} && ${arg_EDIT}" COMMAND ${vessel} case.prm --output out ${arg_SET})
endfunction()
artery_circuit_failure(unknown_vessel 1 EDIT "sed -i 's/Connection left/Connection lfet/' case.prm"
                       TEXT "case.prm:[0-9]+, Connection lfet" "no vessel \"lfet\". Did you mean \"left\"")
artery_circuit_failure(unknown_node 1 EDIT "sed -i 's/Node = capillaries/Node = capilaries/' case.prm"
                       TEXT "alone at the node" "Did you mean \"capil")
artery_circuit_failure(terminal_too 1 EDIT "sed -i 's/^left,.*/left,fork,a,80,5,5,0.7,7e7,3e9,4e-10/' segments.csv"
                       TEXT "\"left\" has a terminal, but its end \"a\" is not free")
artery_circuit_failure(inlet_too 1 EDIT "true" SET "Connection left/Vessel=aorta" "Connection left/End=start"
                       TEXT "Connection at \"heart\": this node has an inlet already")
artery_circuit_failure(no_components 1 EDIT "sed -i '/subsection Component/,/  end/d' case.prm"
                       TEXT "connection \"left\" leads to a circuit, but the case has no components")
artery_circuit_failure(no_connections 1 EDIT "sed -i '/subsection Connection/,/^end/d' case.prm && sed -i 's/^left,.*/left,fork,a,80,5,5,0.7,7e7,3e9,4e-10/' segments.csv"
                       TEXT "components" "no vessel is joined to them")
artery_circuit_failure(not_periodic 2 EDIT true SET "Time/Largest number of cycles=2" FILES out/network.csv out/circuit.svg
                       TEXT "After 2 cycles the pressure still changes by" "and the circuit by")
