// Functions whose value is made by the run of the query: now, random, uuid, blank_node (SPARQL 1.1, 17.4.2.8
// to 17.4.2.13, 17.4.4.5, 17.4.5.1), and hashes (17.4.6).
#include <md5.h>
#include <sha1.h>
#include <sha2.h>

#include <array>
#include <chrono>

#include <fmt/format.h>

#include "kg/exec/expression_node.h"

namespace kg {

const Date& RunFacts::now() {
  if (!now_) {
    using namespace std::chrono;
    const std::int64_t ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    now_ = make_date(ms, DatePrecision::instant, 0);
    now_->fraction_digits = 3;
  }
  return *now_;
}

std::uint64_t RunFacts::bits() {
  if (!source_) source_.emplace();
  const std::uint64_t high = (*source_)();
  return high << 32U | (*source_)();
}

std::string RunFacts::uuid() {
  const std::uint64_t high = bits();
  const std::uint64_t low = bits();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32U, high >> 16U & 0xffffU,
                     high & 0xfffU, (low >> 48U & 0x3fffU) | 0x8000U, low & 0xffff'ffff'ffffU);
}

const std::string& RunFacts::salt() {
  if (salt_.empty()) salt_ = fmt::format("{:016x}{:016x}", bits(), bits());
  return salt_;
}

namespace {

using Arguments = std::span<const Value* const>;

Value now(ValueStore& store, Arguments) { return value_of_date(store.facts->now()); }

// 0 <= random() < 1, in steps of 2^-53.
Value random(ValueStore& store, Arguments) {
  return value_of_number(Number::dbl(static_cast<double>(store.facts->bits() >> 11U) * 0x1p-53));
}

Value uuid(ValueStore& store, Arguments) { return store.term(Term::iri("urn:uuid:" + store.facts->uuid())); }
Value uuid_text(ValueStore& store, Arguments) { return store.string(store.facts->uuid()); }

using Hash = char* (*)(const std::uint8_t*, std::size_t, char*);
std::string digest(Hash function, std::string_view text) {
  std::array<char, SHA512_DIGEST_STRING_LENGTH> hex;  // the longest, with a final zero
  return function(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), hex.data());
}

template <Hash Function>
Value hash(ValueStore& store, Arguments a) {
  return a[0]->kind == ValueKind::string ? store.string(digest(Function, a[0]->text())) : Value{};
}

// A node that is new to the store; the same text gives the same node throughout the run.
Value blank_node(ValueStore& store, Arguments a) {
  if (a.empty()) return store.term(Term::blank("n" + store.facts->uuid()));
  if (a[0]->kind != ValueKind::string) return {};
  return store.term(Term::blank("n" + digest(MD5Data, store.facts->salt() + std::string(a[0]->text()))));
}

}  // namespace

StrictFunction run_function(Function function) {
  switch (function) {
    case Function::now:
      return now;
    case Function::random:
      return random;
    case Function::uuid:
      return uuid;
    case Function::uuid_text:
      return uuid_text;
    case Function::blank_node:
      return blank_node;
    case Function::md5:
      return hash<MD5Data>;
    case Function::sha1:
      return hash<SHA1Data>;
    case Function::sha256:
      return hash<SHA256Data>;
    case Function::sha384:
      return hash<SHA384Data>;
    case Function::sha512:
      return hash<SHA512Data>;
    default:
      return nullptr;
  }
}

}  // namespace kg
