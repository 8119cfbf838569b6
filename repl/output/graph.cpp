// Answers as graphs: their own triples, or those that their rows rest on. RDF, Graphviz's DOT, and a page to
// look around in.
#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "repl/output/evidence.h"
#include "repl/output/formats.h"
#include "repl/output/page_text.h"

namespace kg::repl {
namespace {

using TripleCells = std::array<Cell, 3>;

class TripleWriter : public RowWriter {
 public:
  TripleWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const AnswerShape& shape) override { graph_ = shape.graph; }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      if (graph_) {
        add({batch.columns[0][r], batch.columns[1][r], batch.columns[2][r]}, evidence_of(batch, r));
        continue;
      }
      for (const TripleCells& triple : batch.triples[r]) add(triple, evidence_of(batch, r));
    }
  }

 protected:
  // Called once for each triple, with the claims of the row that first had it.
  virtual void triple(const TripleCells& cells, const std::string& text, const Claims& claims) = 0;
  void put(const std::string& text) {
    output_.write(style_.cell.terminal ? terminal_safe(text, true) : text);
  }
  [[nodiscard]] const OutputStyle& style() const { return style_; }
  [[nodiscard]] bool closed() const { return output_.closed(); }

 private:
  void add(const TripleCells& cells, const Claims& claims) {
    std::string text = fmt::format("{} {} {} .\n", cells[0].term.to_ntriples(), cells[1].term.to_ntriples(),
                                   cells[2].term.to_ntriples());
    const auto [place, fresh] = seen_.insert(std::move(text));
    if (fresh) triple(cells, *place, claims);
  }

  Output& output_;
  OutputStyle style_;
  std::unordered_set<std::string> seen_;
  bool graph_ = false;
};

// Evidence stands in comments before the triple.
class NTriplesWriter : public TripleWriter {
 public:
  using TripleWriter::TripleWriter;
  void end() override {}

 protected:
  void triple(const TripleCells& /*cells*/, const std::string& text, const Claims& claims) override {
    for (const VerdictEvidence& claim : claims) {
      if (const std::string shown = evidence_text(claim); !shown.empty()) put("# " + shown + '\n');
    }
    put(text);
  }
};

// Evidence stands behind the triples, as claims about them.
class RdfWriter : public TripleWriter {
 public:
  using TripleWriter::TripleWriter;

  void begin(const AnswerShape& shape) override {
    TripleWriter::begin(shape);
    const GraphFormat format = style().format == Format::jsonld ? GraphFormat::jsonld
                               : style().format == Format::trig ? GraphFormat::trig
                                                                : GraphFormat::turtle;
    writer_.emplace(format, shape.prefixes, [this](std::string_view piece) {
      put(std::string(piece));
      return !closed();
    });
  }
  void end() override {
    for (const Supported& each : supported_) {
      for (const VerdictEvidence& claim : each.claims) add_claim(each.triple, claim);
    }
    writer_->finish();
  }

 protected:
  void triple(const TripleCells& cells, const std::string& /*text*/, const Claims& claims) override {
    writer_->add(cells[0].term, cells[1].term, cells[2].term);
    if (claims.empty()) return;
    supported_.push_back({Term::triple_term(cells[0].term, cells[1].term, cells[2].term), claims});
  }

 private:
  struct Supported {
    Term triple;
    Claims claims;
  };

  void add_claim(const Term& triple, const VerdictEvidence& claim) {
    const Term node = Term::blank(fmt::format("evidence{}", ++nodes_));
    writer_->add(node, Term::iri(iri::kRdfReifies), triple);
    const auto say = [&](std::string_view relation, const std::string& text) {
      if (!text.empty())
        writer_->add(node, Term::iri(fmt::format("{}{}", iri::kKg, relation)), Term::string(text));
    };
    say("source", claim.source);
    say("quote", claim.quote);
    say("attributedTo", claim.attributed_to);
    if (claim.stance != "asserted") say("stance", claim.stance);
  }

  std::optional<kg::GraphWriter> writer_;
  std::vector<Supported> supported_;
  std::uint64_t nodes_ = 0;
};

// Gathers a picture's edges. A claim about a triple is no node: its triple is an edge, asserted or not, with
// the claims behind it.
class PictureWriter : public TripleWriter {
 public:
  using TripleWriter::TripleWriter;

  void end() override {
    std::erase_if(edges_, [&](const auto& each) { return nodes_about_.contains(each.first.subject); });
    draw();
  }

 protected:
  struct Edge {
    std::string subject, relation, object;  // N-Triples
    friend auto operator<=>(const Edge&, const Edge&) = default;
  };
  struct EdgeClaims {
    bool asserted = false;
    std::map<std::string, VerdictEvidence> claims;  // by their text
  };

  virtual void draw() = 0;

  void triple(const TripleCells& cells, const std::string& /*text*/, const Claims& claims) override {
    if (cells[1].term.value == iri::kRdfReifies && cells[2].term.kind == TermKind::triple) {
      nodes_about_.insert(cells[0].term.to_ntriples());
      const auto& [s, p, o] = *cells[2].term.triple;
      edge({Cell{s, {}}, Cell{p, {}}, Cell{o, {}}}, false, claims);
    } else {
      edge(cells, true, claims);
    }
  }
  [[nodiscard]] const std::map<Edge, EdgeClaims>& edges() const { return edges_; }
  [[nodiscard]] const std::string& label(const std::string& key) const { return labels_.at(key); }

 private:
  void edge(const TripleCells& cells, bool asserted, const Claims& claims) {
    const Edge key{remember(cells[0]), remember(cells[1]), remember(cells[2])};
    if (std::string& label = labels_[key.relation]; label == cells[1].term.value) label = spoken(label);
    EdgeClaims& known = edges_[key];
    known.asserted = known.asserted || asserted;
    for (const VerdictEvidence& claim : claims) {
      if (std::string shown = evidence_text(claim); !shown.empty())
        known.claims.emplace(std::move(shown), claim);
    }
  }

  // Relations that the language has words for.
  static std::string spoken(const std::string& relation) {
    if (relation == iri::kRdfType) return "is a";
    return relation.starts_with(iri::kKg) ? relation.substr(iri::kKg.size()) : relation;
  }

  // Terms inside of triple terms come without names: whoever has one gives it to all.
  std::string remember(const Cell& cell) {
    std::string key = cell.term.to_ntriples();
    std::string& label = labels_[key];
    if (label.empty() || !cell.name.empty()) label = cell_text(cell, {style().cell.iris, false, true});
    return key;
  }

  std::map<Edge, EdgeClaims> edges_;
  std::unordered_map<std::string, std::string> labels_;
  std::unordered_set<std::string> nodes_about_;
};

// Things are ellipses, values boxes; dashed is what is not asserted, and what its quotes say is an edge's
// tooltip.
class DotWriter : public PictureWriter {
 public:
  using PictureWriter::PictureWriter;

 protected:
  void draw() override {
    std::string out = "digraph answer {\n  rankdir=LR;\n";
    for (const auto& [edge, known] : edges()) add_edge(out, edge, known);
    put(out + "}\n");
  }

 private:
  static std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : terminal_safe(text)) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out + '"';
  }

  std::size_t node(std::string& out, const std::string& key) {
    const auto [place, fresh] = numbers_.try_emplace(key, numbers_.size() + 1);
    if (fresh) {
      const bool literal = key.front() == '"';
      out += fmt::format("  n{} [label={}{}];\n", place->second, quoted(label(key)),
                         literal ? ", shape=box" : "");
    }
    return place->second;
  }

  void add_edge(std::string& out, const Edge& edge, const EdgeClaims& known) {
    const std::size_t from = node(out, edge.subject);
    const std::size_t to = node(out, edge.object);
    std::string tooltip;
    for (const auto& [text, claim] : known.claims) tooltip += (tooltip.empty() ? "" : " | ") + text;
    out += fmt::format("  n{} -> n{} [label={}{}{}];\n", from, to, quoted(label(edge.relation)),
                       known.asserted ? "" : ", style=dashed",
                       tooltip.empty() ? "" : ", edgetooltip=" + quoted(tooltip));
  }

  std::unordered_map<std::string, std::size_t> numbers_;
};

// A page to look around in (page.html). Names are on the nodes and need no edges of their own.
class PageWriter : public PictureWriter {
 public:
  using PictureWriter::PictureWriter;

 protected:
  void draw() override {
    std::string edges_json;
    for (const auto& [edge, known] : edges()) {
      const bool name = edge.relation == kLabel || edge.relation == kAltLabel;
      if (name && edge.object.front() == '"') continue;
      Claims claims;
      for (const auto& [text, claim] : known.claims) claims.push_back(claim);
      edges_json += fmt::format(R"({}{{"from":{},"to":{},"label":{},"asserted":{},"claims":)",
                                edges_json.empty() ? "" : ",", node(edge.subject), node(edge.object),
                                json_string(label(edge.relation)), known.asserted);
      append_evidence_json(edges_json, claims);
      edges_json += '}';
    }
    std::string data = fmt::format(R"({{"nodes":[{}],"edges":[{}]}})", nodes_, edges_json);
    // Inside of a script element no text may look like its end.
    for (std::size_t at = 0; (at = data.find('<', at)) != std::string::npos; at += 5)
      data.replace(at, 1, "\\u003c");
    constexpr std::string_view kMark = "@DATA@";
    const std::size_t mark = kPageText.find(kMark);
    put(std::string(kPageText.substr(0, mark)));
    put(data);
    put(std::string(kPageText.substr(mark + kMark.size())));
  }

 private:
  static inline const std::string kLabel = Term::iri(iri::kRdfsLabel).to_ntriples();
  static inline const std::string kAltLabel = Term::iri(iri::kSkosAltLabel).to_ntriples();

  std::size_t node(const std::string& key) {
    const auto [place, fresh] = numbers_.try_emplace(key, numbers_.size());
    if (fresh) {
      const bool iri = key.front() == '<';
      nodes_ += fmt::format(R"({}{{"label":{},"value":{},"iri":{}}})", nodes_.empty() ? "" : ",",
                            json_string(label(key)), key.front() == '"',
                            json_string(iri ? std::string_view(key).substr(1, key.size() - 2) : ""));
    }
    return place->second;
  }

  std::unordered_map<std::string, std::size_t> numbers_;
  std::string nodes_;
};

}  // namespace

std::unique_ptr<RowWriter> make_ntriples_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<NTriplesWriter>(output, style);
}
std::unique_ptr<RowWriter> make_rdf_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<RdfWriter>(output, style);
}
std::unique_ptr<RowWriter> make_dot_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<DotWriter>(output, style);
}
std::unique_ptr<RowWriter> make_page_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<PageWriter>(output, style);
}

}  // namespace kg::repl
