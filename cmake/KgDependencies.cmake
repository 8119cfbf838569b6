# Libraries from the system's packages, each behind a target of ours with system includes.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(RocksDB REQUIRED)
find_package(nlohmann_json REQUIRED)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(LIBEDIT REQUIRED IMPORTED_TARGET libedit)

# The shared RocksDB where there is one: the program stays small, and links in a second.
if(TARGET RocksDB::rocksdb-shared)
  add_library(kg_dep_rocksdb ALIAS RocksDB::rocksdb-shared)
else()
  add_library(kg_dep_rocksdb ALIAS RocksDB::rocksdb)
endif()

find_path(ANTLR_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR_LIBRARY antlr4-runtime REQUIRED)
find_program(ANTLR_TOOL NAMES antlr4 REQUIRED)
# The runtime's umbrella header, without the one header in it that clang does not take with libstdc++ (a
# defaulted constructor of a class with const members, in 4.9). Nothing generated needs that header.
set(KG_ANTLR_UMBRELLA ${CMAKE_BINARY_DIR}/antlr)
file(READ ${ANTLR_INCLUDE}/antlr4-runtime.h KG_ANTLR_HEADER)
string(REPLACE "#include \"misc/InterpreterDataReader.h\"" "" KG_ANTLR_HEADER "${KG_ANTLR_HEADER}")
file(CONFIGURE OUTPUT ${KG_ANTLR_UMBRELLA}/antlr4-runtime.h CONTENT "${KG_ANTLR_HEADER}" @ONLY)
add_library(kg_dep_antlr INTERFACE)
target_include_directories(kg_dep_antlr SYSTEM INTERFACE ${KG_ANTLR_UMBRELLA} ${ANTLR_INCLUDE})
target_link_libraries(kg_dep_antlr INTERFACE ${ANTLR_LIBRARY})
