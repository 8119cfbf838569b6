// Checks of the dictionary and of triple terms.
#include <fmt/format.h>

#include "kg/model/term.h"
#include "kg/store/verifier.h"

namespace kg {

// That a term is what its id says, and has no other id.
void Verifier::check_term(Id id, std::string_view key) {
  const Term term = term_of_dictionary(id.tag(), key);
  if (inline_term(term)) throw_damaged(fmt::format("id {:016x} has a term that is inline", id.bits));
  const DictionaryKey back = dictionary_key(term);
  if (back.tag != id.tag() || back.key != key) {
    throw_damaged(fmt::format("id {:016x} has a term of another kind", id.bits));
  }
}

void Verifier::check_ordered_terms() {
  const BaseView::Lent blocks = view_->iterator(Family::dictionary);
  const BaseView::Lent index = view_->iterator(Family::dictionary_index);
  std::array<std::uint64_t, kTags> found{};
  std::string before;
  bool indexed = index.seek_first();
  for (bool more = blocks.seek_first(); more; more = blocks.next()) {
    const Id last = parse_id_key(blocks.key());
    const TermBlockView block(last, blocks.value());
    std::uint64_t& count = found[static_cast<std::size_t>(last.tag())];
    if (!tag_in_dictionary(last.tag()) || block.first().payload() != count + 1) {
      throw_damaged(
          fmt::format("the block of terms up to {:016x} does not follow the one before", last.bits));
    }
    TermBlockView::Reader reader(block);
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::string_view key = reader.at(i);
      const Id id{block.first().bits + i};
      if (count != 0 && key <= before)
        throw_damaged(fmt::format("the term of id {:016x} is out of order", id.bits));
      check_term(id, key);
      before.assign(key);
      ++count;
    }
    if (!indexed || index.key() != term_key(last.tag(), before) || parse_id_key(index.value()) != last) {
      throw_damaged(fmt::format("the index of terms misses the block up to {:016x}", last.bits));
    }
    indexed = index.next();
    budget_->check();
  }
  if (indexed) problem("ordered terms: the index has a block that is not there");
  if (found != meta_->ordered) problem("ordered terms: there are not as many as the state record says");
}

void Verifier::check_late_terms() {
  const Dictionary dictionary(*view_, *meta_);
  std::array<std::uint64_t, kTags> found = meta_->ordered;
  std::uint64_t terms = 0;
  const BaseView::Lent late = view_->iterator(Family::late_terms);
  for (bool more = late.seek_first(); more; more = late.next()) {
    const Id id = parse_id_key(late.key());
    const std::size_t tag = static_cast<std::size_t>(id.tag());
    if (!tag_in_dictionary(id.tag()) || id.payload() != ++found[tag]) {
      throw_damaged(fmt::format("late id {:016x} does not follow the one before", id.bits));
    }
    check_term(id, late.value());
    // Found under its text it is neither missing there nor in the ordered segment too.
    if (dictionary.find(id.tag(), late.value()) != id) {
      throw_damaged(fmt::format("the term of late id {:016x} is not found by its text", id.bits));
    }
    ++terms;
    budget_->check();
  }
  for (std::size_t tag = 0; tag < kTags; ++tag) {
    if (!tag_in_dictionary(static_cast<Tag>(tag)) || found[tag] == meta_->last_payload[tag]) continue;
    problem(fmt::format("late terms: tag {} ends at {}, the state record says {}", tag, found[tag],
                        meta_->last_payload[tag]));
  }
  std::uint64_t by_text = 0;
  const BaseView::Lent ids = view_->iterator(Family::late_ids);
  for (bool more = ids.seek_first(); more; more = ids.next()) by_text += ids.value().size() / 8;
  if (by_text != terms) {
    problem(fmt::format("late terms: {} are found by id and {} by text", terms, by_text));
  }
}

void Verifier::check_triple_terms() {
  const Dictionary dictionary(*view_, *meta_);
  std::uint64_t found = 0;
  const BaseView::Lent terms = view_->iterator(Family::triple_terms);
  for (bool more = terms.seek_first(); more; more = terms.next()) {
    const Id id = parse_id_key(terms.key());
    if (id != Id{Tag::triple, ++found}) {
      throw_damaged(fmt::format("triple term {:016x} does not follow the one before", id.bits));
    }
    const Triple triple = parse_triple_key(terms.value());
    for (const Id component : triple) check_id(component);
    if (dictionary.fold(triple) != id) {
      throw_damaged(fmt::format("triple term {:016x} is not found by its components", id.bits));
    }
    budget_->check();
  }
  std::uint64_t by_components = 0;
  const BaseView::Lent ids = view_->iterator(Family::triple_term_ids);
  for (bool more = ids.seek_first(); more; more = ids.next()) ++by_components;
  const std::uint64_t expected = meta_->last_payload[static_cast<std::size_t>(Tag::triple)];
  if (found != expected || found != by_components || found != meta_->triple_terms) {
    problem(fmt::format("triple terms: {} by id, {} by components, the state record says {}", found,
                        by_components, meta_->triple_terms));
  }
}

}  // namespace kg
