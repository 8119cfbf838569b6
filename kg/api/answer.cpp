#include "kg/api/answer_impl.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "kg/api/graph.h"
#include "kg/api/guard.h"
#include "kg/api/row_evidence.h"
#include "kg/model/path_value.h"
#include "kg/optimizer/optimizer.h"

namespace kg {

Answer::Answer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Answer::Answer(Answer&&) noexcept = default;
Answer& Answer::operator=(Answer&&) noexcept = default;
Answer::~Answer() = default;

Answer::Impl::Impl() = default;
Answer::Impl::~Impl() = default;

bool Answer::is_graph() const { return impl_->is_graph; }
AnswerKind Answer::kind() const { return impl_->kind; }
const std::vector<std::string>& Answer::columns() const { return impl_->columns; }
bool Answer::has_evidence() const { return impl_->has_evidence; }
const std::vector<VerdictEvidence>& Answer::evidence() const { return impl_->evidence; }
bool Answer::yes() const { return impl_->yes; }
const CommitResult& Answer::changes() const { return impl_->changes; }
const std::string& Answer::text() const { return impl_->text; }
const Verdict& Answer::verdict() const { return impl_->verdict; }
const std::vector<std::string>& Answer::warnings() const { return impl_->warnings; }

namespace {

// Why no path was found; empty for another query.
std::string explain_no_path(const RunningQuery& query) {
  const auto* project = query.plan->as<Project>();
  const auto* search = project != nullptr ? project->input->as<PathSearch>() : nullptr;
  if (search == nullptr) return {};
  Namer namer(query.snapshot);
  const auto text = [&](const PatternTerm& term) {
    return display_term(term, query.variables, *query.snapshot, namer);
  };
  return fmt::format("no path of at most {} steps leads from {} to {}", search->within, text(search->from),
                     text(search->to));
}

}  // namespace

std::string Answer::why_empty() const {
  const bool empty = impl_->kind == AnswerKind::yes_no ? !impl_->yes : impl_->given_rows == 0;
  if (empty && impl_->running != nullptr) {
    if (std::string no_path = explain_no_path(*impl_->running); !no_path.empty()) return no_path;
  }
  return empty && impl_->why_empty ? impl_->why_empty() : std::string{};
}

Result<bool> Answer::next(RowBatch& rows) {
  return guarded<bool>([&] { return impl_->next(rows); });
}

namespace {

void cut(RowBatch& rows, std::size_t size) {
  for (std::vector<Cell>& column : rows.columns) column.resize(size);
  rows.rows = size;
}

}  // namespace

bool Answer::Impl::next(RowBatch& rows) {
  if (!cut_short && !next_rows(rows)) return false;
  const std::uint64_t left = max_rows - given_rows;
  if (cut_short || (rows.rows > 0 && left == 0)) {
    throw Failure(ErrorCode::limit, fmt::format("the answer has more than {} rows", max_rows),
                  "ask for fewer with `limit`, or raise --max-rows");
  }
  cut_short = rows.rows > left;
  if (cut_short) cut(rows, left);
  given_rows += rows.rows;
  return true;
}

bool Answer::Impl::next_rows(RowBatch& rows) {
  if (ready.has_value()) {
    rows = std::move(*ready);
    ready.reset();
    return rows.rows > 0;
  }
  return graph != nullptr ? graph->next(rows) : running != nullptr && next_of_running(rows);
}

namespace {

// The parts of a path value; null for a text that is none.
std::shared_ptr<const PathCell> path_cell(std::string_view text, RunningQuery& query) {
  auto path = parse_path(text);
  if (!path) return nullptr;
  const auto cell = [&query](Term term) {
    const Id id =
        query.namer != nullptr && term.kind == TermKind::iri ? query.snapshot->find(term) : kMissing;
    std::string name = id == kMissing ? std::string{} : query.namer->name(id);
    return Cell{std::move(term), std::move(name)};
  };
  auto out = std::make_shared<PathCell>();
  out->nodes.push_back(cell(std::move(path->start)));
  for (PathLink& link : path->links) {
    out->links.push_back({cell(std::move(link.relation)), link.along, link.ends_step});
    out->nodes.push_back(cell(std::move(link.node)));
    out->length += link.ends_step ? 1U : 0U;
  }
  return out;
}

}  // namespace

RunningQuery::RunningQuery() = default;
RunningQuery::~RunningQuery() = default;

bool RunningQuery::fill() {
  if (!execution->next(batch)) return false;
  Batch more;
  while (batch.rows < wanted_rows && execution->next(more)) {
    for (std::size_t c = 0; c < batch.columns.size(); ++c) {
      batch.columns[c].insert(batch.columns[c].end(), more.columns[c].begin(), more.columns[c].end());
    }
    batch.rows += more.rows;
  }
  wanted_rows = std::min(kMaxFilledRows, wanted_rows * 4);
  return true;
}

namespace {

void add_evidence(RunningQuery& query, RowBatch& rows) {
  rows.evidence.clear();
  rows.triples.clear();
  if (query.evidence == nullptr) return;
  RowEvidence::Row row;
  const auto cell = [&](Id id) {
    return Cell{query.snapshot->term(id), query.namer != nullptr ? query.namer->name(id) : std::string()};
  };
  for (std::size_t r = 0; r < rows.rows; ++r) {
    row.clear();
    for (std::size_t c = 0; c < query.columns.size(); ++c)
      row.emplace_back(query.columns[c].variable, rows.columns[c][r].term);
    if (query.triples) {
      auto& triples = rows.triples.emplace_back();
      for (const auto& [s, p, o] : query.evidence->triples(row))
        triples.push_back({cell(s), cell(p), cell(o)});
    }
    if (query.evidence_rows == 0) continue;
    --query.evidence_rows;
    rows.evidence.push_back(query.evidence->claims(row));
  }
}

}  // namespace

bool Answer::Impl::next_of_running(RowBatch& rows) {
  RunningQuery& query = *running;
  if (!query.fill()) return false;
  const std::size_t count = query.batch.rows;
  rows.rows = count;
  rows.columns.resize(query.columns.size());

  const std::vector<Var>& produced = query.execution->variables();
  std::vector<Term> terms;
  for (std::size_t c = 0; c < query.columns.size(); ++c) {
    std::vector<Cell>& cells = rows.columns[c];
    cells.clear();
    cells.resize(count);
    const auto place = std::find(produced.begin(), produced.end(), query.columns[c].variable);
    if (place == produced.end()) continue;  // a variable that nothing can bind
    const std::vector<Id>& ids = query.batch.columns[static_cast<std::size_t>(place - produced.begin())];
    query.execution->terms(ids, terms);
    for (std::size_t r = 0; r < count; ++r) {
      cells[r].term = std::move(terms[r]);
      if (cells[r].term.datatype == iri::kKgPath) cells[r].path = path_cell(cells[r].term.value, query);
    }
    if (query.namer != nullptr)
      query.namer->names(ids, [&](std::size_t r, const std::string& name) { cells[r].name = name; });
  }
  add_evidence(query, rows);
  return true;
}

std::unique_ptr<RunningQuery> start_query(const PlanPtr& logical, Variables variables, SnapshotPtr snapshot,
                                          Budget* budget, bool profile) {
  auto query = std::make_unique<RunningQuery>();
  query->snapshot = std::move(snapshot);
  query->variables = std::move(variables);
  if (budget == nullptr) query->own_budget = std::make_unique<Budget>();
  query->budget = budget != nullptr ? budget : query->own_budget.get();
  query->plan = optimize(logical, *query->snapshot, query->variables);
  query->execution =
      std::make_unique<Execution>(query->plan, *query->snapshot, query->variables, *query->budget, profile);
  return query;
}

std::string display_term(const PatternTerm& term, const Variables& variables, const StoreSnapshot& snapshot,
                         Namer& namer) {
  if (term.is_variable()) {
    const std::string& name = variables.name(term.variable);
    return name.starts_with("_:") ? "?" : '?' + name;
  }
  if (term.id.bound() && term.id != kMissing) {
    const std::string& name = namer.name(term.id);
    if (!name.empty()) return name.find(' ') == std::string::npos ? name : '"' + name + '"';
    return snapshot.term(term.id).to_ntriples();
  }
  return term.term.to_ntriples();
}

std::string print_plan(const RunningQuery& query, bool profile) {
  Namer namer(query.snapshot);
  std::unordered_map<const Plan*, OperatorProfile> measured;
  if (profile) {
    for (const OperatorProfile& p : query.execution->profile()) measured.emplace(p.plan, p);
  }
  PlanPrinter printer{
      query.variables,
      [&](const PatternTerm& term) { return display_term(term, query.variables, *query.snapshot, namer); },
      nullptr};
  if (profile) {
    printer.annotate = [&](const Plan& plan) {
      const auto found = measured.find(&plan);
      if (found == measured.end()) return std::string{};
      return fmt::format("{} rows, {:.3f} ms", found->second.rows, found->second.milliseconds);
    };
  }
  return printer.print(*query.plan);
}

}  // namespace kg
