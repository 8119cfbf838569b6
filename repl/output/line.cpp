// A line a value: `column = value`, and an empty line between rows.
#include <algorithm>

#include "repl/output/evidence.h"
#include "repl/output/formats.h"
#include "repl/output/wrap.h"

namespace kg::repl {
namespace {

class LineWriter : public RowWriter {
 public:
  LineWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const AnswerShape& shape) override {
    std::size_t width = 0;
    for (const std::string& column : shape.columns) width = std::max(width, utf8_display_width(column));
    if (shape.evidence) width = std::max(width, kEvidence.size());
    const auto padded = [&](std::string_view name) {
      return std::string(width - utf8_display_width(name), ' ') + std::string(name) + " = ";
    };
    for (const std::string& column : shape.columns) names_.push_back(padded(column));
    evidence_ = padded(shape.evidence ? kEvidence : "");
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      std::string text = first_ ? "" : "\n";
      first_ = false;
      for (std::size_t c = 0; c < names_.size(); ++c)
        text += line(names_[c], terminal_safe(cell_text(batch.columns[c][r], style_.cell)));
      for (const VerdictEvidence& claim : evidence_of(batch, r)) {
        if (const std::string shown = evidence_text(claim); !shown.empty()) text += line(evidence_, shown);
      }
      output_.write(text);
    }
  }

  void end() override {}

 private:
  static constexpr std::string_view kEvidence = "evidence";

  [[nodiscard]] std::string line(const std::string& name, const std::string& value) const {
    return name + hanging(value, style_.width, utf8_display_width(name)) + '\n';
  }

  Output& output_;
  OutputStyle style_;
  std::vector<std::string> names_;
  std::string evidence_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<RowWriter> make_line_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<LineWriter>(output, style);
}

}  // namespace kg::repl
