// kg review: goes through a file of suggestions at the terminal and keeps what a person decides.
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>

#include "repl/commands.h"
#include "repl/highlight.h"
#include "repl/line_editor.h"
#include "repl/review_files.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

constexpr std::size_t kContextBytes = 240;  // of the document, to either side of a quote
constexpr char kQuit = 'q';

// One key without Enter. Ctrl-C, Ctrl-D and the end of the input quit.
char read_key() {
  termios before{};
  if (::tcgetattr(STDIN_FILENO, &before) != 0) return kQuit;
  termios raw = before;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
  char key = kQuit;
  if (::read(STDIN_FILENO, &key, 1) <= 0) key = kQuit;
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
  return key == '\x03' || key == '\x04' ? kQuit : key;
}

enum class Decision : std::uint8_t { accepted, edited, rejected, skipped };

struct Decided {
  std::size_t item;
  Decision decision;
  std::string statement;  // accepted or edited: what is to be added
};

class Review {
 public:
  Review(Workspace& workspace, DecisionFile& accepted, DecisionFile& rejected, std::vector<ReviewItem> items)
      : workspace_(workspace), accepted_(accepted), rejected_(rejected), items_(std::move(items)) {
    color_ = output_style(workspace.options()).color;
  }

  Status run();
  [[nodiscard]] std::vector<std::string> statements(bool accepted) const;
  [[nodiscard]] std::size_t count(Decision decision) const {
    return static_cast<std::size_t>(std::count_if(decided_.begin(), decided_.end(),
                                                  [&](const Decided& d) { return d.decision == decision; }));
  }
  [[nodiscard]] std::size_t left() const {
    return items_.size() - decided_.size() + count(Decision::skipped);
  }

 private:
  void show(const ReviewItem& item);
  std::string context(const ReviewItem& item);
  const std::string& text_of(const std::string& document);
  // The statement as it was changed; nothing when the person gave up.
  std::optional<std::string> edit(const ReviewItem& item);
  [[nodiscard]] std::string bold(const std::string& text) const {
    return color_ ? "\x1b[1;7m" + terminal_safe(text, true) + "\x1b[0m"
                  : ">>" + terminal_safe(text, true) + "<<";
  }

  Workspace& workspace_;
  DecisionFile& accepted_;
  DecisionFile& rejected_;
  std::vector<ReviewItem> items_;
  std::vector<Decided> decided_;
  std::map<std::string, std::string> texts_;
  std::optional<LineEditor> editor_;
  bool color_ = false;
};

// Of what was edited, the suggestion itself is remembered as rejected.
std::vector<std::string> Review::statements(bool accepted) const {
  std::vector<std::string> out;
  for (const Decided& one : decided_) {
    const bool edited = one.decision == Decision::edited;
    if (accepted && (edited || one.decision == Decision::accepted)) out.push_back(one.statement);
    if (!accepted && (edited || one.decision == Decision::rejected))
      out.push_back(items_[one.item].statement);
  }
  return out;
}

const std::string& Review::text_of(const std::string& document) {
  const auto known = texts_.find(document);
  if (known != texts_.end()) return known->second;
  std::string text;
  if (!document.empty() && workspace_.prepare(false).ok()) {
    const Result<Document> found = workspace_.session().document(document, nullptr);
    if (found.ok()) text = found->text;
  }
  return texts_[document] = std::move(text);
}

// The quote in what stands around it, where the store has the text.
std::string Review::context(const ReviewItem& item) {
  const std::string quote = qualifier_text(item.statement, "quote");
  if (quote.empty()) return {};
  const std::string& text = text_of(qualifier_text(item.statement, "source"));
  const std::size_t at = text.find(quote);
  if (at == std::string::npos) return bold(quote) + '\n';
  const auto boundary = [&](std::size_t i) {
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) ++i;
    return i;
  };
  const std::size_t begin = boundary(at < kContextBytes ? 0 : at - kContextBytes);
  const std::size_t end = boundary(std::min(text.size(), at + quote.size() + kContextBytes));
  return (begin > 0 ? "..." : "") + terminal_safe(text.substr(begin, at - begin), true) + bold(quote) +
         terminal_safe(text.substr(at + quote.size(), end - at - quote.size()), true) +
         (end < text.size() ? "..." : "") + '\n';
}

void Review::show(const ReviewItem& item) {
  std::string out = fmt::format("\n[{}/{}, line {}]\n", decided_.size() + 1, items_.size(), item.line);
  out += context(item) + '\n';
  for (const std::string& comment : item.comments) out += "  # " + terminal_safe(comment) + '\n';
  const std::string statement = terminal_safe(item.statement, true);
  out += "  " + (color_ ? highlight(statement) : statement) + '\n';
  out += "y accept, n reject, e edit, s skip, u undo, q quit: ";
  fmt::print("{}", out);
  std::fflush(stdout);
}

std::optional<std::string> Review::edit(const ReviewItem& item) {
  if (!editor_) editor_.emplace("", LineEditor::Help{});
  std::string line = review_key(item.statement);
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::string typed = line;
  while (editor_->read("edit> ", line, typed) == LineEditor::Outcome::line) {
    line = review_key(line);
    const Status read = check_syntax(line);
    if (read.ok() && line.starts_with("add ")) return line;
    fmt::print("{}\n", read.ok()
                           ? "it is to be one statement that begins with `add`; Ctrl-C leaves it as it was"
                           : terminal_safe(read.error().to_string(), true));
    typed = line;
  }
  return std::nullopt;
}

Status Review::run() {
  std::size_t at = 0;
  while (at < items_.size()) {
    const ReviewItem& item = items_[at];
    show(item);
    const char key = read_key();
    fmt::print("\n");
    Decided decided{at, Decision::skipped, item.statement};
    if (key == kQuit) break;
    if (key == 'u' && !decided_.empty()) {
      at = decided_.back().item;
      decided_.pop_back();
    } else if (key == 'y' || key == 'n' || key == 's') {
      decided.decision = key == 'y'   ? Decision::accepted
                         : key == 'n' ? Decision::rejected
                                      : Decision::skipped;
      decided_.push_back(std::move(decided));
      ++at;
    } else if (key == 'e') {
      const std::optional<std::string> edited = edit(item);
      if (!edited) continue;
      const bool changed = *edited != review_key(item.statement);
      decided_.push_back(
          {at++, changed ? Decision::edited : Decision::accepted, changed ? *edited : item.statement});
    } else {
      continue;
    }
    if (const Status written = accepted_.write(statements(true)); !written.ok()) return written;
    if (const Status written = rejected_.write(statements(false)); !written.ok()) return written;
  }
  return {};
}

Status add_all(Workspace& workspace, const std::vector<std::string>& statements) {
  if (statements.empty()) return {};
  if (const Status ready = workspace.prepare(true); !ready.ok()) return ready;
  Session& session = workspace.session();
  if (const auto begun = session.run("begin", {}); !begun.ok()) return begun.error();
  for (const std::string& statement : statements) {
    const auto added = session.run(statement, {});
    if (added.ok()) continue;
    static_cast<void>(session.run("rollback", {}));
    Error error = added.error();
    error.message += fmt::format(", in: {}; nothing was added", terminal_safe(review_key(statement)));
    return error;
  }
  const auto ended = session.run("commit", {});
  return ended.ok() ? Status{} : Status(ended.error());
}

Status check_paths(const Options& options, const std::string& accepted, const std::string& rejected) {
  if (const Status allowed = allow_files(options, "`review` reads and writes files"); !allowed.ok())
    return allowed;
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) {
    return Error{ErrorCode::usage,
                 "a review needs a terminal",
                 {},
                 {},
                 "at a prompt, run it without pipes; `kg load` adds a whole file"};
  }
  const std::string& file = options.arguments.front();
  if (accepted != file && rejected != file && accepted != rejected) return {};
  return Error{ErrorCode::usage,
               "suggestions, accepted and rejected ones go into three files",
               {},
               {},
               "give --accept-to and --rejected names of their own"};
}

}  // namespace

int command_review(const Options& options) {
  const auto fail = [&](const Error& error) {
    print_error(error, options);
    return exit_status(error);
  };
  const std::string& file = options.arguments.front();
  DecisionFile accepted(options.accepted.empty() ? file + ".accepted" : options.accepted);
  DecisionFile rejected(options.rejected.empty() ? file + ".rejected" : options.rejected);
  if (const Status usable = check_paths(options, accepted.path(), rejected.path()); !usable.ok())
    return fail(usable.error());
  for (DecisionFile* decisions : {&accepted, &rejected}) {
    if (const Status read = decisions->read(); !read.ok()) return fail(read.error());
  }
  Result<std::vector<ReviewItem>> items = read_suggestions(file);
  if (!items.ok()) return fail(items.error());
  const std::size_t all = items->size();
  std::erase_if(*items, [&](const ReviewItem& item) {
    const std::string key = review_key(item.statement);
    return accepted.holds(key) || rejected.holds(key);
  });
  fmt::print("{} suggestions, {} decided before\n", all, all - items->size());
  Workspace workspace(options);
  Review review(workspace, accepted, rejected, *std::move(items));
  if (const Status done = review.run(); !done.ok()) return fail(done.error());
  if (options.add) {
    if (const Status added = add_all(workspace, review.statements(true)); !added.ok())
      return fail(added.error());
  }
  const std::size_t edited = review.count(Decision::edited);
  fmt::print("{} accepted ({} edited), {} rejected, {} left; accepted ones are in {}{}\n",
             review.count(Decision::accepted) + edited, edited, review.count(Decision::rejected),
             review.left(), terminal_safe(accepted.path()), options.add ? " and in the store" : "");
  return kDone;
}

}  // namespace kg::repl
