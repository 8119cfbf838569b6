# The naive evaluator, and random plans checked against it.
add_library(kg_naive_evaluator STATIC
  support/naive_evaluator.cpp support/naive_expression.cpp support/naive_fixpoint.cpp support/naive_functions.cpp)
target_link_libraries(kg_naive_evaluator PUBLIC kg_algebra PRIVATE kg_options PkgConfig::LIBMD PkgConfig::RE2 PkgConfig::UTF8PROC)
target_include_directories(kg_naive_evaluator PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})

add_library(kg_random_cases STATIC
  property/constructs.cpp property/random_calls.cpp property/random_expression.cpp property/random_graph.cpp
  property/random_plan.cpp property/resolve_plan.cpp)
target_link_libraries(kg_random_cases PUBLIC kg_algebra kg_test_support PRIVATE kg_options)

kg_test(naive_evaluator_test
  SOURCES property/naive_evaluator_test.cpp
  LINK kg_naive_evaluator kg_random_cases)

if(TARGET kg_exec AND TARGET kg_optimizer)
  kg_test(differential_test
    SOURCES property/differential_test.cpp
    LINK kg_exec kg_optimizer kg_naive_evaluator kg_random_cases)

  # Against another engine, where its Python package is.
  add_executable(sparql_pairs property/sparql_pairs.cpp)
  target_link_libraries(sparql_pairs
    PRIVATE kg_options kg_exec kg_optimizer kg_random_cases nlohmann_json::nlohmann_json)
  add_test(NAME sparql_differential
    COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/property/sparql_differential.py
    $<TARGET_FILE:sparql_pairs> ${PROJECT_SOURCE_DIR}/build/bench-venv/bin/python)
  set_tests_properties(sparql_differential PROPERTIES SKIP_RETURN_CODE 77)
endif()

if(TARGET kg_exec AND TARGET kg_optimizer AND TARGET kg_lang)
  kg_test(inference_test
    SOURCES property/inference_test.cpp
    LINK kg_exec kg_optimizer kg_lang kg_random_cases)
  kg_test(rules_test
    SOURCES property/rules_test.cpp
    LINK kg_exec kg_optimizer kg_lang kg_naive_evaluator kg_random_cases)
endif()

if(TARGET kg)
  kg_test(diff_test
    SOURCES property/diff_test.cpp
    LINK kg kg_random_cases)
  kg_test(foreign_data_test
    SOURCES property/foreign_data_test.cpp
    LINK kg kg_random_cases kg_model fmt::fmt)
endif()

kg_test(rdf_round_trip_test
  SOURCES property/rdf_round_trip_test.cpp
  LINK kg kg_rdf fmt::fmt nlohmann_json::nlohmann_json)
