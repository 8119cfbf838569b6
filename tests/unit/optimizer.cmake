kg_test(optimizer_test
  SOURCES
    unit/optimizer/fold_constants_test.cpp
    unit/optimizer/join_group_test.cpp
    unit/optimizer/join_order_test.cpp
    unit/optimizer/logical_rules_test.cpp
    unit/optimizer/push_filters_test.cpp
    unit/optimizer/ranges_test.cpp
    unit/optimizer/steps_test.cpp
  LINK kg_optimizer)
target_include_directories(optimizer_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit)

kg_test(plan_variety_test
  SOURCES unit/optimizer/plan_variety_test.cpp
  LINK kg_exec kg_optimizer kg_random_cases)
