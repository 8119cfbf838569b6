kg_test(algebra_test
  SOURCES unit/algebra/expression_test.cpp unit/algebra/plan_test.cpp unit/algebra/print_test.cpp unit/algebra/witness_test.cpp
  LINK kg_algebra)
