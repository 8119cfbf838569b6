// What surrounds a thing, as a file: for Graphviz, as a page to look around in, or as an SVG picture.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "repl/neighbourhood.h"
#include "repl/output/formats.h"
#include "repl/output/wrap.h"

namespace kg::repl {
namespace {

// The triples of the tree, each with its claims.
void write_triples(const Neighbourhood& neighbourhood, RowWriter& writer) {
  writer.begin({{"subject", "relation", "object"}, true, true, {}});
  RowBatch batch;
  batch.columns.resize(3);
  for (const Neighbourhood::Thing& thing : neighbourhood.things) {
    for (const Neighbourhood::Group& group : thing.groups) {
      for (const std::size_t index : group.members) {
        const Neighbourhood::Thing& member = neighbourhood.things[index];
        batch.columns[0].push_back(group.outgoing ? thing.cell : member.cell);
        batch.columns[1].push_back(group.relation);
        batch.columns[2].push_back(group.outgoing ? member.cell : thing.cell);
        batch.evidence.push_back(member.claims);
        ++batch.rows;
      }
    }
  }
  writer.rows(batch);
  writer.end();
}

// A tree that grows to both sides of its root: to the right what the thing does, to the left what is done to
// it. Columns hold things and relations in turn and are as wide as their widest text; a leaf takes a row, and
// what has branches stands in their middle. Sizes are in pixels.
class SvgTree {
 public:
  explicit SvgTree(const Neighbourhood& what) : what_(what) {}

  std::string draw() {
    std::vector<std::size_t> left;
    std::vector<std::size_t> right;
    for (std::size_t i = 0; i < what_.things[0].groups.size(); ++i)
      (what_.things[0].groups[i].outgoing ? right : left).push_back(i);
    Box root = thing_box(0, 0, {});
    for (const auto* side : {&left, &right}) {
      sign_ = side == &left ? -1 : 1;
      double y = kRow;
      for (const std::size_t i : *side) add_group(root, 0, i, y);
      heights_[side == &left ? 0 : 1] = y;
    }
    return picture(root);
  }

 private:
  static constexpr double kRow = 24;
  static constexpr double kGap = 36;  // between columns
  static constexpr double kCharacter = 7;
  static constexpr std::size_t kMaxCharacters = 48;

  struct Box {
    std::string text;
    std::string title;
    const char* look = "";
    int column = 0;  // of the root: 0; to the left of it negative
    double y = 0;
    std::vector<Box> branches;
    [[nodiscard]] double width() const {
      return static_cast<double>(utf8_display_width(text)) * kCharacter + 12;
    }
  };

  static std::string shortened(const std::string& text) { return cut_to_width(text, kMaxCharacters); }

  static Box box(std::string text, const char* look, int column, std::string title) {
    std::string shown = shortened(text);
    if (shown != text) title = text + (title.empty() ? "" : "\n" + title);
    Box out;
    out.text = std::move(shown);
    out.title = std::move(title);
    out.look = look;
    out.column = column;
    return out;
  }

  Box thing_box(std::size_t index, int column, const std::string& title) {
    const Neighbourhood::Thing& thing = what_.things[index];
    std::string text = terminal_safe(cell_text(thing.cell, {false, false, true}));
    if (thing.again) text += " \u2191";
    const char* look = index == 0 ? "root" : thing.is_node() ? "thing" : "value";
    return box(std::move(text), look, column, title);
  }

  // Places a group's branch beside `parent`; `y` is the middle of the next free row.
  void add_group(Box& parent, std::size_t thing, std::size_t index, double& y) {
    const Neighbourhood::Group& group = what_.things[thing].groups[index];
    const std::string name = terminal_safe(cell_text(group.relation, {}));
    const bool rightward = group.outgoing == (sign_ > 0);
    Box relation =
        box(rightward ? name + " \u2192" : "\u2190 " + name, "relation", parent.column + sign_, {});
    for (const std::size_t member : group.members) add_member(relation, member, y);
    if (group.more > 0) {
      relation.branches.push_back(
          box(fmt::format("\u2026 and {} more", group.more), "more", relation.column + sign_, {}));
      place_leaf(relation.branches.back(), y);
    }
    centre(relation);
    parent.branches.push_back(std::move(relation));
  }

  void add_member(Box& relation, std::size_t member, double& y) {
    std::string title;
    for (const VerdictEvidence& claim : what_.things[member].claims) {
      if (const std::string text = evidence_text(claim); !text.empty())
        title += (title.empty() ? "" : "\n") + terminal_safe(text);
    }
    Box out = thing_box(member, relation.column + sign_, title);
    for (std::size_t i = 0; i < what_.things[member].groups.size(); ++i) add_group(out, member, i, y);
    if (out.branches.empty()) {
      place_leaf(out, y);
    } else {
      centre(out);
    }
    relation.branches.push_back(std::move(out));
  }

  static void place_leaf(Box& leaf, double& y) {
    leaf.y = y;
    y += kRow;
  }
  static void centre(Box& box) { box.y = (box.branches.front().y + box.branches.back().y) / 2; }

  void measure(const Box& box) {
    widths_[box.column] = std::max(widths_[box.column], box.width());
    for (const Box& branch : box.branches) measure(branch);
  }

  // The left edge of each column, from the leftmost.
  double place_columns() {
    double x = kGap;
    for (const auto& [column, width] : widths_) {
      lefts_[column] = x;
      x += width + kGap;
    }
    return x;
  }

  void move_down(Box& box, double by) {
    box.y += by;
    for (Box& branch : box.branches) move_down(branch, by);
  }

  std::string picture(Box& root) {
    measure(root);
    const double width = place_columns();
    const double height = std::max({heights_[0], heights_[1], 2 * kRow});
    root.y = height / 2;
    for (Box& branch : root.branches) move_down(branch, (height - heights_[branch.column < 0 ? 0 : 1]) / 2);
    std::string out = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}">
<style>
text {{ font: 13px sans-serif; fill: #222; dominant-baseline: central; text-anchor: middle }}
path {{ fill: none; stroke: #999 }}
rect {{ fill: #eef3fb; stroke: #7c9cc9 }}
.root rect {{ fill: #2f5d9b; stroke: #2f5d9b }} .root text {{ fill: #fff }}
.value rect {{ fill: #fff; stroke: #bbb }}
.relation rect, .more rect {{ fill: none; stroke: none }} .relation text, .more text {{ fill: #666; font-style: italic }}
</style>
<rect width="100%" height="100%" style="fill: #fff; stroke: none"/>
)",
        width, height);
    add_lines(out, root);
    add_box(out, root);
    return out + "</svg>\n";
  }

  [[nodiscard]] double left(const Box& box) const {
    // What grows to the left ends at the right edge of its column.
    return box.column >= 0 ? lefts_.at(box.column)
                           : lefts_.at(box.column) + widths_.at(box.column) - box.width();
  }

  void add_lines(std::string& out, const Box& box) const {
    for (const Box& branch : box.branches) {
      const bool leftward = branch.column < box.column;
      const double from = leftward ? left(box) : left(box) + box.width();
      const double to = leftward ? left(branch) + branch.width() : left(branch);
      const double middle = (from + to) / 2;
      out += fmt::format("<path d=\"M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}\"/>\n", from,
                         box.y, middle, box.y, middle, branch.y, to, branch.y);
      add_lines(out, branch);
    }
  }

  void add_box(std::string& out, const Box& box) const {
    const double x = left(box);
    const std::string title =
        box.title.empty() ? std::string() : fmt::format("<title>{}</title>", html_escaped(box.title));
    out += fmt::format(
        "<g class=\"{}\">{}<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"18\" rx=\"4\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text></g>\n",
        box.look, title, x, box.y - 9, box.width(), x + box.width() / 2, box.y, html_escaped(box.text));
    for (const Box& branch : box.branches) add_box(out, branch);
  }

  const Neighbourhood& what_;
  int sign_ = 1;
  double heights_[2] = {0, 0};
  std::map<int, double> widths_;
  std::map<int, double> lefts_;
};

}  // namespace

void write_graph(const Neighbourhood& neighbourhood, GraphFile kind, Output& output) {
  OutputStyle style;
  switch (kind) {
    case GraphFile::dot:
      return write_triples(neighbourhood, *make_dot_writer(output, style));
    case GraphFile::page:
      return write_triples(neighbourhood, *make_page_writer(output, style));
    case GraphFile::svg:
      output.write(SvgTree(neighbourhood).draw());
  }
}

}  // namespace kg::repl
