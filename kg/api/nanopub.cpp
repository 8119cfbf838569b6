#include "kg/api/nanopub.h"

#include <fmt/format.h>

#include "kg/facts/claim_reader.h"
#include "kg/kg.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::string_view kPrefixes =
    "@prefix np: <http://www.nanopub.org/nschema#> .\n"
    "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
    "@prefix oa: <http://www.w3.org/ns/oa#> .\n"
    "@prefix dct: <http://purl.org/dc/terms/> .\n"
    "@prefix pav: <http://purl.org/pav/> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

class NanopubWriter {
 public:
  NanopubWriter(const TripleSource& source, const std::string& base_iri, const std::string& created,
                const Budget& budget)
      : source_(source), words_(source), reader_(source, words_), base_(base_iri), created_(created) {
    reader_.set_budget(budget);
  }

  void write_all(const std::function<bool(std::string_view)>& sink);

 private:
  std::string publication(const StoredClaim& claim);
  std::string assertion(const StoredClaim& claim, const std::string& base);
  std::string provenance(const StoredClaim& claim, const std::string& base);
  [[nodiscard]] std::string text(Id id) const { return source_.term(id).to_ntriples(); }
  // Where a claim's four graphs lie: its own IRI, or one made of its blank node's label.
  [[nodiscard]] std::string base_of(const StoredClaim& claim) const {
    const Term node = source_.term(claim.node);
    return node.kind == TermKind::iri ? node.value : base_ + "claim_" + node.value;
  }

  const TripleSource& source_;
  FactVocabulary words_;
  ClaimReader reader_;
  const std::string& base_;
  const std::string& created_;
};

std::string NanopubWriter::assertion(const StoredClaim& claim, const std::string& base) {
  const std::string subject = text(claim.triple[0]);
  const std::string relation = text(claim.triple[1]);
  const std::string object = text(claim.triple[2]);
  std::string out = fmt::format("<{}#assertion> {{\n", base);
  if (claim.stance == Stance::denied) {
    const char* target = tag_is_literal(claim.triple[2].tag()) ? "targetValue" : "targetIndividual";
    out += fmt::format(
        "  <{}#claim> a owl:NegativePropertyAssertion ; owl:sourceIndividual {} ; owl:assertionProperty {} ; "
        "owl:{} {} .\n",
        base, subject, relation, target, object);
  } else {
    out += fmt::format("  {} {} {} .\n", subject, relation, object);
  }
  std::string qualifiers;
  for (const auto& [name, value] : claim.qualifiers) {
    if (!words_.is_evidence(name)) qualifiers += fmt::format(" ;\n    {} {}", text(name), text(value));
  }
  if (!qualifiers.empty()) {
    out += fmt::format("  <{}#claim> rdf:subject {} ; rdf:predicate {} ; rdf:object {}{} .\n", base, subject,
                       relation, object, qualifiers);
  }
  return out + "}\n";
}

std::string NanopubWriter::provenance(const StoredClaim& claim, const std::string& base) {
  std::string out = fmt::format("<{}#provenance> {{\n", base);
  for (const auto& [name, value] : claim.qualifiers) {
    const bool thing = !tag_is_literal(value.tag());
    if (name == words_.source)
      out += fmt::format("  <{}#assertion> {} {} .\n", base, thing ? "prov:wasDerivedFrom" : "dct:source",
                         text(value));
    if (name == words_.attributed_to) {
      out += fmt::format("  <{}#assertion> {} {} .\n", base, thing ? "prov:wasAttributedTo" : "dct:creator",
                         text(value));
    }
    if (name != words_.quote) continue;
    const Id source = claim.value(words_.source);
    out += fmt::format(
        "  <{0}#assertion> prov:wasQuotedFrom <{0}#quote> .\n  <{0}#quote> a oa:SpecificResource", base);
    if (source.bound()) out += fmt::format(" ;\n    oa:hasSource {}", text(source));
    out += fmt::format(" ;\n    oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact {} ] .\n", text(value));
  }
  return out + "}\n";
}

std::string NanopubWriter::publication(const StoredClaim& claim) {
  const std::string base = base_of(claim);
  std::string out = fmt::format(
      "\n<{0}#head> {{\n  <{0}#nanopub> a np:Nanopublication ; np:hasAssertion <{0}#assertion> ;\n"
      "    np:hasProvenance <{0}#provenance> ; np:hasPublicationInfo <{0}#pubinfo> .\n}}\n",
      base);
  out += assertion(claim, base);
  out += provenance(claim, base);
  out += fmt::format(
      "<{0}#pubinfo> {{\n  <{0}#nanopub> dct:created \"{1}\"^^xsd:dateTime ; pav:createdWith \"kg {2}\" "
      ".\n}}\n",
      base, created_, version());
  return out;
}

void NanopubWriter::write_all(const std::function<bool(std::string_view)>& sink) {
  if (!sink(kPrefixes) || words_.source == kMissing) return;
  const auto cursor = source_.cursor({Permutation::pso, 1, {words_.source, Id{}, Id{}}, kAllIds, 0b010});
  TripleColumns rows;
  Id last;
  while (cursor->next(rows)) {
    reader_.budget().check();
    for (std::size_t i = 0; i < rows.size; ++i) {
      const Id node = rows.column[1][i];
      if (node == last) continue;
      last = node;
      for (const Id name : reader_.completions(Permutation::spo, node, words_.reifies)) {
        if (name.tag() != Tag::triple) continue;
        if (!sink(publication(reader_.node_about(node, source_.unfold(name))))) return;
      }
    }
  }
}

}  // namespace

void write_nanopublications(const SnapshotPtr& snapshot, const std::string& base_iri,
                            const std::string& created, const std::function<bool(std::string_view)>& sink,
                            const Budget& budget) {
  NanopubWriter(*snapshot, base_iri, created, budget).write_all(sink);
}

}  // namespace kg
