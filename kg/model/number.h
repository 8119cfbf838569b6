// Numbers: the lexical forms of doubles; see below for exact arithmetic.
#pragma once
#include <array>
#include <optional>
#include <string_view>
namespace kg {
using DoubleText = std::array<char, 32>;
std::string_view format_double(double value, DoubleText& buffer) noexcept;
std::optional<double> parse_double(std::string_view lexical) noexcept;
}  // namespace kg
