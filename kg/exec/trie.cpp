#include "kg/exec/trie.h"

#include <algorithm>
#include <iterator>

#include "kg/base/error.h"

namespace kg {
namespace {

// A table from ids to ranks may have so many places for each id.
constexpr std::uint64_t kMaxTablePlacesPerId = 16;

// How the values of one position of a pattern are read, in ascending order.
ScanSpec spec_of(const TriplePattern& pattern, bool subject_first) {
  const PatternTerm& first = subject_first ? pattern.subject : pattern.object;
  ScanSpec spec;
  spec.permutation = subject_first ? Permutation::pso : Permutation::pos;
  spec.bound = first.is_variable() ? 1 : 2;
  spec.prefix = {pattern.relation.id, first.is_variable() ? kUnbound : first.id, kUnbound};
  return spec;
}

bool is_missing(const TriplePattern& pattern) {
  const auto missing = [](const PatternTerm& term) {
    return !term.is_variable() && term.id.tag() == Tag::local;
  };
  return missing(pattern.subject) || missing(pattern.relation) || missing(pattern.object);
}

}  // namespace

const Rank* gallop_to(const Rank* from, const Rank* last, Rank key) {
  std::ptrdiff_t step = 1;
  while (step < last - from && from[step - 1] < key) {
    from += step;
    step *= 2;
  }
  return std::lower_bound(from, from + std::min(step, last - from), key);
}

void Domain::charge() { charge_.grow_to(ids_.capacity() * sizeof(Id) + table_.size() * sizeof(Rank)); }

void Domain::add_distinct(const ScanSpec& spec, std::uint8_t place) {
  std::vector<Id> values;
  TripleColumns rows;
  const auto cursor = context_.source.cursor(spec);
  while (cursor->next(rows)) {
    context_.budget.check();
    for (std::size_t row = 0; row < rows.size; ++row) {
      const Id id = rows.column[place][row];
      if (values.empty() || values.back() != id) {
        values.push_back(id);
      }
    }
  }
  std::vector<Id> both;
  both.reserve(ids_.size() + values.size());
  std::set_union(ids_.begin(), ids_.end(), values.begin(), values.end(), std::back_inserter(both));
  ids_ = std::move(both);
  charge();
}

void Domain::add(const TriplePattern& pattern) {
  if (is_missing(pattern)) {
    return;
  }
  for (const bool subject_first : {true, false}) {
    const PatternTerm& wanted = subject_first ? pattern.subject : pattern.object;
    const PatternTerm& other = subject_first ? pattern.object : pattern.subject;
    if (!wanted.is_variable()) {
      continue;
    }
    // Under a constant at the other end, the values are the last place of its permutation.
    ScanSpec spec = spec_of(pattern, other.is_variable() ? subject_first : !subject_first);
    const std::uint8_t place = other.is_variable() ? 1 : 2;
    spec.needed = static_cast<std::uint8_t>(1U << place);
    add_distinct(spec, place);
  }
}

void Domain::finish() {
  if (ids_.size() >= UINT32_MAX) {
    throw Failure(ErrorCode::limit,
                  "a join of a cycle would have to keep more than 4 billion terms in memory");
  }
  if (ids_.empty()) {
    return;
  }
  const std::uint64_t places = ids_.back().bits - ids_.front().bits + 1;
  if (places / kMaxTablePlacesPerId <= ids_.size()) {
    table_.resize(places);
    charge();
    for (std::size_t rank = 0; rank < ids_.size(); ++rank) {
      table_[ids_[rank].bits - ids_.front().bits] = static_cast<Rank>(rank);
    }
  }
}

Rank Domain::rank(Id id) const {
  if (!table_.empty()) {
    return table_[id.bits - ids_.front().bits];
  }
  return static_cast<Rank>(std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin());
}

namespace {

void read_one_level(Context& context, const Domain& domain, const ScanSpec& spec, Trie& trie) {
  TripleColumns rows;
  const auto cursor = context.source.cursor(spec);
  while (cursor->next(rows)) {
    context.budget.check();
    for (std::size_t row = 0; row < rows.size; ++row) {
      trie.first.push_back(domain.rank(rows.column[2][row]));
    }
  }
}

void read_two_levels(Context& context, const Domain& domain, const ScanSpec& spec, Trie& trie,
                     MemoryCharge& charge) {
  std::size_t charged = 0;
  Id last;  // the first value of the row before, and its rank
  Rank last_rank = 0;
  TripleColumns rows;
  const auto cursor = context.source.cursor(spec);
  while (cursor->next(rows)) {
    context.budget.check();
    if (trie.second.size() + rows.size > UINT32_MAX) {
      throw Failure(ErrorCode::limit,
                    "a join of a cycle would have to keep more than 4 billion pairs in memory");
    }
    for (std::size_t row = 0; row < rows.size; ++row) {
      if (rows.column[1][row] != last) {
        last = rows.column[1][row];
        last_rank = domain.rank(last);
        trie.first.push_back(last_rank);
      }
      ++trie.offsets[last_rank + 1];
      trie.second.push_back(domain.rank(rows.column[2][row]));
    }
    const std::size_t bytes = trie.second.capacity() * sizeof(Rank);
    if (bytes > charged) {
      charge.add(bytes - charged);
      charged = bytes;
    }
  }
  for (std::size_t rank = 0; rank < domain.size(); ++rank) {
    trie.offsets[rank + 1] += trie.offsets[rank];
  }
}

}  // namespace

Trie load_trie(Context& context, const Domain& domain, const TriplePattern& pattern, bool subject_first,
               MemoryCharge& charge) {
  Trie trie;
  const bool two_levels = pattern.subject.is_variable() && pattern.object.is_variable();
  ScanSpec spec = spec_of(pattern, two_levels ? subject_first : !pattern.subject.is_variable());
  spec.needed = two_levels ? 0b110 : 0b100;
  charge.add(2 * domain.size() * sizeof(Rank));
  if (two_levels) {
    trie.offsets.assign(domain.size() + 1, 0);
  }
  if (is_missing(pattern)) {
    return trie;
  }
  if (two_levels) {
    read_two_levels(context, domain, spec, trie, charge);
  } else {
    read_one_level(context, domain, spec, trie);
  }
  return trie;
}

}  // namespace kg
