#include "repl/help.h"

#include <fmt/format.h>

#include <array>

#include "repl/shell.h"

namespace kg::repl {
namespace {

struct Topic {
  std::string_view name;
  std::string_view text;
};

constexpr std::array kTopics{
    Topic{"queries", R"(Ask in plain words; ? and ?name stand for what you want to know.

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
)"},
    Topic{"checking",
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
)"},
    Topic{"evidence", R"(Every claim can say where it comes from. `.evidence on` shows that under all rows.

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
)"},
    Topic{"paths", R"(How things hang together, and relations that are followed further.

  # the shortest way
  path from Li Qiang to "Project Vault"
  # the first three
  path from Li Qiang to China k 3
  # once or more: +   any number of times: *   either: |   backwards: ^
  find ?place where Li Qiang visited ?place and ?place located in+ China
  ?who (visited|toured) ?what
  FORGE ^launched ?who
)"},
    Topic{"text", R"(Words in names, quotes and texts; case and accents do not matter.

  # the best first
  search 'solvent extraction' limit 5
  # AND, OR, NOT, "phrases" and beginn* of words
  search '"rare earths" AND dyspro*' limit 5
  # as a condition
  find ?s, ?q where ?s visited ?o [quote ?q] and ?q matches 'plants'
)"},
    Topic{"updates", R"(Writing. The prompt becomes the store's writer with the first such statement.

  # a name in double quotes comes into being when nothing bears it
  add "Hu Jun" visited Ganzhou [on 2026-02-10, source "brief-2"]
  entity "Hu Jun" aka 'Dr Hu' is a person
  relation "toured on foot" narrower than visited
  # for each solution
  add { ?b rival of ?a } where ?a rival of ?b
  remove "Hu Jun" visited Ganzhou
  # several as one
  begin; add "Hu Jun" visited China; rollback
)"},
    Topic{"rules", R"(A rule is a relation that follows from others.

  define ally(?x, ?y) as { ?x member of ?g and ?y member of ?g and ?x != ?y }
  # used as any relation
  Japan ally ?
  show rules
  undefine ally
  # what declarations of relations entail is seen unless you say
  set inference off
  set inference on
)"},
    Topic{"time", R"(Dates are as precise as they are written: 2026, 2026-Q1, 2026-02, 2026-02-10.

  # when
  ?who visited ?what [on ?when]
  # lies within February; before compares stretches of time
  find ?x, ?d where ?x visited ?y [on ?d] and during(?d, 2026-02)
  # the store as it was after its second commit
  as of 2 find count(*) as ?n where ?x visited ?y
  show commits
)"},
};

}  // namespace

std::string help_overview() {
  std::string out =
      "Ask in plain words; ? stands for what you want to know:  Li Qiang visited ?\n"
      "\"Double quotes\" hold a name together, 'single quotes' are text. A statement ends\n"
      "with its line, or goes on while a bracket is open; ; stands between statements.\n"
      "TAB completes, Ctrl-R searches the history, Ctrl-C stops a query.\n";
  out += fmt::format("Examples: .help {}\n\n", help_topic_names());
  for (const DotCommand& command : dot_commands()) {
    const std::string form = fmt::format("{} {}", command.name, command.arguments);
    out += fmt::format("  {:<31} {}\n", form, command.help);
  }
  return out;
}

std::string help_topic(std::string_view topic) {
  for (const Topic& each : kTopics) {
    if (each.name == topic) return std::string(each.text);
  }
  return {};
}

std::string_view help_topic_names() {
  static const std::string kNames = [] {
    std::string names;
    for (const Topic& topic : kTopics) names += fmt::format("{}{}", names.empty() ? "" : ", ", topic.name);
    return names;
  }();
  return kNames;
}

}  // namespace kg::repl
