#include "kg/facts/relation_schema.h"

#include <algorithm>

#include "kg/base/error.h"

namespace kg {
namespace {

void reach(Entailments& out, const Entailment& next) {
  const bool known = std::any_of(out.begin(), out.end(), [&](const Entailment& e) {
    return e.relation == next.relation && e.backwards == next.backwards;
  });
  if (known) return;
  if (out.size() >= kMaxEntailedRelations) {
    throw Failure(ErrorCode::limit, "too many relations are declared narrower or wider than one");
  }
  out.push_back(next);
}

}  // namespace

bool RelationSchema::is(Id relation, Id property) const {
  return property != kMissing && vocabulary_.type != kMissing &&
         source_.contains({relation, vocabulary_.type, property});
}

const Entailments& RelationSchema::narrower(Id relation) { return closure(relation, Way::narrower); }
const Entailments& RelationSchema::wider(Id relation) { return closure(relation, Way::wider); }
const Entailments& RelationSchema::subclasses(Id type) { return closure(type, Way::subclasses); }
const Entailments& RelationSchema::superclasses(Id type) { return closure(type, Way::superclasses); }

const Entailments& RelationSchema::closure(Id start, Way way) {
  auto& known = known_[static_cast<std::size_t>(way)];
  const auto place = known.find(start);
  if (place != known.end()) return place->second;
  Entailments out{{start, false, ReasonCode::exact, {}, 0}};
  for (std::size_t at = 0; at < out.size(); ++at) expand(out, at, way);
  return known.emplace(start, std::move(out)).first->second;  // once whole: expand may throw
}

void RelationSchema::expand(Entailments& out, std::size_t at, Way way) {
  if (way == Way::narrower || way == Way::wider) return expand_relation(out, at, way == Way::narrower);
  const Id type = out[at].relation;
  const Id sub = vocabulary_.sub_class;
  if (way == Way::subclasses) {
    for (const Id other : reader_.completions(Permutation::pos, sub, type))
      reach(out, {other, false, ReasonCode::subclass, {other, sub, type}, at});
  } else {
    for (const Id other : reader_.completions(Permutation::spo, type, sub))
      reach(out, {other, false, ReasonCode::subclass, {type, sub, other}, at});
  }
}

void RelationSchema::expand_relation(Entailments& out, std::size_t at, bool down) {
  const Id relation = out[at].relation;
  const bool backwards = out[at].backwards;
  const Id sub = vocabulary_.sub_property;
  const Id inverse = vocabulary_.inverse;
  if (down) {
    for (const Id other : reader_.completions(Permutation::pos, sub, relation))
      reach(out, {other, backwards, ReasonCode::subrelation, {other, sub, relation}, at});
  } else {
    for (const Id other : reader_.completions(Permutation::spo, relation, sub))
      reach(out, {other, backwards, ReasonCode::subrelation, {relation, sub, other}, at});
  }
  for (const Id other : reader_.completions(Permutation::spo, relation, inverse))
    reach(out, {other, !backwards, ReasonCode::inverse, {relation, inverse, other}, at});
  for (const Id other : reader_.completions(Permutation::pos, inverse, relation))
    reach(out, {other, !backwards, ReasonCode::inverse, {other, inverse, relation}, at});
  if (is(relation, vocabulary_.symmetric)) {
    reach(out, {relation,
                !backwards,
                ReasonCode::symmetric,
                {relation, vocabulary_.type, vocabulary_.symmetric},
                at});
  }
}

Triple RelationSchema::disjoint(Id type, Id other) {
  if (vocabulary_.disjoint == kMissing) return {};
  const Entailments& left = superclasses(type);
  const Entailments& right = superclasses(other);
  for (const Entailment& a : left) {
    for (const Entailment& b : right) {
      const Triple one{a.relation, vocabulary_.disjoint, b.relation};
      const Triple two{b.relation, vocabulary_.disjoint, a.relation};
      if (source_.contains(one)) return one;
      if (source_.contains(two)) return two;
    }
  }
  return {};
}

std::vector<Entailment> steps_to(const Entailments& all, std::size_t place) {
  std::vector<Entailment> out;
  for (; all[place].parent != place; place = all[place].parent) out.push_back(all[place]);
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace kg
