// Answers as graphs: their own triples, or those that their rows rest on. N-Triples, and Graphviz's DOT.
#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "repl/output/evidence.h"
#include "repl/output/formats.h"

namespace kg::repl {
namespace {

using TripleCells = std::array<Cell, 3>;

class GraphWriter : public RowWriter {
 public:
  GraphWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

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
  [[nodiscard]] const CellStyle& cell_style() const { return style_.cell; }

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
class NTriplesWriter : public GraphWriter {
 public:
  using GraphWriter::GraphWriter;
  void end() override {}

 protected:
  void triple(const TripleCells& /*cells*/, const std::string& text, const Claims& claims) override {
    for (const VerdictEvidence& claim : claims) {
      if (const std::string shown = evidence_text(claim); !shown.empty()) put("# " + shown + '\n');
    }
    put(text);
  }
};

// Things are ellipses, values boxes. A claim about a triple is no node: its triple is an edge, dashed where
// it is not asserted, and what its quotes say is the edge's tooltip.
class DotWriter : public GraphWriter {
 public:
  using GraphWriter::GraphWriter;

  void end() override {
    std::string out = "digraph answer {\n  rankdir=LR;\n";
    for (const auto& [edge, style] : edges_) {
      if (nodes_about_.contains(edge.subject)) continue;  // said of a claim
      add_edge(out, edge, style);
    }
    put(out + "}\n");
  }

 protected:
  void triple(const TripleCells& cells, const std::string& /*text*/, const Claims& claims) override {
    if (cells[1].term.value == iri::kRdfReifies && cells[2].term.kind == TermKind::triple) {
      nodes_about_.insert(cells[0].term.to_ntriples());
      const auto& [s, p, o] = *cells[2].term.triple;
      edge({Cell{s, {}}, Cell{p, {}}, Cell{o, {}}}, false, claims);
    } else {
      edge(cells, true, claims);
    }
  }

 private:
  struct Edge {
    std::string subject, relation, object;  // N-Triples
    friend auto operator<=>(const Edge&, const Edge&) = default;
  };
  struct EdgeStyle {
    bool asserted = false;
    std::set<std::string> tooltip;
  };

  void edge(const TripleCells& cells, bool asserted, const Claims& claims) {
    const Edge key{remember(cells[0]), remember(cells[1]), remember(cells[2])};
    EdgeStyle& style = edges_[key];
    style.asserted = style.asserted || asserted;
    for (const VerdictEvidence& claim : claims) {
      if (std::string shown = evidence_text(claim); !shown.empty()) style.tooltip.insert(std::move(shown));
    }
  }

  // Terms inside of triple terms come without names: whoever has one gives it to all.
  std::string remember(const Cell& cell) {
    std::string key = cell.term.to_ntriples();
    std::string& label = labels_[key];
    if (label.empty() || !cell.name.empty()) label = cell_text(cell, {cell_style().iris, false});
    return key;
  }

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
      out += fmt::format("  n{} [label={}{}];\n", place->second, quoted(labels_[key]),
                         literal ? ", shape=box" : "");
    }
    return place->second;
  }

  void add_edge(std::string& out, const Edge& edge, const EdgeStyle& style) {
    const std::size_t from = node(out, edge.subject);
    const std::size_t to = node(out, edge.object);
    std::string tooltip;
    for (const std::string& text : style.tooltip) tooltip += (tooltip.empty() ? "" : " | ") + text;
    out += fmt::format("  n{} -> n{} [label={}{}{}];\n", from, to, quoted(labels_[edge.relation]),
                       style.asserted ? "" : ", style=dashed",
                       tooltip.empty() ? "" : ", edgetooltip=" + quoted(tooltip));
  }

  std::map<Edge, EdgeStyle> edges_;
  std::unordered_map<std::string, std::string> labels_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::unordered_set<std::string> nodes_about_;
};

}  // namespace

std::unique_ptr<RowWriter> make_ntriples_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<NTriplesWriter>(output, style);
}
std::unique_ptr<RowWriter> make_dot_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<DotWriter>(output, style);
}

}  // namespace kg::repl
