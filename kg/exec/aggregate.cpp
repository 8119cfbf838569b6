#include "kg/exec/aggregate.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "kg/exec/expression_node.h"
#include "kg/exec/row_index.h"

namespace kg {
namespace {

// States in a vector, one for each group.
template <typename State>
class StateAggregator : public Aggregator {
 public:
  using Aggregator::Aggregator;
  void resize(std::size_t groups) final {
    states_.resize(groups);
    charge_.grow_to(states_.capacity() * sizeof(State) + extra_bytes_);
  }
  void keep_only(std::uint32_t group) final {
    State kept = std::move(states_[group]);
    states_.clear();
    states_.push_back(std::move(kept));
  }

 protected:
  void charge_extra(std::size_t bytes) {
    extra_bytes_ += bytes;
    charge_.add(bytes);
  }
  std::vector<State> states_;

 private:
  std::size_t extra_bytes_ = 0;
};

class CountRows final : public StateAggregator<std::uint64_t> {
 public:
  using StateAggregator::StateAggregator;
  void add(const Batch&, std::span<const std::uint32_t> groups) override {
    for (const std::uint32_t group : groups) {
      ++states_[group];
    }
  }
  Id result(std::uint32_t group) override {
    return context().vocabulary.intern(Term::integer(static_cast<std::int64_t>(states_[group])));
  }
};

class Count final : public StateAggregator<std::uint64_t> {
 public:
  Count(Context& context, ExpressionProgram argument)
      : StateAggregator(context), argument_(std::move(argument)) {}
  void add(const Batch& batch, std::span<const std::uint32_t> groups) override {
    argument_.ids(batch, ids_);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      states_[groups[i]] += ids_[i].bound() ? 1U : 0U;
    }
  }
  Id result(std::uint32_t group) override {
    return context().vocabulary.intern(Term::integer(static_cast<std::int64_t>(states_[group])));
  }

 private:
  ExpressionProgram argument_;
  std::vector<Id> ids_;
};

struct Total {
  Number sum = Number::integer(0);
  std::int64_t integers = 0;  // inline integers, added to the sum when it overflows and at the end
  std::uint64_t count = 0;
  bool error = false;
};

class Sum final : public StateAggregator<Total> {
 public:
  Sum(Context& context, ExpressionProgram argument, bool is_average)
      : StateAggregator(context), argument_(std::move(argument)), is_average_(is_average) {}

  void add(const Batch& batch, std::span<const std::uint32_t> groups) override {
    if (add_inline(batch, groups)) {
      return;
    }
    const std::span<const Value> values = argument_.values(batch);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Total& total = states_[groups[i]];
      if (values[i].kind != ValueKind::number) {
        total.error = true;
      } else {
        add_number(total, values[i].number);
      }
    }
  }

  Id result(std::uint32_t group) override {
    Total& total = states_[group];
    flush(total);
    if (total.error) {
      return kUnbound;
    }
    std::optional<Number> out = total.sum;
    if (is_average_ && total.count > 0) {
      out = divide(total.sum, Number::integer(static_cast<std::int64_t>(total.count)));
    }
    return out ? id_of_value(context(), value_of_number(*out)) : kUnbound;
  }

 private:
  // The common case: a column of inline integers.
  bool add_inline(const Batch& batch, std::span<const std::uint32_t> groups) {
    const std::size_t column = argument_.column();
    if (column == kNoColumn) {
      return false;
    }
    const std::vector<Id>& ids = batch.columns[column];
    if (!std::all_of(ids.begin(), ids.end(), [](Id id) { return id.tag() == Tag::integer; })) {
      return false;
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Total& total = states_[groups[i]];
      const std::int64_t before = total.integers;
      ++total.count;
      if (__builtin_add_overflow(total.integers, inline_integer(ids[i]), &total.integers)) {
        total.integers = before;
        flush(total);
        total.integers = inline_integer(ids[i]);
      }
    }
    return true;
  }

  static void add_number(Total& total, const Number& number) {
    ++total.count;
    const std::optional<Number> sum = kg::add(total.sum, number);
    total.error = total.error || !sum;
    total.sum = sum.value_or(total.sum);
  }

  static void flush(Total& total) {
    if (total.integers != 0) {
      const std::optional<Number> sum = kg::add(total.sum, Number::integer(total.integers));
      total.error = total.error || !sum;
      total.sum = sum.value_or(total.sum);
      total.integers = 0;
    }
  }

  ExpressionProgram argument_;
  bool is_average_;
};

struct Extreme {
  Id id;      // of the best term, when it came as an id
  Term term;  // of the best term, when it had to be decoded
  bool any = false;
  bool error = false;
};

// min and max, by the order of ORDER BY.
class Extremum final : public StateAggregator<Extreme> {
 public:
  Extremum(Context& context, ExpressionProgram argument, bool is_max)
      : StateAggregator(context), argument_(std::move(argument)), is_max_(is_max) {}

  void add(const Batch& batch, std::span<const std::uint32_t> groups) override {
    argument_.ids(batch, ids_);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Extreme& best = states_[groups[i]];
      const Id id = ids_[i];
      if (!id.bound()) {
        best.error = true;
      } else if (!best.any) {
        best.any = true;
        best.id = id;
      } else if (id != best.id && !improve_by_id(best, id)) {
        improve_by_value(best, id);
      }
    }
  }

  Id result(std::uint32_t group) override {
    const Extreme& best = states_[group];
    return best.error ? kUnbound : best.id;
  }

 private:
  [[nodiscard]] bool improve_by_id(Extreme& best, Id id) const {
    if (id.tag() != best.id.tag() || !tag_is_inline(id.tag())) {
      return false;
    }
    if ((id < best.id) != is_max_) {
      best.id = id;
      best.term = Term{};
    }
    return true;
  }

  void improve_by_value(Extreme& best, Id id) {
    if (best.term.kind == TermKind::undefined) {
      best.term = context().vocabulary.term(best.id);
    }
    Term term = context().vocabulary.term(id);
    const bool less = order_compare(value_of(term), value_of(best.term)) == std::strong_ordering::less;
    if (less != is_max_) {
      best.id = id;
      best.term = std::move(term);
    }
  }

  ExpressionProgram argument_;
  bool is_max_;
  std::vector<Id> ids_;
};

class Sample final : public StateAggregator<Id> {
 public:
  Sample(Context& context, ExpressionProgram argument)
      : StateAggregator(context), argument_(std::move(argument)) {}
  void add(const Batch& batch, std::span<const std::uint32_t> groups) override {
    argument_.ids(batch, ids_);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Id& sample = states_[groups[i]];
      sample = sample.bound() ? sample : ids_[i];
    }
  }
  Id result(std::uint32_t group) override { return states_[group]; }

 private:
  ExpressionProgram argument_;
  std::vector<Id> ids_;
};

struct Joined {
  std::string text;
  bool any = false;
  bool error = false;
};

// group_concat: the texts (as str() gives them) with a separator.
class List final : public StateAggregator<Joined> {
 public:
  List(Context& context, ExpressionProgram argument, std::string separator)
      : StateAggregator(context), argument_(std::move(argument)), separator_(std::move(separator)) {}

  void add(const Batch& batch, std::span<const std::uint32_t> groups) override {
    const std::span<const Value> values = argument_.values(batch);
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Joined& joined = states_[groups[i]];
      const Value& value = values[i];
      if (value.kind == ValueKind::unbound || value.kind == ValueKind::blank ||
          value.kind == ValueKind::triple) {
        joined.error = true;
        continue;
      }
      const std::size_t before = joined.text.size();
      joined.text += joined.any ? separator_ : std::string{};
      joined.text += value.kind == ValueKind::iri ? std::string(value.text()) : lexical_form(value);
      joined.any = true;
      bytes += joined.text.size() - before;
    }
    charge_extra(bytes);
  }

  Id result(std::uint32_t group) override {
    const Joined& joined = states_[group];
    return joined.error ? kUnbound : context().vocabulary.intern_string(joined.text);
  }

 private:
  ExpressionProgram argument_;
  std::string separator_;
};

// Passes on only the first row of each group with a given argument (or, for count(*), with given columns).
class DistinctAggregator final : public Aggregator {
 public:
  DistinctAggregator(Context& context, std::unique_ptr<Aggregator> inner,
                     std::optional<ExpressionProgram> argument, std::size_t width)
      : Aggregator(context),
        inner_(std::move(inner)),
        argument_(std::move(argument)),
        seen_(context.budget, argument_ ? 2 : width + 1) {}

  void resize(std::size_t groups) override { inner_->resize(groups); }
  Id result(std::uint32_t group) override { return inner_->result(group); }

  void add(const Batch& batch, std::span<const std::uint32_t> groups) override {
    if (argument_) {
      argument_->ids(batch, ids_);
    }
    kept_.clear();
    for (std::size_t row = 0; row < batch.rows; ++row) {
      key_.assign(1, Id{groups[row]});
      if (argument_) {
        key_.push_back(ids_[row]);
      } else {
        for (const std::vector<Id>& column : batch.columns) {
          key_.push_back(column[row]);
        }
      }
      if (seen_.insert(key_.data()).added) {
        kept_.push_back(static_cast<std::uint32_t>(row));
      }
    }
    pass_on(batch, groups);
  }

  void keep_only(std::uint32_t group) override {
    inner_->keep_only(group);
    std::vector<std::vector<Id>> moved;
    for (std::uint32_t number = 0; number < seen_.size(); ++number) {
      const std::span<const Id> row = seen_.row(number);
      if (row[0].bits == group) {
        moved.emplace_back(row.begin(), row.end());
      }
    }
    seen_.clear();
    for (std::vector<Id>& row : moved) {
      row[0] = Id{0};
      seen_.insert(row.data());
    }
  }

 private:
  void pass_on(const Batch& batch, std::span<const std::uint32_t> groups) {
    Batch some;
    some.columns.resize(batch.columns.size());
    std::vector<std::uint32_t> their_groups;
    for (const std::uint32_t row : kept_) {
      append_row(some, batch, row);
      their_groups.push_back(groups[row]);
    }
    if (some.rows > 0) {
      inner_->add(some, their_groups);
    }
  }

  std::unique_ptr<Aggregator> inner_;
  std::optional<ExpressionProgram> argument_;
  RowIndex seen_;
  std::vector<Id> ids_;
  std::vector<Id> key_;
  std::vector<std::uint32_t> kept_;
};

std::unique_ptr<Aggregator> make_plain(Context& context, const AggregateItem& item, const Schema& schema,
                                       const Bindings* bindings) {
  if (item.expression == nullptr) {
    return std::make_unique<CountRows>(context);
  }
  ExpressionProgram argument(context, *item.expression, schema, bindings);
  switch (item.aggregate) {
    case Aggregate::count:
      return std::make_unique<Count>(context, std::move(argument));
    case Aggregate::sum:
      return std::make_unique<Sum>(context, std::move(argument), false);
    case Aggregate::avg:
      return std::make_unique<Sum>(context, std::move(argument), true);
    case Aggregate::min:
      return std::make_unique<Extremum>(context, std::move(argument), false);
    case Aggregate::max:
      return std::make_unique<Extremum>(context, std::move(argument), true);
    case Aggregate::sample:
      return std::make_unique<Sample>(context, std::move(argument));
    case Aggregate::list:
      break;
  }
  return std::make_unique<List>(context, std::move(argument), item.separator);
}

}  // namespace

std::unique_ptr<Aggregator> make_aggregator(Context& context, const AggregateItem& item, const Schema& schema,
                                            const Bindings* bindings) {
  std::unique_ptr<Aggregator> plain = make_plain(context, item, schema, bindings);
  // Doubling a value changes none of these.
  const bool matters = item.aggregate != Aggregate::min && item.aggregate != Aggregate::max &&
                       item.aggregate != Aggregate::sample;
  if (!item.distinct || !matters) {
    return plain;
  }
  std::optional<ExpressionProgram> argument;
  if (item.expression != nullptr) {
    argument.emplace(context, *item.expression, schema, bindings);
  }
  return std::make_unique<DistinctAggregator>(context, std::move(plain), std::move(argument), schema.size());
}

}  // namespace kg
