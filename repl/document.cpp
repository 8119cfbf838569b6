// kg document: texts that claims quote. kg verify --documents: what has become of the quotes.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "repl/commands.h"
#include "repl/document.h"
#include "repl/interrupt.h"
#include "repl/output/cell_text.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

int fail(const Error& error, const Options& options) {
  print_error(error, options);
  return exit_status(error);
}

bool wants_json(const Options& options) { return options.format == "json" || options.format == "ndjson"; }

// What can be read of it, as far as one byte behind the limit; nothing when that fails.
std::optional<std::string> read_bytes(int descriptor) {
  std::string out;
  std::array<char, std::size_t{1} << 16U> buffer{};
  while (out.size() <= kMaxDocumentBytes) {
    const ssize_t n = ::read(descriptor, buffer.data(), buffer.size());
    if (n < 0) return std::nullopt;
    if (n == 0) break;
    out.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return out;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return std::nullopt;
  struct stat status {};
  std::optional<std::string> out;
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) out = read_bytes(descriptor);
  ::close(descriptor);
  return out;
}

namespace {

std::string count(std::uint64_t n, const char* what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

void print_change(const DocumentChange& change, const char* done, const Options& options, Output& output) {
  if (wants_json(options)) {
    output.write(
        fmt::format(R"({{"document":{},"done":{},"sentences":{},"mentions":{},"quotes":{},"not_found":{}}})"
                    "\n",
                    json_string(change.name), json_string(done), change.sentences, change.mentions,
                    change.quotes, change.not_found.size()));
    return;
  }
  std::string line = fmt::format("{}: {}, {}, {}", change.name, done, count(change.sentences, "sentence"),
                                 count(change.mentions, "mention"));
  if (change.quotes > 0) line += fmt::format(", {} found", count(change.quotes, "quote"));
  output.write(terminal_safe(line) + '\n');
  for (const QuoteFinding& quote : change.not_found)
    print_warning(fmt::format("the quote '{}' does not stand in {}", quote.quote, change.name), options);
}

Result<DocumentSource> source_of(const std::string& path, const Options& options) {
  DocumentSource out;
  out.metadata = options.document;
  out.replace = options.replace;
  out.lenient = options.lenient;
  std::optional<std::string> text = path == "-" ? read_bytes(STDIN_FILENO) : read_file(path);
  if (!text) return Error{ErrorCode::usage, "cannot read the file `" + path + '`', {}, {}, "check the path"};
  if (path != "-") out.path = path;
  out.text = std::move(*text);
  return out;
}

}  // namespace

int command_document_add(const Options& options) {
  const DocumentMetadata& given = options.document;
  const bool for_one = !given.name.empty() || !given.title.empty() || !given.url.empty();
  if (for_one && options.arguments.size() > 1) {
    return fail(
        {ErrorCode::usage, "--name, --title and --url are those of one document", {}, {}, "add one file"},
        options);
  }
  if (options.arguments != std::vector<std::string>{"-"}) {
    const Status allowed = allow_files(options, "`document add` reads files");
    if (!allowed.ok()) return fail(allowed.error(), options);
  }
  Workspace workspace(options);
  if (const Status ready = workspace.prepare(true); !ready.ok()) return fail(ready.error(), options);
  Budget budget;
  configure(budget, options);
  const InterruptScope interrupts(budget);
  std::vector<DocumentChange> changes;
  const auto run = [&](const char* statement) { return workspace.session().run(statement, {}); };
  if (const auto begun = run("begin"); !begun.ok()) return fail(begun.error(), options);
  for (const std::string& path : options.arguments) {
    const Result<DocumentSource> source = source_of(path, options);
    if (!source.ok()) return fail(source.error(), options);
    Result<DocumentChange> change = workspace.session().add_document(*source, &budget);
    if (!change.ok()) return fail(change.error(), options);
    changes.push_back(std::move(*change));
  }
  if (const auto ended = run("commit"); !ended.ok()) return fail(ended.error(), options);
  Output output(STDOUT_FILENO);
  for (const DocumentChange& change : changes)
    print_change(change,
                 change.unchanged  ? "unchanged"
                 : change.replaced ? "replaced"
                                   : "added",
                 options, output);
  return kDone;
}

int command_document_list(const Options& options) {
  Workspace workspace(options);
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error(), options);
  Output output(STDOUT_FILENO);
  return run_statement(workspace, "show documents", {}, output).status;
}

namespace {

constexpr std::size_t kLinesAround = 2;

// Bytes [begin, end) of a text, from a byte's number or from words that stand there.
Result<std::pair<std::size_t, std::size_t>> place_in(const std::string& text, const std::string& name,
                                                     const std::string& at) {
  std::size_t byte = 0;
  const auto [rest, wrong] = std::from_chars(at.data(), at.data() + at.size(), byte);
  if (wrong == std::errc{} && rest == at.data() + at.size() && byte < text.size())
    return std::pair{byte, byte};
  const std::size_t found = at.empty() ? std::string::npos : text.find(at);
  if (found != std::string::npos) return std::pair{found, found + at.size()};
  return Error{ErrorCode::usage,
               fmt::format("`{}` does not stand in {}, which has {} bytes", at, name, text.size()),
               {},
               {},
               "give a byte's number, such as a quote's `start`, or words as they stand there"};
}

// The lines around a place with their numbers; `>` and, on a terminal, bold are before and on what is meant.
std::string lines_around(const std::string& text, std::size_t begin, std::size_t end, bool color) {
  std::string out;
  std::size_t number = 1;
  std::size_t after = 0;
  std::vector<std::string> before;
  for (std::size_t at = 0; at < text.size() && after <= kLinesAround; ++number) {
    const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
    const bool meant = begin < next && std::max(end, begin + 1) > at;
    std::string line = terminal_safe(text.substr(at, next - at - (text[next - 1] == '\n' ? 1 : 0)));
    if (meant && color) line = "\x1b[1m" + line + "\x1b[0m";
    line = fmt::format("{} {:>5}  {}\n", meant ? '>' : ' ', number, line);
    if (meant || begin < at) {
      for (const std::string& each : before) out += each;
      before.clear();
      after += meant ? 0 : 1;
      if (after <= kLinesAround) out += line;
    } else {
      before.push_back(std::move(line));
      if (before.size() > kLinesAround) before.erase(before.begin());
    }
    at = next;
  }
  return out;
}

}  // namespace

// Without a terminal the text alone, byte for byte.
int command_document_show(const Options& options) {
  Workspace workspace(options);
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error(), options);
  const Result<Document> document = workspace.session().document(options.arguments.front(), nullptr);
  if (!document.ok()) return fail(document.error(), options);
  Output output(STDOUT_FILENO);
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  const DocumentMetadata& known = document->metadata;
  if (!options.at.empty()) {
    const auto place = place_in(document->text, known.name, options.at);
    if (!place.ok()) return fail(place.error(), options);
    output.write(lines_around(document->text, place->first, place->second, output_style(options).color));
    return kDone;
  }
  const std::string origins = fmt::format("{}", fmt::join(known.origins, ", "));
  const std::array<std::pair<const char*, const std::string*>, 8> fields{{{"name", &known.name},
                                                                          {"title", &known.title},
                                                                          {"publisher", &known.publisher},
                                                                          {"date", &known.date},
                                                                          {"url", &known.url},
                                                                          {"origin", &origins},
                                                                          {"path", &document->path},
                                                                          {"sha256", &document->sha256}}};
  if (wants_json(options)) {
    std::string record = "{";
    for (const auto& [name, value] : fields) record += fmt::format("\"{}\":{},", name, json_string(*value));
    record += fmt::format(R"("bytes":{},"sentences":{},"claims":{},"text":{}}})", document->bytes,
                          document->sentences, document->claims, json_string(document->text));
    output.write((terminal ? terminal_safe(record) : record) + '\n');
    return kDone;
  }
  if (terminal) {
    for (const auto& [name, value] : fields) {
      if (!value->empty()) output.write(fmt::format("{:>9}: {}\n", name, terminal_safe(*value)));
    }
    output.write(fmt::format("{:>9}: {}, {}, {}\n\n", "size", count(document->bytes, "byte"),
                             count(document->sentences, "sentence"), count(document->claims, "claim")));
  }
  output.write(terminal ? terminal_safe(document->text, true) : document->text);
  return kDone;
}

int command_document_link(const Options& options) {
  Workspace workspace(options);
  if (const Status ready = workspace.prepare(true); !ready.ok()) return fail(ready.error(), options);
  Budget budget;
  configure(budget, options);
  const InterruptScope interrupts(budget);
  const Result<std::vector<DocumentChange>> changes = workspace.session().link_documents(&budget);
  if (!changes.ok()) return fail(changes.error(), options);
  Output output(STDOUT_FILENO);
  for (const DocumentChange& change : *changes) print_change(change, "linked", options, output);
  return kDone;
}

namespace {

constexpr std::array<const char*, 4> kStates{"sound", "moved", "changed", "missing"};

const char* state_name(const QuoteFinding& quote) { return kStates[static_cast<std::size_t>(quote.state)]; }

std::string place_text(const std::optional<std::uint64_t>& start, const std::optional<std::uint64_t>& end) {
  return start && end ? fmt::format("{}-{}", *start, *end) : std::string("nowhere");
}

void print_finding(const QuoteFinding& quote, Output& output) {
  std::string line = fmt::format("{}: {}: '{}'", state_name(quote), quote.document, quote.quote);
  if (quote.state == QuoteState::moved) {
    line += fmt::format(" stood at {} and stands at {}", place_text(quote.start, quote.end),
                        place_text(quote.new_start, quote.new_end));
  } else if (quote.start) {
    line += fmt::format(" stood at {}", place_text(quote.start, quote.end));
  }
  line += quote.in_file ? " of the file" : " of the stored text";
  output.write(terminal_safe(line) + '\n');
}

// Every quote as a row, for programs.
void write_findings(const DocumentReport& report, const Options& options, Output& output) {
  const std::unique_ptr<RowWriter> writer = make_writer(output, output_style(options));
  AnswerShape shape;
  shape.columns = {"document", "state", "quote", "claim", "where", "start", "end", "new_start", "new_end"};
  writer->begin(shape);
  RowBatch batch;
  batch.columns.resize(shape.columns.size());
  auto add = [&, at = std::size_t{0}](Term term) mutable {
    batch.columns[at++ % shape.columns.size()].push_back({std::move(term), {}});
  };
  for (const QuoteFinding& quote : report.quotes) {
    for (const std::string& text : {quote.document, std::string(state_name(quote)), quote.quote, quote.claim,
                                    std::string(quote.in_file ? "file" : "store")})
      add(Term::string(text));
    for (const auto& offset : {quote.start, quote.end, quote.new_start, quote.new_end})
      add(offset ? Term::integer(static_cast<std::int64_t>(*offset)) : Term{});
    ++batch.rows;
  }
  writer->rows(batch);
  writer->end();
}

}  // namespace

int command_verify_documents(const Options& options) {
  if (const Status allowed = allow_files(options, "`verify --documents` reads files"); !allowed.ok())
    return fail(allowed.error(), options);
  Workspace workspace(options);
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error(), options);
  Budget budget;
  configure(budget, options);
  const InterruptScope interrupts(budget);
  const Result<DocumentReport> report = workspace.database().verify_documents(read_file, &budget);
  if (!report.ok()) return fail(report.error(), options);
  Output output(STDOUT_FILENO);
  for (const std::string& missing : report->missing_files) print_warning(missing, options);
  std::array<std::uint64_t, 4> counts{};
  for (const QuoteFinding& quote : report->quotes) ++counts[static_cast<std::size_t>(quote.state)];
  if (!options.format.empty()) {
    write_findings(*report, options, output);
  } else {
    for (const QuoteFinding& quote : report->quotes) {
      if (quote.state != QuoteState::sound) print_finding(quote, output);
    }
    output.write(fmt::format("{}, {} read: {} sound, {} moved, {} changed, {} missing\n",
                             count(report->documents, "document"), count(report->files, "file"),
                             count(counts[0], "quote"), counts[1], counts[2], counts[3]));
  }
  return counts[2] + counts[3] > 0 ? kDataError : kDone;
}

}  // namespace kg::repl
