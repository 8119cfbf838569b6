#include "kg/exec/multiway_join.h"

#include <algorithm>
#include <tuple>

namespace kg {
namespace {

constexpr std::size_t kStepsBetweenChecks = 1U << 16U;

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
  return patterns_fit && order_fits && !join.order.empty();
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
      cursors_(join.order.size()),
      values_(join.order.size()),
      charge_(context.budget) {}

void MultiwayJoinOperator::load() {
  // Patterns over the same relation in the same direction share their trie.
  std::map<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, bool>, std::size_t> known;
  for (const TriplePattern& pattern : join_.patterns) {
    const auto rank = [&](const PatternTerm& term) {
      return static_cast<std::size_t>(std::find(join_.order.begin(), join_.order.end(), term.variable) -
                                      join_.order.begin());
    };
    const bool two_levels = pattern.subject.is_variable() && pattern.object.is_variable();
    const bool subject_first = two_levels && rank(pattern.subject) < rank(pattern.object);
    const auto key =
        std::make_tuple(pattern.relation.id.bits, pattern.subject.is_variable() ? 0 : pattern.subject.id.bits,
                        pattern.object.is_variable() ? 0 : pattern.object.id.bits, subject_first);
    const auto [place, is_new] = known.try_emplace(key, relations_.size());
    if (is_new) {
      relations_.push_back(load_trie(context(), pattern, subject_first, charge_));
    }
    const PatternTerm& top = two_levels ? (subject_first ? pattern.subject : pattern.object)
                                        : (pattern.subject.is_variable() ? pattern.subject : pattern.object);
    std::vector<Participant>& at_top = levels_[rank(top)];
    at_top.push_back({place->second, false, 0});
    if (two_levels) {
      const PatternTerm& below = subject_first ? pattern.object : pattern.subject;
      // The parent's place: its variable's depth and its number there, found again in open().
      levels_[rank(below)].push_back({place->second, true, rank(top) << 32U | (at_top.size() - 1)});
    }
  }
  for (std::size_t depth = 0; depth < levels_.size(); ++depth) {
    cursors_[depth].resize(levels_[depth].size());
  }
}

// Sets the cursors of a variable to the whole of their lists under the values chosen so far.
void MultiwayJoinOperator::open(std::size_t depth) {
  for (std::size_t i = 0; i < levels_[depth].size(); ++i) {
    const Participant& participant = levels_[depth][i];
    const Trie& trie = relations_[participant.relation];
    Cursor& cursor = cursors_[depth][i];
    if (!participant.second) {
      cursor = {trie.first.data(), trie.first.data() + trie.first.size(), trie.first.data()};
      continue;
    }
    const Cursor& parent = cursors_[participant.parent >> 32U][participant.parent & 0xffffffffU];
    const auto row = static_cast<std::size_t>(parent.at - parent.base);
    cursor = {trie.second.data() + trie.offsets[row], trie.second.data() + trie.offsets[row + 1],
              trie.second.data()};
  }
}

void MultiwayJoinOperator::count_step() {
  if (++steps_ % kStepsBetweenChecks == 0) {
    context().budget.check();
  }
}

// Moves the cursors of a variable to the next value that all lists hold.
bool MultiwayJoinOperator::find(std::size_t depth) {
  std::vector<Cursor>& lists = cursors_[depth];
  if (lists[0].at == lists[0].last) {
    return false;
  }
  Id wanted = *lists[0].at;
  std::size_t agreeing = 1;
  for (std::size_t i = lists.size() > 1 ? 1 : 0; agreeing < lists.size();
       i = i + 1 < lists.size() ? i + 1 : 0) {
    count_step();
    Cursor& list = lists[i];
    list.at = gallop_to(list.at, list.last, wanted);
    if (list.at == list.last) {
      return false;
    }
    agreeing = *list.at == wanted ? agreeing + 1 : 1;
    wanted = *list.at;
  }
  values_[depth] = wanted;
  return true;
}

void MultiwayJoinOperator::emit(Batch& batch, Id last) {
  const std::size_t depth = values_.size() - 1;
  for (std::size_t c = 0; c < depth; ++c) {
    batch.columns[c].push_back(values_[c]);
  }
  batch.columns[depth].push_back(last);
  ++batch.rows;
}

// All values of the last variable. Two lists, the usual case, are intersected in one loop.
void MultiwayJoinOperator::emit_last(Batch& batch) {
  const std::size_t depth = values_.size() - 1;
  std::vector<Cursor>& lists = cursors_[depth];
  if (lists.size() != 2) {
    while (find(depth)) {
      emit(batch, values_[depth]);
      ++lists[0].at;
    }
    return;
  }
  const Id* a = lists[0].at;
  const Id* b = lists[1].at;
  const Id* a_last = lists[0].last;
  const Id* b_last = lists[1].last;
  if (a_last - a > b_last - b) {
    std::swap(a, b);
    std::swap(a_last, b_last);
  }
  count_step();
  constexpr std::ptrdiff_t kGallopRatio = 8;
  if ((b_last - b) / kGallopRatio > a_last - a) {
    for (; a != a_last && b != b_last; ++a) {
      b = gallop_to(b, b_last, *a);
      if (b != b_last && *b == *a) {
        emit(batch, *a);
      }
    }
    return;
  }
  while (a != a_last && b != b_last) {
    const Id x = *a;
    const Id y = *b;
    if (x == y) {
      emit(batch, x);
    }
    a += x <= y ? 1 : 0;
    b += y <= x ? 1 : 0;
  }
}

bool MultiwayJoinOperator::produce(Batch& batch) {
  if (!loaded_) {
    loaded_ = true;
    load();
  }
  const std::size_t target = ramp_.next();
  const std::size_t last = values_.size() - 1;
  while (!finished_ && batch.rows < target) {
    if (!entered_) {
      open(depth_);
      entered_ = true;
    }
    if (depth_ < last && find(depth_)) {
      ++depth_;
      entered_ = false;
      continue;
    }
    if (depth_ == last) {
      emit_last(batch);
    }
    // This variable's list is used up: on with the one before.
    finished_ = depth_ == 0;
    if (!finished_) {
      --depth_;
      ++cursors_[depth_][0].at;
    }
  }
  return batch.rows > 0;
}

}  // namespace kg
