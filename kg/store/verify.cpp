// The order of the checks, and those of files, state and log.
#include <fmt/format.h>

#include "kg/base/error.h"
#include "kg/store/commit_record.h"
#include "kg/store/open_store.h"
#include "kg/store/verifier.h"

namespace kg {

namespace {

inline constexpr std::size_t kMaxProblems = 100;

}  // namespace

VerifyReport verify_snapshot(const Snapshot& snapshot, Budget& budget) {
  return Verifier(snapshot, budget).run();
}

VerifyReport Verifier::run() {
  section("files", [&] { check_files(); });
  section("commits", [&] { check_commits(); });
  for (std::size_t i = 0; i < kPermutations; ++i) {
    const auto permutation = static_cast<Permutation>(i);
    section(permutation_name(permutation), [&] {
      check_blocks(permutation);
      check_permutation(permutation);
    });
  }
  compare_permutations();
  section("statistics", [&] { check_statistics(); });
  section("ordered terms", [&] { check_ordered_terms(); });
  section("late terms", [&] { check_late_terms(); });
  section("triple terms", [&] { check_triple_terms(); });
  section("names", [&] { check_names(); });
  section("texts", [&] { check_texts(); });
  report_.triples = meta_->triples;
  report_.terms = meta_->dictionary_terms();
  return std::move(report_);
}

void Verifier::section(const std::string& name, const std::function<void()>& check) {
  budget_->check();
  try {
    check();
  } catch (const Failure& failure) {
    const ErrorCode code = failure.error().code;
    if (code != ErrorCode::damaged && code != ErrorCode::store) throw;
    problem(fmt::format("{}: {}", name, failure.error().message));
  }
}

void Verifier::problem(const std::string& text) {
  if (report_.problems.size() < kMaxProblems) report_.problems.push_back(text);
}

void Verifier::check_files() {
  const Families& database = view_->database();
  check_status(database.db().VerifyChecksum(), "a table file is damaged");
}

void Verifier::check_commits() {
  if (meta_->folded_upto > meta_->commit) problem("commits: more commits are folded than there are");
  std::uint64_t number = 0;
  std::uint64_t triples = 0;
  std::int64_t time = 0;
  Delta replayed;
  const BaseView::Lent commits = view_->iterator(Family::commits);
  for (bool more = commits.seek_first(); more; more = commits.next()) {
    const std::uint64_t found = parse_id_key(commits.key()).bits;
    if (found != ++number) throw_damaged(fmt::format("commit {} is missing from the log", number));
    CommitRecord record = decode_commit(commits.value());
    if (record.time_ms < time)
      problem(fmt::format("commits: commit {} is older than the one before", number));
    time = record.time_ms;
    triples += record.added - record.removed;
    for (std::size_t i = 1; i < record.changes.size(); ++i) {
      if (record.changes[i - 1].key >= record.changes[i].key) {
        throw_damaged(fmt::format("the changes of commit {} are out of order", number));
      }
    }
    if (number > meta_->folded_upto)
      replayed.push(std::make_shared<const DeltaRun>(std::move(record.changes)));
    budget_->check();
  }
  if (number != meta_->commit) {
    problem(fmt::format("commits: the log ends at {}, the state record at {}", number, meta_->commit));
  }
  if (triples != meta_->triples) {
    problem(
        fmt::format("commits: they add up to {} triples, the state record has {}", triples, meta_->triples));
  }
  if (number != 0 && time != meta_->commit_time_ms) {
    problem("commits: the last one has another time than the state record");
  }
  if (replayed.merged()->entries(Permutation::spo) !=
      snapshot_->delta().merged()->entries(Permutation::spo)) {
    problem("commits: those that are not folded differ from what is in memory");
  }
}

}  // namespace kg
