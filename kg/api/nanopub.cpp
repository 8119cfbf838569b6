#include "kg/api/nanopub.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "kg/api/claim_text.h"
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
  NanopubWriter(const SnapshotPtr& snapshot, const std::string& base_iri, const std::string& created,
                const Budget& budget)
      : source_(*snapshot),
        checker_(*snapshot, snapshot->names()),
        words_(checker_.vocabulary()),
        reader_(checker_.reader()),
        namer_(snapshot),
        text_(checker_, namer_, texts_),
        base_(base_iri),
        created_(created) {
    checker_.set_budget(budget);
  }

  void write_all(const std::function<bool(std::string_view)>& sink);

 private:
  std::string publication(const StoredClaim& claim);
  std::string assertion(const StoredClaim& claim, const std::string& base);
  std::string provenance(const StoredClaim& claim, const std::string& base);
  std::string selectors(const StoredClaim& claim, Id quote);
  // Characters in front of a byte of a document's text; nothing when the store does not have the text.
  std::optional<std::size_t> characters(Id document, std::size_t byte);
  [[nodiscard]] std::string text(Id id) const { return source_.term(id).to_ntriples(); }
  // What the IRIs of a claim's four graphs begin with: its own IRI, or one made of its blank node's label.
  [[nodiscard]] std::string base_of(const StoredClaim& claim) const {
    const Term node = source_.term(claim.node);
    std::string base = node.kind == TermKind::iri ? node.value : base_ + "claim_" + node.value;
    return base + (base.find('#') == std::string::npos ? '#' : '_');  // one fragment
  }

  const TripleSource& source_;
  Checker checker_;
  const FactVocabulary& words_;
  ClaimReader& reader_;
  Namer namer_;
  DocumentTexts texts_;
  ClaimText text_;
  const std::string& base_;
  const std::string& created_;
  // Characters in front of each block of bytes of the document that was last asked about.
  Id counted_;
  std::vector<std::size_t> counts_;
};

std::string NanopubWriter::assertion(const StoredClaim& claim, const std::string& base) {
  const std::string subject = text(claim.triple[0]);
  const std::string relation = text(claim.triple[1]);
  const std::string object = text(claim.triple[2]);
  std::string out = fmt::format("<{}assertion> {{\n", base);
  if (claim.stance == Stance::denied) {
    const char* target = tag_is_literal(claim.triple[2].tag()) ? "targetValue" : "targetIndividual";
    out += fmt::format(
        "  <{}claim> a owl:NegativePropertyAssertion ; owl:sourceIndividual {} ; owl:assertionProperty {} ; "
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
    out += fmt::format("  <{}claim> rdf:subject {} ; rdf:predicate {} ; rdf:object {}{} .\n", base, subject,
                       relation, object, qualifiers);
  }
  return out + "}\n";
}

std::string NanopubWriter::provenance(const StoredClaim& claim, const std::string& base) {
  std::string out = fmt::format("<{}provenance> {{\n", base);
  for (const auto& [name, value] : claim.qualifiers) {
    const bool thing = !tag_is_literal(value.tag());
    if (name == words_.source)
      out += fmt::format("  <{}assertion> {} {} .\n", base, thing ? "prov:wasDerivedFrom" : "dct:source",
                         text(value));
    if (name == words_.attributed_to) {
      out += fmt::format("  <{}assertion> {} {} .\n", base, thing ? "prov:wasAttributedTo" : "dct:creator",
                         text(value));
    }
    if (name != words_.quote) continue;
    const Id source = claim.value(words_.source);
    out += fmt::format("  <{0}assertion> prov:wasQuotedFrom <{0}quote> .\n  <{0}quote> a oa:SpecificResource",
                       base);
    if (source.bound()) out += fmt::format(" ;\n    oa:hasSource {}", text(source));
    out += selectors(claim, value) + " .\n";
  }
  return out + "}\n";
}

std::optional<std::size_t> NanopubWriter::characters(Id document, std::size_t byte) {
  constexpr std::size_t kBlock = 4096;
  const auto document_text = document.bound() ? texts_.text(source_, document) : nullptr;
  if (document_text == nullptr || byte > document_text->text().size()) return std::nullopt;
  const std::string_view text = document_text->text();
  const auto count = [&](std::size_t begin, std::size_t end) {
    return static_cast<std::size_t>(std::count_if(
        text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  };
  if (counted_ != document) {
    counted_ = document;
    counts_.assign(1, 0);
    for (std::size_t at = kBlock; at <= text.size(); at += kBlock)
      counts_.push_back(counts_.back() + count(at - kBlock, at));
  }
  return counts_[byte / kBlock] + count(byte - byte % kBlock, byte);
}

// Where the quote stands, as far as the store knows: in characters, and in bytes as the store has it.
std::string NanopubWriter::selectors(const StoredClaim& claim, Id quote) {
  const VerdictEvidence evidence = text_.evidence(claim);
  std::string out = fmt::format(" ;\n    oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact {}", text(quote));
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out += fmt::format(" ; oa:{} {}", name, Term::string(value).to_ntriples());
  };
  add("prefix", evidence.prefix);
  add("suffix", evidence.suffix);
  out += " ]";
  if (!evidence.start || !evidence.end) return out;
  const auto position = [&](const char* type, std::size_t start, std::size_t end) {
    out += fmt::format(" ;\n    oa:hasSelector [ a oa:{} ; oa:start {} ; oa:end {} ]", type, start, end);
  };
  const Id document = claim.value(words_.source);
  const auto start = characters(document, *evidence.start);
  const auto end = characters(document, *evidence.end);
  if (start && end) position("TextPositionSelector", *start, *end);
  position("DataPositionSelector", *evidence.start, *evidence.end);
  return out;
}

std::string NanopubWriter::publication(const StoredClaim& claim) {
  const std::string base = base_of(claim);
  std::string out = fmt::format(
      "\n<{0}head> {{\n  <{0}nanopub> a np:Nanopublication ; np:hasAssertion <{0}assertion> ;\n"
      "    np:hasProvenance <{0}provenance> ; np:hasPublicationInfo <{0}pubinfo> .\n}}\n",
      base);
  out += assertion(claim, base);
  out += provenance(claim, base);
  out += fmt::format(
      "<{0}pubinfo> {{\n  <{0}nanopub> dct:created \"{1}\"^^xsd:dateTime ; pav:createdWith \"kg {2}\" "
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
        const StoredClaim claim = reader_.node_about(node, source_.unfold(name));
        if (claim.triple[2].tag() == Tag::triple) continue;  // RDF 1.1 cannot say it
        if (!sink(publication(claim))) return;
      }
    }
  }
}

}  // namespace

void write_nanopublications(const SnapshotPtr& snapshot, const std::string& base_iri,
                            const std::string& created, const std::function<bool(std::string_view)>& sink,
                            const Budget& budget) {
  NanopubWriter(snapshot, base_iri, created, budget).write_all(sink);
}

}  // namespace kg
