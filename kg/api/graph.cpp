#include "kg/api/graph.h"

#include "kg/api/row_evidence.h"

#include <algorithm>
#include <limits>

namespace kg {
namespace {

// What one remembered triple costs beside its text.
constexpr std::size_t kSeenBytes = 64;

void fill_constant(PatternTerm& place, const StoreSnapshot& snapshot) {
  if (!place.is_variable() && place.term.kind == TermKind::undefined) place.term = snapshot.term(place.id);
}

}  // namespace

TemplateFiller::TemplateFiller(std::vector<ClaimTemplate> templates, const StoreSnapshot& snapshot)
    : templates_(std::move(templates)) {
  for (ClaimTemplate& claim : templates_) {
    fill_constant(claim.triple.subject, snapshot);
    fill_constant(claim.triple.relation, snapshot);
    fill_constant(claim.triple.object, snapshot);
    for (Qualifier& qualifier : claim.qualifiers) {
      fill_constant(qualifier.relation, snapshot);
      fill_constant(qualifier.value, snapshot);
    }
  }
}

const Term& TemplateFiller::term_of(const PatternTerm& place, std::size_t row) const {
  return place.is_variable() ? columns_.at(place.variable)[row] : place.term;
}

std::optional<FilledClaim> TemplateFiller::filled(const ClaimTemplate& claim, std::size_t row) const {
  FilledClaim out{{term_of(claim.triple.subject, row), term_of(claim.triple.relation, row),
                   term_of(claim.triple.object, row)},
                  {},
                  row};
  const TermKind subject = out.triple[0].kind;
  const bool node = subject == TermKind::iri || subject == TermKind::blank;
  if (!node || out.triple[1].kind != TermKind::iri || out.triple[2].kind == TermKind::undefined)
    return std::nullopt;
  for (const Qualifier& qualifier : claim.qualifiers) {
    const Term& relation = term_of(qualifier.relation, row);
    const Term& value = term_of(qualifier.value, row);
    if (relation.kind == TermKind::iri && value.kind != TermKind::undefined) {
      out.qualifiers.push_back({relation, value});
    }
  }
  return out;
}

void TemplateFiller::fill(const RunningQuery& query, std::vector<FilledClaim>& out) {
  columns_.clear();
  const std::vector<Var>& produced = query.execution->variables();
  for (const Column& column : query.columns) {
    std::vector<Term>& terms = columns_[column.variable];
    const auto place = std::find(produced.begin(), produced.end(), column.variable);
    if (place == produced.end()) {
      terms.resize(query.batch.rows);  // a variable that nothing can bind
    } else {
      query.execution->terms(query.batch.columns[static_cast<std::size_t>(place - produced.begin())], terms);
    }
  }
  for (std::size_t row = 0; row < query.batch.rows; ++row) {
    for (const ClaimTemplate& claim : templates_) {
      if (auto one = filled(claim, row)) out.push_back(std::move(*one));
    }
  }
}

std::vector<std::pair<Var, Term>> TemplateFiller::values(std::size_t row) const {
  std::vector<std::pair<Var, Term>> out;
  for (const auto& [variable, terms] : columns_) out.emplace_back(variable, terms[row]);
  return out;
}

GraphRows::GraphRows(BuildStatement build, std::unique_ptr<RunningQuery> query, std::string base_iri,
                     bool names)
    : query_(std::move(query)),
      filler_(std::move(build.templates), *query_->snapshot),
      base_iri_(std::move(base_iri)),
      left_(build.limit.value_or(std::numeric_limits<std::uint64_t>::max())),
      charge_(*query_->budget) {
  if (names) namer_ = std::make_unique<Namer>(query_->snapshot);
  for (NewName& name : build.new_names) new_names_.emplace(std::move(name.iri.value), std::move(name.name));
}

Cell GraphRows::cell(Term term) {
  Cell out{std::move(term), {}};
  if (namer_ == nullptr || (out.term.kind != TermKind::iri && out.term.kind != TermKind::blank)) return out;
  const Id id = query_->snapshot->find(out.term);
  if (id != kMissing) {
    out.name = namer_->name(id);
  } else if (const auto made = new_names_.find(out.term.value); made != new_names_.end()) {
    out.name = made->second;
  }
  return out;
}

bool GraphRows::next(RowBatch& rows) {
  rows = {};
  rows.columns.resize(3);
  std::vector<FilledClaim> claims;
  while (rows.rows == 0 && left_ > 0 && query_->fill()) {
    claims.clear();
    filler_.fill(*query_, claims);
    for (FilledClaim& claim : claims) {
      std::optional<std::vector<VerdictEvidence>> evidence;
      for (TermTriple& triple : claim_triples(claim.triple, std::move(claim.qualifiers), base_iri_)) {
        std::string key =
            triple[0].to_ntriples() + ' ' + triple[1].to_ntriples() + ' ' + triple[2].to_ntriples();
        const std::size_t bytes = key.size() + kSeenBytes;
        if (left_ == 0 || !seen_.insert(std::move(key)).second) continue;
        charge_.add(bytes);
        for (std::size_t i = 0; i < 3; ++i) rows.columns[i].push_back(cell(std::move(triple[i])));
        if (query_->evidence_rows > 0) {
          if (!evidence) evidence = query_->evidence->claims(filler_.values(claim.row));
          rows.evidence.push_back(*evidence);
          --query_->evidence_rows;
        }
        ++rows.rows;
        --left_;
      }
    }
  }
  return rows.rows > 0;
}

}  // namespace kg
