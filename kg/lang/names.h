// Names: from what the text calls things to ids, for one statement.
//
// Used by one thread. Looks a name up once however often it is tried.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/lang/ast.h"
#include "kg/lang/diagnostics.h"
#include "kg/lang/language.h"

namespace kg {

enum class NameRole : std::uint8_t { thing, relation };

// What to do with a name that nothing bears.
enum class UnknownNames : std::uint8_t {
  warn,    // in queries: a warning (an error when strict) and kMissing
  create,  // in updates: a quoted name comes into being, others are errors
  invent,  // in graphs that are built: any name comes into being
  refuse,  // always an error
};

class Names {
 public:
  Names(const Diagnostics& diagnostics, const LanguageContext& context, UnknownNames unknown)
      : diagnostics_(diagnostics), context_(context), unknown_(unknown) {}

  // From here on, for the next part of the statement.
  void set_unknown(UnknownNames unknown) { unknown_ = unknown; }

  // Whether something in the role bears the name that these tokens spell. Only words, numbers, quoted names,
  // IRIs and prefixed names spell names.
  [[nodiscard]] bool knows(ast::Run run, NameRole role);

  // The thing or relation of that name. Throws when several bear it, and for unknown names as UnknownNames
  // says. Terms are filled in when `create` or `refuse`: updates need them.
  PatternTerm resolve(ast::Run run, NameRole role);
  // The term of the thing of that name.
  Term resolve_term(ast::Run run);
  // As resolve(), but unknown quoted names are refused even where others are created.
  PatternTerm resolve_known(ast::Run run, NameRole role);
  // The IRI for a declaration: that of the one thing of this name, or a new one under the base IRI.
  Term declare(ast::Run run, NameRole role, std::string& name);

  // The name of a relation that this statement makes.
  void make_known(const std::string& name, Term relation);

  PatternTerm constant(Term term) const;
  // The term of a constant that resolve() gave.
  [[nodiscard]] Term term_of(const PatternTerm& constant) const;
  [[nodiscard]] std::string expand(const ast::Token& prefixed_name) const;
  [[nodiscard]] const Term& parameter(const ast::Token& token) const;
  // The name that the tokens spell: without quotes, one blank between words.
  [[nodiscard]] static std::string spelled(ast::Run run);
  // The same as people write it to be taken as one name: "Li Qiang".
  [[nodiscard]] static std::string spelled_quoted(ast::Run run);

  void warn(std::string text) { warnings_.push_back(std::move(text)); }
  [[nodiscard]] std::vector<std::string>& warnings() { return warnings_; }
  [[nodiscard]] std::vector<NewName>& new_names() { return new_names_; }
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }
  [[nodiscard]] const LanguageContext& context() const { return context_; }
  [[nodiscard]] bool updating() const { return unknown_ != UnknownNames::warn; }

 private:
  struct Bearers {
    std::vector<Id> things;     // everything that bears the name
    std::vector<Id> relations;  // those of them that are relations
    std::optional<std::string> builtin;
    std::optional<std::size_t> fresh;  // place among new_names_: made by this statement
  };

  Bearers& bearers(const std::string& name);
  bool is_relation(Id id);
  PatternTerm resolve_iri(ast::Run run, std::string iri);
  PatternTerm resolve_name(ast::Run run, NameRole role, bool may_create);
  [[noreturn]] void fail_ambiguous(ast::Run run, const std::vector<Id>& ids) const;
  PatternTerm unknown(ast::Run run, NameRole role, const std::string& name, bool may_create);
  PatternTerm of_id(Id id) const;
  Term new_iri(std::string_view name) const;

  const Diagnostics& diagnostics_;
  const LanguageContext& context_;
  UnknownNames unknown_;
  std::vector<std::string> warnings_;
  std::vector<NewName> new_names_;
  std::unordered_map<std::string, std::string> folded_;  // names as written
  std::unordered_map<std::string, Bearers> known_;       // by folded name
  std::optional<Id> type_;
  std::optional<Id> property_;
};

// Names of the index that look like `folded`, best first, at most `limit`; looks at a bounded part of a large
// index (some milliseconds at most).
std::vector<std::string> similar_names(const NameIndex& names, std::string_view folded, std::size_t limit);
// The same for names of which a beginning looks like `folded`.
std::vector<std::string> names_beginning_like(const NameIndex& names, std::string_view folded,
                                              std::size_t limit);

}  // namespace kg
