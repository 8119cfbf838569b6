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

struct Form {
  string_view form;
  string_view base;
  bool participle = false;
};
// Irregular verbs (and nouns) that reports use; regular ones need no table.
constexpr Form kIrregular[] = {
    {"arose", "arise"},
    {"ate", "eat"},
    {"became", "become"},
    {"began", "begin"},
    {"begun", "begin", true},
    {"bought", "buy", true},
    {"broke", "break"},
    {"broken", "break", true},
    {"brought", "bring", true},
    {"built", "build", true},
    {"came", "come"},
    {"caught", "catch", true},
    {"chose", "choose"},
    {"chosen", "choose", true},
    {"cut", "cut", true},
    {"dealt", "deal", true},
    {"drawn", "draw", true},
    {"drew", "draw"},
    {"driven", "drive", true},
    {"drove", "drive"},
    {"fallen", "fall", true},
    {"fed", "feed", true},
    {"fell", "fall"},
    {"felt", "feel", true},
    {"fought", "fight", true},
    {"found", "find", true},
    {"gave", "give"},
    {"given", "give", true},
    {"gone", "go", true},
    {"goes", "go"},
    {"got", "get", true},
    {"gotten", "get", true},
    {"grew", "grow"},
    {"grown", "grow", true},
    {"had", "have", true},
    {"has", "have"},
    {"heard", "hear", true},
    {"held", "hold", true},
    {"hit", "hit", true},
    {"hurt", "hurt", true},
    {"kept", "keep", true},
    {"knew", "know"},
    {"known", "know", true},
    {"laid", "lay", true},
    {"led", "lead", true},
    {"left", "leave", true},
    {"lent", "lend", true},
    {"let", "let", true},
    {"lies", "lie"},
    {"lying", "lie"},
    {"lay", "lie"},
    {"lain", "lie", true},
    {"lost", "lose", true},
    {"made", "make", true},
    {"meant", "mean", true},
    {"met", "meet", true},
    {"paid", "pay", true},
    {"put", "put", true},
    {"ran", "run"},
    {"run", "run", true},
    {"read", "read", true},
    {"risen", "rise", true},
    {"rose", "rise"},
    {"said", "say", true},
    {"sat", "sit", true},
    {"saw", "see"},
    {"seen", "see", true},
    {"sent", "send", true},
    {"set", "set", true},
    {"shown", "show", true},
    {"shrank", "shrink"},
    {"sold", "sell", true},
    {"sought", "seek", true},
    {"spent", "spend", true},
    {"spoke", "speak"},
    {"spoken", "speak", true},
    {"spread", "spread", true},
    {"stood", "stand", true},
    {"struck", "strike", true},
    {"sunk", "sink", true},
    {"taken", "take", true},
    {"taught", "teach", true},
    {"thought", "think", true},
    {"threw", "throw"},
    {"thrown", "throw", true},
    {"told", "tell", true},
    {"took", "take"},
    {"understood", "understand", true},
    {"undertook", "undertake"},
    {"undertaken", "undertake", true},
    {"went", "go"},
    {"won", "win", true},
    {"written", "write", true},
    {"wrote", "write"},
    {"people", "person"},
    {"men", "man"},
    {"women", "woman"},
    {"children", "child"},
    {"licence", "license"},
    {"licences", "license"},
    {"agreed", "agree", true},
    {"freed", "free", true},
    {"using", "use"},
    {"guaranteed", "guarantee", true},
    {"dying", "die"},
    {"tying", "tie"},
};

struct Nominal {
  string_view noun;
  string_view verb;
};
// Nouns of verbs that no ending tells; `-ment` and `-ing` are stripped by rule.
constexpr Nominal kNominals[] = {
    {"production", "produce"},        {"creation", "create"},     {"introduction", "introduce"},
    {"imposition", "impose"},         {"extraction", "extract"},  {"promotion", "promote"},
    {"acquisition", "acquire"},       {"separation", "separate"}, {"operation", "operate"},
    {"foundation", "found"},          {"publication", "publish"}, {"expansion", "expand"},
    {"reduction", "reduce"},          {"destruction", "destroy"}, {"construction", "construct"},
    {"consumption", "consume"},       {"prediction", "predict"},  {"recommendation", "recommend"},
    {"purchase", "purchase"},         {"sale", "sell"},           {"attendance", "attend"},
    {"participation", "participate"}, {"refinement", "refine"},   {"refinery", "refine"},
    {"invasion", "invade"},           {"election", "elect"},      {"resignation", "resign"},
    {"appointment", "appoint"},       {"arrival", "arrive"},      {"departure", "depart"},
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

template <typename Table, typename Project>
auto find_in(const Table& table, string_view word, const Project& project) {
  return std::find_if(std::begin(table), std::end(table),
                      [&](const auto& entry) { return project(entry) == word; });
}

// Stems of regular forms; the last `e` falls, so that `refines` and `refining` meet.
std::string stem(string_view word) {
  constexpr std::size_t kLeast = 3;  // letters of a stem
  std::string out(word);
  const auto ends = [&](string_view end) { return out.size() > end.size() + 1 && out.ends_with(end); };
  const auto undouble = [&] {
    const std::size_t n = out.size();
    const bool doubled = n > kLeast && out[n - 1] == out[n - 2];
    if (doubled && string_view("bdgklmnprtvz").find(out[n - 1]) != string_view::npos) out.pop_back();
  };
  if (ends("ies") || ends("ied")) {
    out.replace(out.size() - 3, 3, "y");
  } else if (ends("ing") && out.size() > 5) {
    out.resize(out.size() - 3);
  } else if (ends("ed")) {
    out.resize(out.size() - 2);
  } else if (ends("sses") || ends("xes")) {
    out.resize(out.size() - 2);
  } else if (ends("s") && !ends("ss") && !ends("us") && !ends("is")) {
    out.pop_back();
  }
  undouble();
  if (ends("e") && !ends("ee")) out.pop_back();
  if (out.size() >= kLeast) return out;
  const string_view begin = word.substr(0, kLeast);
  return begin.ends_with('e') ? std::string(begin) : std::string(word);
}

}  // namespace

std::string key_of(string_view word) {
  static const auto* const irregular = [] {
    auto* map = new std::unordered_map<string_view, string_view>;
    for (const Form& form : kIrregular) map->emplace(form.form, form.base);
    return map;
  }();
  if (is(word, kBe)) return "be";
  const auto found = irregular->find(word);
  return stem(found == irregular->end() ? word : found->second);
}

std::uint32_t classes_of(string_view word) {
  static const auto* const words = [] {
    auto* map = new std::unordered_map<string_view, std::uint32_t>;
    for (const Entry& entry : kWords) map->emplace(entry.word, entry.classes);
    return map;
  }();
  const auto found = words->find(word);
  return found == words->end() ? 0 : found->second;
}

std::string verb_key_of(string_view noun) {
  const auto found = find_in(kNominals, noun, [](const Nominal& n) { return n.noun; });
  if (found != std::end(kNominals)) return key_of(found->verb);
  if (noun.ends_with("ment") && noun.size() > 7) return key_of(noun.substr(0, noun.size() - 4));
  return key_of(noun);
}

bool is_participle(string_view word) {
  const auto found = find_in(kIrregular, word, [](const Form& form) { return form.form; });
  if (found != std::end(kIrregular)) return found->participle;
  return word.size() > 3 && word.ends_with("ed");
}
bool is_gerund(string_view word) { return word.size() > 4 && word.ends_with("ing"); }

std::string other_number(string_view noun) {
  std::string out(noun);
  if (noun.size() < 4) return {};
  if (noun.ends_with("ies")) return out.replace(out.size() - 3, 3, "y");
  if (noun.ends_with("ss")) return {};
  if (noun.ends_with("s")) return out.substr(0, out.size() - 1);
  if (noun.ends_with("y") && string_view("aeiou").find(noun[noun.size() - 2]) == string_view::npos)
    return out.replace(out.size() - 1, 1, "ies");
  return out + 's';
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
