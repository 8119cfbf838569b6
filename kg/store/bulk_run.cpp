#include "kg/store/bulk_run.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "kg/model/text_index.h"

namespace kg::bulk {
namespace {

constexpr std::size_t kRelationCacheSlots = 1024;

// What the terms of one triple can add to a run that is just not full.
constexpr std::size_t kLargestTripleBytes = std::size_t{3} << 30U;

// The key of a triple term in a run's table: three numbers and the nesting level. Its order means nothing.
constexpr std::size_t kLocalTripleKeyBytes = 13;

std::size_t relation_slot(std::string_view iri) {
  std::uint64_t tail = 0;
  std::memcpy(&tail, iri.data() + (iri.size() < 8 ? 0 : iri.size() - 8),
              std::min<std::size_t>(iri.size(), 8));
  return mix(tail + iri.size()) % kRelationCacheSlots;
}

}  // namespace

RunBuilder::RunBuilder(const Context& context, std::size_t run_bytes, std::function<void(Run)> keep)
    : context_(&context), run_bytes_(run_bytes), keep_(std::move(keep)), scope_(context.scope) {
  start();
}
RunBuilder::~RunBuilder() = default;

void RunBuilder::set_scope(std::string scope) {
  scope_ = std::move(scope);
  last_subject_tag_ = Tag::undefined;  // it was compared by its label without the scope
}

void RunBuilder::start() {
  table_ = std::make_unique<TermTable>(run_bytes_ + kLargestTripleBytes);
  run_ = Run();
  run_.triples = TempFile(context_->directory);
  triple_writer_ = std::make_unique<FileWriter>(run_.triples);
  label_writer_.reset();
  triples_ = 0;
  last_subject_tag_ = Tag::undefined;
  relation_cache_.assign(kRelationCacheSlots, {});
  relation_numbers_.clear();
  uses_.clear();
}

std::size_t RunBuilder::memory() const {
  constexpr std::size_t kBytesARelation = 64;
  return table_->memory() + relation_numbers_.size() * kBytesARelation + uses_.size();
}

void RunBuilder::triple(const RawTerm& subject, const RawTerm& relation, const RawTerm& object) {
  if (memory() > run_bytes_) close();
  const Relation& p = intern_relation(relation.key);
  ++triples_;
  if (p.use == 0 && enqueue(subject, p.number, object)) return;
  const std::uint32_t s = intern(subject);
  const std::uint32_t o = intern(object);
  triple_writer_->value(LocalTriple{s, p.number, o});
  if (p.use != 0 && tag_is_literal(object.inline_id.bound() ? object.inline_id.tag() : object.tag)) {
    note_use(s, o, p.use);
  }
}

void RunBuilder::note_use(std::uint32_t subject, std::uint32_t object, std::uint8_t use) {
  if (uses_.size() <= object) uses_.resize(std::size_t{object} + 1);
  uses_[object] |= use;
  if ((use & TermUse::kName) == 0) return;
  if (!label_writer_) {
    run_.labels = TempFile(context_->directory);
    label_writer_ = std::make_unique<FileWriter>(run_.labels, std::size_t{16} << 10U);
  }
  label_writer_->value(LocalLabel{subject, object});
}

// Terms are looked up in three steps some triples apart, each of which asks for the memory of the next: in a
// large table every step would else wait for it. False for terms that do not fit in here.
bool RunBuilder::enqueue(const RawTerm& subject, std::uint32_t relation, const RawTerm& object) {
  if (queued_ - resolved_ == kPending) resolve(pending_[resolved_++ % kPending]);
  Pending& pending = pending_[queued_ % kPending];
  if (!look_up(pending.object, object)) return false;
  pending.relation = relation;
  pending.same_subject = subject.tag == last_subject_tag_ && subject.key == last_subject_ &&
                         subject.global == last_subject_global_;
  if (!pending.same_subject) {
    if (!look_up(pending.subject, subject)) return false;
    last_subject_.assign(subject.key);
    last_subject_tag_ = subject.tag;
    last_subject_global_ = subject.global;
  }
  ++queued_;
  if (queued_ - resolved_ > kRecordAhead) {
    const Pending& before = pending_[(queued_ - 1 - kRecordAhead) % kPending];
    table_->prefetch_record(before.object.hash);
    if (!before.same_subject) table_->prefetch_record(before.subject.hash);
  }
  return true;
}

bool RunBuilder::look_up(Lookup& lookup, const RawTerm& term) {
  if (term.tag == Tag::triple && !term.inline_id.bound()) return false;
  const std::string_view key = key_of(term, lookup.tag);
  if (key.size() > lookup.key.size()) return false;
  lookup.size = static_cast<std::uint16_t>(key.size());
  std::memcpy(lookup.key.data(), key.data(), key.size());
  lookup.hash = table_->hash_of(lookup.tag, key);
  table_->prefetch_slot(lookup.hash);
  return true;
}

void RunBuilder::resolve(const Pending& pending) {
  if (!pending.same_subject) {
    const Lookup& subject = pending.subject;
    resolved_subject_ = table_->intern(subject.tag, subject.view(), subject.hash);
  }
  const Lookup& object = pending.object;
  const std::uint32_t number = table_->intern(object.tag, object.view(), object.hash);
  triple_writer_->value(LocalTriple{resolved_subject_, pending.relation, number});
}

void RunBuilder::drain() {
  while (resolved_ != queued_) resolve(pending_[resolved_++ % kPending]);
}

std::string_view RunBuilder::key_of(const RawTerm& term, Tag& tag) {
  if (term.inline_id.bound()) {
    tag = term.inline_id.tag();
    inline_key_ = id_key(term.inline_id);
    return view_of(inline_key_);
  }
  tag = term.tag;
  if (tag != Tag::blank || term.global) return term.key;
  scoped_.assign(scope_);
  scoped_ += term.key;
  return scoped_;
}

std::uint32_t RunBuilder::intern(const RawTerm& term) {
  if (term.tag == Tag::triple && !term.inline_id.bound()) return intern_triple(term);
  Tag tag{};
  const std::string_view key = key_of(term, tag);
  return table_->intern(tag, key);
}

// A parser nests triple terms in objects only, at most kMaxTripleTermNestingLevels deep.
std::uint32_t RunBuilder::intern_triple(const RawTerm& term) {
  const auto& [s, p, o] = *term.triple;
  const std::array<std::uint32_t, 3> parts{intern(s), intern(p), intern(o)};
  char level = 1;
  if (o.tag == Tag::triple && !o.inline_id.bound()) {
    level = static_cast<char>(table_->entry(parts[2]).key.back() + 1);
  }
  std::array<char, kLocalTripleKeyBytes> key{};
  std::memcpy(key.data(), parts.data(), sizeof parts);
  key.back() = level;
  return table_->intern(Tag::triple, {key.data(), key.size()});
}

const RunBuilder::Relation& RunBuilder::intern_relation(std::string_view iri) {
  Relation& cached = relation_cache_[relation_slot(iri)];
  if (cached.iri == iri) return cached;
  const std::uint32_t term = table_->intern(Tag::iri, iri);
  const auto fresh = static_cast<std::uint32_t>(run_.relations.size());
  const auto [place, added] = relation_numbers_.try_emplace(term, fresh);
  if (added) run_.relations.push_back(term);
  cached.iri.assign(iri);
  cached.number = place->second;
  const auto* searched = std::find(kSearchedRelations.begin(), kSearchedRelations.end(), iri);
  cached.use = searched == kSearchedRelations.end() ? 0 : TermUse::kSearched;
  if (iri == iri::kRdfsLabel || iri == iri::kSkosAltLabel) cached.use |= TermUse::kName;
  return cached;
}

void RunBuilder::close() {
  if (triples_ == 0) return;
  drain();
  triple_writer_->flush();
  if (label_writer_) label_writer_->flush();
  run_.terms = table_->size();
  write_terms(table_->sorted(*context_->budget));
  keep_(std::move(run_));
  start();
}

void RunBuilder::write_terms(const std::vector<std::uint32_t>& sorted) {
  run_.sorted_terms = TempFile(context_->directory);
  run_.order = TempFile(context_->directory);
  FileWriter terms(run_.sorted_terms);
  std::size_t tag = 0;
  std::size_t i = 0;
  for (; i < sorted.size(); ++i) {
    const TermTable::Entry entry = table_->entry(sorted[i]);
    if (entry.tag == Tag::triple) break;
    while (tag < static_cast<std::size_t>(entry.tag)) run_.section[++tag] = terms.position();
    terms.varint(entry.key.size() * 4 + (sorted[i] < uses_.size() ? uses_[sorted[i]] : 0));
    terms.put(entry.key.data(), entry.key.size());
  }
  while (tag < kTags) run_.section[++tag] = terms.position();
  terms.flush();
  run_.order.append(reinterpret_cast<const char*>(sorted.data()), i * sizeof sorted[0]);
  write_triple_terms(sorted.data() + i, sorted.size() - i);
}

void RunBuilder::write_triple_terms(const std::uint32_t* first, std::size_t count) {
  std::vector<FileWriter> writers;
  writers.reserve(kMaxTripleTermNestingLevels + 1);
  run_.triple_terms.reserve(kMaxTripleTermNestingLevels + 1);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view key = table_->entry(first[i]).key;
    const auto level = static_cast<std::size_t>(key.back());
    while (writers.size() < level) {
      run_.triple_terms.emplace_back(context_->directory);
      writers.emplace_back(run_.triple_terms.back());
    }
    LocalTripleTerm term{};
    std::memcpy(&term, key.data(), 3 * sizeof(std::uint32_t));
    term.self = first[i];
    writers[level - 1].value(term);
  }
  for (FileWriter& writer : writers) writer.flush();
}

}  // namespace kg::bulk
