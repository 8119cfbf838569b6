# The program as other programs drive it.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME cli COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/cli_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
