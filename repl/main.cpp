// kg: the program. Reads the command line and hands over to a command.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <system_error>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/usage.h"

namespace kg::repl {
namespace {

struct Command {
  CLI::App* app = nullptr;
  std::function<int(const Options&)> run;
};

void add_common(CLI::App& app, Options& options) {
  app.add_option("-s,--store", options.store,
                 "The store's directory (default: $KG_STORE or the user's data directory)")
      ->type_name("PATH");
  std::string formats = kFormatNames;
  std::erase(formats, ' ');
  app.add_option("--format", options.format,
                 "How rows are printed (default: a table on a terminal, else tsv)")
      ->type_name("NAME")
      ->check(CLI::Validator(
          [](const std::string& name) {
            return format_named(name).has_value() ? std::string{}
                                                  : '`' + name + "` is not one of " + kFormatNames;
          },
          "{" + formats + "}"));
  app.add_flag("--iris", options.iris, "Print IRIs instead of names");
  app.add_flag("--typed", options.typed, "JSON values with type, datatype, language and name");
  app.add_flag_function(
      "--evidence,!--no-evidence", [&options](std::int64_t sign) { options.evidence = sign > 0; },
      "Show the claims behind each row, with their sources and quotes");
  app.add_option("--color", options.color, "Colours in tables: auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("--safe", options.safe, "Touch no files beside the store");
  app.add_flag("--csv-safe", options.csv_safe,
               "Guard CSV and TSV cells that a spreadsheet would take for formulas");
  app.add_flag("--strict", options.strict, "Unknown names are errors");
  app.add_flag("--no-inference", options.no_inference, "Answer from what is asserted only");
  CLI::Option* none =
      app.add_flag("--exit-status", options.exit_status, "Exit with 1 when a query has no rows");
  app.add_flag("--fail-on-rows", options.fail_on_rows,
               "Exit with 1 when a query has rows, as a check that found something")
      ->excludes(none);
  app.add_option("--timeout", options.timeout_ms, "Time limit of a statement, in milliseconds")
      ->type_name("MS");
  app.add_option("--wait", options.wait_ms,
                 "Wait so long for another writer to end, in milliseconds (default: 0)")
      ->type_name("MS");
  app.add_option("--max-rows", options.max_rows, "More rows than these end an answer with an error")
      ->type_name("N");
  app.add_option(
         "--memory", options.memory_mib,
         "Memory limit of a statement in MiB; of a load, what it sorts in beside some 30 MiB of its own")
      ->type_name("MIB");
}

void add_load(CLI::App& load, Options& options) {
  load.add_option("FILE", options.arguments, "Files; - reads standard input")->required();
  load.add_option("--format", options.input_format,
                  "Format of the files: nt, nq, ttl, trig, csv, tsv or kg (default: from the name)")
      ->check(CLI::IsMember({"nt", "nq", "ttl", "trig", "csv", "tsv", "kg"}));
  load.add_flag("--lenient", options.lenient, "Skip bad records and report them");
  load.add_option("--rejects", options.rejects,
                  "With --lenient: write skipped records here, those of a table behind its header")
      ->type_name("FILE");
  load.add_option("--threads", options.threads, "Threads (default: one for each processor)");
  load.add_option("--base", options.base_iri, "Turtle, TriG: what relative IRIs are resolved against")
      ->type_name("IRI")
      ->check([](const std::string& iri) {
        return iri.find(':') != std::string::npos ? std::string{} : '`' + iri + "` is not an absolute IRI";
      });
  load.add_option(
          "--subject", options.table.subject,
          "CSV: the column that names each row's thing (default: the first), or an IRI as person/{id}")
      ->type_name("COLUMN");
  load.add_option(
          "--map", options.table.columns,
          "CSV: column=relation or column=relation:kind, a kind being text, integer, decimal, boolean, date, "
          "entity, quantity or quantity:UNIT; name=rdfs:label when a column has the things' names; again for "
          "another")
      ->type_name("MAPPING")
      ->allow_extra_args(false);
  load.add_option("--type", options.table.type, "CSV: what each row's thing is")->type_name("NAME");
  load.add_option("--source", options.table.source, "CSV: the source of the claims")->type_name("NAME");
  load.add_flag("--dry-run", options.dry_run,
                "CSV: show what the first rows would add, and read all; add nothing");
}

void add_document_commands(CLI::App& app, Options& options, std::vector<Command>& commands) {
  CLI::App* document = app.add_subcommand("document", "Texts that claims quote");
  document->fallthrough();
  document->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, std::function<int(const Options&)> run) {
    CLI::App* command = document->add_subcommand(name, help);
    command->fallthrough();
    commands.push_back({command, std::move(run)});
    return command;
  };
  CLI::App* files = add("add", "Add texts, with their sentences and what they mention", command_document_add);
  files->add_option("FILE", options.arguments, "Texts in UTF-8; - reads standard input")->required();
  const auto text = [&](const char* name, std::string& value, const char* help, const char* type) {
    files->add_option(name, value, help)->type_name(type);
  };
  text("--name", options.document.name, "Name of the document (default: front matter, or the file's)",
       "NAME");
  text("--title", options.document.title, "Its title", "TEXT");
  text("--publisher", options.document.publisher, "Who published it", "TEXT");
  text("--date", options.document.date, "When: 2026-02-10, 2026-02 or 2026", "DATE");
  text("--url", options.document.url, "Where it was published", "URL");
  files->add_option("--origin", options.document.origins, "Whom it repeats; again for another")
      ->type_name("NAME")
      ->allow_extra_args(false);
  files->add_flag("--replace", options.replace, "Put this text in the place of another of the same name");
  files->add_flag("--lenient", options.lenient, "Add it although claims quote what is not in it");
  add("list", "List the documents", command_document_list);
  CLI::App* show = add("show", "Write a document's text", command_document_show);
  show->add_option("NAME", options.arguments, "Name of the document")->required()->expected(1);
  show->add_option("--at", options.at, "Only the lines around a byte (a quote's start) or around these words")
      ->type_name("PLACE");
  add("link", "Link the mentions in all documents with the names of now", command_document_link);
}

template <typename Add>
void add_upkeep(const Add& add, Options& options) {
  add("backup", "Copy the store, also while others write", command_backup)
      ->add_option("DIR", options.arguments, "Where: absent or empty")
      ->required()
      ->expected(1);
  CLI::App* restore = add("restore", "Make the store from a backup", command_restore);
  restore->add_option("DIR", options.arguments, "The backup")->required()->expected(1);
  restore->add_flag("--force", options.force, "Move a store that is there aside");
  add("diff", "Say which triples two stores do not share", command_diff)
      ->add_option("STORE", options.arguments, "Two stores")
      ->required()
      ->expected(2);
}

// For completion only.
std::string topics_list(const CLI::App& app) {
  std::string names = help_topic_names();
  std::erase(names, ' ');
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names += ',' + command->get_name();
  return names;
}

template <typename Add>
void add_help(CLI::App& app, const Add& add, Options& options) {
  add("help", "Explain a command or a topic",
      [&app](const Options& given) { return command_help(app, given.arguments); })
      ->add_option("TOPIC", options.arguments, "A command, a topic, or a word of the language")
      ->expected(0, 2)
      ->check(CLI::Validator([](const std::string&) { return std::string(); }, "{" + topics_list(app) + "}"));
  add("completions", "Write completions for a shell",
      [&app](const Options& given) { return command_completions(app, given.arguments.front()); })
      ->add_option("SHELL", options.arguments, "Which shell")
      ->required()
      ->expected(1)
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

void add_suggestion_commands(CLI::App& app, Options& options, std::vector<Command>& commands) {
  CLI::App* suggest = app.add_subcommand("suggest", "Propose claims from the sentences of a document");
  suggest->fallthrough();
  suggest->add_option("DOCUMENT", options.arguments, "Name of a document in the store, or a text file")
      ->required()
      ->expected(1);
  suggest->add_flag("--new", options.only_new, "Leave out what the store has from this document");
  suggest
      ->add_option("--format", options.input_format, "kg: statements to review (the default); json, ndjson")
      ->check(CLI::IsMember({"kg", "json", "ndjson"}));
  commands.push_back({suggest, command_suggest});

  CLI::App* review = app.add_subcommand("review", "Accept or reject suggestions, one at a time");
  review->fallthrough();
  review->add_option("FILE", options.arguments, "Statements, as `kg suggest` writes them")
      ->required()
      ->expected(1);
  review->add_option("--accept-to", options.accepted, "Where accepted statements go (default: FILE.accepted)")
      ->type_name("FILE");
  review
      ->add_option("--rejected", options.rejected,
                   "Where rejected ones are remembered (default: FILE.rejected)")
      ->type_name("FILE");
  review->add_flag("--add", options.add,
                   "At the end, add what was accepted to the store, in one transaction");
  commands.push_back({review, command_review});
}

std::vector<Command> add_commands(CLI::App& app, Options& options) {
  std::vector<Command> commands;
  const auto add = [&](const char* name, const char* help, std::function<int(const Options&)> run) {
    CLI::App* command = app.add_subcommand(name, help);
    command->fallthrough();  // options in any order
    commands.push_back({command, std::move(run)});
    return command;
  };
  CLI::App* create = add("create", "Make an empty store", command_create);
  create->add_option("PATH", options.arguments, "Where (default: the store)")->expected(0, 1);
  create->add_option("--base", options.base_iri, "IRI under which new names get their IRIs")
      ->type_name("IRI");

  CLI::App* query = add("query", "Run statements", command_query);
  query->add_option("QUERY", options.arguments,
                    "Statements; - reads standard input, as does a pipe when there are none");
  query->add_option("-f,--file", options.scripts, "A script of statements")
      ->type_name("FILE")
      ->allow_extra_args(false);
  query->add_option("-p,--param", options.parameters, "A parameter: name=value, used as $name")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);

  query->add_option("--params", options.parameter_file, "Parameters: a JSON object of names and values")
      ->type_name("FILE");

  CLI::App* check = add("check", "Say whether claims are supported or refuted, and by what", command_check);
  check->add_option("CLAIM", options.arguments,
                    "Claims, as the language writes them: 'Li Qiang visited Ganzhou'");
  check
      ->add_option("--batch", options.batch,
                   "Claims one a line, or NDJSON with id and claim; - reads standard input")
      ->type_name("FILE");
  check->add_option("--tolerance", options.tolerance, "How far figures may lie from the claim's")
      ->type_name("PERCENT");
  check->add_option("--from", options.sources, "Count only claims of this source; again for another")
      ->type_name("SOURCE")
      ->allow_extra_args(false);

  check
      ->add_option(
          "--format", options.format,
          std::string("How verdicts are printed: claimreview (JSON-LD), or as rows: ") + kFormatNames)
      ->type_name("NAME")
      ->check([](const std::string& name) {
        return name == kClaimReview || format_named(name).has_value()
                   ? std::string{}
                   : '`' + name + "` is not claimreview or one of " + kFormatNames;
      });
  check->add_option("--reviewer", options.reviewer, "Who checks, in claimreview (default: kg)")
      ->type_name("NAME");

  add_suggestion_commands(app, options, commands);

  add_load(*add("load", "Load files: .nt .nq .ttl .trig .csv .tsv (plain, .gz, .zst) or .kg; all or nothing",
                command_load),
           options);

  CLI::App* dump = add("dump", "Write every triple", command_dump);
  dump->add_option("--format", options.input_format,
                   "nt: N-Triples (the default), nq, ttl, trig, jsonld; kg: a script; csv, dot, nanopub")
      ->check(CLI::IsMember({"nt", "nq", "ttl", "trig", "jsonld", "kg", "csv", "dot", "nanopub"}));
  dump->add_option(
          "--where", options.where,
          "Only the triples that the solutions of these conditions rest on, as in `find * where ...`")
      ->type_name("CONDITIONS");

  add("stats", "Say what is in the store", command_stats);
  add("verify", "Check everything in the store", command_verify)
      ->add_flag("--documents", options.verify_documents, "Check quotes against texts and files instead");
  CLI::App* lint = add("lint", "Say what in the store a person should look at", command_lint);
  lint->add_option("CHECK", options.arguments, "List what these checks find (default: count for each)");
  add("compact", "Make the store smaller and faster", command_compact);
  add_upkeep(add, options);
  add_help(app, add, options);
  add("repl", "Ask at a prompt (the default)", command_repl);
  add_document_commands(app, options, commands);
  return commands;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("An embedded knowledge-graph query tool.", "kg");
  app.set_version_flag("--version", std::string("kg ") + version());
  app.require_subcommand(0, 1);
  add_common(app, options);
  const std::vector<Command> commands = add_commands(app, options);
  app.footer("kg help TOPIC tells more: a command, or " + help_topic_names());
  bool man = false;
  app.add_flag("--man", man, "Write the man page")->group("");  // hidden: for the build
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help and --version
    explain_parse_error(app, error);
    return kUsage;
  }
  if (man) {
    fmt::print("{}", manual(usage_of(app), version()));
    return kDone;
  }
  for (const Command& command : commands) {
    if (command.app->parsed()) return command.run(options);
  }
  return command_repl(options);
}

// Where a standard stream is closed, the next file that is opened gets its number: answers would be written
// into the store. What is not open stays unusable, but taken.
void occupy_standard_streams() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) < 0) (void)::open("/dev/null", descriptor == 2 ? O_WRONLY : O_RDONLY);
  }
}

// What was written must have arrived: an export to a full disk is no success.
int end_of_output(int status) {
  const bool late = std::fflush(stdout) != 0 && errno != EPIPE;
  const int failure = write_failure() != 0 ? write_failure() : late ? errno : 0;
  if (failure == 0) return status;
  fmt::print(stderr,
             "error: the output could not be written: {}\nhint: what was written before is not whole\n",
             std::generic_category().message(failure));
  return status > kNegative ? status : kStoreError;
}

}  // namespace
}  // namespace kg::repl

int main(int argc, char** argv) {
  kg::repl::occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away ends the program quietly, through write()
  kg::repl::install_interrupt_handler();
  const int status = kg::repl::run(argc, argv);
  return kg::repl::end_of_output(status);
}
