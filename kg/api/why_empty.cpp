#include "kg/api/why_empty.h"

#include <fmt/format.h>

#include <chrono>

#include "kg/api/answer_impl.h"
#include "kg/base/utf8.h"

namespace kg {
namespace {

constexpr std::chrono::milliseconds kTimeToExplain{250};
constexpr std::size_t kMemoryToExplainBytes = std::size_t{64} << 20U;

bool has_solution(AskStatement& ask, const SnapshotPtr& snapshot, Budget& budget) {
  const auto query =
      start_query(make_plan(Slice{ask.plan, 0, 1}), std::move(ask.variables), snapshot, &budget, false);
  return query->execution->next(query->batch);
}

// Such as `?d >= 2026`, which no date passes.
bool compares_plain_number(std::string_view condition) {
  const std::size_t sign = condition.find_last_of("<>=");
  if (sign == std::string_view::npos) return false;
  const std::string_view right = condition.substr(sign + 1);
  return right.find_first_of("0123456789") != std::string_view::npos &&
         right.find_first_not_of(" 0123456789.") == std::string_view::npos;
}

// `claim`: the last part that is no qualifier, up to the step.
std::string blame(QueryStep& step, const QueryStep& claim, bool first, const SnapshotPtr& snapshot,
                  Budget& budget) {
  const std::string text = terminal_safe(step.text);
  if (step.kind == QueryStep::Kind::condition) {
    return fmt::format(
        "the claims have matches, but none that passes `{}`{}", text,
        compares_plain_number(step.text)
            ? "; a date is compared with a date (2026-01-01, or during(?d, 2026)), a quantity with "
              "its unit (50 %)"
            : "");
  }
  if (step.kind == QueryStep::Kind::qualifier) {
    return fmt::format("`{}` has matches, but none with [{}]{}", terminal_safe(claim.text), text,
                       step.text.starts_with("on ")
                           ? "; what lies within a stretch of time: [on ?d] and during(?d, 2026)"
                           : "");
  }
  if (first || (step.alone && !has_solution(*step.alone, snapshot, budget))) {
    return fmt::format("nothing in the store matches `{}`", text);
  }
  return fmt::format("`{}` has matches, but none together with what stands before it", text);
}

}  // namespace

std::string why_empty(const SourceText& query, const LanguageContext& context, const SnapshotPtr& snapshot) {
  Budget budget;
  budget.set_timeout(kTimeToExplain);
  budget.set_memory_limit(kMemoryToExplainBytes);
  try {
    std::vector<QueryStep> steps = query_steps(query, context);
    const QueryStep* claim = nullptr;
    for (QueryStep& step : steps) {
      if (step.kind != QueryStep::Kind::qualifier) claim = &step;
      if (!has_solution(step.together, snapshot, budget)) {
        return blame(step, *claim, &step == &steps.front(), snapshot, budget);
      }
    }
  } catch (const Failure&) {  // out of time or memory: no explanation
  }
  return {};
}

}  // namespace kg
