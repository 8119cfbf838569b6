// SyntheticSource: statistics without triples. A relation has as many triples and distinct ends as a test
// says, spread evenly; objects are IRIs, or integers spread evenly over a range. Counts are counted.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "kg/base/error.h"
#include "kg/model/triple_source.h"

namespace kg::test {

class SyntheticSource final : public TripleSource, public Statistics {
 public:
  Id add(std::string_view iri) {
    const Id id{Tag::iri, names_.size() + 1};
    return names_.try_emplace(std::string(iri), id).first->second;
  }
  void relation(std::string_view name, std::uint64_t triples, std::uint64_t subjects, std::uint64_t objects) {
    relations_[add(name)] = {triples, subjects, objects};
  }
  // The relation's objects are the integers first ... last.
  void integers(std::string_view name, std::int64_t first, std::int64_t last) {
    integers_[add(name)] = {first, last};
  }
  // The relation's objects are this one string of the dictionary.
  void strings(std::string_view name, std::uint64_t place) { strings_[add(name)] = Id{Tag::string, place}; }
  mutable std::size_t counts = 0;

  [[nodiscard]] std::uint64_t count(const ScanSpec& spec, std::uint64_t) const override {
    ++counts;
    if (spec.bound == 3) return 1;
    std::array<Id, 3> at{};
    for (std::size_t place = 0; place < spec.bound; ++place)
      at[positions(spec.permutation)[place]] = spec.prefix[place];
    double rows =
        at[1].bound() ? static_cast<double>(relation(at[1]).triples) : static_cast<double>(triples());
    if (at[1].bound() && at[0].bound()) rows /= static_cast<double>(relation(at[1]).distinct_subjects);
    if (at[1].bound() && at[2].bound()) rows /= static_cast<double>(relation(at[1]).distinct_objects);
    if (!at[1].bound()) rows = std::min(rows, 20.0);
    if (spec.range != kAllIds && spec.bound < 3 && positions(spec.permutation)[spec.bound] == 2) {
      rows *= share(at[1], spec.range);
    } else if (spec.range != kAllIds) {
      rows *= spec.range.first.tag() <= Tag::iri && spec.range.last.tag() >= Tag::iri ? 1 : 0;
    }
    return static_cast<std::uint64_t>(rows);
  }

  [[nodiscard]] std::unique_ptr<TripleCursor> cursor(const ScanSpec&) const override { none(); }
  [[nodiscard]] bool contains(const Triple&) const override { return true; }
  [[nodiscard]] const Statistics& statistics() const override { return *this; }
  [[nodiscard]] Id find(const Term& term) const override {
    if (const std::optional<Id> id = inline_term(term)) return *id;
    const auto place = names_.find(term.value);
    return place == names_.end() ? kMissing : place->second;
  }
  [[nodiscard]] Term term(Id id) const override {
    for (const auto& [name, known] : names_) {
      if (known == id) return Term::iri(name);
    }
    return term_of_inline(id);
  }
  void decode(std::span<const Id>, const std::function<void(std::size_t, std::string_view)>&) const override {
    none();
  }
  [[nodiscard]] PrefixRanges string_prefix(std::string_view) const override {
    return {{{Id{Tag::string, 100}, Id{Tag::string, 199}}},
            {{Id{Tag::string, 5000}, Id{Tag::string, kPayloadMask}}}};
  }
  [[nodiscard]] Id ordered_up_to(Tag tag) const override { return Id{tag, 1'000'000}; }
  [[nodiscard]] Id fold(const Triple&) const override { none(); }
  [[nodiscard]] Triple unfold(Id) const override { none(); }
  void for_each_triple_term(const Triple&, std::uint8_t,
                            const std::function<bool(Id, const Triple&)>&) const override {
    none();
  }

  [[nodiscard]] std::uint64_t triples() const override {
    std::uint64_t sum = 0;
    for (const auto& [id, r] : relations_) sum += r.triples;
    return sum;
  }
  [[nodiscard]] RelationStatistics relation(Id id) const override {
    const auto place = relations_.find(id);
    return place == relations_.end() ? RelationStatistics{} : place->second;
  }
  void for_each_relation(const std::function<void(Id, const RelationStatistics&)>& visit) const override {
    for (const auto& [id, r] : relations_) visit(id, r);
  }

 private:
  [[noreturn]] static void none() {
    throw Failure(ErrorCode::internal, "A synthetic source holds no triples");
  }

  // Of the relation's objects, the share inside the range.
  [[nodiscard]] double share(Id relation_id, IdRange range) const {
    const auto text = strings_.find(relation_id);
    if (text != strings_.end()) return range.contains(text->second) ? 1 : 0;
    const auto place = integers_.find(relation_id);
    if (place == integers_.end()) return range.contains(Id{Tag::iri, 1}) ? 1 : 0;
    const auto low = static_cast<double>(bias(place->second.first));
    const auto high = static_cast<double>(bias(place->second.second));
    const Id whole_first{Tag::integer, bias(place->second.first)};
    const Id whole_last{Tag::integer, bias(place->second.second)};
    const Id first = std::max(range.first, whole_first);
    const Id last = std::min(range.last, whole_last);
    if (last < first) return 0;
    return (static_cast<double>(last.payload() - first.payload()) + 1) / (high - low + 1);
  }
  static std::uint64_t bias(std::int64_t value) {
    return static_cast<std::uint64_t>(value + (std::int64_t{1} << 59));
  }

  std::map<std::string, Id, std::less<>> names_;
  std::map<Id, RelationStatistics> relations_;
  std::map<Id, std::pair<std::int64_t, std::int64_t>> integers_;
  std::map<Id, Id> strings_;
};

}  // namespace kg::test
