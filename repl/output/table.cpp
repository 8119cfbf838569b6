#include "repl/output/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "repl/output/evidence.h"
#include "repl/output/wrap.h"

namespace kg::repl {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::string_view kEquals = " = ";

bool is_number(const Cell& cell) {
  const std::string& type = cell.term.datatype;
  return cell.term.kind == TermKind::literal &&
         (type == iri::kXsdInteger || type == iri::kXsdDecimal || type == iri::kXsdDouble);
}

// Where a text of that width is read well: in few lines.
std::size_t readable(std::size_t width) {
  return std::clamp(width * 5 / 4 / kMaxCellLines, kReadableColumn, kWideColumn);
}

class TableWriter : public RowWriter {
 public:
  TableWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const AnswerShape& shape) override {
    columns_ = shape.columns;
    numeric_.assign(columns_.size(), true);
    evidence_ = shape.evidence;
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      Row row;
      for (std::size_t c = 0; c < batch.columns.size(); ++c) {
        const Cell& cell = batch.columns[c][r];
        if (!head_written_ && cell.term.kind != TermKind::undefined && !is_number(cell)) numeric_[c] = false;
        row.push_back({terminal_safe(cell_text(cell, style_.cell)), color_of(cell)});
      }
      if (evidence_) row.push_back({marks(evidence_of(batch, r)), kDim});
      ++count_;
      if (head_written_) {
        write_row(row);
        continue;
      }
      sample_.push_back(std::move(row));
      if (sample_.size() >= kTableSampleRows) write_sample();
    }
  }

  void end() override {
    if (!head_written_) write_sample();
    notes_.take([this](std::size_t number, const std::string& text) {
      const std::string mark = fmt::format("[{}] ", number);
      output_.write(painted(mark, kDim) + hanging(text, style_.width, mark.size()) + '\n');
    });
    output_.write(fmt::format("{} row{}\n", count_, count_ == 1 ? "" : "s"));
    if (cut_) {
      output_.write(for_people(style_.prompt ? "… marks a cut: .last shows all, .mode line in lines\n"
                                             : "… marks a cut: --format line shows all\n",
                               style_.width));
    }
  }

 private:
  struct Text {
    std::string text;
    std::string_view color;
  };
  using Row = std::vector<Text>;

  // Colours of the terminal's own palette that are read on light and dark grounds.
  static constexpr std::string_view kBold = "\033[1m";
  static constexpr std::string_view kDim = "\033[2m";
  static constexpr std::string_view kThing = "\033[36m";

  static std::string_view color_of(const Cell& cell) {
    return cell.term.kind == TermKind::iri || cell.term.kind == TermKind::blank ? kThing : std::string_view();
  }
  [[nodiscard]] std::string painted(const std::string& text, std::string_view color) const {
    return style_.color && !color.empty() && !text.empty() ? fmt::format("{}{}\033[0m", color, text) : text;
  }
  std::string marks(const Claims& claims) {
    std::string out;
    for (const std::size_t note : notes_.numbers(claims)) out += fmt::format("[{}]", note);
    return out;
  }

  // A column of marks without any is left out.
  void drop_unused_evidence() {
    if (evidence_ && std::any_of(sample_.begin(), sample_.end(),
                                 [](const Row& row) { return !row.back().text.empty(); })) {
      columns_.emplace_back("evidence");
      numeric_.push_back(false);
      return;
    }
    if (evidence_) {
      for (Row& row : sample_) row.pop_back();
    }
    evidence_ = false;
  }

  void write_sample() {
    drop_unused_evidence();
    widths_.clear();
    for (const std::string& column : columns_) widths_.push_back(utf8_display_width(column));
    for (const Row& row : sample_) {
      for (std::size_t c = 0; c < row.size(); ++c)
        widths_[c] = std::max(widths_[c], utf8_display_width(row[c].text));
    }
    records_ = !fit();
    if (sample_.size() == kTableSampleRows) spread();
    head_written_ = true;
    if (records_) {
      widths_.assign(1, 0);
      for (const std::string& column : columns_)
        widths_[0] = std::max(widths_[0], utf8_display_width(terminal_safe(column)));
    } else {
      write_head();
    }
    for (const Row& row : sample_) write_row(row);
    sample_.clear();
  }

  void write_head() {
    std::string rule;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) rule.append(kGap, ' ');
      for (std::size_t i = 0; i < widths_[c]; ++i) rule += "─";
    }
    Row head;
    for (const std::string& column : columns_) head.push_back({terminal_safe(column), kBold});
    write_row(head);
    height_.reset();
    output_.write(painted(rule, kDim) + '\n');
  }

  // What is left of the terminal's width goes to columns of text: wider cells may still come.
  void spread() {
    const std::size_t total = std::accumulate(widths_.begin(), widths_.end(), kGap * (widths_.size() - 1));
    const auto texts = static_cast<std::size_t>(std::count(numeric_.begin(), numeric_.end(), false));
    for (std::size_t c = 0; c < widths_.size() && texts > 0 && total < style_.width; ++c) {
      if (!numeric_[c]) widths_[c] += (style_.width - total) / texts;
    }
  }

  // Takes from the widest columns until the table fits the terminal; false when some would be too narrow to
  // be read.
  bool fit() {
    if (style_.width == 0 || widths_.empty()) return true;
    std::vector<std::size_t> least = widths_;
    for (std::size_t c = 0; c < widths_.size(); ++c) {
      if (!numeric_[c]) least[c] = std::min(widths_[c], readable(widths_[c]));
    }
    if (widths_.size() == 1) least[0] = 1;
    std::size_t total = std::accumulate(widths_.begin(), widths_.end(), kGap * (widths_.size() - 1));
    while (total > style_.width) {
      std::size_t widest = widths_.size();
      for (std::size_t c = 0; c < widths_.size(); ++c) {
        if (widths_[c] > least[c] && (widest == widths_.size() || widths_[c] > widths_[widest])) widest = c;
      }
      if (widest == widths_.size()) return false;
      --widths_[widest];
      --total;
    }
    return true;
  }

  void write_row(const Row& row) {
    if (records_) return write_record(row);
    std::vector<std::vector<std::string>> cells;
    for (std::size_t c = 0; c < row.size(); ++c) cells.push_back(lines_of(row[c].text, widths_[c]));
    const std::size_t height = std::max_element(cells.begin(), cells.end(), [](const auto& a, const auto& b) {
                                 return a.size() < b.size();
                               })->size();
    // Rows of several lines stand apart.
    if (height_.has_value() && std::max(*height_, height) > 1) output_.write("\n");
    height_ = height;
    write_lines(row, cells, height);
  }

  std::vector<std::string> lines_of(const std::string& text, std::size_t width) {
    if (style_.width == 0) return {text};
    std::vector<std::string> lines = broken_lines(text, width, width);
    if (lines.size() <= kMaxCellLines || style_.whole) return lines;
    lines.resize(kMaxCellLines);
    if (utf8_display_width(lines.back()) >= width) lines.back() += ' ';  // gives way to the mark
    lines.back() =
        utf8_display_width(lines.back()) < width ? lines.back() + "…" : cut_to_width(lines.back(), width);
    cut_ = true;
    return lines;
  }

  void write_lines(const Row& row, const std::vector<std::vector<std::string>>& cells, std::size_t height) {
    for (std::size_t l = 0; l < height; ++l) {
      std::string line;
      std::size_t gap = 0;  // blanks before the next text
      for (std::size_t c = 0; c < row.size(); ++c) {
        if (c > 0) gap += kGap;
        const std::string text = l < cells[c].size() ? cells[c][l] : std::string();
        const std::size_t width = utf8_display_width(text);
        const std::size_t padding = width < widths_[c] ? widths_[c] - width : 0;
        if (numeric_[c]) gap += padding;
        if (!text.empty()) line.append(std::exchange(gap, 0), ' ');
        line += painted(text, row[c].color);
        if (!numeric_[c]) gap += padding;
      }
      output_.write(line + '\n');
    }
  }

  // A line for each column, and an empty one between rows.
  void write_record(const Row& row) {
    std::string out = std::exchange(first_record_, false) ? "" : "\n";
    const bool beside = 2 * (widths_[0] + kEquals.size()) <= style_.width;
    const std::size_t indent = beside ? widths_[0] + kEquals.size() : kGap;
    const std::string margin = '\n' + std::string(indent, ' ');
    const std::size_t left = style_.width - std::min(style_.width - 1, indent);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string name = terminal_safe(columns_[c]);
      const std::size_t padding = beside ? widths_[0] - utf8_display_width(name) : 0;
      out += std::string(padding, ' ') + painted(name, kBold) + std::string(kEquals);
      if (!beside) out += margin;
      bool first = true;
      for (const std::string& line : broken_lines(row[c].text, left, left))
        out += (std::exchange(first, false) ? "" : margin) + painted(line, row[c].color);
      out += '\n';
    }
    output_.write(out);
  }

  Output& output_;
  OutputStyle style_;
  std::vector<std::string> columns_;
  std::vector<bool> numeric_;
  std::vector<std::size_t> widths_;
  std::vector<Row> sample_;
  Notes notes_;
  bool evidence_ = false;
  std::uint64_t count_ = 0;
  bool head_written_ = false;
  bool records_ = false;
  bool first_record_ = true;
  bool cut_ = false;
  std::optional<std::size_t> height_;  // of the row before, in lines
};

}  // namespace

std::unique_ptr<RowWriter> make_table_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<TableWriter>(output, style);
}

}  // namespace kg::repl
