// Entailment: which pairs of a relation follow from what relations are declared to be: inverse
// (owl:inverseOf, either way round), symmetric, transitive, narrower (rdfs:subPropertyOf); and which types a
// thing has by rdfs:subClassOf (OWL 2 RL rules prp-inv, prp-symp, prp-trp, prp-spo1, cax-sco). Declarations
// may form cycles.
//
// Used by one thread, for one statement. A store without declarations is found out from its statistics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/model/triple_source.h"

namespace kg {

// Relations, each in one direction or both, that the declarations behind one relation may name.
inline constexpr std::size_t kMaxEntailingRelations = 1000;

class Entailment {
 public:
  // `derived`: whether a relation has pairs beside its triples. The source must outlive this object.
  Entailment(const TripleSource& source, std::function<bool(Id)> derived)
      : source_(source), derived_(std::move(derived)) {}

  // A relation read forward (subject to object) or backward.
  struct Directed {
    Id relation;
    bool forward = true;
  };

  // The path whose pairs are those of the relation, each once; null when they are its own triples. `object`:
  // what stands at its end, when that is known. Throws Failure(limit) past kMaxEntailingRelations.
  PathPtr path(Id relation, const PatternTerm* object);
  // The relations whose single triples are pairs of this one, transitivity left aside; only those that have
  // pairs, but at least one.
  std::vector<Directed> directly(Id relation);
  // Any one of these; null when that is the relation itself.
  PathPtr single(Id relation);

 private:
  // The relations that entail one, as a graph: at `before[i]` those that entail `at[i]` in one step.
  struct Sources {
    std::vector<Directed> at;
    std::vector<std::vector<std::size_t>> before;
    std::vector<bool> transitive;
  };

  bool declared();
  Id id_of(Id& known, std::string_view iri);
  bool is_a(Id relation, Id type);
  Sources sources(Id relation);
  PathPtr of_relations(Id relation);
  bool has_narrower_types(const PatternTerm* type);
  void for_each(Id relation, bool as_object, Id other, const std::function<void(Id)>& visit);
  bool has_pairs(Id relation);

  const TripleSource& source_;
  std::function<bool(Id)> derived_;
  std::optional<bool> declared_;
  Id type_, symmetric_, transitive_, inverse_, narrower_, subclass_;  // unbound: not looked up yet
};

}  // namespace kg
