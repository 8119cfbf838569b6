kg_test(exec_test
  SOURCES
    unit/exec/operators_test.cpp
  LINK kg_exec kg_test_support)
target_include_directories(exec_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
