// Reports: plain numbers about a store and about what was done to it. The store fills them, kg.h hands
// them out, the program prints them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kg {

struct StoreInfo {
  std::uint32_t format_version = 0;
  std::string store_id;                  // 32 hexadecimal digits
  std::string base_iri;                  // under which named things without an IRI get theirs
  std::uint64_t last_commit = 0;         // number of the last commit, 0 for none
  std::int64_t last_commit_time_ms = 0;  // Unix time
  std::uint64_t triples = 0;
  std::uint64_t dictionary_terms = 0;
  std::uint64_t triple_terms = 0;
  std::uint64_t disk_bytes = 0;
  std::string notice;  // one sentence when the last session did not end cleanly, else empty
};

struct CommitResult {
  std::uint64_t commit = 0;  // unchanged when nothing was added or removed
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
};

// One commit of the store's history.
struct CommitInfo {
  std::uint64_t commit = 0;
  std::int64_t time_ms = 0;  // Unix time
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  bool load = false;  // of files: its triples are not kept apart
};

struct LoadResult {
  std::uint64_t lines = 0;
  std::uint64_t parsed = 0;    // triples parsed, duplicates included
  std::uint64_t added = 0;     // triples that the store did not have before
  std::uint64_t rejected = 0;  // bad records skipped
  std::uint64_t commit = 0;
};

struct DiffReport {
  std::uint64_t removed = 0;  // triples that only the first store holds
  std::uint64_t added = 0;    // and only the second
};

struct VerifyReport {
  std::vector<std::string> problems;  // empty: the store is sound. At most 100 are listed
  std::uint64_t triples = 0;
  std::uint64_t terms = 0;
  std::uint64_t blocks = 0;
};

}  // namespace kg
