// Evidence: quotes of claims that are added, checked against the texts of their sources.
#pragma once

#include <vector>

#include "kg/base/error.h"
#include "kg/facts/documents.h"

namespace kg {

// Used by one thread, for one transaction.
class QuoteVerifier {
 public:
  // Finds the quotes of a claim with these qualifiers in its sources' texts and gives start and end of its
  // quote, which it takes out of the qualifiers where they are given: they say where the claim's evidence is,
  // not what the claim is. The quote becomes the very words of the text. Nothing when no source has a text,
  // or the claim has more than one quote. `where`: the quote, for errors. Throws Failure(data) for a quote
  // that is not found.
  std::vector<QualifierTerms> positions(const TripleSource& view, std::vector<QualifierTerms>& qualifiers,
                                        const Place& where);

 private:
  DocumentTexts texts_;
};

// What an error says about a quote that is not found, with the nearest sentence as its hint.
Error quote_error(const DocumentText& text, std::string_view source, std::string_view quote,
                  bool with_context, const Place& where);

}  // namespace kg
