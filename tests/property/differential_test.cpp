// Random graphs and plans: the executor without and with the optimizer against the naive evaluator.
//
// KG_SEED repeats a run; KG_PAIRS sets the number of (graph, plan) pairs; KG_CASE=seed runs one pair alone.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include "kg/base/error.h"
#include "kg/exec/execution.h"
#include "kg/optimizer/optimizer.h"
#include "property/constructs.h"
#include "property/random_case.h"
#include "support/catch.h"
#include "support/naive_evaluator.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

constexpr std::size_t kMaxNaiveRows = 3'000;

using Answer = std::vector<std::string>;

std::uint64_t environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

Answer naive_answer(const PlanPtr& plan, const MemorySource& source) {
  NaiveEvaluator evaluator(source);
  Answer rows;
  for (const Row& row : evaluator.evaluate(*plan, kMaxNaiveRows)) rows.push_back(evaluator.text(row));
  return rows;
}

// Same texts as NaiveEvaluator::text; variables that the optimizer made for itself are left out.
Answer executed_answer(const PlanPtr& plan, const MemorySource& source, const Variables& variables,
                       std::size_t user_variables) {
  Budget budget;
  budget.set_timeout(std::chrono::seconds(20));
  Execution execution(plan, source, variables, budget);
  std::vector<std::pair<Var, std::size_t>> columns;
  for (std::size_t i = 0; i < execution.variables().size(); ++i) {
    if (execution.variables()[i] < user_variables) columns.emplace_back(execution.variables()[i], i);
  }
  std::sort(columns.begin(), columns.end());
  Answer rows;
  Batch batch;
  while (execution.next(batch)) {
    if (batch.rows == 0) throw Failure(ErrorCode::internal, "an empty batch");
    for (std::size_t r = 0; r < batch.rows; ++r) {
      std::string text;
      for (const auto& [variable, column] : columns) {
        const Id id = batch.columns[column][r];
        if (!id.bound()) continue;
        text += "?" + std::to_string(variable) + "=" + execution.term(id).to_ntriples() + " ";
      }
      rows.push_back(std::move(text));
    }
  }
  return rows;
}

// What the optimizer made use of, so that a run can tell that it met everything.
std::map<std::string, std::uint64_t>& uses() {
  static std::map<std::string, std::uint64_t> counts;
  return counts;
}

void note_uses(const Plan& plan) {
  const auto note = [](const char* what, bool used) { uses()[what] += used ? 1 : 0; };
  const auto* scan = plan.as<Scan>();
  const auto* join = plan.as<PhysicalJoin>();
  const auto* lookup = plan.as<LookupJoin>();
  const auto* anti = plan.as<AntiJoin>();
  note("scan", scan != nullptr);
  note("scan of a range", scan != nullptr && scan->range != kAllIds);
  note("hash join", join != nullptr && join->method == JoinMethod::hash && !join->keys.empty());
  note("cross join", join != nullptr && join->keys.empty());
  note("merge join", join != nullptr && join->method == JoinMethod::merge);
  note("lookup join", lookup != nullptr && lookup->kind == LookupKind::inner);
  note("optional lookup", lookup != nullptr && lookup->kind == LookupKind::left);
  note("semi and anti lookup", lookup != nullptr && lookup->kind >= LookupKind::semi);
  note("triple term join", plan.as<TripleTermJoin>() != nullptr);
  note("path join", plan.as<PathJoin>() != nullptr);
  note("multiway join", plan.as<MultiwayJoin>() != nullptr);
  note("count from statistics", plan.as<CountPattern>() != nullptr);
  note("count by relation", plan.as<CountByRelation>() != nullptr);
  note("count of distinct ends", plan.as<CountDistinct>() != nullptr);
  note("anti join for each row", anti != nullptr && anti->correlated);
  note("anti join as a whole", anti != nullptr && !anti->correlated);
  for (const PlanPtr& child : children_of(plan)) note_uses(*child);
}

struct Verdict {
  std::string problem;  // empty: agreement
  bool skipped = false;
  std::size_t rows = 0;
};

std::string first_difference(Answer expected, Answer actual) {
  std::sort(expected.begin(), expected.end());
  std::sort(actual.begin(), actual.end());
  std::string out =
      "expected " + std::to_string(expected.size()) + " rows, got " + std::to_string(actual.size());
  Answer missing;
  Answer extra;
  std::set_difference(expected.begin(), expected.end(), actual.begin(), actual.end(),
                      std::back_inserter(missing));
  std::set_difference(actual.begin(), actual.end(), expected.begin(), expected.end(),
                      std::back_inserter(extra));
  for (std::size_t i = 0; i < std::min<std::size_t>(missing.size(), 4); ++i)
    out += "\n  missing: " + missing[i];
  for (std::size_t i = 0; i < std::min<std::size_t>(extra.size(), 4); ++i) out += "\n  extra:   " + extra[i];
  return out;
}

bool agree(Answer expected, Answer actual, bool ordered) {
  if (!ordered) {
    std::sort(expected.begin(), expected.end());
    std::sort(actual.begin(), actual.end());
  }
  return expected == actual;
}

Verdict judge(const RandomCase& random_case) {
  MemorySource source(random_case.graph.options);
  random_case.graph.load(source);
  const PlanPtr plan = resolve(random_case.plan, source);
  Verdict verdict;
  Answer expected;
  try {
    expected = naive_answer(plan, source);
  } catch (const Failure& failure) {
    verdict.skipped = failure.error().code == ErrorCode::limit;
    if (!verdict.skipped) verdict.problem = "naive evaluation failed: " + failure.error().message;
    return verdict;
  }
  verdict.rows = expected.size();
  const auto compare = [&](const std::string& how, const PlanPtr& run, const Variables& variables) {
    try {
      const Answer actual = executed_answer(run, source, variables, random_case.variables.size());
      if (!agree(expected, actual, random_case.ordered)) {
        verdict.problem = how + ": " +
                          (agree(expected, actual, false) ? std::string("other order")
                                                          : first_difference(expected, actual));
      }
    } catch (const std::exception& error) {
      verdict.problem = how + ": " + error.what();
    }
  };
  compare("executor", plan, random_case.variables);
  if (!verdict.problem.empty()) return verdict;
  Variables variables = random_case.variables;
  PlanPtr optimised;
  try {
    optimised = optimize(plan, source, variables);
    note_uses(*optimised);
  } catch (const std::exception& error) {
    verdict.problem = std::string("optimizer: ") + error.what();
    return verdict;
  }
  compare("optimizer", optimised, variables);
  if (!verdict.problem.empty()) verdict.problem += "\noptimised plan:\n" + plan_text(optimised, variables);
  return verdict;
}

// Which part is at fault: the first word of the problem.
std::string blame(const Verdict& verdict) { return verdict.problem.substr(0, verdict.problem.find(':')); }

// Drops triples, many at a time first, and takes subplans for the whole, as long as the same part stays at
// fault.
class Shrinker {
 public:
  explicit Shrinker(const RandomCase& failing) : smallest_(failing), wanted_(blame(judge(failing))) {}

  RandomCase shrink() {
    while (take_subplan() || drop_triples()) {
    }
    return smallest_;
  }

 private:
  bool accept(RandomCase candidate) {
    const Verdict verdict = judge(candidate);
    if (verdict.problem.empty() || blame(verdict) != wanted_) return false;
    smallest_ = std::move(candidate);
    return true;
  }

  bool take_subplan() {
    const std::vector<PlanPtr> children = children_of(*smallest_.plan);
    return std::any_of(children.begin(), children.end(), [&](const PlanPtr& child) {
      RandomCase candidate = smallest_;
      candidate.plan = child;
      candidate.ordered = false;
      return accept(std::move(candidate));
    });
  }

  bool drop_triples() {
    bool dropped = false;
    for (std::size_t size = (smallest_.graph.triples.size() + 1) / 2; size > 0; size /= 2) {
      for (std::size_t end = smallest_.graph.triples.size(); end > 0; end -= std::min(end, size)) {
        RandomCase candidate = smallest_;
        auto& triples = candidate.graph.triples;
        end = std::min(end, triples.size());
        const std::size_t begin = end - std::min(end, size);
        triples.erase(triples.begin() + static_cast<std::ptrdiff_t>(begin),
                      triples.begin() + static_cast<std::ptrdiff_t>(end));
        dropped = accept(std::move(candidate)) || dropped;
      }
    }
    return dropped;
  }

  RandomCase smallest_;
  std::string wanted_;
};

void report(std::uint64_t seed, const RandomCase& failing) {
  const RandomCase small = Shrinker(failing).shrink();
  std::cerr << "KG_CASE=" << seed << "\nplan:\n"
            << plan_text(small.plan, small.variables) << "graph:\n"
            << small.graph.text() << judge(small).problem << "\n\n";
}

}  // namespace

TEST_CASE("the executor and the optimizer agree with the naive evaluator") {
  if (const std::uint64_t only = environment("KG_CASE", 0); only != 0) {
    const RandomCase one = random_case(only);
    const Verdict verdict = judge(one);
    if (!verdict.problem.empty()) {
      std::cerr << plan_text(one.plan, one.variables) << one.graph.text() << verdict.problem << '\n';
      report(only, one);
    }
    CHECK(verdict.problem.empty());
    return;
  }
  const std::uint64_t pairs = environment("KG_PAIRS", 1'500);
  const std::uint64_t max_reports = environment("KG_REPORTS", 3);
  std::mt19937_64 seeds(random_seed());
  std::uint64_t failures = 0;
  std::uint64_t skipped = 0;
  std::uint64_t with_rows = 0;
  Constructs met = all_constructs(false);
  // On past the number asked for, until every construct was met.
  std::uint64_t done = 0;
  for (; done < pairs || (pairs >= 1'500 && done < 10 * pairs && !all_met(met)); ++done) {
    const std::uint64_t seed = seeds() | 1U;  // zero means "all" to KG_CASE
    const RandomCase one = random_case(seed);
    const Verdict verdict = judge(one);
    if (!verdict.skipped) count_constructs(*one.plan, met);
    skipped += verdict.skipped ? 1 : 0;
    with_rows += verdict.rows != 0 ? 1 : 0;
    if (verdict.problem.empty()) continue;
    if (++failures <= max_reports) report(seed, one);
  }
  std::cerr << done << " pairs, " << with_rows << " with rows, " << skipped << " too large, " << failures
            << " failures\n";
  for (const auto& [what, count] : uses()) std::cerr << "  " << what << ": " << count << '\n';
  std::cerr << "constructs:\n";
  for (const auto& [what, count] : met) std::cerr << "  " << what << ": " << count << '\n';
  CHECK(failures == 0);
  // A generator that stopped making answers would let everything pass.
  CHECK(with_rows * 3 >= done);
  if (pairs >= 1'500) {
    for (const auto& [what, count] : met) {
      INFO(what);
      CHECK(count > 0);
    }
  }
  if (pairs >= 10'000) {
    for (const auto& [what, count] : uses()) {
      INFO(what);
      CHECK(count > 0);
    }
  }
}
