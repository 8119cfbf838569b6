// Directory state: what the files of a store look like from outside, to notice that another process
// writes. Names, sizes and times only; equal texts mean that nothing happened in between.
#pragma once

#include <string>

namespace kg {

// Of everything that a commit, a fold or a load changes.
std::string directory_state(const std::string& store);

// Of what says which files and logs make up the database. As long as it stays, no file and no log that
// it needs goes away and no change reaches the database other than by its logs.
std::string manifest_state(const std::string& store);

}  // namespace kg
