#include "kg/facts/claim_reader.h"

#include <algorithm>

#include "kg/facts/claims.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

// Rows whose bound places stand in front in some order.
ScanSpec scan_of(const Triple& places) {
  const auto [s, p, o] = places;
  ScanSpec spec;
  spec.permutation = s.bound()   ? (o.bound() && !p.bound() ? Permutation::osp : Permutation::spo)
                     : p.bound() ? Permutation::pos
                     : o.bound() ? Permutation::osp
                                 : Permutation::spo;
  for (const std::uint8_t place : positions(spec.permutation)) {
    if (!places[place].bound()) break;
    spec.prefix[spec.bound++] = places[place];
  }
  return spec;
}

}  // namespace

Id StoredClaim::value(Id relation) const {
  const auto found = std::find_if(qualifiers.begin(), qualifiers.end(),
                                  [&](const auto& qualifier) { return qualifier.first == relation; });
  return found == qualifiers.end() ? kUnbound : found->second;
}

FactVocabulary::FactVocabulary(const TripleSource& store) {
  const auto find = [&](std::string_view name) { return store.find(Term::iri(name)); };
  type = find(iri::kRdfType);
  reifies = find(iri::kRdfReifies);
  label = find(iri::kRdfsLabel);
  stance = find(vocabulary::kStance);
  source = find(vocabulary::kSource);
  quote = find(vocabulary::kQuote);
  attributed_to = find(vocabulary::kAttributedTo);
  origin = find(vocabulary::kOrigin);
  on = find(vocabulary::kOn);
  during = find(vocabulary::kDuring);
  until = find(vocabulary::kUntil);
  unit = find(vocabulary::kUnit);
  prefix = find(vocabulary::kPrefix);
  suffix = find(vocabulary::kSuffix);
  start = find(vocabulary::kStart);
  end = find(vocabulary::kEnd);
  sha256 = find(vocabulary::kSha256);
  stands_for = find(vocabulary::kStandsFor);
  deed = find(vocabulary::kDeed);
  sub_property = find(vocabulary::kRdfsSubPropertyOf);
  sub_class = find(vocabulary::kRdfsSubClassOf);
  inverse = find(vocabulary::kOwlInverseOf);
  same_as = find(vocabulary::kOwlSameAs);
  disjoint = find(vocabulary::kOwlDisjointWith);
  functional = find(vocabulary::kOwlFunctional);
  symmetric = find(vocabulary::kOwlSymmetric);
  transitive = find(vocabulary::kOwlTransitive);
}

TripleCursor& ClaimReader::start(const ScanSpec& spec) {
  budget_->check();
  return probe_.start(source_, spec);
}

std::vector<Id> ClaimReader::completions(Permutation order, Id first, Id second, std::size_t limit) {
  std::vector<Id> out;
  if (first == kMissing || second == kMissing) return out;
  TripleCursor& cursor = start({order, 2, {first, second, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  while (out.size() < limit && cursor.next(rows)) {
    budget_->check();
    out.insert(out.end(), rows.column[2], rows.column[2] + std::min(rows.size, limit - out.size()));
  }
  if (out.size() > kMaxCompletions) {
    throw Failure(ErrorCode::limit,
                  "too many triples share a thing and a relation to check a claim against them");
  }
  return out;
}

bool ClaimReader::denies(Id stance) {
  const auto known = denials_.find(stance);
  if (known != denials_.end()) return known->second;
  return denials_[stance] = is_denial(source_.term(stance));
}

void ClaimReader::read_qualifiers(StoredClaim& claim) {
  TripleCursor& cursor = start({Permutation::spo, 1, {claim.node, Id{}, Id{}}, kAllIds, 0b110});
  TripleColumns rows;
  while (cursor.next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i) {
      if (rows.column[1][i] == vocabulary_.reifies) continue;
      claim.qualifiers.emplace_back(rows.column[1][i], rows.column[2][i]);
    }
  }
  for (const auto& [relation, value] : claim.qualifiers) {
    if (relation == vocabulary_.stance && denies(value)) claim.stance = Stance::denied;
    if (relation == vocabulary_.attributed_to && claim.stance == Stance::asserted)
      claim.stance = Stance::attributed;
  }
}

std::vector<StoredClaim> ClaimReader::nodes_about(const Triple& triple, std::size_t limit) {
  std::vector<StoredClaim> out;
  if (vocabulary_.reifies == kMissing) return out;
  const Id name = source_.fold(triple);
  if (name == kMissing) return out;
  for (const Id node : completions(Permutation::pos, vocabulary_.reifies, name, limit))
    out.push_back(node_about(node, triple));
  return out;
}

StoredClaim ClaimReader::node_about(Id node, const Triple& triple) {
  StoredClaim claim;
  claim.node = node;
  claim.triple = triple;
  read_qualifiers(claim);
  return claim;
}

void ClaimReader::for_each(const Triple& places, const std::function<void(const Triple&)>& visit) const {
  if (std::find(places.begin(), places.end(), kMissing) != places.end()) return;
  const ScanSpec spec = scan_of(places);
  const auto order = positions(spec.permutation);
  const auto cursor = source_.cursor(spec);
  TripleColumns rows;
  while (cursor->next(rows)) {
    budget_->check();
    for (std::size_t i = 0; i < rows.size; ++i) {
      Triple triple;
      for (std::size_t place = 0; place < 3; ++place) triple[order[place]] = rows.column[place][i];
      visit(triple);
    }
  }
}

std::vector<StoredClaim> ClaimReader::asserting(const Triple& triple, std::size_t limit) {
  if (std::find(triple.begin(), triple.end(), kMissing) != triple.end() || !source_.contains(triple))
    return {};
  std::vector<StoredClaim> out = nodes_about(triple, limit);
  std::erase_if(out, [](const StoredClaim& claim) { return claim.stance == Stance::denied; });
  if (out.empty()) {
    StoredClaim plain;
    plain.triple = triple;
    out.push_back(std::move(plain));
  }
  return out;
}

std::vector<StoredClaim> ClaimReader::of_node(Id node, std::size_t limit) {
  std::vector<StoredClaim> out;
  for (const Id name : completions(Permutation::spo, node, vocabulary_.reifies, limit)) {
    if (name.tag() == Tag::triple) out.push_back(node_about(node, source_.unfold(name)));
  }
  return out;
}

std::vector<StoredClaim> ClaimReader::denying(const Triple& triple) {
  if (vocabulary_.stance == kMissing || std::find(triple.begin(), triple.end(), kMissing) != triple.end())
    return {};
  std::vector<StoredClaim> out = nodes_about(triple);
  std::erase_if(out, [](const StoredClaim& claim) { return claim.stance != Stance::denied; });
  return out;
}

}  // namespace kg
