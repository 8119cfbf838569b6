// TurtleTerms: terms from tokens, by the prefixes and the base that the directives declared. Internal to
// kg/rdf.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kg/model/raw_term.h"
#include "kg/rdf/turtle_lexer.h"

namespace kg::rdf {

inline constexpr std::string_view kRdfFirst = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
inline constexpr std::string_view kRdfRest = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
inline constexpr std::string_view kRdfNil = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";

// Whether a word is this keyword, in letters of any size. `upper`: in capital letters.
bool is_keyword(std::string_view word, std::string_view upper);

// A term is valid until the next call.
class TurtleTerms {
 public:
  TurtleTerms(TurtleLexer& lexer, std::string base) : lexer_(&lexer), base_(std::move(base)) {}

  // The directive that starts with the lexer's token, up to its last token; false when none starts there.
  bool directive();
  // The IRI or blank node that the token is; `what` names it in the error when it is none.
  RawTerm resource(std::string_view what);
  // The same or a literal. Not `spent`: the lexer has gone to the token behind it.
  RawTerm value(bool& spent);
  // A blank node of its own.
  RawTerm fresh();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void declare_prefix();
  std::string_view resolved();
  std::string_view expanded();
  RawTerm literal(bool& spent);
  RawTerm language_literal();
  RawTerm typed_literal(std::string_view text, std::string_view datatype);

  TurtleLexer* lexer_;
  std::string base_;
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> prefixes_;
  const std::pair<const std::string, std::string>* last_prefix_ = nullptr;
  std::uint64_t blanks_ = 0;
  std::string label_;
  std::string anonymous_;
  std::string iri_;
  std::string literal_;
};

}  // namespace kg::rdf
