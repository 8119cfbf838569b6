// Inline values: between an id's bits and the value it carries, without text. term.h goes between ids
// and terms; this is for code that computes with ids. Pure functions; none allocates.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kg/model/date.h"
#include "kg/model/id.h"

namespace kg {

inline constexpr std::int64_t kMinInlineInteger = -(std::int64_t{1} << 59);
inline constexpr std::int64_t kMaxInlineInteger = (std::int64_t{1} << 59) - 1;
inline constexpr int kInlineDecimalDigits = 6;  // after the point
inline constexpr std::int64_t kInlineDecimalScale = 1'000'000;
inline constexpr std::int64_t kMinInlineDecimal = -(std::int64_t{1} << 55);  // in millionths
inline constexpr std::int64_t kMaxInlineDecimal = (std::int64_t{1} << 55) - 1;
inline constexpr std::size_t kMaxShortStringBytes = 7;

constexpr bool tag_is_inline(Tag tag) {
  return (tag >= Tag::boolean && tag <= Tag::date) || tag == Tag::short_string;
}
constexpr bool tag_is_inline_number(Tag tag) { return tag >= Tag::integer && tag <= Tag::dbl; }

// Precondition of each reader: the id carries that tag.
constexpr bool inline_boolean(Id id) { return (id.bits & 1U) != 0; }
constexpr std::int64_t inline_integer(Id id) {
  return static_cast<std::int64_t>(id.payload()) + kMinInlineInteger;
}
constexpr std::int64_t inline_decimal_millionths(Id id) {
  return static_cast<std::int64_t>(id.payload() >> 4U) + kMinInlineDecimal;
}
constexpr int inline_decimal_digits(Id id) { return static_cast<int>(id.bits & 15U); }
constexpr double inline_double(Id id) {
  const std::uint64_t ordered = id.payload() << 4U;
  const bool positive = (ordered >> 63U) != 0;
  return std::bit_cast<double>(positive ? ordered & ~(std::uint64_t{1} << 63U)
                                        : ~ordered & ~std::uint64_t{15});
}
Date inline_date(Id id) noexcept;

// The text of a short string, in a buffer of its own.
struct ShortString {
  std::array<char, 8> bytes{};
  std::uint8_t size = 0;
  [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
};
constexpr ShortString inline_string(Id id) {
  ShortString out;
  out.size = static_cast<std::uint8_t>(id.bits & 7U);
  for (std::size_t i = 0; i < out.size; ++i) {
    out.bytes[i] = static_cast<char>(id.bits >> (52 - 8 * i) & 0xffU);
  }
  return out;
}

constexpr Id boolean_id(bool value) { return Id{Tag::boolean, value ? 1U : 0U}; }
// Each of these gives nothing when the value's canonical term is not representable inline.
constexpr std::optional<Id> integer_id(std::int64_t value) {
  if (value < kMinInlineInteger || value > kMaxInlineInteger) return std::nullopt;
  return Id{Tag::integer, static_cast<std::uint64_t>(value - kMinInlineInteger)};
}
constexpr std::optional<Id> decimal_id(std::int64_t millionths, int digits) {
  if (millionths < kMinInlineDecimal || millionths > kMaxInlineDecimal) return std::nullopt;
  return Id{Tag::decimal, static_cast<std::uint64_t>(millionths - kMinInlineDecimal) << 4U |
                              static_cast<std::uint64_t>(digits)};
}
constexpr std::optional<Id> double_id(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  if ((bits & 15U) != 0) return std::nullopt;
  if (value != value) return Id{Tag::dbl, (std::uint64_t{0x7ff8} << 48U | std::uint64_t{1} << 63U) >> 4U};
  const bool negative = (bits >> 63U) != 0;
  return Id{Tag::dbl, (negative ? ~bits : bits | std::uint64_t{1} << 63U) >> 4U};
}
std::optional<Id> date_id(const Date& date) noexcept;
constexpr std::optional<Id> string_id(std::string_view text) {
  if (text.size() > kMaxShortStringBytes) return std::nullopt;
  std::uint64_t payload = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    payload |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << (52 - 8 * i);
  }
  return Id{Tag::short_string, payload};
}

}  // namespace kg
