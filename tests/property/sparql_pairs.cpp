// Writes random pairs of a graph and a query, with kg's answer, for another engine to answer: one JSON object
// a line. Goes on past PAIRS until every construct was met.
//
// sparql_pairs PAIRS SEED [CASE]
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>

#include "kg/algebra/print_sparql.h"
#include "kg/base/error.h"
#include "kg/exec/execution.h"
#include "kg/optimizer/optimizer.h"
#include "property/constructs.h"
#include "property/random_case.h"

using namespace kg;
using namespace kg::test;

namespace {

constexpr std::size_t kMaxRows = 20'000;

// The rows as objects; nothing when there are too many to be compared.
std::optional<nlohmann::json> answer_of(const RandomCase& one, const std::vector<Column>& columns) {
  MemorySource source(one.graph.options);
  one.graph.load(source);
  Budget budget;
  budget.set_timeout(std::chrono::seconds(10));
  Variables variables = one.variables;
  Execution execution(optimize(resolve(one.plan, source), source, variables), source, variables, budget);
  const std::vector<Var>& schema = execution.variables();
  nlohmann::json rows = nlohmann::json::array();
  Batch batch;
  while (execution.next(batch)) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      nlohmann::json cells = nlohmann::json::object();
      for (const Column& column : columns) {
        const auto at = std::find(schema.begin(), schema.end(), column.variable);
        if (at == schema.end()) continue;
        const Id id = batch.columns[static_cast<std::size_t>(at - schema.begin())][row];
        if (id.bound()) cells[column.name] = execution.term(id).to_ntriples();
      }
      rows.push_back(std::move(cells));
    }
    if (rows.size() > kMaxRows) return std::nullopt;
  }
  return rows;
}

// False when the pair is too large to be worth while.
bool write_pair(std::uint64_t seed, Constructs& met) {
  const RandomCase one = random_case(seed, true);
  std::vector<Column> columns;
  for (const Var variable : variables_of(*one.plan)) {
    columns.push_back({"v" + std::to_string(variable), variable});
  }
  try {
    const auto rows = answer_of(one, columns);
    if (!rows) return false;
    const std::string query =
        SparqlPrinter{one.variables, {}, {{"", "http://example.org/"}}}.select(one.plan, columns);
    count_constructs(*one.plan, met);
    std::cout << nlohmann::json{{"case", seed},           {"graph", one.graph.text()},
                                {"query", query},         {"plan", plan_text(one.plan, one.variables)},
                                {"ordered", one.ordered}, {"rows", *rows}}
                     .dump()
              << '\n';
  } catch (const Failure& failure) {
    if (failure.error().code == ErrorCode::internal) throw;
    return false;
  }
  return true;
}

int run(int argc, char** argv) {
  const std::uint64_t pairs = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 300;
  std::mt19937_64 seeds(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  Constructs met = all_constructs(true);
  if (argc > 3) return write_pair(std::strtoull(argv[3], nullptr, 10), met) ? 0 : 1;
  std::uint64_t written = 0;
  for (std::uint64_t i = 0; i < 10 * pairs && (written < pairs || !all_met(met)); ++i) {
    written += write_pair(seeds(), met) ? 1U : 0U;
  }
  std::cout << nlohmann::json{{"constructs", met}}.dump() << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
