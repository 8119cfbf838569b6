// The evidence of rows, as the formats show it: JSON, one line of text a claim, or numbered notes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "kg/kg.h"

namespace kg::repl {

using Claims = std::vector<VerdictEvidence>;

// The claims of a row of a batch; none where the batch has no evidence for it.
const Claims& evidence_of(const RowBatch& batch, std::size_t row);

// [{"claim", "source", "quote", "start", "end", "stance", "attributed_to"}, ...] on one line.
void append_evidence_json(std::string& out, const Claims& claims);
// `brief-1: 'the words' (according to X)`; without a quote, the claim. Empty for a claim without a source.
std::string evidence_text(const VerdictEvidence& claim);

// Notes under rows: each text once, numbered from 1 in the order in which rows first need it.
class Notes {
 public:
  // The numbers of the notes of a row's claims, ascending.
  std::vector<std::size_t> numbers(const Claims& claims);
  // Calls `show(number, text)` for the notes that were not taken before.
  void take(const std::function<void(std::size_t, const std::string&)>& show);

 private:
  // So many are remembered, to be numbered once; then they are numbered anew.
  static constexpr std::size_t kMaxRemembered = 100'000;

  std::unordered_map<std::string, std::size_t> known_;
  std::vector<std::string> waiting_;
  std::size_t taken_ = 0;
};

}  // namespace kg::repl
