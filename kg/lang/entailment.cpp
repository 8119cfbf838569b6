#include "kg/lang/entailment.h"

#include <algorithm>
#include <map>
#include <set>

#include "kg/base/error.h"
#include "kg/model/vocabulary.h"

#include <fmt/format.h>

namespace kg {
namespace {

PathPtr make_path(PathExpression::Kind kind, std::vector<PathPtr> parts, std::uint32_t at_least = 1,
                  std::uint32_t at_most = std::numeric_limits<std::uint32_t>::max()) {
  return std::make_shared<const PathExpression>(
      PathExpression{kind, {}, std::move(parts), at_least, at_most});
}

PathPtr link(const Entailment::Directed& step) {
  PathExpression out;
  out.relation = PatternTerm::constant(step.relation);
  auto forward = std::make_shared<const PathExpression>(std::move(out));
  return step.forward ? forward : make_path(PathExpression::Kind::inverse, {std::move(forward)});
}

PathPtr either(std::vector<PathPtr> parts) {
  return parts.size() == 1 ? parts[0] : make_path(PathExpression::Kind::alternative, std::move(parts));
}

}  // namespace

Id Entailment::id_of(Id& known, std::string_view iri) {
  if (!known.bound()) known = source_.find(Term::iri(iri));
  return known;
}

bool Entailment::is_a(Id relation, Id type) {
  return type != kMissing && source_.contains({relation, id_of(type_, iri::kRdfType), type});
}

bool Entailment::declared() {
  if (declared_) return *declared_;
  const auto used = [&](Id relation) {
    return relation != kMissing && source_.statistics().relation(relation).triples > 0;
  };
  const bool related = used(id_of(inverse_, vocabulary::kOwlInverseOf));
  const bool narrowed = used(id_of(narrower_, vocabulary::kRdfsSubPropertyOf));
  const bool typed = id_of(symmetric_, vocabulary::kOwlSymmetric) != kMissing;
  const bool chained = id_of(transitive_, vocabulary::kOwlTransitive) != kMissing;
  declared_ = related || narrowed || typed || chained;
  return *declared_;
}

bool Entailment::has_pairs(Id relation) {
  return source_.statistics().relation(relation).triples > 0 || derived_(relation);
}

// The things that `relation` joins with `other`, which is its object or its subject.
void Entailment::for_each(Id relation, bool as_object, Id other, const std::function<void(Id)>& visit) {
  if (relation == kMissing) return;
  const Permutation permutation = as_object ? Permutation::pos : Permutation::pso;
  const auto cursor = source_.cursor({permutation, 2, {relation, other, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  while (cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i) visit(rows.column[2][i]);
  }
}

Entailment::Sources Entailment::sources(Id relation) {
  Sources out;
  std::map<std::pair<std::uint64_t, bool>, std::size_t> places;
  const auto place = [&](Id other, bool forward) {
    const auto [known, added] = places.try_emplace({other.bits, forward}, out.at.size());
    if (added) {
      if (out.at.size() == kMaxEntailingRelations) {
        throw Failure(ErrorCode::limit,
                      fmt::format("more than {} declared relations entail one", kMaxEntailingRelations),
                      "ask without them: set inference off");
      }
      out.at.push_back({other, forward});
    }
    return known->second;
  };
  place(relation, true);
  for (std::size_t i = 0; i < out.at.size(); ++i) {
    const Directed at = out.at[i];
    std::vector<std::size_t> before;
    const auto inverse = [&](Id other) { before.push_back(place(other, !at.forward)); };
    if (is_a(at.relation, symmetric_)) inverse(at.relation);
    for_each(inverse_, true, at.relation, inverse);
    for_each(inverse_, false, at.relation, inverse);
    for_each(narrower_, true, at.relation, [&](Id other) { before.push_back(place(other, at.forward)); });
    out.before.push_back(std::move(before));
    out.transitive.push_back(is_a(at.relation, transitive_));
  }
  return out;
}

// A transitive relation is the closure of all that entails it: closures inside a closure add nothing. What is
// not transitive is its sources side by side, up to the transitive ones.
PathPtr Entailment::of_relations(Id relation) {
  if (relation == kMissing || !declared()) return nullptr;
  const Sources found = sources(relation);
  if (found.at.size() == 1 && !found.transitive[0]) return nullptr;
  const auto reached = [&](std::size_t from, bool through_transitive) {
    std::vector<std::size_t> all{from};
    std::vector<bool> seen(found.at.size());
    seen[from] = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (found.transitive[all[i]] && !through_transitive) continue;
      for (const std::size_t before : found.before[all[i]]) {
        if (!seen[before]) all.push_back(before);
        seen[before] = true;
      }
    }
    return all;
  };
  std::vector<PathPtr> parts;
  std::vector<bool> covered(found.at.size());
  const std::vector<std::size_t> near = reached(0, false);
  for (const std::size_t at : near) {
    if (!found.transitive[at] || covered[at]) continue;
    std::vector<PathPtr> links;
    for (const std::size_t source : reached(at, true)) {
      covered[source] = true;
      if (has_pairs(found.at[source].relation)) links.push_back(link(found.at[source]));
    }
    if (links.empty()) continue;
    parts.push_back(make_path(PathExpression::Kind::repeat, {either(std::move(links))}));
  }
  for (const std::size_t at : near) {
    if (!covered[at] && has_pairs(found.at[at].relation)) parts.push_back(link(found.at[at]));
  }
  if (parts.empty()) return nullptr;
  if (parts.size() == 1) return parts[0];
  return make_path(PathExpression::Kind::repeat, {either(std::move(parts))}, 1, 1);  // each pair once
}

std::vector<Entailment::Directed> Entailment::directly(Id relation) {
  std::vector<Directed> out;
  if (relation != kMissing && declared()) out = sources(relation).at;
  std::erase_if(out, [&](const Directed& at) {
    return source_.statistics().relation(at.relation).triples == 0;  // a claim is about a triple
  });
  if (out.empty()) out.push_back({relation, true});
  return out;
}

PathPtr Entailment::single(Id relation) {
  const std::vector<Directed> steps = directly(relation);
  if (steps.size() == 1 && steps[0].relation == relation && steps[0].forward) return nullptr;
  std::vector<PathPtr> links;
  for (const Directed& step : steps) links.push_back(link(step));
  return either(std::move(links));
}

bool Entailment::has_narrower_types(const PatternTerm* type) {
  if (id_of(subclass_, vocabulary::kRdfsSubClassOf) == kMissing || !has_pairs(subclass_)) return false;
  if (type == nullptr || type->is_variable()) return true;
  return type->id != kMissing && source_.count({Permutation::pos, 2, {subclass_, type->id, Id{}}}, 1) > 0;
}

// A thing of a narrower type is of the wider ones too.
PathPtr Entailment::path(Id relation, const PatternTerm* object) {
  PathPtr own = of_relations(relation);
  if (relation == kMissing || relation != id_of(type_, iri::kRdfType) || !has_narrower_types(object)) {
    return own;
  }
  PathPtr wider = make_path(PathExpression::Kind::repeat, {link({subclass_, true})}, 0);
  PathPtr types = make_path(PathExpression::Kind::sequence,
                            {own != nullptr ? std::move(own) : link({relation, true}), std::move(wider)});
  return make_path(PathExpression::Kind::repeat, {std::move(types)}, 1, 1);
}

}  // namespace kg
