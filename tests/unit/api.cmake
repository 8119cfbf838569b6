kg_test(evidence_test
  SOURCES unit/api/evidence_test.cpp
  LINK kg kg_lang kg_facts fmt::fmt)
kg_test(table_test
  SOURCES unit/api/table_test.cpp
  LINK kg kg_rdf fmt::fmt)
