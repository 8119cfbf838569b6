// Checks of blocks, permutations, statistics and names.
#include <fmt/format.h>
#include <xxhash.h>

#include <set>

#include "kg/model/term.h"
#include "kg/store/block.h"
#include "kg/store/verifier.h"

namespace kg {

void Verifier::check_blocks(Permutation permutation) {
  const BaseView::Lent blocks = view_->iterator(family_of(permutation));
  PermutedTriple before{};
  bool first = true;
  std::array<BlockBuffer, 3> columns;
  for (bool more = blocks.seek_first(); more; more = blocks.next()) {
    const PermutedTriple key = parse_triple_key(blocks.key());
    const BlockView block(blocks.value());
    for (unsigned i = 0; i < 3; ++i) block.decode(i, columns[i].data());
    for (std::size_t i = 0; i < block.rows(); ++i) {
      const PermutedTriple row{Id{columns[0][i]}, Id{columns[1][i]}, Id{columns[2][i]}};
      if (!first && row <= before) {
        throw_damaged(i == 0 ? "two blocks overlap" : "the rows of a block are out of order");
      }
      before = row;
      first = false;
    }
    if (before != key) throw_damaged("a block does not end at its key");
    ++report_.blocks;
    budget_->check();
  }
}

void Verifier::check_permutation(Permutation permutation) {
  Sum& sum = sums_[static_cast<std::size_t>(permutation)];
  const auto at = positions(permutation);
  const auto cursor = snapshot_->cursor({permutation, 0, {}, kAllIds, 0b111});
  const bool pso = permutation == Permutation::pso;
  const bool pos = permutation == Permutation::pos;
  TripleColumns columns;
  PermutedTriple before{};
  while (cursor->next(columns)) {
    for (std::size_t i = 0; i < columns.size; ++i) {
      const PermutedTriple row{columns.column[0][i], columns.column[1][i], columns.column[2][i]};
      Triple triple{};
      for (std::size_t k = 0; k < 3; ++k) triple[at[k]] = row[k];
      const std::uint64_t hash = mix(triple[0].bits + 1) ^ std::rotl(mix(triple[1].bits + 2), 21) ^
                                 std::rotl(mix(triple[2].bits + 3), 42);
      sum.low += mix(hash);
      sum.high += mix(hash ^ 0x9e3779b97f4a7c15ULL);
      if (row[0] != before[0]) check_id(row[0]);
      if (pso || pos) {
        RelationStatistics& statistics = statistics_[row[0]];
        const bool new_pair = row[0] != before[0] || row[1] != before[1];
        if (pso) {
          ++statistics.triples;
          statistics.distinct_subjects += new_pair ? 1U : 0U;
        } else {
          statistics.distinct_objects += new_pair ? 1U : 0U;
        }
      }
      before = row;
    }
    sum.rows += columns.size;
    budget_->check();
  }
  if (sum.rows != meta_->triples) {
    problem(fmt::format("{}: it has {} triples, the state record {}", permutation_name(permutation), sum.rows,
                        meta_->triples));
  }
}

void Verifier::compare_permutations() {
  for (std::size_t i = 1; i < kPermutations; ++i) {
    if (sums_[i] == sums_[0]) continue;
    problem(fmt::format("{} does not hold the same triples as {}",
                        permutation_name(static_cast<Permutation>(i)), permutation_name(Permutation::spo)));
  }
}

// That an id can be turned into a term and back: dictionary ids are checked against the payloads given
// (check_ordered_terms and check_late_terms show that each of these has a term).
void Verifier::check_id(Id id) {
  const std::uint64_t payload = id.payload();
  const Tag tag = id.tag();
  if (tag_in_dictionary(tag) || tag == Tag::triple) {
    if (payload != 0 && payload <= meta_->last_payload[static_cast<std::size_t>(tag)]) return;
  } else if (tag != Tag::undefined && tag != Tag::local && inline_term(term_of_inline(id)) == id) {
    return;
  }
  problem(fmt::format("id {:016x} is used in a triple and stands for no term", id.bits));
}

void Verifier::check_statistics() {
  std::map<Id, RelationStatistics> stored;
  snapshot_->statistics().for_each_relation(
      [&](Id relation, const RelationStatistics& statistics) { stored.emplace(relation, statistics); });
  for (const auto& [relation, statistics] : statistics_) {
    const auto at = stored.find(relation);
    if (at == stored.end()) {
      problem(fmt::format("relation {:016x} has no statistics", relation.bits));
    } else if (at->second != statistics) {
      problem(fmt::format(
          "relation {:016x}: its statistics say {} triples, {} subjects, {} objects; it has {}, {}, {}",
          relation.bits, at->second.triples, at->second.distinct_subjects, at->second.distinct_objects,
          statistics.triples, statistics.distinct_subjects, statistics.distinct_objects));
    }
  }
  for (const auto& [relation, statistics] : stored) {
    if (!statistics_.contains(relation)) {
      problem(fmt::format("relation {:016x} has statistics and no triples", relation.bits));
    }
  }
}

namespace {

// Label triples in the order of their subjects.
class LabelReader {
 public:
  LabelReader(const Snapshot& snapshot, std::string_view relation) {
    const Id id = snapshot.find_key(Tag::iri, relation);
    if (id == kMissing) return;
    cursor_ = snapshot.cursor({Permutation::pso, 1, {id, Id{}, Id{}}, kAllIds, 0b110});
    advance();
  }
  [[nodiscard]] bool done() const { return cursor_ == nullptr; }
  [[nodiscard]] Id subject() const { return columns_.column[1][at_]; }
  [[nodiscard]] Id object() const { return columns_.column[2][at_]; }
  void advance() {
    if (++at_ < columns_.size) return;
    at_ = 0;
    if (!cursor_->next(columns_)) cursor_.reset();
  }

 private:
  std::unique_ptr<TripleCursor> cursor_;
  TripleColumns columns_;
  std::size_t at_ = 0;
};

struct NameSum {
  std::uint64_t names = 0;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  void add(std::string_view name, Id bearer) {
    const XXH128_hash_t hash = XXH3_128bits_withSeed(name.data(), name.size(), bearer.bits);
    ++names;
    low += hash.low64;
    high += hash.high64;
  }
  friend bool operator==(const NameSum&, const NameSum&) = default;
};

}  // namespace

void Verifier::check_names() {
  NameSum stored;
  const BaseView::Lent names = view_->iterator(Family::names);
  for (bool more = names.seek_first(); more; more = names.next()) {
    const auto [name, bearer] = parse_name_key(names.key());
    stored.add(name, bearer);
    budget_->check();
  }
  NameSum implied;
  std::array<LabelReader, 2> readers{LabelReader(*snapshot_, iri::kRdfsLabel),
                                     LabelReader(*snapshot_, iri::kSkosAltLabel)};
  while (!readers[0].done() || !readers[1].done()) {
    Id bearer = kAllIds.last;
    for (const LabelReader& reader : readers) {
      if (!reader.done()) bearer = std::min(bearer, reader.subject());
    }
    std::set<std::string> of_bearer;
    for (LabelReader& reader : readers) {
      for (; !reader.done() && reader.subject() == bearer; reader.advance()) {
        const Id object = reader.object();
        const bool keyed = tag_in_dictionary(object.tag());
        of_bearer.insert(name_of_label(object, keyed ? snapshot_->key_of(object) : std::string()));
      }
    }
    of_bearer.erase(std::string());
    for (const std::string& name : of_bearer) implied.add(name, bearer);
    budget_->check();
  }
  if (stored != implied) {
    problem(fmt::format("the {} names kept are not the {} that the label triples give", stored.names,
                        implied.names));
  }
}

}  // namespace kg
