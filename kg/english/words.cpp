#include "kg/english/words.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace kg::english {
namespace {

using std::string_view;

struct Entry {
  string_view word;
  std::uint32_t classes;
};
constexpr Entry kWords[] = {
    {"the", kArticle},
    {"a", kArticle},
    {"an", kArticle},
    {"am", kBe},
    {"is", kBe},
    {"are", kBe},
    {"was", kBe},
    {"were", kBe},
    {"be", kBe},
    {"been", kBe},
    {"being", kBe},
    {"has", kHave},
    {"have", kHave},
    {"had", kHave},
    {"do", kDo},
    {"does", kDo},
    {"did", kDo},
    {"not", kNot},
    {"n't", kNot},
    {"never", kNot},
    {"also", kFiller},
    {"currently", kFiller},
    {"presently", kFiller},
    {"now", kFiller},
    {"indeed", kFiller},
    {"officially", kFiller},
    {"recently", kFiller},
    {"lately", kFiller},
    {"itself", kFiller},
    {"himself", kFiller},
    {"global", kWorld},
    {"globally", kWorld},
    {"worldwide", kWorld},
    {"world", kWorld},
    {"and", kAnd},
    {"about", kPreposition},
    {"across", kPreposition},
    {"after", kPreposition},
    {"against", kPreposition},
    {"among", kPreposition},
    {"at", kPreposition},
    {"before", kPreposition},
    {"by", kPreposition},
    {"concerning", kPreposition},
    {"during", kPreposition},
    {"for", kPreposition},
    {"from", kPreposition},
    {"in", kPreposition},
    {"inside", kPreposition},
    {"into", kPreposition},
    {"of", kPreposition},
    {"on", kPreposition},
    {"over", kPreposition},
    {"regarding", kPreposition},
    {"since", kPreposition},
    {"through", kPreposition},
    {"throughout", kPreposition},
    {"to", kPreposition},
    {"under", kPreposition},
    {"until", kPreposition},
    {"via", kPreposition},
    {"with", kPreposition},
    {"within", kPreposition},
};

// Verbs of a class in all their forms, by key.
struct Verb {
  string_view base;
  std::uint32_t classes;
};
constexpr Verb kVerbs[] = {
    {"have", kPossess | kShareVerb | kComprise},
    {"hold", kPossess | kShareVerb},
    {"enjoy", kPossess},
    {"possess", kPossess | kShareVerb},
    {"own", kPossess | kShareVerb},
    {"boast", kPossess | kComprise},
    {"command", kPossess | kShareVerb},
    {"control", kPossess | kShareVerb},
    {"get", kPossess},
    {"gain", kPossess},
    {"receive", kPossess},
    {"carry", kPossess},
    {"represent", kShareVerb},
    {"constitute", kShareVerb},
    {"dominate", kShareVerb},
    {"produce", kShareVerb},
    {"make", kShareVerb | kLight},
    {"manufacture", kShareVerb},
    {"supply", kShareVerb},
    {"perform", kShareVerb},
    {"handle", kShareVerb},
    {"pay", kLight},
    {"conduct", kLight},
    {"undertake", kLight},
    {"give", kLight},
    {"happen", kHappen},
    {"occur", kHappen},
    {"come", kHappen},
    {"say", kSpeak},
    {"report", kSpeak},
    {"state", kSpeak},
    {"write", kSpeak},
    {"note", kSpeak},
    {"add", kSpeak},
    {"estimate", kSpeak},
    {"claim", kSpeak},
    {"comprise", kComprise},
    {"include", kComprise},
    {"number", kComprise},
    {"count", kComprise},
    {"contain", kComprise},
    {"unite", kComprise},
    {"stand", kEqual},
    {"amount", kEqual},
    {"total", kEqual},
    {"equal", kEqual},
    {"reach", kEqual},
};

constexpr std::array<string_view, 21> kSmall{
    "zero",     "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
constexpr std::array<string_view, 7> kTens{"thirty",  "forty",  "fifty", "sixty",
                                           "seventy", "eighty", "ninety"};
constexpr std::array<string_view, 12> kMonths{"january",   "february", "march",    "april",
                                              "may",       "june",     "july",     "august",
                                              "september", "october",  "november", "december"};

constexpr Approximation kApproximations[] = {
    {"no fewer than", ">="}, {"no less than", ">="},  {"not less than", ">="}, {"at least", ">="},
    {"a minimum of", ">="},  {"no more than", "<="},  {"not more than", "<="}, {"at most", "<="},
    {"as much as", "<="},    {"as many as", "<="},    {"up to", "<="},         {"a maximum of", "<="},
    {"more than", ">"},      {"greater than", ">"},   {"in excess of", ">"},   {"upwards of", ">"},
    {"upward of", ">"},      {"over", ">"},           {"above", ">"},          {"exceeding", ">"},
    {"less than", "<"},      {"fewer than", "<"},     {"lower than", "<"},     {"under", "<"},
    {"below", "<"},          {"an estimated", "~"},   {"approximately", "~"},  {"approx", "~"},
    {"roughly", "~"},        {"around", "~"},         {"about", "~"},          {"some", "~"},
    {"nearly", "~"},         {"almost", "~"},         {"close to", "~"},       {"circa", "~"},
    {"just under", "<"},     {"just over", ">"},      {"just below", "<"},     {"just above", ">"},
    {"well over", ">"},      {"exactly", "="},        {"precisely", "="},      {"a total of", "="},
    {"slightly over", ">"},  {"slightly under", "<"}, {"a little over", ">"},  {"a little under", "<"},
};

struct Unit {
  string_view words;
  string_view unit;
};
constexpr Unit kUnits[] = {
    {"%", "%"},
    {"percent", "%"},
    {"per cent", "%"},
    {"pct", "%"},
    {"dollars", "USD"},
    {"dollar", "USD"},
    {"us dollars", "USD"},
    {"u.s. dollars", "USD"},
    {"us dollar", "USD"},
    {"usd", "USD"},
    {"american dollars", "USD"},
    {"euros", "EUR"},
    {"euro", "EUR"},
    {"eur", "EUR"},
    {"pounds", "GBP"},
    {"gbp", "GBP"},
    {"yuan", "CNY"},
    {"renminbi", "CNY"},
    {"cny", "CNY"},
    {"rmb", "CNY"},
    {"yen", "JPY"},
    {"jpy", "JPY"},
    {"rupees", "INR"},
    {"inr", "INR"},
    {"tonnes", "tonnes"},
    {"tonne", "tonnes"},
    {"tons", "tons"},
    {"ton", "tons"},
    {"kilograms", "kg"},
    {"kilogram", "kg"},
    {"kg", "kg"},
    {"grams", "g"},
    {"kilometres", "km"},
    {"kilometers", "km"},
    {"kilometre", "km"},
    {"kilometer", "km"},
    {"km", "km"},
    {"metres", "m"},
    {"meters", "m"},
    {"miles", "miles"},
    {"years", "years"},
    {"year", "years"},
    {"months", "months"},
    {"month", "months"},
    {"weeks", "weeks"},
    {"week", "weeks"},
    {"days", "days"},
    {"day", "days"},
    {"hours", "hours"},
    {"hour", "hours"},
    {"minutes", "minutes"},
    {"times", "times"},
};

constexpr std::array<string_view, 3> kLikeOf{"of", "in", "for"};
constexpr std::array<string_view, 3> kLikeIn{"in", "of", "at"};
constexpr std::array<string_view, 3> kLikeFor{"for", "of", "about"};
constexpr std::array<string_view, 4> kLikeAbout{"about", "over", "of", "on"};
constexpr std::array<string_view, 4> kLikeOver{"over", "about", "of", "for"};
constexpr std::array<string_view, 3> kLikeAt{"at", "in", "during"};
constexpr std::array<string_view, 2> kLikeThrough{"through", "by"};
struct Like {
  string_view preposition;
  std::span<const string_view> relations;
};
constexpr Like kLike[] = {
    {"of", kLikeOf},        {"in", kLikeIn},           {"for", kLikeFor},     {"about", kLikeAbout},
    {"on", kLikeAbout},     {"regarding", kLikeAbout}, {"over", kLikeOver},   {"concerning", kLikeAbout},
    {"at", kLikeAt},        {"during", kLikeAt},       {"inside", kLikeIn},   {"within", kLikeIn},
    {"across", kLikeIn},    {"throughout", kLikeIn},   {"via", kLikeThrough}, {"through", kLikeThrough},
    {"against", kLikeOver},
};

constexpr string_view kLimiting[] = {
    "according", "all",      "allegedly", "almost",   "although",  "any",     "apparently", "barely",
    "because",   "besides",  "best",      "better",   "biggest",   "both",    "but",        "can",
    "cannot",    "could",    "each",      "either",   "even",      "every",   "except",     "expected",
    "expects",   "fail",     "failed",    "fails",    "few",       "fewer",   "first",      "former",
    "formerly",  "hardly",   "hopes",     "if",       "instead",   "intends", "largest",    "last",
    "least",     "less",     "likely",    "little",   "many",      "may",     "maybe",      "might",
    "more",      "most",     "much",      "must",     "nearly",    "neither", "no",         "nobody",
    "none",      "nor",      "nothing",   "once",     "only",      "or",      "other",      "ought",
    "part",      "partly",   "perhaps",   "plan",     "planned",   "plans",   "possible",   "possibly",
    "probably",  "proposed", "rarely",    "rather",   "refused",   "refuses", "reportedly", "second",
    "several",   "shall",    "should",    "smallest", "so-called", "some",    "supposed",   "supposedly",
    "than",      "that",     "third",     "though",   "to",        "too",     "unless",     "unlikely",
    "until",     "various",  "wants",     "whether",  "will",      "without", "would",
};
constexpr string_view kOpinions[] = {"argue", "believe", "conclude", "declare", "explain",
                                     "find",  "hold",    "stress",   "think",   "warn"};

template <typename Table, typename Project>
auto find_in(const Table& table, string_view word, const Project& project) {
  return std::find_if(std::begin(table), std::end(table),
                      [&](const auto& entry) { return project(entry) == word; });
}

}  // namespace

std::uint32_t classes_of(string_view word) {
  static const auto* const words = [] {
    auto* map = new std::unordered_map<string_view, std::uint32_t>;
    for (const Entry& entry : kWords) map->emplace(entry.word, entry.classes);
    return map;
  }();
  const auto found = words->find(word);
  return found == words->end() ? 0 : found->second;
}

bool limits(string_view word) {
  const bool listed = std::find(std::begin(kLimiting), std::end(kLimiting), word) != std::end(kLimiting);
  return listed || is(word, kNot);
}

bool is_opinion(string_view word) {
  const std::string key = key_of(word);
  return std::any_of(std::begin(kOpinions), std::end(kOpinions),
                     [&](string_view verb) { return key_of(verb) == key; });
}

std::optional<int> small_number(string_view word) {
  const auto small = std::find(kSmall.begin(), kSmall.end(), word);
  if (small != kSmall.end()) return static_cast<int>(small - kSmall.begin());
  const auto tens = std::find(kTens.begin(), kTens.end(), word);
  if (tens != kTens.end()) return 30 + 10 * static_cast<int>(tens - kTens.begin());
  if (word == "dozen") return 12;
  return std::nullopt;
}

std::optional<int> zeros_of_scale(string_view word) {
  if (word == "hundred") return 2;
  if (word == "thousand" || word == "k") return 3;
  if (word == "million" || word == "m" || word == "mn") return 6;
  if (word == "billion" || word == "bn" || word == "b") return 9;
  if (word == "trillion" || word == "tn") return 12;
  return std::nullopt;
}

std::optional<int> fraction_of(string_view word) {
  constexpr std::array<string_view, 9> kOne{"half",    "third",  "quarter", "fifth", "sixth",
                                            "seventh", "eighth", "ninth",   "tenth"};
  if (word == "halves") return 2;
  if (word.ends_with('s')) word.remove_suffix(1);
  const auto found = std::find(kOne.begin(), kOne.end(), word);
  if (found == kOne.end()) return word == "fourth" ? std::optional(4) : std::nullopt;
  return static_cast<int>(found - kOne.begin()) + 2;
}

std::optional<int> month_of(string_view word) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    const bool abbreviated = word.size() >= 3 && word.size() <= 4 && kMonths[i].starts_with(word);
    if (word == kMonths[i] || abbreviated) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

std::span<const Approximation> approximations() { return kApproximations; }

std::optional<string_view> unit_of(string_view words) {
  const auto found = find_in(kUnits, words, [](const Unit& unit) { return unit.words; });
  return found == std::end(kUnits) ? std::nullopt : std::optional(found->unit);
}

std::span<const string_view> like_preposition(string_view preposition) {
  const auto found = find_in(kLike, preposition, [](const Like& like) { return like.preposition; });
  return found == std::end(kLike) ? std::span<const string_view>() : found->relations;
}

std::uint32_t verb_classes_of(string_view word) {
  static const auto* const verbs = [] {
    auto* map = new std::unordered_map<std::string, std::uint32_t>;
    for (const Verb& verb : kVerbs) (*map)[key_of(verb.base)] |= verb.classes;
    return map;
  }();
  const auto found = verbs->find(key_of(word));
  return found == verbs->end() ? 0 : found->second;
}

}  // namespace kg::english
