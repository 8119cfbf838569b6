// kg-bench-generate: writes a skewed graph of people, organisations, cities, countries, works and topics
// as N-Triples, the same bytes for the same --lines and --seed on every machine (integers and IEEE
// multiplication only, no <random> distributions, whose results differ between libraries).
//
// The shape follows what is hard about real graphs: 45 relations of very different sizes, degrees that
// fall off as powers, hubs scattered over the id range, strings that share prefixes, numbers, dates and
// decimals, and about 6.5 % of lines said twice, far apart.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "bench/words.h"

namespace {

using kg::bench::kNames;
using kg::bench::kTitleWords;

constexpr std::string_view kBase = "http://example.org/";
constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";

// splitmix64 (Steele, Lea, Flood 2014): one multiply chain a number, any seed is good.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  // In [0, 1).
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  // In [0, n).
  std::uint64_t below(std::uint64_t n) { return static_cast<std::uint64_t>(unit() * static_cast<double>(n)); }
  bool chance(double probability) { return unit() < probability; }
  // In [0, n), rank r about as likely as r^(1/power - 1): the larger the power, the heavier the head.
  std::uint64_t skewed(std::uint64_t n, int power) {
    const double u = unit();
    double x = u;
    for (int i = 1; i < power; ++i) x *= u;
    return static_cast<std::uint64_t>(x * static_cast<double>(n));
  }
  // A number whose mean is `mean`: its whole part, and one more as often as the fraction says.
  int around(double mean) {
    const int whole = static_cast<int>(mean);
    return whole + (chance(mean - whole) ? 1 : 0);
  }

 private:
  std::uint64_t state_;
};

// How many of everything, from the number of lines.
struct Shape {
  explicit Shape(std::uint64_t lines)
      : people(lines / 50 > 500 ? lines / 50 : 500),
        works(people),
        organisations(std::max<std::uint64_t>(people / 20, 20)),
        cities(std::max<std::uint64_t>(people / 100, 50)),
        countries(100),
        topics(std::max<std::uint64_t>(people / 100, 50)),
        follows(lines * 167 / 1000),
        // Odd and coprime to any size below 2^32 that it does not divide: scatters ranks over ids.
        scatter(2654435761ULL) {}

  [[nodiscard]] std::uint64_t person(std::uint64_t rank) const { return (rank * scatter + 76) % people; }

  std::uint64_t people, works, organisations, cities, countries, topics, follows, scatter;
};

// Lines to standard output through one buffer. Counts them, stops at the limit, and repeats some:
// a reservoir keeps a sample of earlier lines, and every so often one of them is written again.
class LineWriter {
 public:
  LineWriter(std::uint64_t limit, std::uint64_t seed) : limit_(limit), random_(seed) {
    buffer_.reserve(kFlushBytes * 2);
  }

  [[nodiscard]] bool full() const { return lines_ >= limit_; }
  [[nodiscard]] std::uint64_t lines() const { return lines_; }

  void begin(std::string_view kind, std::uint64_t number, std::string_view relation) {
    start_ = buffer_.size();
    entity(kind, number);
    buffer_.append(" <").append(kBase).append(relation).append("> ");
  }
  void entity(std::string_view kind, std::uint64_t number) {
    buffer_.append("<").append(kBase).append(kind).push_back('/');
    append_number(number);
    buffer_.push_back('>');
  }
  void typed(std::string_view text, std::string_view type) {
    buffer_.append("\"").append(text).append("\"^^<").append(kXsd).append(type).push_back('>');
  }
  void text(std::string_view value, std::string_view language = {}) {
    buffer_.append("\"").append(value).push_back('"');
    if (!language.empty()) buffer_.append("@").append(language);
  }
  void end() {
    buffer_.append(" .\n");
    ++lines_;
    if (full()) return flush();
    const std::uint64_t dice = random_.next();
    if ((dice & 63U) == 0) keep();
    if ((dice >> 32U) < kRepeatThreshold && !reservoir_.empty()) {
      buffer_.append(reservoir_[random_.below(reservoir_.size())]);
      ++lines_;
    }
    if (buffer_.size() > kFlushBytes || full()) flush();
  }

 private:
  static constexpr std::size_t kFlushBytes = std::size_t{1} << 18U;
  static constexpr std::size_t kReservoirLines = 65'536;
  static constexpr std::uint64_t kRepeatThreshold = 301'000'000;  // of 2^32: 7 %, 6.5 % of the lines written

  void append_number(std::uint64_t number) {
    char digits[20];
    char* at = digits + sizeof digits;
    do {
      *--at = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    buffer_.append(at, static_cast<std::size_t>(digits + sizeof digits - at));
  }
  void keep() {
    std::string line = buffer_.substr(start_);
    if (reservoir_.size() < kReservoirLines) {
      reservoir_.push_back(std::move(line));
    } else {
      reservoir_[random_.below(kReservoirLines)] = std::move(line);
    }
  }
  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) != buffer_.size()) {
      std::perror("kg-bench-generate");
      std::exit(1);
    }
    buffer_.clear();
  }

  std::uint64_t limit_;
  Random random_;
  std::string buffer_;
  std::size_t start_ = 0;
  std::uint64_t lines_ = 0;
  std::vector<std::string> reservoir_;
};

class Generator {
 public:
  Generator(std::uint64_t lines, std::uint64_t seed)
      : shape_(lines), out_(lines, seed ^ 0x5EED), random_(seed) {}

  // Sections in the order of a dump: what things are, then how they hang together. `knows` comes last and
  // fills up to the number of lines asked for.
  void run() {
    for (std::uint64_t i = 0; i < shape_.countries && !out_.full(); ++i) country(i);
    for (std::uint64_t i = 0; i < shape_.cities && !out_.full(); ++i) city(i);
    for (std::uint64_t i = 0; i < shape_.topics && !out_.full(); ++i) topic(i);
    for (std::uint64_t i = 0; i < shape_.organisations && !out_.full(); ++i) organisation(i);
    for (std::uint64_t i = 0; i < shape_.people && !out_.full(); ++i) person(i);
    for (std::uint64_t i = 0; i < shape_.works && !out_.full(); ++i) work(i);
    for (std::uint64_t i = 0; i < shape_.follows && !out_.full(); ++i) follow();
    while (!out_.full()) know();
  }

 private:
  void link(std::string_view kind, std::uint64_t from, std::string_view relation, std::string_view to_kind,
            std::uint64_t to) {
    out_.begin(kind, from, relation);
    out_.entity(to_kind, to);
    out_.end();
  }
  void typed(std::string_view kind, std::uint64_t from, std::string_view relation, std::string_view value,
             std::string_view type) {
    out_.begin(kind, from, relation);
    out_.typed(value, type);
    out_.end();
  }
  void integer(std::string_view kind, std::uint64_t from, std::string_view relation, std::uint64_t value) {
    typed(kind, from, relation, std::to_string(value), "integer");
  }
  // value / 100 with both decimals.
  void decimal(std::string_view kind, std::uint64_t from, std::string_view relation,
               std::uint64_t hundredths) {
    std::string text = std::to_string(hundredths / 100) + '.';
    text += static_cast<char>('0' + hundredths / 10 % 10);
    text += static_cast<char>('0' + hundredths % 10);
    typed(kind, from, relation, text, "decimal");
  }
  void date(std::string_view kind, std::uint64_t from, std::string_view relation, std::uint64_t first_year,
            std::uint64_t years) {
    const auto two = [](std::uint64_t n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    // One draw a statement: the order of evaluation inside an expression is the compiler's choice.
    const std::uint64_t year = first_year + random_.below(years);
    const std::uint64_t month = 1 + random_.below(12);
    const std::uint64_t day = 1 + random_.below(28);
    const std::string text = std::to_string(year) + '-' + two(month) + '-' + two(day);
    typed(kind, from, relation, text, "date");
  }
  void text(std::string_view kind, std::uint64_t from, std::string_view relation, std::string_view value,
            std::string_view language = {}) {
    out_.begin(kind, from, relation);
    out_.text(value, language);
    out_.end();
  }
  std::string_view name_word() { return kNames[random_.below(std::size(kNames))]; }

  void country(std::uint64_t i) {
    link("country", i, "type", "class", 4);
    text("country", i, "name", "Country " + std::to_string(i));
    link("country", i, "capital", "city", i % shape_.cities);
    for (int n = random_.around(3.5); n > 0; --n) {
      link("country", i, "borders", "country", random_.below(shape_.countries));
    }
  }

  void city(std::uint64_t i) {
    link("city", i, "type", "class", 3);
    text("city", i, "name", "City of " + std::string(name_word()) + ' ' + std::to_string(i));
    link("city", i, "inCountry", "country", random_.skewed(shape_.countries, 2));
    integer("city", i, "population", 5'000 + random_.skewed(20'000'000, 4));
    decimal("city", i, "latitude", random_.below(9'000));
  }

  void topic(std::uint64_t i) {
    link("topic", i, "type", "class", 5);
    text("topic", i, "name", "Topic " + std::to_string(i), "en");
    if (i > 0) link("topic", i, "broader", "topic", random_.below(i));
  }

  void organisation(std::uint64_t i) {
    link("organisation", i, "type", "class", 2);
    text("organisation", i, "name", std::string(name_word()) + " Works " + std::to_string(i));
    link("organisation", i, "locatedIn", "city", random_.skewed(shape_.cities, 3));
    link("organisation", i, "industry", "topic", random_.skewed(shape_.topics, 2));
    date("organisation", i, "founded", 1850, 170);
    decimal("organisation", i, "revenue", random_.skewed(5'000'000'000'000ULL, 5));
    integer("organisation", i, "employees", 1 + random_.skewed(200'000, 5));
    if (i > 0 && random_.chance(0.3))
      link("organisation", i, "subsidiaryOf", "organisation", random_.below(i));
  }

  void person(std::uint64_t i) {
    const std::string number = std::to_string(i);
    link("person", i, "type", "class", 1);
    const std::string_view first = name_word();
    const std::string_view last = name_word();
    text("person", i, "name", std::string(first) + ' ' + std::string(last) + ' ' + number);
    if (random_.chance(0.98)) integer("person", i, "age", 18 + random_.below(70));
    if (random_.chance(0.875)) link("person", i, "bornIn", "city", random_.skewed(shape_.cities, 4));
    if (random_.chance(0.85)) link("person", i, "livesIn", "city", random_.skewed(shape_.cities, 3));
    if (random_.chance(0.35)) {
      link("person", i, "worksFor", "organisation", random_.skewed(shape_.organisations, 2));
    }
    if (random_.chance(0.5)) integer("person", i, "salary", 18'000 + random_.skewed(400'000, 3));
    if (random_.chance(0.3)) {
      for (int n = random_.around(4.0 / 3.0); n > 0; --n) {
        link("person", i, "interest", "topic", random_.skewed(shape_.topics, 2));
      }
    }
    if (random_.chance(0.9)) {
      text("person", i, "email", std::string(first) + '.' + std::string(last) + number + "@mail.example");
    }
    if (random_.chance(0.9)) date("person", i, "birthDate", 1936, 70);
    person_links(i);
  }

  void person_links(std::uint64_t i) {
    if (random_.chance(0.6)) link("person", i, "nationality", "country", random_.skewed(shape_.countries, 2));
    for (int n = random_.around(1.2); n > 0; --n) {
      link("person", i, "speaks", "language", random_.skewed(60, 3));
    }
    if (random_.chance(0.7)) link("person", i, "gender", "gender", random_.below(2));
    if (random_.chance(0.5)) decimal("person", i, "height", 150 + random_.below(50));
    if (random_.chance(0.4)) {
      link("person", i, "studiedAt", "organisation", random_.skewed(shape_.organisations, 3));
    }
    if (random_.chance(0.6))
      link("person", i, "memberOf", "organisation", random_.below(shape_.organisations));
    if (random_.chance(0.2)) link("person", i, "marriedTo", "person", random_.below(shape_.people));
    if (random_.chance(0.3)) link("person", i, "childOf", "person", random_.below(shape_.people));
    for (int n = random_.around(2.0); n > 0; --n) {
      link("person", i, "likes", "work", random_.skewed(shape_.works, 2));
    }
    if (random_.chance(0.95)) link("person", i, "visited", "city", random_.skewed(shape_.cities, 2));
    if (random_.chance(0.2)) {
      static constexpr std::string_view kLanguages[] = {"en", "de", "fr", "pt-BR"};
      const std::string_view language = kLanguages[random_.below(4)];
      text("person", i, "nickname",
           "Zo\xC3\xAB the \\\"" + std::string(name_word()) + "\\\" " + std::to_string(i / 4), language);
    }
    if (random_.chance(0.3)) typed("person", i, "active", random_.chance(0.5) ? "true" : "false", "boolean");
  }

  void work(std::uint64_t i) {
    link("work", i, "type", "class", 6);
    std::string title = "The";
    for (int n = 0; n < 4; ++n) title.append(" ").append(kTitleWords[random_.below(std::size(kTitleWords))]);
    text("work", i, "title", title + ", volume " + std::to_string(i));
    for (int n = random_.around(1.3); n > 0; --n) {
      link("work", i, "author", "person", shape_.person(random_.skewed(shape_.people, 2)));
    }
    if (random_.chance(0.8)) date("work", i, "published", 1900, 125);
    link("work", i, "about", "topic", random_.skewed(shape_.topics, 3));
    // Earlier works, mostly recent ones.
    for (int n = random_.around(1.5); n > 0 && i > 0; --n) {
      link("work", i, "cites", "work", i - 1 - random_.skewed(std::min(i, std::uint64_t{3'500}), 2));
    }
    if (random_.chance(0.5)) integer("work", i, "pages", 20 + random_.skewed(1'500, 2));
    if (random_.chance(0.3)) decimal("work", i, "price", 100 + random_.skewed(2'000'000, 3));
    if (random_.chance(0.6)) text("work", i, "isbn", "978-" + std::to_string(1'000'000'000 + i * 7));
    if (random_.chance(0.3))
      link("work", i, "publisher", "organisation", random_.skewed(shape_.organisations, 4));
  }

  // Both ends are skewed. The most followed are mostly not those who follow most: one edge in ten starts in
  // the order of popularity, the others in an order of their own. More would close triangles by the million.
  void follow() {
    const std::uint64_t popular = random_.skewed(shape_.people, 2);
    const std::uint64_t from = shape_.person(random_.chance(0.1) ? popular : shape_.people - 1 - popular);
    const std::uint64_t to = shape_.person(random_.skewed(shape_.people, 3));
    link("person", from, "follows", "person", to);
  }
  void know() {
    const std::uint64_t from = shape_.person(random_.skewed(shape_.people, 2));
    link("person", from, "knows", "person", random_.below(shape_.people));
  }

  Shape shape_;
  LineWriter out_;
  Random random_;
};

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t lines = 1'000'000;
  std::uint64_t seed = 1;
  CLI::App app{"Writes a generated graph as N-Triples to standard output"};
  app.add_option("--lines", lines, "Lines to write, repeated ones included")->capture_default_str();
  app.add_option("--seed", seed, "Same seed, same bytes")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  Generator(lines, seed).run();
  return 0;
}
