# What tests of several folders share: a triple source in memory.
add_library(kg_test_support STATIC support/memory_source.cpp)
target_link_libraries(kg_test_support PUBLIC kg_model PRIVATE kg_options)
target_include_directories(kg_test_support PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})

kg_test(model_test
  SOURCES
    unit/model/date_test.cpp
    unit/model/memory_source_test.cpp
    unit/model/number_test.cpp
    unit/model/path_value_test.cpp
    unit/model/quantity_test.cpp
    unit/model/spoken_test.cpp
    unit/model/term_test.cpp
    unit/model/text_query_test.cpp
    unit/model/unit_test.cpp
    unit/model/value_test.cpp
  LINK kg_model kg_test_support)
