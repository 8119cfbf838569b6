// What stands behind Database; shared by the files of this folder.
#pragma once

#include <memory>
#include <string>

#include "kg/kg.h"
#include "kg/store/store.h"

namespace kg {

struct Database::Impl {
  std::string path;
  std::unique_ptr<Store> store;
};

// Runs scripts in the language as one transaction (load.cpp).
LoadResult load_scripts(Store& store, const std::vector<FileLoad>& files, Budget* budget);
// What Database::preview gives (load.cpp).
std::string preview_table(const Store& store, const FileLoad& file, const FileLoadOptions& options,
                          std::uint64_t rows, Budget* budget);
// Loads RDF files and tables through the bulk loader (load.cpp).
LoadResult load_rdf(Store& store, const std::vector<FileLoad>& files, const FileLoadOptions& options,
                    Budget* budget);

}  // namespace kg
