#include "kg/api/row_evidence.h"

#include <algorithm>

#include "kg/model/path_value.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

bool is_stored(Id id) { return id.bound() && id.tag() != Tag::local; }

using Kind = PathExpression::Kind;

bool repeats(const PathExpression& path) {
  return path.kind == Kind::repeat || std::any_of(path.parts.begin(), path.parts.end(),
                                                  [](const PathPtr& part) { return repeats(*part); });
}

}  // namespace

RowEvidence::RowEvidence(const PlanPtr& query, Variables variables, SnapshotPtr snapshot, Budget& budget)
    : witnesses_(witnesses_of(query)),
      variables_(std::move(variables)),
      snapshot_(std::move(snapshot)),
      budget_(budget),
      namer_(snapshot_),
      checker_(*snapshot_, snapshot_->names()),
      text_(checker_, namer_, texts_) {
  checker_.set_budget(budget_);
}

std::vector<RowEvidence::Solution> RowEvidence::solve(PlanPtr plan, std::uint64_t limit) {
  const auto query =
      start_query(make_plan(Slice{std::move(plan), 0, limit}), variables_, snapshot_, &budget_, false);
  const std::vector<Var>& produced = query->execution->variables();
  std::vector<Solution> out;
  while (query->execution->next(query->batch)) {
    for (std::size_t r = 0; r < query->batch.rows; ++r) {
      Solution& solution = out.emplace_back();
      for (std::size_t c = 0; c < produced.size(); ++c)
        solution.emplace_back(produced[c], query->batch.columns[c][r]);
    }
  }
  return out;
}

void RowEvidence::add(const Triple& triple, bool claimed) {
  if (claimed) claimed_.insert(triple);
  if (!std::all_of(triple.begin(), triple.end(), is_stored) || !snapshot_->contains(triple)) return;
  if (seen_.insert(triple).second) found_.push_back(triple);
}

void RowEvidence::add_witness(const Solution& solution) {
  const auto value = [&](const PatternTerm& place) {
    if (!place.is_variable()) return place.id;
    const auto bound = std::find_if(solution.begin(), solution.end(),
                                    [&](const auto& cell) { return cell.first == place.variable; });
    return bound == solution.end() ? kUnbound : bound->second;
  };
  const auto triple = [&](const TriplePattern& pattern) {
    return Triple{value(pattern.subject), value(pattern.relation), value(pattern.object)};
  };
  for (const TripleTermPattern& pattern : witnesses_.triple_terms) add(triple(pattern.triple), true);
  for (const TriplePattern& pattern : witnesses_.triples) add(triple(pattern));
  for (const Path& path : witnesses_.paths) {
    const Id from = value(path.subject);
    const Id to = value(path.object);
    if (is_stored(from) && is_stored(to)) add_path(from, *path.path, to);
  }
}

void RowEvidence::add_path(Id from, const PathExpression& path, Id to) {
  switch (path.kind) {
    case Kind::link:
      return add({from, path.relation.id, to});
    case Kind::inverse:
      return add_path(to, *path.parts[0], from);
    case Kind::alternative:
      for (const PathPtr& part : path.parts) add_path(from, *part, to);
      return;
    case Kind::sequence:
      return add_sequence(from, path, to);
    case Kind::repeat:
      break;
  }
  if (path.at_least == 1 && path.at_most == 1) return add_path(from, *path.parts[0], to);
  if (path.at_least > 1) return;
  PathPtr step = path.parts[0];
  while (step->kind == Kind::repeat && step->at_least <= 1) step = step->parts[0];
  if (!repeats(*step)) add_chain(from, std::move(step), std::min(path.at_most, kMaxPremiseSteps), to);
}

// The nodes between the parts come from the first solution.
void RowEvidence::add_sequence(Id from, const PathExpression& path, Id to) {
  PlanPtr plan;
  std::vector<Var> between;
  PatternTerm at = PatternTerm::constant(from);
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    PatternTerm next = PatternTerm::constant(to);
    if (i + 1 < path.parts.size()) {
      between.push_back(variables_.fresh("step"));
      next = PatternTerm::var(between.back());
    }
    PlanPtr part = make_plan(Path{at, path.parts[i], next});
    plan = plan == nullptr ? std::move(part) : make_plan(Join{std::move(plan), std::move(part)});
    at = next;
  }
  for (const Solution& solution : solve(std::move(plan), 1)) {
    Id start = from;
    for (std::size_t i = 0; i < path.parts.size(); ++i) {
      Id end = to;
      for (const auto& [variable, id] : solution) {
        if (i < between.size() && variable == between[i]) end = id;
      }
      add_path(start, *path.parts[i], end);
      start = end;
    }
  }
}

void RowEvidence::add_chain(Id from, PathPtr step, std::uint32_t within, Id to) {
  PathSearch search;
  search.from = PatternTerm::constant(from);
  search.to = PatternTerm::constant(to);
  search.step = std::move(step);
  search.within = within;
  search.path = variables_.get("_:premises");
  search.length = variables_.get("_:steps");
  const auto query = start_query(make_plan(std::move(search)), variables_, snapshot_, &budget_, false);
  if (!query->execution->next(query->batch)) return;
  for (const std::vector<Id>& column : query->batch.columns) {
    const Term value = query->execution->term(column[0]);
    if (value.datatype == iri::kKgPath) add_path_value(value);
  }
}

void RowEvidence::add_path_value(const Term& path) {
  const auto parts = parse_path(path.value);
  if (!parts) return;
  Id at = snapshot_->find(parts->start);
  for (const PathLink& link : parts->links) {
    const Id relation = snapshot_->find(link.relation);
    const Id node = snapshot_->find(link.node);
    add(link.along ? Triple{at, relation, node} : Triple{node, relation, at});
    at = node;
  }
}

std::vector<Triple> RowEvidence::triples(const Row& row) {
  found_.clear();
  seen_.clear();
  claimed_.clear();
  Solution own;
  for (const auto& [variable, term] : row) {
    if (term.kind == TermKind::undefined) continue;
    if (term.datatype == iri::kKgPath) add_path_value(term);
    own.emplace_back(variable, snapshot_->find(term));
  }
  if (witnesses_.triples.empty() && witnesses_.paths.empty()) return found_;
  const std::vector<Var> told = variables_of(*witnesses_.plan);
  const bool complete =
      witnesses_.conjunctive && std::all_of(told.begin(), told.end(), [&](Var v) {
        return std::any_of(own.begin(), own.end(), [&](const auto& cell) { return cell.first == v; });
      });
  if (complete) {  // the row is its own witness
    add_witness(own);
    return found_;
  }
  for (Solution& solution : solve(witnesses_of_row(witnesses_, row), kMaxRowWitnesses)) add_witness(solution);
  return found_;
}

void RowEvidence::add_claims(const Triple& triple, std::vector<StoredClaim>& out) {
  ClaimReader& reader = checker_.reader();
  const std::size_t left = kMaxRowClaims - out.size();
  const auto append = [&](std::vector<StoredClaim> claims) {
    for (StoredClaim& claim : claims) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const StoredClaim& other) {
        return other.node == claim.node && other.triple == claim.triple;
      });
      if (!known && out.size() < kMaxRowClaims) out.push_back(std::move(claim));
    }
  };
  // What is said of a claim's node stands for the claim.
  std::vector<StoredClaim> node = reader.of_node(triple[0], left);
  if (!node.empty()) return append(std::move(node));
  if (!claimed_.contains(triple)) append(reader.asserting(triple, left));
}

std::vector<VerdictEvidence> RowEvidence::claims(const Row& row) {
  std::vector<StoredClaim> claims;
  for (const Triple& triple : triples(row)) {
    if (claims.size() < kMaxRowClaims) add_claims(triple, claims);
  }
  std::vector<VerdictEvidence> out;
  for (const StoredClaim& claim : claims) out.push_back(text_.evidence(claim));
  return out;
}

}  // namespace kg
