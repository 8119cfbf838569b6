// Each node is written as elements of a group so that SPARQL's own translation (SPARQL 1.1, 18.2.2) gives the
// node back: what would widen a filter's or a BIND's scope gets braces of its own, what is no pattern a
// sub-select.
#include "kg/algebra/print_sparql.h"

#include <algorithm>

#include <fmt/format.h>

#include "kg/algebra/sparql_words.h"
#include "kg/algebra/visit.h"
#include "kg/base/error.h"

namespace kg {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
constexpr int kMaxPlanDepth = 5'000;  // deeper than the language makes

bool is_modifier(const Plan& plan) {
  return plan.as<Group>() != nullptr || plan.as<Distinct>() != nullptr || plan.as<OrderBy>() != nullptr ||
         plan.as<Slice>() != nullptr || plan.as<Project>() != nullptr;
}

bool is_filtered(const Plan& plan) { return plan.as<Filter>() != nullptr || plan.as<AntiJoin>() != nullptr; }

// Whether some part of the path is a repetition that is not inside another one, and has to be written out.
bool needs_own_rows(const PathExpression& path) {
  if (path.kind == PathExpression::Kind::repeat) return !is_sparql_repetition(path);
  return std::any_of(path.parts.begin(), path.parts.end(),
                     [](const PathPtr& part) { return needs_own_rows(*part); });
}

void count_mentions(const Plan& plan, std::map<Var, int>& mentions) {
  const auto mention = [&](const std::vector<Var>& variables) {
    for (const Var variable : variables) ++mentions[variable];
  };
  const auto mention_all = [&](const ExpressionPtr& expression) {
    if (expression) mention(variables_of(*expression));
  };
  if (const auto* n = plan.as<Filter>()) mention_all(n->condition);
  if (const auto* n = plan.as<LeftJoin>()) mention_all(n->condition);
  if (const auto* n = plan.as<Extend>()) mention_all(n->expression);
  if (const auto* n = plan.as<Project>()) mention(n->variables);
  if (const auto* n = plan.as<OrderBy>()) {
    for (const OrderKey& key : n->keys) mention_all(key.expression);
  }
  if (const auto* n = plan.as<Group>()) {
    mention(n->keys);
    for (const AggregateItem& item : n->aggregates) mention_all(item.expression);
  }
  if (children_of(plan).empty()) mention(variables_of(plan));
  for_each_child(plan, [&](const PlanPtr& child) { count_mentions(*child, mentions); });
}

// The modifiers of one SELECT, taken off a plan in the order in which SPARQL applies them.
struct Modifiers {
  Slice slice;
  bool distinct = false;
  std::vector<Var> columns;
  std::vector<OrderKey> order;
  std::vector<const Filter*> having;
  std::vector<const Extend*> extends;  // over the group, the innermost last
  const Group* group = nullptr;
  const Plan* pattern = nullptr;
};

Modifiers modifiers_of(const Plan& plan) {
  Modifiers out;
  const Plan* at = &plan;
  if (const auto* n = at->as<Slice>()) {
    out.slice = *n;
    at = n->input.get();
  }
  if (const auto* n = at->as<Distinct>()) {
    out.distinct = true;
    at = n->input.get();
  }
  out.columns = variables_of(*at);
  if (const auto* n = at->as<Project>()) {
    out.columns = n->variables;
    at = n->input.get();
  }
  if (const auto* n = at->as<OrderBy>()) {
    out.order = n->keys;
    if (n->limit != kNoLimit) {
      out.slice.limit = std::min(out.slice.limit, n->limit - std::min(n->limit, out.slice.offset));
    }
    at = n->input.get();
  }
  out.pattern = at;
  while (const auto* n = at->as<Filter>()) {
    out.having.push_back(n);
    at = n->input.get();
  }
  while (const auto* n = at->as<Extend>()) {
    out.extends.push_back(n);
    at = n->input.get();
  }
  out.group = at->as<Group>();
  if (out.group != nullptr) {
    out.pattern = out.group->input.get();
  } else {
    out.having.clear();
    out.extends.clear();
  }
  return out;
}

class Writer {
 public:
  Writer(const SparqlPrinter& printer, const Plan& plan) : words_(printer) {
    count_mentions(plan, mentions_);
  }

  std::string select(const Plan& plan, const std::vector<Column>& columns) {
    for (const Column& column : columns) words_.name_column(column.variable, column.name);
    for (const Var variable : modifiers_of(plan).columns) ++mentions_[variable];
    select(plan);
    return words_.prologue() + text_;
  }

  std::string ask(const Plan& plan) {
    group("ASK {", plan);
    return words_.prologue() + text_;
  }

 private:
  void line(const std::string& text) { text_ += std::string(indent_, ' ') + text + "\n"; }

  template <typename Content>
  void block(const std::string& head, Content&& content) {
    line(head);
    indent_ += 2;
    content();
    indent_ -= 2;
    line("}");
  }
  void group(const std::string& head, const Plan& plan) {
    block(head, [&] { elements(plan); });
  }

  // --- groups --------------------------------------------------------------------------------------------

  // Writes the plan into a group in which nothing stands yet, and in which nothing follows if it is filtered.
  void elements(const Plan& plan) {
    if (++depth_ > kMaxPlanDepth)
      throw Failure(ErrorCode::limit, "the query is nested too deeply for its text");
    if (is_modifier(plan)) {
      block("{", [&] { select(plan); });
    } else if (const auto* join = plan.as<Join>()) {
      start(*join->left);
      follow(*join->right);
    } else if (const auto* left = plan.as<LeftJoin>()) {
      left_join(*left);
    } else if (const auto* test = plan.as<AntiJoin>()) {
      elements(*test->left);
      group(test->negated ? "FILTER NOT EXISTS {" : "FILTER EXISTS {", *test->right);
    } else if (const auto* filter = plan.as<Filter>()) {
      elements(*filter->input);
      line("FILTER (" + words_.expression(*filter->condition, {}) + ")");
    } else if (const auto* extend = plan.as<Extend>()) {
      start(*extend->input);
      line(fmt::format("BIND ({} AS {})", words_.expression(*extend->expression, {}),
                       words_.variable(extend->variable)));
    } else {
      leaf(plan);
    }
    --depth_;
  }

  void leaf(const Plan& plan) {
    if (const auto* either = plan.as<Union>()) {
      alternatives(either->inputs.size(), [&](std::size_t i) { elements(*either->inputs[i]); });
    } else if (const auto* rows = plan.as<Values>()) {
      values(*rows);
    } else if (const auto* patterns = plan.as<Bgp>()) {
      bgp(*patterns);
    } else if (const auto* steps = plan.as<Path>()) {
      path(*steps);
    } else if (plan.as<PathSearch>() != nullptr) {
      fail_in_sparql("a path as an answer");
    } else if (plan.as<TextSearch>() != nullptr) {
      fail_in_sparql("a search of text");
    } else if (plan.as<Fixpoint>() != nullptr || plan.as<RuleRows>() != nullptr) {
      fail_in_sparql("a recursive rule");
    } else if (plan.as<Unit>() == nullptr) {
      throw Failure(ErrorCode::internal, "a physical plan has no SPARQL text");
    }
  }

  // The plan as the first elements of a group that goes on.
  void start(const Plan& plan) {
    if (is_filtered(plan)) {
      group("{", plan);
    } else {
      elements(plan);
    }
  }

  // The plan joined to the elements before it.
  void follow(const Plan& plan) {
    if (const auto* join = plan.as<Join>()) {
      follow(*join->left);
      follow(*join->right);
    } else if (is_filtered(plan) || plan.as<LeftJoin>() != nullptr || plan.as<Extend>() != nullptr) {
      group("{", plan);
    } else {
      elements(plan);
    }
  }

  // A filter that stands in the optional group itself would be part of the condition.
  void left_join(const LeftJoin& node) {
    start(*node.left);
    block("OPTIONAL {", [&] {
      start(*node.right);
      if (node.condition) line("FILTER (" + words_.expression(*node.condition, {}) + ")");
    });
  }

  void values(const Values& node) {
    std::string head = "VALUES (";
    for (const Var variable : node.variables)
      head += (head.back() == '(' ? "" : " ") + words_.variable(variable);
    block(head + ") {", [&] {
      for (const std::vector<Term>& row : node.rows) {
        std::string text = "(";
        for (const Term& term : row) text += (text == "(" ? "" : " ") + words_.term(term);
        line(text + ")");
      }
    });
  }

  // --- patterns ------------------------------------------------------------------------------------------

  std::string triple(const TriplePattern& pattern, const SparqlTexts& folded) {
    const auto text = folded.find(pattern.object.variable);
    return fmt::format("{} {} {}", words_.place(pattern.subject), words_.relation(pattern.relation),
                       text != folded.end() ? text->second : words_.place(pattern.object));
  }

  static bool speaks_of(const TriplePattern& pattern, Var variable) {
    return pattern.subject.variable == variable || pattern.relation.variable == variable ||
           pattern.object.variable == variable;
  }

  // Triple terms are written where their variable stands as an object. One that is needed elsewhere too is
  // bound in a group of its own, where nothing can have bound it before.
  void bgp(const Bgp& node) {
    SparqlTexts folded;
    std::vector<bool> written(node.triples.size());
    for (const TripleTermPattern& term : node.triple_terms) {
      const Var name = term.name.variable;
      std::size_t place = 0;
      const auto gives = [&](const TriplePattern& t) {
        return t.object.variable == name && t.subject.variable != name && t.relation.variable != name;
      };
      while (place < node.triples.size() && !gives(node.triples[place])) ++place;
      if (name == kNoVar || place == node.triples.size() || folded.contains(name) ||
          speaks_of(term.triple, name)) {
        fail_in_sparql("a triple term that no pattern gives");
      }
      const std::string text = "<<( " + triple(term.triple, {}) + " )>>";
      if (!is_needed(node, name)) {
        folded[name] = text;
        continue;
      }
      written[place] = true;
      block("{", [&] {
        line(triple(node.triples[place], {{name, text}}) + " .");
        line(fmt::format("BIND ({} AS {})", text, words_.variable(name)));
      });
    }
    for (std::size_t i = 0; i < node.triples.size(); ++i) {
      if (!written[i]) line(triple(node.triples[i], folded) + " .");
    }
  }

  // Whether a triple term's variable stands anywhere but as an object of the same patterns.
  [[nodiscard]] bool is_needed(const Bgp& node, Var name) const {
    const auto mentioned = mentions_.find(name);
    if (mentioned != mentions_.end() && mentioned->second > 1) return true;
    return std::any_of(node.triples.begin(), node.triples.end(),
                       [&](const TriplePattern& t) {
                         return t.subject.variable == name || t.relation.variable == name;
                       }) ||
           std::any_of(node.triple_terms.begin(), node.triple_terms.end(),
                       [&](const TripleTermPattern& t) { return speaks_of(t.triple, name); });
  }

  template <typename Each>
  void alternatives(std::size_t count, Each&& each) {
    line("{");
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) line("} UNION {");
      indent_ += 2;
      each(i);
      indent_ -= 2;
    }
    line("}");
  }

  void path(const Path& node) {
    const std::string subject = words_.place(node.subject);
    const std::string object = words_.place(node.object);
    if (!needs_own_rows(*node.path)) {
      line(fmt::format("{} {} {} .", subject, words_.path(*node.path), object));
      return;
    }
    block("{", [&] { rows_of_path("SELECT", subject, object, [&] { steps(subject, *node.path, object); }); });
  }

  // The ends of a path alone, without the variables between its steps.
  template <typename Content>
  void rows_of_path(const std::string& select, const std::string& subject, const std::string& object,
                    Content&& content) {
    std::string head = select;
    if (subject.starts_with('?')) head += " " + subject;
    if (object.starts_with('?') && object != subject) head += " " + object;
    if (head == select) head += " " + words_.fresh("nothing");
    block(head + " WHERE {", content);
  }

  void steps(const std::string& from, const PathExpression& path, const std::string& to) {
    if (!needs_own_rows(path)) {
      line(fmt::format("{} {} {} .", from, words_.path(path), to));
    } else if (path.kind == PathExpression::Kind::inverse) {
      steps(to, *path.parts[0], from);
    } else if (path.kind == PathExpression::Kind::alternative) {
      alternatives(path.parts.size(), [&](std::size_t i) { steps(from, *path.parts[i], to); });
    } else if (path.kind == PathExpression::Kind::sequence) {
      std::string at = from;
      for (std::size_t i = 0; i < path.parts.size(); ++i) {
        const std::string next = i + 1 == path.parts.size() ? to : words_.fresh("step");
        steps(at, *path.parts[i], next);
        at = next;
      }
    } else {
      block("{", [&] {
        rows_of_path("SELECT DISTINCT", from, to,
                     [&] { line(fmt::format("{} {} {} .", from, words_.path(path), to)); });
      });
    }
  }

  // --- SELECT --------------------------------------------------------------------------------------------

  void select(const Plan& plan) {
    const Modifiers modifiers = modifiers_of(plan);
    SparqlTexts computed;  // what aggregates and the expressions over them stand for
    if (modifiers.group != nullptr) {
      for (const AggregateItem& item : modifiers.group->aggregates) {
        computed[item.variable] = words_.aggregate(item);
      }
      for (auto extend = modifiers.extends.rbegin(); extend != modifiers.extends.rend(); ++extend) {
        computed[(*extend)->variable] = "(" + words_.expression(*(*extend)->expression, computed) + ")";
      }
    }
    const std::string verb = modifiers.distinct ? "SELECT DISTINCT" : "SELECT";
    if (modifiers.group != nullptr && !shows_group(modifiers, computed)) {
      line(verb + " " + words_.fresh("nothing"));
      block("WHERE {", [&] {
        block("{", [&] { body("SELECT (COUNT(*) AS " + words_.fresh("rows") + ")", modifiers, computed); });
      });
    } else {
      std::string head = verb;
      // What nothing binds need not leave a group, and must not where a BIND around it gives it a value.
      for (const Var variable : modifiers.columns) {
        if (indent_ == 0 || !is_unbound(variable, modifiers, computed))
          head += " " + column(variable, modifiers, computed);
      }
      if (modifiers.columns.empty()) head += " " + words_.fresh("nothing");
      body(head, modifiers, computed);
    }
    if (modifiers.slice.limit != kNoLimit) line(fmt::format("LIMIT {}", modifiers.slice.limit));
    if (modifiers.slice.offset != 0) line(fmt::format("OFFSET {}", modifiers.slice.offset));
  }

  // A grouped SELECT has to name a key or compute something; rows of nothing need one around it.
  static bool shows_group(const Modifiers& modifiers, const SparqlTexts& computed) {
    const std::vector<Var>& keys = modifiers.group->keys;
    return std::any_of(modifiers.columns.begin(), modifiers.columns.end(), [&](Var variable) {
      return computed.contains(variable) || std::find(keys.begin(), keys.end(), variable) != keys.end();
    });
  }

  void body(const std::string& head, const Modifiers& modifiers, SparqlTexts computed) {
    line(head);
    group("WHERE {", *modifiers.pattern);
    if (modifiers.group != nullptr && !modifiers.group->keys.empty()) {
      std::string keys = "GROUP BY";
      for (const Var key : modifiers.group->keys) keys += " " + words_.variable(key);
      line(keys);
    }
    // Without keys it takes an aggregate to say that there is one group, and the columns may hold none.
    std::string having = needs_aggregate(modifiers) ? " (COUNT(*) >= 0)" : "";
    for (const Filter* filter : modifiers.having) {
      having += " (" + words_.expression(*filter->condition, computed) + ")";
    }
    if (!having.empty()) line("HAVING" + having);
    // What has a name is ordered by under it.
    for (const Var variable : modifiers.columns) computed.erase(variable);
    order(modifiers.order, computed);
  }

  static bool needs_aggregate(const Modifiers& modifiers) {
    if (modifiers.group == nullptr || !modifiers.group->keys.empty()) return false;
    const auto& items = modifiers.group->aggregates;
    return std::none_of(modifiers.columns.begin(), modifiers.columns.end(), [&](Var variable) {
      return std::any_of(items.begin(), items.end(),
                         [&](const AggregateItem& item) { return item.variable == variable; });
    });
  }

  std::string column(Var variable, const Modifiers& modifiers, const SparqlTexts& computed) {
    const std::string name = words_.variable(variable);
    const auto text = computed.find(variable);
    if (text != computed.end()) return fmt::format("({} AS {})", text->second, name);
    return is_unbound(variable, modifiers, computed) ? fmt::format("(COALESCE() AS {})", name) : name;
  }

  // A column of a group that is neither a key nor computed.
  static bool is_unbound(Var variable, const Modifiers& modifiers, const SparqlTexts& computed) {
    return modifiers.group != nullptr && !computed.contains(variable) &&
           std::count(modifiers.group->keys.begin(), modifiers.group->keys.end(), variable) == 0;
  }

  void order(const std::vector<OrderKey>& keys, const SparqlTexts& computed) {
    if (keys.empty()) return;
    std::string text = "ORDER BY";
    for (const OrderKey& key : keys) {
      const std::string expression = words_.expression(*key.expression, computed);
      const bool plain = expression.starts_with('?') && key.expression->kind == Expression::Kind::variable;
      text += key.descending ? fmt::format(" DESC({})", expression)
              : plain        ? " " + expression
                             : fmt::format(" ASC({})", expression);
    }
    line(text);
  }

  SparqlWords words_;
  std::map<Var, int> mentions_;
  std::string text_;
  std::size_t indent_ = 0;
  int depth_ = 0;
};

}  // namespace

std::string SparqlPrinter::select(const PlanPtr& plan, const std::vector<Column>& columns) const {
  return Writer(*this, *plan).select(*plan, columns);
}

std::string SparqlPrinter::ask(const PlanPtr& plan) const { return Writer(*this, *plan).ask(*plan); }

}  // namespace kg
