#include "kg/store/bulk_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <thread>
#include <utility>

#include "kg/base/error.h"
#include "kg/store/bulk_existing.h"
#include "kg/store/bulk_text_sorter.h"
#include "kg/store/bulk_threads.h"
#include "kg/store/external_sort.h"
#include "kg/store/names.h"

namespace kg::bulk {
namespace {

constexpr std::size_t kTermsPerCheck = 1U << 14U;

// One run's terms of one tag, at the current one.
struct Cursor {
  Cursor(const Run& run, Tag tag, std::size_t buffer_bytes, FileWriter* ranks_out)
      : reader(run.sorted_terms, run.section[static_cast<std::size_t>(tag)],
               run.section[static_cast<std::size_t>(tag) + 1], buffer_bytes),
        ranks(ranks_out) {}
  bool next() {
    std::uint64_t header = 0;
    if (!reader.varint(header)) return false;
    use = static_cast<std::uint8_t>(header % 4);
    const std::size_t size = header / 4;
    const char* bytes = size == 0 ? "" : reader.take(size);
    key = {bytes, size};
    return true;
  }
  FileReader reader;
  FileWriter* ranks;
  std::string_view key;
  std::uint8_t use = 0;
};

bool later(const Cursor* a, const Cursor* b) { return a->key > b->key; }

// Puts of one group. Those of the first go to the store's files at once, those of the others wait, because
// the files want ascending keys.
class Puts {
 public:
  Puts(Ingest& ingest, bool direct, const std::string& directory) : ingest_(&ingest), direct_(direct) {
    if (direct_) return;
    file_ = TempFile(directory);
    writer_ = std::make_unique<FileWriter>(file_);
  }
  void put(Family family, std::string_view key, std::string_view value) {
    if (direct_) return ingest_->put(family, key, value);
    writer_->value(family);
    writer_->text(key);
    writer_->text(value);
  }
  void replay() {
    if (direct_) return;
    writer_->flush();
    FileReader reader(file_);
    Family family{};
    std::string key;
    std::string_view text;
    while (reader.value(family)) {
      reader.text(text);
      key.assign(text);
      reader.text(text);
      ingest_->put(family, key, text);
    }
  }

 private:
  Ingest* ingest_;
  bool direct_;
  TempFile file_;
  std::unique_ptr<FileWriter> writer_;
};

// Gives ids to the terms of one group, which come in order.
class IdGiver {
 public:
  IdGiver(const Context& context, const Target& target, Puts& puts)
      : first_load_(target.first_load()),
        puts_(&puts),
        last_payload_(target.before.last_payload),
        writer_([&puts](auto key, auto value) { puts.put(Family::dictionary, key, value); },
                [&puts](auto key, auto value) { puts.put(Family::dictionary_index, key, value); }),
        late_ids_(context.directory, context.memory_bytes / 8) {
    if (!first_load_) existing_.emplace(target.view, target.before);
  }

  Id give(Tag tag, std::string_view key) {
    if (!tag_in_dictionary(tag)) return Id{get_big_endian(key.data())};
    if (first_load_) return writer_.add(tag, key);
    const Id known = existing_->find(tag, key);
    if (known != kMissing) return known;
    const Id id{tag, ++last_payload_[static_cast<std::size_t>(tag)]};
    puts_->put(Family::late_terms, view_of(id_key(id)), key);
    late_ids_.add(late_key(tag, key), id.bits);
    return id;
  }

  // `view`: of the store before.
  void finish(const BaseView& view) {
    if (first_load_) {
      writer_.finish();
      return;
    }
    std::string key;
    std::string ids;
    const auto write = [&] {
      if (!ids.empty()) puts_->put(Family::late_ids, key, ids);
    };
    late_ids_.for_each([&](std::string_view late, std::uint64_t id) {
      if (ids.empty() || late != key) {
        write();
        key.assign(late);
        // Terms of other loads with the same hash.
        ids = late.size() > kLateKeyBytes ? view.get(Family::late_ids, late).value_or("") : "";
      }
      ids += view_of(id_key(Id{id}));
    });
    write();
  }

  // Notes the payloads given to a tag.
  void note(Tag tag, MetaRecord& after) const {
    const auto t = static_cast<std::size_t>(tag);
    if (first_load_) after.ordered[t] = writer_.counts()[t];
    after.last_payload[t] = first_load_ ? writer_.counts()[t] : last_payload_[t];
  }

 private:
  bool first_load_;
  Puts* puts_;
  std::array<std::uint64_t, kTags> last_payload_;
  DictionaryWriter writer_;
  std::optional<ExistingTerms> existing_;
  TextSorter late_ids_;
};

class GroupMerge {
 public:
  GroupMerge(std::size_t group, std::vector<Run>& runs, const Context& context, const Target& target)
      : group_(group),
        runs_(&runs),
        context_(&context),
        puts_(target.ingest, group == 0, context.directory),
        giver_(context, target, puts_),
        view_(&target.view),
        ids_(context.directory),
        names_(context.directory),
        id_writer_(ids_),
        name_writer_(names_, std::size_t{64} << 10U),
        before_(&target.before) {
    if (group == 1) {
      texts_ = std::make_unique<PostingsSorter>(context.directory, context.memory_bytes / 8,
                                                read_text_totals(target.view));
      if (!target.first_load()) searched_before_.emplace(target.view, target.before);
    }
    // A quarter of the memory for buffers of this group's runs.
    buffer_bytes_ = std::clamp<std::size_t>(context.memory_bytes / 8 / (runs.size() * 2 + 1),
                                            std::size_t{16} << 10U, kFileBufferBytes);
  }

  void run() {
    for (Run& run : *runs_) {
      run.ranks[group_] = TempFile(context_->directory);
      rank_writers_.emplace_back(run.ranks[group_], buffer_bytes_);
    }
    for (std::size_t tag = 1; tag < static_cast<std::size_t>(Tag::triple); ++tag) {
      if (group_of(static_cast<Tag>(tag)) == group_) merge(static_cast<Tag>(tag));
    }
    for (FileWriter& writer : rank_writers_) writer.flush();
    id_writer_.flush();
    name_writer_.flush();
    giver_.finish(*view_);
  }

  // For the thread that puts the groups together.
  void replay() { puts_.replay(); }
  void note(MetaRecord& after) const {
    for (std::size_t tag = 1; tag < static_cast<std::size_t>(Tag::triple); ++tag) {
      if (group_of(static_cast<Tag>(tag)) == group_) giver_.note(static_cast<Tag>(tag), after);
    }
  }
  [[nodiscard]] std::uint64_t size() const { return rank_; }
  TempFile& ids() { return ids_; }
  TempFile& names() { return names_; }
  std::unique_ptr<PostingsSorter>& texts() { return texts_; }

 private:
  void merge(Tag tag) {
    std::vector<std::unique_ptr<Cursor>> cursors;
    std::vector<Cursor*> heap;
    for (std::size_t i = 0; i < runs_->size(); ++i) {
      cursors.push_back(std::make_unique<Cursor>((*runs_)[i], tag, buffer_bytes_, &rank_writers_[i]));
      if (cursors.back()->next()) heap.push_back(cursors.back().get());
    }
    std::make_heap(heap.begin(), heap.end(), later);
    while (!heap.empty()) {
      if (rank_ % kTermsPerCheck == 0) context_->budget->check();
      check_ranks(rank_ + 1);
      current_.assign(heap.front()->key);
      std::uint8_t use = 0;
      // All runs that have this term are at it now.
      while (!heap.empty() && heap.front()->key == current_) {
        std::pop_heap(heap.begin(), heap.end(), later);
        Cursor& cursor = *heap.back();
        cursor.ranks->value(static_cast<std::uint32_t>(rank_));
        use |= cursor.use;
        if (cursor.next()) {
          std::push_heap(heap.begin(), heap.end(), later);
        } else {
          heap.pop_back();
        }
      }
      const Id id = giver_.give(tag, current_);
      id_writer_.value(id.bits);
      if ((use & TermUse::kName) != 0) note_name(id);
      if (texts_ && use != 0) note_text(id);
      ++rank_;
    }
  }

  void note_name(Id id) {
    const std::string name = name_of_label(id, current_);
    if (name.empty()) return;
    name_writer_.value(static_cast<std::uint32_t>(rank_));
    name_writer_.text(name);
  }

  void note_text(Id id) {
    const auto tag = static_cast<std::size_t>(id.tag());
    const bool fresh = tag_in_dictionary(id.tag()) && id.payload() > before_->last_payload[tag];
    if (!fresh && searched_before_ && (*searched_before_)(id)) return;
    texts_->add(id, text_of_literal(id, current_));
  }

  std::size_t group_;
  std::vector<Run>* runs_;
  const Context* context_;
  Puts puts_;
  IdGiver giver_;
  const BaseView* view_;
  TempFile ids_;
  TempFile names_;
  FileWriter id_writer_;
  FileWriter name_writer_;
  std::vector<FileWriter> rank_writers_;
  std::size_t buffer_bytes_ = 0;
  std::uint64_t rank_ = 0;
  std::string current_;
  const MetaRecord* before_;
  std::unique_ptr<PostingsSorter> texts_;  // of the group of literals
  std::optional<SearchedBefore> searched_before_;
};

void append_file(TempFile& to, const TempFile& from) {
  std::vector<char> buffer(kFileBufferBytes);
  for (std::uint64_t at = 0; at < from.size();) {
    const std::size_t n = from.read(at, buffer.data(), buffer.size());
    to.append(buffer.data(), n);
    at += n;
  }
}

}  // namespace

void check_ranks(std::uint64_t ranks) {
  if (ranks > std::numeric_limits<std::uint32_t>::max()) {
    throw Failure(ErrorCode::limit, "the input has more than 4,294,967,295 different terms",
                  "load it in several parts");
  }
}

Terms merge_terms(std::vector<Run>& runs, const Context& context, Target& target) {
  GroupMerge resources(0, runs, context, target);
  GroupMerge literals(1, runs, context, target);
  run_tasks(context.threads, {[&] { resources.run(); }, [&] { literals.run(); }});
  literals.replay();
  resources.note(target.after);
  literals.note(target.after);

  Terms terms;
  terms.group_size = {resources.size(), literals.size()};
  terms.ranks = resources.size() + literals.size();
  check_ranks(terms.ranks);
  terms.resources = resources.size();
  terms.ids = std::move(resources.ids());
  append_file(terms.ids, literals.ids());
  // Only literals are names; their ranks are counted from the end of group 0.
  terms.names = std::move(literals.names());
  terms.texts = std::move(literals.texts());
  return terms;
}

FinalIds::FinalIds(const Terms& terms, const Target& target) : table_(terms.ids_by_final_rank()) {
  if (!target.first_load()) return;
  first_iri_ = static_cast<std::uint32_t>(target.after.ordered[static_cast<std::size_t>(Tag::blank)]);
  iris_ = static_cast<std::uint32_t>(target.after.ordered[static_cast<std::size_t>(Tag::iri)]);
  iri_base_ = Id{Tag::iri, 1}.bits;
}

HugeBuffer<std::uint32_t> load_ranks(const Run& run, const Terms& terms) {
  HugeBuffer<std::uint32_t> ranks(run.terms);
  FileReader order(run.order);
  std::uint64_t base = 0;
  for (std::size_t group = 0; group < kGroups; ++group) {
    FileReader reader(run.ranks[group]);
    std::uint32_t rank = 0;
    std::uint32_t number = 0;
    while (reader.value(rank) && order.value(number)) ranks[number] = static_cast<std::uint32_t>(base + rank);
    base += terms.group_size[group];
  }
  if (run.triple_ranks.open()) {
    FileReader reader(run.triple_ranks);
    LocalRank entry{};
    while (reader.value(entry)) ranks[entry.self] = entry.rank;
  }
  return ranks;
}

void finish_ranks(const Context& context, const Target& target, Terms& terms) {
  if (target.first_load()) return;
  // Pairs of id and rank in order of ids.
  KeySorter<Key128, RadixOrder> sorter(context.directory, context.memory_bytes / 2, RadixOrder{64, 128},
                                       *context.budget);
  {
    FileReader reader(terms.ids);
    std::uint64_t id = 0;
    for (std::uint64_t rank = 0; reader.value(id); ++rank) sorter.add(static_cast<Key128>(id) << 64U | rank);
  }
  terms.final_ids = TempFile(context.directory);
  terms.final_file = TempFile(context.directory);
  terms.final_file.resize(terms.ranks * sizeof(std::uint32_t));
  terms.final_of = MappedArray<std::uint32_t>(terms.final_file, true);
  FileWriter writer(terms.final_ids);
  KeyStream<Key128> stream(sorter.finish());
  std::uint32_t final_rank = 0;
  terms.resources = 0;
  for (auto keys = stream.next(); !keys.empty(); keys = stream.next()) {
    context.budget->check();
    for (const Key128 key : keys) {
      const Id id{static_cast<std::uint64_t>(key >> 64U)};
      terms.final_of[static_cast<std::uint32_t>(key)] = final_rank++;
      writer.value(id.bits);
      if (id.tag() <= Tag::iri) ++terms.resources;
    }
  }
  writer.flush();
}

}  // namespace kg::bulk
