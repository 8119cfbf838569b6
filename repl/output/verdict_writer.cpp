#include "repl/output/verdict_writer.h"

#include <fmt/format.h>

#include "repl/output/cell_text.h"
#include "repl/output/formats.h"
#include "repl/output/verdict.h"

namespace kg::repl {
namespace {

std::string error_record(const Error& error, const Question& question) {
  return fmt::format(
      R"({{"claim":{},"id":{},"error":{{"code":{},"message":{},"line":{},"column":{},"hint":{}}}}})",
      json_string(question.claim), question.id, json_string(error_code_name(error.code)),
      json_string(error.message), question.line, error.place.column, json_string(error.hint));
}

class TextVerdicts : public VerdictWriter {
 public:
  TextVerdicts(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void verdict(const Question& /*question*/, const Verdict& verdict) override {
    write_text(verdict_text(verdict), style_, output_);
  }
  void error(const Question& /*question*/, const Error& /*error*/) override {}

 private:
  Output& output_;
  OutputStyle style_;
};

class VerdictRecords : public VerdictWriter {
 public:
  VerdictRecords(Output& output, const OutputStyle& style, bool array)
      : output_(output), style_(style), array_(array) {}

  void verdict(const Question& question, const Verdict& verdict) override {
    put(verdict_json(verdict, question.id));
  }
  void error(const Question& question, const Error& error) override { put(error_record(error, question)); }
  void end() override {
    if (array_) output_.write(first_ ? "[]\n" : "\n]\n");
  }

 private:
  void put(const std::string& record) {
    if (array_) output_.write(first_ ? "[\n" : ",\n");
    first_ = false;
    output_.write(style_.cell.terminal ? terminal_safe(record) : record);
    if (!array_) output_.write("\n");
  }

  Output& output_;
  OutputStyle style_;
  bool array_;
  bool first_ = true;
};

class ReviewLines : public VerdictWriter {
 public:
  ReviewLines(Output& output, const OutputStyle& style, ClaimReviews& reviews)
      : output_(output), style_(style), reviews_(reviews) {}

  void verdict(const Question& question, const Verdict& verdict) override {
    put(reviews_.review(verdict, question.id));
  }
  void error(const Question& question, const Error& error) override { put(error_record(error, question)); }

 private:
  void put(const std::string& record) {
    output_.write((style_.cell.terminal ? terminal_safe(record, true) : record) + '\n');
  }

  Output& output_;
  OutputStyle style_;
  ClaimReviews& reviews_;
};

class VerdictRows : public VerdictWriter {
 public:
  VerdictRows(Output& output, const OutputStyle& style) : writer_(make_writer(output, style)) {
    AnswerShape shape;
    shape.columns = {"id", "claim", "verdict", "why"};
    shape.evidence = true;
    writer_->begin(shape);
  }

  // The evidence of a claim that nothing decides is what comes closest to it.
  void verdict(const Question& question, const Verdict& verdict) override {
    Claims claims = verdict.supporting;
    claims.insert(claims.end(), verdict.refuting.begin(), verdict.refuting.end());
    if (claims.empty()) claims = verdict.nearest;
    put(question, std::string(verdict_name(verdict.kind)), verdict_summary(verdict), std::move(claims));
  }
  void error(const Question& question, const Error& error) override {
    put(question, "error", error.hint.empty() ? error.message : error.message + "; " + error.hint, {});
  }
  void end() override { writer_->end(); }

 private:
  using Claims = std::vector<VerdictEvidence>;

  void put(const Question& question, const std::string& verdict, const std::string& why, Claims claims) {
    RowBatch batch;
    batch.rows = 1;
    const std::string number = std::to_string(question.line);
    const std::string& id = question.id == "null" ? number : question.id;
    const bool text = id.front() == '"';
    for (const std::string& cell : {text ? id.substr(1, id.size() - 2) : id, question.claim, verdict, why})
      batch.columns.push_back({Cell{Term::string(cell), {}}});
    batch.evidence.push_back(std::move(claims));
    batch.triples.resize(1);
    writer_->rows(batch);
  }

  std::unique_ptr<RowWriter> writer_;
};

}  // namespace

std::unique_ptr<VerdictWriter> make_text_verdicts(Output& output, const OutputStyle& style) {
  return std::make_unique<TextVerdicts>(output, style);
}
std::unique_ptr<VerdictWriter> make_verdict_records(Output& output, const OutputStyle& style, bool array) {
  return std::make_unique<VerdictRecords>(output, style, array);
}
std::unique_ptr<VerdictWriter> make_claim_reviews(Output& output, const OutputStyle& style,
                                                  ClaimReviews& reviews) {
  return std::make_unique<ReviewLines>(output, style, reviews);
}
std::unique_ptr<VerdictWriter> make_verdict_rows(Output& output, const OutputStyle& style) {
  return std::make_unique<VerdictRows>(output, style);
}

}  // namespace kg::repl
