#include "golden/golden_file.h"

#include <charconv>
#include <fstream>
#include <map>
#include <stdexcept>

namespace kg::golden {
namespace {

std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) {
    throw std::runtime_error('`' + text + "` is not a number");
  }
  return value;
}

// Puts one line of a case into it. Returns the text that continuation lines go on with, or null.
std::string* read_line(Case& out, const std::string& word, const std::string& rest) {
  if (word == "query") {
    out.query = rest;
    return &out.query;
  }
  if (word == "error") return &out.error.emplace(rest);
  if (word == "columns") {
    out.columns = rest;
  } else if (word == "row") {
    out.rows.push_back(rest);
  } else if (word == "rows" && rest == "none") {
    out.no_rows = true;
  } else if (word == "ordered") {
    out.ordered = true;
  } else if (word == "strict") {
    out.strict = true;
  } else if (word == "done") {
    out.done = true;
  } else if (word == "yes" || word == "no") {
    out.yes = word == "yes";
  } else if (word == "count") {
    out.count = number(rest);
  } else if (word == "changed") {
    const std::size_t space = rest.find(' ');
    out.changed = {number(rest.substr(0, space)), number(rest.substr(space + 1))};
  } else if (word == "verdict") {
    out.verdict = rest;
  } else if (word == "text") {
    out.text.push_back(rest);
  } else if (word == "warning") {
    out.warnings.push_back(rest);
  } else if (word == "why") {
    out.why = rest;
  } else if (word == "error~") {
    out.error_piece = rest;
  } else {
    throw std::runtime_error("unknown word `" + word + '`');
  }
  return nullptr;
}

}  // namespace

bool Case::expects() const {
  return verdict || columns || !rows.empty() || no_rows || done || count || yes || changed || !text.empty() ||
         !warnings.empty() || why || error || error_piece;
}

File read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path);
  File file;
  Case current;
  std::string* open = nullptr;
  std::uint64_t line_number = 0;
  std::string line;
  const auto finish = [&] {
    if (current.query.empty()) return;
    if (!current.expects()) throw std::runtime_error("a case expects nothing");
    file.cases.push_back(std::move(current));
    current = {};
    open = nullptr;
  };
  try {
    while (std::getline(stream, line)) {
      ++line_number;
      if (line.starts_with("  ") && open != nullptr) {
        *open += '\n' + line.substr(2);
        continue;
      }
      if (line.empty() || line.starts_with('#')) continue;
      if (line == "---") {
        finish();
        continue;
      }
      const std::size_t space = line.find(' ');
      const std::string word = line.substr(0, space);
      const std::string rest = space == std::string::npos ? std::string{} : line.substr(space + 1);
      if (word == "store") {
        file.seeds = rest == "seeds";
        continue;
      }
      if (word == "query") {
        finish();
        current.line = line_number;
      }
      open = read_line(current, word, rest);
    }
    finish();
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(path + ':' + std::to_string(line_number) + ": " + error.what());
  }
  return file;
}

}  // namespace kg::golden
