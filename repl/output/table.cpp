#include "repl/output/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "repl/output/evidence.h"

namespace kg::repl {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowestColumn = 8;

// Lines of at most `width` columns, broken at blanks, all but the first behind `indent` blanks. A width of 0
// breaks nothing.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  if (width == 0) return text;
  std::string out;
  std::size_t used = indent;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at + 1), text.size());
    const std::string_view word = std::string_view(text).substr(at, end - at);  // with the blank before it
    const std::size_t columns = utf8_display_width(word);
    if (used + columns > width && used > indent && word.front() == ' ') {
      out += '\n' + std::string(indent, ' ');
      out += word.substr(1);
      used = indent + columns - 1;
    } else {
      out += word;
      used += columns;
    }
    at = end;
  }
  return out;
}

bool is_number(const Cell& cell) {
  const std::string& type = cell.term.datatype;
  return cell.term.kind == TermKind::literal &&
         (type == iri::kXsdInteger || type == iri::kXsdDecimal || type == iri::kXsdDouble);
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
      output_.write(painted(mark, kDim) + wrapped(text, style_.width, mark.size()) + '\n');
    });
    output_.write(fmt::format("{} row{}\n", count_, count_ == 1 ? "" : "s"));
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
    fit();
    head_written_ = true;
    std::string rule;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) rule.append(kGap, ' ');
      for (std::size_t i = 0; i < widths_[c]; ++i) rule += "─";
    }
    Row head;
    for (const std::string& column : columns_) head.push_back({terminal_safe(column), kBold});
    write_row(head);
    output_.write(painted(rule, kDim) + '\n');
    for (const Row& row : sample_) write_row(row);
    sample_.clear();
  }

  // Takes from the widest columns until the table fits the terminal.
  void fit() {
    if (style_.width == 0 || widths_.empty()) return;
    std::size_t total = std::accumulate(widths_.begin(), widths_.end(), kGap * (widths_.size() - 1));
    while (total > style_.width) {
      const auto widest = std::max_element(widths_.begin(), widths_.end());
      if (*widest <= kNarrowestColumn) return;
      --*widest;
      --total;
    }
  }

  void write_row(const Row& row) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) line.append(kGap, ' ');
      const std::string text = style_.width > 0 ? cut_to_width(row[c].text, widths_[c]) : row[c].text;
      const std::size_t width = utf8_display_width(text);
      const std::size_t padding = width < widths_[c] ? widths_[c] - width : 0;
      if (numeric_[c]) line.append(padding, ' ');
      line += painted(text, row[c].color);
      if (!numeric_[c] && c + 1 < row.size()) line.append(padding, ' ');
    }
    output_.write(line + '\n');
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
};

}  // namespace

std::string cut_to_width(const std::string& text, std::size_t width) {
  if (utf8_display_width(text) <= width) return text;
  std::string out;
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t n = 1;
    while (i + n < text.size() && (static_cast<unsigned char>(text[i + n]) & 0xC0U) == 0x80U) ++n;
    const std::size_t w = utf8_display_width(std::string_view(text).substr(i, n));
    if (used + w + 1 > width) break;
    out.append(text, i, n);
    used += w;
    i += n;
  }
  return out + "…";
}

std::unique_ptr<RowWriter> make_table_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<TableWriter>(output, style);
}

}  // namespace kg::repl
