// JSON: an array of objects, an object a line, and SPARQL Query Results JSON (W3C 2013).
#include "repl/output/evidence.h"
#include "repl/output/formats.h"

namespace kg::repl {
namespace {

// One JSON object a row; `json` puts them into an array.
class JsonWriter : public RowWriter {
 public:
  JsonWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const AnswerShape& shape) override {
    for (const std::string& column : shape.columns) {
      keys_.push_back((keys_.empty() ? "" : ",") + json_string(column) + ':');
    }
    evidence_ = shape.evidence;
    if (array()) output_.write("[");
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      line_ = !array() ? "{" : first_ ? "\n  {" : ",\n  {";
      first_ = false;
      for (std::size_t c = 0; c < keys_.size(); ++c) {
        line_ += keys_[c];
        const Cell& cell = batch.columns[c][r];
        if (style_.typed) {
          append_typed_json(line_, cell);
        } else {
          append_cell_json(line_, cell, style_.cell);
        }
      }
      if (evidence_) {
        line_ += keys_.empty() ? "\"evidence\":" : ",\"evidence\":";
        append_evidence_json(line_, evidence_of(batch, r));
      }
      line_ += array() ? "}" : "}\n";
      output_.write(line_);
    }
  }

  void end() override {
    if (array()) output_.write(first_ ? "]\n" : "\n]\n");
  }

 private:
  [[nodiscard]] bool array() const { return style_.format == Format::json; }

  Output& output_;
  OutputStyle style_;
  std::vector<std::string> keys_;
  std::string line_;
  bool first_ = true;
  bool evidence_ = false;
};

// Evidence has no place in a binding: it comes after the results, an array for each of them.
class SrjWriter : public RowWriter {
 public:
  SrjWriter(Output& output, const OutputStyle& /*style*/) : output_(output) {}

  void begin(const AnswerShape& shape) override {
    std::string head = R"({"head":{"vars":[)";
    for (const std::string& column : shape.columns) {
      keys_.push_back(json_string(column));
      head += (keys_.size() > 1 ? "," : "") + keys_.back();
    }
    with_evidence_ = shape.evidence;
    output_.write(head + R"(]},"results":{"bindings":[)");
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      line_ = first_ ? "\n  {" : ",\n  {";
      if (with_evidence_) {
        evidence_ += first_ ? "\n  " : ",\n  ";
        append_evidence_json(evidence_, evidence_of(batch, r));
      }
      first_ = false;
      for (std::size_t c = 0; c < keys_.size(); ++c) {
        const Term& term = batch.columns[c][r].term;
        if (term.kind == TermKind::undefined) continue;
        if (line_.back() != '{') line_ += ',';
        line_ += keys_[c];
        line_ += ':';
        append_result_term(line_, term);
      }
      line_ += '}';
      output_.write(line_);
    }
  }

  void end() override {
    output_.write(first_ ? "]}" : "\n]}");
    if (with_evidence_) output_.write(",\"evidence\":[" + evidence_ + (first_ ? "]" : "\n]"));
    output_.write("}\n");
  }

 private:
  Output& output_;
  std::vector<std::string> keys_;
  std::string line_;
  std::string evidence_;
  bool first_ = true;
  bool with_evidence_ = false;
};

}  // namespace

std::unique_ptr<RowWriter> make_json_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<JsonWriter>(output, style);
}
std::unique_ptr<RowWriter> make_srj_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<SrjWriter>(output, style);
}

}  // namespace kg::repl
