// The parts of a query one after the other: what an empty answer is explained with.
#include <algorithm>

#include "kg/lang/language.h"
#include "kg/lang/parser.h"
#include "kg/lang/planner.h"

namespace kg {
namespace {

// A long query is explained by its first parts.
constexpr std::size_t kMaxSteps = 64;

// The group of a query; a bare claim becomes a group of one. Null for other statements.
ast::Group* group_of(ast::Statement& tree, ast::Group& single) {
  if (auto* find = std::get_if<ast::Find>(&tree.body)) return &find->group;
  if (auto* build = std::get_if<ast::Build>(&tree.body)) return &build->group;
  if (auto* ask = std::get_if<ast::Group>(&tree.body)) return ask;
  auto* claim = std::get_if<ast::Claim>(&tree.body);
  if (claim == nullptr) return nullptr;
  ast::Element& element = single.emplace_back();
  element.run = claim->run;
  element.claim = std::move(*claim);
  return &single;
}

bool is_condition(const ast::Element& element) {
  using Kind = ast::Element::Kind;
  return element.kind == Kind::filter || element.kind == Kind::no_match || element.kind == Kind::exists;
}

class Steps {
 public:
  Steps(const Diagnostics& diagnostics, const LanguageContext& context)
      : diagnostics_(diagnostics), context_(context) {}

  std::vector<QueryStep> of(ast::Group& group) {
    std::stable_partition(group.begin(), group.end(), [](const ast::Element& e) { return !is_condition(e); });
    for (std::size_t i = 0; i < group.size() && steps_.size() < kMaxSteps; ++i) {
      if (group[i].kind == ast::Element::Kind::optional) continue;  // takes no row away
      if (group[i].kind == ast::Element::Kind::claim) {
        claim(group, i);
      } else {
        add(is_condition(group[i]) ? QueryStep::Kind::condition : QueryStep::Kind::part, group[i].run, group,
            i);
      }
    }
    return std::move(steps_);
  }

 private:
  // First the bare claim, then with one qualifier more at a time.
  void claim(ast::Group& group, std::size_t at) {
    ast::Claim& claim = group[at].claim;
    const std::vector<ast::Run> qualifiers = std::move(claim.qualifiers);
    const ast::Token* binding = claim.binding;
    claim.qualifiers.clear();
    if (!qualifiers.empty()) claim.binding = nullptr;
    add(QueryStep::Kind::part, claim.run, group, at);
    claim.binding = binding;
    for (const ast::Run qualifier : qualifiers) {
      claim.qualifiers.push_back(qualifier);
      add(QueryStep::Kind::qualifier, qualifier, group, at);
    }
  }

  void add(QueryStep::Kind kind, ast::Run run, const ast::Group& group, std::size_t at) {
    try {
      QueryStep step;
      step.kind = kind;
      step.text = std::string(diagnostics_.text(run));
      step.together = ask(std::span(group).first(at + 1));
      if (kind == QueryStep::Kind::part && at > 0) step.alone = ask(std::span(group).subspan(at, 1));
      steps_.push_back(std::move(step));
    } catch (const Failure&) {  // a part that means nothing without what comes after it explains nothing
    }
  }

  AskStatement ask(std::span<const ast::Element> part) {
    Names names(diagnostics_, context_, UnknownNames::warn);
    return Planner(names).ask(part);
  }

  const Diagnostics& diagnostics_;
  const LanguageContext& context_;
  std::vector<QueryStep> steps_;
};

}  // namespace

std::vector<QueryStep> query_steps(const SourceText& source, const LanguageContext& context) {
  const Diagnostics diagnostics(source);
  ast::Statement tree = parse(diagnostics);
  ast::Group single;
  ast::Group* group = group_of(tree, single);
  return group == nullptr ? std::vector<QueryStep>{} : Steps(diagnostics, context).of(*group);
}

}  // namespace kg
