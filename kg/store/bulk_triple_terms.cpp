// Triple terms of a load: distinct ones over all runs, with ids. A term of level n has components of lower
// levels only, so each level is sorted by the ranks of its components once those are known.
#include <compare>
#include <utility>

#include "kg/base/error.h"
#include "kg/store/bulk_merge.h"
#include "kg/store/external_sort.h"

namespace kg::bulk {
namespace {

// A triple term of one run: the ranks of its components, and where the answer goes.
struct Wanted {
  std::array<std::uint32_t, 3> parts;
  std::uint32_t run;
  std::uint32_t self;
  friend auto operator<=>(const Wanted&, const Wanted&) = default;
};

// An entry of the family triple_term_ids.
struct NewTripleTerm {
  Triple parts;
  Id id;
  friend auto operator<=>(const NewTripleTerm&, const NewTripleTerm&) = default;
};

class Resolver {
 public:
  Resolver(std::vector<Run>& runs, const Context& context, Target& target, Terms& terms)
      : runs_(&runs),
        context_(&context),
        target_(&target),
        terms_(&terms),
        dictionary_(target.view, target.before),
        added_(context.directory, context.memory_bytes / 4, ComparisonOrder{}, *context.budget) {}

  void level(std::size_t number) {
    std::vector<SortedChunk<Wanted>> chunks = gather(number);
    if (chunks.empty()) return;
    const MappedArray<std::uint64_t> ids(terms_->ids);
    FileWriter id_writer(terms_->ids);
    std::vector<FileWriter> answers;
    for (Run& run : *runs_) {
      if (!run.triple_ranks.open()) run.triple_ranks = TempFile(context_->directory);
      answers.emplace_back(run.triple_ranks, std::size_t{32} << 10U);
    }
    KeyStream<Wanted> stream(std::move(chunks));
    std::array<std::uint32_t, 3> last{};
    bool any = false;
    for (auto batch = stream.next(); !batch.empty(); batch = stream.next()) {
      context_->budget->check();
      for (const Wanted& wanted : batch) {
        if (!any || wanted.parts != last) {
          any = true;
          last = wanted.parts;
          check_ranks(++terms_->ranks);
          id_writer.value(id_of({Id{ids[last[0]]}, Id{ids[last[1]]}, Id{ids[last[2]]}}).bits);
        }
        answers[wanted.run].value(LocalRank{wanted.self, static_cast<std::uint32_t>(terms_->ranks - 1)});
      }
    }
    id_writer.flush();
    for (FileWriter& answer : answers) answer.flush();
  }

  void finish() {
    KeyStream<NewTripleTerm> stream(added_.finish());
    for (auto batch = stream.next(); !batch.empty(); batch = stream.next()) {
      context_->budget->check();
      for (const NewTripleTerm& term : batch) {
        target_->ingest.put(Family::triple_term_ids, view_of(triple_key(term.parts)),
                            view_of(id_key(term.id)));
      }
    }
  }

 private:
  std::vector<SortedChunk<Wanted>> gather(std::size_t number) {
    KeySorter<Wanted, ComparisonOrder> sorter(context_->directory, context_->memory_bytes / 2,
                                              ComparisonOrder{}, *context_->budget);
    for (std::size_t i = 0; i < runs_->size(); ++i) {
      Run& run = (*runs_)[i];
      if (run.triple_terms.size() < number) continue;
      context_->budget->check();
      const HugeBuffer<std::uint32_t> ranks = load_ranks(run, *terms_);
      FileReader reader(run.triple_terms[number - 1]);
      LocalTripleTerm term{};
      while (reader.value(term)) {
        sorter.add({{ranks[term.subject], ranks[term.relation], ranks[term.object]},
                    static_cast<std::uint32_t>(i),
                    term.self});
      }
    }
    return sorter.finish();
  }

  Id id_of(const Triple& parts) {
    if (!target_->first_load()) {
      const Id known = dictionary_.fold(parts);
      if (known != kMissing) return known;
    }
    const Id id{Tag::triple, ++target_->after.last_payload[static_cast<std::size_t>(Tag::triple)]};
    ++target_->after.triple_terms;
    target_->ingest.put(Family::triple_terms, view_of(id_key(id)), view_of(triple_key(parts)));
    added_.add({parts, id});
    return id;
  }

  std::vector<Run>* runs_;
  const Context* context_;
  Target* target_;
  Terms* terms_;
  Dictionary dictionary_;
  KeySorter<NewTripleTerm, ComparisonOrder> added_;
};

}  // namespace

void resolve_triple_terms(std::vector<Run>& runs, const Context& context, Target& target, Terms& terms) {
  std::size_t levels = 0;
  for (const Run& run : runs) levels = std::max(levels, run.triple_terms.size());
  if (levels == 0) return;
  Resolver resolver(runs, context, target, terms);
  for (std::size_t level = 1; level <= levels; ++level) resolver.level(level);
  resolver.finish();
}

}  // namespace kg::bulk
