kg_test(exec_test
  SOURCES
    unit/exec/budget_test.cpp
    unit/exec/expression_test.cpp
    unit/exec/group_test.cpp
    unit/exec/joins_test.cpp
    unit/exec/operators_test.cpp
    unit/exec/path_search_test.cpp
    unit/exec/path_test.cpp
    unit/exec/text_search_test.cpp
  LINK kg_exec kg_test_support)
target_include_directories(exec_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)
