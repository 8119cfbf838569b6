// Tables: what the reader of records promises, and that a preview and the load say the same.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <fstream>
#include <optional>
#include <random>

#include "kg/api/table_records.h"
#include "kg/base/limits.h"
#include "kg/kg.h"
#include "support/catch.h"
#include "support/mutate.h"
#include "support/random_seed.h"
#include "support/temporary_directory.h"

using namespace kg;

namespace {

struct Read {
  std::vector<std::string> records;  // as they stood, good and bad
  std::vector<std::vector<std::string>> cells;
  std::vector<std::string> reasons;  // with their places
  std::uint64_t lines = 0;
};

// Reads `text` in pieces of random sizes up to `piece` bytes.
Read read_table(std::string_view text, char delimiter, std::size_t piece, std::mt19937_64& random) {
  TableRecords records(
      [&](char* buffer, std::size_t capacity) {
        const std::size_t n = std::min({text.size(), capacity, piece - random() % ((piece + 1) / 2)});
        std::copy_n(text.data(), n, buffer);
        text.remove_prefix(n);
        return n;
      },
      delimiter);
  Read out;
  for (;;) {
    try {
      if (!records.next()) break;
      out.records.emplace_back(records.text());
      out.cells.emplace_back();
      for (std::size_t i = 0; i < records.size(); ++i) out.cells.back().push_back(records.cell(i));
    } catch (const SyntaxError& error) {
      const BadRecord bad = records.bad(error);
      out.records.push_back(bad.record);
      out.reasons.push_back(fmt::format("{}:{}: {}", bad.line, bad.column, bad.reason));
    }
  }
  out.lines = records.line();
  return out;
}

Read read_table(std::string_view text) {
  std::mt19937_64 random(1);
  return read_table(text, ',', std::size_t{1} << 24U, random);
}

struct Summary {
  std::uint64_t rows = 0;
  std::uint64_t triples = 0;
  std::uint64_t bad = 0;
};

Summary summary_of(const std::string& preview) {
  Summary out;
  const std::size_t at = preview.rfind("# ");
  REQUIRE(at != std::string::npos);
  REQUIRE(std::sscanf(preview.c_str() + at, "# %lu row%*[s ]would add %lu triple%*[s,] %lu row", &out.rows,
                      &out.triples, &out.bad) == 3);
  return out;
}

class Stores {
 public:
  Database& add() {
    const std::string path = directory_ / fmt::format("s{}", databases_.size());
    REQUIRE(Database::create(path).ok());
    databases_.push_back(std::move(Database::open(path, {.sync = false})).value());
    return databases_.back();
  }
  FileLoad file(const std::string& name, const std::string& text) {
    std::ofstream(directory_ / name, std::ios::binary) << text;
    return {directory_ / name};
  }

 private:
  test::TemporaryDirectory directory_;
  std::deque<Database> databases_;
};

std::uint64_t differences(const Database& a, const Database& b, std::string& lines) {
  const auto sink = [&](bool other, std::string_view text) {
    lines += (other ? "+ " : "- ") + std::string(text);
    return true;
  };
  const Result<DiffReport> report = a.diff(b, sink, nullptr);
  REQUIRE(report.ok());
  return report->added + report->removed;
}

}  // namespace

TEST_CASE("Records: a bad one is told and passed over") {
  const Read read = read_table("a,b\nJ\xe9,5\nx,\"y\"z\nu,v\n");
  CHECK(read.cells == std::vector<std::vector<std::string>>{{"a", "b"}, {"u", "v"}});
  REQUIRE(read.reasons.size() == 2);
  CHECK(read.reasons[0] == "2:2: the text is not valid UTF-8");
  CHECK(read.reasons[1].starts_with("3:6: a quoted cell must be followed by"));
  CHECK(read.records[1] == "J\xe9,5");
  CHECK(read.records[2] == "x,\"y\"z");

  CHECK(read_table("\xEF\xBB\xBF"
                   "a\n")
            .cells == std::vector<std::vector<std::string>>{{"a"}});
  CHECK(read_table("a\n\"x\nb\n").cells == std::vector<std::vector<std::string>>{{"a"}, {"b"}});
  CHECK(read_table("\xe9").reasons.size() == 1);
}

TEST_CASE("Random bytes are cut into records: none is lost, none comes twice") {
  std::mt19937_64 random(test::random_seed());
  std::size_t good = 0;
  std::size_t bad = 0;
  for (int round = 0; round < 4000; ++round) {
    const char delimiter = random() % 2 == 0 ? ',' : '\t';
    std::string text =
        "name,age,\"note\"\n\"Ann \"\"A\"\"\",5,\"two\nlines\"\r\nB\xC3\xA9,,x\n\n\"\",1,\xE2\x82\xAC\n";
    if (delimiter == '\t') std::replace(text.begin(), text.end(), ',', '\t');
    text = test::mutate(text, random() % 12, random);
    INFO("KG_SEED=" << test::random_seed() << " round " << round << '\n' << text);
    const Read whole = read_table(text, delimiter, text.size() + 1, random);
    const Read pieces = read_table(text, delimiter, 1 + random() % 9, random);
    REQUIRE(pieces.records == whole.records);
    REQUIRE(pieces.cells == whole.cells);
    REQUIRE(pieces.reasons == whole.reasons);
    REQUIRE(pieces.lines == whole.lines);
    CHECK(whole.records.size() == whole.cells.size() + whole.reasons.size());
    std::string_view rest = text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    const auto skip_line_ends = [&rest] {
      while (rest.starts_with('\n') || rest.starts_with('\r')) rest.remove_prefix(1);
    };
    for (const std::string& record : whole.records) {
      skip_line_ends();
      REQUIRE_FALSE(record.empty());
      REQUIRE(rest.starts_with(record));
      rest.remove_prefix(record.size());
      REQUIRE((rest.empty() || rest[0] == '\n' || rest[0] == '\r'));
    }
    skip_line_ends();
    CHECK(rest.empty());
    good += whole.cells.size();
    bad += whole.reasons.size();
  }
  CHECK(good > 1000);
  CHECK(bad > 1000);
}

TEST_CASE("Records: the limits of a cell and of a record") {
  const auto cell_of = [](std::size_t bytes, bool quoted) {
    const std::string quote = quoted ? "\"" : "";
    return read_table("a\n" + quote + std::string(bytes, 'x') + quote + "\nb\n");
  };
  for (const bool quoted : {false, true}) {
    CHECK(cell_of(kMaxTermBytes, quoted).cells.size() == 3);
    const Read over = cell_of(kMaxTermBytes + 1, quoted);
    CHECK(over.cells.size() == 2);
    REQUIRE(over.reasons.size() == 1);
    CHECK(over.reasons[0] == "2:1: the cell is larger than 64 MiB");
  }
  // The record is made as it is read: cells of 16 MiB.
  const auto record_of = [](std::size_t bytes) {
    std::size_t at = 0;
    TableRecords records(
        [&](char* buffer, std::size_t capacity) {
          constexpr std::size_t kCellBytes = std::size_t{16} << 20U;
          const std::string_view end = "\nb\n";
          const std::size_t n = std::min(capacity, bytes + end.size() - at);
          for (std::size_t i = 0; i < n; ++i, ++at) {
            buffer[i] = at >= bytes ? end[at - bytes] : at % kCellBytes == kCellBytes - 1 ? ',' : 'x';
          }
          return n;
        },
        ',');
    std::string told;
    for (bool more = true; more;) {
      try {
        more = records.next();
        if (more) told += fmt::format("{} ", records.text().size());
      } catch (const SyntaxError& error) {
        const BadRecord bad = records.bad(error);
        told += fmt::format("{}:{} {}{} ", bad.line, bad.column, bad.reason, bad.record);
      }
    }
    return told;
  };
  CHECK(record_of(kMaxLineBytes) == fmt::format("{} 1 ", kMaxLineBytes));
  CHECK(record_of(kMaxLineBytes + 1) == "1:1 the record is larger than 256 MiB 1 ");
}

TEST_CASE("A preview foretells the load, and every record is loaded or told") {
  std::mt19937_64 random(test::random_seed());
  std::uint64_t rows = 0;
  std::uint64_t rejected = 0;
  for (int round = 0; round < 20; ++round) {
    const bool tsv = random() % 2 == 0;
    std::string text;
    for (int row = 0; row < 40; ++row) {
      text += fmt::format("p{},{},B\xC3\xA9 {}\n", random() % 20, random() % 3, random() % 9);
    }
    text = test::mutate(text, random() % 40, random);
    // Without quotes and returns a record is a line that is not empty.
    std::erase_if(text, [](char c) { return c == '"' || c == '\r'; });
    if (tsv) std::replace(text.begin(), text.end(), ',', '\t');
    std::uint64_t lines = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\n' && (i == 0 || text[i - 1] == '\n')) ++lines;
    }
    INFO("KG_SEED=" << test::random_seed() << " round " << round << '\n' << text);
    Stores stores;
    Database& store = stores.add();
    const FileLoad file =
        stores.file(tsv ? "t.tsv" : "t.csv", (tsv ? "name\tage\tboss\n" : "name,age,boss\n") + text);
    FileLoadOptions how;
    how.lenient = true;
    how.table.columns = {"age=age:integer", "boss=works for:entity"};
    if (random() % 2 == 0) how.table.source = "The Paper";
    std::uint64_t told = 0;
    how.rejected = [&](const RejectedRecord& record) {
      ++told;
      CHECK_FALSE(record.text.empty());
      return Status();
    };
    const Result<std::string> preview = store.preview(file, how, 3, nullptr);
    REQUIRE(preview.ok());
    const Summary summary = summary_of(*preview);
    CHECK(summary.bad == told);
    CHECK(summary.rows + summary.bad == lines);
    told = 0;
    const Result<LoadResult> loaded = store.load({file}, how, nullptr);
    REQUIRE(loaded.ok());
    CHECK(loaded->added == summary.triples);
    CHECK(loaded->rejected == summary.bad);
    CHECK(told == summary.bad);
    const Result<std::string> again = store.preview(file, how, 3, nullptr);
    REQUIRE(again.ok());
    CHECK(summary_of(*again).triples == 0);
    rows += summary.rows;
    rejected += summary.bad;
  }
  CHECK(rows > 100);
  CHECK(rejected > 50);
}

TEST_CASE("The statements of a preview and the dump of a load make the same store") {
  std::mt19937_64 random(test::random_seed());
  const std::string signs[] = {"a",    "B", "\xC3\xA9", " ", "5",  "0", ".", "-", "'",
                               "\"\"", ";", ":",        "#", "\\", "<", ">", "\n"};
  const auto word = [&] {
    std::string out;
    for (std::uint64_t i = random() % 7; i > 0; --i) out += signs[random() % std::size(signs)];
    return '"' + out + '"';
  };
  for (int round = 0; round < 15; ++round) {
    std::string text = "name,n,date,worth,boss\n";
    for (int row = 0; row < 12; ++row) {
      const std::string dates[] = {"1960", "1960-02", "1960-02-03", "1960-02-03T04:05:06Z", ""};
      text += fmt::format("{},{},{},{}{},{}\n", word(), word(), dates[random() % 5], random() % 2000,
                          random() % 2 == 0 ? ".50" : "", word());
    }
    INFO("KG_SEED=" << test::random_seed() << " round " << round << '\n' << text);
    Stores stores;
    Database& store = stores.add();
    FileLoadOptions how;
    how.lenient = true;  // a name of blanks
    how.table.columns = {"n=n", "date=since", "date=on:date", "worth=worth:quantity:USD",
                         "boss=works for:entity"};
    how.table.type = "person";
    if (random() % 2 == 0) how.table.source = "The \"Paper\"";
    const FileLoad file = stores.file("t.csv", text);
    const Result<std::string> preview = store.preview(file, how, 100, nullptr);
    REQUIRE(preview.ok());
    INFO(*preview);
    const Result<LoadResult> loaded = store.load({file}, how, nullptr);
    REQUIRE(loaded.ok());
    const Result<LoadResult> again = store.load({file}, how, nullptr);
    REQUIRE(again.ok());
    CHECK(again->added == 0);

    Database& said = stores.add();
    const Result<LoadResult> script = said.load({stores.file("t.kg", *preview)}, {}, nullptr);
    if (!script.ok()) INFO(script.error().to_string());
    REQUIRE(script.ok());
    std::string lines;
    differences(store, said, lines);
    CHECK(lines.empty());

    std::string dump;
    REQUIRE(store
                .dump(
                    GraphFormat::ntriples,
                    [&](std::string_view piece) {
                      dump += piece;
                      return true;
                    },
                    nullptr)
                .ok());
    Database& copy = stores.add();
    REQUIRE(copy.load({stores.file("t.nt", dump)}, {}, nullptr).ok());
    CHECK(differences(store, copy, lines) == 0);
    const Result<LoadResult> both = copy.load({file}, how, nullptr);
    REQUIRE(both.ok());
    CHECK(both->added == 0);
  }
}

TEST_CASE("A preview counts triples up to its limit") {
  constexpr std::uint64_t kMax = 1U << 20U;
  constexpr std::uint64_t kOfTheRelation = 2;  // its label, and that it is one
  Stores stores;
  Database& store = stores.add();
  std::string text = "s,n\n";
  for (std::uint64_t i = kOfTheRelation; i < kMax; ++i) text += fmt::format("e:{},5\n", i);
  FileLoadOptions how;
  how.table.subject = "{s}";
  const auto last_line = [&](const std::string& more) {
    how.table.columns = {"n=n"};
    const Result<std::string> preview = store.preview(stores.file("t.csv", text + more), how, 0, nullptr);
    REQUIRE(preview.ok());
    return *preview;
  };
  CHECK(last_line("").find("would add 1048576 triples,") != std::string::npos);
  CHECK(last_line("e:0,5\n").find("would add at least 1048577 triples,") != std::string::npos);
}
