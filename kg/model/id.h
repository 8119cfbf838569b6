// Id: a term as 64 bits. The top four bits are a tag; the rest is an inline value or the term's
// place in the dictionary. Ids compare as unsigned integers, and within one tag that order is the
// order of the values: integers, decimals, doubles and dates by value, short strings by bytes, and
// dictionary terms by bytes as long as a bulk load gave them their ids. The tags stand in the order
// in which ORDER BY sorts kinds of terms (SPARQL 1.1, section 15.1): unbound, blank, IRI, literal.
//
// A value is inline only when the term can be rebuilt from the id byte for byte; every other term
// ("01"^^xsd:integer, 0.1 as a double) stands in the dictionary. One term has exactly one id.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace kg {

enum class Tag : std::uint8_t {
  undefined = 0,      // unbound; payload 0
  blank = 1,          // dictionary: label
  iri = 2,            // dictionary: IRI
  boolean = 3,        // inline: 0 or 1
  integer = 4,        // inline: value + 2^59
  decimal = 5,        // inline: (value * 10^6 + 2^55) * 16 + digits after the point
  dbl = 6,            // inline: order-preserving bits, the lowest four of which are zero
  date = 7,           // inline: day, millisecond, precision, zone (see date.h)
  value = 8,          // dictionary: number or date literal that does not fit inline
  quantity = 9,       // dictionary: kg:quantity literal
  short_string = 10,  // inline: up to 7 bytes of UTF-8, left-aligned, then the length in 4 bits
  string = 11,        // dictionary: xsd:string literal of 8 bytes or more
  lang_string = 12,   // dictionary: text NUL language[--direction]
  typed = 13,         // dictionary: text NUL datatype, for every other datatype
  triple = 14,        // triple term; the store keeps its three ids
  local = 15,         // not in the store: a place in a query's own vocabulary
};

inline constexpr int kPayloadBits = 60;
inline constexpr std::uint64_t kPayloadMask = (std::uint64_t{1} << kPayloadBits) - 1;

struct Id {
  std::uint64_t bits = 0;

  constexpr Id() = default;
  constexpr explicit Id(std::uint64_t raw) : bits(raw) {}
  constexpr Id(Tag tag, std::uint64_t payload)
      : bits((static_cast<std::uint64_t>(tag) << kPayloadBits) | (payload & kPayloadMask)) {}

  [[nodiscard]] constexpr Tag tag() const { return static_cast<Tag>(bits >> kPayloadBits); }
  [[nodiscard]] constexpr std::uint64_t payload() const { return bits & kPayloadMask; }
  [[nodiscard]] constexpr bool bound() const { return bits != 0; }

  friend constexpr auto operator<=>(Id, Id) = default;
};

inline constexpr Id kUnbound{};
// The id of a constant that the store does not hold: equal to no id in the store.
inline constexpr Id kMissing{Tag::local, kPayloadMask};

constexpr bool tag_is_literal(Tag tag) { return tag >= Tag::boolean && tag <= Tag::typed; }
// Terms of these tags have their text in the dictionary.
constexpr bool tag_in_dictionary(Tag tag) {
  return tag == Tag::blank || tag == Tag::iri || tag == Tag::value || tag == Tag::quantity ||
         tag == Tag::string || tag == Tag::lang_string || tag == Tag::typed;
}

// Subject, relation (predicate), object.
using Triple = std::array<Id, 3>;

// Inclusive on both ends.
struct IdRange {
  Id first;
  Id last;
  [[nodiscard]] constexpr bool contains(Id id) const { return first <= id && id <= last; }
  friend constexpr bool operator==(const IdRange&, const IdRange&) = default;
};
inline constexpr IdRange kAllIds{Id{0}, Id{~std::uint64_t{0}}};
constexpr IdRange tag_range(Tag tag) { return {Id{tag, 0}, Id{tag, kPayloadMask}}; }

// A well-mixed 64-bit hash (the finaliser of MurmurHash3, public domain).
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33U;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33U;
  x *= 0xc4ceb9fe1a85ec53ULL;
  x ^= x >> 33U;
  return x;
}

}  // namespace kg

template <>
struct std::hash<kg::Id> {
  std::size_t operator()(kg::Id id) const noexcept { return kg::mix(id.bits); }
};
