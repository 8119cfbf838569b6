#include "kg/lang/complete.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "kg/base/utf8.h"
#include "kg/lang/names.h"
#include "kg/lang/suggest.h"
#include "kg/lang/words.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::size_t kMaxNameWords = 8;
// Words that stand between claims, and in front of them.
constexpr std::array<std::string_view, 28> kInnerWords{
    "where", "and",    "or",  "not",    "exists",   "optional", "let",    "values",   "in",    "as",
    "group", "order",  "by",  "having", "limit",    "offset",   "asc",    "desc",     "count", "from",
    "to",    "within", "via", "about",  "distinct", "matches",  "sparql", "tolerance"};
// What names without quotes cannot hold (grammar/KgLexer.g4).
constexpr std::array<std::string_view, 6> kReserved{"and", "or", "not", "as", "where", "having"};
constexpr std::array<std::string_view, 8> kTopics{"relations", "names", "sources", "documents",
                                                  "rules",     "stats", "commits", "prefixes"};
// Things whose names begin as it is typed and of which one name each is looked up.
constexpr std::size_t kMaxSpelled = 200;

// A word of the text, or a quoted name; what stands between words ends a claim when it is none of these.
struct Word {
  std::size_t begin = 0;
  std::string text;   // without quotes
  bool open = false;  // a quote that is not closed
  bool variable = false;
};

// The words of the claim in hand: those after the last bracket, comma, semicolon, text or comparison.
struct Scan {
  std::vector<Word> words;
  std::set<std::string> variables;  // of the whole text
  bool at_start = true;             // nothing stands before these words
  bool in_text = false;             // inside of a text or comment: nothing is offered
};

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || c == '_' || c == '-' || c == '\'' || c == '&' || c == '.';
}

bool is_one_of(std::span<const std::string_view> words, const std::string& word) {
  return std::find(words.begin(), words.end(), lower_ascii(word)) != words.end();
}
bool separates(const std::string& word) { return is_one_of(kReserved, word); }
bool is_keyword(const std::string& word) {
  return is_one_of(kInnerWords, word) || is_one_of(statement_words(), word);
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Scan scan() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at_;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      out_.in_text = at_ == text_.size();
    } else if (c == '\'') {
      const std::size_t end = text_.find('\'', at_ + 1);
      out_.in_text = end == std::string_view::npos;
      at_ = out_.in_text ? text_.size() : end + 1;
      cut();
    } else if (c == '"') {
      const std::size_t end = text_.find('"', at_ + 1);
      const bool open = end == std::string_view::npos;
      const std::size_t last = open ? text_.size() : end;
      out_.words.push_back({at_, std::string(text_.substr(at_ + 1, last - at_ - 1)), open, false});
      at_ = open ? last : end + 1;
    } else if (c == '?' || is_word_byte(c)) {
      word();
    } else {
      ++at_;
      const bool ends = c == ';';
      cut();
      out_.at_start = ends;
    }
  }

  void word() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && is_word_byte(text_[at_])) ++at_;
    Word word{begin, std::string(text_.substr(begin, at_ - begin)), false, text_[begin] == '?'};
    if (word.variable && word.text.size() > 1 && at_ < text_.size()) out_.variables.insert(word.text);
    const bool last = at_ == text_.size();
    out_.words.push_back(std::move(word));
    if (!last && separates(out_.words.back().text)) cut();
  }

  void cut() {
    out_.words.clear();
    out_.at_start = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Scan out_;
};

std::string joined(const std::vector<Word>& words, std::size_t first, std::size_t last) {
  std::string out;
  for (std::size_t i = first; i < last; ++i) out += (i > first ? " " : "") + words[i].text;
  return out;
}

// Something with a name that fits, or with the beginning of one.
struct Bearer {
  Id id;
  std::string folded;
};

class Completer {
 public:
  Completer(std::string_view text, std::size_t cursor, const LanguageContext& context, std::size_t limit)
      : text_(text.substr(0, cursor)), context_(context), limit_(limit), scan_(Scanner(text_).scan()) {
    const auto find = [&](std::string_view iri) { return context.source->find(Term::iri(iri)); };
    label_ = find(iri::kRdfsLabel);
    alias_ = find(iri::kSkosAltLabel);
    type_ = find(iri::kRdfType);
    property_ = find(vocabulary::kRdfProperty);
    const bool fresh = text_.empty() || text_.back() == ' ' || text_.back() == '\n';
    typed_ = !scan_.words.empty() && (!fresh || scan_.words.back().open) && ends_in_word();
  }

  Completions run();

 private:
  // Whether the text ends in the last word, and not in a sign behind it.
  [[nodiscard]] bool ends_in_word() const {
    const Word& last = scan_.words.back();
    return last.open || last.begin + last.text.size() >= text_.size();
  }
  void offer(std::string text, Completion::Kind kind);
  void offer_words(std::string_view prefix, std::span<const std::string_view> words);
  bool offer_names(std::size_t first);
  bool offer_bearers(std::size_t first, const std::vector<Bearer>& bearers);
  void offer_relations(Id subject, const std::string& prefix);
  void offer_values(Id subject, Id relation, const std::string& prefix);
  void offer_variables(std::string_view prefix);
  bool offer_similar(std::size_t first);
  bool offer_claim();
  [[nodiscard]] bool may_begin(std::size_t first) const;
  bool offer_run(bool (Completer::*offer_from)(std::size_t), bool anywhere, std::size_t end);
  void offer_beginnings();
  [[nodiscard]] Id named(std::size_t first, std::size_t last, bool relation) const;
  [[nodiscard]] bool is_relation(Id id) const;
  // Whether the words before this one ask for a relation.
  [[nodiscard]] bool expects_relation(std::size_t first) const;
  // The name of a thing that begins with what is typed, in its case where there is such a one: the label, or
  // the shortest alias; the label when none does.
  [[nodiscard]] std::string spelled(Id id, std::string_view folded) const;
  [[nodiscard]] std::string written(const std::string& name) const;
  template <typename Visit>
  void for_each_of(Id subject, Id relation, const Visit& visit) const;

  std::string_view text_;
  const LanguageContext& context_;
  std::size_t limit_;
  Scan scan_;
  bool typed_ = false;     // the last word is not finished
  bool as_typed_ = false;  // there are names in the case that was typed, and it has a capital
  std::string raw_;        // what is being completed
  Id label_, alias_, type_, property_;
  Completions out_;
  std::set<std::string> offered_;
};

bool Completer::is_relation(Id id) const {
  return (type_ != kMissing && property_ != kMissing && context_.source->contains({id, type_, property_})) ||
         context_.source->statistics().relation(id).triples > 0;
}

// The triples of a subject, or of a subject and a relation, at most kMaxCompletionReads of them.
template <typename Visit>
void Completer::for_each_of(Id subject, Id relation, const Visit& visit) const {
  ScanSpec spec;
  spec.permutation = Permutation::spo;
  spec.prefix = {subject, relation, kUnbound};
  spec.bound = relation.bound() ? 2 : 1;
  const auto cursor = context_.source->cursor(spec);
  TripleColumns rows;
  std::size_t read = 0;
  while (read < kMaxCompletionReads && cursor->next(rows)) {
    for (std::size_t i = 0; i < rows.size && read++ < kMaxCompletionReads; ++i)
      visit(rows.column[1][i], rows.column[2][i]);
  }
}

std::string Completer::spelled(Id id, std::string_view folded) const {
  std::string label, best;
  int best_rank = 0;
  for (const Id relation : {label_, alias_}) {
    if (relation == kMissing) continue;
    for_each_of(id, relation, [&](Id, Id name) {
      const std::string text = context_.source->term(name).value;
      if (label.empty() && relation == label_) label = text;
      if (folded.empty() || !fold_name(text).starts_with(folded)) return;
      const int rank = (text.starts_with(raw_) ? 2 : 0) + (relation == label_ ? 2 : 1);
      if (rank < best_rank || (rank == best_rank && text.size() >= best.size())) return;
      best = text;
      best_rank = rank;
    });
  }
  return best.empty() ? label : best;
}

bool Completer::expects_relation(std::size_t first) const {
  const auto& words = scan_.words;
  if (first == 0) return false;
  if (words[first - 1].variable) return first == 1 || is_keyword(words[first - 2].text);
  for (std::size_t begin = first - std::min(first, kMaxNameWords); begin < first; ++begin) {
    if (named(begin, first, false).bound()) return true;
  }
  return false;
}

// As it is typed: words as they are, other names in quotes.
std::string Completer::written(const std::string& name) const {
  const bool open_quote = typed_ && !scan_.words.empty() && scan_.words.back().open;
  bool plain = !name.empty() && !open_quote;
  std::string word;
  for (std::size_t i = 0; i <= name.size() && plain; ++i) {
    if (i < name.size() && name[i] != ' ') {
      const auto byte = static_cast<unsigned char>(name[i]);
      const bool letter = byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
      plain = letter || (!word.empty() && (name[i] == '-' || (byte >= '0' && byte <= '9')));
      word += name[i];
      continue;
    }
    const std::string folded = lower_ascii(word);
    plain = !word.empty() && std::find(kReserved.begin(), kReserved.end(), folded) == kReserved.end();
    word.clear();
  }
  return plain ? name : in_quotes(name, '"');
}

void Completer::offer(std::string text, Completion::Kind kind) {
  if (!text.empty() && out_.candidates.size() < limit_ && offered_.insert(text).second)
    out_.candidates.push_back({std::move(text), kind});
}

void Completer::offer_words(std::string_view prefix, std::span<const std::string_view> words) {
  const std::string folded = lower_ascii(prefix);
  for (const std::string_view word : words) {
    if (word.starts_with(folded)) offer(std::string(word), Completion::Kind::word);
  }
}

void Completer::offer_variables(std::string_view prefix) {
  for (const std::string& variable : scan_.variables) {
    if (variable.starts_with(prefix)) offer(variable, Completion::Kind::variable);
  }
}

// Things, or relations where these are expected; the others only when there are none of those. What begins
// in the case that was typed comes first, and alone when that case has a capital.
bool Completer::offer_bearers(std::size_t first, const std::vector<Bearer>& bearers) {
  const bool wanted = expects_relation(first);
  const bool other = std::none_of(bearers.begin(), bearers.end(),
                                  [&](const Bearer& bearer) { return is_relation(bearer.id) == wanted; });
  const bool relations = wanted != other;
  const auto kind = relations ? Completion::Kind::relation : Completion::Kind::name;
  std::vector<std::string> exact, folds;
  for (const auto& [id, folded] : bearers) {
    if (is_relation(id) != relations) continue;
    std::string name = spelled(id, folded);
    (name.starts_with(raw_) ? exact : folds).push_back(std::move(name));
  }
  as_typed_ = !exact.empty() && lower_ascii(raw_) != raw_;
  for (const std::string& name : exact) offer(written(name), kind);
  for (const std::string& name : folds) {
    if (!as_typed_) offer(written(name), kind);
  }
  return !bearers.empty();
}

// Shorter names first, each thing once.
bool Completer::offer_names(std::size_t first) {
  raw_ = joined(scan_.words, first, scan_.words.size());
  const std::string prefix = fold_name(raw_);
  if (prefix.empty()) return false;
  std::vector<std::pair<std::size_t, Id>> found;
  context_.names->for_each(prefix, [&](std::string_view name, Id id) {
    found.emplace_back(name.size(), id);
    return found.size() < kMaxCompletionReads;
  });
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Bearer> bearers;
  std::set<Id> seen;
  for (const auto& [size, id] : found) {
    if (bearers.size() < kMaxSpelled && seen.insert(id).second) bearers.push_back({id, prefix});
  }
  return offer_bearers(first, bearers);
}

void Completer::offer_relations(Id subject, const std::string& prefix) {
  std::map<Id, std::size_t> counts;
  for_each_of(subject, kUnbound, [&](Id relation, Id) { ++counts[relation]; });
  std::vector<std::pair<std::size_t, Id>> ranked;
  for (const auto& [relation, count] : counts) ranked.emplace_back(count, relation);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [count, relation] : ranked) {
    const std::string name = spelled(relation, prefix);
    if (fold_name(name).starts_with(prefix)) offer(name, Completion::Kind::relation);
  }
  if (std::string_view("is a").starts_with(prefix) && counts.contains(type_))
    offer("is a", Completion::Kind::relation);
}

void Completer::offer_values(Id subject, Id relation, const std::string& prefix) {
  for_each_of(subject, relation, [&](Id, Id value) {
    if (out_.candidates.size() >= limit_) return;
    if (tag_is_literal(value.tag())) return;
    const std::string name = spelled(value, prefix);
    if (fold_name(name).starts_with(prefix)) offer(written(name), Completion::Kind::value);
  });
}

bool Completer::offer_similar(std::size_t first) {
  raw_ = joined(scan_.words, first, scan_.words.size());
  std::vector<Bearer> bearers;
  std::set<Id> seen;
  for (const std::string& name : names_beginning_like(*context_.names, fold_name(raw_), limit_)) {
    for (const Id id : context_.names->find(name)) {
      if (seen.insert(id).second) bearers.push_back({id, name});
    }
  }
  return offer_bearers(first, bearers);
}

Id Completer::named(std::size_t first, std::size_t last, bool relation) const {
  const std::string name = fold_name(joined(scan_.words, first, last));
  for (const Id id : context_.names->find(name)) {
    if (is_relation(id) == relation) return id;
  }
  return kUnbound;
}

// A thing, or a thing and a relation, right before the words that are completed: as few of these and as many
// of those as there can be.
bool Completer::offer_claim() {
  const auto& words = scan_.words;
  const std::size_t end = words.size();
  const auto back = [](std::size_t from) { return from > kMaxNameWords ? from - kMaxNameWords : 0; };
  for (std::size_t open = typed_ ? end - 1 : end; open > 0 && open + kMaxNameWords > end; --open) {
    raw_ = joined(words, open, end);
    const std::string prefix = fold_name(raw_);
    out_.begin = open < end ? words[open].begin : text_.size();
    for (std::size_t begin = back(open); begin < open; ++begin) {
      if (const Id subject = named(begin, open, false); subject.bound()) {
        offer_relations(subject, prefix);
      } else if (const Id relation = named(begin, open, true); relation.bound()) {
        for (std::size_t start = back(begin); start < begin; ++start) {
          if (const Id thing = named(start, begin, false); thing.bound())
            offer_values(thing, relation, prefix);
        }
      }
      if (!out_.candidates.empty()) return true;
    }
  }
  return false;
}

// Whether a name can begin at this word: what stands before it is a keyword, a variable or a known name.
bool Completer::may_begin(std::size_t first) const {
  const auto& words = scan_.words;
  if (first == 0 || words[first - 1].variable || is_keyword(words[first - 1].text)) return true;
  for (std::size_t begin = first - std::min(first, kMaxNameWords); begin < first; ++begin) {
    if (!context_.names->find(fold_name(joined(words, begin, first))).empty()) return true;
  }
  return false;
}

// Offers with as many of the last words, from the byte `end` back, as there can be; `anywhere`: also where no
// name can begin.
bool Completer::offer_run(bool (Completer::*offer_from)(std::size_t), bool anywhere, std::size_t end) {
  const auto& words = scan_.words;
  for (std::size_t first = words.size() - std::min(words.size(), kMaxNameWords);
       first < words.size() && words[first].begin < end; ++first) {
    const bool name = !words[first].variable && !is_keyword(words[first].text);
    if (!anywhere && (!may_begin(first) || (!name && first + 1 < words.size()))) continue;
    out_.begin = words[first].begin;
    if ((this->*offer_from)(first)) return true;
  }
  return false;
}

// Names that begin as what is typed, words of the language, and where there are none the nearest names. A
// claim that can go on has only those names beside it that begin before its last part does; it gets the words
// that it repeats.
void Completer::offer_beginnings() {
  const Word& last = scan_.words.back();
  const Completions claim = std::exchange(out_, {});
  offered_.clear();
  if (!claim.candidates.empty()) {
    if (!offer_run(&Completer::offer_names, false, claim.begin)) out_.begin = claim.begin;
    const std::string_view repeated = text_.substr(out_.begin, claim.begin - out_.begin);
    for (const Completion& each : claim.candidates) {
      if (!as_typed_) offer(std::string(repeated) + each.text, each.kind);
    }
    return;
  }
  const bool statement = scan_.at_start && scan_.words.size() == 1;
  for (const bool anywhere : {false, true}) {
    const bool names = offer_run(&Completer::offer_names, anywhere, text_.size());
    const bool word = (!names || out_.begin == last.begin) && (anywhere || may_begin(scan_.words.size() - 1));
    const auto before = static_cast<std::ptrdiff_t>(out_.candidates.size());
    if (word) out_.begin = last.begin;
    if (word && !as_typed_) offer_words(last.text, statement ? statement_words() : kInnerWords);
    if (statement)
      std::rotate(out_.candidates.begin(), out_.candidates.begin() + before, out_.candidates.end());
    if (!out_.candidates.empty() || offer_run(&Completer::offer_similar, anywhere, text_.size())) return;
  }
}

Completions Completer::run() {
  if (scan_.in_text) return {text_.size(), {}};
  const auto& words = scan_.words;
  const std::size_t last = typed_ ? words.size() - 1 : words.size();
  out_.begin = typed_ ? words[last].begin : text_.size();
  if (typed_ && words[last].variable) {
    offer_variables(words[last].text);
    return std::move(out_);
  }
  const std::string first_word = words.empty() ? std::string() : lower_ascii(words.front().text);
  if (scan_.at_start && first_word == "show" && words.size() <= 2 && (words.size() == 2 || !typed_)) {
    offer_words(typed_ && words.size() == 2 ? words[1].text : "", kTopics);
    return std::move(out_);
  }
  const bool claim = offer_claim();
  if (!typed_) {
    if (!claim && scan_.at_start && words.empty()) offer_words("", statement_words());
    return std::move(out_);
  }
  offer_beginnings();
  return std::move(out_);
}

}  // namespace

Completions complete(std::string_view text, std::size_t cursor, const LanguageContext& context,
                     std::size_t limit) {
  return Completer(text, std::min(cursor, text.size()), context, limit).run();
}

}  // namespace kg
