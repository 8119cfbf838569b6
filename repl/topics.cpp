// The topics of `kg help` and `.help`.
#include <fmt/format.h>

#include <algorithm>

#include "repl/usage.h"

namespace kg::repl {
namespace {

constexpr const char* kQueries = R"(Ask in plain words; ? and ?name stand for what you want to know.

  # what did he visit
  Li Qiang visited ?
  # everything said of one thing
  Li Qiang ?relation ?thing
  # yes or no
  Li Qiang visited Ganzhou
  # when, too: what qualifies a claim stands in brackets
  Li Qiang visited ?where [on ?when]
  # several claims and conditions
  find ?p, ?v where ?p has funding ?v and ?v >= 10 billion USD
  # counted and sorted
  find ?who, count(?what) as ?n where ?who produces ?what order by ?n desc limit 5
  # leave out, or add if there
  find ?c where ?c produces ?m and not { ?c member of FORGE }
  # all that is said of a thing
  describe Ganzhou
)";

constexpr const char* kChecking =
    R"(Is it so? The verdict is supported, refuted, disputed or not covered, with the sources' words.

  # plain English, in single quotes
  check 'Did Li Qiang visit Ganzhou in February 2026?'
  # in the language
  check "Project Vault" has funding 12 billion USD
  # figures may lie a little off
  check China mining share 70% [of "rare earths"] tolerance 2%
  # one source only
  check REEx founded on 2023 from "brief-4"
  # claims that do not go together
  conflicts about China
)";

constexpr const char* kEvidence =
    R"(Every claim can say where it comes from. `.evidence on` shows that under all rows.

  # the words of the sources for and against a claim
  evidence for the US launched FORGE
  # source and quote as columns
  Li Qiang visited ?where [source ?source, quote ?quote]
  # what one source says
  find ?who, ?did, ?what where ?who ?did ?what [source "brief-2"] limit 5
  # what sources deny
  ?who ?did ?what [stance denied]
  # all sources
  show sources
)";

constexpr const char* kPaths = R"(How things hang together, and relations that are followed further.

  # the shortest way
  path from Li Qiang to "Project Vault"
  # the first three
  path from Li Qiang to China k 3
  # once or more: +   any number of times: *   either: |   backwards: ^
  find ?place where Li Qiang visited ?place and ?place located in+ China
  ?who (visited|toured) ?what
  FORGE ^launched ?who
)";

constexpr const char* kText = R"(Words in names, quotes and texts; case and accents do not matter.

  # the best first
  search 'solvent extraction' limit 5
  # AND, OR, NOT, "phrases" and beginn* of words
  search '"rare earths" AND dyspro*' limit 5
  # as a condition
  find ?s, ?q where ?s visited ?o [quote ?q] and ?q matches 'plants'
)";

constexpr const char* kUpdates =
    R"(Writing. The prompt becomes the store's writer with the first such statement.

  # a name in double quotes comes into being when nothing bears it
  add "Hu Jun" visited Ganzhou [on 2026-02-10, source "brief-2"]
  entity "Hu Jun" aka 'Dr Hu' is a person
  relation "toured on foot" narrower than visited
  # for each solution
  add { ?b rival of ?a } where ?a rival of ?b
  remove "Hu Jun" visited Ganzhou
  # several as one
  begin; add "Hu Jun" visited China; rollback
)";

constexpr const char* kRules = R"(A rule is a relation that follows from others.

  define fellow(?x, ?y) as { ?x plans to join ?g and ?y plans to join ?g and ?x != ?y }
  # used as any relation
  Nigeria fellow ?
  show rules
  undefine fellow
  # what declarations of relations entail is seen unless you say
  set inference off
  set inference on
)";

constexpr const char* kTime = R"(Dates are as precise as they are written: 2026, 2026-Q1, 2026-02, 2026-02-10.

  # when
  ?who visited ?what [on ?when]
  # lies within February; before compares stretches of time
  find ?x, ?d where ?x visited ?y [on ?d] and during(?d, 2026-02)
  # the store as it was after its second commit
  as of 2 find count(*) as ?n where ?x visited ?y
  show commits
)";

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> kTopics = {
      {"queries", "Questions", kQueries, {}},
      {"checking", "Checking claims", kChecking, {}},
      {"evidence", "Sources and their words", kEvidence, {}},
      {"paths", "Paths", kPaths, {}},
      {"text", "Words in texts", kText, {}},
      {"updates", "Writing", kUpdates, {}},
      {"rules", "Rules", kRules, {}},
      {"time", "Time", kTime, {}},
      {"language",
       "Statements",
       "",
       {{"Li Qiang visited ?", "what he visited; ? and ?name stand for what is to be found"},
        {"? visited Ganzhou [on 2026-02]", "with what a claim must say of itself"},
        {"find ?x, count where ...", "chosen columns, counted and grouped"},
        {"ask Li Qiang visited Ganzhou", "yes or no"},
        {"check REEx founded on 2023", "whether a claim is supported or refuted, and by what"},
        {"describe Li Qiang", "everything about a thing"},
        {"path from A to B", "how two things hang together"},
        {"add A knows B [source \"x\"]", "a new claim; `remove` takes one away"},
        {"explain ...", "how a statement would be run"}}},
      {"formats",
       "Formats of rows (--format)",
       "",
       {{"table", "aligned columns; the default on a terminal"},
        {"line", "a line for each value"},
        {"csv, tsv", "a line for each row; TSV is the default elsewhere"},
        {"markdown, html", "a table for a page"},
        {"json, ndjson", "an array of objects; an object a line, as rows come"},
        {"srj", "SPARQL 1.1 Query Results JSON"},
        {"nt, ttl, trig, jsonld", "the graph behind the rows, as RDF"},
        {"dot", "that graph for Graphviz"},
        {"page", "that graph as a web page to look around in"}}},
      {"exit-status",
       "Exit status",
       "",
       {{"0", "done"},
        {"1",
         "a negative answer: no, a claim that is not supported, stores that differ, no rows under "
         "--exit-status, rows under --fail-on-rows"},
        {"2", "the command line is wrong"},
        {"3", "the query is wrong"},
        {"4", "input data is bad"},
        {"5", "the store cannot be opened, is locked or damaged; or the output cannot be written"},
        {"6", "a limit was reached (--timeout, --memory, --max-rows)"},
        {"130", "interrupted"}}},
      {"parameters",
       "Values for a query (-p, --params, .param)",
       "",
       {{"-p NAME=VALUE",
         "$NAME in the query; the value is written as in the language: 2026-02, 12 USD, 'text', a name"},
        {"--params FILE",
         "values from one JSON object, for text that nobody has looked at; - reads standard input"},
        {"\"Li Qiang\"", "in that file: a text, whatever stands in it; numbers and booleans are themselves"},
        {"{\"name\": \"Li Qiang\"}", "the thing of that name"},
        {"{\"iri\": \"http://...\"}", "an IRI"},
        {"{\"term\": \"12 USD\"}", "what the language makes of it"}}},
      {"environment",
       "Environment",
       "",
       {{"KG_STORE", "the store, where --store does not name it"},
        {"XDG_DATA_HOME", "the store is in kg/default below it (otherwise ~/.local/share)"},
        {"XDG_STATE_HOME", "the prompt's history is in kg/history below it (otherwise ~/.local/state)"},
        {"NO_COLOR, TERM", "no colours when the one is set or the other is dumb"}}},
  };
  return kTopics;
}

namespace {

std::string entries_text(const Topic& topic) {
  std::size_t widest = 0;
  for (const Topic::Entry& entry : topic.entries) widest = std::max(widest, entry.term.size());
  std::string out = fmt::format("{}\n\n", topic.title);
  for (const Topic::Entry& entry : topic.entries)
    out += fmt::format("  {:<{}}  {}\n", entry.term, widest, entry.text);
  return out;
}

// Whether a line of the topic is about the word: an example that begins with it, or a term that has it.
bool speaks_of(const Topic& topic, std::string_view word) {
  if (std::string_view(topic.examples).find(fmt::format("\n  {} ", word)) != std::string_view::npos)
    return true;
  return std::any_of(topic.entries.begin(), topic.entries.end(), [&](const Topic::Entry& entry) {
    return fmt::format(" {},", entry.term).find(fmt::format(" {},", word)) != std::string::npos;
  });
}

const Topic* topic_about(std::string_view word) {
  for (const Topic& topic : topics()) {
    if (topic.name == word) return &topic;
  }
  if (word.empty()) return nullptr;
  for (const Topic& topic : topics()) {
    if (std::string_view(topic.name).starts_with(word)) return &topic;
  }
  for (const Topic& topic : topics()) {
    if (speaks_of(topic, word)) return &topic;
  }
  return nullptr;
}

}  // namespace

std::string help_topic(std::string_view word) {
  const Topic* topic = topic_about(word);
  if (topic == nullptr) return {};
  return topic->entries.empty() ? topic->examples : entries_text(*topic);
}

const std::string& help_topic_names() {
  static const std::string kNames = [] {
    std::string names;
    for (const Topic& topic : topics()) names += fmt::format("{}{}", names.empty() ? "" : ", ", topic.name);
    return names;
  }();
  return kNames;
}

}  // namespace kg::repl
