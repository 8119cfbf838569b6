// Whether two graphs are the same but for the labels of their blank nodes (RDF 1.2 Concepts, section 3.8).
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kg/model/term.h"

namespace kg::test {

using Graph = std::vector<std::array<Term, 3>>;

class Isomorphism {
 public:
  static bool holds(const Graph& a, const Graph& b) {
    return same(a, colours_of(a, {}), b, colours_of(b, {}));
  }

 private:
  using Colours = std::map<std::string, std::size_t>;  // by label

  static void collect(const Term& term, Colours& out) {
    if (term.kind == TermKind::blank) out.emplace(term.value, 0);
    if (term.triple != nullptr) {
      for (const Term& part : *term.triple) collect(part, out);
    }
  }

  // The term with colours for labels; `self` is told apart from the others.
  static std::string text(const Term& term, const Colours& colours, const std::string* self) {
    if (term.kind == TermKind::blank) {
      return self != nullptr && term.value == *self ? "_:self"
                                                    : "_:" + std::to_string(colours.at(term.value));
    }
    if (term.triple == nullptr) return term.to_ntriples();
    std::string out = "<<(";
    for (const Term& part : *term.triple) out += text(part, colours, self) + ' ';
    return out + ")>>";
  }

  static std::vector<std::string> lines(const Graph& graph, const Colours& colours) {
    std::set<std::string> out;
    for (const auto& [s, p, o] : graph) {
      out.insert(text(s, colours, nullptr) + ' ' + text(p, colours, nullptr) + ' ' +
                 text(o, colours, nullptr));
    }
    return {out.begin(), out.end()};
  }

  static std::size_t distinct(const Colours& colours) {
    std::set<std::size_t> out;
    for (const auto& [label, colour] : colours) out.insert(colour);
    return out.size();
  }

  // Refines colours by what surrounds each blank node until no more are told apart.
  static Colours colours_of(const Graph& graph, Colours colours) {
    for (const auto& triple : graph) {
      for (const Term& term : triple) collect(term, colours);
    }
    for (;;) {
      std::map<std::string, std::set<std::string>> around;
      for (const auto& [s, p, o] : graph) {
        Colours here;
        for (const Term* term : {&s, &p, &o}) collect(*term, here);
        for (const auto& [label, unused] : here) {
          around[label].insert(text(s, colours, &label) + text(p, colours, &label) +
                               text(o, colours, &label));
        }
      }
      Colours next;
      for (const auto& [label, colour] : colours) {
        std::string all = std::to_string(colour);
        for (const std::string& line : around[label]) all += '\n' + line;
        next[label] = std::hash<std::string>{}(all);
      }
      const bool done = distinct(next) == distinct(colours);
      colours = std::move(next);
      if (done) return colours;
    }
  }

  static bool same(const Graph& a, const Colours& in_a, const Graph& b, const Colours& in_b) {
    if (in_a.size() != in_b.size() || lines(a, in_a) != lines(b, in_b)) return false;
    if (distinct(in_a) == in_a.size()) return true;
    // Two nodes look the same: one of `a` must be one of those of `b`.
    std::map<std::size_t, std::vector<std::string>> classes;
    for (const auto& [label, colour] : in_a) classes[colour].push_back(label);
    const auto tied =
        std::find_if(classes.begin(), classes.end(), [](const auto& c) { return c.second.size() > 1; });
    constexpr std::size_t kChosen = 1;
    Colours chosen_a = in_a;
    chosen_a[tied->second.front()] = kChosen;
    chosen_a = colours_of(a, chosen_a);
    for (const auto& [label, colour] : in_b) {
      if (colour != tied->first) continue;
      Colours chosen_b = in_b;
      chosen_b[label] = kChosen;
      if (same(a, chosen_a, b, colours_of(b, chosen_b))) return true;
    }
    return false;
  }
};

}  // namespace kg::test
