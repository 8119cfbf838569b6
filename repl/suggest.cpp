// kg suggest: claims that the sentences of a document seem to make, as statements for a person to accept.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "repl/commands.h"
#include "repl/document.h"
#include "repl/interrupt.h"
#include "repl/output/cell_text.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

// A document of the store before a file of the name.
Result<DocumentSource> find_document(Workspace& workspace, const std::string& name, Budget& budget) {
  DocumentSource out;
  const Result<Document> stored = workspace.session().document(name, &budget);
  if (stored.ok()) {
    out.text = stored->text;
    out.metadata.name = stored->metadata.name;
    return out;
  }
  const Error& error = stored.error();
  if (error.code != ErrorCode::query || workspace.options().safe) return error;
  std::optional<std::string> text = read_file(name);
  if (!text) {
    return Error{ErrorCode::usage,
                 '`' + name + "` is neither a document of the store nor a file that can be read",
                 {},
                 {},
                 "`kg document list` shows the documents"};
  }
  out.path = name;
  out.text = *std::move(text);
  return out;
}

template <typename List, typename Show>
std::string json_array(const List& list, const Show& show) {
  std::string out = "[";
  for (const auto& one : list) out += (out.size() > 1 ? "," : "") + show(one);
  return out + ']';
}

std::string record(const Suggestion& s, const std::string& document) {
  std::string qualifiers;
  for (const auto& [name, value] : s.qualifiers)
    qualifiers +=
        fmt::format("{}{}:{}", qualifiers.empty() ? "" : ",", json_string(name), json_string(value));
  return fmt::format(
      R"({{"statement":{},"claim":{{"subject":{},"relation":{},"object":{},"qualifiers":{{{}}}}},"document":{},"quote":{},"start":{},"end":{},"left_out":{},"others":{},"known":{}}})",
      json_string(s.statement), json_string(s.subject), json_string(s.relation), json_string(s.object),
      qualifiers, json_string(document), json_string(s.quote), s.start, s.end,
      json_array(s.left_out, json_string), json_array(s.others, json_string), s.known);
}

// Text behind `#`, on one line.
std::string comment(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return "# " + terminal_safe(text) + '\n';
}

std::string script(const Suggestion& s) {
  std::string out = "\n";
  for (const std::string& words : s.left_out) out += comment("left out: \"" + words + '"');
  for (const std::string& other : s.others) out += comment("or: " + other);
  if (s.known) out += "# already stored\n";
  return out + s.statement + '\n';
}

}  // namespace

int command_suggest(const Options& options) {
  Options how = options;
  how.format = options.input_format == "kg" ? "" : options.input_format;  // of errors
  const auto fail = [&](const Error& error) {
    print_error(error, how);
    return exit_status(error);
  };
  Workspace workspace(how);
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error());
  Budget budget;
  configure(budget, options);
  const InterruptScope interrupts(budget);
  const Result<DocumentSource> document = find_document(workspace, options.arguments.front(), budget);
  if (!document.ok()) return fail(document.error());
  Result<SuggestionReport> report = workspace.session().suggest(*document, &budget);
  if (!report.ok()) return fail(report.error());
  std::vector<Suggestion>& found = report->suggestions;
  if (options.only_new) std::erase_if(found, [](const Suggestion& s) { return s.known; });

  Output output(STDOUT_FILENO);
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  const auto put = [&](const std::string& text) {
    output.write(terminal ? terminal_safe(text, true) : text);
  };
  const auto of_document = [&](const Suggestion& s) { return record(s, report->document); };
  if (options.input_format == "json") {
    put(json_array(found, of_document) + '\n');
  } else if (options.input_format == "ndjson") {
    for (const Suggestion& s : found) put(of_document(s) + '\n');
  } else {
    put(comment(fmt::format("{}: {} claims of {} sentences; {} gave none", report->document, found.size(),
                            report->sentences, report->unread)));
    for (const Suggestion& s : found) put(script(s));
  }
  return kDone;
}

}  // namespace kg::repl
