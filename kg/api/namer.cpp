#include "kg/api/namer.h"

#include <algorithm>

#include "kg/base/utf8.h"

namespace kg {
namespace {

constexpr std::size_t kMaxRememberedNames = 200'000;

bool may_have_name(Id id) { return id.tag() == Tag::iri || id.tag() == Tag::blank; }

// A label without a language before one in English before any other.
int preference(const Term& label) {
  if (label.language.empty()) return 0;
  return label.language == "en" || label.language.starts_with("en-") ? 1 : 2;
}

}  // namespace

Namer::Namer(SnapshotPtr snapshot) : snapshot_(std::move(snapshot)) {
  const Id label = snapshot_->find(Term::iri(iri::kRdfsLabel));
  if (label != kMissing && snapshot_->statistics().relation(label).triples > 0) label_ = label;
}

void Namer::prepare(std::vector<Id> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (known_.size() + ids.size() > kMaxRememberedNames) known_.clear();
  for (const Id id : ids) known_.emplace(id, look_up(id));
}

const std::string* Namer::remembered(Id id) const {
  if (!may_have_name(id)) return &none_;
  const auto found = known_.find(id);
  return found == known_.end() ? nullptr : &found->second;
}

const std::string& Namer::name(Id id) {
  if (!label_.bound()) return none_;
  if (const std::string* known = remembered(id)) return *known;
  prepare({id});
  return known_[id];
}

std::string Namer::look_up(Id id) {
  const ScanSpec spec{Permutation::pso, 2, {label_, id, Id{}}, kAllIds, 0b100};
  if (cursor_ == nullptr) {
    cursor_ = snapshot_->cursor(spec);
  } else {
    cursor_->reset(spec);
  }
  Term best;
  TripleColumns rows;
  while (cursor_->next(rows)) {
    for (std::size_t i = 0; i < rows.size; ++i) {
      Term label = snapshot_->term(rows.column[2][i]);
      if (label.kind != TermKind::literal) continue;
      const bool better = best.kind == TermKind::undefined || preference(label) < preference(best);
      if (better) best = std::move(label);
    }
  }
  if (best.kind == TermKind::undefined) return {};
  const bool unambiguous = snapshot_->names().find(fold_name(best.value)).size() == 1;
  return unambiguous ? best.value : std::string{};
}

}  // namespace kg
