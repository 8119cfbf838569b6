#include "kg/optimizer/cardinality.h"

#include <algorithm>
#include <cmath>

namespace kg {
namespace {

// A graph's nodes have a handful of triples each and it has some dozens of relations: used only where a
// pattern leaves the relation open, which no exact number describes.
constexpr double kTriplesPerNode = 8;
constexpr double kRelations = 64;
constexpr double kRelationsPerNode = 8;

bool same(const ScanSpec& a, const ScanSpec& b) {
  return a.permutation == b.permutation && a.bound == b.bound && a.prefix == b.prefix && a.range == b.range;
}

Permutation counting_permutation(bool s, bool p, bool o) {
  if (s && o && !p) return Permutation::osp;
  if (s) return Permutation::spo;
  if (p) return Permutation::pos;
  return o ? Permutation::osp : Permutation::spo;
}

ScanSpec spec_of(const TriplePattern& pattern, Permutation permutation, std::uint8_t bound) {
  ScanSpec spec;
  spec.permutation = permutation;
  spec.bound = bound;
  for (std::size_t place = 0; place < bound; ++place) {
    spec.prefix[place] = pattern.at(positions(permutation)[place]).id;
  }
  return spec;
}

bool lacks_constant(const TriplePattern& pattern) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (!pattern.at(i).is_variable() && pattern.at(i).id == kMissing) return true;
  }
  return false;
}

// The distinct values at the open positions of a pattern with `rows` rows and two or more constants, or one
// that is not the relation.
void spread(const TriplePattern& pattern, PatternStatistics& out) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (!pattern.at(i).is_variable()) continue;
    out.distinct[i] = i == 1 ? std::min(out.rows, kRelationsPerNode) : out.rows;
  }
}

// A variable that stands twice holds where both positions agree.
void account_for_repeats(const TriplePattern& pattern, PatternStatistics& out) {
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = i + 1; j < 3; ++j) {
      if (pattern.at(i).is_variable() && pattern.at(i).variable == pattern.at(j).variable) {
        out.rows /= std::max(1.0, std::max(out.distinct[i], out.distinct[j]));
        out.distinct[i] = out.distinct[j] = std::min(out.distinct[i], out.distinct[j]);
      }
    }
  }
}

}  // namespace

std::optional<std::uint8_t> bound_prefix(const TriplePattern& pattern, Permutation permutation) {
  std::uint8_t constants = 0;
  bool open = false;
  for (const std::uint8_t position : positions(permutation)) {
    if (pattern.at(position).is_variable()) {
      open = true;
    } else if (open) {
      return std::nullopt;
    } else {
      ++constants;
    }
  }
  return constants;
}

std::uint64_t Cardinality::count(const ScanSpec& spec) const {
  for (const auto& [known, rows] : counts_) {
    if (same(known, spec)) return rows;
  }
  const std::uint64_t rows = source_.count(spec, kExactRows);
  counts_.emplace_back(spec, rows);
  return rows;
}

RelationStatistics Cardinality::relation(Id relation) const {
  for (const auto& [known, statistics] : relations_) {
    if (known == relation) return statistics;
  }
  const RelationStatistics statistics = source_.statistics().relation(relation);
  relations_.emplace_back(relation, statistics);
  return statistics;
}

PatternStatistics Cardinality::pattern(const TriplePattern& pattern) const {
  PatternStatistics out;
  if (lacks_constant(pattern)) {
    out.certainly_empty = true;
    return out;
  }
  const bool s = !pattern.subject.is_variable();
  const bool p = !pattern.relation.is_variable();
  const bool o = !pattern.object.is_variable();
  if (p && !s && !o) {
    const RelationStatistics r = relation(pattern.relation.id);
    out.rows = static_cast<double>(r.triples);
    out.distinct = {static_cast<double>(r.distinct_subjects), 1, static_cast<double>(r.distinct_objects)};
    out.certainly_empty = r.triples == 0;
  } else if (!s && !p && !o) {
    out.rows = static_cast<double>(source_.statistics().triples());
    const double nodes = std::ceil(out.rows / kTriplesPerNode);
    out.distinct = {nodes, std::min(out.rows, kRelations), nodes};
    out.certainly_empty = out.rows == 0;
  } else {
    const int constants = (s ? 1 : 0) + (p ? 1 : 0) + (o ? 1 : 0);
    const ScanSpec spec =
        spec_of(pattern, counting_permutation(s, p, o), static_cast<std::uint8_t>(constants));
    out.rows = static_cast<double>(count(spec));
    out.certainly_empty = out.rows == 0;
    spread(pattern, out);
  }
  account_for_repeats(pattern, out);
  return out;
}

double Cardinality::in_range(const TriplePattern& pattern, Permutation permutation, IdRange range) const {
  const std::optional<std::uint8_t> bound = bound_prefix(pattern, permutation);
  if (!bound || *bound == 3 || range.last < range.first) return 0;
  ScanSpec spec = spec_of(pattern, permutation, *bound);
  spec.range = range;
  return static_cast<double>(count(spec));
}

IdRange Cardinality::highest(const TriplePattern& pattern, Permutation permutation, IdRange range,
                             std::uint64_t rows) const {
  ScanSpec spec = spec_of(pattern, permutation, bound_prefix(pattern, permutation).value_or(0));
  const auto enough = [&](std::uint64_t first) {
    spec.range = {Id{first}, range.last};
    return source_.count(spec, rows) >= rows;
  };
  if (!enough(range.first.bits)) return range;
  std::uint64_t low = range.first.bits;  // enough from here
  std::uint64_t high = range.last.bits;  // the answer is not above
  while (low < high) {
    const std::uint64_t middle = low + (high - low + 1) / 2;
    if (enough(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return {Id{low}, range.last};
}

// The rarest phrase decides where all are wanted, the most frequent one where any is; of a phrase its rarest
// word.
double Cardinality::text_search(const TextSearch& search) const {
  constexpr double kUnknown = 1000;
  const TextIndex* index = source_.text_index();
  if (index == nullptr) return kUnknown;
  const double all = static_cast<double>(index->totals().texts);
  const bool any = search.between == BetweenWords::any;
  const TextQuery query(search.query, search.between);
  double rows = any ? 0 : all;
  for (const TextQuery::Phrase& phrase : query.phrases()) {
    if (!phrase.wanted) continue;
    double least = all;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
      std::uint64_t postings = 0;
      index->for_each(phrase.words[i], phrase.prefix && i + 1 == phrase.words.size(), [&](auto some) {
        postings += some.size();
        return postings <= kExactRows;
      });
      least = std::min(least, postings <= kExactRows ? static_cast<double>(postings) : all / 2);
    }
    rows = any ? std::max(rows, least) : std::min(rows, least);
  }
  return rows;
}

double Cardinality::triple_terms() const {
  const Id reifies = source_.find(Term::iri(iri::kRdfReifies));
  return reifies == kMissing ? 0 : static_cast<double>(relation(reifies).triples);
}

Cardinality::PathStatistics Cardinality::path(const PathExpression& path) const {
  PathStatistics out;
  switch (path.kind) {
    case PathExpression::Kind::link: {
      const RelationStatistics r = relation(path.relation.id);
      out.pairs = static_cast<double>(r.triples);
      out.starts = std::max(1.0, static_cast<double>(r.distinct_subjects));
      out.ends = std::max(1.0, static_cast<double>(r.distinct_objects));
      break;
    }
    case PathExpression::Kind::inverse:
      out = this->path(*path.parts.front());
      std::swap(out.starts, out.ends);
      break;
    case PathExpression::Kind::sequence: {
      out = this->path(*path.parts.front());
      for (std::size_t i = 1; i < path.parts.size(); ++i) {
        const PathStatistics next = this->path(*path.parts[i]);
        out.pairs = out.pairs * next.pairs / std::max({1.0, out.ends, next.starts});
        out.ends = next.ends;
      }
      break;
    }
    case PathExpression::Kind::alternative:
      out = {0, 0, 0, 0, 0};
      for (const PathPtr& part : path.parts) {
        const PathStatistics next = this->path(*part);
        out.pairs += next.pairs;
        out.starts += next.starts;
        out.ends += next.ends;
      }
      break;
    case PathExpression::Kind::repeat: {
      // Reach grows by the fan-out with each step until everything is reached; a few steps tell enough.
      constexpr double kSteps = 4;
      out = this->path(*path.parts.front());
      const double fan_out = out.pairs / std::max(1.0, out.starts);
      const double steps = std::min(kSteps, static_cast<double>(path.at_most));
      const double reach =
          std::clamp(std::pow(std::max(1.0, fan_out), steps) + steps, 1.0, std::max(1.0, out.ends));
      out.pairs = out.starts * reach;
      break;
    }
  }
  out.per_start = out.pairs / std::max(1.0, out.starts);
  out.per_end = out.pairs / std::max(1.0, out.ends);
  return out;
}

}  // namespace kg
