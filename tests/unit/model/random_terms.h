// Random terms of every kind, leaning towards the edges of what is inline.
#pragma once

#include <random>
#include <string>

#include "kg/base/utf8.h"
#include "kg/model/date.h"
#include "kg/model/number.h"
#include "kg/model/term.h"

namespace kg::test {

class RandomTerms {
 public:
  explicit RandomTerms(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  std::string digits(std::size_t count) {
    std::string out;
    for (; count > 0; --count) out += static_cast<char>('0' + below(10));
    return out;
  }

  Term integer() {
    static const char* kEdges[] = {"0",
                                   "-0",
                                   "+1",
                                   "00",
                                   "576460752303423487",
                                   "576460752303423488",
                                   "-576460752303423488",
                                   "-576460752303423489",
                                   "",
                                   "-",
                                   "1.",
                                   "x"};
    if (below(5) == 0) return Term::literal(kEdges[below(std::size(kEdges))], iri::kXsdInteger);
    const auto value = static_cast<std::int64_t>(random_()) >> below(64);
    return Term::integer(value);
  }

  Term decimal() {
    static const char* kEdges[] = {"-0.0",
                                   "0.0",
                                   "5.",
                                   ".5",
                                   "36028797018.963967",
                                   "36028797018.963968",
                                   "-36028797018.963968",
                                   "-36028797018.963969",
                                   "0.0000001",
                                   "+1.0",
                                   "01.0",
                                   "."};
    if (below(5) == 0) return Term::literal(kEdges[below(std::size(kEdges))], iri::kXsdDecimal);
    std::string text = below(2) == 0 ? "-" : "";
    text += below(4) == 0 ? "0" : std::to_string(below(100'000'000'000));
    if (below(6) != 0) text += "." + digits(1 + below(7));
    return Term::literal(text, iri::kXsdDecimal);
  }

  Term dbl() {
    static const char* kEdges[] = {"INF",    "-INF", "NaN",    "+INF",   "0.0E0",
                                   "-0.0E0", "1e0",  "1.0E+2", "1.0E400"};
    if (below(5) == 0) return Term::literal(kEdges[below(std::size(kEdges))], iri::kXsdDouble);
    const std::uint64_t mask = below(2) == 0 ? ~std::uint64_t{15} : ~std::uint64_t{0} << below(64);
    double value = 0;
    const std::uint64_t bits = random_() & mask;
    static_assert(sizeof bits == sizeof value);
    value = std::bit_cast<double>(bits);
    DoubleText buffer;
    return Term::literal(format_double(value, buffer), iri::kXsdDouble);
  }

  Term date() {
    const auto precision = static_cast<DatePrecision>(below(6));
    static const char* kZones[] = {"",       "",       "Z",      "+00:00", "-00:00",
                                   "+05:45", "-14:00", "+14:00", "+01:01", "+15:00"};
    std::string text = std::to_string(below(20) == 0 ? 10'000 + below(300'000) : 1000 + below(9000));
    if (below(20) == 0) text = "-" + text;
    if (below(20) == 0) text = "0000";
    const auto two = [&](std::size_t n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    switch (precision) {
      case DatePrecision::year:
        break;
      case DatePrecision::quarter:
        text += "-Q" + std::to_string(below(6));
        break;
      case DatePrecision::month:
        text += "-" + two(below(14));
        break;
      case DatePrecision::day:
        text += "-" + two(1 + below(12)) + "-" + two(below(32));
        break;
      case DatePrecision::instant:
        text += "-" + two(1 + below(12)) + "-" + two(1 + below(28)) + "T" + two(below(25)) + ":" +
                two(below(61)) + ":" + two(below(60));
        if (below(2) == 0) text += "." + digits(1 + below(11));
        break;
      case DatePrecision::interval:
        text += "-02-10/" + text + "-02-" + two(1 + below(28));
        break;
    }
    if (precision != DatePrecision::quarter && precision != DatePrecision::interval)
      text += kZones[below(std::size(kZones))];
    return Term::literal(text, datatype_of(precision));
  }

  std::string text() {
    std::string out;
    for (std::size_t n = below(12); n > 0; --n) {
      static const std::uint32_t kPoints[] = {'a', 'b', ' ', '"', '\\', '\n', 0, 0x7F, 0xE9, 0x20AC, 0x1F600};
      utf8_append(out, kPoints[below(std::size(kPoints))]);
    }
    return out;
  }

  Term quantity() {
    static const char* kSigns[] = {"", "", "~", "<", ">", "<=", ">="};
    std::string out = kSigns[below(std::size(kSigns))] + std::to_string(below(100));
    if (below(4) == 0) out += "." + digits(2);
    if (below(4) == 0) out += ".." + std::to_string(below(100));
    static const char* kUnits[] = {"", " %", "%", " USD", " countries", " x y"};
    return Term::literal(out + kUnits[below(std::size(kUnits))], iri::kKgQuantity);
  }

  Term literal() {
    switch (below(9)) {
      case 0:
        return integer();
      case 1:
        return decimal();
      case 2:
        return dbl();
      case 3:
        return date();
      case 4:
        return quantity();
      case 5:
        return Term::lang_string(text(), below(2) == 0 ? "en" : "ar--rtl");
      case 6:
        return Term::literal(below(2) == 0 ? "true" : "1", iri::kXsdBoolean);
      case 7:
        return Term::literal(text(), "http://example.org/type" + std::to_string(below(3)));
      default:
        return Term::string(text());
    }
  }

  Term term(int depth = 2) {
    const std::size_t kind = below(depth > 0 ? 8 : 7);
    if (kind == 0) return Term::blank("b" + std::to_string(below(5)));
    if (kind == 1) return Term::iri("http://example.org/" + std::to_string(below(5)));
    if (kind == 7)
      return Term::triple_term(Term::blank("s"), Term::iri("http://example.org/p"), term(depth - 1));
    return literal();
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace kg::test
