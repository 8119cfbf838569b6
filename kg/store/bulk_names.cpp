// Names of a load: label triples as pairs of (object, subject) in order, joined with the folded texts of the
// objects, which lie in the same order.
#include "kg/store/bulk_text_sorter.h"
#include "kg/store/bulk_triples.h"
#include "kg/store/external_sort.h"

namespace kg::bulk {

void write_names(const std::vector<Run>& runs, const Context& context, Target& target, const Terms& terms) {
  // Object's rank in the upper half, subject's final rank in the lower.
  KeySorter<Key64, RadixOrder> sorter(context.directory, context.memory_bytes / 8, RadixOrder{0, 64},
                                      *context.budget);
  for (const Run& run : runs) {
    if (run.labels.size() == 0) continue;
    const HugeBuffer<std::uint32_t> ranks = load_ranks(run, terms);
    FileReader reader(run.labels);
    LocalLabel label{};
    while (reader.value(label)) {
      sorter.add(Key64{ranks[label.object]} << 32U | terms.final_rank(ranks[label.subject]));
    }
  }
  KeyStream<Key64> labels(sorter.finish());
  auto batch = labels.next();
  if (batch.empty()) return;

  const FinalIds ids(terms, target);
  TextSorter names(context.directory, context.memory_bytes / 4);
  FileReader texts(terms.names);
  std::uint64_t rank = 0;  // of `text`
  std::string_view text;
  bool more = true;
  const auto next_text = [&] {
    std::uint32_t literal = 0;
    more = texts.value(literal) && texts.text(text);
    rank = terms.group_size[0] + literal;
  };
  next_text();
  for (; !batch.empty(); batch = labels.next()) {
    context.budget->check();
    for (const Key64 key : batch) {
      while (more && rank < key >> 32U) next_text();
      // Labels that fold to nothing have no text.
      if (more && rank == key >> 32U) names.add(name_key(text, ids[static_cast<std::uint32_t>(key)]), 0);
    }
  }
  names.for_each([&](std::string_view key, std::uint64_t) { target.ingest.put(Family::names, key, {}); });
}

}  // namespace kg::bulk
