#include "kg/store/bulk_packed.h"

#include <array>
#include <cstring>
#include <string>
#include <utility>

#include "kg/base/limits.h"

namespace kg::bulk {
namespace {

// A term is a byte, its tag or one of these, and then the id, or the size and the bytes of the key, or three
// terms.
constexpr char kInline = 0x40;
constexpr char kGlobal = 0x20;

template <typename T>
void put(std::string& out, T value) {
  std::array<char, sizeof value> bytes{};
  std::memcpy(bytes.data(), &value, sizeof value);
  out.append(bytes.data(), bytes.size());
}

template <typename T>
T get(const char*& p) {
  T value{};
  std::memcpy(&value, p, sizeof value);
  p += sizeof value;
  return value;
}

void pack(std::string& out, const RawTerm& term) {
  if (term.inline_id.bound()) {
    out += kInline;
    put(out, term.inline_id.bits);
    return;
  }
  const char tag = static_cast<char>(term.tag);
  out += term.global ? static_cast<char>(tag | kGlobal) : tag;
  if (term.triple != nullptr) {
    for (const RawTerm& part : *term.triple) pack(out, part);
  } else {
    put(out, static_cast<std::uint32_t>(term.key.size()));
    out += term.key;
  }
}

// Triples of the triple terms of one triple.
using Parts = std::array<std::array<RawTerm, 3>, kMaxTripleTermNestingLevels + 1>;

RawTerm unpack_term(const char*& p, Parts& parts, std::size_t level) {
  const char head = *p++;
  if (head == kInline) return {.inline_id = Id{get<std::uint64_t>(p)}, .key = {}};
  RawTerm term{.tag = static_cast<Tag>(head & ~kGlobal), .global = (head & kGlobal) != 0, .key = {}};
  if (term.tag == Tag::triple) {
    for (RawTerm& part : parts[level]) part = unpack_term(p, parts, level + 1);
    term.triple = &parts[level];
    return term;
  }
  const auto size = get<std::uint32_t>(p);
  term.key = {p, size};
  p += size;
  return term;
}

}  // namespace

void PackedSink::triple(const RawTerm& subject, const RawTerm& relation, const RawTerm& object) {
  if (buffer_.size() - statement_ > kMaxUndoneBytes) hand_over();
  for (const RawTerm* term : {&subject, &relation, &object}) pack(buffer_, *term);
}

void PackedSink::end_statement(bool good) {
  if (!good) buffer_.resize(statement_);
  statement_ = buffer_.size();
  if (buffer_.size() >= bytes_) hand_over();
}

void PackedSink::hand_over() {
  full_(take());
  buffer_.reserve(bytes_ + bytes_ / 8);
}

std::string PackedSink::take() {
  statement_ = 0;
  return std::exchange(buffer_, {});
}

std::uint64_t unpack(std::string_view packed, TripleSink& sink) {
  Parts parts;
  std::uint64_t triples = 0;
  const char* p = packed.data();
  const char* const end = p + packed.size();
  for (; p != end; ++triples) {
    const RawTerm subject = unpack_term(p, parts, 0);
    const RawTerm relation = unpack_term(p, parts, 0);
    const RawTerm object = unpack_term(p, parts, 0);
    sink.triple(subject, relation, object);
  }
  return triples;
}

}  // namespace kg::bulk
