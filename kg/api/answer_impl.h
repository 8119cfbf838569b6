// What stands behind Answer.
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/api/namer.h"
#include "kg/exec/execution.h"
#include "kg/kg.h"
#include "kg/store/store.h"

namespace kg {

class RowEvidence;

// A query that is running: everything that its rows need, in the order in which it must be destroyed.
struct RunningQuery {
  SnapshotPtr snapshot;
  std::unique_ptr<Budget> own_budget;  // when the caller gave none
  Budget* budget = nullptr;
  Variables variables;
  PlanPtr plan;
  std::vector<Column> columns;
  std::unique_ptr<Execution> execution;
  std::unique_ptr<Namer> namer;           // null: names are not wanted
  std::unique_ptr<RowEvidence> evidence;  // null: not wanted
  std::uint64_t evidence_rows = 0;        // so many more rows get their claims
  bool triples = false;                   // each row gets its triples
  Batch batch;

  RunningQuery();
  ~RunningQuery();
  RunningQuery(const RunningQuery&) = delete;
  RunningQuery& operator=(const RunningQuery&) = delete;

  // Fills `batch` with the next rows: few at first, so that the first ones come soon, then many at once,
  // because terms that lie near each other in the dictionary are then decoded together.
  bool fill();

 private:
  static constexpr std::size_t kMaxFilledRows = 16'384;
  std::size_t wanted_rows = 256;
};

class GraphRows;

struct Answer::Impl {
  Impl();
  ~Impl();

  AnswerKind kind = AnswerKind::done;
  std::vector<std::string> columns;
  std::optional<RowBatch> ready;          // rows that are known already (show)
  std::unique_ptr<RunningQuery> running;  // rows that are computed as they are asked for
  std::unique_ptr<GraphRows> graph;       // the same, of a graph that is built
  bool is_graph = false;
  bool yes = false;
  bool has_evidence = false;
  std::vector<VerdictEvidence> evidence;  // of a yes
  CommitResult changes;
  std::string text;
  Verdict verdict;
  std::vector<std::string> warnings;
  std::function<std::string()> why_empty;  // may be empty
  std::uint64_t max_rows = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t given_rows = 0;

  bool next(RowBatch& rows);

 private:
  bool next_rows(RowBatch& rows);
  bool cut_short = false;  // rows beyond max_rows were dropped
  bool next_of_running(RowBatch& rows);
};

// Optimises and starts a query. `budget` may be null.
std::unique_ptr<RunningQuery> start_query(const PlanPtr& logical, Variables variables, SnapshotPtr snapshot,
                                          Budget* budget, bool profile);
// A term as a message shows it: by name where it has one.
std::string display_term(const PatternTerm& term, const Variables& variables, const StoreSnapshot& snapshot,
                         Namer& namer);
// The operators of a started query; after a profiled run with rows and times.
std::string print_plan(const RunningQuery& query, bool profile);

}  // namespace kg
