#include "kg/exec/order_by.h"

#include <algorithm>
#include <numeric>

#include "kg/exec/term_ranks.h"

namespace kg {
namespace {

constexpr std::uint64_t kMinKeptRows = 4 * kBatchRows;

}  // namespace

OrderByOperator::OrderByOperator(Context& context, OperatorPtr input, std::vector<Key> keys,
                                 std::uint64_t limit)
    : Operator(context, input->schema(), {}),
      input_(std::move(input)),
      keys_(std::move(keys)),
      limit_(limit),
      key_ids_(keys_.size()),
      new_keys_(keys_.size()),
      charge_(context.budget) {
  rows_.columns.resize(schema().size());
}

// Whether a row of the batch just read comes after all wanted rows, as far as the bits of its first key tell.
bool OrderByOperator::hopeless(std::size_t row) const {
  const Id key = new_keys_[0][row];
  return threshold_.bound() && key.tag() == threshold_.tag() &&
         (keys_[0].descending ? key < threshold_ : key > threshold_);
}

void OrderByOperator::append(const Batch& batch) {
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (!keys_.empty() && hopeless(row)) {
      continue;
    }
    append_row(rows_, batch, row);
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      key_ids_[k].push_back(new_keys_[k][row]);
    }
  }
  charge_.grow_to(rows_.rows * (rows_.columns.size() + keys_.size()) * sizeof(Id));
}

// The rows kept, in order; equal rows in the order in which they came.
std::vector<std::uint32_t> OrderByOperator::sorted_rows() {
  std::vector<std::vector<std::uint64_t>> ranks;
  MemoryCharge charge(context().budget);
  charge.grow_to(rows_.rows * (keys_.size() * sizeof(std::uint64_t) + sizeof(std::uint32_t)));
  for (std::size_t k = 0; k < keys_.size(); ++k) {
    ranks.push_back(rank_terms(context(), key_ids_[k]));
    if (keys_[k].descending) {
      for (std::uint64_t& rank : ranks.back()) {
        rank = ~rank;
      }
    }
  }
  std::vector<std::uint32_t> order(rows_.rows);
  std::iota(order.begin(), order.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    for (const std::vector<std::uint64_t>& rank : ranks) {
      if (rank[a] != rank[b]) {
        return rank[a] < rank[b];
      }
    }
    return a < b;
  };
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(limit_, order.size()));
  if (wanted < order.size() / 4) {
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(wanted), order.end(),
                      before);
  } else {
    std::sort(order.begin(), order.end(), before);
  }
  order.resize(wanted);
  return order;
}

// Drops all but the first `limit` rows.
void OrderByOperator::prune() {
  std::vector<std::uint32_t> kept = sorted_rows();
  if (!keys_.empty() && !kept.empty()) {
    const Id last = key_ids_[0][kept.back()];
    const bool ordered_by_bits = tag_is_inline(last.tag());
    threshold_ = ordered_by_bits ? last : kUnbound;
  }
  std::sort(kept.begin(), kept.end());  // rows keep the order in which they came
  for (std::vector<Id>& ids : key_ids_) {
    for (std::size_t i = 0; i < kept.size(); ++i) {
      ids[i] = ids[kept[i]];
    }
    ids.resize(kept.size());
  }
  keep_rows(rows_, kept);
}

void OrderByOperator::read_all() {
  Batch batch;
  const std::uint64_t most = std::max(kMinKeptRows, limit_ > (UINT64_MAX >> 1U) ? UINT64_MAX : 2 * limit_);
  while (limit_ > 0 && input_->next(batch)) {
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      keys_[k].expression.ids(batch, new_keys_[k]);
    }
    append(batch);
    if (rows_.rows >= most) {
      prune();
    }
  }
  order_ = sorted_rows();
}

bool OrderByOperator::produce(Batch& batch) {
  if (!read_) {
    read_ = true;
    read_all();
  }
  const std::size_t count = std::min(order_.size() - at_, kBatchRows);
  for (std::size_t c = 0; c < batch.columns.size(); ++c) {
    batch.columns[c].resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      batch.columns[c][i] = rows_.columns[c][order_[at_ + i]];
    }
  }
  batch.rows = count;
  at_ += count;
  return count > 0;
}

}  // namespace kg
