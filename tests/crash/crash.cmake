add_executable(crash_worker crash/crash_worker.cpp)
target_include_directories(crash_worker PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(crash_worker PRIVATE kg_options kg_store kg_rdf kg_dep_rocksdb)

kg_test(crash_test
  SOURCES crash/bit_flip_test.cpp crash/crash_test.cpp
  LINK kg_store kg_rdf kg_dep_rocksdb)
target_compile_definitions(crash_test PRIVATE KG_CRASH_WORKER="$<TARGET_FILE:crash_worker>")
add_dependencies(crash_test crash_worker)

kg_test(backup_test
  SOURCES crash/backup_test.cpp
  LINK kg_store kg_rdf kg_dep_rocksdb)
target_compile_definitions(backup_test PRIVATE KG_CRASH_WORKER="$<TARGET_FILE:crash_worker>")
add_dependencies(backup_test crash_worker)
