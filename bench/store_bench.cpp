// kg-store-bench: rates of the store alone, below any query: scans, lookups, terms, commits.
//   kg-store-bench STORE [FILE.nt]   measures STORE; loads FILE into a new one first when it is given
// Commits are measured last and change the store; run it on a copy.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "kg/base/error.h"
#include "kg/rdf/ntriples.h"
#include "kg/store/store.h"

namespace {

using namespace kg;

// Wall time, or with KG_CPU_TIME=1 processor time of all threads, which other work on the machine does
// not disturb.
double now() {
  static const bool cpu = std::getenv("KG_CPU_TIME") != nullptr;
  timespec time{};
  clock_gettime(cpu ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double seconds(const std::function<void()>& work) {
  const double start = now();
  work();
  return now() - start;
}

void report(const std::string& what, double count, double time, const std::string& unit) {
  fmt::print("{:<46} {:>10.3f} ms {:>14.3f} M {}/s {:>10.3f} us each\n", what, time * 1e3, count / time / 1e6,
             unit, time / count * 1e6);
  std::fflush(stdout);
}

void load(const std::string& path, const std::string& file) {
  Store::create(path);
  const auto store = Store::open(path, OpenMode::write);
  std::ifstream input(file, std::ios::binary);
  std::vector<LoadInput> inputs(1);
  inputs[0].name = file;
  inputs[0].read = [&](char* buffer, std::size_t capacity) {
    input.read(buffer, static_cast<std::streamsize>(capacity));
    return static_cast<std::size_t>(input.gcount());
  };
  inputs[0].make_parser = [] { return std::make_unique<NTriplesParser>(); };
  LoadResult result;
  const double time = seconds([&] { result = store->load(std::move(inputs), {}); });
  report("load, lines", static_cast<double>(result.lines), time, "lines");
  const StoreInfo info = store->info();
  fmt::print("{} triples, {} terms, {} bytes, {:.2f} bytes a triple\n", info.triples, info.dictionary_terms,
             info.disk_bytes, static_cast<double>(info.disk_bytes) / static_cast<double>(info.triples));
}

std::vector<Triple> sample(const StoreSnapshot& snapshot, std::size_t wanted, std::mt19937_64& random) {
  std::vector<Triple> triples;
  const double share = static_cast<double>(wanted) / static_cast<double>(snapshot.statistics().triples());
  const auto limit = static_cast<std::uint64_t>(share * 18446744073709549568.0);
  const auto cursor = snapshot.cursor({});
  TripleColumns columns;
  while (cursor->next(columns)) {
    for (std::size_t i = 0; i < columns.size; ++i) {
      if (share >= 1 || random() < limit) {
        triples.push_back({columns.column[0][i], columns.column[1][i], columns.column[2][i]});
      }
    }
  }
  return triples;
}

void measure_scans(const StoreSnapshot& snapshot) {
  const auto rows = static_cast<double>(snapshot.statistics().triples());
  for (std::size_t p = 0; p < kPermutations; ++p) {
    const auto permutation = static_cast<Permutation>(p);
    for (const std::uint8_t needed : {std::uint8_t{0b111}, std::uint8_t{0b100}}) {
      std::uint64_t sum = 0;
      const auto scan = [&] {
        const auto cursor = snapshot.cursor({permutation, 0, {}, kAllIds, needed});
        TripleColumns columns;
        while (cursor->next(columns)) sum += columns.column[2][columns.size - 1].bits;
      };
      scan();
      const double time = std::min({seconds(scan), seconds(scan), seconds(scan)});
      report(fmt::format("scan {}, {} columns{}", permutation_name(permutation), needed == 0b111 ? 3 : 1,
                         sum == 1 ? "!" : ""),
             rows, time, "triples");
    }
  }
}

void measure_lookups(const StoreSnapshot& snapshot, std::mt19937_64& random) {
  std::vector<Triple> probes = sample(snapshot, 100'000, random);
  std::shuffle(probes.begin(), probes.end(), random);
  const auto probe_all = [&](const std::string& what, Permutation permutation, std::uint8_t bound) {
    const auto at = positions(permutation);
    std::uint64_t rows = 0;
    const auto cursor = snapshot.cursor({permutation, 3, {}, kAllIds, 0b100});
    const double time = seconds([&] {
      TripleColumns columns;
      for (const Triple& probe : probes) {
        cursor->reset({permutation, bound, {probe[at[0]], probe[at[1]], probe[at[2]]}, kAllIds, 0b100});
        if (cursor->next(columns)) rows += columns.size;
      }
    });
    report(what + (rows == 0 ? " (none)" : ""), static_cast<double>(probes.size()), time, "lookups");
  };
  probe_all("contains, random", Permutation::spo, 3);
  probe_all("objects of (s, p), random", Permutation::spo, 2);
  probe_all("objects of (p, s), random", Permutation::pso, 2);
  probe_all("subjects of (p, o), random", Permutation::pos, 2);
  std::sort(probes.begin(), probes.end());
  probe_all("contains, ascending", Permutation::spo, 3);
  probe_all("objects of (s, p), ascending", Permutation::spo, 2);
  const std::size_t few = std::min<std::size_t>(probes.size(), 20'000);
  const double made = seconds([&] {
    for (std::size_t i = 0; i < few; ++i) {
      const auto cursor =
          snapshot.cursor({Permutation::spo, 2, probes[i * 7919 % probes.size()], kAllIds, 0b100});
      TripleColumns columns;
      cursor->next(columns);
    }
  });
  report("new cursor and one lookup, random", static_cast<double>(few), made, "lookups");
}

void measure_terms(const StoreSnapshot& snapshot, std::mt19937_64& random) {
  std::vector<Id> ids;
  for (const Triple& triple : sample(snapshot, 200'000, random)) {
    for (const Id id : triple) {
      if (tag_in_dictionary(id.tag())) ids.push_back(id);
    }
  }
  std::shuffle(ids.begin(), ids.end(), random);
  std::size_t bytes = 0;
  const auto decode = [&] {
    snapshot.decode(ids, [&](std::size_t, std::string_view key) { bytes += key.size(); });
  };
  decode();
  report("decode terms of a large batch", static_cast<double>(ids.size()), seconds(decode), "terms");
  ids.resize(std::min<std::size_t>(ids.size(), 20'000));
  std::vector<Term> terms;
  const double one = seconds([&] {
    for (const Id id : ids) terms.push_back(snapshot.term(id));
  });
  report("id to term, random", static_cast<double>(ids.size()), one, "terms");
  std::size_t found = 0;
  const double find = seconds([&] {
    for (const Term& term : terms) found += snapshot.find(term) == kMissing ? 0U : 1U;
  });
  report(found == ids.size() ? "term to id, random" : "term to id, random (SOME MISSING)",
         static_cast<double>(ids.size()), find, "terms");
  std::vector<Id> ordered;
  const std::uint64_t last = snapshot.ordered_up_to(Tag::iri).payload();
  for (std::uint64_t i = 1; i <= last; ++i) ordered.emplace_back(Tag::iri, i);
  if (ordered.empty()) return;
  const double stream = seconds(
      [&] { snapshot.decode(ordered, [&](std::size_t, std::string_view key) { bytes += key.size(); }); });
  report("decode all IRIs in order", static_cast<double>(ordered.size()), stream, "terms");
}

void measure_commits(Store& store, std::mt19937_64& random, std::size_t small_commits) {
  const auto pick = [&](const std::vector<Triple>& from) { return from[random() % from.size()]; };
  const std::vector<Triple> pool = sample(*store.snapshot(), 200'000, random);
  const auto random_triple = [&] { return Triple{pick(pool)[0], pick(pool)[1], pick(pool)[2]}; };
  {
    std::vector<Triple> triples;
    for (int i = 0; i < 100'000; ++i) triples.push_back(random_triple());
    const auto transaction = store.begin();
    const double time = seconds([&] {
      for (const Triple& triple : triples) transaction->add(triple);
      transaction->commit();
    });
    report("one commit of 100,000 random triples", 100'000, time, "triples");
  }
  report("fold of these", 100'000, seconds([&] { store.compact(); }), "triples");
  std::uint64_t done = 0;
  const double time = seconds([&] {
    for (std::size_t i = 0; i < small_commits; ++i) {
      const auto transaction = store.begin();
      transaction->add(random_triple());
      done += transaction->commit().added;
    }
  });
  report("commits of one random triple", static_cast<double>(done), time, "commits");
  const double fresh = seconds([&] {
    for (std::size_t i = 0; i < small_commits / 10; ++i) {
      const auto transaction = store.begin();
      Triple triple = pick(pool);
      triple[0] = transaction->intern(Term::iri("http://example.org/new/" + std::to_string(i)));
      transaction->add(triple);
      transaction->commit();
    }
  });
  report("commits of one triple with a new term", static_cast<double>(small_commits / 10), fresh, "commits");
}

void run(int count, char** arguments) {
  const std::string path = arguments[1];
  if (count > 2) load(path, arguments[2]);
  std::mt19937_64 random(1);
  const std::size_t small_commits = std::getenv("KG_COMMITS") != nullptr
                                        ? static_cast<std::size_t>(std::atoll(std::getenv("KG_COMMITS")))
                                        : 50'000;
  {
    std::unique_ptr<Store> store;
    Id found;
    const double open = seconds([&] {
      store = Store::open(path, OpenMode::read);
      const SnapshotPtr snapshot = store->snapshot();
      const auto cursor = snapshot->cursor({Permutation::pos, 0, {}, kAllIds, 0b111});
      TripleColumns columns;
      if (cursor->next(columns)) found = columns.column[0][0];
    });
    report("open for reading and read one block", 1, open, "opens");
    const SnapshotPtr snapshot = store->snapshot();
    measure_scans(*snapshot);
    measure_lookups(*snapshot, random);
    measure_terms(*snapshot, random);
    Budget budget;
    VerifyReport verified;
    report("verify", static_cast<double>(snapshot->statistics().triples()),
           seconds([&] { verified = store->verify(budget); }), "triples");
    for (const std::string& problem : verified.problems) fmt::print("PROBLEM {}\n", problem);
  }
  StoreOptions options;
  options.sync = false;
  std::unique_ptr<Store> store;
  report("open for writing", 1, seconds([&] { store = Store::open(path, OpenMode::write, options); }),
         "opens");
  if (small_commits != 0) measure_commits(*store, random, small_commits);
  report("close", 1, seconds([&] { store.reset(); }), "closes");
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    fmt::print(stderr, "usage: kg-store-bench STORE [FILE.nt]\n");
    return 2;
  }
  try {
    run(count, arguments);
    return 0;
  } catch (const Failure& failure) {
    fmt::print(stderr, "{}\n", failure.error().to_string());
    return 5;
  }
}
