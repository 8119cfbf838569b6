#include "kg/optimizer/ranges.h"

#include <cmath>
#include <random>

#include "kg/model/value.h"
#include "optimizer/query.h"
#include "optimizer/synthetic_source.h"
#include "support/catch.h"
#include "support/random_seed.h"

using namespace kg;
using namespace kg::test;

namespace {

const SyntheticSource kNoSource;

struct Fixture {
  Query q{kNoSource};

  ValueRanges ranges(Function function, const std::string& left, const std::string& right) {
    return ranges_of(*q.call(function, {left, right}), q.var("x"), kNoSource).value();
  }
  ValueRanges ranges(Function function, const Term& constant) {
    return ranges_of(*make_call(function, {q.value("?x"), make_constant(constant)}), q.var("x"), kNoSource)
        .value();
  }
};

Id integer(std::int64_t value) { return *integer_id(value); }

const ValueRange* holder(const ValueRanges& ranges, Id id) {
  for (const ValueRange& range : ranges) {
    if (range.ids.contains(id)) return &range;
  }
  return nullptr;
}

}  // namespace

TEST_CASE_METHOD(Fixture, "a comparison with an integer is exact on integers") {
  const Id least{Tag::integer, 0};
  const Id greatest{Tag::integer, kPayloadMask};
  const auto on_integers = [&](Function f) { return ranges(f, "?x", "30").front(); };
  CHECK(on_integers(Function::less).ids == IdRange{least, integer(29)});
  CHECK(on_integers(Function::less_equal).ids == IdRange{least, integer(30)});
  CHECK(on_integers(Function::greater).ids == IdRange{integer(31), greatest});
  CHECK(on_integers(Function::greater_equal).ids == IdRange{integer(30), greatest});
  CHECK(on_integers(Function::equal).ids == IdRange{integer(30), integer(30)});
  CHECK(on_integers(Function::equal).exact);
  CHECK(ranges(Function::less, "30", "?x").front().ids == IdRange{integer(31), greatest});
}

TEST_CASE_METHOD(Fixture, "integers of another tag are in a comparison's ranges") {
  const ValueRanges equal = ranges(Function::equal, "?x", "1");
  CHECK(holder(equal, *inline_literal("1.0", iri::kXsdDecimal)) != nullptr);
  CHECK(holder(equal, *inline_literal("1.0E0", iri::kXsdDouble)) != nullptr);
  CHECK(holder(equal, Id{Tag::value, 7}) != nullptr);
  CHECK_FALSE(holder(equal, Id{Tag::value, 7})->exact);
  CHECK(holder(equal, Id{Tag::iri, 7}) == nullptr);
  CHECK(holder(equal, Id{Tag::date, 7}) == nullptr);
}

TEST_CASE_METHOD(Fixture, "a decimal bound rounds inwards on integers") {
  const Term bound = Term::literal("1.5", iri::kXsdDecimal);
  CHECK(ranges(Function::greater, bound).front().ids.first == integer(2));
  CHECK(ranges(Function::less, bound).front().ids.last == integer(1));
  CHECK(holder(ranges(Function::equal, bound), integer(1)) == nullptr);
  const Term huge = Term::literal("100000000000000000000000", iri::kXsdDecimal);
  CHECK(holder(ranges(Function::less, huge), integer(5))->exact);
  CHECK(holder(ranges(Function::greater, huge), integer(5)) == nullptr);
}

TEST_CASE_METHOD(Fixture, "other filters have no ranges") {
  const auto none = [&](ExpressionPtr e) { return !ranges_of(*e, q.var("x"), kNoSource).has_value(); };
  CHECK(none(q.call(Function::not_equal, {"?x", "3"})));
  CHECK(none(q.call(Function::less, {"?x", "?y"})));
  CHECK(none(q.call(Function::less, {"?y", "3"})));
  CHECK(none(q.call(Function::less, {"?x", "'a'"})));
  CHECK(none(q.call(Function::matches_regex, {"?x", "'a'"})));
  CHECK(none(make_call(Function::matches_regex, {q.value("?x"), q.value("'^a'"), q.value("'i'")})));
}

TEST_CASE_METHOD(Fixture, "a prefix gives the source's ranges, and strings with a language") {
  const ValueRanges prefix = ranges(Function::starts_with, "?x", "'alpha'");
  REQUIRE(prefix.size() == 3);
  CHECK(prefix[0].exact);
  CHECK_FALSE(prefix[1].exact);
  CHECK(prefix[2].ids == tag_range(Tag::lang_string));
  const ValueRanges regex = ranges(Function::matches_regex, "?x", "'^alpha.*z'");
  CHECK(regex.size() == 3);
  CHECK_FALSE(regex[0].exact);
}

TEST_CASE("the literal with which matches of a regular expression start") {
  CHECK(anchored_literal("^alpha") == "alpha");
  CHECK(anchored_literal("^alpha ri.*") == "alpha ri");
  CHECK(anchored_literal("^ab*") == "a");
  CHECK(anchored_literal("^ab+") == "ab");
  CHECK(anchored_literal("^ab?c") == "a");
  CHECK(anchored_literal("^ab{0,3}") == "a");
  CHECK(anchored_literal("^a\xC3\xA9*") == "a");
  CHECK(anchored_literal("^a|b").empty());
  CHECK(anchored_literal("a").empty());
  CHECK(anchored_literal("^(a)").empty());
  CHECK(anchored_literal("^").empty());
  CHECK(anchored_literal("^*").empty());
}

// Every value that satisfies a filter lies in a range; every id of an exact range satisfies it.
TEST_CASE_METHOD(Fixture, "ranges agree with the comparison on random numbers and dates") {
  std::mt19937_64 random(random_seed());
  const auto some_term = [&random]() -> Term {
    const auto small = static_cast<std::int64_t>(random() % 7) - 3;
    switch (random() % 7) {
      case 0:
        return Term::integer(small);
      case 1:
        return Term::integer(static_cast<std::int64_t>(random() >> 6U) * (random() % 2 == 0 ? 1 : -1));
      case 2:
        return Term::literal(std::to_string(small) + "." + std::to_string(random() % 100), iri::kXsdDecimal);
      case 3:
        return number_term(Number::dbl(static_cast<double>(small) / 2));
      case 4:
        return number_term(Number::dbl(
            std::ldexp(static_cast<double>(random() % 1000), static_cast<int>(random() % 120) - 60)));
      case 5:
        return Term::literal("202" + std::to_string(random() % 3) + "-0" + std::to_string(random() % 3 + 1) +
                                 "-1" + std::to_string(random() % 3),
                             iri::kXsdDate);
      default:
        return random() % 2 == 0
                   ? Term::literal("202" + std::to_string(random() % 3), iri::kXsdGYear)
                   : Term::literal("2021-0" + std::to_string(random() % 3 + 1), iri::kXsdGYearMonth);
    }
  };
  for (int i = 0; i < 20'000; ++i) {
    const Term constant = some_term();
    const Term term = some_term();
    const std::optional<Id> id = inline_term(term);
    if (!id) continue;
    const Value a = value_of(term);
    const Value b = value_of(constant);
    const std::array<std::pair<Function, Truth>, 5> all{
        {{Function::equal, compare_equal(a, b)},
         {Function::less, compare_less(a, b)},
         {Function::less_equal, compare_less_equal(a, b)},
         {Function::greater, compare_less(b, a)},
         {Function::greater_equal, compare_less_equal(b, a)}}};
    for (const auto& [function, truth] : all) {
      const auto found = ranges(function, constant);
      const ValueRange* range = holder(found, *id);
      const std::string what =
          term.to_ntriples() + " " + function_name(function) + " " + constant.to_ntriples();
      INFO(what);
      if (truth == Truth::yes) REQUIRE(range != nullptr);
      if (truth != Truth::yes && range != nullptr) REQUIRE_FALSE(range->exact);
    }
  }
}

TEST_CASE("ranges intersect") {
  const auto range = [](std::uint64_t first, std::uint64_t last, bool exact) {
    return ValueRange{{Id{first}, Id{last}}, exact};
  };
  const ValueRanges both = intersection({range(1, 10, true), range(20, 30, false)}, {range(5, 25, true)});
  REQUIRE(both.size() == 2);
  CHECK(both[0].ids == IdRange{Id{5}, Id{10}});
  CHECK(both[0].exact);
  CHECK(both[1].ids == IdRange{Id{20}, Id{25}});
  CHECK_FALSE(both[1].exact);
  CHECK(intersection({range(1, 2, true)}, {range(3, 4, true)}).empty());
}
