#include "kg/english/lexicon.h"

#include <algorithm>
#include <set>

#include "kg/base/utf8.h"
#include "kg/english/tokens.h"
#include "kg/english/words.h"
#include "kg/model/vocabulary.h"

namespace kg::english {
namespace {

constexpr std::size_t kNoRelation = static_cast<std::size_t>(-1);
constexpr std::size_t kMaxNamesOfRelation = 256;

std::vector<Id> objects(const TripleSource& source, Id subject, Id relation) {
  std::vector<Id> out;
  if (subject == kMissing || relation == kMissing) return out;
  const auto cursor = source.cursor({Permutation::spo, 2, {subject, relation, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  while (out.size() < kMaxNamesOfRelation && cursor->next(rows))
    out.insert(out.end(), rows.column[2], rows.column[2] + rows.size);
  return out;
}

std::vector<std::string> names_of(const TripleSource& source, Id thing) {
  std::vector<std::string> out;
  for (const std::string_view relation : {iri::kRdfsLabel, iri::kSkosAltLabel}) {
    for (const Id name : objects(source, thing, source.find(Term::iri(relation))))
      out.push_back(fold_name(source.term(name).value));
  }
  return out;
}

bool is_preposition(const std::string& word) { return is(word, kPreposition); }

// The words of a name; none for names with signs in them or too many words.
std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> out;
  if (name.size() > kMaxClaimTokens) return out;
  for (const Token& token : tokens_of(name)) {
    if (token.kind != TokenKind::word && !token.is("-")) return {};
    if (token.kind == TokenKind::word) out.push_back(token.word);
  }
  if (out.size() > kMaxFormWords) out.clear();
  return out;
}

bool has_object(const TripleSource& source, Id relation, Tag first, Tag last) {
  const IdRange range{tag_range(first).first, tag_range(last).last};
  const auto cursor = source.cursor({Permutation::pos, 1, {relation, Id{}, Id{}}, range, 0b010});
  TripleColumns rows;
  return cursor->next(rows);
}

// Whether a word names a type, which some thing is of.
bool is_type(const TripleSource& source, const NameIndex& names, const std::string& word) {
  const Id type = source.find(Term::iri(iri::kRdfType));
  const std::vector<Id> things = names.find(word);
  return std::any_of(things.begin(), things.end(), [&](Id thing) {
    const auto cursor = source.cursor({Permutation::pos, 2, {type, thing, Id{}}, kAllIds, 0b100});
    TripleColumns rows;
    return cursor->next(rows);
  });
}

std::vector<std::string> without_front(const std::vector<std::string>& words, std::size_t count) {
  return {words.begin() + static_cast<std::ptrdiff_t>(count), words.end()};
}
std::vector<std::string> without_last(std::vector<std::string> words) {
  words.pop_back();
  return words;
}

}  // namespace

Lexicon::Lexicon(const TripleSource& source, const NameIndex& names, const Budget& budget) {
  std::set<Id> ids;
  source.statistics().for_each_relation([&](Id id, const RelationStatistics&) { ids.insert(id); });
  const Id type = source.find(Term::iri(iri::kRdfType));
  const Id property = source.find(Term::iri(vocabulary::kRdfProperty));
  if (type != kMissing && property != kMissing) {
    const auto cursor = source.cursor({Permutation::pos, 2, {type, property, Id{}}, kAllIds, 0b100});
    TripleColumns rows;
    while (cursor->next(rows)) ids.insert(rows.column[2], rows.column[2] + rows.size);
  }
  for (const Id id : ids) {
    budget.check();
    if (count_ < kMaxRelationForms) add_relation(source, names, id);
  }
  for (const char* const name : {"located in", "is in", "lies in"}) {
    for (const Id id : names.find(name)) {
      for (const Relation& relation : relations_) {
        if (relation.id == id && located_in_ == nullptr) located_in_ = &relation;
      }
    }
  }
  if (located_in_ != nullptr) {
    const auto place = static_cast<std::size_t>(located_in_ - relations_.data());
    add({place, FormKind::whole, true, false, {"in"}, {}});
  }
}

void Lexicon::add_relation(const TripleSource& source, const NameIndex& names, Id id) {
  const std::vector<std::string> own = names_of(source, id);
  if (own.empty()) return;
  Relation relation;
  relation.id = id;
  std::vector<std::string> unit_names;  // of a counted thing: countries, country, nation
  const Id type = source.find(Term::iri(iri::kRdfType));
  const Id symmetric = source.find(Term::iri(vocabulary::kOwlSymmetric));
  relation.symmetric = symmetric != kMissing && source.contains({id, type, symmetric});
  for (const Id unit : objects(source, id, source.find(Term::iri(vocabulary::kUnit))))
    relation.unit = source.term(unit).value;
  if (!relation.unit.empty() && !unit_of(relation.unit)) {
    unit_names.push_back(fold_name(relation.unit));
    for (const std::string& name : {fold_name(relation.unit), other_number(fold_name(relation.unit))}) {
      for (const Id thing : names.find(name)) {
        for (const std::string& other : names_of(source, thing)) unit_names.push_back(other);
      }
    }
    std::erase_if(unit_names, [](const std::string& words) { return words.find(' ') != std::string::npos; });
    for (const std::string& unit : unit_names) relation.unit_keys.push_back(key_of(unit));
  }
  relation.takes_things = has_object(source, id, Tag::blank, Tag::iri);
  relation.takes_dates = has_object(source, id, Tag::date, Tag::value);
  relation.takes_figures =
      has_object(source, id, Tag::boolean, Tag::dbl) || has_object(source, id, Tag::value, Tag::quantity);
  relation.takes_texts = has_object(source, id, Tag::short_string, Tag::typed);
  const Id inverse = source.find(Term::iri(vocabulary::kOwlInverseOf));
  if (!relation.takes_things && !relation.takes_dates && !relation.takes_figures && !relation.takes_texts) {
    relation.takes_things = true;
    relation.takes_dates = relation.takes_figures = relation.takes_texts =
        objects(source, id, inverse).empty();
  }
  relations_.push_back(std::move(relation));
  ids_.insert(id);
  const std::size_t place = relations_.size() - 1;
  for (const std::string& name : own) add_forms(source, names, place, name);
  for (const std::string& unit : unit_names) add({place, FormKind::counted, false, false, {unit}, {}});
}

void Lexicon::add(RelationForm form) {
  if (form.words.empty() || count_ >= kMaxRelationForms) return;
  for (const std::string& word : form.words) {
    form.keys.push_back(form.kind == FormKind::share && &word == &form.words.back() ? verb_key_of(word)
                                                                                    : key_of(word));
  }
  std::vector<RelationForm>& forms = forms_[form.keys.front()];
  const bool known = std::any_of(forms.begin(), forms.end(), [&](const RelationForm& other) {
    return other.relation == form.relation && other.kind == form.kind && other.keys == form.keys &&
           other.passive == form.passive && other.past == form.past;
  });
  if (known) return;
  ++count_;
  forms.push_back(std::move(form));
}

void Lexicon::add_forms(const TripleSource& source, const NameIndex& names, std::size_t relation,
                        const std::string& name) {
  RelationForm whole{relation, FormKind::whole, false, false, words_of(name), {}};
  std::vector<std::string>& words = whole.words;
  bool past = false;
  bool article = false;
  while (!words.empty() && is(words.front(), kBe | kArticle)) {
    whole.passive = whole.passive || is(words.front(), kBe);
    past = words.front() == "was" || words.front() == "were";
    article = article || is(words.front(), kArticle);
    words.erase(words.begin());
    if (past && !words.empty()) whole.past = !is_participle(words.front());
  }
  std::erase_if(words, [](const std::string& word) { return is(word, kArticle); });
  const Relation& meant = relations_[relation];
  if (words.empty()) {
    if (whole.passive) copular_.push_back(meant.id);
    return;
  }
  if (is_preposition(words.front())) {
    if (words.size() == 1 && !whole.passive) qualifiers_[words.front()].push_back(meant.id);
    if (words.size() == 1 && whole.passive && words.front() != "to") add(whole);
    return;
  }
  if (whole.passive && article && words.size() > 1 && is_type(source, names, words.front())) return;
  add(whole);
  if (meant.takes_dates && !meant.takes_things && words.size() > 1) {
    const std::string last = words.back();
    for (const char* const other : {"in", "on", "during"}) {
      if (last != "in" && last != "on") break;
      words.back() = other;
      add(whole);
    }
    words.back() = last;
  }
  add_nouns(relation, whole);
}

// The forms of nouns that a whole form gives.
void Lexicon::add_nouns(std::size_t relation, const RelationForm& whole) {
  const std::vector<std::string>& words = whole.words;
  const auto form = [&](FormKind kind, std::vector<std::string> of) {
    add({relation, kind, whole.passive, whole.past, std::move(of), {}});
  };
  const Relation& meant = relations_[relation];
  const bool possesses = words.size() > 1 && (verb_classes_of(words.front()) & kPossess) != 0;
  const std::vector<std::string> noun = possesses ? without_front(words, 1) : words;
  const std::string& last = noun.back();
  if (last == "of" && noun.size() > 1) form(FormKind::possessed, without_last(noun));
  if (!is_preposition(last)) form(FormKind::property, noun);
  if (meant.symmetric && (last == "of" || last == "with") && words.size() > 1)
    form(FormKind::reciprocal, without_last(words));
  if (possesses && noun.size() == 1 && meant.unit.empty()) {
    const auto [place, fresh] = by_type_name_.emplace(key_of(noun.front()), relation);
    if (!fresh && place->second != relation) place->second = kNoRelation;
  }
  const bool counted = !meant.unit.empty() && !unit_of(meant.unit);
  if (counted && possesses && !is_preposition(last)) form(FormKind::counted, noun);
  if (words.size() > 2 && words[0] == "number" && words[1] == "of")
    form(FormKind::counted, without_front(words, 2));
  if (meant.unit != "%") return;
  if (words.size() > 2 && words[0] == "share" && words[1] == "of")
    form(FormKind::share, without_front(words, 2));
  if (words.size() > 1 && last == "share") form(FormKind::share, without_last(words));
}

const std::vector<RelationForm>& Lexicon::starting_with(const std::string& key) const {
  const auto found = forms_.find(key);
  return found == forms_.end() ? none_ : found->second;
}

const std::vector<Id>& Lexicon::qualifiers(const std::string& preposition) const {
  const auto found = qualifiers_.find(preposition);
  return found == qualifiers_.end() ? nothing_ : found->second;
}

const Relation* Lexicon::of_type_name(const std::string& key) const {
  const auto found = by_type_name_.find(key);
  return found == by_type_name_.end() || found->second == kNoRelation ? nullptr : &relations_[found->second];
}

}  // namespace kg::english
