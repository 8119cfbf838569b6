// Options of the program, as the command line gives them.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/kg.h"
#include "repl/output/writer.h"

namespace kg::repl {

// Exit status of the program (docs/cli.md).
enum Exit : int {
  kDone = 0,
  kNegative = 1,
  kUsage = 2,
  kQueryError = 3,
  kDataError = 4,
  kStoreError = 5,
  kLimit = 6,
  kInterrupted = 130,
};
int exit_status(const Error& error);

// A format of verdicts only.
inline constexpr const char* kClaimReview = "claimreview";

struct Options {
  std::string store;   // where the store is; empty: the default place
  std::string format;  // empty: a table on a terminal, TSV elsewhere
  bool iris = false;
  bool typed = false;
  bool csv_safe = false;
  bool strict = false;
  bool no_inference = false;
  bool exit_status = false;   // no rows: exit 1
  bool fail_on_rows = false;  // rows: exit 1
  std::uint64_t timeout_ms = 0;
  std::uint64_t wait_ms = 0;  // for another writer to end
  std::uint64_t max_rows = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t memory_mib = 0;  // 0: no limit for queries, 1024 for loads
  std::string color = "auto";    // auto, always, never
  std::optional<bool> evidence;  // not said: for bare claims at a terminal
  bool safe = false;             // nothing touches files beside the store
  int output = STDOUT_FILENO;    // where answers go
  bool whole = false;            // nothing is cut on a terminal either
  bool prompt = false;           // there are dot commands

  std::vector<std::string> arguments;   // queries or files
  std::vector<std::string> scripts;     // -f
  std::vector<std::string> parameters;  // name=value
  std::string parameter_file;           // a JSON object of them
  std::string input_format;             // load --format
  std::string where;                    // dump --where
  bool lenient = false;
  std::string rejects;   // where load writes bad records
  TableOptions table;    // load: how columns become claims
  bool dry_run = false;  // load: show it only
  unsigned threads = 0;
  std::string base_iri;
  bool force = false;                // restore: move a store that is there aside
  std::string batch;                 // check: a file of claims
  std::string tolerance;             // check: percent
  std::vector<std::string> sources;  // check --from
  DocumentMetadata document;         // document add
  bool replace = false;
  std::string at;  // document show
  bool verify_documents = false;
  std::string reviewer = "kg";  // check, in ClaimReview
  bool only_new = false;        // suggest
  bool add = false;             // review: into the store
  std::string accepted;         // review: files of statements
  std::string rejected;
};

// An environment variable's value; empty when it is not set.
std::string environment(const char* name);

// $KG_STORE, or $XDG_DATA_HOME/kg/default, or ~/.local/share/kg/default.
std::string default_store();

// Rows of a bare claim that come with their evidence at a terminal without being asked for.
inline constexpr std::uint64_t kUnaskedEvidenceRows = 20;
// Whether standard output is a terminal that understands escape sequences.
bool has_escapes();

// Which answers come with their evidence, and for how many rows.
void choose_evidence(RunOptions& run, const Options& options, const OutputStyle& style);

// Under --safe, the error that says so; otherwise nothing. `what` would touch a file: "`load` reads files".
Status allow_files(const Options& options, std::string_view what);

// How rows are to be written, for the terminal or file that `options.output` is. Throws nothing: an unknown
// format name was refused when the options were read.
OutputStyle output_style(const Options& options);

// Columns of the terminal that a descriptor is; 0 when it is none.
std::size_t terminal_columns(int descriptor);

// Text for a person on standard error: safe, and on a terminal broken into its lines.
void tell(std::string_view text);
// Prints an error on standard error: as one JSON object when rows are JSON, else for a person.
void print_error(const Error& error, const Options& options);
void print_warning(const std::string& warning, const Options& options);

// Sets deadline and memory limit as the options say.
void configure(Budget& budget, const Options& options);

}  // namespace kg::repl
