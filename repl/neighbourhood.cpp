#include "repl/neighbourhood.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <optional>

#include "repl/vocabulary.h"

namespace kg::repl {
namespace {

// Relations of kg's own vocabulary that say something of things; the others serve documents and claims.
constexpr std::array<std::string_view, 17> kFactRelations{
    "about", "after", "at",    "before", "by", "during", "for",   "from", "in",
    "of",    "on",    "place", "since",  "to", "until",  "where", "with"};
constexpr std::size_t kMaxTypes = 5;

bool serves_the_store(const Term& relation) {
  const std::string_view iri = relation.value;
  if (iri.starts_with(iri::kKg)) {
    const std::string_view name = iri.substr(iri::kKg.size());
    return std::find(kFactRelations.begin(), kFactRelations.end(), name) == kFactRelations.end();
  }
  return is_of_standard_vocabulary(iri);
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
    ask("find ?x where values ?x ($graph_thing)",
        [&](const std::vector<Cell>& row, const Claims&) { place(row[0], 0); });
    for (std::size_t i = 0; i < out_.things.size() && !error_; ++i) {
      const Neighbourhood::Thing& thing = out_.things[i];
      if (thing.again || !thing.is_node() || (i > 0 && thing.depth >= request_.depth)) continue;
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

  // Calls `use(row, claims behind it)`.
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
        use(row, evidence_of(rows, r));
      }
    }
  }

  std::size_t place(const Cell& cell, std::size_t depth) {
    Neighbourhood::Thing thing;
    thing.cell = cell;
    thing.depth = depth;
    thing.again = thing.is_node() && !placed_.insert({cell.term.to_ntriples(), out_.things.size()}).second;
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
        [&](const std::vector<Cell>& row, const Claims&) {
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
               const std::function<void(const std::vector<Cell>&, const Claims&)>& use) {
    session_.set_parameter("graph_relation", relation.term);
    how_.evidence = request_.file.empty() ? EvidenceFor::nothing : EvidenceFor::everything;
    ask(fmt::format("find ?o where {} and same_term(?r, $graph_relation) limit {}", pattern(outgoing), limit),
        use);
    how_.evidence = EvidenceFor::nothing;
  }

  void read_types(const Cell& relation) {
    members(relation, true, kMaxTypes, [&](const std::vector<Cell>& row, const Claims&) {
      out_.things[0].types.push_back(cell_text(row[0], {}));
    });
  }

  void read_group(std::size_t thing, const Cell& relation, bool outgoing, std::uint64_t count) {
    Neighbourhood::Group group;
    group.relation = relation;
    group.outgoing = outgoing;
    const Origin& origin = origins_[thing];
    const bool may_lead_back = thing > 0 && origin.outgoing != outgoing && origin.relation == relation.term;
    const Term from = may_lead_back ? out_.things[origin.parent].cell.term : Term{};
    members(
        relation, outgoing, kMaxGraphPerRelation + 1,
        [&](const std::vector<Cell>& row, const Claims& claims) {
          if (may_lead_back && row[0].term == from) {
            --count;
          } else if (group.members.size() < kMaxGraphPerRelation && out_.things.size() < kMaxGraphThings) {
            group.members.push_back(place(row[0], out_.things[thing].depth + 1));
            origins_[group.members.back()] = {thing, relation.term, outgoing};
            out_.things.back().claims = claims;
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

}  // namespace

std::optional<GraphFile> graph_file_kind(std::string_view path) {
  constexpr std::pair<std::string_view, GraphFile> kEndings[] = {
      {".dot", GraphFile::dot}, {".html", GraphFile::page}, {".svg", GraphFile::svg}};
  for (const auto& [ending, kind] : kEndings) {
    if (path.ends_with(ending)) return kind;
  }
  return std::nullopt;
}

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
  if (const std::string word = last_word(); graph_file_kind(word).has_value()) {
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
  request.name = written ? rest : quoted_name(rest);
  return request;
}

Result<Neighbourhood> read_neighbourhood(Session& session, const GraphRequest& request, Budget& budget) {
  return Reader(session, request, budget).read();
}

}  // namespace kg::repl
