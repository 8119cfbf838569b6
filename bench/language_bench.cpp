// kg-language-bench: what the front end costs, in one process.
//
//   kg-language-bench corpus --store DIR < STATEMENTS     parse and plan each line, warm
//   kg-language-bench names --names N                     split a flat claim in a store of N names, complete
//   one
//
// Every figure is the median of many runs in microseconds; the baseline is named in the same line: for
// `corpus` the first statement's own lexing alone, for `names` the same claim with IRIs, which looks no name
// up.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include "kg/base/error.h"
#include "kg/lang/complete.h"
#include "kg/lang/language.h"
#include "kg/optimizer/optimizer.h"
#include "kg/rdf/ntriples.h"
#include "kg/store/store.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRuns = 201;

double median_us(const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = Clock::now();
    work(i);
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
  return times[kRuns / 2];
}

kg::LanguageContext context_of(const kg::StoreSnapshot& snapshot, const kg::Store& store) {
  kg::LanguageContext context;
  context.source = &snapshot;
  context.names = &snapshot.names();
  context.base_iri = store.info().base_iri;
  return context;
}

// Text to a plan that could run.
void plan(const std::string& text, const kg::LanguageContext& context, const kg::StoreSnapshot& snapshot) {
  kg::Statement statement = kg::parse_statement({text, {}, 1}, context);
  if (auto* find = std::get_if<kg::FindStatement>(&statement.body)) {
    kg::optimize(find->plan, snapshot, find->variables);
  } else if (auto* ask = std::get_if<kg::AskStatement>(&statement.body)) {
    kg::optimize(ask->plan, snapshot, ask->variables);
  }
}

int run_corpus(const std::string& path) {
  const auto store = kg::Store::open(path, kg::OpenMode::read, {});
  const kg::SnapshotPtr snapshot = store->snapshot();
  const kg::LanguageContext context = context_of(*snapshot, *store);
  double worst = 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.empty() || line.front() == '#') continue;
    const double lexing = median_us([&](int) { kg::split_statements({line, {}, 1}); });
    const double parsing = median_us([&](int) { kg::parse_statement({line, {}, 1}, context); });
    const double all = median_us([&](int) { plan(line, context, *snapshot); });
    fmt::print("{:8.1f} us  {:5.1f} x its lexing  ({:.1f} us before the optimizer)  {}\n", all, all / lexing,
               parsing, line);
    worst = std::max(worst, all);
  }
  fmt::print("{:8.1f} us  the slowest of them\n", worst);
  return 0;
}

// `count` people with names of two words and an alias each, who know each other.
std::string people(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    fmt::format_to(
        std::back_inserter(out),
        "<http://e/p{0}> <http://www.w3.org/2000/01/rdf-schema#label> \"Person {1} Family {0}\" .\n"
        "<http://e/p{0}> <http://e/knows> <http://e/p{2}> .\n",
        i, i % 5000, (i * 7919) % count);
  }
  out += "<http://e/knows> <http://www.w3.org/2000/01/rdf-schema#label> \"knows\" .\n";
  return out;
}

void load(kg::Store& store, const std::string& text) {
  std::vector<kg::LoadInput> inputs(1);
  kg::LoadInput& input = inputs.front();
  input.name = "people";
  input.read = [&text, at = std::size_t{0}](char* buffer, std::size_t capacity) mutable {
    const std::size_t n = text.copy(buffer, capacity, at);
    at += n;
    return n;
  };
  input.make_parser = [] { return std::make_unique<kg::NTriplesParser>(kg::RdfSyntax::ntriples); };
  store.load(std::move(inputs), {});
}

int run_names(std::size_t names) {
  const auto directory =
      std::filesystem::temp_directory_path() / fmt::format("kg-names-{}", std::random_device{}());
  kg::Store::create(directory.string(), "http://e/");
  {
    const auto store = kg::Store::open(directory.string(), kg::OpenMode::write, {});
    load(*store, people(names));
    const kg::SnapshotPtr snapshot = store->snapshot();
    const kg::LanguageContext context = context_of(*snapshot, *store);
    std::mt19937_64 random(1);
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (int i = 0; i < kRuns; ++i) pairs.emplace_back(random() % names, random() % names);
    const auto claim = [&](int i, auto text) {
      kg::parse_statement(
          {text(pairs[static_cast<std::size_t>(i)].first, pairs[static_cast<std::size_t>(i)].second), {}, 1},
          context);
    };
    const double iris = median_us([&](int i) {
      claim(i, [](std::size_t a, std::size_t b) {
        return fmt::format("<http://e/p{}> <http://e/knows> <http://e/p{}>", a, b);
      });
    });
    const auto report = [&](const char* what, double time) {
      fmt::print("{:8.1f} us  {:5.1f} x the same with IRIs  {}\n", time, time / iris, what);
    };
    report("a flat claim of nine words", median_us([&](int i) {
             claim(i, [](std::size_t a, std::size_t b) {
               return fmt::format("Person {} Family {} knows Person {} Family {}", a % 5000, a, b % 5000, b);
             });
           }));
    report("the same with a misspelt name", median_us([&](int i) {
             claim(i, [](std::size_t a, std::size_t b) {
               return fmt::format("Person {} Famly {} knows Person {} Family {}", a % 5000, a, b % 5000, b);
             });
           }));
    report("the same with quotes", median_us([&](int i) {
             claim(i, [](std::size_t a, std::size_t b) {
               return fmt::format("\"Person {} Family {}\" knows \"Person {} Family {}\"", a % 5000, a,
                                  b % 5000, b);
             });
           }));
    const auto completing = [&](const char* what, auto text) {
      report(what, median_us([&](int i) {
               const std::string typed = text(pairs[static_cast<std::size_t>(i)].first);
               kg::complete(typed, typed.size(), context, 40);
             }));
    };
    completing("completing a letter that all names begin with", [](std::size_t) { return std::string("P"); });
    completing("completing a name of four words in its third",
               [](std::size_t a) { return fmt::format("Person {} Fam", a % 5000); });
    completing("completing a relation",
               [](std::size_t a) { return fmt::format("Person {} Family {} kn", a % 5000, a); });
    completing("completing a misspelt name", [](std::size_t a) { return fmt::format("Persn {}", a % 5000); });
  }
  std::filesystem::remove_all(directory);
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app{"What kg's front end costs"};
  app.require_subcommand(1);
  std::string store;
  std::size_t names = 1'000'000;
  CLI::App* corpus = app.add_subcommand("corpus", "Statements from standard input, one a line");
  corpus->add_option("--store", store)->required();
  CLI::App* claims = app.add_subcommand("names", "Flat claims in a store of many names");
  claims->add_option("--names", names);
  CLI11_PARSE(app, argc, argv);
  return corpus->parsed() ? run_corpus(store) : run_names(names);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const kg::Failure& failure) {
    fmt::print(stderr, "kg-language-bench: {}\n", failure.error().to_string());
    return 1;
  }
}
