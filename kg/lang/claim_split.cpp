#include "kg/lang/claim_split.h"

#include <algorithm>
#include <array>

#include "kg/lang/literals.h"
#include "kg/lang/suggest.h"

#include <fmt/format.h>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;

constexpr std::size_t kMaxAtoms = 40;  // of a claim with unquoted names; the work grows with the square
constexpr std::size_t kShownReadings = 4;

bool is_term_token(Kind kind) {
  return kind == Kind::variable || kind == Kind::parameter || kind == Kind::quoted_name ||
         kind == Kind::iri || kind == Kind::prefixed_name;
}

bool is_optional_sign(Run run, std::size_t i) {
  return run[i].kind == Kind::wildcard && i > 0 && run[i - 1].end == run[i].begin &&
         (run[i - 1].kind == Kind::word || run[i - 1].kind == Kind::iri ||
          run[i - 1].kind == Kind::prefixed_name || run[i - 1].kind == Kind::quoted_name ||
          run[i - 1].kind == Kind::right_parenthesis);
}

// How well a part of a reading is understood.
enum class Fit : std::uint8_t { impossible, unknown, known };

class Splitter {
 public:
  Splitter(Run run, Names& names) : run_(run), names_(names) { find_cuts(); }

  ClaimParts split();

 private:
  struct Reading {
    std::size_t first_cut = 0;  // places in cuts_
    std::size_t second_cut = 0;
    int known = 0;
    bool relation_known = false;
    std::size_t known_tokens = 0;
    [[nodiscard]] auto rank() const { return std::tuple(known, relation_known, known_tokens); }
  };

  void find_cuts();
  [[nodiscard]] Run between(std::size_t from, std::size_t to) const {
    return run_.subspan(cuts_[from], cuts_[to] - cuts_[from]);
  }
  Fit thing(Run part, bool object);
  Fit relation(Run part);
  bool path_known(const PathSyntax& path);
  std::vector<Reading> readings(std::size_t from, std::size_t to);
  [[nodiscard]] ClaimParts parts(std::size_t from, const Reading& reading, std::size_t to) const {
    return {between(from, reading.first_cut), between(reading.first_cut, reading.second_cut),
            between(reading.second_cut, to)};
  }
  [[nodiscard]] std::string spelling(const ClaimParts& parts) const;
  [[noreturn]] void fail_ambiguous(const std::vector<Reading>& readings, const std::string& message);
  void check_missing_part();
  void check_stray_keyword();
  void check_missing_and();

  Run run_;
  Names& names_;
  std::vector<std::size_t> cuts_;  // token indices at which a part may start or end; the first is 0
};

// A part never starts or ends inside a parenthesis, a string with its tag, or between a path operator and
// what it works on.
void Splitter::find_cuts() {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < run_.size(); ++i) {
    const Kind kind = run_[i].kind;
    const bool glued = kind == Kind::language_tag || kind == Kind::datatype_mark || kind == Kind::plus ||
                       kind == Kind::star || kind == Kind::slash || kind == Kind::pipe ||
                       kind == Kind::repeat || kind == Kind::dot_dot || kind == Kind::percent ||
                       is_optional_sign(run_, i);
    const bool after_sign =
        i > 0 && (run_[i - 1].kind == Kind::datatype_mark || run_[i - 1].kind == Kind::slash ||
                  run_[i - 1].kind == Kind::pipe || run_[i - 1].kind == Kind::caret ||
                  run_[i - 1].kind == Kind::dot_dot || run_[i - 1].kind == Kind::tilde ||
                  run_[i - 1].kind == Kind::minus || run_[i - 1].kind == Kind::currency);
    if (depth == 0 && !glued && !after_sign) cuts_.push_back(i);
    if (kind == Kind::left_parenthesis) ++depth;
    if (kind == Kind::right_parenthesis) --depth;
  }
  cuts_.push_back(run_.size());
}

Fit Splitter::thing(Run part, bool object) {
  const Kind first = part[0].kind;
  if (part.size() == 1 && (is_term_token(first) || first == Kind::wildcard)) return Fit::known;
  if (is_name(part)) {
    if (names_.knows(part, NameRole::thing)) return Fit::known;
    return object && literal_size(part) == part.size() ? Fit::known : Fit::unknown;
  }
  return object && literal_size(part) == part.size() ? Fit::known : Fit::impossible;
}

bool Splitter::path_known(const PathSyntax& path) {
  if (path.kind == PathExpression::Kind::link) return names_.knows(path.name, NameRole::relation);
  return std::all_of(path.parts.begin(), path.parts.end(),
                     [&](const PathSyntax& part) { return path_known(part); });
}

Fit Splitter::relation(Run part) {
  const Kind first = part[0].kind;
  if (part.size() == 1 && (is_term_token(first) || first == Kind::wildcard)) return Fit::known;
  const auto path = read_path(part);
  if (!path) return Fit::impossible;
  return path_known(*path) ? Fit::known : Fit::unknown;
}

std::vector<Splitter::Reading> Splitter::readings(std::size_t from, std::size_t to) {
  std::vector<Fit> subjects(to, Fit::impossible);
  std::vector<Fit> objects(to, Fit::impossible);
  for (std::size_t cut = from + 1; cut < to; ++cut) {
    subjects[cut] = thing(between(from, cut), false);
    objects[cut] = thing(between(cut, to), true);
  }
  std::vector<Reading> out;
  for (std::size_t i = from + 1; i + 1 < to; ++i) {
    if (subjects[i] == Fit::impossible) continue;
    for (std::size_t j = i + 1; j < to; ++j) {
      if (objects[j] == Fit::impossible) continue;
      const Fit middle = relation(between(i, j));
      if (middle == Fit::impossible) continue;
      Reading reading{i, j, 0, middle == Fit::known, 0};
      const auto count = [&](Fit fit, std::size_t first, std::size_t last) {
        if (fit != Fit::known) return;
        ++reading.known;
        reading.known_tokens += cuts_[last] - cuts_[first];
      };
      count(subjects[i], from, i);
      count(middle, i, j);
      count(objects[j], j, to);
      out.push_back(reading);
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Reading& a, const Reading& b) { return a.rank() > b.rank(); });
  return out;
}

std::string Splitter::spelling(const ClaimParts& parts) const {
  const auto show = [&](Run part) {
    return is_name(part) ? Names::spelled_quoted(part) : std::string(names_.diagnostics().text(part));
  };
  return fmt::format("{} {} {}", show(parts.subject), show(parts.relation), show(parts.object));
}

void Splitter::fail_ambiguous(const std::vector<Reading>& readings, const std::string& message) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(readings.size(), kShownReadings); ++i) {
    shown.push_back(spelling(parts(0, readings[i], cuts_.size() - 1)));
  }
  names_.diagnostics().fail(run_, message, fmt::format("write {}", join_or(shown)));
}

// `Li Qiang visited` and `visited Ganzhou`: all there is makes sense, and a part is not there.
void Splitter::check_missing_part() {
  const std::size_t end = cuts_.size() - 1;
  for (std::size_t cut = end - 1; cut >= 1; --cut) {
    if (thing(between(0, cut), false) == Fit::known && relation(between(cut, end)) == Fit::known) {
      names_.diagnostics().fail(run_.back().end, run_.back().end,
                                fmt::format("this claim has no object after {}",
                                            quoted(names_.diagnostics().text(between(cut, end)))),
                                "write `?` to ask for it");
    }
    if (relation(between(0, cut)) == Fit::known && run_[0].kind != Kind::variable &&
        thing(between(cut, end), true) == Fit::known && run_[0].kind == Kind::word) {
      names_.diagnostics().fail(run_[0].begin, run_[0].begin,
                                fmt::format("this claim has no subject before {}",
                                            quoted(names_.diagnostics().text(between(0, cut)))),
                                "write `?` to ask for it");
    }
  }
}

// Two claims without `and` between them read as one that is too long.
void Splitter::check_missing_and() {
  const std::size_t end = cuts_.size() - 1;
  if (end < 5) return;
  for (std::size_t cut = 3; cut + 2 < end; ++cut) {
    const auto left = readings(0, cut);
    if (left.empty() || left[0].known < 3) continue;
    const auto right = readings(cut, end);
    if (right.empty() || right[0].known < 3) continue;
    const Token& token = run_[cuts_[cut]];
    names_.diagnostics().fail(token, fmt::format("expected `and` before {}", quoted(token.text)),
                              "claims are joined by `and`");
  }
}

// `order ?x`, `oder by ?x` and the like became words of the claim before them.
void Splitter::check_stray_keyword() {
  constexpr std::array<std::string_view, 2> kBeforeBy{"order", "group"};
  for (std::size_t i = 2; i + 1 < run_.size(); ++i) {
    if (run_[i].kind != Kind::word) continue;
    const std::string word = lower_ascii(run_[i].text);
    const bool by = lower_ascii(run_[i + 1].text) == "by";
    if (!by && run_[i + 1].kind != Kind::variable) continue;
    const std::string_view meant = nearest(word, kBeforeBy);
    if (meant.empty() || (!by && meant != word)) continue;
    names_.diagnostics().fail(
        run_[i], fmt::format("{} does not belong to this claim", quoted(run_[i].text)),
        by ? fmt::format("did you mean `{} by`?", meant) : fmt::format("write `{} by`", meant));
  }
}

ClaimParts Splitter::split() {
  const std::size_t end = cuts_.size() - 1;
  const Diagnostics& diagnostics = names_.diagnostics();
  const bool fixed = std::all_of(run_.begin(), run_.end(), [](const Token& token) {
    return is_term_token(token.kind) || token.kind == Kind::wildcard;
  });
  if (end == 3 && run_.size() == 3 && fixed)
    return parts(0, Reading{1, 2, 0, false, 0}, 3);  // nothing to decide
  if (end > kMaxAtoms) {
    diagnostics.fail(run_, fmt::format("this claim has more than {} words and signs", kMaxAtoms),
                     "put its names in double quotes");
  }
  if (run_[0].kind == Kind::string) {
    diagnostics.fail(run_[0], "a string cannot be the subject of a claim",
                     "put names in double quotes: \"Li Qiang\"");
  }
  if (end < 3) {
    if (end == 2) check_missing_part();
    const std::string hint = diagnostics.starts_text(run_) ? statement_hint(run_[0].text) : std::string{};
    diagnostics.fail(run_, "a claim is a subject, a relation and an object",
                     hint.empty() ? "for example: Li Qiang visited ?" : hint);
  }
  const std::vector<Reading> found = readings(0, end);
  const auto complete =
      std::count_if(found.begin(), found.end(), [](const Reading& r) { return r.known == 3; });
  if (complete == 1) return parts(0, found[0], end);
  if (complete > 1) {
    const std::vector<Reading> equal(found.begin(), found.begin() + complete);
    fail_ambiguous(equal, fmt::format("this claim can be read in {} ways", complete));
  }
  check_path_signs(run_, diagnostics);
  check_stray_keyword();
  check_missing_part();
  check_missing_and();
  const auto best = static_cast<std::size_t>(std::count_if(
      found.begin(), found.end(), [&](const Reading& r) { return r.rank() == found[0].rank(); }));
  if (best == 1) return parts(0, found[0], end);
  const std::uint64_t first_line = diagnostics.place(run_.front().begin).line;
  std::string hint = diagnostics.starts_text(run_) ? statement_hint(run_[0].text) : std::string{};
  if (hint.empty() && first_line != diagnostics.place(run_.back().begin).line)
    hint = fmt::format("is a `;` missing at the end of line {}?", first_line);
  if (found.empty() && hint.empty())
    hint = "claims are joined by `and`, and names with signs in them stand in double quotes";
  if (!hint.empty())
    diagnostics.fail(run_, "this cannot be read as a subject, a relation and an object", hint);
  fail_ambiguous({found.begin(), found.begin() + static_cast<std::ptrdiff_t>(best)},
                 "the names in this claim are not known, so its parts cannot be told apart");
}

bool fits_value(Run value) {
  if (value.size() == 1 && (is_term_token(value[0].kind) || value[0].kind == Kind::wildcard)) return true;
  return is_name(value) || literal_size(value) == value.size();
}

// `source brief-1 quote 'text'`: two qualifiers that no comma parts.
void check_missing_comma(Run run, std::size_t relation_size, Names& names) {
  if (!is_name(run.first(relation_size)) || !names.knows(run.first(relation_size), NameRole::relation))
    return;
  for (std::size_t at = relation_size + 1; at + 1 < run.size(); ++at) {
    const bool value = fits_value(run.subspan(relation_size, at - relation_size));
    const Run next = run.subspan(at, 1);
    if (!value || !is_name(next) || !names.knows(next, NameRole::relation)) continue;
    names.diagnostics().fail(next, fmt::format("expected `,` before {}", quoted(next[0].text)),
                             "qualifiers are separated by commas");
  }
}

}  // namespace

bool is_name(Run run) {
  if (run.size() == 1 &&
      (run[0].kind == Kind::quoted_name || run[0].kind == Kind::iri || run[0].kind == Kind::prefixed_name)) {
    return true;
  }
  if (run[0].kind != Kind::word && run[0].kind != Kind::truth) return false;
  return std::all_of(run.begin(), run.end(), [](const Token& token) {
    return token.kind == Kind::word || token.kind == Kind::truth || token.kind == Kind::integer ||
           token.kind == Kind::decimal || token.kind == Kind::date;
  });
}

ClaimParts split_claim(Run run, Names& names) { return Splitter(run, names).split(); }

QualifierParts split_qualifier(Run run, Names& names) {
  // The longest known relation in front wins: `attributed to Xinhua`, not `attributed` and `to Xinhua`.
  std::size_t possible = 0;
  for (std::size_t size = std::min(run.size(), kMaxAtoms) - 1; size >= 1; --size) {
    const Run relation = run.first(size);
    const bool open =
        size == 1 && (relation[0].kind == Kind::variable || relation[0].kind == Kind::wildcard ||
                      relation[0].kind == Kind::parameter);
    if (!open && !is_name(relation)) continue;
    if (!fits_value(run.subspan(size))) {
      check_missing_comma(run, size, names);
      continue;
    }
    if (open || names.knows(relation, NameRole::relation)) return {relation, run.subspan(size)};
    possible = size;
  }
  if (possible != 0) return {run.first(possible), run.subspan(possible)};
  names.diagnostics().fail(run, "a qualifier is a relation and a value",
                           "for example [on 2026-02-10, source \"brief-2\"]");
}

}  // namespace kg
