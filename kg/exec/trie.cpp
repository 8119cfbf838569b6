#include "kg/exec/trie.h"

#include <algorithm>

#include "kg/base/error.h"

namespace kg {

const Id* gallop_to(const Id* from, const Id* last, Id key) {
  std::ptrdiff_t step = 1;
  while (step < last - from && from[step - 1] < key) {
    from += step;
    step *= 2;
  }
  return std::lower_bound(from, from + std::min(step, last - from), key);
}

Trie load_trie(Context& context, const TriplePattern& pattern, bool subject_first, MemoryCharge& charge) {
  Trie trie;
  const bool one_level = !pattern.subject.is_variable() || !pattern.object.is_variable();
  if (one_level) {
    subject_first = !pattern.subject.is_variable();
  }
  ScanSpec spec;
  spec.permutation = subject_first ? Permutation::pso : Permutation::pos;
  spec.bound = one_level ? 2 : 1;
  spec.prefix = {pattern.relation.id, subject_first ? pattern.subject.id : pattern.object.id, kUnbound};
  if (!one_level) {
    spec.prefix[1] = kUnbound;
  }
  spec.needed = one_level ? 0b100 : 0b110;
  const bool missing = spec.prefix[0].tag() == Tag::local || spec.prefix[1].tag() == Tag::local;
  if (missing) {
    trie.offsets.push_back(0);
    return trie;
  }
  const std::uint64_t expected = context.source.count(spec, 0);
  std::size_t charged = 0;
  TripleColumns rows;
  const auto cursor = context.source.cursor(spec);
  while (cursor->next(rows)) {
    context.budget.check();
    if (one_level) {
      trie.first.insert(trie.first.end(), rows.column[2], rows.column[2] + rows.size);
    } else {
      if (trie.second.size() + rows.size > UINT32_MAX) {
        throw Failure(ErrorCode::limit,
                      "a join of a cycle would have to keep more than 4 billion pairs in memory");
      }
      const Id* firsts = rows.column[1];
      for (std::size_t row = 0; row < rows.size; ++row) {
        if (trie.first.empty() || trie.first.back() != firsts[row]) {
          trie.first.push_back(firsts[row]);
          trie.offsets.push_back(static_cast<std::uint32_t>(trie.second.size() + row));
        }
      }
      if (trie.second.empty() && rows.size < expected) {
        charge.add(expected * sizeof(Id));
        charged = expected * sizeof(Id);
        trie.second.reserve(expected);
      }
      trie.second.insert(trie.second.end(), rows.column[2], rows.column[2] + rows.size);
    }
    if (trie.bytes() > charged) {
      charge.add(trie.bytes() - charged);
      charged = trie.bytes();
    }
  }
  trie.offsets.push_back(static_cast<std::uint32_t>(trie.second.size()));
  return trie;
}

}  // namespace kg
