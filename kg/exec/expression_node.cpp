#include "kg/exec/expression_node.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace kg {

std::string_view TextArena::keep(std::string_view text) {
  if (text.size() > kChunkBytes / 4) {
    large_.push_back(std::make_unique<char[]>(text.size()));
    std::memcpy(large_.back().get(), text.data(), text.size());
    return {large_.back().get(), text.size()};
  }
  if (chunks_.empty() || used_ + text.size() > kChunkBytes) {
    chunk_ = chunks_.empty() ? 0 : chunk_ + 1;
    used_ = 0;
    if (chunk_ == chunks_.size()) {
      chunks_.push_back(std::make_unique<char[]>(kChunkBytes));
    }
  }
  char* to = chunks_[chunk_].get() + used_;
  std::copy(text.begin(), text.end(), to);
  used_ += text.size();
  return {to, text.size()};
}

void TextArena::clear() {
  large_.clear();
  chunk_ = used_ = 0;
}

void ValueStore::clear() {
  values.clear();
  texts.clear();
  terms.clear();
}

Value ValueStore::term(Term term) {
  terms.push_back(std::move(term));
  return value_of(terms.back());
}

Id id_of_value(Context& context, const Value& value) {
  if (value.id.bound()) {
    return value.id;
  }
  switch (value.kind) {
    case ValueKind::unbound:
      return kUnbound;
    case ValueKind::boolean:
      return boolean_id(value.boolean);
    case ValueKind::string:
      return context.vocabulary.intern_string(value.text());
    default:
      return context.vocabulary.intern(term_of_value(value));
  }
}

void ExpressionNode::ids(const RowSet& rows, std::span<Id> out) {
  const std::span<const Value> all = values(rows);
  for (std::size_t i = 0; i < all.size(); ++i) {
    out[i] = id_of_value(context_, all[i]);
  }
}

void ExpressionNode::truths(const RowSet& rows, std::span<Truth> out) {
  if (const Value* value = constant()) {
    std::fill(out.begin(), out.end(), effective_boolean(*value));
    return;
  }
  const std::span<const Value> all = values(rows);
  for (std::size_t i = 0; i < all.size(); ++i) {
    out[i] = effective_boolean(all[i]);
  }
}

ConstantNode::ConstantNode(Context& context, Term term, Id id)
    : ExpressionNode(context), term_(std::move(term)), value_(value_of(term_)), id_(id) {}

std::span<const Value> ConstantNode::values(const RowSet& rows) {
  copies_.assign(rows.rows.size(), value_);
  return copies_;
}

void ConstantNode::ids(const RowSet& rows, std::span<Id> out) {
  if (!id_.bound()) {
    id_ = context().vocabulary.intern(term_);
  }
  std::fill_n(out.begin(), rows.rows.size(), id_);
}

void VariableNode::ids(const RowSet& rows, std::span<Id> out) {
  const std::vector<Id>& from = rows.batch.columns[column_];
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    out[i] = from[rows.rows[i]];
  }
}

std::span<const Value> VariableNode::values(const RowSet& rows) {
  ids_.resize(rows.rows.size());
  ids(rows, ids_);
  store_.clear();
  store_.values.resize(ids_.size());
  bool in_dictionary = false;
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    const Tag tag = ids_[i].tag();
    if (tag_in_dictionary(tag)) {
      in_dictionary = true;
    } else if (tag == Tag::triple) {
      store_.values[i] = store_.term(context().source.term(ids_[i]));
    } else if (tag == Tag::local) {
      store_.values[i] =
          context().vocabulary.holds(ids_[i]) ? value_of(context().vocabulary.local(ids_[i])) : Value{};
    } else {
      store_.values[i] = value_of_inline(ids_[i]);
    }
  }
  if (in_dictionary) {
    context().source.decode(ids_, [&](std::size_t i, std::string_view key) {
      store_.values[i] = value_of_dictionary(ids_[i].tag(), store_.texts.keep(key));
    });
  }
  return store_.values;
}

std::span<const Value> TruthNode::values(const RowSet& rows) {
  truths_.resize(rows.rows.size());
  truths(rows, truths_);
  values_.resize(truths_.size());
  for (std::size_t i = 0; i < truths_.size(); ++i) {
    values_[i] = truths_[i] == Truth::error ? Value{} : value_of_boolean(truths_[i] == Truth::yes);
  }
  return values_;
}

void TruthNode::ids(const RowSet& rows, std::span<Id> out) {
  truths_.resize(rows.rows.size());
  truths(rows, truths_);
  for (std::size_t i = 0; i < truths_.size(); ++i) {
    out[i] = truths_[i] == Truth::error ? kUnbound : boolean_id(truths_[i] == Truth::yes);
  }
}

}  // namespace kg
