#include "repl/neighbourhood.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <optional>

#include "repl/output/formats.h"
#include "repl/output/table.h"

namespace kg::repl {
namespace {

// Relations of kg's own vocabulary that say something of things; the others serve documents and claims.
constexpr std::array<std::string_view, 17> kFactRelations{
    "about", "after", "at",    "before", "by", "during", "for",   "from", "in",
    "of",    "on",    "place", "since",  "to", "until",  "where", "with"};
constexpr std::array<std::string_view, 4> kServingNamespaces{
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#"};
constexpr std::size_t kMaxTypes = 5;

bool serves_the_store(const Term& relation) {
  const std::string_view iri = relation.value;
  if (iri.starts_with(iri::kKg)) {
    const std::string_view name = iri.substr(iri::kKg.size());
    return std::find(kFactRelations.begin(), kFactRelations.end(), name) == kFactRelations.end();
  }
  return std::any_of(kServingNamespaces.begin(), kServingNamespaces.end(),
                     [&](std::string_view space) { return iri.starts_with(space); });
}

bool is_thing(const Cell& cell) {
  return cell.term.kind == TermKind::iri || cell.term.kind == TermKind::blank;
}

class Reader {
 public:
  Reader(Session& session, const GraphRequest& request, Budget& budget)
      : session_(session), request_(request) {
    how_.budget = &budget;
  }

  Result<Neighbourhood> read() {
    const Status named = session_.set_parameter_text("graph_thing", request_.name);
    if (!named.ok()) return named.error();
    ask("find ?x where values ?x ($graph_thing)", [&](const std::vector<Cell>& row) { place(row[0], 0); });
    for (std::size_t i = 0; i < out_.things.size() && !error_; ++i) {
      const Neighbourhood::Thing& thing = out_.things[i];
      if (thing.again || !is_thing(thing.cell) || (i > 0 && thing.depth >= request_.depth)) continue;
      session_.set_parameter("graph_thing", thing.cell.term);
      read_groups(i, true);
      read_groups(i, false);
    }
    if (error_) return *error_;
    return std::move(out_);
  }

 private:
  // Where a thing was come from, so that the way back is not shown again.
  struct Origin {
    std::size_t parent = 0;
    Term relation;
    bool outgoing = true;
  };

  template <typename Use>
  void ask(const std::string& query, const Use& use) {
    if (error_) return;
    Result<Answer> answer = session_.run(query, how_);
    if (!answer.ok()) {
      error_ = answer.error();
      return;
    }
    RowBatch rows;
    while (true) {
      const Result<bool> more = answer->next(rows);
      if (!more.ok()) error_ = more.error();
      if (!more.ok() || !*more) return;
      for (std::size_t r = 0; r < rows.rows; ++r) {
        std::vector<Cell> row;
        for (const std::vector<Cell>& column : rows.columns) row.push_back(column[r]);
        use(row);
      }
    }
  }

  std::size_t place(const Cell& cell, std::size_t depth) {
    Neighbourhood::Thing thing;
    thing.cell = cell;
    thing.depth = depth;
    thing.again = is_thing(cell) && !placed_.insert({cell.term.to_ntriples(), out_.things.size()}).second;
    out_.things.push_back(std::move(thing));
    origins_.emplace_back();
    return out_.things.size() - 1;
  }

  static std::string pattern(bool outgoing) {
    return outgoing ? "$graph_thing ?r ?o"
                    : fmt::format("?o ?r $graph_thing and not {{ ?o <{}> ?claimed }}", iri::kRdfReifies);
  }

  void read_groups(std::size_t thing, bool outgoing) {
    std::vector<std::pair<Cell, std::uint64_t>> relations;
    ask("find ?r, count(*) as ?n where " + pattern(outgoing) + " order by ?n, ?r",
        [&](const std::vector<Cell>& row) {
          std::uint64_t count = 0;
          const std::string& digits = row[1].term.value;
          std::from_chars(digits.data(), digits.data() + digits.size(), count);
          relations.emplace_back(row[0], count);
        });
    for (const auto& [relation, count] : relations) {
      if (outgoing && relation.term.value == iri::kRdfType && thing == 0) read_types(relation);
      if (!serves_the_store(relation.term)) read_group(thing, relation, outgoing, count);
    }
  }

  void members(const Cell& relation, bool outgoing, std::size_t limit,
               const std::function<void(const std::vector<Cell>&)>& use) {
    session_.set_parameter("graph_relation", relation.term);
    ask(fmt::format("find ?o where {} and same_term(?r, $graph_relation) limit {}", pattern(outgoing), limit),
        use);
  }

  void read_types(const Cell& relation) {
    members(relation, true, kMaxTypes,
            [&](const std::vector<Cell>& row) { out_.things[0].types.push_back(cell_text(row[0], {})); });
  }

  void read_group(std::size_t thing, const Cell& relation, bool outgoing, std::uint64_t count) {
    Neighbourhood::Group group;
    group.relation = relation;
    group.outgoing = outgoing;
    const Origin& origin = origins_[thing];
    const bool may_lead_back = thing > 0 && origin.outgoing != outgoing && origin.relation == relation.term;
    const Term from = may_lead_back ? out_.things[origin.parent].cell.term : Term{};
    members(relation, outgoing, kMaxGraphPerRelation + 1, [&](const std::vector<Cell>& row) {
      if (may_lead_back && row[0].term == from) {
        --count;
      } else if (group.members.size() < kMaxGraphPerRelation && out_.things.size() < kMaxGraphThings) {
        group.members.push_back(place(row[0], out_.things[thing].depth + 1));
        origins_[group.members.back()] = {thing, relation.term, outgoing};
      }
    });
    group.more = count - std::min<std::uint64_t>(count, group.members.size());
    if (count > 0) out_.things[thing].groups.push_back(std::move(group));
  }

  Session& session_;
  const GraphRequest& request_;
  RunOptions how_;
  Neighbourhood out_;
  std::vector<Origin> origins_;  // of each thing
  std::map<std::string, std::size_t> placed_;
  std::optional<Error> error_;
};

class Drawing {
 public:
  Drawing(const Neighbourhood& what, const OutputStyle& style) : what_(what), style_(style) {}

  std::string draw() {
    const Neighbourhood::Thing& thing = what_.things.front();
    std::string types;
    for (const std::string& type : thing.types) types += (types.empty() ? "  " : ", ") + terminal_safe(type);
    put("", kBold, cell_text(thing.cell, style_.cell), kDim, types);
    if (thing.groups.empty()) put("", "", "nothing else is said of it", "", "");
    groups(0, "");
    return std::move(out_);
  }

 private:
  static constexpr std::string_view kBold = "\033[1m";
  static constexpr std::string_view kDim = "\033[2m";
  static constexpr std::string_view kThing = "\033[36m";

  // A line of a plain beginning and two pieces with colours of their own.
  void put(const std::string& start, std::string_view first_colour, const std::string& first,
           std::string_view second_colour, const std::string& second) {
    constexpr std::size_t kLeastWidth = 8;
    std::size_t left = std::string::npos;
    if (style_.width > 0) {
      const std::size_t used = utf8_display_width(start);
      left = std::max(style_.width, used + kLeastWidth) - used;
    }
    const std::string head = cut_to_width(terminal_safe(first), left);
    left -= std::min(left, utf8_display_width(head));
    const std::string tail = left > 0 ? cut_to_width(terminal_safe(second), left) : std::string();
    out_ += start + painted(head, first_colour) + painted(tail, second_colour) + '\n';
  }
  [[nodiscard]] std::string painted(const std::string& text, std::string_view colour) const {
    return style_.color && !colour.empty() && !text.empty() ? fmt::format("{}{}\033[0m", colour, text) : text;
  }

  void groups(std::size_t index, const std::string& indent) {
    const auto& groups = what_.things[index].groups;
    for (std::size_t i = 0; i < groups.size(); ++i) group(groups[i], indent, i + 1 == groups.size());
  }

  void group(const Neighbourhood::Group& group, const std::string& indent, bool last) {
    const std::string branch = indent + (last ? "└─ " : "├─ ");
    const std::string below = indent + (last ? "   " : "│  ");
    const std::string relation = cell_text(group.relation, style_.cell) + (group.outgoing ? " →" : " ←");
    if (group.members.size() == 1 && group.more == 0) {
      member(branch, relation + ' ', group.members.front(), below);
      return;
    }
    put(branch, kDim, relation, "", "");
    for (std::size_t i = 0; i < group.members.size(); ++i) {
      const bool end = i + 1 == group.members.size() && group.more == 0;
      member(below + (end ? "└─ " : "├─ "), "", group.members[i], below + (end ? "   " : "│  "));
    }
    if (group.more > 0) put(below + "└─ ", kDim, fmt::format("... and {} more", group.more), "", "");
  }

  void member(const std::string& branch, const std::string& relation, std::size_t index,
              const std::string& below) {
    const Neighbourhood::Thing& thing = what_.things[index];
    const std::string text = cell_text(thing.cell, style_.cell) + (thing.again ? " ↑" : "");
    put(branch, kDim, relation, is_thing(thing.cell) ? kThing : std::string_view(), text);
    groups(index, below);
  }

  const Neighbourhood& what_;
  const OutputStyle& style_;
  std::string out_;
};

}  // namespace

Result<GraphRequest> parse_graph_request(const std::string& arguments) {
  GraphRequest request;
  std::string rest = arguments;
  const auto last_word = [&]() -> std::string {
    const std::size_t blank = rest.find_last_of(' ');
    return blank == std::string::npos || rest.back() == '"' ? std::string() : rest.substr(blank + 1);
  };
  const auto drop = [&](const std::string& word) {
    rest.resize(rest.size() - word.size());
    rest.erase(rest.find_last_not_of(' ') + 1);
  };
  if (const std::string word = last_word(); word.ends_with(".dot")) {
    request.file = word;
    drop(word);
  }
  if (const std::string word = last_word();
      !word.empty() && word.find_first_not_of("0123456789") == std::string::npos) {
    std::from_chars(word.data(), word.data() + word.size(), request.depth);
    if (word.size() > 1 || request.depth < 1 || request.depth > kMaxGraphDepth) {
      return Error{ErrorCode::usage,
                   fmt::format("`{}` is no depth", word),
                   {},
                   {},
                   fmt::format("a depth is 1 to {}; a name that ends in a number stands in double quotes",
                               kMaxGraphDepth)};
    }
    drop(word);
  }
  if (rest.empty())
    return Error{ErrorCode::usage, "`.graph` needs a name", {}, {}, ".graph Li Qiang, or .graph Li Qiang 2"};
  const bool written = rest.front() == '"' || rest.front() == '<' ||
                       (rest.find(':') != std::string::npos && rest.find(' ') == std::string::npos);
  request.name = written ? rest : '"' + rest + '"';
  return request;
}

Result<Neighbourhood> read_neighbourhood(Session& session, const GraphRequest& request, Budget& budget) {
  return Reader(session, request, budget).read();
}

std::string draw(const Neighbourhood& neighbourhood, const OutputStyle& style) {
  return Drawing(neighbourhood, style).draw();
}

void write_dot(const Neighbourhood& neighbourhood, Output& output) {
  OutputStyle style;
  style.format = Format::dot;
  const auto writer = make_dot_writer(output, style);
  writer->begin({{"subject", "relation", "object"}, true, false});
  RowBatch batch;
  batch.columns.resize(3);
  for (const Neighbourhood::Thing& thing : neighbourhood.things) {
    for (const Neighbourhood::Group& group : thing.groups) {
      for (const std::size_t index : group.members) {
        const Cell& member = neighbourhood.things[index].cell;
        batch.columns[0].push_back(group.outgoing ? thing.cell : member);
        batch.columns[1].push_back(group.relation);
        batch.columns[2].push_back(group.outgoing ? member : thing.cell);
        ++batch.rows;
      }
    }
  }
  writer->rows(batch);
  writer->end();
}

}  // namespace kg::repl
