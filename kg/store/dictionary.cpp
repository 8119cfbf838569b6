#include "kg/store/dictionary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace kg {

namespace {

[[noreturn]] void throw_missing(Id id) {
  throw_damaged(fmt::format("id {:016x} has no term in the dictionary", id.bits));
}

TermBlockView block_at(const BaseView::Lent& blocks) { return {parse_id_key(blocks.key()), blocks.value()}; }

}  // namespace

Id Dictionary::find(Tag tag, std::string_view key) const {
  const std::uint64_t at = lower_bound(tag, key);
  if (at <= ordered(tag)) {
    const Id id{tag, at};
    const BaseView::Lent blocks = view_->iterator(Family::dictionary);
    if (!blocks.seek(view_of(id_key(id)))) throw_missing(id);
    const TermBlockView block = block_at(blocks);
    if (!block.covers(id)) throw_missing(id);
    TermBlockView::Reader reader(block);
    if (reader.at(id.bits - block.first().bits) == key) return id;
  }
  if (last(tag) == ordered(tag)) return kMissing;
  const std::optional<std::string> ids = view_->get(Family::late_ids, late_key(tag, key));
  if (!ids) return kMissing;
  if (key.size() <= kLateKeyBytes) return parse_id_key(*ids);
  for (std::size_t i = 0; i + 8 <= ids->size(); i += 8) {
    const Id id = parse_id_key(std::string_view(*ids).substr(i, 8));
    if (late_key_of(id) == key) return id;
  }
  return kMissing;
}

std::uint64_t Dictionary::lower_bound(Tag tag, std::string_view key) const {
  const std::uint64_t behind = ordered(tag) + 1;
  if (behind == 1) return behind;
  const BaseView::Lent index = view_->iterator(Family::dictionary_index);
  const std::string wanted = term_key(tag, key);
  if (!index.seek(wanted) || index.key().empty() || index.key().front() != static_cast<char>(tag))
    return behind;
  const Id last_of_block = parse_id_key(index.value());
  const BaseView::Lent blocks = view_->iterator(Family::dictionary);
  if (!blocks.seek(view_of(id_key(last_of_block)))) throw_missing(last_of_block);
  const TermBlockView block = block_at(blocks);
  if (block.last() != last_of_block) throw_missing(last_of_block);
  bool found = false;
  return block.first().payload() + block.lower_bound(key, found);
}

std::string Dictionary::late_key_of(Id id) const {
  std::optional<std::string> key = view_->get(Family::late_terms, view_of(id_key(id)));
  if (!key) throw_missing(id);
  return std::move(*key);
}

std::string Dictionary::key_of(Id id) const {
  std::string result;
  const Numbered one{id, 0};
  decode({&one, 1}, [&](std::size_t, std::string_view key) { result.assign(key); });
  return result;
}

void Dictionary::decode(std::span<const Numbered> ids,
                        const std::function<void(std::size_t, std::string_view)>& visit) const {
  if (ids.empty()) return;
  const BaseView::Lent blocks = view_->iterator(Family::dictionary);
  TermBlockView block;
  TermBlockView::Reader reader(block);
  bool standing = false;
  for (const auto& [id, index] : ids) {
    if (!is_ordered(id)) {
      visit(index, late_key_of(id));
      continue;
    }
    if (!block.covers(id)) {
      const bool next = standing && id.bits == block.last().bits + 1;
      standing = next ? blocks.next() : blocks.seek(view_of(id_key(id)));
      if (!standing) throw_missing(id);
      block = block_at(blocks);
      if (!block.covers(id)) throw_missing(id);
      reader.restart();
    }
    visit(index, reader.at(id.bits - block.first().bits));
  }
}

TripleSource::PrefixRanges Dictionary::string_prefix(std::string_view prefix) const {
  TripleSource::PrefixRanges ranges;
  if (prefix.size() <= 7) {
    // Seven bytes of text stand above the length (4 bits). A text that is shorter than the prefix has
    // a smaller length, so the range is exact even when the prefix ends in zero bytes.
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    for (std::size_t i = 0; i < 7; ++i) {
      const bool given = i < prefix.size();
      low = low << 8U | (given ? static_cast<unsigned char>(prefix[i]) : 0U);
      high = high << 8U | (given ? static_cast<unsigned char>(prefix[i]) : 0xffU);
    }
    ranges.exact.push_back(
        {Id{Tag::short_string, low << 4U | prefix.size()}, Id{Tag::short_string, high << 4U | 0xfU}});
  }
  const std::uint64_t ordered_terms = ordered(Tag::string);
  const std::uint64_t first = lower_bound(Tag::string, prefix);
  std::uint64_t behind = ordered_terms + 1;
  std::string successor(prefix);
  while (!successor.empty() && successor.back() == '\xff') successor.pop_back();
  if (!successor.empty()) {
    successor.back() = static_cast<char>(static_cast<unsigned char>(successor.back()) + 1);
    behind = lower_bound(Tag::string, successor);
  }
  if (first < behind) ranges.exact.push_back({Id{Tag::string, first}, Id{Tag::string, behind - 1}});
  if (last(Tag::string) > ordered_terms) {
    ranges.rest.push_back({Id{Tag::string, ordered_terms + 1}, Id{Tag::string, last(Tag::string)}});
  }
  return ranges;
}

Id Dictionary::fold(const Triple& triple) const {
  const std::optional<std::string> id = view_->get(Family::triple_term_ids, view_of(triple_key(triple)));
  return id ? parse_id_key(*id) : kMissing;
}

Triple Dictionary::unfold(Id id) const {
  const std::optional<std::string> triple = view_->get(Family::triple_terms, view_of(id_key(id)));
  if (!triple) throw_missing(id);
  return parse_triple_key(*triple);
}

void Dictionary::for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                                      const std::function<bool(Id, const Triple&)>& visit) const {
  Triple lower{};
  for (std::size_t i = 0; i < bound; ++i) lower[i] = prefix[i];
  const BaseView::Lent terms = view_->iterator(Family::triple_term_ids);
  const TripleKey from = triple_key(lower);
  for (bool more = terms.seek(view_of(from)); more; more = terms.next()) {
    if (std::memcmp(terms.key().data(), from.data(), std::size_t{8} * bound) != 0) return;
    const Triple triple = parse_triple_key(terms.key());
    if (!visit(parse_id_key(terms.value()), triple)) return;
  }
}

}  // namespace kg
