kg_test(english_test
  SOURCES
    unit/english/figures_test.cpp
    unit/english/pasted_test.cpp
    unit/english/reader_test.cpp
    unit/english/tokens_test.cpp
    unit/english/words_test.cpp
  LINK kg_english kg_test_support fmt::fmt)
