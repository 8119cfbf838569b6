#include "kg/english/figures.h"

#include "support/catch.h"

namespace kg::english {
namespace {

// The amount at the start of a text as kg writes it, then what is left of the text.
std::string amount(std::string_view text) {
  const auto tokens = tokens_of(text);
  const auto found = read_amount(tokens);
  if (!found) return "none";
  const std::string rest = spelled(Tokens(tokens).subspan(found->size));
  return found->term().value + (rest.empty() ? "" : " | " + rest);
}
std::string date(std::string_view text) {
  const auto tokens = tokens_of(text);
  const auto found = read_date(tokens);
  if (!found) return "none";
  const std::string rest = spelled(Tokens(tokens).subspan(found->size));
  return found->date.value + (rest.empty() ? "" : " | " + rest);
}

struct Case {
  const char* text;
  const char* read;
};

TEST_CASE("amounts") {
  const Case cases[] = {
      {"70 percent", "70 %"},
      {"70%", "70 %"},
      {"70-percent share", "70 % | share"},
      {"1,000 tonnes", "1000 tonnes"},
      {"12.5 km", "12.5 km"},
      {"$12 billion", "12000000000 USD"},
      {"US$12bn", "12000000000 USD"},
      {"US $ 12 billion", "12000000000 USD"},
      {"12 billion dollars", "12000000000 USD"},
      {"12,000 million US dollars", "12000000000 USD"},
      {"€3m", "3000000 EUR"},
      {"12 m", "12 | m"},
      {"twelve", "12"},
      {"a dozen", "12"},
      {"two dozen", "24"},
      {"twenty-one", "21"},
      {"thirty five", "35"},
      {"two hundred and five", "205"},
      {"a million tons", "1000000 tons"},
      {"three hundred thousand", "300000"},
      {"half", "50 %"},
      {"a quarter", "25 %"},
      {"two-thirds", "~66.6 %"},
      {"more than two-thirds", ">66.6 %"},
      {"less than a third", "<33.4 %"},
      {"one in four", "25 %"},
      {"two out of five", "40 %"},
      {"about 70 percent", "~70 %"},
      {"nearly 90 per cent", "~90 %"},
      {"more than 50 countries", ">50 | countries"},
      {"at least nineteen", ">=19"},
      {"up to six times", "<=6 times"},
      {"less than 5 percent", "<5 %"},
      {"fewer than ten", "<10"},
      {"exactly 54", "54"},
      {"between 30 and 50 percent", "30..50 %"},
      {"30 to 50 percent", "30..50 %"},
      {"30-50%", "30..50 %"},
      {"from 1 to 2 years", "1..2 years"},
      {"2 to 3 billion dollars", "2000000000..3000000000 USD"},
      {"between 50 and 30 percent", "none"},
      {"more than a visit", "none"},
      {"a visit", "none"},
      {"the third", "none"},
      {"", "none"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(amount(c.text) == c.read);
  }
}

TEST_CASE("dates") {
  const Case cases[] = {
      {"2026", "2026"},
      {"the year 2026", "2026"},
      {"2026-02-10", "2026-02-10"},
      {"February 2026", "2026-02"},
      {"Feb. 2026", "2026-02"},
      {"10 February 2026", "2026-02-10"},
      {"the 10th of February 2026", "2026-02-10"},
      {"February 10, 2026", "2026-02-10"},
      {"Feb 10th, 2026, he", "2026-02-10 | , he"},
      {"10 and 11 February 2026", "2026-02-10/2026-02-11"},
      {"10-11 February 2026", "2026-02-10/2026-02-11"},
      {"February 10 to 11, 2026", "2026-02-10/2026-02-11"},
      {"between 2027 and 2030", "2027/2030"},
      {"from 2027 to 2030", "2027/2030"},
      {"2027-2030", "2027/2030"},
      {"February 2026 to May 2026", "2026-02/2026-05"},
      {"late 2024", "2024-07/2024-12"},
      {"early 2024", "2024-01/2024-06"},
      {"the first half of 2024", "2024-01/2024-06"},
      {"the third quarter of 2024", "2024-Q3"},
      {"30 February 2026", "none"},
      {"last year", "none"},
      {"this week", "none"},
      {"may 2026", "none"},
      {"May", "none"},
      {"between 2030 and 2027", "none"},
      {"120", "none"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(date(c.text) == c.read);
  }
}

}  // namespace
}  // namespace kg::english
