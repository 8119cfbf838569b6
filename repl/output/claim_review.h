// ClaimReview: a verdict as JSON-LD of schema.org/ClaimReview, for search engines and other fact checkers.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "kg/kg.h"

namespace kg::repl {

// ratingValue on a scale from 1 to 5; nothing for what is not covered.
std::optional<int> rating_of(VerdictKind kind);

class ClaimReviews {
 public:
  // What is known of a source by its name; fields that are not known are empty.
  using Sources = std::function<DocumentMetadata(const std::string& name)>;
  // `reviewer`: the organisation that checks.
  ClaimReviews(std::string reviewer, Sources sources)
      : reviewer_(std::move(reviewer)), sources_(std::move(sources)) {}

  // One object on one line. `id`: of the claim, as JSON; `null` for none.
  std::string review(const Verdict& verdict, const std::string& id = "null");

 private:
  std::string quotation(const VerdictEvidence& evidence, const char* role);
  const DocumentMetadata& source(const std::string& name);

  std::string reviewer_;
  Sources sources_;
  std::map<std::string, DocumentMetadata> known_;
};

}  // namespace kg::repl
