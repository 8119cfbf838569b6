// Planner: from the syntax tree of a query to the algebra (SPARQL 1.1, section 18.2), with names resolved and
// scopes checked. One planner plans one statement.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/lang/ast.h"
#include "kg/lang/claim_split.h"
#include "kg/lang/entailment.h"
#include "kg/lang/names.h"
#include "kg/lang/rules.h"
#include "kg/lang/scope.h"

namespace kg {

// Operators beside patterns and filters that one statement may hold: each makes the plan a level deeper, and
// plans are walked recursively.
inline constexpr std::size_t kMaxPlanOperators = 1000;

// What the planners of a statement and of the rules that it uses have in common.
struct RuleSharing {
  explicit RuleSharing(const LanguageContext& context) : rules(std::make_shared<Rules>(context)) {}
  explicit RuleSharing(std::shared_ptr<Rules> known) : rules(std::move(known)), every_rule_is_rows(true) {}

  std::shared_ptr<Rules> rules;
  std::vector<const Rule*> members;  // of the fixpoint whose bodies are planned: their uses are rows of it
  std::size_t calls = 0;
  std::size_t nesting = 0;
  // To find out which rules a body uses: each use is a leaf, numbered in `read`.
  bool every_rule_is_rows = false;
  std::vector<Rule*> read;
};

class Planner {
 public:
  explicit Planner(Names& names) : Planner(names, std::make_shared<RuleSharing>(names.context())) {}

  // The statement that a tree stands for.
  FindStatement plan(const ast::Find& find);
  AskStatement plan(const ast::Group& group) { return ask(group); }
  // A bare claim: a lookup of its variables and wildcards, or a question when it has none.
  Statement::Body plan(const ast::Claim& claim);
  FindStatement plan(const ast::PathSearch& path);
  FindStatement plan(const ast::Search& search);
  FindStatement plan(const ast::Describe& describe);
  BuildStatement plan(const ast::Build& build);
  UpdateStatement plan(const ast::Update& update);
  CheckStatement plan(const ast::Check& check);
  EvidenceStatement plan(const ast::Evidence& evidence);
  ConflictsStatement plan(const ast::Conflicts& conflicts);

  AskStatement ask(std::span<const ast::Element> group);
  // Throws when the rule cannot be: see kg/lang/plan_rule.cpp.
  RuleStatement define(const ast::Define& define, const Term& iri, const std::string& name, std::string text);
  RuleStatement undefine(const ast::Undefine& undefine);
  // One value of an inline table: a literal, or the IRI of a name.
  Term value_term(ast::Run run);

 private:
  Planner(Names& names, std::shared_ptr<RuleSharing> shared)
      : names_(names),
        diagnostics_(names.diagnostics()),
        shared_(std::move(shared)),
        entailment_(*names.context().source, [this](Id id) { return shared_->rules->is_rule(id); }),
        scope_(variables_) {}

  // Where a part of a query stands.
  struct Context {
    NameScope& scope;
    GroupFrame& frame;
  };
  // Patterns that wait to be joined as one basic graph pattern.
  struct Patterns {
    Bgp bgp;
    std::vector<PlanPtr> parts;  // what is no basic graph pattern
  };
  // What an expression may hold beside functions.
  struct ExpressionRules {
    std::vector<AggregateItem>* aggregates = nullptr;  // null: aggregates make no sense here
    bool inside_aggregate = false;
    const std::set<Var>* grouped = nullptr;  // only these may stand outside of aggregates
  };
  // A group that is not finished: its filters may become the condition of a left join.
  struct OpenGroup {
    PlanPtr plan;  // null: nothing yet
    Patterns patterns;
    std::vector<ExpressionPtr> filters;
    struct Test {
      PlanPtr plan;
      bool negated;
      ast::Run run;
    };
    std::vector<Test> tests;  // not { }, exists { }
  };
  struct GroupPlan {
    PlanPtr plan;
    ExpressionPtr condition;  // the group's filters; null when there are none
  };

  // plan_claim.cpp
  void claim(const ast::Claim& claim, Patterns& out, Context context);
  void claims_about(const ast::Claim& claim, const TriplePattern& triple, Patterns& out, Context context);
  // The triples of a claim node about `triple`; whether its stance is one of the qualifiers.
  bool qualifiers(const ast::Claim& claim, const TriplePattern& triple, Patterns& out, Context context);
  [[nodiscard]] bool is_stance(const PatternTerm& relation) const;
  PatternTerm term(ast::Run run, const char* column, Context context);
  PatternTerm object(ast::Run run, ast::Run relation, const char* column, Context context);
  PatternTerm relation(ast::Run run, const char* column, Context context);
  // `claims`: over triples only, which is what a path that is shown goes along.
  PathPtr path(const PathSyntax& syntax, bool claims = false);
  PathPtr entailed(const PatternTerm& relation, const PatternTerm* object);
  void add_path(const PatternTerm& subject, const PathPtr& path, const PatternTerm& object, Patterns& out,
                Context context);
  PatternTerm variable(const ast::Token& token, Context context);
  PatternTerm wildcard(const char* column, Context context);
  // Without the rows in which the relation is one of what documents are made of, which only those who name it
  // or bind a variable to it want to see.
  PlanPtr without_parts(PlanPtr rows, Var relation);
  void check_text_qualifier(const QualifierParts& parts) const;

  // plan_rule.cpp
  using Head = std::array<Var, 2>;
  struct Recursion {  // the body of a rule that uses itself, which binds the head
    std::string name;
    PlanPtr body;
    Head head;
  };
  PlanPtr rule_body(const Rule& rule, const Head& head);
  const std::vector<Rule::Use>& uses_of(Rule& rule);
  void find_recursion(Rule& rule);
  PlanPtr call(Rule& rule, const PatternTerm& subject, const PatternTerm& object, Context context);
  PlanPtr pairs_of(Rule& rule, const Head& ends, const PatternTerm& subject, const PatternTerm& object);
  PlanPtr with_ends(PlanPtr rows, const Head& ends, const PatternTerm& subject, const PatternTerm& object);
  PlanPtr fixpoint(const std::vector<Recursion>& bodies, const PatternTerm& subject,
                   const PatternTerm& object);
  PlanPtr keep_end(const Recursion& recursion, std::size_t end, const ExpressionPtr& value);
  PlanPtr follow_end(const Recursion& recursion, std::size_t end, const Term& value);
  [[noreturn]] void fail_rule(ast::Run name) const;
  bool is_member(const PatternTerm& relation);
  bool holds_rule(const PathExpression& path);
  PlanPtr rule_path(const PatternTerm& subject, const PathPtr& path, const PatternTerm& object,
                    Context context);
  PlanPtr repeated_rule(const PatternTerm& subject, const PathExpression& path, const PatternTerm& object,
                        Context context);

  // plan_group.cpp
  PlanPtr group(std::span<const ast::Element> group, Context context);
  OpenGroup open_group(std::span<const ast::Element> group, Context context);
  void element(const ast::Element& element, OpenGroup& out, Context context);
  void optional(const ast::Element& element, OpenGroup& out, Context context);
  void test(const ast::Element& element, OpenGroup& out, Context context);
  void alternatives(const ast::Element& element, OpenGroup& out, Context context);
  void let(const ast::Element& element, OpenGroup& out, Context context);
  void values(const ast::Element& element, OpenGroup& out, Context context);
  PlanPtr braced(const ast::Braced& braced, Context outer);
  PlanPtr close(OpenGroup open);
  void flush(OpenGroup& open);
  void count_operator(ast::Run run);

  // plan_expression.cpp
  ExpressionPtr expression(const ast::Expression& expression, Context context, const ExpressionRules& rules);
  ExpressionPtr operation(const ast::Expression& expression, Context context, const ExpressionRules& rules);
  ExpressionPtr call(const ast::Expression& expression, Context context, const ExpressionRules& rules);
  AggregateItem aggregate(const ast::Expression& call, Aggregate function, Var target, Context context,
                          const ExpressionRules& rules);
  ExpressionPtr used_variable(const ast::Expression& expression, Context context,
                              const ExpressionRules& rules);

  // The parts of a claim that stands for itself: with one relation, and not bound. `purpose`: "to check".
  struct SingleClaim {
    ClaimParts parts;
    std::vector<QualifierParts> qualifiers;
  };
  SingleClaim single_claim(const ast::Claim& claim, std::string_view purpose);

  // plan_statement.cpp
  void check_template(ast::Run run, bool ground) const;
  PatternTerm template_term(PatternTerm term, ast::Run run, Context context);
  ClaimTemplate template_of(const ast::Claim& claim, Context context, bool ground);
  FindStatement template_rows(const ast::Group& group, const std::vector<ast::Claim>& claims,
                              UnknownNames in_claims, std::vector<ClaimTemplate>& templates);
  PatternTerm thing(ast::Run run);

  // plan_check.cpp
  ClaimTemplate checked_claim(const ast::Claim& claim, bool ground, std::array<std::string, 3>* written);
  Decimal percent(const ast::Token& token) const;

  // plan_find.cpp
  struct Selection;
  PlanPtr find_plan(const ast::Find& find, Context context, std::vector<Column>& columns);
  void select(const ast::Find& find, Selection& selection, Context context);
  void group_keys(const ast::Find& find, Selection& selection, Context context);
  void item(const ast::Item& item, Selection& selection, Context context);
  void modifiers(const ast::Find& find, Selection& selection, Context context);
  Var alias(const ast::Token& token, Context context);
  std::uint64_t count_of(const ast::Token& token) const;
  PlanPtr nested_find(const ast::Find& find, Context outer);

  Names& names_;
  const Diagnostics& diagnostics_;
  std::shared_ptr<RuleSharing> shared_;
  Entailment entailment_;
  Variables variables_;
  NameScope scope_;
  Frames frames_;
  std::vector<Column>* columns_ = nullptr;  // of a bare claim: filled as its variables come
  std::size_t operators_ = 0;
};

// All of them at once; null when there are none. Balanced, so that its depth stays small.
ExpressionPtr join_expressions(Function function, std::vector<ExpressionPtr> expressions);

}  // namespace kg
