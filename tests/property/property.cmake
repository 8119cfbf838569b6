# The naive evaluator, and random plans checked against it.
add_library(kg_naive_evaluator STATIC support/naive_evaluator.cpp support/naive_expression.cpp support/naive_fixpoint.cpp)
target_link_libraries(kg_naive_evaluator PUBLIC kg_algebra PRIVATE kg_options PkgConfig::RE2 PkgConfig::UTF8PROC)
target_include_directories(kg_naive_evaluator PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})

add_library(kg_random_cases STATIC
  property/random_expression.cpp property/random_graph.cpp property/random_plan.cpp)
target_link_libraries(kg_random_cases PUBLIC kg_algebra kg_test_support PRIVATE kg_options)

kg_test(naive_evaluator_test
  SOURCES property/naive_evaluator_test.cpp
  LINK kg_naive_evaluator kg_random_cases)

if(TARGET kg_exec AND TARGET kg_optimizer)
  kg_test(differential_test
    SOURCES property/differential_test.cpp
    LINK kg_exec kg_optimizer kg_naive_evaluator kg_random_cases)
endif()

if(TARGET kg_exec AND TARGET kg_optimizer AND TARGET kg_lang)
  kg_test(inference_test
    SOURCES property/inference_test.cpp
    LINK kg_exec kg_optimizer kg_lang kg_random_cases)
  kg_test(rules_test
    SOURCES property/rules_test.cpp
    LINK kg_exec kg_optimizer kg_lang kg_naive_evaluator kg_random_cases)
endif()
