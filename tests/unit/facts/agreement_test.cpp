// The interval rules of checking: figures and dates.
#include "kg/facts/agreement.h"

#include <string>
#include <vector>

#include "support/catch.h"

namespace kg {
namespace {

Term quantity(const std::string& text) { return Term::literal(text, iri::kKgQuantity); }
Term date(const std::string& text) {
  const bool interval = text.find('/') != std::string::npos;
  return Term::literal(text, interval           ? iri::kKgInterval
                             : text.size() > 10 ? iri::kXsdDateTime
                             : text.size() == 7 ? iri::kXsdGYearMonth
                                                : iri::kXsdDate);
}

struct Case {
  const char* claimed;
  const char* stated;
  Agreement agreement;
  ReasonCode reason = ReasonCode::exact;
};

TEST_CASE("figures agree as intervals of their significant digits") {
  const auto supports = Agreement::supports;
  const auto compatible = Agreement::compatible;
  const auto disjoint = Agreement::disjoint;
  const std::vector<Case> cases{
      {"12000000000 USD", "12000000000 USD", supports, ReasonCode::exact},
      {"12000000000 USD", "11600000000 USD", supports, ReasonCode::rounded},
      {"12000000000 USD", "13000000000 USD", disjoint, ReasonCode::other_value},
      {"70 %", "69 %", disjoint, ReasonCode::other_value},
      {"1000 people", "1049 people", supports, ReasonCode::rounded},
      {"1000 people", "1400 people", disjoint, ReasonCode::other_value},  // two digits of 1000 count
      {"~70 %", "70 %", supports, ReasonCode::within_tolerance},
      {"~70 %", "69 %", supports, ReasonCode::within_tolerance},
      {"~70 %", "65 %", disjoint, ReasonCode::other_value},
      {"~70 %", "~70 %", supports, ReasonCode::exact},
      {">50 countries", "54 countries", supports, ReasonCode::bound},
      {">50 countries", "50 countries", compatible, ReasonCode::bound},
      {">50 countries", "40 countries", disjoint, ReasonCode::other_value},
      {"54 countries", ">50 countries", compatible, ReasonCode::bound},
      {"40 countries", ">50 countries", disjoint, ReasonCode::other_value},
      {">50 countries", ">60 countries", supports, ReasonCode::bound},
      {"30..50 %", "40 %", supports, ReasonCode::bound},
      {"40 %", "30..50 %", compatible, ReasonCode::bound},
      {"54 countries", "54", supports, ReasonCode::exact},
      {"54 countries", "54 members", Agreement::incomparable},
      {"12 USD", "12 EUR", Agreement::incomparable},
      {"12 USD", "12 %", Agreement::other_dimension},
      {"12 years", "12 countries", Agreement::other_dimension},
  };
  for (const Case& test : cases) {
    INFO(test.claimed << " claimed, " << test.stated << " stated");
    const Comparison found = compare_stated(quantity(test.claimed), quantity(test.stated), std::nullopt);
    CHECK(static_cast<int>(found.agreement) == static_cast<int>(test.agreement));
    CHECK(reason_name(found.reason) == reason_name(test.reason));
  }
}

TEST_CASE("a tolerance widens the claimed figure and takes the place of ~") {
  const auto with = [](const char* claimed, const char* stated, std::int64_t percent) {
    return compare_stated(quantity(claimed), quantity(stated), decimal_of(percent)).agreement;
  };
  CHECK((with("70 %", "69 %", 1) == Agreement::supports));
  CHECK((with("72 %", "69 %", 1) == Agreement::disjoint));
  CHECK((with("72 %", "69 %", 5) == Agreement::supports));
  CHECK((with("~70 %", "69 %", 1) == Agreement::supports));
  // A narrow tolerance does not make a value exclude what `~` admits.
  CHECK((with("~70 %", "67 %", 1) == Agreement::compatible));
}

TEST_CASE("a tolerance of 0 takes neither rounding nor ~") {
  const auto with = [](const char* claimed, const char* stated) {
    return compare_stated(quantity(claimed), quantity(stated), decimal_of(std::int64_t{0})).agreement;
  };
  CHECK((with("12 billion USD", "12.0 billion USD") == Agreement::supports));
  CHECK((with("12.4 billion USD", "12 billion USD") == Agreement::compatible));
  CHECK((with("91 %", "~90 %") == Agreement::compatible));
  CHECK((with("90 %", "~90 %") == Agreement::compatible));
  CHECK((with("> 50", "54") == Agreement::supports));
  CHECK((with("~70 %", "70 %") == Agreement::supports));
}

TEST_CASE("dates agree when the stated one lies in the claimed one") {
  const auto compare = [](const char* claimed, const char* stated) {
    return compare_stated(date(claimed), date(stated), std::nullopt);
  };
  CHECK((compare("2026-02", "2026-02").reason == ReasonCode::exact));
  CHECK((compare("2026-02", "2026-02-10").reason == ReasonCode::narrower_date));
  CHECK((compare("2026-02", "2026-02-10").agreement == Agreement::supports));
  CHECK((compare("2026-02-10", "2026-02").reason == ReasonCode::coarser_date));
  CHECK((compare("2026-02-10", "2026-02").agreement == Agreement::compatible));
  CHECK((compare("2026-01", "2026-02").agreement == Agreement::disjoint));
  CHECK((compare("2026-02", "2026-01-30/2026-02-02").agreement == Agreement::compatible));
  // Early on the 10th in Tokyo is the 9th by UTC; a day later is another day anywhere.
  CHECK((compare("2026-02-10", "2026-02-10T02:00:00+09:00").agreement == Agreement::compatible));
  CHECK((compare("2026-02-10", "2026-02-09T10:00:00Z").agreement == Agreement::compatible));
  CHECK((compare("2026-02-10", "2026-02-09T09:59:59Z").agreement == Agreement::disjoint));
  CHECK((compare("2026-02-10T00:00:00", "2026-02-09T10:00:00").agreement == Agreement::disjoint));
}

TEST_CASE("a bare number of four digits is a year beside a date") {
  const auto compare = [](const Term& claimed, const Term& stated) {
    return compare_stated(claimed, stated, std::nullopt);
  };
  CHECK((compare(Term::integer(2026), date("2026-02")).reason == ReasonCode::narrower_date));
  CHECK((compare(date("2026-02"), Term::integer(2026)).reason == ReasonCode::coarser_date));
  CHECK((compare(Term::integer(2025), date("2026-02")).agreement == Agreement::disjoint));
  CHECK((compare(Term::integer(26), date("2026-02")).agreement == Agreement::incomparable));
  CHECK((compare(quantity("2025 people"), date("2026-02")).agreement == Agreement::incomparable));
  CHECK((compare(Term::integer(2025), Term::integer(2026)).agreement == Agreement::disjoint));
}

TEST_CASE("texts and other kinds of values exclude nothing") {
  const auto compare = [](const Term& a, const Term& b) {
    return compare_stated(a, b, std::nullopt).agreement;
  };
  CHECK((compare(Term::string("a"), Term::string("b")) == Agreement::incomparable));
  CHECK((compare(Term::string("5"), Term::integer(5)) == Agreement::incomparable));
  CHECK((compare(Term::boolean(true), Term::boolean(false)) == Agreement::disjoint));
}

}  // namespace
}  // namespace kg
