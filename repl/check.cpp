// kg check: verdicts for the claims of the command line or, one a line, of a file.
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "repl/commands.h"
#include "repl/interrupt.h"
#include "repl/output/verdict_writer.h"
#include "repl/statements.h"

namespace kg::repl {
namespace {

// Longer lines are errors; the rest of the file is still checked.
constexpr std::size_t kMaxClaimLine = std::size_t{1} << 20U;

// A line is a claim, or a JSON object with `claim` and, if wanted, `id`.
Result<Question> read_question(const std::string& line, std::uint64_t number) {
  const auto wrong = [](std::string message) {
    return Error{ErrorCode::data,
                 std::move(message),
                 {},
                 {},
                 R"(write {"id": 1, "claim": "Li Qiang visited Ganzhou"})"};
  };
  if (line.size() > kMaxClaimLine)
    return wrong(fmt::format("a line of claims has at most {} bytes", kMaxClaimLine));
  if (line.front() != '{') return Question{line, "null", number};
  const nlohmann::json object = nlohmann::json::parse(line, nullptr, false);
  if (object.is_discarded()) return wrong("this line is not a JSON object");
  const auto claim = object.find("claim");
  if (claim == object.end() || !claim->is_string()) return wrong("the object has no text called `claim`");
  Question question{claim->get<std::string>(), "null", number};
  if (const auto id = object.find("id"); id != object.end())
    question.id = id->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return question;
}

ClaimReviews claim_reviews(Workspace& workspace) {
  return {workspace.options().reviewer, [&workspace](const std::string& name) {
            const Result<Document> document = workspace.session().document(name, nullptr);
            return document.ok() ? document->metadata : DocumentMetadata{};
          }};
}

class Checks {
 public:
  Checks(Workspace& workspace, Output& output)
      : workspace_(workspace),
        options_(workspace.options()),
        how_{options_.tolerance, options_.sources},
        output_(output),
        reviews_(claim_reviews(workspace)) {}

  // Nothing, or that a format does not suit.
  Status prepare() {
    const OutputStyle style = output_style(options_);
    const bool batch = !options_.batch.empty();
    if (options_.format == kClaimReview) {
      writer_ = make_claim_reviews(output_, style, reviews_);
    } else if (options_.format.empty()) {
      writer_ = batch ? make_verdict_records(output_, style, false) : make_text_verdicts(output_, style);
    } else if (is_graph(style.format) && !is_json(style.format)) {
      return Error{ErrorCode::usage,
                   fmt::format("verdicts make no graph, which `{}` writes", options_.format),
                   {},
                   {},
                   "choose json, ndjson, csv, table or claimreview"};
    } else if (is_json(style.format)) {
      const bool several = batch || options_.arguments.size() > 1;
      writer_ = make_verdict_records(output_, style, style.format == Format::json && several);
    } else {
      writer_ = make_verdict_rows(output_, style);
    }
    return {};
  }

  // Every line; a line that is wrong has its error in its place.
  int lines(std::istream& lines) {
    std::string line;
    int status = kDone;
    for (std::uint64_t number = 1; std::getline(lines, line) && !output_.closed(); ++number) {
      if (line.ends_with('\r')) line.pop_back();
      if (line.find_first_not_of(" \t") == std::string::npos) continue;
      const Result<Question> question = read_question(line, number);
      if (question.ok()) {
        const int one = check(*question, true);
        if (one > kNegative) return one;
        status = std::max(status, one);
      } else {
        writer_->error({line, "null", number}, question.error());
        status = kNegative;
      }
      // What is waited for comes at once; what comes in bulk is written in bulk.
      if (lines.rdbuf()->in_avail() <= 0) output_.flush();
    }
    return status;
  }

  // The claims of the command line; the first error ends it.
  int arguments() {
    int status = kDone;
    std::uint64_t number = 0;
    for (const std::string& claim : options_.arguments) {
      const int one = check({claim, "null", ++number}, false);
      if (one > kNegative) return one;
      status = std::max(status, one);
    }
    return status;
  }

  int end(int status) {
    writer_->end();
    output_.flush();
    return status;
  }

 private:
  int check(const Question& question, bool go_on) {
    Budget budget;
    configure(budget, options_);
    const InterruptScope interrupts(budget);
    RunOptions run;
    run.budget = &budget;
    const Result<Verdict> verdict = workspace_.session().check(question.claim, how_, run);
    if (verdict.ok()) {
      writer_->verdict(question, *verdict);
      return verdict->kind == VerdictKind::supported ? kDone : kNegative;
    }
    const int status = exit_status(verdict.error());
    const bool fatal = !go_on || status == kStoreError || status == kInterrupted;
    if (go_on) {
      writer_->error(question, verdict.error());
    } else {
      output_.flush();
      print_error(verdict.error(), options_);
    }
    return fatal ? status : kNegative;
  }

  Workspace& workspace_;
  const Options& options_;
  CheckOptions how_;
  Output& output_;
  ClaimReviews reviews_;
  std::unique_ptr<VerdictWriter> writer_;
};

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
  Output output(STDOUT_FILENO);
  Checks checks(workspace, output);
  if (const Status suits = checks.prepare(); !suits.ok()) return fail(suits.error());
  if (options.batch.empty()) return checks.end(checks.arguments());
  if (options.batch == "-") return checks.end(checks.lines(std::cin));
  std::ifstream file(options.batch, std::ios::binary);
  if (!file)
    return fail({ErrorCode::usage, '`' + options.batch + "` cannot be read", {}, {}, "check the path"});
  return checks.end(checks.lines(file));
}

}  // namespace kg::repl
