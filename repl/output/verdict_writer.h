// VerdictWriter: verdicts in one of the formats, as they come.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kg/kg.h"
#include "repl/output/claim_review.h"
#include "repl/output/writer.h"

namespace kg::repl {

// A claim to be checked. `line`: of the batch, or its number on the command line.
struct Question {
  std::string claim;
  std::string id = "null";  // JSON
  std::uint64_t line = 0;
};

class VerdictWriter {
 public:
  virtual ~VerdictWriter() = default;
  virtual void verdict(const Question& question, const Verdict& verdict) = 0;
  virtual void error(const Question& question, const Error& error) = 0;
  virtual void end() {}
};

// For people: a paragraph each. Precondition: no errors are written.
std::unique_ptr<VerdictWriter> make_text_verdicts(Output& output, const OutputStyle& style);
// The records of docs/checking.md, one a line; `array`: as one JSON array.
std::unique_ptr<VerdictWriter> make_verdict_records(Output& output, const OutputStyle& style, bool array);
// schema.org ClaimReview, one a line. `reviews` must outlive the writer.
std::unique_ptr<VerdictWriter> make_claim_reviews(Output& output, const OutputStyle& style,
                                                  ClaimReviews& reviews);
// Rows of id, claim, verdict, why and the evidence, in the format of `style`, which is one of rows.
std::unique_ptr<VerdictWriter> make_verdict_rows(Output& output, const OutputStyle& style);

}  // namespace kg::repl
