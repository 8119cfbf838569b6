// Random graphs through a store: what is dumped in each format and loaded again is the same graph, up to the
// labels of blank nodes.
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "kg/kg.h"
#include "support/catch.h"
#include "support/random_seed.h"
#include "support/temporary_directory.h"
#include "unit/rdf/collect.h"

namespace {

using kg::GraphFormat;
using kg::Term;
using kg::test::Graph;
using nlohmann::json;

// A TriG text with claims of many shapes.
class RandomText {
 public:
  explicit RandomText(std::uint64_t seed) : random_(seed) {}

  std::string make() {
    std::string out = "@prefix : <https://kg.example/id/> .\n@prefix kg: <https://kg.example/ns#> .\n";
    const auto statements = 1 + random_() % 12;
    for (std::uint64_t i = 0; i < statements; ++i) {
      const std::string triple = resource() + ' ' + relation() + ' ' + object(0) + ' ' + annotations();
      out += random_() % 3 == 0 ? resource() + " { " + triple + " }\n" : triple + " .\n";
    }
    return out;
  }

 private:
  std::string pick(std::initializer_list<const char*> from) { return from.begin()[random_() % from.size()]; }
  std::string resource() {
    return pick({":a", ":b", ":c.d", "<https://kg.example/id/x/y>", "<rdf:odd>", "_:x", "_:y", "<urn:z>"});
  }
  std::string relation() {
    return pick(
        {":p", ":q", "a", "kg:source", "<rdf:p>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"});
  }
  std::string object(int depth) {
    if (depth < 2 && random_() % 6 == 0) {
      return "<<( " + resource() + ' ' + relation() + ' ' + object(depth + 1) + " )>>";
    }
    if (depth < 1 && random_() % 8 == 0)
      return "<< " + resource() + ' ' + relation() + ' ' + object(2) + " >>";
    if (random_() % 2 == 0) return resource();
    return pick({"1", "-2.50", "3.0e1", "true", "'x'", "\"two\\nlines \\\"\\\\\"", "\"a\"@en--rtl",
                 "'01'^^kg:t", "'007'^^<http://www.w3.org/2001/XMLSchema#integer>", "'v'^^<rdf:t>",
                 "\"\\u0001\xC3\xA9\"@fr", "'12 USD'^^kg:quantity",
                 "'2026-02-10'^^<http://www.w3.org/2001/XMLSchema#date>"});
  }
  std::string annotations() {
    std::string out;
    while (random_() % 3 == 0) {
      if (random_() % 2 == 0) out += " ~ " + (random_() % 3 == 0 ? std::string() : resource());
      if (random_() % 2 == 0) {
        out += " {| " + relation() + ' ' + object(1);
        if (random_() % 3 == 0) out += " {| :n 1 |}";
        if (random_() % 3 == 0) out += " ; kg:source " + resource();
        out += " |}";
      }
    }
    return out;
  }

  std::mt19937_64 random_;
};

std::string dumped(const kg::Database& database, GraphFormat format) {
  std::string out;
  const kg::Status status = database.dump(
      format,
      [&out](std::string_view piece) {
        out += piece;
        return true;
      },
      nullptr);
  REQUIRE(status.ok());
  return out;
}

Graph read(const std::string& ntriples) {
  const auto parsed = kg::test::parse(ntriples);
  REQUIRE(parsed.result.bad.empty());
  return parsed.graph;
}

kg::Database loaded(const kg::test::TemporaryDirectory& directory, const std::string& name,
                    const std::string& text, const std::string& ending) {
  const std::string store = directory / name;
  const std::string file = store + ending;
  std::ofstream(file, std::ios::binary) << text;
  REQUIRE(kg::Database::create(store).ok());
  auto database = kg::Database::open(store, {});
  REQUIRE(database.ok());
  const auto result = database->load({{file}}, {}, nullptr);
  if (!result.ok()) FAIL(result.error().to_string());
  const auto report = database->verify(nullptr);
  REQUIRE(report.ok());
  REQUIRE(report->problems.empty());
  return std::move(*database);
}

// The triples of a document as GraphWriter describes it.
class JsonLdReader {
 public:
  explicit JsonLdReader(const std::string& text) {
    const json document = json::parse(text);
    for (const auto& [name, iri] : document["@context"].items()) {
      prefixes_[name] = iri.is_string() ? iri.get<std::string>() : iri["@id"].get<std::string>();
    }
    for (const json& node : document["@graph"]) read_node(node);
  }

  Graph graph() {
    Graph out;
    for (const auto& [s, p, o] : triples_) {
      if (!is_triple_term(s)) out.push_back({s, p, folded(o)});
    }
    return out;
  }

 private:
  std::string expanded(const std::string& text, bool spelled) const {
    const std::size_t colon = text.find(':');
    if (spelled || text.substr(colon + 1).starts_with("//")) return text;
    const auto prefix = prefixes_.find(text.substr(0, colon));
    return prefix == prefixes_.end() ? text : prefix->second + text.substr(colon + 1);
  }
  Term resource(const std::string& text, bool spelled) const {
    return text.starts_with("_:") ? Term::blank(text.substr(2)) : Term::iri(expanded(text, spelled));
  }
  static bool is_triple_term(const Term& term) {
    return term.kind == kg::TermKind::blank && term.value.size() == 33 && term.value[0] == 't';
  }
  Term folded(const Term& term) {
    if (!is_triple_term(term)) return term;
    const auto& parts = terms_.at(term.value);
    return Term::triple_term(parts[0], parts[1], folded(parts[2]));
  }
  Term value(const json& value, bool spelled) const {
    if (value.is_string()) return Term::string(value.get<std::string>());
    if (value.is_boolean()) return Term::boolean(value.get<bool>());
    if (value.is_number()) return Term::integer(value.get<std::int64_t>());
    if (value.contains("@id")) return resource(value["@id"], spelled);
    if (value.contains("@type")) {
      return Term::literal(value["@value"].get<std::string>(), expanded(value["@type"], spelled));
    }
    std::string language = value["@language"];
    if (value.contains("@direction")) language += "--" + value["@direction"].get<std::string>();
    return Term::lang_string(value["@value"].get<std::string>(), language);
  }
  void read_node(const json& node) {
    const bool spelled = node.contains("@context");
    const Term subject = resource(node["@id"], spelled);
    const std::string rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    for (const auto& [key, values] : node.items()) {
      if (key == "@id" || key == "@context") continue;
      for (const json& item : values) {
        if (key == "@type") {
          triples_.push_back({subject, Term::iri(kg::iri::kRdfType), resource(item, spelled)});
          continue;
        }
        const Term relation = Term::iri(expanded(key, spelled));
        const Term object = value(item, spelled);
        triples_.push_back({subject, relation, object});
        if (relation.value == rdf + "subject") terms_[subject.value][0] = object;
        if (relation.value == rdf + "predicate") terms_[subject.value][1] = object;
        if (relation.value == rdf + "object") terms_[subject.value][2] = object;
      }
    }
  }

  kg::Prefixes prefixes_;
  Graph triples_;
  std::map<std::string, std::array<Term, 3>> terms_;
};

}  // namespace

TEST_CASE("A dump in any format says what the store says") {
  const std::uint64_t seed = kg::test::random_seed();
  const char* given = std::getenv("KG_ROUND_TRIPS");
  const std::uint64_t rounds = given != nullptr ? std::strtoull(given, nullptr, 10) : 12;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const kg::test::TemporaryDirectory directory;
    const std::string text = RandomText(seed + round).make();
    INFO("KG_SEED=" << seed << " round " << round << '\n' << text);
    const kg::Database first = loaded(directory, "first", text, ".trig");
    const Graph graph = read(dumped(first, GraphFormat::ntriples));
    const std::vector<std::pair<GraphFormat, std::string>> formats{{GraphFormat::ntriples, ".nt"},
                                                                   {GraphFormat::nquads, ".nq"},
                                                                   {GraphFormat::turtle, ".ttl"},
                                                                   {GraphFormat::trig, ".trig"}};
    for (const auto& [format, ending] : formats) {
      const std::string written = dumped(first, format);
      INFO(written);
      const kg::Database again = loaded(directory, "again" + ending, written, ending);
      REQUIRE(kg::test::Isomorphism::holds(graph, read(dumped(again, GraphFormat::ntriples))));
    }
    const std::string written = dumped(first, GraphFormat::jsonld);
    INFO(written);
    REQUIRE(kg::test::Isomorphism::holds(graph, JsonLdReader(written).graph()));
  }
}
