// kg-check-bench: claims checked a second, in one process on one thread.
//
//   kg-check-bench --store DIR [--base FILE.nt] [--claims 100000] [--checks 20000]
//
// Makes the store in DIR when there is none: the triples of the base file (for size) and, from a seeded
// generator, named things with claims that have source, quote and date. Then checks claims: three in five as
// they are stored, one in five of a functional relation with another value, one in five that the store lacks.
// Then the same claims as sentences. Prints checks a second and, as the baseline in the same run, point
// lookups of the same triples.
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include "bench/words.h"
#include "kg/kg.h"

namespace {

constexpr std::string_view kId = "https://kg.example/id/";
constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

struct Claim {
  std::string text;
  std::string lookup;   // the same as a bare claim
  std::string english;  // as a sentence
  kg::VerdictKind expected;
};

class Generator {
 public:
  explicit Generator(std::size_t claims) : claims_(claims), things_(std::max<std::size_t>(claims / 5, 10)) {}

  void write(std::ostream& out);
  std::vector<Claim> questions(std::size_t count);

 private:
  [[nodiscard]] std::string name(std::size_t thing) const {
    const auto& words = kg::bench::kNames;
    return fmt::format("{} {} {}", words[thing % std::size(words)], words[thing / 7 % std::size(words)],
                       thing);
  }
  static std::string iri(std::size_t thing) { return fmt::format("<{}thing_{}>", kId, thing); }
  // What thing number `i` is said to have founded or employed; a function, so that questions know the answer.
  [[nodiscard]] std::size_t other(std::size_t claim) const { return (claim * 7919 + 13) % things_; }
  static int year(std::size_t claim) { return 1950 + static_cast<int>(claim % 70); }

  std::size_t claims_;
  std::size_t things_;
};

void Generator::write(std::ostream& out) {
  constexpr std::string_view kLabel = "<http://www.w3.org/2000/01/rdf-schema#label>";
  constexpr std::string_view kOwl = "http://www.w3.org/2002/07/owl#";
  const auto relation = [&](std::string_view word) {
    out << fmt::format("<{}{}> <{}type> <{}Property> .\n<{}{}> {} \"{}\" .\n", kId, word, kRdf, kRdf, kId,
                       word, kLabel, word);
  };
  for (const char* word : {"employs", "founded", "cites"}) relation(word);
  out << fmt::format("<{}founded> <{}type> <{}FunctionalProperty> .\n", kId, kRdf, kOwl);
  for (std::size_t i = 0; i < things_; ++i) out << fmt::format("{} {} \"{}\" .\n", iri(i), kLabel, name(i));
  for (std::size_t i = 0; i < claims_; ++i) {
    // One claim in five is of the functional relation, a thing's only one.
    const std::string triple =
        i % 5 == 0 ? fmt::format("{} <{}founded> {}", iri(i / 5 % things_), kId, iri(other(i)))
                   : fmt::format("{} <{}employs> {}", iri(i % things_), kId, iri(other(i)));
    out << fmt::format(
        "{0} .\n_:c{1} <{2}reifies> <<( {0} )>> .\n_:c{1} <https://kg.example/ns#source> {3} .\n"
        "_:c{1} <https://kg.example/ns#quote> \"the words of claim {1}\" .\n"
        "_:c{1} <https://kg.example/ns#on> \"{4}\"^^<http://www.w3.org/2001/XMLSchema#gYear> .\n",
        triple, i, kRdf, iri(i % 97), year(i));
  }
}

std::vector<Claim> Generator::questions(std::size_t count) {
  std::vector<Claim> out;
  std::mt19937_64 random(7);
  while (out.size() < count) {
    const std::size_t i = random() % claims_;
    const bool functional = i % 5 == 0;
    const std::size_t subject = functional ? i / 5 % things_ : i % things_;
    const bool wrong = out.size() % 5 == 4;
    const std::size_t object = wrong ? (other(i) + 1) % things_ : other(i);
    const bool absent = out.size() % 5 == 3;
    const char* relation = absent ? "cites" : functional ? "founded" : "employs";
    const std::string triple = fmt::format("\"{}\" {} \"{}\"", name(subject), relation, name(object));
    const auto expected = !absent && !wrong     ? kg::VerdictKind::supported
                          : wrong && functional ? kg::VerdictKind::refuted
                                                : kg::VerdictKind::not_covered;
    const std::string sentence =
        fmt::format("'In {}, {} {} {}.'", year(i), name(subject), relation, name(object));
    out.push_back({fmt::format("{} [on {}]", triple, year(i)), triple, sentence, expected});
  }
  return out;
}

bool make_store(const std::string& path, const std::string& base, Generator& generator) {
  const std::string claims = path + ".claims.nt";
  {
    std::ofstream out(claims, std::ios::binary);
    generator.write(out);
  }
  std::vector<kg::FileLoad> files{{claims, kg::LoadFormat::ntriples}};
  if (!base.empty()) files.push_back({base, kg::LoadFormat::ntriples});
  const kg::Status made = kg::Database::create(path);
  if (!made.ok()) return std::cerr << made.error().to_string() << '\n', false;
  auto database = kg::Database::open(path, {});
  if (!database.ok()) return std::cerr << database.error().to_string() << '\n', false;
  const auto loaded = database->load(files, {}, nullptr);
  std::filesystem::remove(claims);
  if (!loaded.ok()) std::cerr << loaded.error().to_string() << '\n';
  return loaded.ok();
}

// Of this thread, so that other work on the machine does not count.
double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <typename Work>
double per_second(const std::vector<Claim>& claims, const Work& work) {
  const double start = processor_seconds();
  for (const Claim& claim : claims) work(claim);
  return static_cast<double>(claims.size()) / (processor_seconds() - start);
}

}  // namespace

int main(int argc, char** argv) {
  std::string path;
  std::string base;
  std::size_t stored = 100'000;
  std::size_t checks = 20'000;
  CLI::App app("Checks a second.");
  app.add_option("--store", path)->required();
  app.add_option("--base", base, "N-Triples that the store holds besides");
  app.add_option("--claims", stored);
  app.add_option("--checks", checks);
  CLI11_PARSE(app, argc, argv);

  Generator generator(stored);
  if (!std::filesystem::exists(path) && !make_store(path, base, generator)) return 1;
  kg::DatabaseOptions reading;
  reading.read_only = true;
  auto database = kg::Database::open(path, reading);
  if (!database.ok()) return std::cerr << database.error().to_string() << '\n', 1;
  kg::Session session(*database);

  const std::vector<Claim> claims = generator.questions(checks);
  std::size_t wrong = 0;
  const auto check = [&](const Claim& claim) {
    const auto verdict = session.check(claim.text, {}, {});
    if (!verdict.ok() || verdict->kind != claim.expected) ++wrong;
  };
  const auto look_up = [&](const Claim& claim) {
    const auto answer = session.run(claim.lookup, {});
    if (!answer.ok()) ++wrong;
  };
  static_cast<void>(per_second(claims, check));  // warms the cache
  wrong = 0;
  const double lookups = per_second(claims, look_up);
  const double checked = per_second(claims, check);
  const double read = per_second(claims, [&](const Claim& claim) {
    const auto verdict = session.check(claim.english, {}, {});
    if (!verdict.ok() || verdict->kind != claim.expected) ++wrong;
  });
  fmt::print(
      "triples {}  lookups/s {:.0f}  structured checks/s {:.0f} ({:.2f} of lookups)  English checks/s {:.0f} "
      " "
      "wrong {}\n",
      database->info().ok() ? database->info()->triples : 0, lookups, checked, checked / lookups, read,
      wrong);
  return wrong == 0 ? 0 : 1;
}
