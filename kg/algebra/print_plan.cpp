// The plan as text: one operator a line, indented, with estimates and annotations in columns.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "kg/algebra/plan.h"
#include "kg/algebra/visit.h"
#include "kg/base/utf8.h"

namespace kg {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

const char* tag_words(Tag tag) {
  switch (tag) {
    case Tag::undefined:
      return "unbound";
    case Tag::blank:
      return "blank nodes";
    case Tag::iri:
      return "IRIs";
    case Tag::boolean:
      return "booleans";
    case Tag::integer:
      return "integers";
    case Tag::decimal:
      return "decimals";
    case Tag::dbl:
      return "doubles";
    case Tag::date:
      return "dates";
    case Tag::value:
      return "other numbers and dates";
    case Tag::quantity:
      return "quantities";
    case Tag::short_string:
      return "short strings";
    case Tag::string:
      return "strings";
    case Tag::lang_string:
      return "strings with a language";
    case Tag::typed:
      return "other literals";
    case Tag::triple:
      return "triple terms";
    case Tag::local:
      return "terms of the query";
  }
  return "?";
}

std::string integer_text(Id id) {
  constexpr std::int64_t kBias = std::int64_t{1} << 59;
  return std::to_string(static_cast<std::int64_t>(id.payload()) - kBias);
}

std::string range_text(IdRange range) {
  if (range.last < range.first) return "nothing";
  const Tag tag = range.first.tag();
  if (tag != range.last.tag()) {
    return fmt::format("{} to {}", tag_words(tag), tag_words(range.last.tag()));
  }
  const IdRange whole = tag_range(tag);
  if (range == whole) return fmt::format("all {}", tag_words(tag));
  if (tag != Tag::integer) return fmt::format("a range of {}", tag_words(tag));
  const std::string first = range.first == whole.first ? "" : integer_text(range.first);
  const std::string last = range.last == whole.last ? "" : integer_text(range.last);
  return fmt::format("integers {}..{}", first, last);
}

std::string quantity_text(double rows) {
  if (rows < 999.5) return fmt::format("{:.0f}", rows);
  static constexpr std::array kUnits{"", "k", "M", "G", "T", "P", "E"};
  std::size_t unit = 0;
  while (rows >= 999.5 && unit + 1 < kUnits.size()) {
    rows /= 1000;
    ++unit;
  }
  if (rows >= 999.5) return "very many";
  return rows < 99.95 ? fmt::format("{:.1f}{}", rows, kUnits[unit])
                      : fmt::format("{:.0f}{}", rows, kUnits[unit]);
}

std::string estimate_text(double rows) {
  if (!(rows >= 0)) return {};
  const std::string number = quantity_text(rows);
  return fmt::format("~{} {}", number, number == "1" ? "row" : "rows");
}

// One line for each kind of node; children are printed by the caller.
class NodeText {
 public:
  explicit NodeText(const PlanPrinter& printer) : printer_(printer) {}

  std::string operator()(const Unit&) const { return "one empty row"; }
  std::string operator()(const Values& n) const {
    if (n.rows.empty()) return "nothing";
    return fmt::format("values {} ({} {})", list(n.variables), n.rows.size(),
                       n.rows.size() == 1 ? "row" : "rows");
  }
  std::string operator()(const Bgp& n) const {
    std::string out = "patterns";
    const char* separator = " ";
    for (const TriplePattern& pattern : n.triples) {
      out += separator + text(pattern);
      separator = " and ";
    }
    for (const TripleTermPattern& pattern : n.triple_terms) {
      out += separator + text(pattern);
      separator = " and ";
    }
    return out;
  }
  std::string operator()(const Path& n) const { return "path " + text(n); }
  std::string operator()(const PathSearch& n) const {
    std::string out = n.cost != kNoVar ? "cheapest paths" : n.all ? "all paths" : "shortest paths";
    if (!n.all) out = fmt::format("{} {}", n.count, out);
    out += fmt::format(" from {} to {}", text(n.from), text(n.to));
    if (n.step != nullptr) out += " via " + path_text(*n.step, 0);
    out += fmt::format(" within {}", n.within);
    return n.cost != kNoVar ? out + " by " + text(n.cost_relation) : out;
  }
  std::string operator()(const TextSearch& n) const {
    return fmt::format("text search {} matches {}", text(n.text), Term::string(n.query).to_ntriples());
  }
  std::string operator()(const Join&) const { return "join"; }
  std::string operator()(const LeftJoin& n) const {
    return n.condition ? "left join where " + text(*n.condition) : "left join";
  }
  std::string operator()(const AntiJoin& n) const {
    std::string out = n.negated ? "anti join" : "semi join";
    if (n.correlated) return out + ", for each row";
    if (!n.keys.empty()) out += " on " + list(n.keys);
    return out;
  }
  std::string operator()(const Union&) const { return "union"; }
  std::string operator()(const Filter& n) const { return "filter " + text(*n.condition); }
  std::string operator()(const Extend& n) const {
    return fmt::format("let {} = {}", text(n.variable), text(*n.expression));
  }
  std::string operator()(const Group& n) const {
    std::string out = "group";
    if (!n.keys.empty()) out += " by " + list(n.keys);
    const char* separator = ": ";
    for (const AggregateItem& item : n.aggregates) {
      out += separator + text(item);
      separator = ", ";
    }
    return out;
  }
  std::string operator()(const Distinct&) const { return "distinct"; }
  std::string operator()(const OrderBy& n) const {
    std::string out = n.limit == kNoLimit ? "order by" : fmt::format("top {} by", n.limit);
    const char* separator = " ";
    for (const OrderKey& key : n.keys) {
      out += separator + text(*key.expression) + (key.descending ? " desc" : "");
      separator = ", ";
    }
    return out;
  }
  std::string operator()(const Slice& n) const {
    if (n.offset == 0) return fmt::format("limit {}", n.limit);
    if (n.limit == kNoLimit) return fmt::format("offset {}", n.offset);
    return fmt::format("limit {} offset {}", n.limit, n.offset);
  }
  std::string operator()(const Project& n) const { return "project " + list(n.variables); }
  std::string operator()(const RuleRows& n) const {
    return fmt::format("{} of {} {}", n.recent ? "new rows" : "rows", n.rule, list(n.variables));
  }
  std::string operator()(const Fixpoint& n) const {
    return fmt::format("rule {} {}, until nothing is new", n.rule, list(n.variables));
  }
  std::string operator()(const Scan& n) const {
    std::string out = fmt::format("scan {} ({})", text(n.pattern), permutation_name(n.permutation));
    if (n.range != kAllIds) out += fmt::format(" in {}", range_text(n.range));
    return out;
  }
  std::string operator()(const PhysicalJoin& n) const {
    if (n.keys.empty()) return "cross join";
    return fmt::format("{} join on {}", n.method == JoinMethod::merge ? "merge" : "hash", list(n.keys));
  }
  std::string operator()(const LookupJoin& n) const {
    return fmt::format("{} {} ({})", lookup_name(n.kind), text(n.pattern), permutation_name(n.permutation));
  }
  std::string operator()(const TripleTermJoin& n) const { return "triple term join " + text(n.pattern); }
  std::string operator()(const PathJoin& n) const { return "path join " + text(n.path); }
  std::string operator()(const MultiwayJoin& n) const {
    std::string out = "multiway join";
    const char* separator = " ";
    for (const TriplePattern& pattern : n.patterns) {
      out += separator + text(pattern);
      separator = " and ";
    }
    return out + " by " + list(n.order);
  }
  std::string operator()(const CountPattern& n) const {
    return fmt::format("count from statistics {} as {}", text(n.pattern), text(n.count));
  }
  std::string operator()(const CountByRelation& n) const {
    return fmt::format("count from statistics by relation {} as {}", text(n.relation), text(n.count));
  }
  std::string operator()(const CountDistinct& n) const {
    return fmt::format("count from statistics distinct {} in {} as {}",
                       n.position == 0 ? "subjects" : "objects", text(n.pattern), text(n.count));
  }

 private:
  static const char* lookup_name(LookupKind kind) {
    switch (kind) {
      case LookupKind::inner:
        return "lookup join";
      case LookupKind::left:
        return "left lookup join";
      case LookupKind::semi:
        return "semi lookup join";
      case LookupKind::anti:
        return "anti lookup join";
    }
    return "lookup join";
  }

  std::string text(Var variable) const { return variable_text(printer_.variables, variable); }
  std::string text(const PatternTerm& term) const {
    if (term.is_variable()) return text(term.variable);
    if (printer_.term) return printer_.term(term);
    return term.term.kind == TermKind::undefined ? fmt::format("#{:x}", term.id.bits)
                                                 : term.term.to_ntriples();
  }
  std::string text(const TriplePattern& p) const {
    return fmt::format("{} {} {}", text(p.subject), text(p.relation), text(p.object));
  }
  std::string text(const TripleTermPattern& p) const {
    return fmt::format("{} = <<( {} )>>", text(p.name), text(p.triple));
  }
  std::string text(const Path& p) const {
    return fmt::format("{} {} {}", text(p.subject), path_text(*p.path, 0), text(p.object));
  }
  std::string text(const Expression& e) const {
    if (!printer_.term) return print_expression(e, printer_.variables, {});
    return print_expression(e, printer_.variables, [this](const Term& term) {
      return printer_.term(PatternTerm::constant(inline_term(term).value_or(kUnbound), term));
    });
  }
  std::string text(const AggregateItem& item) const {
    return fmt::format("{}({}{}) as {}", aggregate_name(item.aggregate), item.distinct ? "distinct " : "",
                       item.expression ? text(*item.expression) : "*", text(item.variable));
  }
  std::string list(const std::vector<Var>& vars) const {
    std::string out;
    for (const Var v : vars) {
      if (!out.empty()) out += ", ";
      out += text(v);
    }
    return out;
  }

  // As the language writes paths: ^p, a/b, (a|b), p+, p{1,4}.
  std::string path_text(const PathExpression& path, int depth) const {
    if (depth > 100) return "...";
    switch (path.kind) {
      case PathExpression::Kind::link:
        return text(path.relation);
      case PathExpression::Kind::inverse:
        return "^" + path_text(*path.parts.front(), depth + 1);
      case PathExpression::Kind::sequence:
        return path_list(path, "/", depth);
      case PathExpression::Kind::alternative:
        return path_list(path, "|", depth);
      case PathExpression::Kind::repeat:
        return path_text(*path.parts.front(), depth + 1) + times_text(path);
    }
    return {};
  }
  std::string path_list(const PathExpression& path, const char* separator, int depth) const {
    std::string out = "(";
    for (const PathPtr& part : path.parts) {
      if (out.size() > 1) out += separator;
      out += path_text(*part, depth + 1);
    }
    return out + ")";
  }
  static std::string times_text(const PathExpression& path) {
    const bool open = path.at_most == std::numeric_limits<std::uint32_t>::max();
    if (open && path.at_least == 0) return "*";
    if (open && path.at_least == 1) return "+";
    if (path.at_least == 0 && path.at_most == 1) return "?";
    return open ? fmt::format("{{{},}}", path.at_least)
                : fmt::format("{{{},{}}}", path.at_least, path.at_most);
  }

  const PlanPrinter& printer_;
};

struct Line {
  std::string text;
  std::string estimate;
  std::string annotation;
};

void pad(std::string& out, std::size_t columns) { out.append(columns, ' '); }

std::string layout(const std::vector<Line>& lines) {
  std::size_t text_width = 0;
  std::size_t estimate_width = 0;
  for (const Line& line : lines) {
    text_width = std::max(text_width, utf8_display_width(line.text));
    estimate_width = std::max(estimate_width, line.estimate.size());
  }
  std::string out;
  for (const Line& line : lines) {
    out += line.text;
    if (!line.estimate.empty() || !line.annotation.empty()) {
      pad(out, text_width - utf8_display_width(line.text) + 2);
      pad(out, estimate_width - line.estimate.size());
      out += line.estimate;
    }
    if (!line.annotation.empty()) out += (estimate_width > 0 ? "  " : "") + line.annotation;
    out += '\n';
  }
  return out;
}

}  // namespace

std::string PlanPrinter::print(const Plan& plan) const {
  const NodeText node_text(*this);
  std::vector<Line> lines;
  std::vector<std::pair<const Plan*, std::size_t>> open{{&plan, 0}};
  while (!open.empty()) {
    const auto [node, depth] = open.back();
    open.pop_back();
    Line line;
    pad(line.text, 2 * depth);
    line.text += std::visit(node_text, node->node);
    line.estimate = estimate_text(node->estimate);
    if (annotate) line.annotation = annotate(*node);
    lines.push_back(std::move(line));
    const std::size_t first = open.size();
    for_each_child(
        *node, [&open, below = depth + 1](const PlanPtr& child) { open.emplace_back(child.get(), below); });
    std::reverse(open.begin() + static_cast<std::ptrdiff_t>(first), open.end());
  }
  return layout(lines);
}

}  // namespace kg
