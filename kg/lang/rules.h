// Rules: relations whose pairs a statement's text defines (`define NAME(?x, ?y) as GROUP`), kept as triples
// `rule kg:definition 'text'`.
//
// Used by one thread, for one statement: each definition is parsed once.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/lang/ast.h"
#include "kg/lang/diagnostics.h"
#include "kg/lang/language.h"

namespace kg {

// Rules that one query may use, and how deep they may stand in one another's definitions.
inline constexpr std::size_t kMaxRules = 1000;
inline constexpr std::size_t kMaxRuleNesting = 64;

struct Rule {
  Rule(std::string rule_iri, std::string rule_name, std::string definition);
  Rule(const Rule&) = delete;
  Rule& operator=(const Rule&) = delete;

  // A use of a rule in the definition of another.
  struct Use {
    Rule* rule;
    bool monotone;  // more pairs of the used one never take pairs away
  };

  std::string iri;
  std::string name;  // for messages
  std::string text;
  std::string file;  // what places in the text are called
  SourceText source;
  Diagnostics diagnostics;
  ast::Statement tree;
  const ast::Define* define = nullptr;
  bool pending = false;                  // this statement is about to define it
  std::optional<std::vector<Use>> uses;  // once they are known
  std::vector<Rule*> recursion;          // rules that use each other, this one first; empty: not recursive
  bool recursion_known = false;
};

class Rules {
 public:
  explicit Rules(const LanguageContext& context) : context_(context) {}

  // The rule that a relation is; null when it is none. Throws Failure(query) for a definition that cannot be
  // parsed, and Failure(limit) past kMaxRules.
  Rule* find(const PatternTerm& relation);
  bool is_rule(Id relation);
  // A rule as it will be.
  Rule& pend(const std::string& iri, const std::string& name, std::string text);

 private:
  Id definition();
  std::string name_of(Id relation) const;

  const LanguageContext& context_;
  Id definition_;                                                    // unbound: not looked up yet
  std::map<std::string, std::unique_ptr<Rule>, std::less<>> known_;  // by IRI; null: no rule
  std::size_t rules_ = 0;
};

}  // namespace kg
