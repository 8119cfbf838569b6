#include "kg/exec/multiway_join.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace kg {
namespace {

constexpr std::size_t kStepsBetweenChecks = 1U << 16U;
// A list this many times longer than the values wanted from it is searched, not read.
constexpr std::size_t kGallopRatio = 16;
constexpr std::ptrdiff_t kNearAhead = 4;
constexpr std::ptrdiff_t kFarAhead = 8;

}  // namespace

bool MultiwayJoinOperator::possible(const MultiwayJoin& join) {
  const auto in_order = [&](const PatternTerm& term) {
    return !term.is_variable() ||
           std::find(join.order.begin(), join.order.end(), term.variable) != join.order.end();
  };
  const bool patterns_fit =
      std::all_of(join.patterns.begin(), join.patterns.end(), [&](const TriplePattern& p) {
        const bool any_variable = p.subject.is_variable() || p.object.is_variable();
        const bool twice =
            p.subject.is_variable() && p.object.is_variable() && p.subject.variable == p.object.variable;
        return !p.relation.is_variable() && any_variable && !twice && in_order(p.subject) &&
               in_order(p.object);
      });
  const bool order_fits = std::all_of(join.order.begin(), join.order.end(), [&](Var variable) {
    return std::any_of(join.patterns.begin(), join.patterns.end(), [&](const TriplePattern& p) {
      return p.subject.variable == variable || p.object.variable == variable;
    });
  });
  return patterns_fit && order_fits && join.order.size() >= 2;
}

Schema MultiwayJoinOperator::schema_of(const MultiwayJoin& join) {
  Schema schema;
  for (const Var variable : join.order) {
    schema.add(variable, true);
  }
  return schema;
}

MultiwayJoinOperator::MultiwayJoinOperator(Context& context, const MultiwayJoin& join)
    : Operator(context, schema_of(join), join.order),
      join_(join),
      levels_(join.order.size()),
      values_(join.order.size()),
      charge_(context.budget) {}

std::size_t MultiwayJoinOperator::depth_of(const PatternTerm& term) const {
  return static_cast<std::size_t>(std::find(join_.order.begin(), join_.order.end(), term.variable) -
                                  join_.order.begin());
}

void MultiwayJoinOperator::load() {
  domain_ = std::make_unique<Domain>(context());
  for (const TriplePattern& pattern : join_.patterns) {
    domain_->add(pattern);
  }
  domain_->finish();
  // Patterns over the same relation in the same direction share their trie.
  std::map<std::tuple<Id, Id, Id, bool>, std::size_t> known;
  for (const TriplePattern& pattern : join_.patterns) {
    const bool subject_first = depth_of(pattern.subject) < depth_of(pattern.object);
    const auto key =
        std::make_tuple(pattern.relation.id, pattern.subject.id, pattern.object.id, subject_first);
    const auto [place, is_new] = known.try_emplace(key, tries_.size());
    if (is_new) {
      tries_.push_back(load_trie(context(), *domain_, pattern, subject_first, charge_));
    }
    place_lists(pattern, place->second, subject_first);
  }
  drop_implied();
  // Of the last variable's lists, those that do not hang on the one before it change less often.
  std::vector<List>& last = levels_.back();
  const auto moving = std::stable_partition(
      last.begin(), last.end(), [this](const List& list) { return list.parent == join_.order.size() - 2; });
  stable_.assign(moving, last.end());
  last.erase(moving, last.end());
  stable_bits_.resize(domain_->size());
  charge_.add(domain_->size() / 8);
}

void MultiwayJoinOperator::place_lists(const TriplePattern& pattern, std::size_t trie, bool subject_first) {
  if (!pattern.subject.is_variable() || !pattern.object.is_variable()) {
    const PatternTerm& only = pattern.subject.is_variable() ? pattern.subject : pattern.object;
    levels_[depth_of(only)].push_back({trie, kNoParent});
    return;
  }
  const std::size_t top = depth_of(subject_first ? pattern.subject : pattern.object);
  levels_[top].push_back({trie, kNoParent});
  levels_[depth_of(subject_first ? pattern.object : pattern.subject)].push_back({trie, top});
}

// A list of all first values of a trie may go where the variable has another: a value that is not among them
// has nothing below it later.
void MultiwayJoinOperator::drop_implied() {
  for (std::vector<List>& lists : levels_) {
    for (std::size_t i = lists.size(); i-- > 0 && lists.size() > 1;) {
      if (lists[i].parent == kNoParent && !tries_[lists[i].trie].offsets.empty()) {
        lists.erase(lists.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }
}

// Asks the memory for what the next values of the variable before the last will need: these accesses jump
// about, and their waiting time would be most of the join's.
void MultiwayJoinOperator::prefetch() const {
  const std::vector<List>& lists = levels_[levels_.size() - 2];
  const std::vector<List>& moving = levels_.back();
  if (lists.size() != 1 || moving.size() != 1) {
    return;
  }
  const Trie& trie = tries_[moving[0].trie];
  const Rank* at = lists[0].at;
  const std::ptrdiff_t left = lists[0].last - at;
  if (left > kFarAhead) {
    __builtin_prefetch(trie.offsets.data() + at[kFarAhead]);
  }
  if (left > kNearAhead) {
    __builtin_prefetch(trie.second.data() + trie.offsets[at[kNearAhead]]);
  }
}

// Sets lists to their whole length under the values chosen so far.
void MultiwayJoinOperator::open(std::vector<List>& lists) const {
  for (List& list : lists) {
    const Trie& trie = tries_[list.trie];
    const std::span<const Rank> all =
        list.parent == kNoParent ? std::span<const Rank>(trie.first) : trie.below(values_[list.parent]);
    list.at = all.data();
    list.last = all.data() + all.size();
  }
}

void MultiwayJoinOperator::count_step() {
  if (++steps_ % kStepsBetweenChecks == 0) {
    context().budget.check();
  }
}

// Moves the lists to the next value that all of them hold, and past it in the first.
bool MultiwayJoinOperator::find(std::vector<List>& lists, Rank& value) {
  if (lists[0].at == lists[0].last) {
    return false;
  }
  Rank wanted = *lists[0].at;
  std::size_t agreeing = 1;
  for (std::size_t i = lists.size() > 1 ? 1 : 0; agreeing < lists.size();
       i = i + 1 < lists.size() ? i + 1 : 0) {
    count_step();
    List& list = lists[i];
    list.at = gallop_to(list.at, list.last, wanted);
    if (list.at == list.last) {
      return false;
    }
    agreeing = *list.at == wanted ? agreeing + 1 : 1;
    wanted = *list.at;
  }
  value = wanted;
  ++lists[0].at;
  return true;
}

// Intersects the last variable's lists that hold while the variable before it runs.
void MultiwayJoinOperator::mark_stable() {
  for (const Rank value : stable_values_) {
    stable_bits_[value] = false;
  }
  stable_values_.clear();
  if (stable_.empty()) {
    return;
  }
  open(stable_);
  Rank value = 0;
  while (find(stable_, value)) {
    stable_values_.push_back(value);
    stable_bits_[value] = true;
  }
}

// The values of one list that are marked.
void MultiwayJoinOperator::filter_list(const List& list) {
  const auto size = static_cast<std::size_t>(list.last - list.at);
  if (size / kGallopRatio > stable_values_.size()) {
    const Rank* at = list.at;
    for (const Rank value : stable_values_) {
      at = gallop_to(at, list.last, value);
      if (at == list.last) {
        return;
      }
      if (*at == value) {
        found_.push_back(value);
      }
    }
    return;
  }
  for (const Rank* at = list.at; at != list.last; ++at) {
    if (stable_bits_[*at]) {
      found_.push_back(*at);
    }
  }
}

void MultiwayJoinOperator::emit_last(Batch& batch) {
  std::vector<List>& moving = levels_.back();
  found_.clear();
  count_step();
  open(moving);
  if (moving.empty()) {
    found_ = stable_values_;
  } else if (moving.size() == 1 && !stable_.empty()) {
    filter_list(moving[0]);
  } else {
    Rank value = 0;
    while (find(moving, value)) {
      if (stable_.empty() || stable_bits_[value]) {
        found_.push_back(value);
      }
    }
  }
  if (found_.empty()) {
    return;
  }
  for (std::size_t c = 0; c + 1 < values_.size(); ++c) {
    batch.columns[c].insert(batch.columns[c].end(), found_.size(), domain_->id(values_[c]));
  }
  for (const Rank value : found_) {
    batch.columns.back().push_back(domain_->id(value));
  }
  batch.rows += found_.size();
}

bool MultiwayJoinOperator::produce(Batch& batch) {
  if (!loaded_) {
    loaded_ = true;
    load();
  }
  const std::size_t target = ramp_.next();
  const std::size_t before_last = values_.size() - 2;
  while (!finished_ && batch.rows < target) {
    if (!entered_) {
      open(levels_[depth_]);
      entered_ = true;
      if (depth_ == before_last) {
        mark_stable();
      }
    }
    if (!find(levels_[depth_], values_[depth_])) {
      // This variable's lists are used up: on with the one before.
      finished_ = depth_ == 0;
      depth_ -= finished_ ? 0 : 1;
    } else if (depth_ < before_last) {
      ++depth_;
      entered_ = false;
    } else {
      prefetch();
      emit_last(batch);
    }
  }
  return batch.rows > 0;
}

}  // namespace kg
