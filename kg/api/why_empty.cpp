#include "kg/api/why_empty.h"

#include <fmt/format.h>

#include <chrono>
#include <map>

#include "kg/api/answer_impl.h"
#include "kg/api/namer.h"
#include "kg/base/utf8.h"
#include "kg/facts/name_linker.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::chrono::milliseconds kTimeToExplain{250};
constexpr std::size_t kMemoryToExplainBytes = std::size_t{64} << 20U;

// What the variables hold in some solution, by their names.
using Kinds = std::map<std::string, Tag>;

bool has_solution(AskStatement& ask, const SnapshotPtr& snapshot, Budget& budget, Kinds* kinds = nullptr) {
  const Variables names = ask.variables;
  const auto query =
      start_query(make_plan(Slice{ask.plan, 0, 1}), std::move(ask.variables), snapshot, &budget, false);
  if (!query->execution->next(query->batch)) return false;
  const std::vector<Var>& produced = query->execution->variables();
  for (std::size_t i = 0; kinds != nullptr && i < produced.size(); ++i)
    kinds->insert_or_assign(names.name(produced[i]), query->batch.columns[i][0].tag());
  return true;
}

// Why nothing passes `?d >= 2026` or `?share > 50`: what stands there is no plain number.
std::string_view other_kind(std::string_view condition, const Kinds& kinds) {
  const std::size_t sign = condition.find_last_of("<>=");
  const std::size_t end = condition.find_first_of(" <>=");
  if (sign == std::string_view::npos || !condition.starts_with('?') || end == std::string_view::npos)
    return {};
  const std::string_view right = condition.substr(sign + 1);
  const bool number = right.find_first_of("0123456789") != std::string_view::npos &&
                      right.find_first_not_of(" 0123456789.") == std::string_view::npos;
  const auto kind = kinds.find(std::string(condition.substr(1, end - 1)));
  if (!number || kind == kinds.end()) return {};
  if (kind->second == Tag::quantity) return "; a quantity is compared with its unit: 50 %, 12 billion USD";
  if (kind->second == Tag::date || kind->second == Tag::typed)
    return "; a date is compared with a date: 2026-01-01, or during(?d, 2026)";
  return {};
}

// `claim`: the last part that is no qualifier, up to the step.
// `kinds`: in the solutions of what stands before the step.
std::string blame(QueryStep& step, const QueryStep& claim, bool first, const Kinds& kinds,
                  const SnapshotPtr& snapshot, Budget& budget) {
  const std::string text = terminal_safe(step.text);
  if (step.kind == QueryStep::Kind::condition) {
    return fmt::format("the claims have matches, but none that passes `{}`{}", text,
                       other_kind(step.text, kinds));
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

// That a name of the part stands for another thing too, about which nobody asked.
std::string stand_ins(const std::string& text, const SnapshotPtr& snapshot, const Budget& budget) {
  std::string out;
  const Id stands_for = snapshot->find(Term::iri(vocabulary::kStandsFor));
  if (stands_for == kMissing) return out;
  Namer namer(snapshot);
  for (const Mention& mention : NameLinker(*snapshot, snapshot->names(), budget).link(text)) {
    for (const Id thing : mention.things) {
      const auto cursor = snapshot->cursor({Permutation::spo, 2, {thing, stands_for, Id{}}, kAllIds, 0b100});
      TripleColumns rows;
      if (cursor->next(rows))
        out += terminal_safe(fmt::format("; {} stands for {}, which is another thing", namer.name(thing),
                                         namer.name(rows.column[2][0])));
    }
  }
  return out;
}

}  // namespace

std::string why_empty(const SourceText& query, const LanguageContext& context, const SnapshotPtr& snapshot) {
  Budget budget;
  budget.set_timeout(kTimeToExplain);
  budget.set_memory_limit(kMemoryToExplainBytes);
  try {
    std::vector<QueryStep> steps = query_steps(query, context);
    const QueryStep* claim = nullptr;
    Kinds kinds;
    for (QueryStep& step : steps) {
      if (step.kind != QueryStep::Kind::qualifier) claim = &step;
      if (!has_solution(step.together, snapshot, budget, &kinds)) {
        return blame(step, *claim, &step == &steps.front(), kinds, snapshot, budget) +
               stand_ins(claim->text, snapshot, budget);
      }
    }
  } catch (const Failure&) {  // out of time or memory: no explanation
  }
  return {};
}

}  // namespace kg
