// Lexicon: the surface forms of a store's relations, by the words they begin with.
//
// Each name of a relation (its label and aliases, and those of its declared inverses, which are relations of
// their own) is a form, and gives others by rules of English alone:
//   is a member of     -> (be) member of           forms of `be` at the front, and articles, are dropped;
//                                                  what is left of `was president of` asks for a past tense
//   founded on         -> founded in, on           where the relation has dates
//   rival of           -> X's rival                the preposition `of` turns into a possessive
//   has funding        -> X's funding, has N in funding
//   number of members  -> has N members            counted nouns; so does the relation's unit (54 countries)
//   share of mining, mining share (unit %)  -> N % of mining
//   held talks with, rival of (symmetric)   -> X and Y held talks, X and Y are rivals
// Words are compared by their keys (words.h), so that every inflection of a form is one.
//
// A form that is nothing but `is` or `are` says what a copula may mean. A form that names a type (`is a city
// in`) is left out: what a thing is and where it lies are two claims.
//
// Built once for a state of the store; immutable, safe from any thread. Reads at most kMaxRelationForms
// names.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kg/base/budget.h"
#include "kg/model/name_index.h"
#include "kg/model/triple_source.h"

namespace kg::english {

inline constexpr std::size_t kMaxRelationForms = 200'000;
inline constexpr std::size_t kMaxFormWords =
    8;  // longer names are found as they stand in structured claims only

struct Relation {
  Id id;
  bool symmetric = false;
  // What the store's claims of it have as objects; all when it has none.
  bool takes_things = true;
  bool takes_dates = true;
  bool takes_figures = true;
  bool takes_texts = true;
  std::string unit;                    // as declared, empty: none
  std::vector<std::string> unit_keys;  // of the names that the unit goes by: country, nation
};

enum class FormKind : std::uint8_t {
  whole,       // subject FORM object
  possessed,   // object's FORM; a form without its last `of`
  property,    // subject's FORM is object; a form without `has`, or one that is a noun already
  counted,     // N FORM
  share,       // N % of FORM
  reciprocal,  // X and Y FORM
};

struct RelationForm {
  std::size_t relation = 0;  // place in relations()
  FormKind kind = FormKind::whole;
  bool passive = false;  // was declared with `is`, `was` before it
  bool past = false;     // with `was` or `were`, and is no participle
  std::vector<std::string> words;
  std::vector<std::string> keys;
};

class Lexicon {
 public:
  Lexicon(const TripleSource& source, const NameIndex& names, const Budget& budget);
  Lexicon(const Lexicon&) = delete;
  Lexicon& operator=(const Lexicon&) = delete;
  ~Lexicon() = default;

  [[nodiscard]] const std::vector<Relation>& relations() const { return relations_; }
  // Forms whose first word has this key, of each kind.
  [[nodiscard]] const std::vector<RelationForm>& starting_with(const std::string& key) const;
  // The relation that a thing of a type stands in by its bare name: who `holds post` X is X. By the key of
  // the type's name; nothing when there is no such relation, or more than one.
  [[nodiscard]] const Relation* of_type_name(const std::string& key) const;
  // Relations whose name is this one word, for what narrows a claim: over, through.
  [[nodiscard]] const std::vector<Id>& qualifiers(const std::string& preposition) const;
  [[nodiscard]] bool is_relation(Id thing) const { return ids_.contains(thing); }
  // Relations that have a form which is nothing but a form of `be`.
  [[nodiscard]] const std::vector<Id>& copular() const { return copular_; }
  // `located in` or `is in`, for `Ganzhou in Jiangxi`; nothing when the store has neither.
  [[nodiscard]] const Relation* located_in() const { return located_in_; }

 private:
  void add_relation(const TripleSource& source, const NameIndex& names, Id id);
  void add_forms(const TripleSource& source, const NameIndex& names, std::size_t relation,
                 const std::string& name);
  void add_nouns(std::size_t relation, const RelationForm& whole);
  void add(RelationForm form);

  std::vector<Relation> relations_;
  std::unordered_map<std::string, std::vector<RelationForm>> forms_;
  std::unordered_map<std::string, std::size_t> by_type_name_;
  std::unordered_map<std::string, std::vector<Id>> qualifiers_;
  std::unordered_set<Id> ids_;
  std::vector<Id> copular_;
  std::vector<RelationForm> none_;
  std::vector<Id> nothing_;
  const Relation* located_in_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace kg::english
