// Claim text: claims and values as the language writes them, for people to read and to ask again.
#pragma once

#include <string>

#include "kg/api/namer.h"
#include "kg/facts/checker.h"
#include "kg/facts/documents.h"
#include "kg/model/verdict.h"

namespace kg {

class ClaimText {
 public:
  // `texts`: of documents, for the places of quotes.
  ClaimText(Checker& checker, Namer& namer, DocumentTexts& texts)
      : checker_(checker), namer_(namer), texts_(texts) {}

  // A name, in double quotes where it is more than one word, an IRI, or a literal: `12 billion USD`.
  std::string value(const Term& term, Id id);
  std::string value(Id id);
  // A name without quotes.
  std::string relation(Id id);
  // The text of a quote or the bare name of a thing.
  std::string plain(Id id);
  // The bare name of a thing; a literal as value() has it.
  std::string name(Id id) { return tag_is_literal(id.tag()) ? value(id) : plain(id); }
  // The triple and the qualifiers that say what it is about.
  std::string claim(const StoredClaim& claim);
  VerdictEvidence evidence(const StoredClaim& claim);

 private:
  // The name in quotes where it needs them; empty when it has none. Most things have one, and their IRIs need
  // not be looked up.
  std::string quoted_name(Id id);
  [[nodiscard]] std::optional<std::uint64_t> offset(Id id) const;

  void place(const StoredClaim& claim, VerdictEvidence& out);

  Checker& checker_;
  Namer& namer_;
  DocumentTexts& texts_;
};

}  // namespace kg
