# The target `tidy`: clang-tidy over kg's own sources, as .clang-tidy says. Not part of a normal build.
find_program(KG_CLANG_TIDY NAMES clang-tidy-14 clang-tidy)
find_package(Python3 COMPONENTS Interpreter QUIET)
if(KG_CLANG_TIDY AND Python3_FOUND)
  add_custom_target(tidy
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/tidy.py
      --tool ${KG_CLANG_TIDY} --build ${PROJECT_BINARY_DIR} kg repl bench
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    USES_TERMINAL VERBATIM)
endif()
