// CSV and TSV: a line of column names, then a line a row.
#include <array>
#include <utility>

#include "repl/output/evidence.h"
#include "repl/output/formats.h"

namespace kg::repl {
namespace {

// What a spreadsheet would take for a formula.
bool is_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

void append_csv(std::string& line, std::string_view text, bool guard) {
  const bool quote = text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (quote) line += '"';
  if (guard) line += '\'';
  for (const char c : text) {
    if (c == '"') line += '"';
    line += c;
  }
  if (quote) line += '"';
}

void append_tsv(std::string& line, std::string_view text, bool guard) {
  if (guard) line += '\'';
  constexpr std::string_view kEscaped = "\t\n\r\\";
  constexpr std::string_view kLetters = "tnr\\";
  for (const char c : text) {
    const std::size_t at = kEscaped.find(c);
    if (at == std::string_view::npos) {
      line += c;
    } else {
      line += '\\';
      line += kLetters[at];
    }
  }
}

// The columns of the evidence hold a line for each claim of the row, so that they can be told apart again.
constexpr std::array<std::pair<const char*, std::string VerdictEvidence::*>, 3> kEvidenceColumns{
    {{"evidence claim", &VerdictEvidence::claim},
     {"evidence source", &VerdictEvidence::source},
     {"evidence quote", &VerdictEvidence::quote}}};

class SeparatedWriter : public RowWriter {
 public:
  SeparatedWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const AnswerShape& shape) override {
    for (const std::string& column : shape.columns) append(column);
    evidence_ = shape.evidence;
    if (evidence_) {
      for (const auto& [name, part] : kEvidenceColumns) append(name);
    }
    finish();
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      for (const std::vector<Cell>& column : batch.columns) append(cell_text(column[r], style_.cell));
      if (evidence_) append_evidence(evidence_of(batch, r));
      finish();
    }
  }

  void end() override {}

 private:
  void append_evidence(const Claims& claims) {
    for (const auto& [name, part] : kEvidenceColumns) {
      std::string text;
      for (const VerdictEvidence& claim : claims) {
        if (&claim != &claims.front()) text += '\n';
        for (const char c : claim.*part) text += c == '\n' || c == '\r' ? ' ' : c;
      }
      append(style_.cell.terminal ? terminal_safe(text) : text);
    }
  }
  void append(std::string_view text) {
    if (!first_) line_ += style_.format == Format::csv ? ',' : '\t';
    first_ = false;
    append_field(line_, text, style_);
  }
  void finish() {
    line_ += '\n';
    output_.write(line_);
    line_.clear();
    first_ = true;
  }

  Output& output_;
  OutputStyle style_;
  std::string line_;
  bool first_ = true;
  bool evidence_ = false;
};

}  // namespace

void append_field(std::string& line, std::string_view text, const OutputStyle& style) {
  const bool guard = style.csv_safe && is_formula(text);
  if (style.format == Format::csv) {
    append_csv(line, text, guard);
  } else {
    append_tsv(line, text, guard);
  }
}

std::unique_ptr<RowWriter> make_separated_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<SeparatedWriter>(output, style);
}

}  // namespace kg::repl
