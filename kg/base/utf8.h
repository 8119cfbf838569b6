// UTF-8: validation, code points, folding for names. Unicode tables come from utf8proc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kg {

inline constexpr std::size_t kUtf8Valid = static_cast<std::size_t>(-1);

// Offset of the first byte that is not well-formed UTF-8 (surrogates, overlong forms and code points
// above U+10FFFF are not), or kUtf8Valid. ASCII runs are checked eight bytes at a time.
std::size_t utf8_first_invalid(std::string_view text) noexcept;

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 1;
};
// The code point at an offset. Precondition: well-formed text, an offset at which a character begins.
CodePoint utf8_at(std::string_view text, std::size_t offset) noexcept;

// By the Unicode character database: letters, digits and the marks on them; capital letters; white space,
// with no-break and zero-width spaces, line and paragraph separators and the byte order mark.
bool is_word_character(std::uint32_t code_point) noexcept;
bool is_capital(std::uint32_t code_point) noexcept;
bool is_blank(std::uint32_t code_point) noexcept;
// Chinese characters and kana: written without blanks between words.
bool stands_alone(std::uint32_t code_point) noexcept;

// Appends a code point (a Unicode scalar value) as UTF-8.
void utf8_append(std::string& out, std::uint32_t code_point);

// Number of code points in well-formed text.
std::size_t utf8_length(std::string_view text) noexcept;

// Columns a terminal uses for well-formed text (0 for combining marks, 2 for wide characters).
std::size_t utf8_display_width(std::string_view text);

// The form under which names are compared: NFC after Unicode case folding, with runs of white space
// turned into one space and trimmed at both ends. Text that is not well-formed is returned as it is.
std::string fold_name(std::string_view text);

// Text made safe for a terminal: C0/C1 controls, DEL, bidirectional overrides and isolates, and bytes
// that are not UTF-8 are shown as escapes such as \x1B or \u202E. Tab and newline too unless kept.
std::string terminal_safe(std::string_view text, bool keep_newlines = false);

}  // namespace kg
