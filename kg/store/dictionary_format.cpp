#include "kg/store/dictionary_format.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "kg/base/error.h"

namespace kg {

namespace {

// checksum u64 (XXH3 of all that follows), version u8, zero u8, terms u16, then an offset u32 into the
// entries for each restart, then the entries.
inline constexpr std::size_t kVersionAt = 8;
inline constexpr std::size_t kTermsAt = 10;
inline constexpr std::size_t kRestartsAt = 12;
inline constexpr std::uint8_t kTermBlockVersion = 1;

template <typename Number>
Number load(const char* p) {
  Number value{};
  std::memcpy(&value, p, sizeof(value));
  return value;
}

std::size_t shared_prefix(std::string_view a, std::string_view b) {
  const std::size_t limit = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(limit), b.begin()).first - a.begin());
}

}  // namespace

DictionaryWriter::DictionaryWriter(Emit block, Emit index)
    : block_(std::move(block)), index_(std::move(index)) {}

Id DictionaryWriter::add(Tag tag, std::string_view key) {
  if (tag != tag_ || terms_ == kTermsPerBlock || body_.size() >= kTermBlockBytes) close_block();
  const bool same_tag = tag == tag_ && counts_[static_cast<std::size_t>(tag)] != 0;
  if (tag < tag_ || (same_tag && key <= last_)) {
    throw Failure(ErrorCode::internal, "terms reached the dictionary out of order");
  }
  tag_ = tag;
  if (terms_ % kTermsPerRestart == 0) {
    restarts_[terms_ / kTermsPerRestart] = static_cast<std::uint32_t>(body_.size());
    put_varint(body_, key.size());
    body_.append(key);
  } else {
    const std::size_t shared = shared_prefix(last_, key);
    put_varint(body_, shared);
    put_varint(body_, key.size() - shared);
    body_.append(key.substr(shared));
  }
  last_.assign(key);
  ++terms_;
  return {tag, ++counts_[static_cast<std::size_t>(tag)]};
}

void DictionaryWriter::close_block() {
  if (terms_ == 0) return;
  value_.assign(kRestartsAt, '\0');
  value_[kVersionAt] = static_cast<char>(kTermBlockVersion);
  const auto terms = static_cast<std::uint16_t>(terms_);
  std::memcpy(value_.data() + kTermsAt, &terms, sizeof(terms));
  for (std::size_t i = 0; i * kTermsPerRestart < terms_; ++i) {
    char raw[4];
    std::memcpy(raw, &restarts_[i], sizeof(raw));
    value_.append(raw, sizeof(raw));
  }
  value_.append(body_);
  const std::uint64_t checksum = XXH3_64bits(value_.data() + kVersionAt, value_.size() - kVersionAt);
  std::memcpy(value_.data(), &checksum, sizeof(checksum));
  const IdKey key = id_key(Id{tag_, counts_[static_cast<std::size_t>(tag_)]});
  block_(view_of(key), value_);
  index_(term_key(tag_, last_), view_of(key));
  body_.clear();
  terms_ = 0;
}

void DictionaryWriter::finish() { close_block(); }

TermBlockView::TermBlockView(Id last, std::string_view bytes) {
  if (bytes.size() < kRestartsAt) throw_damaged("a block of terms is too short");
  if (load<std::uint64_t>(bytes.data()) !=
      XXH3_64bits(bytes.data() + kVersionAt, bytes.size() - kVersionAt)) {
    throw_damaged("a block of terms does not match its checksum");
  }
  if (static_cast<std::uint8_t>(bytes[kVersionAt]) != kTermBlockVersion) {
    throw_damaged("a block of terms has an unknown version");
  }
  terms_ = load<std::uint16_t>(bytes.data() + kTermsAt);
  const std::size_t restart_count = (terms_ + kTermsPerRestart - 1) / kTermsPerRestart;
  const std::size_t entries_at = kRestartsAt + 4 * restart_count;
  if (terms_ == 0 || terms_ > last.payload() || entries_at > bytes.size()) {
    throw_damaged("a block of terms has a malformed header");
  }
  restarts_ = bytes.data() + kRestartsAt;
  entries_ = bytes.substr(entries_at);
  first_ = Id{last.bits - terms_ + 1};
}

std::string_view TermBlockView::restart(std::size_t number) const {
  const auto offset = load<std::uint32_t>(restarts_ + 4 * number);
  if (offset > entries_.size()) throw_damaged("a block of terms has a restart out of place");
  std::string_view rest = entries_.substr(offset);
  const std::uint64_t size = get_varint(rest);
  if (size > rest.size()) throw_damaged("a block of terms has a term that is cut off");
  return rest.substr(0, size);
}

std::size_t TermBlockView::lower_bound(std::string_view key, bool& found) const {
  found = false;
  // The last restart whose term is not above the key.
  std::size_t low = 0;
  std::size_t high = (terms_ + kTermsPerRestart - 1) / kTermsPerRestart;
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    (restart(middle) <= key ? low : high) = middle;
  }
  Reader reader(*this);
  for (std::size_t i = low * kTermsPerRestart; i < terms_; ++i) {
    const std::string_view term = reader.at(i);
    if (term >= key) {
      found = term == key;
      return i;
    }
  }
  return terms_;
}

std::string_view TermBlockView::Reader::at(std::size_t index) {
  if (started_ && index + 1 == next_) return term_;
  const std::size_t restart = index / kTermsPerRestart;
  if (!started_ || index < next_ || next_ < restart * kTermsPerRestart) {
    offset_ = load<std::uint32_t>(block_->restarts_ + 4 * restart);
    next_ = restart * kTermsPerRestart;
    started_ = true;
  }
  while (next_ <= index) step();
  return term_;
}

void TermBlockView::Reader::step() {
  if (offset_ > block_->entries_.size()) throw_damaged("a block of terms has a restart out of place");
  std::string_view rest = block_->entries_.substr(offset_);
  const std::uint64_t shared = next_ % kTermsPerRestart == 0 ? 0 : get_varint(rest);
  const std::uint64_t size = get_varint(rest);
  if (shared > term_.size() || size > rest.size())
    throw_damaged("a block of terms has a term that is cut off");
  term_.resize(shared);
  term_.append(rest.data(), size);
  offset_ = block_->entries_.size() - rest.size() + size;
  ++next_;
}

}  // namespace kg
