#include "kg/exec/term_ranks.h"

#include <algorithm>

#include "kg/exec/expression_node.h"

namespace kg {
namespace {

// Whether ids of this tag up to `largest` compare like their terms.
bool ids_are_ordered(const TripleSource& source, Tag tag, Id largest) {
  switch (tag) {
    case Tag::undefined:
    case Tag::boolean:
    case Tag::integer:
    case Tag::decimal:
    case Tag::dbl:
    case Tag::date:
    case Tag::short_string:
      return true;
    case Tag::iri:
    case Tag::blank:
    case Tag::string:
      return largest <= source.ordered_up_to(tag);
    default:
      return false;
  }
}

// Sorts the distinct ids (ascending) of one run that all have texts to compare by bytes.
struct TextItem {
  std::string_view text;
  std::uint32_t place;
};

class Ranking {
 public:
  Ranking(Context& context, std::vector<Id> distinct)
      : context_(context), charge_(context.budget), ids_(std::move(distinct)), order_(ids_.size()) {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      order_[i] = static_cast<std::uint32_t>(i);
    }
  }

  // ranks[i]: of ids()[i].
  std::vector<std::uint64_t> ranks() {
    if (texts_only()) {
      sort_texts();
    } else {
      sort_values();
    }
    std::vector<std::uint64_t> ranks(ids_.size());
    for (std::size_t rank = 0; rank < order_.size(); ++rank) {
      ranks[order_[rank]] = rank;
    }
    return ranks;
  }
  [[nodiscard]] const std::vector<Id>& ids() const { return ids_; }

 private:
  // Strings alone, or IRIs alone: compared by bytes, without making values.
  [[nodiscard]] bool texts_only() const {
    const auto is_string = [](Id id) { return id.tag() == Tag::string || id.tag() == Tag::short_string; };
    const auto is_iri = [](Id id) { return id.tag() == Tag::iri; };
    return std::all_of(ids_.begin(), ids_.end(), is_string) || std::all_of(ids_.begin(), ids_.end(), is_iri);
  }

  void sort_texts() {
    std::vector<TextItem> items(ids_.size());
    TextArena arena;
    std::size_t bytes = items.size() * sizeof(TextItem);
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      items[i].place = static_cast<std::uint32_t>(i);
      if (ids_[i].tag() == Tag::short_string) {
        items[i].text = arena.keep(inline_string(ids_[i]).view());
      }
    }
    context_.source.decode(ids_, [&](std::size_t i, std::string_view key) {
      bytes += key.size();
      charge_.grow_to(bytes);
      items[i].text = arena.keep(key);
    });
    std::sort(items.begin(), items.end(),
              [](const TextItem& a, const TextItem& b) { return a.text < b.text; });
    for (std::size_t i = 0; i < items.size(); ++i) {
      order_[i] = items[i].place;
    }
  }

  void sort_values() {
    std::deque<ValueStore> stores;
    charge_.grow_to(ids_.size() * sizeof(Value));
    Batch batch;
    batch.columns.push_back(ids_);
    batch.rows = ids_.size();
    VariableNode variable(context_, 0);
    const std::span<const Value> values = variable.values({batch, order_});
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return order_compare(values[a], values[b]) == std::strong_ordering::less;
    });
  }

  Context& context_;
  MemoryCharge charge_;
  std::vector<Id> ids_;
  std::vector<std::uint32_t> order_;  // places in ids_, in the order of the terms
};

}  // namespace

std::vector<std::uint64_t> rank_terms(Context& context, std::span<const Id> ids) {
  std::vector<std::uint64_t> out(ids.size());
  if (ids.empty()) {
    return out;
  }
  const auto [least, largest] = std::minmax_element(ids.begin(), ids.end());
  if (least->tag() == largest->tag() && ids_are_ordered(context.source, largest->tag(), *largest)) {
    std::transform(ids.begin(), ids.end(), out.begin(), [](Id id) { return id.bits; });
    return out;
  }
  std::vector<Id> distinct(ids.begin(), ids.end());
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  Ranking ranking(context, std::move(distinct));
  const std::vector<std::uint64_t> ranks = ranking.ranks();
  const std::vector<Id>& known = ranking.ids();
  std::transform(ids.begin(), ids.end(), out.begin(), [&](Id id) {
    return ranks[static_cast<std::size_t>(std::lower_bound(known.begin(), known.end(), id) - known.begin())];
  });
  return out;
}

}  // namespace kg
