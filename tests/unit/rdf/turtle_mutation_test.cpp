// Random changes to valid Turtle and TriG: the parser never crashes or hangs, tells the same however the
// input is cut, and what it accepts means the same when written and read again.
#include <random>

#include "kg/base/error.h"
#include "kg/rdf/graph_text.h"
#include "support/catch.h"
#include "support/mutate.h"
#include "support/random_seed.h"
#include "unit/rdf/collect.h"

namespace {

const std::string kTexts[] = {
    "@prefix : <http://e/> .\n@base <http://b/c> .\nPREFIX x: <y:>\n"
    ":a a :T ; :p 1, -2.5, 3e4, true, \"x\\u00e9\"@en-gb--rtl, 'y'^^x:t, \"\"\"long\n\"q\" \"\"\" ;;\n"
    "   <rel> <../up#f>, [ :q ( 1 ( :b ) [] ) ], () .\n[ :only :blank ] .\n",
    "@prefix : <http://e/> .\n"
    ":s :p :o ~ :r ~ {| :k :v {| :m :n |} |} {| :z :z |}, << :a :p << :b :q _:x ~ :t >> >> .\n"
    ":s :p <<( :a :p <<( :b :q \"\\t\" )>> )>> .\n",
    "PREFIX : <http://e/>\n{ :a :b :c } GRAPH :g { :s :p [] . :s :p :o {| :q 1 |} }\n"
    "_:g { :a :b ( 1 2 ) } :x :y \"\xC3\xA9\" . # end\n"};

// The graph as Turtle. Labels that the parser made are written as a file can write them.
std::string written(const kg::test::Graph& graph) {
  const auto text = kg::make_graph_text(kg::GraphFormat::turtle, {{"", "http://e/"}, {"x", "y:"}});
  const std::function<kg::Term(kg::Term)> relabelled = [&](kg::Term term) {
    if (term.kind == kg::TermKind::blank) term.value = (term.value[0] == '.' ? "g" : "u.") + term.value + 'e';
    if (term.triple == nullptr) return term;
    const auto& [s, p, o] = *term.triple;
    return kg::Term::triple_term(relabelled(s), p, relabelled(o));
  };
  std::string out;
  text->begin(out);
  for (const auto& [s, p, o] : graph) {
    const kg::OwnedTerm subject(relabelled(s));
    const kg::OwnedTerm relation(p);
    const kg::OwnedTerm object(relabelled(o));
    text->triple(out, {.subject = &subject.raw, .relation = &relation.raw, .object = &object.raw});
  }
  text->end(out);
  return out;
}

}  // namespace

TEST_CASE("Mutated Turtle is refused or understood, never more") {
  std::mt19937_64 random(kg::test::random_seed());
  std::size_t accepted = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 10'000; ++round) {
    const std::string text = kg::test::mutate(kTexts[random() % 3], random() % 5, random);
    INFO("KG_SEED=" << kg::test::random_seed() << " round " << round << '\n' << text);
    kg::TurtleOptions options;
    options.trig = random() % 2 == 0;
    options.base = "z:/y";
    const auto strict = kg::test::parse_turtle(text, options);
    options.window_bytes = 8;
    const auto pieces = kg::test::parse_turtle(text, options, false, 1 + random() % 9);
    REQUIRE(pieces.lines == strict.lines);
    REQUIRE(pieces.result.lines == strict.result.lines);
    REQUIRE(pieces.result.bad.size() == strict.result.bad.size());
    if (!strict.result.bad.empty()) {
      CHECK(pieces.result.bad[0].line == strict.result.bad[0].line);
      CHECK(pieces.result.bad[0].column == strict.result.bad[0].column);
      CHECK(pieces.result.bad[0].reason == strict.result.bad[0].reason);
      CHECK(strict.result.bad[0].line <= strict.result.lines + 1);
      ++refused;
      try {
        const auto lenient = kg::test::parse_turtle(text, options, true);
        REQUIRE_FALSE(lenient.result.bad.empty());
        CHECK(lenient.result.bad[0].reason == strict.result.bad[0].reason);
      } catch (const kg::Failure& failure) {
        CHECK(failure.error().code == kg::ErrorCode::data);
      }
      continue;
    }
    ++accepted;
    const auto again = kg::test::parse_turtle(written(strict.graph));
    for (const auto& bad : again.result.bad) INFO(bad.line << ':' << bad.column << ' ' << bad.reason);
    REQUIRE(again.result.bad.empty());
    REQUIRE(kg::test::Isomorphism::holds(again.graph, strict.graph));
  }
  CHECK(refused > 1000);
  CHECK(accepted > 1000);
}
