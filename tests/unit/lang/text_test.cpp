// Scripts, unfinished text, encodings and limits.
#include <atomic>
#include <thread>

#include "kg/base/limits.h"
#include "kg/lang/planner.h"
#include "support/catch.h"
#include "world.h"

using namespace kg;
using namespace kg::test;

namespace {

std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> out;
  for (const StatementExtent& extent : split_statements({text, {}, 1})) {
    out.push_back(std::string(text.substr(extent.begin, extent.end - extent.begin)) +
                  (extent.terminated ? ";" : ""));
  }
  return out;
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a script is cut at its semicolons, not at those in strings, names, IRIs and comments") {
  CHECK(pieces("a b c; d e f") == std::vector<std::string>{"a b c;", "d e f"});
  CHECK(pieces(" ;; a b ';' ; # x; y\n\"d;e\" f <http://g;h> ;\n") ==
        std::vector<std::string>{"a b ';';", "\"d;e\" f <http://g;h>;"});
  CHECK(pieces("").empty());
  CHECK(pieces("# only a comment").empty());
  CHECK(pieces("\u8D63\u5DDE visited ?;x y z") ==
        std::vector<std::string>{"\u8D63\u5DDE visited ?;", "x y z"});
}

TEST_CASE("a script with an open string is refused") {
  CHECK_THROWS_AS(pieces("a b 'c; d e f"), Failure);
  CHECK_THROWS_AS(pieces("a \xFF b"), Failure);
}

TEST_CASE("a prompt asks for more while something is open") {
  for (const char* complete :
       {"Li Qiang visited ?", "", "find ?x where { ?x visited ?y }", "} nothing to wait for",
        "People's Republic visited ?", "\xFF", "a b c; # and", "Not A visited ?"})
    CHECK(open_sign(complete) == '\0');
  CHECK(open_sign("find ?x where { ?x visited ?y") == '{');
  CHECK(open_sign("find ?x where { ?x visited ?y [on (?d)") == '[');
  CHECK(open_sign("Li Qiang visited ? [on ?d") == '[');
  CHECK(open_sign("find count(") == '(');
  CHECK(open_sign("add Li Qiang said 'one") == '\'');
  CHECK(open_sign("\"Li") == '"');
  for (const char* more :
       {"find ?x where", "find ?x, ", "find ?x where ?x visited ?y AND  # more", "?x visited ?y or"})
    CHECK(open_sign(more) == ' ');
}

TEST_CASE("text that is not UTF-8 has an error of its own, with its place") {
  CHECK(error_of("Li Qiang\n visited \xC3( ?").starts_with("2:10: the text is not UTF-8: byte 0xC3\n"));
  CHECK(error_of("\xED\xA0\x80").find("not UTF-8") != std::string::npos);
  CHECK(error_of("\xC0\xAF").find("not UTF-8") != std::string::npos);
}

TEST_CASE("a byte order mark is skipped and does not move places") {
  CHECK(show("\xEF\xBB\xBFLi Qiang visited ?") == show("Li Qiang visited ?"));
  CHECK(parse("\xEF\xBB\xBF Li Qiang visited ?").text == "Li Qiang visited ?");
}

TEST_CASE("the limit on bytes") {
  const std::string query = "Li Qiang visited ?";
  CHECK(error_of(query + std::string(kMaxQueryTextBytes - query.size(), ' ')) == "no error");
  const std::string error = error_of(query + std::string(kMaxQueryTextBytes - query.size() + 1, ' '));
  CHECK(error.find("the text is 1048577 bytes long; the limit is 1048576 (1 MiB)") != std::string::npos);
}

TEST_CASE("the limit on tokens") {
  const std::string start = "find ?x where ?x in (1";  // seven tokens, and the closing one is the eighth
  const std::string fitting = start + repeat(",1", (kMaxQueryTokens - 8) / 2) + ")";
  CHECK(error_of(fitting).find("words and signs") == std::string::npos);
  CHECK(error_of(start + repeat(",1", (kMaxQueryTokens - 8) / 2 + 1) + ")")
            .find("has more than 100000 words and signs") != std::string::npos);
}

TEST_CASE("the limit on nesting") {
  const auto braces = [](std::size_t levels) {
    return "find ?x where " + repeat("{", levels) + "?x visited ?y" + repeat("}", levels);
  };
  CHECK(error_of(braces(kMaxQueryNestingLevels)) == "no error");
  CHECK(error_of(braces(kMaxQueryNestingLevels + 1)).find("nested more than 256 levels") !=
        std::string::npos);
  CHECK(error_of(braces(40'000)).find("nested more than 256 levels") != std::string::npos);
  CHECK(error_of("find ?x where " + repeat("(", 90'000)).find("nested more than 256 levels") !=
        std::string::npos);
  CHECK(error_of("find ?x where " + repeat("not ", 300) + "?x").find("nested more than") !=
        std::string::npos);
  CHECK(error_of("find ?x where ?x > " + repeat("-", 300) + "1").find("nested more than") !=
        std::string::npos);
  CHECK(error_of("?x " + repeat("^ ", 90'000) + "visited ?y") == "no error");
  CHECK(error_of("?x visited" + repeat("+", 90'000) + " ?y").find("nested more than") != std::string::npos);
  CHECK(error_of("?x visited" + repeat("*", 32) + " ?y") == "no error");
  CHECK(error_of("?x visited" + repeat("*", 33) + " ?y").find("at most 32 repetitions") != std::string::npos);
  CHECK(error_of("?x visited" + repeat("{2,3}", 90'000) + " ?y").find("at most 32 repetitions") !=
        std::string::npos);
  CHECK(error_of("?x visited" + repeat("?", 90'000) + " ?y") != "no error");
}

TEST_CASE("chains of operators are limited where they nest, and not where they do not") {
  const auto sum = [](std::size_t operators) { return "find ?y where let ?y = 1" + repeat("+1", operators); };
  CHECK(error_of(sum(200)) == "no error");
  CHECK(error_of(sum(300)).find("nested more than 256 levels") != std::string::npos);
  CHECK(error_of(sum(40'000)).find("nested more than 256 levels") != std::string::npos);
  CHECK(error_of("find ?x where ?x share ?v and (?v = 1" + repeat(" or ?v = 2", 20'000) + ")") == "no error");
  CHECK(error_of("find ?x where ?x share ?v" + repeat(" and ?v > 2", 20'000)) == "no error");
  CHECK(error_of("find ?x where ?x share ?v" + repeat(" and ?x share ?v", 20'000)) == "no error");
  CHECK(error_of("find ?x where ?x share ?v" + repeat(" and optional { ?x knows ?y }", kMaxPlanOperators)) ==
        "no error");
  CHECK(error_of("find ?x where ?x share ?v" + repeat(" and optional { ?x knows ?y }", kMaxPlanOperators + 1))
            .find("more than 1000 groups") != std::string::npos);
  CHECK(error_of("Li Qiang knows " + repeat("word ", 1000)).find("more than 40 words") != std::string::npos);
}

TEST_CASE("an empty text is no statement") {
  CHECK(error_of("") == "there is no statement in this text");
  CHECK(error_of(" # nothing\n ; ") == "there is no statement in this text");
}

TEST_CASE("statements are parsed from several threads at once") {
  std::vector<std::string> expected;
  for (const std::string& text : corpus()) expected.push_back(show(text));
  std::atomic<std::size_t> different{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int round = 0; round < 30; ++round) {
        for (std::size_t i = 0; i < corpus().size(); ++i) {
          if (show(corpus()[i]) != expected[i]) ++different;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(different == 0);
}

TEST_CASE("text outside ASCII: words, joiners, blanks and signs") {
  CHECK(show("entity \u674E\u5F3A aka '\u8D63\u5DDE'") ==
        "entity \u674E\u5F3A = \u674E\u5F3A; aka \u8D63\u5DDE");
  CHECK(show("entity C\u00F4te d\u2019Ivoire") == "entity C\u00F4te d\u2019Ivoire = C\u00F4te_d\u2019Ivoire");
  CHECK(show("Li\u00A0Qiang visited\u3000Ganzhou") == show("Li Qiang visited Ganzhou"));
  CHECK(show("add <http://x/\u00E9> ex:\u00E9 '\u20AC\U0001F600'") ==
        "add | \u00E9! \u00E9! \"\u20AC\U0001F600\"");
  CHECK(error_of("Li \u00D7 visited ?").find("has no meaning here") != std::string::npos);
  CHECK(error_of("Li \x01 visited ?").find("control character") != std::string::npos);
  CHECK(error_of("Li \x03 visited ?").find("control character") != std::string::npos);
  CHECK(error_of("find ?x where ?x visited ?y \u00E4nd ?y knows ?z") != "no error");
}
