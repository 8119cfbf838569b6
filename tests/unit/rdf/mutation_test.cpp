// Random changes to valid text: the parser never crashes or hangs, and what it accepts means the same when
// written and read again.
#include <random>

#include "support/catch.h"
#include "support/mutate.h"
#include "support/random_seed.h"
#include "unit/rdf/collect.h"

namespace {

const std::string kSeedText =
    "<http://example.org/s> <http://example.org/p> <http://example.org/o> . # comment\n"
    "_:b1.x <a:p> \"text with \\\"escapes\\\" \\u00e9\\U0001F600\"@en-GB--ltr .\r\n"
    "<a:s> <a:p> \"12\"^^<http://www.w3.org/2001/XMLSchema#integer> <a:g> .\n"
    "VERSION \"1.2\"\n"
    "<a:s> <a:p> <<( _:b <a:p> <<( <a:s> <a:\\u0070> \"\xC3\xA9\xE4\xB8\xAD\" )>> )>> _:g .\n"
    "<a:s><a:p>\"2026-02-10\"^^<http://www.w3.org/2001/XMLSchema#date>.\n";

}  // namespace

TEST_CASE("Mutated text is refused or understood, never more") {
  std::mt19937_64 random(kg::test::random_seed());
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 30'000; ++round) {
    const std::string text = kg::test::mutate(kSeedText, 1 + random() % 6, random);
    // An exact allocation, so that reading beyond the end is seen by the sanitizers.
    const std::vector<char> exact(text.begin(), text.end());
    const std::string_view view(exact.data(), exact.size());
    const auto syntax = round % 2 == 0 ? kg::RdfSyntax::nquads : kg::RdfSyntax::ntriples;
    const auto lenient = kg::test::parse(view, true, syntax);
    const auto strict = kg::test::parse(view, false, syntax);
    REQUIRE(strict.result.bad.size() <= 1);
    REQUIRE(strict.result.bad.empty() == lenient.result.bad.empty());
    REQUIRE(lenient.result.triples == lenient.lines.size());
    if (!strict.result.bad.empty()) {
      REQUIRE(strict.result.bad[0].line == lenient.result.bad[0].line);
      REQUIRE(strict.result.bad[0].column == lenient.result.bad[0].column);
      REQUIRE(strict.result.bad[0].line <= lenient.result.lines);
      ++refused;
    } else {
      ++accepted;
    }
    std::string written;
    for (const std::string& line : lenient.lines) written += line + '\n';
    const auto again = kg::test::parse(written);
    REQUIRE(again.result.bad.empty());
    REQUIRE(again.lines == lenient.lines);
  }
  CHECK(refused > 1000);
  CHECK(accepted > 100);
}
