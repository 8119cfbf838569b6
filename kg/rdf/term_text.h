// TermText: a term as N-Triples, Turtle or JSON-LD writes it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kg/model/graph_format.h"
#include "kg/model/raw_term.h"
#include "kg/model/term.h"

namespace kg {

enum class TermSyntax : std::uint8_t { ntriples, turtle, jsonld };

// The prefixes that a writer offers when it is given none: RDF's own vocabularies and kg's; the empty one for
// `base_iri` when that is not empty.
Prefixes common_prefixes(std::string_view base_iri);

// One thread. Appends to `out`; keeps which prefixes were used.
//
// JSON-LD: subject() and predicate() give a JSON string, object() a value: a string, a boolean, an integer of
// at most 15 digits, or an object with @id or @value. A triple term, which JSON-LD 1.1 cannot write, is the
// blank node `_:t` and the 128-bit XXH3 hash of its N-Triples text, described by rdf:subject, rdf:predicate
// and rdf:object; take_nodes() gives the node objects of those met so far.
class TermText {
 public:
  TermText(TermSyntax syntax, const Prefixes& prefixes);

  void subject(std::string& out, const RawTerm& term);
  void predicate(std::string& out, const RawTerm& term);
  void object(std::string& out, const RawTerm& term);

  // JSON-LD: whether the IRI would be read as a prefix and a local name, though it is none.
  [[nodiscard]] bool misleads(const RawTerm& term) const;
  // "@prefix" lines of the prefixes used since the last call.
  std::string take_declarations();
  // JSON-LD: node objects, each behind ",\n".
  std::string take_nodes();
  // JSON-LD: the members of a @context with all prefixes that it can have.
  [[nodiscard]] std::string context() const;

 private:
  struct Prefix {
    std::string name;
    std::string iri;
    bool used = false;
    bool declared = false;
  };

  void iri(std::string& out, std::string_view iri);
  bool compact(std::string& out, std::string_view iri);
  void literal(std::string& out, Tag tag, std::string_view key);
  void triple(std::string& out, const RawTerm& term);
  void json_literal(std::string& out, Tag tag, std::string_view key);

  TermSyntax syntax_;
  std::vector<Prefix> prefixes_;  // longest IRI first
  std::string nodes_;
};

// The raw term of a term. `key` keeps what it points to; triple terms are kept in `parts`. Both must stay
// where they are while the raw term is used.
struct OwnedTerm {
  OwnedTerm();
  explicit OwnedTerm(const Term& term);
  OwnedTerm(OwnedTerm&&) = delete;
  OwnedTerm& operator=(OwnedTerm&&) = delete;
  ~OwnedTerm();

  // Copies a raw term and all it points to.
  void assign(const RawTerm& term);

  RawTerm raw{};

 private:
  struct Parts;
  std::string key_;
  std::unique_ptr<Parts> parts_;
};

// Appends a JSON string in quotes. Text that is not UTF-8 is passed on as it is.
void append_json_string(std::string& out, std::string_view text);

}  // namespace kg
