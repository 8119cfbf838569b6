// The topics of `kg help`.
#include "repl/usage.h"

namespace kg::repl {

const std::vector<Topic>& topics() {
  static const std::vector<Topic> kTopics = {
      {"language",
       "Statements",
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
       {{"table", "aligned columns; the default on a terminal"},
        {"line", "a line for each value"},
        {"csv, tsv", "a line for each row; TSV is the default elsewhere"},
        {"markdown, html", "a table for a page"},
        {"json, ndjson", "an array of objects; an object a line, as rows come"},
        {"srj", "SPARQL 1.1 Query Results JSON"},
        {"nt, dot", "the graph behind the rows, as N-Triples or for Graphviz"},
        {"page", "that graph as a web page to look around in"}}},
      {"exit-status",
       "Exit status",
       {{"0", "done"},
        {"1",
         "a negative answer: no, a claim that is not supported, stores that differ, no rows under "
         "--exit-status"},
        {"2", "the command line is wrong"},
        {"3", "the query is wrong"},
        {"4", "input data is bad"},
        {"5", "the store cannot be opened, is locked or damaged"},
        {"6", "a limit was reached (--timeout, --memory, --max-rows)"},
        {"130", "interrupted"}}},
      {"environment",
       "Environment",
       {{"KG_STORE", "the store, where --store does not name it"},
        {"XDG_DATA_HOME", "the store is in kg/default below it (otherwise ~/.local/share)"},
        {"XDG_STATE_HOME", "the prompt's history is in kg/history below it (otherwise ~/.local/state)"},
        {"NO_COLOR, TERM", "no colours when the one is set or the other is dumb"}}},
  };
  return kTopics;
}

}  // namespace kg::repl
