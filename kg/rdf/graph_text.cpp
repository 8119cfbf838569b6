#include "kg/rdf/graph_text.h"

namespace kg {
namespace {

// A group that is longer is cut in two, so that memory stays small.
constexpr std::size_t kMaxGroupBytes = std::size_t{1} << 20U;

class LineText final : public GraphText {
 public:
  void begin(std::string&) override {}
  void triple(std::string& out, const GraphTriple& triple) override {
    terms_.subject(out, *triple.subject);
    out += ' ';
    terms_.predicate(out, *triple.relation);
    out += ' ';
    terms_.object(out, *triple.object);
    if (triple.graph != nullptr) {
      out += ' ';
      terms_.subject(out, *triple.graph);
    }
    out += " .\n";
  }
  void annotate(std::string&, const Annotation&) override {}
  void end(std::string&) override {}

 private:
  TermText terms_{TermSyntax::ntriples, {}};
};

class TurtleText final : public GraphText {
 public:
  explicit TurtleText(const Prefixes& prefixes) : terms_(TermSyntax::turtle, prefixes) {}

  void begin(std::string&) override {}

  void triple(std::string& out, const GraphTriple& triple) override {
    text_.clear();
    if (triple.graph != nullptr) terms_.subject(text_, *triple.graph);
    const std::size_t graph_end = text_.size();
    terms_.subject(text_, *triple.subject);
    const std::size_t subject_end = text_.size();
    terms_.predicate(text_, *triple.relation);
    const std::string_view text = text_;
    const std::string_view graph = text.substr(0, graph_end);
    const std::string_view subject = text.substr(graph_end, subject_end - graph_end);
    const std::string_view relation = text.substr(subject_end);

    if (graph != graph_ || subject != subject_ || group_.size() > kMaxGroupBytes) {
      close_group(out);
      group_ += subject;
      group_ += ' ';
      group_ += relation;
      group_ += ' ';
      graph_ = graph;
      subject_ = subject;
      relation_ = relation;
    } else if (relation != relation_) {
      group_ += " ;\n    ";
      group_ += relation;
      group_ += ' ';
      relation_ = relation;
    } else {
      group_ += ", ";
    }
    terms_.object(group_, *triple.object);
  }

  void annotate(std::string&, const Annotation& annotation) override {
    group_ += " ~ ";
    terms_.subject(group_, *annotation.reifier);
    if (annotation.properties.empty()) return;
    group_ += " {| ";
    bool first = true;
    for (const auto& [relation, object] : annotation.properties) {
      if (!first) group_ += " ; ";
      first = false;
      terms_.predicate(group_, *relation);
      group_ += ' ';
      terms_.object(group_, *object);
    }
    group_ += " |}";
  }

  void end(std::string& out) override { close_group(out); }

 private:
  void close_group(std::string& out) {
    if (group_.empty()) return;
    out += terms_.take_declarations();
    if (!graph_.empty()) out += "GRAPH " + graph_ + " { ";
    out += group_;
    out += graph_.empty() ? " .\n" : " }\n";
    group_.clear();
  }

  TermText terms_;
  std::string group_;  // the statement so far, without its end
  std::string graph_;
  std::string subject_;
  std::string relation_;
  std::string text_;
};

class JsonLdText final : public GraphText {
 public:
  explicit JsonLdText(const Prefixes& prefixes)
      : terms_(TermSyntax::jsonld, prefixes), spelled_(TermSyntax::jsonld, {}) {}

  void begin(std::string& out) override {
    out += "{\"@context\":{";
    out += terms_.context();
    out += "},\n\"@graph\":[";
  }

  void triple(std::string& out, const GraphTriple& triple) override {
    if (terms_.misleads(*triple.subject) || terms_.misleads(*triple.relation) ||
        terms_.misleads(*triple.object)) {
      return spelled_triple(out, triple);
    }
    text_.clear();
    terms_.subject(text_, *triple.subject);
    const std::size_t subject_end = text_.size();
    const bool type = triple.relation->key == iri::kRdfType && is_resource(*triple.object);
    if (type) {
      text_ += "\"@type\"";
    } else {
      terms_.predicate(text_, *triple.relation);
    }
    const std::string_view subject = std::string_view(text_).substr(0, subject_end);
    const std::string_view relation = std::string_view(text_).substr(subject_end);
    if (subject != subject_ || written_ > kMaxGroupBytes) {
      close_node(out);
      separate(out);
      out += "{\"@id\":";
      out += subject;
      subject_ = subject;
      open_ = true;
      open_relation(out, relation);
    } else if (relation != relation_) {
      out += ']';
      open_relation(out, relation);
    } else {
      out += ',';
    }
    const std::size_t start = out.size();
    if (type) {
      terms_.subject(out, *triple.object);
    } else {
      terms_.object(out, *triple.object);
    }
    written_ += out.size() - start;
  }

  void annotate(std::string&, const Annotation&) override {}

  void end(std::string& out) override {
    close_node(out);
    out += "\n]}\n";
  }

 private:
  static bool is_resource(const RawTerm& term) {
    return !term.inline_id.bound() && (term.tag == Tag::iri || term.tag == Tag::blank);
  }
  void open_relation(std::string& out, std::string_view relation) {
    out += ',';
    out += relation;
    out += ":[";
    relation_ = relation;
  }
  void separate(std::string& out) {
    out += first_ ? "\n" : ",\n";
    first_ = false;
  }
  void close_node(std::string& out) {
    if (!open_) return;
    out += "]}";
    out += terms_.take_nodes();
    open_ = false;
    written_ = 0;
    subject_.clear();
  }
  // A node of its own that the context does not hold for.
  void spelled_triple(std::string& out, const GraphTriple& triple) {
    close_node(out);
    separate(out);
    out += "{\"@context\":null,\"@id\":";
    spelled_.subject(out, *triple.subject);
    out += ',';
    spelled_.predicate(out, *triple.relation);
    out += ":[";
    spelled_.object(out, *triple.object);
    out += "]}";
    std::string nodes = spelled_.take_nodes();
    for (std::size_t at = 0; (at = nodes.find(",\n{", at)) != std::string::npos; at += 3) {
      nodes.insert(at + 3, "\"@context\":null,");
    }
    out += nodes;
  }

  TermText terms_;
  TermText spelled_;
  bool first_ = true;
  bool open_ = false;
  std::size_t written_ = 0;
  std::string subject_;
  std::string relation_;
  std::string text_;
};

}  // namespace

std::unique_ptr<GraphText> make_graph_text(GraphFormat format, const Prefixes& prefixes) {
  switch (format) {
    case GraphFormat::ntriples:
    case GraphFormat::nquads:
      break;
    case GraphFormat::turtle:
    case GraphFormat::trig:
      return std::make_unique<TurtleText>(prefixes);
    case GraphFormat::jsonld:
      return std::make_unique<JsonLdText>(prefixes);
  }
  return std::make_unique<LineText>();
}

}  // namespace kg
