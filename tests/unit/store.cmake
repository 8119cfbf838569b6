kg_test(store_format_test
  SOURCES unit/store/block_test.cpp unit/store/dictionary_format_test.cpp unit/store/keys_test.cpp
  LINK kg_store)
