// The evidence of rows, through kg.h.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kg/api/row_evidence.h"
#include "kg/kg.h"
#include "support/catch.h"
#include "support/temporary_directory.h"

using namespace kg;

namespace {

using Quotes = std::multiset<std::string>;

class World {
 public:
  World() : database_(made(directory_)), session_(database_) {}

  void tell(const std::string& script) {
    const auto statements = split_script(script, {});
    REQUIRE(statements.ok());
    for (const ScriptStatement& statement : *statements) {
      const auto answer = session_.run(statement.text, {});
      INFO(statement.text);
      REQUIRE(answer.ok());
    }
  }

  // The quotes behind each row, row by row.
  std::vector<Quotes> quotes(const std::string& query, RunOptions options = {}) {
    if (options.evidence == EvidenceFor::nothing) options.evidence = EvidenceFor::everything;
    auto answer = session_.run(query, options);
    INFO(query << (answer.ok() ? "" : answer.error().to_string()));
    REQUIRE(answer.ok());
    std::vector<Quotes> out;
    const auto add = [&](const std::vector<VerdictEvidence>& claims) {
      Quotes& row = out.emplace_back();
      for (const VerdictEvidence& claim : claims) row.insert(claim.quote);
    };
    if (answer->kind() == AnswerKind::yes_no) {
      add(answer->evidence());
      return out;
    }
    RowBatch rows;
    while (true) {
      const auto more = answer->next(rows);
      REQUIRE(more.ok());
      if (!*more) return out;
      for (std::size_t r = 0; r < rows.rows; ++r)
        add(r < rows.evidence.size() ? rows.evidence[r] : std::vector<VerdictEvidence>{});
    }
  }

 private:
  static Database made(const test::TemporaryDirectory& directory) {
    const std::string path = directory / "store";
    REQUIRE(Database::create(path).ok());
    return std::move(Database::open(path, {})).value();
  }

  test::TemporaryDirectory directory_;
  Database database_;
  Session session_;
};

void fill(World& world) {
  world.tell(
      "relation knows; relation likes; relation \"part of\" transitive; relation \"known by\" inverse knows;"
      "relation near symmetric; relation adores narrower than likes; relation odd;"
      "add \"a\" knows \"b\" [source 's', quote 'ab'];"
      "add a knows b [source 't', quote 'ab again', on 2020];"
      "add a knows \"c\" [source 's', quote 'ac'];"
      "add b likes c [quote 'bc'];"
      "add \"x\" \"part of\" \"y\" [quote 'xy']; add y \"part of\" \"z\" [quote 'yz'];"
      "add a near b [quote 'near'];"
      "add \"d\" adores a [quote 'adored'];"
      "add a likes c [stance 'denied', quote 'not so'];"
      "define friend(?x, ?y) as { ?x knows ?z and ?z likes ?y };");
}

}  // namespace

TEST_CASE("a row shows the claims of the triples that it comes from") {
  World world;
  fill(world);
  using Rows = std::vector<Quotes>;
  CHECK(world.quotes("a knows b") == Rows{{"ab", "ab again"}});
  CHECK(world.quotes("a knows ?x [on ?when]") == Rows{{"ab again"}});
  CHECK(world.quotes("find ?y where a knows ?x and ?x likes ?y") == Rows{{"ab", "ab again", "bc"}});
  CHECK(world.quotes("find count(*) as ?n where a knows ?x") == Rows{{"ab", "ab again", "ac"}});
  CHECK(world.quotes("find ?x, count(?y) as ?n where ?x knows ?y having ?n > 1 order by ?n limit 1") ==
        Rows{{"ab", "ab again", "ac"}});
  CHECK(world.quotes("find distinct ?x where ?x knows ?y") == Rows{{"ab", "ab again", "ac"}});
  CHECK(world.quotes("find ?y where { b knows ?y } or { b likes ?y }") == Rows{{"bc"}});
  CHECK(world.quotes("a likes ? [stance 'denied']") == Rows{{"not so"}});
  CHECK(world.quotes("find ?q where a knows c as ?k and ?k quote ?q") == Rows{{"ac"}});
  CHECK(world.quotes("build { ?y knows ?x } where ?x likes ?y").at(0) == Quotes{"bc"});
}

TEST_CASE("an alternative that gave nothing to a row is not its evidence") {
  World world;
  fill(world);
  auto rows = world.quotes("find ?x, ?y, ?z where { ?x knows ?y } or { ?x near ?z } order by ?z, ?y");
  REQUIRE(rows.size() == 4);  // near is symmetric
  CHECK(rows[0] == Quotes{"ab", "ab again"});
  CHECK(rows[1] == Quotes{"ac"});
  CHECK(rows[2] == Quotes{"near"});
  rows = world.quotes("find ?y, ?z where a knows ?y and optional { ?y likes ?z } order by ?y");
  CHECK(rows == std::vector<Quotes>{{"ab", "ab again", "bc"}, {"ac"}});
}

TEST_CASE("what follows from declarations and rules shows its premises") {
  World world;
  fill(world);
  using Rows = std::vector<Quotes>;
  CHECK(world.quotes("c \"known by\" ?") == Rows{{"ac"}});
  CHECK(world.quotes("b near ?") == Rows{{"near"}});
  CHECK(world.quotes("d likes ?") == Rows{{"adored"}});
  CHECK(world.quotes("x \"part of\" z") == Rows{{"xy", "yz"}});
  CHECK(world.quotes("find ?y where a knows/likes ?y") == Rows{{"ab", "ab again", "bc"}});
  CHECK(world.quotes("a friend ?") == Rows{{"ab", "ab again", "bc"}});
  CHECK(world.quotes("path from x to z via \"part of\"") == Rows{{"xy", "yz"}});
}

TEST_CASE("evidence comes for what was asked, and no further") {
  World world;
  fill(world);
  RunOptions options;
  options.evidence = EvidenceFor::bare_claims;
  CHECK(world.quotes("a knows c", options) == std::vector<Quotes>{{"ac"}});
  CHECK(world.quotes("ask a knows c", options) == std::vector<Quotes>{{}});
  CHECK(world.quotes("find ?x where ?x likes c", options) == std::vector<Quotes>{{}});
  options.max_evidence_rows = 1;
  const auto rows = world.quotes("a knows ?", options);
  REQUIRE(rows.size() == 2);
  CHECK_FALSE(rows[0].empty());
  CHECK(rows[1].empty());
}

TEST_CASE("witnesses and claims of a row are counted") {
  World world;
  std::string script = "relation knows;";
  for (std::size_t i = 0; i <= kMaxRowWitnesses; ++i)
    script += fmt::format("add \"m\" knows \"p{}\" [quote '{}'];", i, i);
  for (std::size_t i = 0; i <= kMaxRowClaims; ++i)
    script += fmt::format("add \"n\" knows \"q\" [source '{}', quote '{}'];", i, i);
  world.tell(script);
  CHECK(world.quotes("find count(*) as ?n where m knows ?x").at(0).size() == kMaxRowWitnesses);
  CHECK(world.quotes("find count(*) as ?n where m knows ?x and ?x != p0").at(0).size() == kMaxRowWitnesses);
  CHECK(world.quotes("find count(*) as ?n where m knows ?x and ?x != p0 and ?x != p1").at(0).size() ==
        kMaxRowWitnesses - 1);
  CHECK(world.quotes("n knows ?").at(0).size() == kMaxRowClaims);
}
