#include <fmt/format.h>

#include <algorithm>

#include "kg/algebra/print_sparql.h"
#include "kg/api/answer_impl.h"
#include "kg/api/database_impl.h"
#include "kg/api/documents.h"
#include "kg/api/graph.h"
#include "kg/api/guard.h"
#include "kg/api/moment.h"
#include "kg/api/row_evidence.h"
#include "kg/api/rule_verdict.h"
#include "kg/api/show.h"
#include "kg/api/suggestions.h"
#include "kg/api/updates.h"
#include "kg/api/verdicts.h"
#include "kg/api/why_empty.h"
#include "kg/english/pasted.h"
#include "kg/lang/complete.h"
#include "kg/lang/language.h"
#include "kg/lang/words.h"

namespace kg {

struct Session::Impl {
  Database::Impl* database = nullptr;
  std::unique_ptr<Transaction> transaction;
  Prefixes prefixes;  // that were declared
  std::map<std::string, Term> parameters;
  bool strict = false;
  bool inference = true;

  Answer run(std::string_view text, const RunOptions& options);
  [[nodiscard]] SnapshotPtr view() const {
    return transaction != nullptr ? transaction->view() : database->store->snapshot();
  }
  [[nodiscard]] LanguageContext context(const StoreSnapshot& snapshot) const;
  [[nodiscard]] Prefixes known_prefixes() const {
    Prefixes out = common_prefixes(base_iri());
    for (const auto& [prefix, iri] : prefixes) out[prefix] = iri;
    return out;
  }
  void move_to(Database::Impl& other) {
    verdicts_.reset();
    database = &other;
  }
  // `budget` may be null.
  Verdict verdict(const CheckStatement& claim, std::string text, const SnapshotPtr& snapshot,
                  Budget* budget) {
    Budget unlimited;
    Budget& limits = budget != nullptr ? *budget : unlimited;
    Verdict out = verdicts(snapshot).check(claim, std::move(text), limits);
    if (out.kind == VerdictKind::not_covered)
      support_by_rule(claim, context(*snapshot), verdicts(snapshot), limits, out);
    return out;
  }
  // Kept from check to check while the store does not change.
  Verdicts& verdicts(const SnapshotPtr& snapshot) {
    if (verdicts_ == nullptr || verdicts_->snapshot() != snapshot)
      verdicts_ = std::make_unique<Verdicts>(snapshot);
    return *verdicts_;
  }

  // Asked of the store once: its info looks at files, which would be half of a small query's time.
  [[nodiscard]] const std::string& base_iri() const {
    if (base_iri_.empty()) base_iri_ = database->store->info().base_iri;
    return base_iri_;
  }
  // Runs `changes(transaction)` in the open transaction, or in one of its own.
  template <typename Apply>
  std::unique_ptr<Answer::Impl> update(const Apply& changes);

 private:
  std::unique_ptr<Verdicts> verdicts_;
  mutable std::string base_iri_;

  std::unique_ptr<Answer::Impl> execute(Statement& statement, SnapshotPtr snapshot,
                                        const RunOptions& options);
  std::unique_ptr<Answer::Impl> find(Statement& statement, FindStatement& find, SnapshotPtr snapshot,
                                     const RunOptions& options);
  std::unique_ptr<Answer::Impl> ask(Statement& statement, AskStatement& ask, SnapshotPtr snapshot,
                                    const RunOptions& options);
  // check, evidence and conflicts; null for other statements.
  std::unique_ptr<Answer::Impl> check(Statement& statement, const SnapshotPtr& snapshot,
                                      const RunOptions& options);
  std::unique_ptr<Answer::Impl> control(TransactionCommand command);
  std::unique_ptr<Answer::Impl> build(Statement& statement, BuildStatement& build, SnapshotPtr snapshot,
                                      const RunOptions& options);
};

template <typename Apply>
std::unique_ptr<Answer::Impl> Session::Impl::update(const Apply& changes) {
  auto answer = std::make_unique<Answer::Impl>();
  verdicts_.reset();  // an old snapshot is not to be held
  if (transaction != nullptr) {
    changes(*transaction);
    return answer;  // counted at commit
  }
  const std::unique_ptr<Transaction> own = database->store->begin();
  changes(*own);
  answer->kind = AnswerKind::changed;
  answer->changes = own->commit();
  return answer;
}

Session::Session(Database& database) : impl_(std::make_unique<Impl>()) {
  impl_->database = database.impl_.get();
}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

void Session::move_to(Database& database) { impl_->move_to(*database.impl_); }
void Session::set_strict(bool strict) { impl_->strict = strict; }
void Session::set_inference(bool inference) { impl_->inference = inference; }
void Session::set_parameter(const std::string& name, Term value) {
  impl_->parameters[name] = std::move(value);
}
Prefixes Session::prefixes() const { return impl_->known_prefixes(); }

bool Session::in_transaction() const { return impl_->transaction != nullptr; }

Status Session::set_parameter_text(const std::string& name, std::string_view text) {
  return guarded_status([&] {
    const SnapshotPtr view = impl_->view();
    impl_->parameters[name] = parse_term(text, impl_->context(*view));
  });
}

Result<Answer> Session::run(std::string_view statement, const RunOptions& options) {
  return guarded<Answer>([&] { return impl_->run(statement, options); });
}

namespace {

// Text that is the language's and no English: names in double quotes at its start, brackets, variables, ~.
bool has_signs(std::string_view claim) {
  const std::size_t first = claim.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || claim[first] == '"' || claim[first] == '\'') return true;
  if (claim.find_first_of("[]{}<>~^#;") != std::string_view::npos) return true;
  const std::size_t variable = claim.find('?');
  return variable != std::string_view::npos &&
         claim.find_first_not_of(" \t\r\n?", variable) != std::string_view::npos;
}

// Whether the store knows all names of a claim, and all its parts are names.
bool is_known(const CheckStatement& check, bool names_only) {
  const auto known = [](const PatternTerm& place) {
    return place.term.kind == TermKind::literal || place.id != kMissing;
  };
  const TriplePattern& claim = check.claim.triple;
  return known(claim.subject) && known(claim.relation) && known(claim.object) &&
         !(names_only && claim.object.term.kind == TermKind::literal);
}

}  // namespace

// A claim is structured when it has signs of the language, or when all of it is names that the store knows.
// Anything else is read as English; where that has no reading, a structured one stands.
Result<Verdict> Session::check(std::string_view text, const CheckOptions& how, const RunOptions& options) {
  return guarded<Verdict>([&] {
    const std::string claim = english::pasted(text);
    const SnapshotPtr snapshot = impl_->view();
    // The claim stands on a line of its own, so that a comment in it ends there.
    const auto parsed = [&](const std::string& asked) {
      std::string statement = "check " + asked;
      if (!how.tolerance.empty()) statement += fmt::format("\n tolerance {}", how.tolerance);
      for (std::size_t i = 0; i < how.sources.size(); ++i)
        statement += (i == 0 ? "\n from " : ", ") + in_quotes(how.sources[i], '"');
      const Statement read =
          parse_statement({statement, options.file, options.first_line}, impl_->context(*snapshot));
      return std::get<CheckStatement>(read.body);
    };
    const auto verdict = [&](const CheckStatement& check) {
      return impl_->verdict(check, std::string(text), snapshot, options.budget);
    };
    std::optional<CheckStatement> structured;
    if (has_signs(claim)) return verdict(parsed(claim));
    try {
      structured = parsed(claim);
      if (is_known(*structured, true)) return verdict(*structured);
    } catch (const Failure& failure) {
      if (failure.error().code != ErrorCode::query) throw;
    }
    Verdict english = verdict(parsed(in_quotes(claim, '\'')));
    const bool read = !english.statements.empty();
    return read || !structured || !is_known(*structured, false) ? english : verdict(*structured);
  });
}

Result<Answer> Session::lint(const std::vector<std::string>& checks, const RunOptions& options) {
  return guarded<Answer>([&] {
    const Budget unlimited;
    const Budget& budget = options.budget != nullptr ? *options.budget : unlimited;
    Verdicts& verdicts = impl_->verdicts(impl_->view());
    Table table = checks.empty() ? verdicts.lint(budget) : verdicts.lint(checks, budget);
    auto answer = std::make_unique<Answer::Impl>();
    answer->kind = AnswerKind::rows;
    answer->columns = std::move(table.columns);
    answer->ready = std::move(table.rows);
    return Answer(std::move(answer));
  });
}

Result<SuggestionReport> Session::suggest(const DocumentSource& document, Budget* budget) const {
  return guarded<SuggestionReport>([&] {
    const Budget unlimited;
    return suggest_claims(impl_->view(), document, budget != nullptr ? *budget : unlimited);
  });
}

Completions Session::complete(std::string_view text, std::size_t cursor, std::size_t limit) const {
  const Result<Completions> found = guarded<Completions>([&] {
    const SnapshotPtr view = impl_->view();
    return kg::complete(text, cursor, impl_->context(*view), limit);
  });
  return found.ok() ? *found : Completions{};
}

Result<DocumentChange> Session::add_document(const DocumentSource& document, Budget* budget) {
  return guarded<DocumentChange>([&] {
    const Budget unlimited;
    DocumentChange change;
    const auto answer = impl_->update([&](Transaction& transaction) {
      const SnapshotPtr view = transaction.view();
      change = kg::add_document(transaction, document, impl_->context(*view),
                                budget != nullptr ? *budget : unlimited);
    });
    change.changes = answer->changes;
    return change;
  });
}

Result<std::vector<DocumentChange>> Session::link_documents(Budget* budget) {
  return guarded<std::vector<DocumentChange>>([&] {
    const Budget unlimited;
    std::vector<DocumentChange> changes;
    impl_->update([&](Transaction& transaction) {
      changes = kg::link_documents(transaction, impl_->base_iri(), budget != nullptr ? *budget : unlimited);
    });
    return changes;
  });
}

Result<Document> Session::document(const std::string& name, Budget* budget) const {
  return guarded<Document>([&] {
    const Budget unlimited;
    return read_document(impl_->view(), name, budget != nullptr ? *budget : unlimited);
  });
}

LanguageContext Session::Impl::context(const StoreSnapshot& snapshot) const {
  LanguageContext context;
  context.source = &snapshot;
  context.names = &snapshot.names();
  context.base_iri = base_iri();
  context.prefixes = known_prefixes();
  context.parameters = parameters;
  context.strict = strict;
  context.inference = inference;
  return context;
}

Answer Session::Impl::run(std::string_view text, const RunOptions& options) {
  SnapshotPtr snapshot = view();
  LanguageContext known = context(*snapshot);
  known.claims = options.claims;
  const ParsedStatement parsed({text, options.file, options.first_line, options.first_column});
  if (const std::optional<Moment> moment = parsed.moment(known)) {
    Budget unlimited;
    snapshot =
        snapshot_of(*database->store, *moment, options.budget != nullptr ? *options.budget : unlimited);
    known = context(*snapshot);
    known.claims = options.claims;
  }
  Statement statement = parsed.resolve(known);
  auto answer = execute(statement, snapshot, options);
  if (answer->kind == AnswerKind::rows || answer->kind == AnswerKind::yes_no) {
    answer->why_empty = [snapshot, known, query = std::string(text)] {
      return kg::why_empty({query, {}, 1}, known, snapshot);
    };
  }
  answer->warnings = std::move(statement.warnings);
  answer->max_rows = options.max_rows;
  return Answer(std::move(answer));
}

std::unique_ptr<Answer::Impl> Session::Impl::execute(Statement& statement, SnapshotPtr snapshot,
                                                     const RunOptions& options) {
  if (auto* body = std::get_if<FindStatement>(&statement.body)) {
    return find(statement, *body, std::move(snapshot), options);
  }
  if (auto* body = std::get_if<AskStatement>(&statement.body)) {
    return ask(statement, *body, std::move(snapshot), options);
  }
  if (auto* body = std::get_if<BuildStatement>(&statement.body)) {
    return build(statement, *body, std::move(snapshot), options);
  }
  if (const auto* body = std::get_if<UpdateStatement>(&statement.body)) {
    QuoteVerifier verifier;
    return update([&](Transaction& t) { apply(t, *body, base_iri(), verifier, options.budget); });
  }
  if (const auto* body = std::get_if<EntityStatement>(&statement.body)) {
    return update([&](Transaction& t) { apply(t, *body); });
  }
  if (const auto* body = std::get_if<RelationStatement>(&statement.body)) {
    return update([&](Transaction& t) { apply(t, *body); });
  }
  if (const auto* body = std::get_if<RuleStatement>(&statement.body)) {
    return update([&](Transaction& t) { apply(t, *body); });
  }
  if (const auto* body = std::get_if<TransactionStatement>(&statement.body)) return control(body->command);
  if (auto checked = check(statement, snapshot, options)) return checked;

  auto answer = std::make_unique<Answer::Impl>();
  if (const auto* body = std::get_if<PrefixStatement>(&statement.body)) {
    prefixes[body->prefix] = body->iri;
  } else if (const auto* set = std::get_if<SetStatement>(&statement.body)) {
    inference = set->on;
  } else if (const auto* topic = std::get_if<ShowStatement>(&statement.body)) {
    Table table = show(topic->topic, snapshot, *database->store, known_prefixes());
    answer->kind = AnswerKind::rows;
    answer->columns = std::move(table.columns);
    answer->ready = std::move(table.rows);
  }
  return answer;
}

std::unique_ptr<Answer::Impl> Session::Impl::check(Statement& statement, const SnapshotPtr& snapshot,
                                                   const RunOptions& options) {
  const auto* checked = std::get_if<CheckStatement>(&statement.body);
  const auto* evidence = std::get_if<EvidenceStatement>(&statement.body);
  const auto* conflicts = std::get_if<ConflictsStatement>(&statement.body);
  if (checked == nullptr && evidence == nullptr && conflicts == nullptr) return nullptr;
  if (statement.explain != ExplainMode::none) {
    throw Failure(ErrorCode::query, "there is no plan to explain for this statement");
  }
  const Budget unlimited;
  const Budget& budget = options.budget != nullptr ? *options.budget : unlimited;
  auto answer = std::make_unique<Answer::Impl>();
  if (checked != nullptr) {
    answer->kind = AnswerKind::verdict;
    constexpr std::string_view kCheck = "check";
    std::string claim = statement.text;
    if (!checked->english.empty()) {
      claim = checked->english;
    } else if (fold_name(claim).starts_with(kCheck))
      claim = claim.substr(claim.find_first_not_of(" \t\r\n", kCheck.size()));
    answer->verdict = verdict(*checked, std::move(claim), snapshot, options.budget);
    statement.warnings.clear();  // what is not known is part of the verdict
    return answer;
  }
  Table table = evidence != nullptr ? verdicts(snapshot).evidence(*evidence, budget)
                                    : verdicts(snapshot).conflicts(*conflicts, budget);
  answer->kind = AnswerKind::rows;
  answer->columns = std::move(table.columns);
  answer->ready = std::move(table.rows);
  return answer;
}

namespace {

// Runs a query to its end for `profile`, or not at all for `explain`, and shows its operators.
std::string plan_text(const PlanPtr& plan, Variables& variables, SnapshotPtr snapshot,
                      const RunOptions& options, bool profile) {
  const auto query = start_query(plan, std::move(variables), std::move(snapshot), options.budget, profile);
  while (profile && query->execution->next(query->batch)) {
  }
  return print_plan(*query, profile);
}

SparqlPrinter sparql_printer(const Variables& variables, const SnapshotPtr& snapshot, Prefixes prefixes) {
  const auto term = [snapshot](const PatternTerm& place) {
    return place.term.kind != TermKind::undefined ? place.term : snapshot->term(place.id);
  };
  return {variables, term, std::move(prefixes)};
}

// A query whose rows come with what they rest on, where the options say so. Takes the statement's variables.
std::unique_ptr<RunningQuery> start_reasoned(FindStatement& find, SnapshotPtr snapshot,
                                             const RunOptions& options) {
  const bool claims = options.evidence == EvidenceFor::everything ||
                      (options.evidence == EvidenceFor::bare_claims && find.bare);
  Variables variables = claims || options.triples ? find.variables : Variables{};
  auto query = start_query(find.plan, std::move(find.variables), std::move(snapshot), options.budget, false);
  query->triples = options.triples;
  query->evidence_rows = claims ? options.max_evidence_rows : 0;
  if (claims || options.triples)
    query->evidence =
        std::make_unique<RowEvidence>(find.plan, std::move(variables), query->snapshot, *query->budget);
  return query;
}

}  // namespace

std::unique_ptr<Answer::Impl> Session::Impl::find(Statement& statement, FindStatement& find,
                                                  SnapshotPtr snapshot, const RunOptions& options) {
  auto answer = std::make_unique<Answer::Impl>();
  if (statement.explain == ExplainMode::sparql) {
    answer->kind = AnswerKind::text;
    answer->text = sparql_printer(find.variables, snapshot, known_prefixes()).select(find.plan, find.columns);
    return answer;
  }
  if (statement.explain != ExplainMode::none) {
    answer->kind = AnswerKind::text;
    answer->text = plan_text(find.plan, find.variables, std::move(snapshot), options,
                             statement.explain == ExplainMode::profile);
    return answer;
  }
  answer->kind = AnswerKind::rows;
  answer->is_graph = find.graph;
  for (const Column& column : find.columns) answer->columns.push_back(column.name);
  answer->running = start_reasoned(find, std::move(snapshot), options);
  answer->has_evidence = answer->running->evidence_rows > 0;
  answer->running->columns = std::move(find.columns);
  if (options.names) answer->running->namer = std::make_unique<Namer>(answer->running->snapshot);
  return answer;
}

std::unique_ptr<Answer::Impl> Session::Impl::build(Statement& statement, BuildStatement& build,
                                                   SnapshotPtr snapshot, const RunOptions& options) {
  if (statement.explain != ExplainMode::none)
    return find(statement, build.rows, std::move(snapshot), options);
  auto answer = std::make_unique<Answer::Impl>();
  answer->kind = AnswerKind::rows;
  answer->columns = {"subject", "relation", "object"};
  auto query = start_reasoned(build.rows, std::move(snapshot), options);
  answer->has_evidence = query->evidence_rows > 0;
  query->columns = std::move(build.rows.columns);
  answer->graph = std::make_unique<GraphRows>(std::move(build), std::move(query), base_iri(), options.names);
  answer->is_graph = true;
  return answer;
}

std::unique_ptr<Answer::Impl> Session::Impl::ask(Statement& statement, AskStatement& ask,
                                                 SnapshotPtr snapshot, const RunOptions& options) {
  auto answer = std::make_unique<Answer::Impl>();
  if (statement.explain == ExplainMode::sparql) {
    answer->kind = AnswerKind::text;
    answer->text = sparql_printer(ask.variables, snapshot, known_prefixes()).ask(ask.plan);
    return answer;
  }
  const PlanPtr plan = make_plan(Slice{ask.plan, 0, 1});
  if (statement.explain != ExplainMode::none) {
    answer->kind = AnswerKind::text;
    answer->text = plan_text(plan, ask.variables, std::move(snapshot), options,
                             statement.explain == ExplainMode::profile);
    return answer;
  }
  answer->kind = AnswerKind::yes_no;
  FindStatement first{plan, std::move(ask.variables), {}, false, ask.bare};
  const auto query = start_reasoned(first, std::move(snapshot), options);
  answer->yes = query->execution->next(query->batch);
  answer->has_evidence = query->evidence_rows > 0;
  if (answer->yes && answer->has_evidence) answer->evidence = query->evidence->claims({});
  return answer;
}

std::unique_ptr<Answer::Impl> Session::Impl::control(TransactionCommand command) {
  auto answer = std::make_unique<Answer::Impl>();
  if (command == TransactionCommand::begin) {
    if (transaction != nullptr) {
      throw Failure(ErrorCode::query, "a transaction is open already", "end it with `commit` or `rollback`");
    }
    transaction = database->store->begin();
    return answer;
  }
  if (transaction == nullptr) {
    throw Failure(ErrorCode::query, "no transaction is open", "start one with `begin`");
  }
  const std::unique_ptr<Transaction> ending = std::move(transaction);
  if (command == TransactionCommand::commit) {
    answer->kind = AnswerKind::changed;
    answer->changes = ending->commit();
  }
  return answer;
}

}  // namespace kg
