kg_test(base_test
  SOURCES unit/base/budget_test.cpp unit/base/error_test.cpp unit/base/utf8_test.cpp
  LINK kg_base)
