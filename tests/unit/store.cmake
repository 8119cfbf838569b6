kg_test(store_format_test
  SOURCES unit/store/block_test.cpp unit/store/dictionary_format_test.cpp
    unit/store/format_examples_test.cpp unit/store/keys_test.cpp
  LINK kg_store fmt::fmt)
target_compile_definitions(store_format_test
  PRIVATE KG_STORE_FORMAT_PAGE="${PROJECT_SOURCE_DIR}/docs/store_format.md")
kg_test(store_test
  SOURCES unit/store/store_test.cpp unit/store/random_changes_test.cpp unit/store/history_test.cpp
    unit/store/text_index_test.cpp unit/store/verify_test.cpp
  LINK kg_store kg_rdf kg_dep_rocksdb)
kg_test(bulk_load_test
  SOURCES unit/store/bulk_load_test.cpp unit/store/bulk_sort_test.cpp
  LINK kg_store kg_rdf kg_dep_rocksdb)
