// Language: from text to statements. The parser behind it is the only place that sees ANTLR.
//
// Thread safety: parsing is reentrant; a Resolver is used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/model/name_index.h"
#include "kg/model/triple_source.h"

namespace kg {

struct LanguageContext {
  const TripleSource* source = nullptr;
  const NameIndex* names = nullptr;
  std::string base_iri;                         // new names become IRIs under it
  std::map<std::string, std::string> prefixes;  // prefix (no colon) -> IRI
  std::map<std::string, Term> parameters;       // $name -> term
  bool strict = false;                          // unknown names are errors, not warnings
  bool inference = true;                        // patterns see what declared properties of relations entail
  bool claims = true;                           // `describe` lists claims, too
};

struct SourceText {
  std::string_view text;
  std::string file;                // for messages; empty at a prompt
  std::uint64_t first_line = 1;    // line number of the text's first line
  std::uint64_t first_column = 1;  // of the text's first character in that line, in characters
};

// A statement's extent in a script, found by the lexer alone.
struct StatementExtent {
  std::size_t begin = 0;  // byte offsets into the text, [begin, end), without the semicolon
  std::size_t end = 0;
  bool terminated = false;  // a semicolon follows
};

// Cuts a script into statements. Throws Failure(query) on invalid UTF-8, an unterminated string or a text
// over its limits.
std::vector<StatementExtent> split_statements(const SourceText& source);

// What text typed so far waits for: its innermost open bracket, brace, parenthesis or quote; a blank when it
// ends with a word or comma behind which more must follow; 0 when it can be run.
char open_sign(std::string_view text);

// A statement whose form is known and whose names are not: what `as of` says has to be known before they are
// looked up, in the store as it was then. Views the source's text. Not to be used by two threads at once.
class ParsedStatement {
 public:
  // Throws Failure(query) with place, excerpt, reason and hint; so do the others.
  explicit ParsedStatement(const SourceText& source);
  ~ParsedStatement();

  // The moment of an `as of`; nothing when the statement has none.
  [[nodiscard]] std::optional<Moment> moment(const LanguageContext& context) const;
  // The statement, with names resolved against the context.
  [[nodiscard]] Statement resolve(const LanguageContext& context) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Both at once, for texts that have no moment of their own.
Statement parse_statement(const SourceText& source, const LanguageContext& context);

// A part of a query's group, with the questions whether it has a solution by itself and together with the
// parts before it. Conditions come after all claims, as they apply to the whole group.
struct QueryStep {
  enum class Kind : std::uint8_t { part, qualifier, condition };
  Kind kind = Kind::part;
  std::string text;  // as written
  std::optional<AskStatement> alone;
  AskStatement together;
};

// The parts of a query, to explain an empty answer; none for statements without a group.
std::vector<QueryStep> query_steps(const SourceText& source, const LanguageContext& context);

// One term as the language writes it: `12 billion USD`, `'text'@en`, `<iri>`, `2026-02`, or a name. Throws
// Failure(usage), without a place, when the text is not a term or is a name that the store does not know.
Term parse_term(std::string_view text, const LanguageContext& context);

}  // namespace kg
