kg_test(facts_test
  SOURCES
    unit/facts/agreement_test.cpp
    unit/facts/checker_test.cpp
    unit/facts/lint_test.cpp
    unit/facts/name_linker_test.cpp
    unit/facts/quote_test.cpp
    unit/facts/sentences_test.cpp
  LINK kg_facts kg_test_support fmt::fmt)
