#include "repl/line_editor.h"

#include <histedit.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <filesystem>
#include <system_error>

#include "repl/interrupt.h"

namespace kg::repl {
namespace {

constexpr int kHistoryLines = 10'000;

}  // namespace

struct LineEditor::Impl {
  EditLine* editor = nullptr;
  History* history = nullptr;
  HistEvent event{};
  std::string path;
  std::string prompt;

  // Reads one character, and unlike libedit's own reader gives up when Ctrl-C came. 1: a character; 0: the
  // end; -1: interrupted.
  static int read_character(EditLine*, wchar_t* out) {
    std::mbstate_t state{};
    while (true) {
      std::array<pollfd, 2> inputs{{{STDIN_FILENO, POLLIN, 0}, {interrupt_descriptor(), POLLIN, 0}}};
      if (::poll(inputs.data(), inputs.size(), -1) < 0 && errno != EINTR) return -1;
      if (inputs[1].revents != 0) return -1;
      if (inputs[0].revents == 0) continue;  // a signal of another kind: the window was resized
      char byte = 0;
      const ssize_t n = ::read(STDIN_FILENO, &byte, 1);
      if (n <= 0) return static_cast<int>(n);
      const std::size_t used = std::mbrtowc(out, &byte, 1, &state);
      if (used == static_cast<std::size_t>(-2)) continue;  // the character goes on
      if (used == static_cast<std::size_t>(-1)) {          // not UTF-8: drop the byte
        state = {};
        continue;
      }
      if (used == 0) *out = L'\0';
      return 1;
    }
  }

  static char* prompt_of(EditLine* editor) {
    Impl* self = nullptr;
    el_get(editor, EL_CLIENTDATA, &self);
    return self->prompt.data();
  }
};

LineEditor::LineEditor(std::string path) : impl_(std::make_unique<Impl>()) {
  if (std::setlocale(LC_CTYPE, "") == nullptr || MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
  remember_interrupts();
  impl_->path = std::move(path);
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
  el_set(impl_->editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
}

LineEditor::~LineEditor() {
  history_end(impl_->history);
  el_end(impl_->editor);
}

LineEditor::Outcome LineEditor::read(const std::string& prompt, std::string& line) {
  impl_->prompt = prompt;
  take_interrupt();  // one that came when nothing was running means nothing
  int count = 0;
  const char* text = el_gets(impl_->editor, &count);
  if (take_interrupt()) {
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
  const auto environment = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
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
