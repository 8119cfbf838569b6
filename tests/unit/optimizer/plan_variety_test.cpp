// Random plans over small graphs whose sizes the optimizer is lied to about: every way to join gets its turn,
// and none may change the answer. What the optimizer relies on being exact (zeros) stays true.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "kg/exec/execution.h"
#include "kg/optimizer/optimizer.h"
#include "property/random_case.h"
#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

// Passes everything on, numbers made larger at random; the same question gets the same answer.
class LyingSource final : public TripleSource, public Statistics {
 public:
  LyingSource(const TripleSource& truth, std::uint64_t seed) : truth_(truth), seed_(seed) {}

  [[nodiscard]] std::unique_ptr<TripleCursor> cursor(const ScanSpec& spec) const override {
    return truth_.cursor(spec);
  }
  [[nodiscard]] bool contains(const Triple& triple) const override { return truth_.contains(triple); }
  [[nodiscard]] std::uint64_t count(const ScanSpec& spec, std::uint64_t exact_rows) const override {
    const std::uint64_t rows = truth_.count(spec, exact_rows);
    if (spec.bound == 3) return rows;
    return larger(rows,
                  spec.prefix[0].bits ^ spec.prefix[1].bits ^ spec.range.first.bits ^ spec.range.last.bits);
  }
  [[nodiscard]] const Statistics& statistics() const override { return *this; }
  [[nodiscard]] Id find(const Term& term) const override { return truth_.find(term); }
  [[nodiscard]] Term term(Id id) const override { return truth_.term(id); }
  void decode(std::span<const Id> ids,
              const std::function<void(std::size_t, std::string_view)>& visit) const override {
    truth_.decode(ids, visit);
  }
  [[nodiscard]] PrefixRanges string_prefix(std::string_view prefix) const override {
    return truth_.string_prefix(prefix);
  }
  [[nodiscard]] Id ordered_up_to(Tag tag) const override { return truth_.ordered_up_to(tag); }
  [[nodiscard]] Id fold(const Triple& triple) const override { return truth_.fold(triple); }
  [[nodiscard]] Triple unfold(Id id) const override { return truth_.unfold(id); }
  void for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                            const std::function<bool(Id, const Triple&)>& visit) const override {
    truth_.for_each_triple_term(prefix, bound, visit);
  }
  [[nodiscard]] std::uint64_t triples() const override { return larger(truth_.statistics().triples(), 7); }
  [[nodiscard]] RelationStatistics relation(Id relation) const override {
    RelationStatistics r = truth_.statistics().relation(relation);
    r.triples = larger(r.triples, relation.bits);
    r.distinct_subjects = std::min(r.triples, larger(r.distinct_subjects, relation.bits + 1));
    r.distinct_objects = std::min(r.triples, larger(r.distinct_objects, relation.bits + 2));
    return r;
  }
  void for_each_relation(const std::function<void(Id, const RelationStatistics&)>& visit) const override {
    truth_.statistics().for_each_relation([&](Id id, const RelationStatistics&) { visit(id, relation(id)); });
  }

 private:
  [[nodiscard]] std::uint64_t larger(std::uint64_t rows, std::uint64_t salt) const {
    static constexpr std::array<std::uint64_t, 6> kFactors{1, 1, 10, 1'000, 30'000, 1'000'000};
    return rows * kFactors[mix(seed_ ^ mix(salt)) % kFactors.size()];
  }

  const TripleSource& truth_;
  std::uint64_t seed_;
};

// More than this and a case is too large to be worth its time.
constexpr std::size_t kMaxRows = 2'000;

// Rows as sorted texts; the optimizer's own variables are left out. At most kMaxRows and a batch.
std::vector<std::string> answer(const PlanPtr& plan, const TripleSource& source, const Variables& variables,
                                std::size_t user_variables) {
  Budget budget;
  Execution execution(plan, source, variables, budget);
  std::vector<std::string> rows;
  Batch batch;
  while (rows.size() <= kMaxRows && execution.next(batch)) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      std::map<Var, std::string> bound;
      for (std::size_t i = 0; i < execution.variables().size(); ++i) {
        const Id id = batch.columns[i][row];
        const bool shown = execution.variables()[i] < user_variables && id.bound();
        if (shown) bound[execution.variables()[i]] = execution.term(id).to_ntriples();
      }
      std::string text;
      for (const auto& [variable, term] : bound) text += std::to_string(variable) + "=" + term + " ";
      rows.push_back(std::move(text));
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

template <typename T>
bool mentions(const Plan& plan) {
  if (plan.as<T>() != nullptr) return true;
  const std::vector<PlanPtr> children = children_of(plan);
  return std::any_of(children.begin(), children.end(),
                     [](const PlanPtr& child) { return mentions<T>(*child); });
}

// Which rows a limit keeps is anybody's choice; list and sample depend on the order too.
bool has_one_answer(const Plan& plan) {
  if (mentions<Slice>(plan)) return false;
  if (const auto* group = plan.as<Group>()) {
    for (const AggregateItem& item : group->aggregates) {
      if (item.aggregate == Aggregate::list || item.aggregate == Aggregate::sample) return false;
    }
  }
  const std::vector<PlanPtr> children = children_of(plan);
  return std::all_of(children.begin(), children.end(),
                     [](const PlanPtr& child) { return has_one_answer(*child); });
}

// Two patterns, three, or a cycle of three on top of a random plan's graph, so that joins are common.
PlanPtr dense_join(Random& random, Variables& variables, const MemorySource& source) {
  std::vector<Var> pool;
  for (const char* name : {"a", "b", "c", "d"}) pool.push_back(variables.get(name));
  Bgp bgp;
  const std::size_t size = 2 + random.below(4);
  for (std::size_t i = 0; i < size; ++i) {
    const Triple& some = source.all()[random.below(source.all().size())];
    PatternTerm object = PatternTerm::var(pool[(i + 1 + random.below(2)) % pool.size()]);
    if (random.chance(15)) object = PatternTerm::constant(some[2], source.term(some[2]));
    bgp.triples.push_back({PatternTerm::var(pool[(random.chance(70) ? i : 0) % pool.size()]),
                           PatternTerm::constant(some[1], source.term(some[1])), object});
  }
  return make_plan(std::move(bgp));
}

}  // namespace

TEST_CASE("no way to join changes the answer") {
  std::mt19937_64 seeds(random_seed());
  std::map<std::string, int> seen;
  for (int i = 0; i < 1'000; ++i) {
    const std::uint64_t seed = seeds();
    RandomCase one = random_case(seed);
    MemorySource source(one.graph.options);
    one.graph.load(source);
    PlanPtr plan = resolve(one.plan, source);
    Random random(seed);
    if (i % 2 == 0 && !source.all().empty()) plan = dense_join(random, one.variables, source);
    if (!has_one_answer(*plan)) continue;
    const std::vector<std::string> expected = answer(plan, source, one.variables, one.variables.size());
    if (expected.size() > kMaxRows) continue;
    for (std::uint64_t lie = 0; lie < 4; ++lie) {
      Variables variables = one.variables;
      const PlanPtr optimised = optimize(plan, LyingSource(source, seed + lie), variables);
      seen["merge"] += mentions<PhysicalJoin>(*optimised) ? 1 : 0;
      seen["lookup"] += mentions<LookupJoin>(*optimised) ? 1 : 0;
      seen["multiway"] += mentions<MultiwayJoin>(*optimised) ? 1 : 0;
      if (answer(optimised, source, variables, one.variables.size()) == expected) continue;
      PlanPrinter printer{variables, {}, {}};
      FAIL("seed " << seed << " lie " << lie << '\n'
                   << printer.print(*plan) << printer.print(*optimised) << one.graph.text());
    }
  }
  for (const auto& [what, times] : seen) {
    INFO(what);
    CHECK(times > 0);
  }
}
