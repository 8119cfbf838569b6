// Random N-Quads that use every kind of term, with many repeats.
#pragma once

#include <random>
#include <string>

namespace kg::test {

inline std::string random_resource(std::mt19937_64& random) {
  const std::string number = std::to_string(random() % 3000);
  switch (random() % 6) {
    case 0:
      return "_:node" + number;
    case 1:
      return "<urn:x:" + number + ">";
    default:
      return "<http://example.org/thing/" + number + ">";
  }
}

inline std::string random_relation(std::mt19937_64& random) {
  switch (random() % 12) {
    case 0:
      return "<http://www.w3.org/2000/01/rdf-schema#label>";
    case 1:
      return "<http://www.w3.org/2004/02/skos/core#altLabel>";
    default:
      return "<http://example.org/relation/" + std::to_string(random() % 40) + ">";
  }
}

inline std::string random_literal(std::mt19937_64& random) {
  const std::string n = std::to_string(random() % 2000);
  const auto xsd = [](const std::string& text, const std::string& type) {
    return '"' + text + "\"^^<http://www.w3.org/2001/XMLSchema#" + type + ">";
  };
  switch (random() % 14) {
    case 0:
      return '"' + n + '"';
    case 1:
      return "\"Text number " + n + "\"";
    case 2:
      return "\"TEXT number " + n + "\"@EN-gb";
    case 3:
      return "\"richtung\"@de--rtl";
    case 4:
      return xsd(n, "integer");
    case 5:
      return xsd("0" + n, "integer");
    case 6:
      return xsd("-" + n + ".5", "decimal");
    case 7:
      return xsd("2026-02-" + std::to_string(10 + random() % 19), "date");
    case 8:
      return xsd("123456789012345678901234567890" + n, "integer");
    case 9:
      return xsd("1.5E" + std::to_string(random() % 9), "double");
    case 10:
      return xsd(random() % 2 == 0 ? "true" : "1", "boolean");
    case 11:
      return "\"" + n + " km\"^^<https://kg.example/ns#quantity>";
    case 12:
      return "\"value " + n + "\"^^<http://example.org/type>";
    default:
      return "\"" + std::string(random() % 400, 'w') + n + "\\n\\\"\"";
  }
}

inline std::string random_object(std::mt19937_64& random, std::size_t level) {
  const auto kind = random() % 20;
  if (kind == 0 && level < 4) {
    return "<<( " + random_resource(random) + ' ' + random_relation(random) + ' ' +
           random_object(random, level + 1) + " )>>";
  }
  return kind < 10 ? random_resource(random) : random_literal(random);
}

inline std::string random_triples(std::mt19937_64& random, std::size_t lines) {
  std::string out;
  std::string subject = random_resource(random);
  for (std::size_t i = 0; i < lines; ++i) {
    if (random() % 3 == 0) subject = random_resource(random);
    out += subject + ' ' + random_relation(random) + ' ' + random_object(random, 0);
    if (random() % 10 == 0) out += " <http://example.org/graph/" + std::to_string(random() % 5) + ">";
    out += " .\n";
  }
  return out;
}

}  // namespace kg::test
