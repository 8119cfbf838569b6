#include "kg/store/bulk_triples.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "kg/store/block.h"
#include "kg/store/block_cursor.h"
#include "kg/store/bulk_threads.h"
#include "kg/store/external_sort.h"
#include "kg/store/permutation_rewriter.h"

namespace kg::bulk {
namespace {

// A triple as one number: final ranks of subject and object and the place of its relation among all
// relations, in the order of a permutation, the first place in the highest bits.
template <typename K>
struct Packing {
  std::array<unsigned, 3> shift{};  // by position: subject, relation, object
  std::array<std::uint32_t, 3> mask{};
  unsigned bits = 0;
  unsigned first_bits = 0;  // of the first place

  Packing(const std::array<unsigned, 3>& widths, Permutation permutation) {
    const auto at = positions(permutation);
    for (std::size_t i = 3; i-- > 0;) {
      shift[at[i]] = bits;
      mask[at[i]] = static_cast<std::uint32_t>((std::uint64_t{1} << widths[at[i]]) - 1);
      bits += widths[at[i]];
    }
    first_bits = widths[at[0]];
  }
  [[nodiscard]] K pack(const std::array<std::uint32_t, 3>& triple) const {
    return K{triple[0]} << shift[0] | K{triple[1]} << shift[1] | K{triple[2]} << shift[2];
  }
  [[nodiscard]] std::array<std::uint32_t, 3> unpack(K key) const {
    std::array<std::uint32_t, 3> triple{};
    for (std::size_t i = 0; i < 3; ++i) triple[i] = static_cast<std::uint32_t>(key >> shift[i]) & mask[i];
    return triple;
  }
};

// What is counted for each relation, by its place.
using Counts = std::vector<std::uint64_t>;

// Packs rows into full blocks.
class BlockPacker {
 public:
  BlockPacker(Ingest& ingest, Permutation permutation) : ingest_(&ingest), family_(family_of(permutation)) {}

  void add(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    columns_[0][rows_] = a;
    columns_[1][rows_] = b;
    columns_[2][rows_] = c;
    if (++rows_ == kBlockRows) close();
  }
  void close() {
    if (rows_ == 0) return;
    encode_block({columns_[0].data(), columns_[1].data(), columns_[2].data()}, rows_, value_);
    const std::size_t last = rows_ - 1;
    const TripleKey key = triple_key({Id{columns_[0][last]}, Id{columns_[1][last]}, Id{columns_[2][last]}});
    ingest_->put(family_, view_of(key), value_);
    rows_ = 0;
  }

 private:
  Ingest* ingest_;
  Family family_;
  std::array<BlockBuffer, 3> columns_;
  std::size_t rows_ = 0;
  std::string value_;
};

template <typename K>
class TripleWriter {
 public:
  TripleWriter(std::vector<Run>& runs, const Context& context, Target& target, const Terms& terms,
               std::vector<std::uint32_t> relations, const std::array<unsigned, 3>& widths)
      : runs_(&runs),
        context_(&context),
        target_(&target),
        terms_(&terms),
        relations_(std::move(relations)),
        widths_(widths),
        ids_(terms, target),
        triples_of_(relations_.size()),
        subjects_of_(relations_.size()),
        objects_of_(relations_.size()) {
    for (const std::uint32_t rank : relations_) relation_ids_.push_back(ids_[rank]);
  }

  std::uint64_t write() {
    TempFile spo = unique_triples();
    TempFile osp;
    const std::uint64_t added = spo.size() / sizeof(K);
    run_tasks(context_->threads, {[&] {
                                    if (target_->first_load()) write_blocks(stream_of(spo), Permutation::spo);
                                    derive(spo, Permutation::spo, Permutation::pso, nullptr);
                                  },
                                  [&] {
                                    osp = TempFile(context_->directory);
                                    derive(spo, Permutation::spo, Permutation::osp, &osp);
                                    derive(osp, Permutation::osp, Permutation::pos, nullptr);
                                  }});
    write_statistics();
    return added;
  }

 private:
  using Sorter = KeySorter<K, RadixOrder>;

  // Keys as they are read: one batch after the other, none at the end.
  using Source = std::function<std::span<const K>()>;

  // All triples of the load that the store does not have, in order of spo, each once.
  TempFile unique_triples() {
    std::vector<std::vector<SortedChunk<K>>> sorted(context_->threads);
    std::vector<std::function<void()>> tasks;
    for (unsigned i = 0; i < context_->threads; ++i) {
      tasks.emplace_back([this, i, &sorted] { sorted[i] = sort_runs(i); });
    }
    run_tasks(context_->threads, tasks);
    std::vector<SortedChunk<K>> chunks;
    for (auto& some : sorted) std::move(some.begin(), some.end(), std::back_inserter(chunks));

    KeyStream<K> stream(std::move(chunks));
    TempFile out(context_->directory);
    FileWriter writer(out);
    if (target_->first_load()) {
      for (auto keys = stream.next(); !keys.empty(); keys = stream.next()) {
        context_->budget->check();
        writer.put(keys.data(), keys.size_bytes());
      }
    } else {
      const Packing<K> packing(widths_, Permutation::spo);
      PermutationRewriter rewriter(target_->view, Permutation::spo, output_of(Permutation::spo));
      for (auto keys = stream.next(); !keys.empty(); keys = stream.next()) {
        context_->budget->check();
        for (const K key : keys) {
          const auto [s, p, o] = packing.unpack(key);
          if (rewriter.add({ids_[s], relation_ids_[p], ids_[o]})) writer.value(key);
        }
      }
      rewriter.finish();
    }
    writer.flush();
    return out;
  }

  // Every threads-th run from `first` on.
  std::vector<SortedChunk<K>> sort_runs(std::size_t first) {
    const Packing<K> packing(widths_, Permutation::spo);
    Sorter sorter(context_->directory, context_->memory_bytes * 3 / 4 / context_->threads,
                  RadixOrder{0, packing.bits}, *context_->budget);
    std::vector<LocalTriple> batch(8192);
    for (std::size_t i = first; i < runs_->size(); i += context_->threads) {
      Run& run = (*runs_)[i];
      const HugeBuffer<std::uint32_t> ranks = load_ranks(run, *terms_);
      for (std::size_t k = 0; k < ranks.size(); ++k) ranks[k] = terms_->final_rank(ranks[k]);
      std::vector<std::uint32_t> relations;
      for (const std::uint32_t term : run.relations) {
        relations.push_back(static_cast<std::uint32_t>(
            std::lower_bound(relations_.begin(), relations_.end(), ranks[term]) - relations_.begin()));
      }
      FileReader reader(run.triples);
      while (const std::size_t n = reader.values(batch.data(), batch.size())) {
        context_->budget->check();
        for (std::size_t k = 0; k < n; ++k) {
          const LocalTriple& t = batch[k];
          sorter.add(packing.pack({ranks[t.subject], relations[t.relation], ranks[t.object]}));
        }
      }
      run.triples = TempFile();
    }
    return sorter.finish();
  }

  Source stream_of(const TempFile& file) const {
    struct State {
      FileReader reader;
      std::vector<K> batch;
    };
    const auto state = std::make_shared<State>(State{FileReader(file), std::vector<K>(8192)});
    return [state]() -> std::span<const K> {
      return {state->batch.data(), state->reader.values(state->batch.data(), state->batch.size())};
    };
  }

  // Writes permutation `to` from triples in the order of `from`, whose first place must be where the new
  // order's second or third begins: then sorting on the new first place alone is enough. Keeps the order
  // in `keep`, if there is one.
  void derive(const TempFile& file, Permutation from, Permutation to, TempFile* keep) {
    const Packing<K> unpacking(widths_, from);
    const Packing<K> packing(widths_, to);
    Sorter sorter(context_->directory, context_->memory_bytes * 3 / 8,
                  RadixOrder{packing.bits - packing.first_bits, packing.bits}, *context_->budget);
    const Source source = stream_of(file);
    for (auto keys = source(); !keys.empty(); keys = source()) {
      context_->budget->check();
      for (const K key : keys) sorter.add(packing.pack(unpacking.unpack(key)));
    }
    KeyStream<K> stream(sorter.finish());
    std::optional<FileWriter> writer;
    if (keep != nullptr) writer.emplace(*keep);
    write_blocks(
        [&] {
          const auto keys = stream.next();
          if (writer) writer->put(keys.data(), keys.size_bytes());
          return keys;
        },
        to);
    if (writer) writer->flush();
  }

  void write_blocks(const Source& source, Permutation permutation) {
    if (target_->first_load()) {
      BlockPacker packer(target_->ingest, permutation);
      each_row(source, permutation,
               [&](const PermutedTriple& row) { packer.add(row[0].bits, row[1].bits, row[2].bits); });
      packer.close();
    } else {
      PermutationRewriter rewriter(target_->view, permutation, output_of(permutation));
      each_row(source, permutation, [&](const PermutedTriple& row) { rewriter.add(row); });
      rewriter.finish();
    }
  }

  template <typename Visit>
  void each_row(const Source& source, Permutation permutation, const Visit& visit) {
    const bool counts = permutation == Permutation::pso || permutation == Permutation::pos;
    std::optional<BlockCursor> old;
    if (counts && !target_->first_load()) old.emplace(target_->view, permutation);
    const Packing<K> packing(widths_, permutation);
    const auto at = positions(permutation);
    std::array<std::uint32_t, 3> last{};
    Triple ids{ids_[0], relation_ids_[0], ids_[0]};
    bool first = true;
    for (auto keys = source(); !keys.empty(); keys = source()) {
      context_->budget->check();
      for (const K key : keys) {
        const auto triple = packing.unpack(key);
        const bool same_group = !first && triple[at[0]] == last[at[0]] && triple[at[1]] == last[at[1]];
        if (triple[0] != last[0]) ids[0] = ids_[triple[0]];
        if (triple[1] != last[1]) ids[1] = relation_ids_[triple[1]];
        if (triple[2] != last[2]) ids[2] = ids_[triple[2]];
        const PermutedTriple row{ids[at[0]], ids[at[1]], ids[at[2]]};
        if (counts) count(permutation, triple[1], row, same_group, old);
        last = triple;
        first = false;
        visit(row);
      }
    }
  }

  // pso counts triples and subjects of a relation, pos its objects. What a relation had with the same
  // subject or object in the store before is not counted again.
  void count(Permutation permutation, std::uint32_t relation, const PermutedTriple& row, bool same_group,
             std::optional<BlockCursor>& old) {
    if (permutation == Permutation::pso) ++triples_of_[relation];
    if (same_group) return;
    if (old) {
      ScanSpec spec;
      spec.permutation = permutation;
      spec.bound = 2;
      spec.prefix = {row[0], row[1], Id{}};
      old->reset(spec);
      if (old->next()) return;
    }
    ++(permutation == Permutation::pso ? subjects_of_ : objects_of_)[relation];
  }

  void write_statistics() {
    for (std::size_t i = 0; i < relations_.size(); ++i) {
      if (triples_of_[i] == 0) continue;
      const IdKey key = id_key(relation_ids_[i]);
      RelationStatistics statistics;
      if (const auto before = target_->view.get(Family::statistics, view_of(key))) {
        statistics = decode_statistics(*before);
      }
      statistics.triples += triples_of_[i];
      statistics.distinct_subjects += subjects_of_[i];
      statistics.distinct_objects += objects_of_[i];
      target_->ingest.put(Family::statistics, view_of(key), encode_statistics(statistics));
    }
  }

  BlockOutput output_of(Permutation permutation) {
    const Family family = family_of(permutation);
    Ingest& ingest = target_->ingest;
    return {
        [&ingest, family](std::string_view key, std::string_view value) { ingest.put(family, key, value); },
        [&ingest, family](std::string_view key) { ingest.erase(family, key); }};
  }

  std::vector<Run>* runs_;
  const Context* context_;
  Target* target_;
  const Terms* terms_;
  std::vector<std::uint32_t> relations_;  // final ranks, ascending
  std::array<unsigned, 3> widths_;        // bits of subject, relation, object in a key
  FinalIds ids_;
  std::vector<Id> relation_ids_;
  Counts triples_of_;
  Counts subjects_of_;
  Counts objects_of_;
};

// The final ranks of all relations, ascending.
std::vector<std::uint32_t> relations_of(const std::vector<Run>& runs, const Terms& terms) {
  std::vector<std::uint32_t> out;
  for (const Run& run : runs) {
    const HugeBuffer<std::uint32_t> ranks = load_ranks(run, terms);
    for (const std::uint32_t term : run.relations) out.push_back(terms.final_rank(ranks[term]));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
  return out;
}

unsigned bits_for(std::uint64_t values) {
  return values < 2 ? 1 : static_cast<unsigned>(std::bit_width(values - 1));
}

}  // namespace

std::uint64_t write_triples(std::vector<Run>& runs, const Context& context, Target& target,
                            const Terms& terms) {
  std::vector<std::uint32_t> relations = relations_of(runs, terms);
  const std::array<unsigned, 3> widths{bits_for(terms.resources), bits_for(relations.size()),
                                       bits_for(terms.ranks)};
  if (widths[0] + widths[1] + widths[2] <= context.narrow_key_bits) {
    return TripleWriter<Key64>(runs, context, target, terms, std::move(relations), widths).write();
  }
  return TripleWriter<Key128>(runs, context, target, terms, std::move(relations), widths).write();
}

}  // namespace kg::bulk
