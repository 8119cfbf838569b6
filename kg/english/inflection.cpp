#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "kg/english/words.h"

namespace kg::english {
namespace {

using std::string_view;

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

}  // namespace kg::english
