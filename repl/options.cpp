#include "repl/options.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "repl/output/wrap.h"

namespace kg::repl {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

bool has_escapes() {
  const std::string terminal = environment("TERM");
  return ::isatty(STDOUT_FILENO) != 0 && !terminal.empty() && terminal != "dumb";
}

int exit_status(const Error& error) {
  switch (error.code) {
    case ErrorCode::usage:
      return kUsage;
    case ErrorCode::query:
      return kQueryError;
    case ErrorCode::data:
      return kDataError;
    case ErrorCode::store:
    case ErrorCode::locked:
    case ErrorCode::damaged:
      return kStoreError;
    case ErrorCode::limit:
      return kLimit;
    case ErrorCode::cancelled:
      return kInterrupted;
    case ErrorCode::internal:
      return kStoreError;
  }
  return kStoreError;
}

std::string default_store() {
  if (std::string store = environment("KG_STORE"); !store.empty()) return store;
  if (std::string data = environment("XDG_DATA_HOME"); !data.empty()) return data + "/kg/default";
  return environment("HOME") + "/.local/share/kg/default";
}

void choose_evidence(RunOptions& run, const Options& options, const OutputStyle& style) {
  if (options.evidence.has_value()) {
    run.evidence = *options.evidence ? EvidenceFor::everything : EvidenceFor::nothing;
  } else if (style.format == Format::page) {
    run.evidence = EvidenceFor::everything;  // a click on a line is for the words behind it
  } else if (style.cell.terminal && (style.format == Format::table || style.format == Format::line)) {
    run.evidence = EvidenceFor::bare_claims;
    run.max_evidence_rows = kUnaskedEvidenceRows;
  }
}

Status allow_files(const Options& options, std::string_view what) {
  if (!options.safe) return {};
  return Error{
      ErrorCode::usage, fmt::format("{}, and --safe forbids that", what), {}, {}, "leave --safe out"};
}

OutputStyle output_style(const Options& options) {
  const bool terminal = ::isatty(options.output) != 0;
  OutputStyle style;
  style.format = terminal ? Format::table : Format::tsv;
  if (const auto named = format_named(options.format)) style.format = *named;
  style.cell.iris = options.iris;
  style.cell.terminal = terminal;
  style.typed = options.typed;
  style.csv_safe = options.csv_safe;
  style.cell.spoken = terminal && (style.format == Format::table || style.format == Format::line);
  const bool automatic = terminal && environment("NO_COLOR").empty() && has_escapes();
  style.color = options.color == "always" || (options.color == "auto" && automatic);
  style.width = terminal_columns(options.output);
  style.whole = options.whole;
  style.prompt = options.prompt;
  return style;
}

std::size_t terminal_columns(int descriptor) {
  winsize size{};
  return ::isatty(descriptor) != 0 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void tell(std::string_view text) {
  fmt::print(stderr, "{}\n", for_people(terminal_safe(text, true), terminal_columns(STDERR_FILENO)));
}

namespace {

bool wants_json(const Options& options) {
  const auto format = format_named(options.format);
  return format.has_value() && is_json(*format);
}

}  // namespace

void print_error(const Error& error, const Options& options) {
  if (wants_json(options)) {
    const std::string text = fmt::format(
        R"({{"code":{},"message":{},"file":{},"line":{},"column":{},"hint":{}}})",
        json_string(error_code_name(error.code)), json_string(error.message), json_string(error.place.file),
        error.place.line, error.place.column, json_string(error.hint));
    fmt::print(stderr, "{}\n", text);
    return;
  }
  Error shown = error;
  shown.excerpt = marked_text(terminal_safe(error.excerpt, true), terminal_columns(STDERR_FILENO));
  tell("error: " + shown.to_string());
}

void print_warning(const std::string& warning, const Options& options) {
  if (wants_json(options)) {
    fmt::print(stderr, "{{\"code\":\"warning\",\"message\":{}}}\n", json_string(warning));
  } else {
    tell("warning: " + warning);
  }
}

void configure(Budget& budget, const Options& options) {
  if (options.timeout_ms > 0) budget.set_timeout(std::chrono::milliseconds(options.timeout_ms));
  if (options.memory_mib > 0) budget.set_memory_limit(static_cast<std::size_t>(options.memory_mib) << 20U);
}

}  // namespace kg::repl
