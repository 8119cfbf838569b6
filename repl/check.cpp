// kg check: verdicts for the claims of the command line or, one a line, of a file.
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/output/cell_text.h"
#include "repl/output/claim_review.h"
#include "repl/output/verdict.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

// Longer lines are errors; the rest of the file is still checked.
constexpr std::size_t kMaxClaimLine = std::size_t{1} << 20U;

struct Question {
  std::string claim;
  std::string id = "null";  // JSON
};

// A line is a claim, or a JSON object with `claim` and, if wanted, `id`.
Result<Question> read_question(const std::string& line) {
  const auto wrong = [](std::string message) {
    return Error{ErrorCode::data,
                 std::move(message),
                 {},
                 {},
                 R"(write {"id": 1, "claim": "Li Qiang visited Ganzhou"})"};
  };
  if (line.size() > kMaxClaimLine)
    return wrong(fmt::format("a line of claims has at most {} bytes", kMaxClaimLine));
  if (line.front() != '{') return Question{line, "null"};
  const nlohmann::json object = nlohmann::json::parse(line, nullptr, false);
  if (object.is_discarded()) return wrong("this line is not a JSON object");
  const auto claim = object.find("claim");
  if (claim == object.end() || !claim->is_string()) return wrong("the object has no text called `claim`");
  Question question{claim->get<std::string>(), "null"};
  if (const auto id = object.find("id"); id != object.end())
    question.id = id->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return question;
}

std::string error_record(const Error& error, const Question& question, std::uint64_t line) {
  return fmt::format(
      R"({{"claim":{},"id":{},"error":{{"code":{},"message":{},"line":{},"column":{},"hint":{}}}}})",
      json_string(question.claim), question.id, json_string(error_code_name(error.code)),
      json_string(error.message), line, error.place.column, json_string(error.hint));
}

bool wants_review(const Options& options) { return options.format == kClaimReview; }

ClaimReviews claim_reviews(Workspace& workspace) {
  return {workspace.options().reviewer, [&workspace](const std::string& name) {
            const Result<Document> document = workspace.session().document(name, nullptr);
            return document.ok() ? document->metadata : DocumentMetadata{};
          }};
}

class Batch {
 public:
  Batch(Workspace& workspace, const CheckOptions& how, Output& output)
      : workspace_(workspace),
        how_(how),
        output_(output),
        terminal_(::isatty(STDOUT_FILENO) != 0),
        reviews_(claim_reviews(workspace)) {}

  int run(std::istream& lines) {
    std::string line;
    int status = kDone;
    for (std::uint64_t number = 1; std::getline(lines, line) && !output_.closed(); ++number) {
      if (line.ends_with('\r')) line.pop_back();
      if (line.find_first_not_of(" \t") == std::string::npos) continue;
      const int one = check(line, number);
      if (one > kNegative) return one;
      status = std::max(status, one);
      // What is waited for comes at once; what comes in bulk is written in bulk.
      if (lines.rdbuf()->in_avail() <= 0) output_.flush();
    }
    output_.flush();
    return status;
  }

 private:
  int check(const std::string& line, std::uint64_t number) {
    Result<Question> question = read_question(line);
    if (!question.ok()) return put(error_record(question.error(), {line, "null"}, number), kNegative);
    Budget budget;
    configure(budget, workspace_.options());
    const InterruptScope interrupts(budget);
    RunOptions options;
    options.budget = &budget;
    const Result<Verdict> verdict = workspace_.session().check(question->claim, how_, options);
    if (!verdict.ok()) {
      const int status = exit_status(verdict.error());
      const bool fatal = status == kStoreError || status == kInterrupted;
      return put(error_record(verdict.error(), *question, number), fatal ? status : kNegative);
    }
    return put(wants_review(workspace_.options()) ? reviews_.review(*verdict, question->id)
                                                  : verdict_json(*verdict, question->id),
               verdict->kind == VerdictKind::supported ? kDone : kNegative);
  }
  int put(const std::string& record, int status) {
    output_.write((terminal_ ? terminal_safe(record) : record) + '\n');
    return status;
  }

  Workspace& workspace_;
  const CheckOptions& how_;
  Output& output_;
  bool terminal_;
  ClaimReviews reviews_;
};

int check_all(Workspace& workspace, const CheckOptions& how, Output& output) {
  const Options& options = workspace.options();
  ClaimReviews reviews = claim_reviews(workspace);
  int status = kDone;
  for (const std::string& claim : options.arguments) {
    Budget budget;
    configure(budget, options);
    const InterruptScope interrupts(budget);
    RunOptions run;
    run.budget = &budget;
    const Result<Verdict> verdict = workspace.session().check(claim, how, run);
    if (!verdict.ok()) {
      output.flush();
      print_error(verdict.error(), options);
      return exit_status(verdict.error());
    }
    if (wants_review(options)) {
      const std::string review = reviews.review(*verdict) + '\n';
      output.write(output_style(options).cell.terminal ? terminal_safe(review, true) : review);
      status = std::max<int>(status, verdict->kind == VerdictKind::supported ? kDone : kNegative);
    } else {
      status = std::max(status, write_verdict(*verdict, options, output));
    }
  }
  output.flush();
  return status;
}

}  // namespace

int command_check(const Options& options) {
  const auto fail = [&](const Error& error) {
    print_error(error, options);
    return exit_status(error);
  };
  if (options.arguments.empty() == options.batch.empty()) {
    return fail({ErrorCode::usage,
                 "`check` takes claims, or --batch with a file of claims",
                 {},
                 {},
                 "for example: kg check 'Li Qiang visited Ganzhou'"});
  }
  if (!options.batch.empty() && options.batch != "-") {
    if (const Status allowed = allow_files(options, "--batch reads a file"); !allowed.ok())
      return fail(allowed.error());
  }
  Workspace workspace(options);
  if (const Status ready = workspace.prepare(false); !ready.ok()) return fail(ready.error());
  const CheckOptions how{options.tolerance, options.sources};
  Output output(STDOUT_FILENO);
  if (options.batch.empty()) return check_all(workspace, how, output);
  Batch batch(workspace, how, output);
  if (options.batch == "-") return batch.run(std::cin);
  std::ifstream file(options.batch, std::ios::binary);
  if (!file)
    return fail({ErrorCode::usage, '`' + options.batch + "` cannot be read", {}, {}, "check the path"});
  return batch.run(file);
}

}  // namespace kg::repl
