// TurtleLexer: the tokens of Turtle and TriG. Internal to kg/rdf.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kg/rdf/record_reader.h"
#include "kg/rdf/text_window.h"

namespace kg::rdf {

enum class Token : std::uint8_t {
  end,
  iri,        // text: between < and >, escapes replaced
  name,       // prefix and text: of prefix:text, escapes replaced
  blank,      // text: the label
  anonymous,  // [ ]
  string,     // text: the string, escapes replaced
  integer,    // text, as for the two next
  decimal,
  dbl,
  at_word,  // text: what follows @, a language or a directive
  word,     // text: letters that are none of the above
  dot,
  semicolon,
  comma,
  open_bracket,
  close_bracket,
  open_parenthesis,
  close_parenthesis,
  open_brace,
  close_brace,
  open_annotation,   // {|
  close_annotation,  // |}
  open_reified,      // <<
  close_reified,     // >>
  open_term,         // <<(
  close_term,        // )>>
  tilde,
  datatype,  // ^^
};

// Fails by SyntaxError; its place is in the window until the next call. Views are valid until then, too. No
// token is longer than kMaxTermBytes and its escapes.
class TurtleLexer {
 public:
  explicit TurtleLexer(TextWindow& window);

  Token next();

  Token token = Token::end;
  std::string_view text;
  std::string_view prefix;
  bool long_string = false;  // of the string: three quotes

  // Where the token starts.
  [[nodiscard]] const char* at() const { return start_; }
  // Where the next token is looked for.
  [[nodiscard]] const char* position() const { return p_; }
  // "expected WHAT, found the token".
  [[noreturn]] void fail_expecting(std::string_view what) const;

  // Whether what follows may be a language or a datatype; false is sure.
  [[nodiscard]] bool suffix_may_follow() const;
  // The same for ~ and {|.
  [[nodiscard]] bool annotation_may_follow() const;

  // Whether the error was within a string of several lines: what looks like a statement's end may be text.
  [[nodiscard]] bool is_text_torn() const { return token == Token::end && long_string; }
  // After an error: skips to the end of the line that the next '.' ends, the token at fault included. Gives
  // whether it passed a brace.
  bool skip_statement();

 private:
  struct Starved {};  // the window ends in the middle of a token, the input does not

  char look(const char* p) const;
  void skip_blanks();
  Token scan();
  Token punctuation();
  Token angle();
  Token string();
  Token number();
  Token at_sign();
  Token word_or_name();
  Token name(const char* prefix_end);
  Token blank();
  Token bracket();
  const char* label_end(const char* p, bool colon);
  void unescape_name(const char* first, const char* last);
  void escape(const char*& p, bool letters);
  [[noreturn]] void fail(const char* at, std::string reason) const;
  [[nodiscard]] std::string shown(const char* p) const;

  TextWindow* window_;
  const char* p_;
  const char* start_;
  std::string unescaped_;
};

}  // namespace kg::rdf
