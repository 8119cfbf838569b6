#include "repl/welcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "repl/vocabulary.h"

namespace kg::repl {
namespace {

struct RelationCounts {
  Cell relation;
  std::uint64_t triples = 0;
  std::uint64_t subjects = 0;
  std::uint64_t objects = 0;
};

struct Contents {
  std::vector<RelationCounts> facts;  // most triples first
  std::uint64_t triples = 0;          // of these relations
  std::uint64_t things = 0;
  std::uint64_t claims = 0;
  std::uint64_t sources = 0;
};

// The first rows of an answer; none on an error.
RowBatch first_rows(Session& session, const std::string& query) {
  RowBatch rows;
  Result<Answer> answer = session.run(query, {});
  if (answer.ok()) {
    if (const Result<bool> more = answer->next(rows); more.ok() && *more) return rows;
  }
  return {};
}

std::uint64_t number(const Cell& cell) {
  std::uint64_t value = 0;
  const std::string& digits = cell.term.value;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// From the statistics alone. Things are those that have names, else those that have types.
Contents contents_of(Session& session) {
  const RowBatch rows = first_rows(session, "show relations");
  Contents out;
  std::uint64_t typed = 0;
  std::uint64_t mentions = 0;  // claims, too, that nobody made
  for (std::size_t r = 0; r < rows.rows; ++r) {
    const auto count = [&](std::size_t column) { return number(rows.columns[column][r]); };
    const RelationCounts counts{rows.columns[0][r], count(1), count(2), count(3)};
    const std::string& iri = counts.relation.term.value;
    if (iri == iri::kRdfsLabel) out.things = counts.subjects;
    if (iri == iri::kRdfType) typed = counts.subjects;
    if (iri == iri::kRdfReifies) out.claims += counts.subjects;
    if (iri == std::string(iri::kKg) + "surface") mentions = counts.subjects;
    if (iri == std::string(iri::kKg) + "source") out.sources = counts.objects;
    if (iri.starts_with(iri::kKg) || is_of_standard_vocabulary(iri)) continue;
    out.triples += counts.triples;
    out.facts.push_back(counts);
  }
  out.things = std::max(out.things, typed);
  out.claims -= std::min(out.claims, mentions);
  for (const RelationCounts& counts : out.facts) out.things = std::max(out.things, counts.subjects);
  return out;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view several) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return fmt::format("{} {}", digits, count == 1 ? one : several);
}

std::string headline(const Contents& contents) {
  std::string out = fmt::format("{} joined by {} of {}", counted(contents.things, "thing", "things"),
                                counted(contents.triples, "fact", "facts"),
                                counted(contents.facts.size(), "relation", "relations"));
  if (contents.claims > 0) out += fmt::format("; {}", counted(contents.claims, "claim", "claims"));
  if (contents.sources > 0)
    out += fmt::format(" from {}", counted(contents.sources, "document", "documents"));
  return out;
}

// A thing or relation as the language writes it.
std::string written(const Cell& cell) {
  return cell.name.empty() ? cell.term.to_ntriples() : quoted_name(cell.name);
}

std::vector<std::string> things_to_try(Session& session, const Contents& contents) {
  std::vector<std::string> out;
  const RowBatch recommended = first_rows(
      session, fmt::format("find ?text where ? <{}example> ?text order by ?text limit 3", iri::kKg));
  for (std::size_t r = 0; r < recommended.rows; ++r) out.push_back(recommended.columns[0][r].term.value);
  for (const RelationCounts& counts : contents.facts) {
    if (!out.empty()) break;
    const RowBatch rows = first_rows(
        session, fmt::format("find ?s, ?o where ?s {} ?o limit 1", counts.relation.term.to_ntriples()));
    if (rows.rows == 0 || rows.columns[0][0].term.kind != TermKind::iri) continue;
    const std::string subject = written(rows.columns[0][0]);
    const std::string relation = written(counts.relation);
    out = {fmt::format("{} {} ?", subject, relation), fmt::format(".graph {}", subject),
           fmt::format("find ?x, ?y where ?x {} ?y limit 10", relation)};
  }
  if (out.empty()) out = {"show relations", "show stats", "find ?x, ?r, ?y where ?x ?r ?y limit 10"};
  return out;
}

}  // namespace

std::string welcome(Workspace& workspace) {
  const Result<StoreInfo> info = workspace.database().info();
  if (!info.ok()) return {};
  const std::string& store = workspace.options().store;
  std::string out = fmt::format("kg {}  {}\n", version(), store);
  if (!info->notice.empty()) out += info->notice + '\n';
  std::vector<std::string> examples{"add \"Ada\" \"knows\" \"Grace\"", "Ada knows ?", ".help updates"};
  if (info->triples == 0) {
    out += "The store is empty. Load a file with  kg load FILE,  or write:\n";
  } else {
    const Contents contents = contents_of(workspace.session());
    out += headline(contents) + ".\nTry:\n";
    examples = things_to_try(workspace.session(), contents);
  }
  for (const std::string& example : examples) out += "  " + terminal_safe(example) + '\n';
  return terminal_safe(out, true) + ".help for help, TAB to complete, Ctrl-D to leave.\n";
}

}  // namespace kg::repl
