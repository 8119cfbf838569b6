#include "kg/base/utf8.h"

#include <random>

#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;

namespace {

// The definition, one code point at a time: decode, then ask whether it was written in the one right way.
std::size_t slow_first_invalid(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i + k]));
    };
    const std::uint32_t lead = byte(0);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xC0 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF8 ? 4
                                           : 0;
    if (size == 0 || i + size > text.size()) return i;
    std::uint32_t point = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t k = 1; k < size; ++k) {
      if ((byte(k) & 0xC0U) != 0x80) return i;
      point = point << 6U | (byte(k) & 0x3FU);
    }
    static constexpr std::uint32_t kLowest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kLowest[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return i;
    i += size;
  }
  return kUtf8Valid;
}

std::string encoded(std::uint32_t point) {
  std::string out;
  utf8_append(out, point);
  return out;
}

}  // namespace

TEST_CASE("the edges of well-formed UTF-8") {
  for (const std::uint32_t point :
       {0x0U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
    CHECK(utf8_first_invalid(encoded(point)) == kUtf8Valid);
    CHECK(utf8_length(encoded(point)) == 1);
  }
  CHECK(utf8_first_invalid("") == kUtf8Valid);
  CHECK(utf8_first_invalid("ab\x80") == 2);
  CHECK(utf8_first_invalid("\xC0\x80") == 0);          // overlong
  CHECK(utf8_first_invalid("\xE0\x9F\xBF") == 0);      // overlong
  CHECK(utf8_first_invalid("\xF0\x8F\xBF\xBF") == 0);  // overlong
  CHECK(utf8_first_invalid("\xED\xA0\x80") == 0);      // surrogate
  CHECK(utf8_first_invalid("\xF4\x90\x80\x80") == 0);  // above U+10FFFF
  CHECK(utf8_first_invalid("12345678\xC3") == 8);      // cut off
}

TEST_CASE("validation agrees with the definition on random bytes") {
  std::mt19937_64 random(test::random_seed());
  static const std::string kBytes(
      "ab\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC2\xDF\xE0\xE1\xED\xEF\xF0\xF1\xF4\xF5\xFF");
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 20, 'x');
    for (char& c : text) {
      if (random() % 3 == 0) c = kBytes[random() % kBytes.size()];
    }
    if (random() % 2 == 0) text += encoded(static_cast<std::uint32_t>(random() % 0x110000));
    REQUIRE(utf8_first_invalid(text) == slow_first_invalid(text));
  }
}

TEST_CASE("display width counts columns") {
  CHECK(utf8_display_width("abc") == 3);
  CHECK(utf8_display_width("\xE7\xA8\x80\xE5\x9C\x9F") == 4);  // two wide characters
  CHECK(utf8_display_width("e\xCC\x81") == 1);                 // a combining accent
}

TEST_CASE("names fold case, composition and blanks") {
  CHECK(fold_name("  Li \t Qiang\n") == "li qiang");
  CHECK(fold_name("") == "");
  CHECK(fold_name(" \t ") == "");
  CHECK(fold_name("STRA\xC3\x9F"
                  "E") == "strasse");
  CHECK(fold_name("E\xCC\x81t\xC3\xA9") == fold_name("\xC3\x89T\xC3\x89"));
  CHECK(fold_name("\xFF") == "\xFF");
}

TEST_CASE("folding a folded name changes nothing") {
  std::mt19937_64 random(test::random_seed());
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (std::uint64_t n = random() % 6; n > 0; --n) {
      std::uint32_t point = 0;
      do {
        point = static_cast<std::uint32_t>(random() % (random() % 4 == 0 ? 0x30000 : 0x600));
      } while (point >= 0xD800 && point <= 0xDFFF);
      utf8_append(text, point);
    }
    const std::string once = fold_name(text);
    INFO(text);
    REQUIRE(fold_name(once) == once);
  }
}

TEST_CASE("text for a terminal carries no controls") {
  CHECK(terminal_safe("plain \xC3\xA9") == "plain \xC3\xA9");
  CHECK(terminal_safe("\x1B[31m") == "\\x1B[31m");
  CHECK(terminal_safe("a\xE2\x80\xAE"
                      "b") == "a\\u202Eb");
  CHECK(terminal_safe("\xC2\x9B") == "\\x9B");
  CHECK(terminal_safe("a\xFFz") == "a\\xFFz");
  CHECK(terminal_safe("a\nb\tc") == "a\\nb\\tc");
  CHECK(terminal_safe("a\nb\tc\r", true) == "a\nb\tc\\r");
  CHECK(terminal_safe("\xF3\xA0\x81\x81") == "\\U000E0041");
}
