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
struct Layout {
  std::array<unsigned, 3> bits{};  // of subject, relation, object

  [[nodiscard]] unsigned total() const { return bits[0] + bits[1] + bits[2]; }

  template <typename K>
  [[nodiscard]] K pack(const std::array<std::uint32_t, 3>& triple, Permutation permutation) const {
    K key = 0;
    for (const std::uint8_t position : positions(permutation)) {
      key = key << bits[position] | triple[position];
    }
    return key;
  }
  template <typename K>
  [[nodiscard]] std::array<std::uint32_t, 3> unpack(K key, Permutation permutation) const {
    std::array<std::uint32_t, 3> triple{};
    const auto at = positions(permutation);
    for (std::size_t i = 3; i-- > 0;) {
      const unsigned width = bits[at[i]];
      triple[at[i]] = static_cast<std::uint32_t>(key & ((K{1} << width) - 1));
      key >>= width;
    }
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
               std::vector<std::uint32_t> relations, Layout layout)
      : runs_(&runs),
        context_(&context),
        target_(&target),
        terms_(&terms),
        relations_(std::move(relations)),
        layout_(layout),
        ids_(terms.ids_by_final_rank()),
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
      PermutationRewriter rewriter(target_->view, Permutation::spo, output_of(Permutation::spo));
      for (auto keys = stream.next(); !keys.empty(); keys = stream.next()) {
        context_->budget->check();
        for (const K key : keys) {
          const auto [s, p, o] = layout_.unpack(key, Permutation::spo);
          if (rewriter.add({Id{ids_[s]}, Id{relation_ids_[p]}, Id{ids_[o]}})) writer.value(key);
        }
      }
      rewriter.finish();
    }
    writer.flush();
    return out;
  }

  // Every threads-th run from `first` on.
  std::vector<SortedChunk<K>> sort_runs(std::size_t first) {
    Sorter sorter(context_->directory, context_->memory_bytes * 3 / 4 / context_->threads,
                  RadixOrder{0, layout_.total()});
    std::vector<LocalTriple> batch(8192);
    for (std::size_t i = first; i < runs_->size(); i += context_->threads) {
      Run& run = (*runs_)[i];
      std::vector<std::uint32_t> ranks = load_ranks(run, *terms_);
      for (std::uint32_t& rank : ranks) rank = terms_->final_rank(rank);
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
          sorter.add(
              layout_.pack<K>({ranks[t.subject], relations[t.relation], ranks[t.object]}, Permutation::spo));
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
    const unsigned first_bits = layout_.bits[positions(to)[0]];
    Sorter sorter(context_->directory, context_->memory_bytes * 3 / 8,
                  RadixOrder{layout_.total() - first_bits, layout_.total()});
    const Source source = stream_of(file);
    for (auto keys = source(); !keys.empty(); keys = source()) {
      context_->budget->check();
      for (const K key : keys) sorter.add(layout_.pack<K>(layout_.unpack(key, from), to));
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
    const auto at = positions(permutation);
    PermutedTriple last{};
    for (auto keys = source(); !keys.empty(); keys = source()) {
      context_->budget->check();
      for (const K key : keys) {
        const auto triple = layout_.unpack(key, permutation);
        const Triple ids{Id{ids_[triple[0]]}, Id{relation_ids_[triple[1]]}, Id{ids_[triple[2]]}};
        const PermutedTriple row{ids[at[0]], ids[at[1]], ids[at[2]]};
        if (counts) count(permutation, triple[1], row, last, old);
        last = row;
        visit(row);
      }
    }
  }

  // pso counts triples and subjects of a relation, pos its objects. What a relation had with the same
  // subject or object in the store before is not counted again.
  void count(Permutation permutation, std::uint32_t relation, const PermutedTriple& row,
             const PermutedTriple& last, std::optional<BlockCursor>& old) {
    if (permutation == Permutation::pso) ++triples_of_[relation];
    if (row[0] == last[0] && row[1] == last[1]) return;
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
      const IdKey key = id_key(Id{relation_ids_[i]});
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
  Layout layout_;
  MappedArray<std::uint64_t> ids_;
  std::vector<std::uint64_t> relation_ids_;
  Counts triples_of_;
  Counts subjects_of_;
  Counts objects_of_;
};

// The final ranks of all relations, ascending.
std::vector<std::uint32_t> relations_of(const std::vector<Run>& runs, const Terms& terms) {
  std::vector<std::uint32_t> out;
  for (const Run& run : runs) {
    const std::vector<std::uint32_t> ranks = load_ranks(run, terms);
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
  const Layout layout{{bits_for(terms.resources), bits_for(relations.size()), bits_for(terms.ranks)}};
  if (layout.total() <= 64) {
    return TripleWriter<Key64>(runs, context, target, terms, std::move(relations), layout).write();
  }
  return TripleWriter<Key128>(runs, context, target, terms, std::move(relations), layout).write();
}

}  // namespace kg::bulk
