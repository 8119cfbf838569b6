#include "kg/english/statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kg/base/utf8.h"
#include "kg/english/words.h"
#include "kg/model/value.h"
#include "kg/model/vocabulary.h"

namespace kg::english {

struct StatementBuilder::Choice {
  std::vector<Id> subjects;
  std::vector<Id> objects;
  Id of;
  std::vector<Id> adjuncts;  // kUnbound for those without a thing
  std::vector<std::pair<Id, Id>> appositions;
};

namespace {

constexpr std::size_t kMaxTypes = 16;

bool is_money(std::string_view unit) {
  return unit.size() == 3 &&
         std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether a value can be one of a relation that is declared with a unit.
bool value_fits(const Term& term, const std::string& unit) {
  if (unit.empty()) return true;
  const Value value = value_of(term);
  if (value.kind == ValueKind::number) return unit != "%" && !is_money(unit);
  if (value.kind != ValueKind::quantity) return false;
  const std::string_view given = value.quantity.unit;
  if (given.empty()) return unit != "%" && !is_money(unit);
  if (unit == "%" || is_money(unit))
    return (unit == "%") == (given == "%") && is_money(unit) == is_money(given);
  return given != "%" && !is_money(given);
}

void add_shape(std::string& out, const CheckStatement& statement) {
  for (const std::size_t i : {0U, 2U}) {
    const PatternTerm& place = statement.claim.triple.at(i);
    out += fmt::format("{}{} ", place.id.bits, place.term.value);
  }
  out += ';';
}

void add_statement(std::string& out, const CheckStatement& statement) {
  const TriplePattern& triple = statement.claim.triple;
  for (std::size_t i = 0; i < 3; ++i) {
    const PatternTerm& place = triple.at(i);
    out += fmt::format("{}{} ", place.id.bits, place.term.value);
  }
  for (const Qualifier& qualifier : statement.claim.qualifiers)
    out += fmt::format("[{} {} {}]", qualifier.relation.id.bits, qualifier.value.id.bits,
                       qualifier.value.term.value);
  for (const PatternTerm& document : statement.sources) out += fmt::format("({})", document.id.bits);
  out += ';';
}

}  // namespace

StatementBuilder::StatementBuilder(const Chart& chart, const Lexicon& lexicon, const TripleSource& source)
    : chart_(chart),
      lexicon_(lexicon),
      source_(source),
      type_(source.find(Term::iri(iri::kRdfType))),
      label_(source.find(Term::iri(iri::kRdfsLabel))),
      kg_source_(source.find(Term::iri(vocabulary::kSource))) {}

std::string StatementBuilder::signature(const Variant& variant) {
  std::string out;
  add_statement(out, variant.claim);
  for (const CheckStatement& granted : variant.granted) add_statement(out, granted);
  return out;
}

std::string StatementBuilder::shape(const Reading& reading) {
  std::string out = reading.negated ? "not " : "";
  for (const Part& part : reading.parts) add_shape(out, part.variants.front().claim);
  return out;
}

PatternTerm StatementBuilder::constant(Term term) const {
  const auto inlined = inline_term(term);
  const Id id = inlined ? *inlined : source_.find(term);
  return PatternTerm::constant(id, std::move(term));
}

bool StatementBuilder::has_any(Permutation order, Id first, Id second) const {
  if (first == kMissing || second == kMissing) return false;
  const auto cursor = source_.cursor({order, 2, {first, second, Id{}}, kAllIds, 0b100});
  TripleColumns rows;
  return cursor->next(rows);
}

bool StatementBuilder::is_source(Id thing) const { return has_any(Permutation::pos, kg_source_, thing); }

CheckStatement StatementBuilder::statement(Id subject, Id relation, const PatternTerm& object) const {
  CheckStatement out;
  const Term rdf_type = Term::iri(iri::kRdfType);
  out.claim.triple = {
      PatternTerm::constant(subject),
      relation == kMissing ? PatternTerm::constant(relation, rdf_type) : PatternTerm::constant(relation),
      object};
  return out;
}

// X is Y: Y is a type, or one of them stands in a relation by its bare name (who holds a post is what it
// says).
bool StatementBuilder::is(Id subject, Id object, std::vector<CheckStatement>& out) const {
  if (subject == object) return false;
  const std::size_t before = out.size();
  if (has_any(Permutation::pos, type_, object))
    out.push_back(statement(subject, type_, PatternTerm::constant(object)));
  const auto by_type = [&](Id one, Id other) {
    std::vector<Id> types;
    const auto cursor = source_.cursor({Permutation::spo, 2, {other, type_, Id{}}, kAllIds, 0b100});
    TripleColumns rows;
    while (types.size() < kMaxTypes && cursor->next(rows))
      types.insert(types.end(), rows.column[2], rows.column[2] + rows.size);
    for (const Id type : types) {
      const auto names = source_.cursor({Permutation::spo, 2, {type, label_, Id{}}, kAllIds, 0b100});
      while (label_ != kMissing && names->next(rows)) {
        for (std::size_t i = 0; i < rows.size; ++i) {
          const std::string name = fold_name(source_.term(rows.column[2][i]).value);
          const Relation* relation = lexicon_.of_type_name(key_of(name));
          if (relation != nullptr) out.push_back(statement(one, relation->id, PatternTerm::constant(other)));
        }
      }
    }
  };
  for (const Id relation : lexicon_.copular())
    out.push_back(statement(subject, relation, PatternTerm::constant(object)));
  const std::size_t before_names = out.size();
  if (type_ != kMissing) by_type(subject, object);
  if (type_ != kMissing && out.size() == before_names) by_type(object, subject);
  return out.size() > before;
}

// What may be meant by a preposition: the store's relations of that name and of those like it.
std::vector<Qualifier> StatementBuilder::qualifiers_of(const Adjunct& adjunct, Id thing) const {
  std::vector<Qualifier> out;
  const PatternTerm value = adjunct.value ? constant(*adjunct.value) : PatternTerm::constant(thing);
  const auto add = [&](std::string_view name, bool always) {
    const PatternTerm own = constant(Term::iri(std::string(iri::kKg) + std::string(name)));
    if (own.id != kMissing || always) out.push_back({own, value});
    for (const Id id : lexicon_.qualifiers(std::string(name)))
      out.push_back({PatternTerm::constant(id), value});
  };
  if (adjunct.time) {
    add(adjunct.preposition, true);
    return out;
  }
  const auto like = like_preposition(adjunct.preposition);
  for (const std::string_view name : like) add(name, false);
  if (out.empty() && !adjunct.preposition.empty()) add(adjunct.preposition, true);
  return out;
}

void StatementBuilder::qualify(const Choice& choice, const Match& match, bool bare, Part& part) const {
  constexpr std::array<std::string_view, 5> kPlace{"in", "at", "inside", "within", ""};
  for (std::size_t i = 0; i < match.adjuncts.size(); ++i) {
    const Adjunct& adjunct = match.adjuncts[i];
    const Id thing = choice.adjuncts[i];
    std::vector<Variant> out;
    for (const Variant& variant : part.variants) {
      const auto add = [&](const auto& change) {
        if (out.size() >= kMaxVariants) return;
        out.push_back(variant);
        change(out.back());
      };
      if (adjunct.speaker && is_source(thing)) {
        add([&](Variant& v) { v.claim.sources.push_back(PatternTerm::constant(thing)); });
        continue;
      }
      if (adjunct.speaker) {
        const Qualifier said{constant(Term::iri(vocabulary::kAttributedTo)), PatternTerm::constant(thing)};
        add([&](Variant& v) { v.claim.claim.qualifiers.push_back(said); });
        continue;
      }
      for (const Qualifier& qualifier : qualifiers_of(adjunct, thing))
        add([&](Variant& v) { v.claim.claim.qualifiers.push_back(qualifier); });
      const bool of_type = bare && adjunct.preposition == "of";  // a province of China
      const bool place =
          of_type || std::find(kPlace.begin(), kPlace.end(), adjunct.preposition) != kPlace.end();
      // After a comma alone a place is one of which the store says that things lie in it.
      if (adjunct.preposition.empty() && lexicon_.located_in() != nullptr &&
          !has_any(Permutation::pos, lexicon_.located_in()->id, thing)) {
        continue;
      }
      if (!place || adjunct.time || adjunct.value || lexicon_.located_in() == nullptr) continue;
      for (const PatternTerm* end :
           {&variant.claim.claim.triple.object, &variant.claim.claim.triple.subject}) {
        if (end->term.kind == TermKind::literal || !end->id.bound() || end->id == thing) continue;
        const CheckStatement lies =
            statement(end->id, lexicon_.located_in()->id, PatternTerm::constant(thing));
        add([&](Variant& v) { v.granted.push_back(lies); });
      }
    }
    part.variants = std::move(out);
  }
}

bool StatementBuilder::part(const Choice& choice, const Match& match, Id subject, Id object, bool bare,
                            Reading& out) const {
  Part part;
  std::vector<CheckStatement> claims;
  if (bare) {
    if (match.value || !is(subject, object, claims)) return false;
  } else {
    claims.push_back(statement(subject, match.relation->id,
                               match.value ? constant(*match.value) : PatternTerm::constant(object)));
  }
  for (CheckStatement& claim : claims) {
    if (choice.of.bound()) {
      claim.claim.qualifiers.push_back(
          {constant(Term::iri(std::string(iri::kKg) + "of")), PatternTerm::constant(choice.of)});
    }
    if (match.exact) claim.tolerance = decimal_of(std::int64_t{0});
    if (match.negated)
      claim.claim.qualifiers.push_back(
          {constant(Term::iri(vocabulary::kStance)), constant(Term::string("denied"))});
    if (match.subjects.size() == 1 && match.appositions.empty())
      claim.written[0] = chart_.text(match.subject_at.first, match.subject_at.second);
    if (match.objects.size() == 1 && !match.value && match.appositions.empty())
      claim.written[2] = chart_.text(match.object_at.first, match.object_at.second);
    part.variants.push_back({std::move(claim), {}, !subject.bound()});
  }
  for (const auto& [one, other] : choice.appositions) {
    std::vector<CheckStatement> granted;
    if (!is(one, other, granted)) return false;
    std::vector<Variant> variants;
    for (const Variant& variant : part.variants) {
      for (const CheckStatement& way : granted) {
        variants.push_back(variant);
        variants.back().granted.push_back(way);
      }
    }
    part.variants = std::move(variants);
  }
  qualify(choice, match, bare, part);
  if (part.variants.empty()) return false;
  out.parts.push_back(std::move(part));
  return true;
}

bool StatementBuilder::read(const Choice& choice, const Match& match, bool bare, Reading& out) const {
  out.negated = match.negated;
  const bool reciprocal = !bare && choice.objects.empty() && !match.value && choice.subjects.size() == 2;
  if (reciprocal) return part(choice, match, choice.subjects[0], choice.subjects[1], bare, out);
  const std::vector<Id> subjects = choice.subjects.empty() ? std::vector<Id>{kUnbound} : choice.subjects;
  const std::vector<Id> objects = match.value ? std::vector<Id>{kUnbound} : choice.objects;
  if (objects.empty() || subjects.size() * objects.size() > kMaxParts) return false;
  // Whether `did not visit A and B` denies both or one of them is not sure.
  if (match.negated && subjects.size() * objects.size() > 1) return false;
  for (const Id subject : subjects) {
    for (const Id object : objects) {
      if (!part(choice, match, subject, object, bare, out)) return false;
    }
  }
  return true;
}

std::vector<StatementBuilder::Choice> StatementBuilder::choices(const Match& match) const {
  std::vector<Choice> out(1);
  const auto choose = [&](const std::vector<Id>& things, const auto& put) {
    std::vector<Choice> more;
    for (const Choice& choice : out) {
      for (std::size_t i = 0; i < std::min(things.size(), kMaxCandidates); ++i) {
        if (more.size() > kMaxReadings) return;
        more.push_back(choice);
        put(more.back(), things[i]);
      }
    }
    out = std::move(more);
  };
  for (const auto& things : match.subjects)
    choose(things, [](Choice& c, Id id) { c.subjects.push_back(id); });
  for (const auto& things : match.objects) choose(things, [](Choice& c, Id id) { c.objects.push_back(id); });
  if (!match.of.empty()) choose(match.of, [](Choice& c, Id id) { c.of = id; });
  for (const Adjunct& adjunct : match.adjuncts) {
    if (adjunct.things.empty()) {
      for (Choice& choice : out) choice.adjuncts.push_back(kUnbound);
    } else {
      choose(adjunct.things, [](Choice& c, Id id) { c.adjuncts.push_back(id); });
    }
  }
  for (const auto& [ones, others] : match.appositions) {
    choose(ones, [](Choice& c, Id id) { c.appositions.emplace_back(id, kUnbound); });
    choose(others, [](Choice& c, Id id) { c.appositions.back().second = id; });
  }
  return out;
}

std::vector<Reading> StatementBuilder::readings(const Match& match, bool bare) const {
  std::vector<Reading> out;
  if (!bare) {
    if (match.world && match.relation->unit != "%") return out;
    if (match.value && !value_fits(*match.value, match.relation->unit)) return out;
    if (!match.value && !(match.relation->unit.empty() && match.relation->takes_things)) return out;
    const bool date = match.value && value_of(*match.value).kind == ValueKind::date;
    if (date && !match.relation->takes_dates) return out;
    const bool text = match.value && match.value->datatype == iri::kXsdString;
    if (text && !match.relation->takes_texts) return out;
    if (match.value && !date && !text && !match.relation->takes_figures) return out;
    // `by X` is who did it, not what narrows a passive.
    const bool by_anyone = match.subjects.empty();
    const bool by = std::any_of(match.adjuncts.begin(), match.adjuncts.end(), [](const Adjunct& adjunct) {
      return adjunct.preposition == "by" && !adjunct.time;
    });
    if (by_anyone && by) return out;
  } else if (match.world) {
    return out;
  }
  for (const Choice& choice : choices(match)) {
    Reading reading;
    if (read(choice, match, bare, reading)) out.push_back(std::move(reading));
  }
  return out;
}

}  // namespace kg::english
