// kg dump: everything in the store, in a format to be loaded again, drawn or read by a spreadsheet.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <functional>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

// A row for each source of each asserted triple; what is said of claims is in their rows.
constexpr const char* kRows =
    "find ?subject, ?relation, ?object, ?source, ?quote where ?subject ?relation ?object"
    " and not { ?subject <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?about }"
    " and optional { ?subject ?relation ?object [source ?source] as ?claim and optional { ?claim quote "
    "?quote } }";
constexpr const char* kGraph = "build { ?subject ?relation ?object } where ?subject ?relation ?object";

int run_query(Options options, const std::string& query, const std::string& format, const RunOptions& place) {
  options.format = format;
  Workspace workspace(options);
  Output output(STDOUT_FILENO);
  return run_statement(workspace, query, place, output).status;
}

int dump_everything(Options options, const char* query, const char* format) {
  options.evidence = false;
  options.no_inference = true;
  return run_query(std::move(options), query, format, {});
}

// The triples that the solutions of some conditions rest on.
int dump_where(const Options& options) {
  std::string format = options.input_format.empty() ? "nt" : options.input_format;
  if (format == "nq") format = "nt";  // the same where no triple has a graph
  if (const auto known = format_named(format); !known || !is_graph(*known)) {
    print_error({ErrorCode::usage,
                 fmt::format("`--where` gives triples, and `{}` is no format for some of them", format),
                 {},
                 {},
                 "choose nt, ttl, trig, jsonld or dot; or ask with `kg query --format csv`"},
                options);
    return kUsage;
  }
  RunOptions place;
  place.file = "--where";
  place.first_line = 0;  // of the line that is put before the conditions
  return run_query(options, "find * where\n" + options.where, format, place);
}

GraphFormat graph_format(std::string_view name) {
  constexpr std::pair<std::string_view, GraphFormat> kFormats[] = {{"nq", GraphFormat::nquads},
                                                                   {"ttl", GraphFormat::turtle},
                                                                   {"trig", GraphFormat::trig},
                                                                   {"jsonld", GraphFormat::jsonld}};
  for (const auto& [known, format] : kFormats) {
    if (name == known) return format;
  }
  return GraphFormat::ntriples;
}

}  // namespace

int command_dump(const Options& options) {
  if (!options.where.empty()) return dump_where(options);
  if (options.input_format == "csv") return dump_everything(options, kRows, "csv");
  if (options.input_format == "dot") return dump_everything(options, kGraph, "dot");
  Workspace workspace(options);
  const auto fail = [&](const Error& error) {
    print_error(error, options);
    return exit_status(error);
  };
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error());
  Output output(STDOUT_FILENO);
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  Budget budget;
  configure(budget, options);
  const InterruptScope interrupts(budget);
  const std::function<bool(std::string_view)> sink = [&](std::string_view piece) {
    output.write(terminal ? terminal_safe(piece, true) : std::string(piece));
    return !output.closed();
  };
  std::uint64_t left_out = 0;
  if (options.input_format == "kg") {
    const Result<std::uint64_t> dumped = workspace.database().dump_script(sink, &budget);
    output.flush();
    if (!dumped.ok()) return fail(dumped.error());
    left_out = *dumped;
  } else if (options.input_format == "nanopub") {
    const Status dumped = workspace.database().dump_nanopublications(
        fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))), sink, &budget);
    output.flush();
    if (!dumped.ok()) return fail(dumped.error());
  } else if (const Status dumped =
                 workspace.database().dump(graph_format(options.input_format), sink, &budget);
             !dumped.ok()) {
    output.flush();
    return fail(dumped.error());
  }
  output.flush();
  if (left_out > 0) {
    print_warning(
        fmt::format(
            "{} triples and claims that the language cannot say were left out: kg dump --format nt has all",
            left_out),
        options);
  }
  return kDone;
}

}  // namespace kg::repl
