#include "repl/line_editor.h"

#include <fmt/format.h>
#include <histedit.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "repl/interrupt.h"
#include "repl/options.h"
#include "repl/pager.h"
#include "repl/paste.h"

namespace kg::repl {
namespace {

constexpr int kHistoryLines = 10'000;
constexpr std::size_t kMaxPastedBytes = std::size_t{1} << 20U;

}  // namespace

struct LineEditor::Impl {
  EditLine* editor = nullptr;
  History* history = nullptr;
  HistEvent event{};
  std::string path;
  std::string prompt;
  Help help;
  bool searching = false;         // in the history: what is on the screen is not the line
  bool escapes = false;           // the terminal understands escape sequences
  std::size_t drawn_columns = 0;  // of the terminal when the line was drawn
  std::string waiting;            // bytes that were read and not used

  static Impl& of(EditLine* editor) {
    Impl* self = nullptr;
    el_get(editor, EL_CLIENTDATA, &self);
    return *self;
  }
  static char* prompt_of(EditLine* editor) { return of(editor).prompt.data(); }

  // One byte of input, or -1 when Ctrl-C came, or 0 at the end. Redraws the line when the window changes.
  int read_byte(char& byte);
  void redraw();
  // The column of the cursor, from 0, where the terminal tells it.
  std::optional<std::size_t> cursor_column();
  static int read_character(EditLine* editor, wchar_t* out);
  static unsigned char complete(EditLine* editor, int key);
  static unsigned char paste(EditLine* editor, int key);

  // The line as UTF-8, up to the cursor.
  [[nodiscard]] std::string before_cursor() const { return utf8(el_wline(editor), true); }
  static std::string utf8(const LineInfoW* line, bool to_cursor);
  static void insert(EditLine* editor, const std::string& text);
  void list(const std::vector<Completion>& candidates) const;
  void paint() const;
};

namespace {

void put(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

// What all candidates begin with, whether they need quotes or not.
std::string common_beginning(const std::vector<Completion>& candidates) {
  const auto bare = [](const Completion& candidate) {
    std::string_view text = candidate.text;
    if (text.starts_with('"')) text = text.substr(1, text.size() - 2);
    return text;
  };
  std::string common(bare(candidates.front()));
  for (const Completion& candidate : candidates) {
    const std::string_view other = bare(candidate);
    const auto differ = std::mismatch(common.begin(), common.end(), other.begin(), other.end());
    common.erase(differ.first, common.end());
  }
  // Not in the middle of a character.
  while (!common.empty() && utf8_first_invalid(common) != kUtf8Valid) common.pop_back();
  return common;
}

}  // namespace

int LineEditor::Impl::read_byte(char& byte) {
  while (true) {
    if (!waiting.empty()) {
      byte = waiting.front();
      waiting.erase(0, 1);
      return 1;
    }
    std::array<pollfd, 3> inputs{
        {{STDIN_FILENO, POLLIN, 0}, {interrupt_descriptor(), POLLIN, 0}, {resize_descriptor(), POLLIN, 0}}};
    const int ready = ::poll(inputs.data(), inputs.size(), -1);
    if (ready < 0 && errno != EINTR) return -1;
    if (ready < 0) continue;
    if (inputs[1].revents != 0) return -1;
    if (inputs[2].revents != 0 && take_resize()) redraw();
    if (inputs[0].revents != 0 && waiting.empty()) return static_cast<int>(::read(STDIN_FILENO, &byte, 1));
  }
}

std::optional<std::size_t> LineEditor::Impl::cursor_column() {
  constexpr int kPatience = 500;  // milliseconds
  put("\x1b[6n");
  std::string got;
  pollfd input{STDIN_FILENO, POLLIN, 0};
  for (char byte = 0; ::poll(&input, 1, kPatience) > 0 && ::read(STDIN_FILENO, &byte, 1) == 1;) {
    got += byte;
    const std::size_t start = got.rfind("\x1b[");
    const std::size_t split = got.find(';', std::min(start, got.size()));
    if (byte != 'R' || split == std::string::npos) continue;
    std::size_t column = 0;
    std::from_chars(got.data() + split + 1, got.data() + got.size(), column);
    waiting += got.substr(0, start);
    return column - std::min<std::size_t>(column, 1);
  }
  waiting += got;
  return std::nullopt;
}

// The editor draws from the place of the prompt, so the cursor goes there first. Some terminals have wrapped
// the line anew and some have not: where that matters, the column tells.
void LineEditor::Impl::redraw() {
  const std::size_t columns = terminal_size().columns;
  const std::size_t before = std::exchange(drawn_columns, columns);
  if (escapes) {
    const std::size_t cursor = utf8_display_width(prompt) + utf8_display_width(before_cursor());
    std::size_t rows = searching ? 0 : cursor / before;
    if (!searching && cursor / columns != rows && cursor_column() == cursor % columns)
      rows = cursor / columns;
    put(fmt::format("{}\r\x1b[J", rows > 0 ? fmt::format("\x1b[{}A", rows) : ""));
  } else {
    put("\n");
  }
  el_resize(editor);
  el_set(editor, EL_REFRESH);
  paint();
}

// Reads one character, and unlike libedit's own reader gives up when Ctrl-C came. 1: a character; 0: the end;
// -1: interrupted.
int LineEditor::Impl::read_character(EditLine* editor, wchar_t* out) {
  Impl& self = of(editor);
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (self.waiting.empty() && ::poll(&input, 1, 0) == 0) self.paint();  // somebody is typing, not pasting
  std::mbstate_t state{};
  while (true) {
    char byte = 0;
    const int n = self.read_byte(byte);
    if (n <= 0) return n;
    const std::size_t used = std::mbrtowc(out, &byte, 1, &state);
    if (used == static_cast<std::size_t>(-2)) continue;  // the character goes on
    if (used == static_cast<std::size_t>(-1)) {          // not UTF-8: drop the byte
      state = {};
      continue;
    }
    if (used == 0) *out = L'\0';
    constexpr wchar_t kControlR = 0x12;
    constexpr wchar_t kDelete = 0x7F;
    if (*out == kControlR) {
      self.searching = true;
    } else if (*out < L' ' && *out != L'\b' && *out != kDelete) {
      self.searching = false;
    }
    return 1;
  }
}

std::string LineEditor::Impl::utf8(const LineInfoW* line, bool to_cursor) {
  std::string out;
  const wchar_t* end = to_cursor ? line->cursor : line->lastchar;
  for (const wchar_t* c = line->buffer; c < end; ++c) utf8_append(out, static_cast<std::uint32_t>(*c));
  return out;
}

void LineEditor::Impl::insert(EditLine* editor, const std::string& text) {
  std::wstring wide;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = utf8_at(text, at);
    wide += static_cast<wchar_t>(point.value);
    at += point.bytes;
  }
  el_winsertstr(editor, wide.c_str());
}

// One candidate is taken, as far as all agree; what they differ in is listed.
unsigned char LineEditor::Impl::complete(EditLine* editor, int /*key*/) {
  const Impl& self = of(editor);
  const std::string line = self.before_cursor();
  if (!self.help.complete) return CC_ERROR;
  const Completions found = self.help.complete(line, line.size());
  if (found.candidates.empty()) return CC_ERROR;
  const std::string typed = line.substr(found.begin);
  const bool one = found.candidates.size() == 1;
  const bool quoted = typed.starts_with('"');
  const std::string text =
      one ? found.candidates.front().text + (found.candidates.front().text.ends_with('/') ? "" : " ")
          : (quoted ? "\"" : "") + common_beginning(found.candidates);
  if (one || text.size() > typed.size() || (text.size() == typed.size() && text != typed)) {  // or mended
    el_deletestr(editor, static_cast<int>(utf8_length(typed)));
    insert(editor, text);
    return CC_REFRESH;
  }
  self.list(found.candidates);
  return CC_REDISPLAY;
}

// In columns, best first, from left to right.
void LineEditor::Impl::list(const std::vector<Completion>& candidates) const {
  std::size_t width = 0;
  for (const Completion& candidate : candidates)
    width = std::max(width, utf8_display_width(terminal_safe(candidate.text)) + 2);
  const std::size_t columns = std::max<std::size_t>(1, terminal_size().columns / width);
  std::string out = "\n";
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string text = terminal_safe(candidates[i].text);
    out += text;
    const bool last = i + 1 == candidates.size() || (i + 1) % columns == 0;
    out += last ? "\n" : std::string(width - utf8_display_width(text), ' ');
  }
  put(out);
}

unsigned char LineEditor::Impl::paste(EditLine* editor, int /*key*/) {
  constexpr std::string_view kEnd = "\x1b[201~";
  std::string pasted;
  char byte = 0;
  while (!pasted.ends_with(kEnd) && pasted.size() < kMaxPastedBytes) {
    if (of(editor).read_byte(byte) <= 0) break;
    pasted += byte;
  }
  if (pasted.ends_with(kEnd)) pasted.resize(pasted.size() - kEnd.size());
  if (utf8_first_invalid(pasted) != kUtf8Valid) return CC_ERROR;
  const std::vector<std::string> statements = pasted_statements(pasted);
  if (statements.empty()) return CC_NORM;
  insert(editor, statements.front());
  std::string rest;  // comes as if it were typed
  for (std::size_t i = 1; i < statements.size(); ++i) rest += '\n' + statements[i];
  if (ends_with_line(pasted)) rest += '\n';
  of(editor).waiting.insert(0, rest);
  return CC_REFRESH;
}

// Lines of several rows are painted where no character is wide, so that their places are certain.
void LineEditor::Impl::paint() const {
  if (!help.paint || searching) return;
  const LineInfoW* now = el_wline(editor);
  const std::string line = utf8(now, false);
  if (line.empty() || line.find('\n') != std::string::npos) return;
  const std::size_t columns = terminal_size().columns;
  const std::size_t start = utf8_display_width(prompt);
  const std::size_t width = utf8_display_width(line);
  const std::size_t cursor = start + utf8_display_width(before_cursor());
  const bool one_row = start + width < columns;
  if (!one_row && (width != utf8_length(line) || cursor % columns == 0 || (start + width) % columns == 0))
    return;
  std::string out =
      "\x1b[?25l\x1b"
      "7";  // no cursor; remember its place
  if (cursor / columns > 0) out += fmt::format("\x1b[{}A", cursor / columns);
  out += fmt::format(
      "\r\x1b[{}C{}\x1b[0m\x1b"
      "8\x1b[?25h",
      start, help.paint(line));
  put(out);
}

LineEditor::LineEditor(std::string path, Help help) : impl_(std::make_unique<Impl>()) {
  if (std::setlocale(LC_CTYPE, "") == nullptr || MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
  remember_interrupts();
  impl_->path = std::move(path);
  impl_->help = std::move(help);
  impl_->escapes = has_escapes();
  impl_->editor = el_init("kg", stdin, stdout, stderr);
  impl_->history = history_init();
  history(impl_->history, &impl_->event, H_SETSIZE, kHistoryLines);
  history(impl_->history, &impl_->event, H_SETUNIQUE, 1);
  if (!impl_->path.empty()) history(impl_->history, &impl_->event, H_LOAD, impl_->path.c_str());
  el_set(impl_->editor, EL_CLIENTDATA, impl_.get());
  el_set(impl_->editor, EL_PROMPT, &Impl::prompt_of);
  el_set(impl_->editor, EL_EDITOR, "emacs");
  el_set(impl_->editor, EL_SIGNAL, 0);
  el_set(impl_->editor, EL_GETCFN, &Impl::read_character);
  el_set(impl_->editor, EL_HIST, history, impl_->history);
  el_set(impl_->editor, EL_ADDFN, "kg-complete", "complete names and words", &Impl::complete);
  el_set(impl_->editor, EL_ADDFN, "kg-paste", "take a paste as one line", &Impl::paste);
  el_set(impl_->editor, EL_BIND, "^I", "kg-complete", nullptr);
  el_set(impl_->editor, EL_BIND, "\033[200~", "kg-paste", nullptr);
  el_set(impl_->editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
}

LineEditor::~LineEditor() {
  history_end(impl_->history);
  el_end(impl_->editor);
}

LineEditor::Outcome LineEditor::read(const std::string& prompt, std::string& line, const std::string& typed) {
  impl_->prompt = prompt;
  impl_->searching = false;
  if (take_interrupt()) impl_->waiting.clear();  // one that came when nothing was running stops a paste
  if (take_resize()) el_resize(impl_->editor);
  impl_->drawn_columns = terminal_size().columns;
  if (!typed.empty()) el_push(impl_->editor, typed.c_str());
  int count = 0;
  if (impl_->escapes) put("\x1b[?2004h");  // pastes come in brackets
  const char* text = el_gets(impl_->editor, &count);
  if (impl_->escapes) put("\x1b[?2004l");
  if (take_interrupt()) {
    impl_->waiting.clear();
    el_reset(impl_->editor);
    std::fputs("\n", stdout);
    return Outcome::interrupted;
  }
  if (text == nullptr || count <= 0) return Outcome::end;
  line.assign(text, static_cast<std::size_t>(count));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  return Outcome::line;
}

void LineEditor::remember(const std::string& statement) {
  // A statement of several lines comes back as one.
  std::string one_line = statement;
  std::replace(one_line.begin(), one_line.end(), '\n', ' ');
  history(impl_->history, &impl_->event, H_ENTER, one_line.c_str());
  if (impl_->path.empty()) return;
  const mode_t before = ::umask(0077);
  history(impl_->history, &impl_->event, H_SAVE, impl_->path.c_str());
  ::umask(before);
}

std::string history_path() {
  std::string directory = environment("XDG_STATE_HOME");
  if (directory.empty()) {
    const std::string home = environment("HOME");
    if (home.empty()) return {};
    directory = home + "/.local/state";
  }
  directory += "/kg";
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  return failed ? std::string{} : directory + "/history";
}

}  // namespace kg::repl
