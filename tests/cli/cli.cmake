# The program as other programs drive it.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME cli COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/cli_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
add_test(NAME verdict_text COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/verdict_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
add_test(NAME documents COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/document_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
add_test(NAME suggest COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/suggest_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
# What the pages show is so.
add_test(NAME docs COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/docs_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds ${PROJECT_SOURCE_DIR}/docs/language.md
  ${PROJECT_SOURCE_DIR}/docs/checking.md ${PROJECT_SOURCE_DIR}/docs/cookbook.md ${PROJECT_SOURCE_DIR}/docs/first_tasks.md
  ${PROJECT_SOURCE_DIR}/docs/cli.md ${PROJECT_SOURCE_DIR}/README.md)
add_test(NAME cli_formats COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/formats_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
add_test(NAME format_fuzz COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/format_fuzz.py
  $<TARGET_FILE:kg_program>)
# Files in and out.
add_test(NAME data COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_SOURCE_DIR}/cli/data_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
# Graphs as a page; in Chromium where it is installed.
add_test(NAME page COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/page_test.py $<TARGET_FILE:kg_program>)
add_test(NAME cli_upkeep COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/upkeep_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
# The prompt, in a terminal of the test's own.
add_test(NAME cli_terminal COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/terminal_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
add_test(NAME cli_editing COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cli/editing_test.py
  $<TARGET_FILE:kg_program> ${PROJECT_SOURCE_DIR}/seeds)
