kg_test(lang_test
  SOURCES
    unit/lang/claim_test.cpp
    unit/lang/complete_test.cpp
    unit/lang/corpus_test.cpp
    unit/lang/declaration_test.cpp
    unit/lang/error_test.cpp
    unit/lang/literal_test.cpp
    unit/lang/mutation_test.cpp
    unit/lang/name_test.cpp
    unit/lang/query_test.cpp
    unit/lang/text_test.cpp
    unit/lang/world.cpp
  LINK kg_lang kg_test_support fmt::fmt Threads::Threads)
target_compile_definitions(lang_test PRIVATE KG_LANG_CASES="${CMAKE_CURRENT_LIST_DIR}/lang")
