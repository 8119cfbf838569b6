// Random sets of rules, recursive, mutual and with `not` of lower strata, over random graphs: a second, naive
// reading of the rules, the naive evaluator, and the executor without and with the optimizer agree.
//
// KG_SEED repeats a run.
#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <set>

#include "kg/base/error.h"
#include "kg/exec/execution.h"
#include "kg/lang/language.h"
#include "kg/model/vocabulary.h"
#include "kg/optimizer/optimizer.h"
#include "property/random_case.h"
#include "support/catch.h"
#include "support/naive_evaluator.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

constexpr std::size_t kCases = 400;
constexpr std::size_t kNodes = 6;
constexpr std::size_t kRelations = 3;

using Pairs = std::set<std::pair<std::size_t, std::size_t>>;

// RELATION(a, b) over the variables x, y, z, w of a case; `rule` counts rules, otherwise relations.
struct Atom {
  bool rule = false;
  std::size_t relation = 0;
  std::array<std::size_t, 2> ends{};
  bool negated = false;
};
using Case = std::vector<Atom>;
using Program = std::vector<std::vector<Case>>;  // by rule

constexpr std::array<const char*, 4> kVariables{"?x", "?y", "?z", "?w"};

std::string name(bool rule, std::size_t relation) {
  return (rule ? "<rule:" : "<r:") + std::to_string(relation) + ">";
}
std::string text(const Atom& atom) {
  const std::string claim = std::string(kVariables[atom.ends[0]]) + " " + name(atom.rule, atom.relation) +
                            " " + kVariables[atom.ends[1]];
  return atom.negated ? "not { " + claim + " }" : claim;
}
std::string definition(const Program& program, std::size_t rule) {
  std::string out = "define " + name(true, rule) + "(?x, ?y) as ";
  for (std::size_t c = 0; c < program[rule].size(); ++c) {
    out += c == 0 ? "{ " : " or { ";
    for (std::size_t a = 0; a < program[rule][c].size(); ++a) {
      out += (a == 0 ? "" : " and ") + text(program[rule][c][a]);
    }
    out += " }";
  }
  return out;
}

// Rules use those of their own stratum (0 and 1 together, 2 and 3 together) and of the one below, which alone
// may be negated.
Program random_program(Random& random) {
  Program program(4);
  for (std::size_t rule = 0; rule < program.size(); ++rule) {
    const std::size_t stratum = rule / 2;
    for (std::size_t cases = 1 + random.below(2); cases > 0; --cases) {
      Case atoms;
      const std::size_t middle = 2 + random.below(2);
      const bool chain = random.chance(60);
      const auto atom = [&](std::size_t a, std::size_t b) {
        Atom out{random.chance(45), random.below(kRelations), {a, b}};
        if (out.rule) out.relation = random.below(2 * (stratum + 1));
        if (random.chance(15)) std::swap(out.ends[0], out.ends[1]);
        return out;
      };
      if (chain) {
        atoms = {atom(0, middle), atom(middle, 1)};
      } else {
        atoms = {atom(0, 1)};
      }
      if (random.chance(20)) atoms.push_back(atom(random.below(2), random.below(2)));
      if (stratum > 0 && random.chance(40)) {
        atoms.push_back({true, random.below(2), {random.below(2), random.below(2)}, true});
      }
      program[rule].push_back(std::move(atoms));
    }
  }
  return program;
}

// All solutions of a case, by trying every node for every variable.
Pairs solutions(const Case& atoms, const std::vector<Pairs>& relations, const std::vector<Pairs>& rules) {
  Pairs out;
  std::array<std::size_t, 4> at{};
  for (std::size_t n = 0; n < kNodes * kNodes * kNodes * kNodes; ++n) {
    for (std::size_t i = 0, rest = n; i < 4; ++i, rest /= kNodes) at[i] = rest % kNodes;
    const bool holds = std::all_of(atoms.begin(), atoms.end(), [&](const Atom& atom) {
      const Pairs& pairs = (atom.rule ? rules : relations)[atom.relation];
      return pairs.contains({at[atom.ends[0]], at[atom.ends[1]]}) != atom.negated;
    });
    if (holds) out.insert({at[0], at[1]});
  }
  return out;
}

std::vector<Pairs> naive_rules(const Program& program, const std::vector<Pairs>& relations) {
  std::vector<Pairs> rules(program.size());
  for (const std::size_t stratum : {0U, 1U}) {
    for (std::size_t before = 1, after = 0; before != after;) {
      before = after;
      after = 1;
      for (std::size_t rule = 2 * stratum; rule < 2 * stratum + 2; ++rule) {
        for (const Case& atoms : program[rule]) rules[rule].merge(solutions(atoms, relations, rules));
        after += rules[rule].size();
      }
    }
  }
  return rules;
}

using Answer = std::multiset<std::string>;

Answer executed(const PlanPtr& plan, const MemorySource& source, const FindStatement& find) {
  Budget budget;
  budget.set_timeout(std::chrono::seconds(20));
  Execution execution(plan, source, find.variables, budget);
  Answer rows;
  Batch batch;
  while (execution.next(batch)) {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      std::string row;
      for (const Column& column : find.columns) {
        for (std::size_t c = 0; c < batch.columns.size(); ++c) {
          if (execution.variables()[c] == column.variable)
            row += execution.term(batch.columns[c][r]).value + " ";
        }
      }
      rows.insert(row);
    }
  }
  return rows;
}

Answer evaluated(const FindStatement& find, const MemorySource& source) {
  NaiveEvaluator evaluator(source);
  Answer rows;
  for (const Row& row : evaluator.evaluate(*find.plan)) {
    std::string out;
    for (const Column& column : find.columns)
      out += evaluator.nodes().term(row.at(column.variable)).value + " ";
    rows.insert(out);
  }
  return rows;
}

std::string node(std::size_t i) { return "n:" + std::to_string(i); }

}  // namespace

TEST_CASE("rules give what a naive reading of them gives") {
  Random random(random_seed());
  std::size_t rows_seen = 0;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < kCases; ++i) {
    const Program program = random_program(random);
    std::vector<Pairs> relations(kRelations);
    MemorySource source;
    std::string report;
    for (std::size_t n = 5 + random.below(12); n > 0; --n) {
      const std::size_t r = random.below(kRelations);
      const std::size_t a = random.below(kNodes);
      const std::size_t b = random.below(kNodes);
      relations[r].insert({a, b});
      source.add_iris(node(a), "r:" + std::to_string(r), node(b));
      report += node(a) + " r:" + std::to_string(r) + " " + node(b) + "\n";
    }
    for (std::size_t rule = 0; rule < program.size(); ++rule) {
      source.add(Term::iri("rule:" + std::to_string(rule)), Term::iri(vocabulary::kDefinition),
                 Term::string(definition(program, rule)));
      report += definition(program, rule) + "\n";
    }
    source.build();
    const std::vector<Pairs> rules = naive_rules(program, relations);
    LanguageContext context;
    context.source = &source;
    context.names = &source;
    for (std::size_t rule = 0; rule < program.size(); ++rule) {
      for (const int known : {0, 1, 2, 3}) {  // a bit for each end that is a constant
        const std::size_t a = random.below(kNodes);
        const std::size_t b = random.below(kNodes);
        const std::string query = "find * where " + ((known & 1) != 0 ? "<" + node(a) + ">" : "?x") + " " +
                                  name(true, rule) + " " + ((known & 2) != 0 ? "<" + node(b) + ">" : "?y");
        INFO(query << '\n' << report);
        Answer expected;
        for (const auto& [x, y] : rules[rule]) {
          if (((known & 1) != 0 && x != a) || ((known & 2) != 0 && y != b)) continue;
          expected.insert(((known & 1) != 0 ? "" : node(x) + " ") + ((known & 2) != 0 ? "" : node(y) + " "));
        }
        if (known == 3) continue;  // `find *` needs a variable
        Statement statement = parse_statement({query, {}, 1}, context);
        auto& find = std::get<FindStatement>(statement.body);
        CHECK(evaluated(find, source) == expected);
        CHECK(executed(find.plan, source, find) == expected);
        const PlanPtr optimised = optimize(find.plan, source, find.variables);
        CHECK(executed(optimised, source, find) == expected);
        ++compared;
        rows_seen += expected.size();
      }
    }
  }
  std::cerr << compared << " answers, " << rows_seen << " rows\n";
  CHECK(2 * rows_seen > compared);  // a generator that stopped making rows would let everything pass
}

namespace {

// The error of a query over a chain of rules, each of which is the next one and the last a relation.
std::string error_of_chain(std::size_t rules, const std::string& query) {
  MemorySource source;
  source.add_iris(node(0), "r:0", node(1));
  for (std::size_t i = 0; i < rules; ++i) {
    const std::string next = i + 1 == rules ? name(false, 0) : name(true, i + 1);
    source.add(Term::iri("rule:" + std::to_string(i)), Term::iri(vocabulary::kDefinition),
               Term::string("define " + name(true, i) + "(?x, ?y) as { ?x " + next + " ?y }"));
  }
  source.build();
  LanguageContext context;
  context.source = &source;
  context.names = &source;
  try {
    parse_statement({query, {}, 1}, context);
  } catch (const Failure& failure) {
    return failure.error().message;
  }
  return {};
}

}  // namespace

TEST_CASE("limits of rules") {
  const std::string query = "find * where ?x <rule:0> ?y";
  CHECK(error_of_chain(64, query).empty());
  CHECK(error_of_chain(65, query).find("64 deep") != std::string::npos);
  CHECK(error_of_chain(1000, query).find("64 deep") != std::string::npos);
  CHECK(error_of_chain(1001, query).find("more than 1000 rules") != std::string::npos);
  std::string path = "find * where ?x <rule:0>";
  for (std::size_t i = 1; i < 1000; ++i) path += "/<rule:0>";
  CHECK(error_of_chain(1, path + " ?y").empty());
  CHECK(error_of_chain(1, path + "/<rule:0> ?y").find("more than 1000 times") != std::string::npos);
}
