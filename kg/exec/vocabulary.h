// LocalVocabulary: ids for terms that a query computes. A term that is inline or that the source knows
// gets that id; any other gets an id of Tag::local, so that equal terms have equal ids within one query
// and joins, distinct and grouping work on computed values.
//
// Thread safety: used by one thread. Memory is charged to the budget.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kg/base/budget.h"
#include "kg/model/id.h"
#include "kg/model/term.h"
#include "kg/model/triple_source.h"

namespace kg {

class LocalVocabulary {
 public:
  LocalVocabulary(const TripleSource& source, Budget& budget) : source_(source), charge_(budget) {}

  // kUnbound for an undefined term. Looks a term up in the source once and remembers the answer.
  Id intern(const Term& term);
  // The same for an xsd:string of this text.
  Id intern_string(std::string_view text);

  // The term of any id of this query. Precondition: not kMissing.
  [[nodiscard]] Term term(Id id) const;
  // Precondition: id.tag() == Tag::local and id came from intern().
  [[nodiscard]] const Term& local(Id id) const { return terms_[id.payload()]; }
  [[nodiscard]] bool holds(Id id) const { return id.tag() == Tag::local && id.payload() < terms_.size(); }

 private:
  Id remember(std::string key, const Term& term);

  const TripleSource& source_;
  MemoryCharge charge_;
  std::unordered_map<std::string, Id> ids_;
  std::deque<Term> terms_;  // values refer to them while more are added
};

}  // namespace kg
