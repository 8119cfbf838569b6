#include "kg/rdf/turtle_terms.h"

#include <fmt/format.h>

#include <algorithm>

#include "kg/base/limits.h"
#include "kg/model/term.h"
#include "kg/rdf/iri_resolve.h"

namespace kg::rdf {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool is_keyword(std::string_view word, std::string_view upper) {
  return std::equal(word.begin(), word.end(), upper.begin(), upper.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool TurtleTerms::directive() {
  const bool at = lexer_->token == Token::at_word;
  const auto starts = [&](std::string_view name) {
    if (!at) return is_keyword(lexer_->text, name);
    return is_keyword(lexer_->text, name) &&
           std::all_of(lexer_->text.begin(), lexer_->text.end(), [](char c) { return lower(c) == c; });
  };
  if (starts("PREFIX")) {
    declare_prefix();
  } else if (starts("BASE")) {
    if (lexer_->next() != Token::iri) lexer_->fail_expecting("the base's IRI in <...>");
    base_ = std::string(resolved());
  } else if (starts("VERSION")) {
    if (lexer_->next() != Token::string || lexer_->long_string) {
      lexer_->fail_expecting("a version in quotes, such as \"1.2\"");
    }
  } else if (at) {
    lexer_->fail_expecting("@prefix, @base or @version");
  } else {
    return false;
  }
  if (at && lexer_->next() != Token::dot) lexer_->fail_expecting("the '.' that ends the directive");
  return true;
}

void TurtleTerms::declare_prefix() {
  if (lexer_->next() != Token::name || !lexer_->text.empty()) {
    lexer_->fail_expecting("a prefix with its colon, such as ex:");
  }
  const std::string name(lexer_->prefix);
  if (lexer_->next() != Token::iri) lexer_->fail_expecting("the prefix's IRI in <...>");
  const std::string_view iri = resolved();
  if (prefixes_.size() == kMaxTurtlePrefixes && !prefixes_.contains(name)) {
    throw SyntaxError{lexer_->at(), fmt::format("more than {} prefixes are declared", kMaxTurtlePrefixes)};
  }
  prefixes_[name] = iri;
  last_prefix_ = nullptr;
}

// Of the IRI token.
std::string_view TurtleTerms::resolved() {
  if (has_scheme(lexer_->text)) return lexer_->text;
  if (base_.empty()) {
    throw SyntaxError{lexer_->at(), "the IRI is relative and there is no base to resolve it against",
                      "declare one with @base <...> . or give --base"};
  }
  iri_.clear();
  resolve_iri(base_, lexer_->text, iri_);
  return iri_;
}

// Of the name token.
std::string_view TurtleTerms::expanded() {
  if (last_prefix_ == nullptr || last_prefix_->first != lexer_->prefix) {
    const auto found = prefixes_.find(lexer_->prefix);
    if (found == prefixes_.end()) {
      throw SyntaxError{lexer_->at(), fmt::format("the prefix `{}:` is not declared", lexer_->prefix),
                        fmt::format("declare it above with @prefix {}: <...> .", lexer_->prefix)};
    }
    last_prefix_ = &*found;
  }
  iri_.assign(last_prefix_->second);
  iri_ += lexer_->text;
  if (iri_.size() > kMaxTermBytes) {
    throw SyntaxError{lexer_->at(), fmt::format("the term is larger than {} MiB", kMaxTermBytes >> 20U)};
  }
  return iri_;
}

RawTerm TurtleTerms::fresh() {
  label_ = '.';
  label_ += fmt::format_int(++blanks_).c_str();
  return {.tag = Tag::blank, .key = label_};
}

RawTerm TurtleTerms::resource(std::string_view what) {
  switch (lexer_->token) {
    case Token::iri:
      return {.tag = Tag::iri, .key = resolved()};
    case Token::name:
      return {.tag = Tag::iri, .key = expanded()};
    case Token::blank:
      return {.tag = Tag::blank, .key = lexer_->text};
    case Token::anonymous:
      anonymous_ = fresh().key;
      return {.tag = Tag::blank, .key = anonymous_};
    default:
      lexer_->fail_expecting(what);
  }
}

RawTerm TurtleTerms::value(bool& spent) {
  spent = true;
  switch (lexer_->token) {
    case Token::string:
      return literal(spent);
    case Token::integer:
      return typed_literal(lexer_->text, iri::kXsdInteger);
    case Token::decimal:
      return typed_literal(lexer_->text, iri::kXsdDecimal);
    case Token::dbl:
      return typed_literal(lexer_->text, iri::kXsdDouble);
    case Token::word:
      if (lexer_->text == "true" || lexer_->text == "false") {
        return typed_literal(lexer_->text, iri::kXsdBoolean);
      }
      lexer_->fail_expecting("an object");
    default:
      return resource("an object");
  }
}

RawTerm TurtleTerms::literal(bool& spent) {
  std::string_view text = lexer_->text;
  if (lexer_->suffix_may_follow()) {
    literal_.assign(text);
    lexer_->next();
    if (lexer_->token == Token::at_word) return language_literal();
    text = literal_;
    if (lexer_->token == Token::datatype) {
      const Token token = lexer_->next();
      if (token == Token::iri) return typed_literal(text, resolved());
      if (token == Token::name) return typed_literal(text, expanded());
      lexer_->fail_expecting("the datatype's IRI");
    }
    spent = false;
  }
  if (const auto id = inline_literal(text, {})) return {.inline_id = *id, .key = {}};
  return {.tag = Tag::string, .key = text};
}

// Of the text in literal_ and the language token: in lower case, but for its direction, which is so already.
RawTerm TurtleTerms::language_literal() {
  literal_ += '\0';
  for (const char c : lexer_->text) literal_ += lower(c);
  return {.tag = Tag::lang_string, .key = literal_};
}

// `text` may be literal_.
RawTerm TurtleTerms::typed_literal(std::string_view text, std::string_view datatype) {
  const bool is_string = datatype == iri::kXsdString;
  if (const auto id = inline_literal(text, is_string ? std::string_view{} : datatype)) {
    return {.inline_id = *id, .key = {}};
  }
  if (is_string) return {.tag = Tag::string, .key = text};
  if (datatype == iri::kRdfLangString || datatype == iri::kRdfDirLangString) {
    throw SyntaxError{
        lexer_->at(),
        "a literal of this datatype is written with a language tag instead, such as \"text\"@en"};
  }
  if (text.data() != literal_.data()) literal_.assign(text);
  literal_ += '\0';
  literal_ += datatype;
  return {.tag = dictionary_tag_of_datatype(datatype), .key = literal_};
}

}  // namespace kg::rdf
