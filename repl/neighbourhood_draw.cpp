// What surrounds a thing, on the terminal.
#include <fmt/format.h>

#include <algorithm>

#include "repl/neighbourhood.h"
#include "repl/output/wrap.h"

namespace kg::repl {
namespace {

class Drawing {
 public:
  Drawing(const Neighbourhood& what, const OutputStyle& style) : what_(what), style_(style) {}

  std::string draw() {
    const Neighbourhood::Thing& thing = what_.things.front();
    std::string types;
    for (const std::string& type : thing.types) types += (types.empty() ? "  " : ", ") + terminal_safe(type);
    put("", kBold, cell_text(thing.cell, style_.cell), kDim, types);
    if (thing.groups.empty()) put("", "", "nothing else is said of it", "", "");
    groups(0, "");
    return std::move(out_);
  }

 private:
  static constexpr std::string_view kBold = "\033[1m";
  static constexpr std::string_view kDim = "\033[2m";
  static constexpr std::string_view kThing = "\033[36m";

  // A line of a plain beginning and two pieces with colours of their own.
  void put(const std::string& start, std::string_view first_colour, const std::string& first,
           std::string_view second_colour, const std::string& second) {
    constexpr std::size_t kLeastWidth = 8;
    std::size_t left = std::string::npos;
    if (style_.width > 0) {
      const std::size_t used = utf8_display_width(start);
      left = std::max(style_.width, used + kLeastWidth) - used;
    }
    const std::string head = cut_to_width(terminal_safe(first), left);
    left -= std::min(left, utf8_display_width(head));
    const std::string tail = left > 0 ? cut_to_width(terminal_safe(second), left) : std::string();
    out_ += start + painted(head, first_colour) + painted(tail, second_colour) + '\n';
  }
  [[nodiscard]] std::string painted(const std::string& text, std::string_view colour) const {
    return style_.color && !colour.empty() && !text.empty() ? fmt::format("{}{}\033[0m", colour, text) : text;
  }

  void groups(std::size_t index, const std::string& indent) {
    const auto& groups = what_.things[index].groups;
    for (std::size_t i = 0; i < groups.size(); ++i) group(groups[i], indent, i + 1 == groups.size());
  }

  void group(const Neighbourhood::Group& group, const std::string& indent, bool last) {
    const std::string branch = indent + (last ? "└─ " : "├─ ");
    const std::string below = indent + (last ? "   " : "│  ");
    const std::string relation = cell_text(group.relation, style_.cell) + (group.outgoing ? " →" : " ←");
    if (group.members.size() == 1 && group.more == 0) {
      member(branch, relation + ' ', group.members.front(), below);
      return;
    }
    put(branch, kDim, relation, "", "");
    for (std::size_t i = 0; i < group.members.size(); ++i) {
      const bool end = i + 1 == group.members.size() && group.more == 0;
      member(below + (end ? "└─ " : "├─ "), "", group.members[i], below + (end ? "   " : "│  "));
    }
    if (group.more > 0) put(below + "└─ ", kDim, fmt::format("... and {} more", group.more), "", "");
  }

  void member(const std::string& branch, const std::string& relation, std::size_t index,
              const std::string& below) {
    const Neighbourhood::Thing& thing = what_.things[index];
    const std::string text = cell_text(thing.cell, style_.cell) + (thing.again ? " ↑" : "");
    put(branch, kDim, relation, thing.is_node() ? kThing : std::string_view(), text);
    groups(index, below);
  }

  const Neighbourhood& what_;
  const OutputStyle& style_;
  std::string out_;
};

}  // namespace

std::string draw(const Neighbourhood& neighbourhood, const OutputStyle& style) {
  return Drawing(neighbourhood, style).draw();
}

}  // namespace kg::repl
