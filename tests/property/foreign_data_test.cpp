// Graphs as the public has them: people, places and companies, told by two sources that put the same dates,
// figures and places differently, with a good part of what is true left out. What is true is never refuted,
// whether the store holds it, lacks it, or has it in other words; a deliberately wrong value of a functional
// relation is.
//
// KG_SEED repeats a run.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <optional>

#include "kg/kg.h"
#include "kg/model/date.h"
#include "kg/model/vocabulary.h"
#include "property/random_case.h"
#include "support/catch.h"
#include "support/random_seed.h"
#include "support/temporary_directory.h"

using namespace kg;
using namespace kg::test;

namespace {

constexpr std::size_t kWorlds = 4;
constexpr std::size_t kChecks = 8'000;  // in each
constexpr std::size_t kCountries = 6, kRegions = 18, kCities = 60, kPeople = 300, kCompanies = 120;
constexpr int kLeftOut = 35;  // percent of what a source could say

constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view kNs = "https://kg.example/ns#";

std::string node(std::string_view name) { return fmt::format("<http://e/{}>", name); }
std::string in_text(const std::string& literal) {  // "x"^^<t> as the language writes it
  const std::size_t end = literal.rfind('"');
  return literal.front() == '"' ? "'" + literal.substr(1, end - 1) + "'" + literal.substr(end + 1) : literal;
}
std::string literal(std::string_view lexical, std::string_view type) {
  return fmt::format("\"{}\"^^<{}>", lexical, type);
}
std::string quantity(const std::string& lexical) { return literal(lexical, fmt::format("{}quantity", kNs)); }

struct Place {
  std::string name;
  int level = 0;  // 0 a country, 1 a region, 2 a city
  std::size_t parent = 0;
  bool typed = false;
  std::string other_name;  // a second IRI, or empty
};

// A value of a functional relation as one source gives it.
struct Told {
  std::string value;
  bool open = false;      // a bound, which does not exclude all larger values
  std::size_t place = 0;  // for places
};

struct Figure {
  long long exact = 0;
  std::string unit;
};

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) { make(); }

  [[nodiscard]] const std::string& quads() const { return quads_; }

  struct Question {
    std::string text;
    bool stored = false;  // the very claim, so it is supported
  };
  Question true_statement();
  std::optional<Question> false_statement();

 private:
  using Key = std::pair<std::string, std::string>;  // subject and relation, with ` [on Y]` where it is dated

  void make();
  void make_places();
  void say(const std::string& s, const std::string& p, const std::string& o, const std::string& on = {});
  void tell(const Key& key, const std::string& on, const Told& told);
  Told date_form(std::int64_t day, bool asked);
  Told figure_form(const Figure& figure);
  Told place_form(std::size_t city);
  std::string place_name(std::size_t place) {
    const Place& it = places_[place];
    return node(!it.other_name.empty() && random_.chance(50) ? it.other_name : it.name);
  }
  [[nodiscard]] std::size_t above(std::size_t place, int level) const {
    while (places_[place].level > level) place = places_[place].parent;
    return place;
  }
  std::size_t some_place(int level) {
    while (true) {
      const std::size_t place = random_.below(places_.size());
      if (places_[place].level == level) return place;
    }
  }
  [[nodiscard]] static std::string text(const Key& key, const std::string& value, const std::string& on) {
    return fmt::format("{} {} {}{}", key.first, key.second, in_text(value),
                       on.empty() ? "" : " [on " + in_text(on) + "]");
  }

  struct Dated {
    Key key;
    std::int64_t day;
  };
  struct Counted {
    Key key;
    std::string on;  // the literal of a year, or empty
    Figure figure;
  };
  struct Located {
    Key key;
    std::size_t city;
  };

  Random random_;
  std::string quads_;
  std::string source_ = node("sourceA");  // who speaks
  std::size_t nodes_ = 0;
  std::vector<Place> places_;
  std::vector<Dated> dated_;
  std::vector<Counted> counted_;
  std::vector<Located> located_;
  std::vector<std::array<std::string, 3>> open_;  // true statements of relations that are not functional
  std::map<std::pair<Key, std::string>, std::vector<Told>> told_;  // what the store holds
};

void World::say(const std::string& s, const std::string& p, const std::string& o, const std::string& on) {
  const std::string triple = s + ' ' + p + ' ' + o;
  if (on.empty()) {
    quads_ += fmt::format("{} {} .\n", triple, source_);
    return;
  }
  quads_ += fmt::format("{0} .\n_:c{1} <{2}reifies> <<( {0} )>> .\n_:c{1} <{3}> {4} .\n", triple, ++nodes_,
                        kRdf, vocabulary::kOn, on);
}

void World::tell(const Key& key, const std::string& on, const Told& told) {
  say(key.first, key.second, told.value, on);
  told_[{key, on}].push_back(told);
}

// A day, as day, month, year, span of years or moment, in a zone or without one; asked also as a bare number.
Told World::date_form(std::int64_t day, bool asked) {
  const CivilTime t = civil_of_ms(day * kMsPerDay);
  const std::string month = fmt::format("{:04}-{:02}", t.year, t.month);
  const std::string date = fmt::format("{}-{:02}", month, t.day);
  const auto form = [](const std::string& lexical, std::string_view type) {
    return Told{literal(lexical, type)};
  };
  switch (random_.below(asked ? 7 : 6)) {
    case 0:
      return form(fmt::format("{:04}", t.year), fmt::format("{}gYear", kXsd));
    case 1:
      return form(month, fmt::format("{}gYearMonth", kXsd));
    case 2:
      return form(fmt::format("{:04}/{:04}", t.year - 1, t.year + 1), fmt::format("{}interval", kNs));
    case 3: {  // the hour, where it was; one of a day, as the sources speak of one moment
      const auto hour = static_cast<std::uint64_t>(day + 100'000) % 24;
      const int zone = static_cast<int>((hour * 7) % 24) - 11;
      return form(fmt::format("{}T{:02}:00:00{}{:02}:00", date, hour, zone < 0 ? '-' : '+', std::abs(zone)),
                  fmt::format("{}dateTime", kXsd));
    }
    case 6:
      return form(fmt::format("{}", t.year), fmt::format("{}integer", kXsd));
    default:
      return form(date, fmt::format("{}date", kXsd));
  }
}

// A figure as it is, rounded to two digits or more, about, as a bound or a range, or in another unit.
Told World::figure_form(const Figure& figure) {
  const long long n = figure.exact;
  long long step = 1;
  while (n / step >= 1000) step *= 10;
  if (random_.chance(50) && n / step >= 100) step *= 10;
  const long long rounded = (n + step / 2) / step * step;
  const std::string unit = figure.unit.empty() ? "" : " " + figure.unit;
  const auto number = [&](long long value) {
    return unit.empty() ? literal(fmt::format("{}", value), fmt::format("{}integer", kXsd))
                        : quantity(fmt::format("{}{}", value, unit));
  };
  switch (random_.below(7)) {
    case 0:
      return {quantity(fmt::format("~{}{}", rounded, unit))};
    case 1:
      return {quantity(fmt::format(">{}{}", n / 10 * 8, unit)), true};
    case 2:
      return {quantity(fmt::format("<={}{}", n * 2 + 1, unit)), true};
    case 3:
      return {quantity(fmt::format("{}..{}{}", n - n / 10, n + n / 10, unit))};
    case 4:
      if (figure.unit == "USD") return {quantity(fmt::format("{} EUR", n / 10 * 9)), true};
      if (figure.unit == "km2") return {quantity(fmt::format("{} hectares", n * 100)), true};
      return {number(n)};
    case 5:
      return {number(rounded)};
    default:
      return {number(n)};
  }
}

Told World::place_form(std::size_t city) {
  const std::size_t place = above(city, 2 - static_cast<int>(random_.skewed(3)));
  return {place_name(place), false, place};
}

void World::make_places() {
  const auto add = [&](std::string_view kind, int level, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      Place place;
      place.name = fmt::format("{}{}", kind, i);
      place.level = level;
      if (level > 0) place.parent = some_place(level - 1);
      place.typed = random_.chance(80);
      if (random_.chance(15)) place.other_name = place.name + "b";
      places_.push_back(place);
    }
  };
  add("country", 0, kCountries);
  add("region", 1, kRegions);
  add("city", 2, kCities);
  constexpr std::array<const char*, 3> kTypes{"country", "region", "city"};
  const std::string type = fmt::format("<{}type>", kRdf);
  for (const char* narrow : kTypes)
    quads_ += fmt::format("{} <{}> {} .\n", node(narrow), vocabulary::kRdfsSubClassOf, node("place"));
  for (const Place& place : places_) {
    for (const std::string& name : {place.name, place.other_name}) {
      if (name.empty()) continue;
      if (place.typed) say(node(name), type, node(kTypes[static_cast<std::size_t>(place.level)]));
      if (random_.chance(50)) say(node(name), type, node("place"));
      if (place.level > 0 && random_.chance(100 - kLeftOut))
        say(node(name), node("locatedIn"), place_name(place.parent));
    }
    if (!place.other_name.empty())
      quads_ +=
          fmt::format("{} <{}> {} .\n", node(place.name), vocabulary::kOwlSameAs, node(place.other_name));
  }
}

void World::make() {
  const auto is = [&](std::string_view relation, std::string_view kind) {
    quads_ += fmt::format("{} <{}type> <{}> .\n", node(relation), kRdf, kind);
  };
  for (const char* relation : {"bornIn", "bornOn", "foundedOn", "capitalOf", "population", "revenue", "area"})
    is(relation, vocabulary::kOwlFunctional);
  is("locatedIn", vocabulary::kOwlTransitive);
  quads_ += fmt::format("{} <{}> {} .\n", node("birthDay"), vocabulary::kRdfsSubPropertyOf, node("bornOn"));
  quads_ += fmt::format("{} <{}> {} .\n", node("birthplaceOf"), vocabulary::kOwlInverseOf, node("bornIn"));
  make_places();

  for (std::size_t i = 0; i < kPeople; ++i) {
    const std::string person = node(fmt::format("person{}", i));
    dated_.push_back({{person, node(random_.chance(70) ? "bornOn" : "birthDay")},
                      static_cast<std::int64_t>(random_.below(60'000)) - 40'000});
    located_.push_back({{person, node("bornIn")}, some_place(2)});
    for (std::size_t n = random_.below(4); n > 0; --n)
      open_.push_back({person, node("visited"), place_name(random_.below(places_.size()))});
  }
  for (std::size_t i = 0; i < kCompanies; ++i) {
    const std::string company = node(fmt::format("company{}", i));
    dated_.push_back(
        {{company, node("foundedOn")}, static_cast<std::int64_t>(random_.below(60'000)) - 40'000});
    open_.push_back({company, node("seat"), place_name(some_place(2))});
    open_.push_back({company, node("foundedBy"), node(fmt::format("person{}", random_.below(kPeople)))});
    counted_.push_back({{company, node("revenue")},
                        literal("2020", fmt::format("{}gYear", kXsd)),
                        {static_cast<long long>(1'000'000 + random_.below(90'000'000'000)), "USD"}});
  }
  for (const Place& place : places_) {
    const long long people = static_cast<long long>(20'000 + random_.below(90'000'000));
    for (int year = 2018; year < 2021; ++year) {
      counted_.push_back({{node(place.name), node("population")},
                          year == 2018 ? "" : literal(fmt::format("{}", year), fmt::format("{}gYear", kXsd)),
                          {people + people / 40 * (year - 2018), ""}});
    }
    counted_.push_back({{node(place.name), node("area")}, "", {people / 7 + 10, "km2"}});
  }
  // Each of the two sources says a part of it, in its way.
  for (const char* source : {"sourceA", "sourceB"}) {
    source_ = node(source);
    for (const Dated& it : dated_)
      if (!random_.chance(kLeftOut)) tell(it.key, "", date_form(it.day, false));
    for (const Counted& it : counted_)
      if (!random_.chance(kLeftOut)) tell(it.key, it.on, figure_form(it.figure));
    for (const Located& it : located_)
      if (!random_.chance(kLeftOut)) tell(it.key, "", place_form(it.city));
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].level != 2 || !random_.chance(10)) continue;
    const Told told{place_name(above(i, 0)), false, above(i, 0)};
    if (!random_.chance(kLeftOut)) tell({node(places_[i].name), node("capitalOf")}, "", told);
  }
  for (const auto& [s, p, o] : open_)
    if (!random_.chance(kLeftOut)) say(s, p, o);
}

World::Question World::true_statement() {
  const auto question = [&](const Key& key, const std::string& on, const Told& told) {
    const auto found = told_.find({key, on});
    bool stored = false;
    if (found != told_.end())
      for (const Told& known : found->second) stored = stored || known.value == told.value;
    return Question{text(key, told.value, on), stored};
  };
  switch (random_.below(5)) {
    case 0: {
      const Dated& it = random_.one_of(dated_);
      return question(it.key, "", date_form(it.day, true));
    }
    case 1: {
      const Counted& it = random_.one_of(counted_);
      return question(it.key, it.on, figure_form(it.figure));
    }
    case 2: {
      const Located& it = random_.one_of(located_);
      const Told told = place_form(it.city);
      if (random_.chance(80)) return question(it.key, "", told);
      return {fmt::format("{} {} {}", told.value, node("birthplaceOf"), it.key.first)};
    }
    case 3: {
      const std::size_t place = random_.below(places_.size());
      return {fmt::format("{} {} {}", place_name(place), node("locatedIn"),
                          place_name(above(place, static_cast<int>(random_.below(3)))))};
    }
    default: {
      const auto& [s, p, o] = random_.one_of(open_);
      return {s + ' ' + p + ' ' + o};
    }
  }
}

// A wrong value of a functional relation whose right one the store has in a form that excludes it.
std::optional<World::Question> World::false_statement() {
  const auto known = [&](const Key& key, const std::string& on) -> const std::vector<Told>* {
    const auto found = told_.find({key, on});
    return found == told_.end() ? nullptr : &found->second;
  };
  if (random_.chance(40)) {
    const Dated& it = random_.one_of(dated_);
    if (known(it.key, "") == nullptr) return std::nullopt;
    const std::int64_t years = 5 + static_cast<std::int64_t>(random_.below(60));
    const std::int64_t moved = it.day + (random_.chance(50) ? years : -years) * 366;
    return Question{text(it.key, date_form(moved, true).value, "")};
  }
  if (random_.chance(50)) {
    const Counted& it = random_.one_of(counted_);
    const auto* forms = known(it.key, it.on);
    if (forms == nullptr || std::all_of(forms->begin(), forms->end(), [](const Told& t) { return t.open; }))
      return std::nullopt;
    const Told wrong = figure_form({it.figure.exact * 4, it.figure.unit});
    if (wrong.open) return std::nullopt;
    return Question{text(it.key, wrong.value, it.on)};
  }
  const Located& it = random_.one_of(located_);
  const auto* forms = known(it.key, "");
  if (forms == nullptr) return std::nullopt;
  const Told& right = random_.one_of(*forms);
  const std::size_t other = some_place(places_[right.place].level);
  if (other == right.place || !places_[other].typed || !places_[right.place].typed) return std::nullopt;
  return Question{text(it.key, place_name(other), "")};
}

}  // namespace

TEST_CASE("what is true is never refuted, and a wrong value of a functional relation is") {
  Random seeds(random_seed());
  std::map<VerdictKind, std::size_t> of_true;
  std::size_t refuted = 0, supported = 0, reported = 0;
  for (std::size_t n = 0; n < kWorlds; ++n) {
    World world(seeds.bits());
    const TemporaryDirectory directory;
    const std::string file = directory / "world.nq";
    std::ofstream(file, std::ios::binary) << world.quads();
    REQUIRE(Database::create(directory / "store").ok());
    auto database = Database::open(directory / "store", {});
    REQUIRE(database.ok());
    const auto loaded = database->load({{file}}, {}, nullptr);
    INFO((loaded.ok() ? "" : loaded.error().to_string()));
    REQUIRE(loaded.ok());
    Session session(*database);
    const auto check = [&](const std::string& claim) {
      auto verdict = session.check(claim, {}, {});
      INFO(claim);
      INFO((verdict.ok() ? "" : verdict.error().to_string()));
      REQUIRE(verdict.ok());
      return std::move(*verdict);
    };
    for (std::size_t i = 0; i < kChecks && reported < 10; ++i) {
      const bool lie = i % 3 == 0;
      const auto question = lie ? world.false_statement() : std::optional(world.true_statement());
      if (!question) continue;
      const Verdict verdict = check(question->text);
      if (lie) ++refuted;
      if (!lie) ++of_true[verdict.kind];
      if (question->stored) ++supported;
      const bool wrong = lie ? verdict.kind != VerdictKind::refuted
                         : question->stored
                             ? verdict.kind != VerdictKind::supported
                             : verdict.kind == VerdictKind::refuted || verdict.kind == VerdictKind::disputed;
      if (!wrong) continue;
      ++reported;
      FAIL_CHECK((lie ? "not so: " : "so: ")
                 << question->text << ": " << verdict_name(verdict.kind) << ", by "
                 << (verdict.refuting.empty() ? "nothing" : verdict.refuting.front().claim));
    }
  }
  // The generator meets what it is for.
  CHECK(refuted > kWorlds * kChecks / 10);
  CHECK(supported > kWorlds * kChecks / 20);
  CHECK(of_true[VerdictKind::not_covered] > kWorlds * kChecks / 10);
}
