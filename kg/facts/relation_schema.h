// Relation schema: what the declared properties of relations and types entail, read from a store on demand.
//
// Used by one thread; the source must outlive it. Remembers what it has read.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "kg/facts/claim_reader.h"
#include "kg/model/verdict.h"

namespace kg {

// Relations or types that one relation or type reaches through declarations; more is an error.
inline constexpr std::size_t kMaxEntailedRelations = 10'000;

// A relation reached from another one, or a type from another type; `backwards`: with subject and object
// exchanged.
struct Entailment {
  Id relation;
  bool backwards = false;
  ReasonCode reason = ReasonCode::exact;  // of the last step; exact for the start
  Triple declaration{};                   // of the last step
  std::size_t parent = 0;                 // place of the step before; its own place for the start

  // The triple of a claim about `subject` and `object` of the relation it started from.
  [[nodiscard]] Triple turned(Id subject, Id object) const {
    return backwards ? Triple{object, relation, subject} : Triple{subject, relation, object};
  }
};
using Entailments = std::vector<Entailment>;

class RelationSchema {
 public:
  RelationSchema(const FactVocabulary& vocabulary, ClaimReader& reader, const TripleSource& source)
      : vocabulary_(vocabulary), reader_(reader), source_(source) {}

  // The relations whose triples entail one of `relation` (narrower ones, inverses, symmetry), itself first.
  const Entailments& narrower(Id relation);
  // The relations of which `relation`'s triples entail one, itself first.
  const Entailments& wider(Id relation);
  // Types whose things are of `type` (rdfs:subClassOf), itself first; and those that `type`'s things are of.
  const Entailments& subclasses(Id type);
  const Entailments& superclasses(Id type);

  [[nodiscard]] bool functional(Id relation) const { return is(relation, vocabulary_.functional); }
  [[nodiscard]] bool transitive(Id relation) const { return is(relation, vocabulary_.transitive); }
  [[nodiscard]] bool deed(Id relation) const { return is(relation, vocabulary_.deed); }
  // The declaration that the two types have nothing in common; all kUnbound when there is none.
  Triple disjoint(Id type, Id other);

 private:
  enum class Way : std::uint8_t { narrower, wider, subclasses, superclasses };
  [[nodiscard]] bool is(Id relation, Id property) const;
  const Entailments& closure(Id start, Way way);
  void expand(Entailments& out, std::size_t at, Way way);
  void expand_relation(Entailments& out, std::size_t at, bool down);

  const FactVocabulary& vocabulary_;
  ClaimReader& reader_;
  const TripleSource& source_;
  std::unordered_map<Id, Entailments> known_[4];
};

// The reasons of the steps that lead to a place, from the start on, and their declarations.
std::vector<Entailment> steps_to(const Entailments& all, std::size_t place);

}  // namespace kg
