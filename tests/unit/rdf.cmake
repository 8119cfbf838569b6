kg_test(rdf_test
  SOURCES
    unit/rdf/conformance_test.cpp
    unit/rdf/graph_text_test.cpp
    unit/rdf/input_test.cpp
    unit/rdf/mutation_test.cpp
    unit/rdf/ntriples_test.cpp
    unit/rdf/turtle_mutation_test.cpp
    unit/rdf/turtle_test.cpp
    unit/rdf/writer_test.cpp
  LINK kg_rdf fmt::fmt PkgConfig::ZLIB PkgConfig::ZSTD)
target_compile_definitions(rdf_test PRIVATE KG_ROOT="${PROJECT_SOURCE_DIR}")
