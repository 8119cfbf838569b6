// A snapshot in a format that groups or has graphs: claims go back to where Turtle and quads have them.
#include <deque>
#include <map>
#include <unordered_map>

#include "kg/api/dump.h"
#include "kg/model/vocabulary.h"
#include "kg/rdf/graph_text.h"
#include "kg/rdf/ntriples_writer.h"
#include "kg/rdf/quad_claim.h"

namespace kg {
namespace {

constexpr std::size_t kFirstStep = 4096;
constexpr std::size_t kMinStep = 16;
constexpr std::size_t kMaxStep = 16'384;
constexpr std::size_t kLargeStepBytes = std::size_t{16} << 20U;
// A claim with more triples stands by itself.
constexpr std::size_t kMaxClaimTriples = 64;

// The terms of many ids, decoded together. Blank nodes are labelled by their ids, as NTriplesWriter does it.
class DecodedTerms {
 public:
  explicit DecodedTerms(const TripleSource& source) : source_(&source) {}

  // Parts of triple terms, too.
  void request(Id id) {
    const auto [place, fresh] = terms_.try_emplace(id);
    if (!fresh) return;
    if (id.tag() == Tag::triple) {
      place->second.parts = source_->unfold(id);
      const Triple parts = place->second.parts;
      for (const Id part : parts) request(part);
    } else if (id.tag() == Tag::blank) {
      append(place->second, 'b' + std::to_string(id.payload()));
    } else if (tag_in_dictionary(id.tag())) {
      ids_.push_back(id);
    }
  }

  void decode() {
    source_->decode(ids_, [this](std::size_t i, std::string_view key) { append(terms_.at(ids_[i]), key); });
  }

  // Valid until clear().
  const RawTerm& at(Id id) {
    Term& term = terms_.at(id);
    if (term.built) return term.raw;
    term.built = true;
    if (id.tag() == Tag::triple) {
      for (std::size_t i = 0; i < 3; ++i) term.triple[i] = at(term.parts[i]);
      term.raw = {.tag = Tag::triple, .key = {}, .triple = &term.triple};
    } else if (tag_in_dictionary(id.tag())) {
      term.raw = {.tag = id.tag(), .key = std::string_view(arena_).substr(term.offset, term.size)};
    } else {
      term.raw = {.inline_id = id, .key = {}};
    }
    return term.raw;
  }

  [[nodiscard]] std::size_t bytes() const { return arena_.size(); }
  void clear() {
    terms_.clear();
    ids_.clear();
    arena_.clear();
  }

 private:
  struct Term {
    bool built = false;
    std::size_t offset = 0;
    std::size_t size = 0;
    Triple parts{};
    std::array<RawTerm, 3> triple;
    RawTerm raw;
  };
  void append(Term& term, std::string_view key) {
    term.offset = arena_.size();
    term.size = key.size();
    arena_ += key;
  }

  const TripleSource* source_;
  std::unordered_map<Id, Term> terms_;
  std::vector<Id> ids_;
  std::string arena_;
};

// A claim that is written with its triple.
struct Claim {
  Id reifier;
  Id graph;  // bound: the triple in this graph is all of it
  std::vector<std::pair<Id, Id>> properties;
};

class GraphDump {
 public:
  GraphDump(const TripleSource& source, GraphFormat format, const Prefixes& prefixes)
      : source_(&source),
        quads_(format == GraphFormat::nquads || format == GraphFormat::trig),
        annotations_(format == GraphFormat::turtle || format == GraphFormat::trig),
        reifies_(source.find(Term::iri(iri::kRdfReifies))),
        from_(source.find(Term::iri(vocabulary::kSource))),
        terms_(source),
        text_(make_graph_text(format, prefixes)) {
    if (quads_ || annotations_) claims_ = source.statistics().relation(reifies_).triples > 0;
  }

  void run(const std::function<bool(std::string_view)>& sink, const Budget& budget) {
    const auto cursor = source_->cursor({});
    TripleColumns rows;
    text_->begin(out_);
    while (cursor->next(rows)) {
      budget.check();
      for (std::size_t i = 0; i < rows.size; ++i) {
        add({rows.column[0][i], rows.column[1][i], rows.column[2][i]});
        if (items_.size() < step_) continue;
        write_items();
        if (!out_.empty() && !sink(out_)) return;
        out_.clear();
      }
    }
    write_items();
    text_->end(out_);
    if (!out_.empty()) sink(out_);
  }

 private:
  struct Item {
    Triple triple;
    std::vector<Claim> claims;
  };

  void add(const Triple& triple) {
    if (claims_ && triple[0] != subject_) start_subject(triple[0]);
    if (skipped_) return;
    Item item{triple, {}};
    const auto reified = reified_.find({triple[1], triple[2]});
    if (reified != reified_.end()) item.claims = claims_of(reified->second, triple);
    request(item);
    items_.push_back(std::move(item));
  }

  void request(const Item& item) {
    for (const Id id : item.triple) terms_.request(id);
    for (const Claim& claim : item.claims) {
      terms_.request(claim.reifier);
      if (claim.graph.bound()) terms_.request(claim.graph);
      for (const auto& [relation, object] : claim.properties) {
        terms_.request(relation);
        terms_.request(object);
      }
    }
  }

  void start_subject(Id subject) {
    subject_ = subject;
    reified_.clear();
    source_->for_each_triple_term({subject, {}, {}}, 1, [this](Id id, const Triple& parts) {
      reified_.emplace(std::pair{parts[1], parts[2]}, id);
      return true;
    });
    skipped_ = is_written_with_its_triple(subject);
  }

  bool is_written_with_its_triple(Id reifier) {
    ScanSpec spec;
    spec.bound = 2;
    spec.prefix = {reifier, reifies_, {}};
    if (source_->count(spec, 2) != 1) return false;
    TripleColumns rows;
    const auto cursor = source_->cursor(spec);
    if (!cursor->next(rows) || rows.column[2][0].tag() != Tag::triple) return false;
    const Triple triple = source_->unfold(rows.column[2][0]);
    Claim claim;
    return source_->contains(triple) && read_claim(reifier, triple, claim);
  }

  std::vector<Claim> claims_of(Id term, const Triple& triple) {
    std::vector<Claim> out;
    ScanSpec spec;
    spec.permutation = Permutation::pos;
    spec.bound = 2;
    spec.prefix = {reifies_, term, {}};
    const auto cursor = source_->cursor(spec);
    TripleColumns rows;
    while (cursor->next(rows)) {
      for (std::size_t i = 0; i < rows.size; ++i) {
        Claim claim;
        if (read_claim(rows.column[2][i], triple, claim)) out.push_back(std::move(claim));
      }
    }
    return out;
  }

  // Gives false for a claim that must stand by itself: it reifies several triples, has too many, or is the
  // subject of another claim.
  bool read_claim(Id reifier, const Triple& triple, Claim& out) {
    out = {reifier, {}, {}};
    ScanSpec spec;
    spec.bound = 1;
    spec.prefix = {reifier, {}, {}};
    const auto cursor = source_->cursor(spec);
    TripleColumns rows;
    std::size_t reified = 0;
    while (cursor->next(rows)) {
      for (std::size_t i = 0; i < rows.size; ++i) {
        if (rows.column[1][i] == reifies_) {
          if (++reified > 1) return false;
        } else {
          if (out.properties.size() == kMaxClaimTriples) return false;
          out.properties.emplace_back(rows.column[1][i], rows.column[2][i]);
        }
      }
    }
    bool claimed = false;
    source_->for_each_triple_term({reifier, {}, {}}, 1, [&](Id, const Triple&) {
      claimed = true;
      return false;
    });
    if (claimed) return false;
    if (quads_ && is_quad(triple, out)) {
      out.graph = out.properties.front().second;
      return true;
    }
    return annotations_;
  }

  // Whether loading the triple in a graph makes just this claim.
  bool is_quad(const Triple& triple, const Claim& claim) {
    if (claim.reifier.tag() != Tag::blank || claim.properties.size() != 1) return false;
    const auto& [relation, graph] = claim.properties.front();
    if (relation != from_ || graph.tag() != Tag::iri) return false;
    const OwnedTerm s(source_->term(triple[0]));
    const OwnedTerm p(source_->term(triple[1]));
    const OwnedTerm o(source_->term(triple[2]));
    const OwnedTerm g(source_->term(graph));
    bool global = false;
    const std::string& label = labels_.label({s.raw, p.raw, o.raw, g.raw}, global);
    return global && source_->term(claim.reifier).value == label;
  }

  void write_items() {
    terms_.decode();
    for (const Item& item : items_) write(item);
    items_.clear();
    if (terms_.bytes() > kLargeStepBytes) {
      step_ = std::max(step_ / 4, kMinStep);
    } else {
      step_ = std::min(step_ * 2, kMaxStep);
    }
    terms_.clear();
  }

  void write(const Item& item) {
    GraphTriple triple{&terms_.at(item.triple[0]), &terms_.at(item.triple[1]), &terms_.at(item.triple[2]),
                       nullptr};
    bool quad = false;
    bool annotated = false;
    for (const Claim& claim : item.claims) (claim.graph.bound() ? quad : annotated) = true;
    if (annotated || !quad) text_->triple(out_, triple);
    for (const Claim& claim : item.claims) {
      if (claim.graph.bound()) continue;
      Annotation annotation{&terms_.at(claim.reifier), {}};
      for (const auto& [relation, object] : claim.properties) {
        annotation.properties.emplace_back(&terms_.at(relation), &terms_.at(object));
      }
      text_->annotate(out_, annotation);
    }
    for (const Claim& claim : item.claims) {
      if (!claim.graph.bound()) continue;
      triple.graph = &terms_.at(claim.graph);
      text_->triple(out_, triple);
    }
  }

  const TripleSource* source_;
  bool quads_;
  bool annotations_;
  bool claims_ = false;
  Id reifies_;
  Id from_;
  DecodedTerms terms_;
  std::unique_ptr<GraphText> text_;
  rdf::QuadClaims labels_;
  std::string out_;
  std::vector<Item> items_;
  std::size_t step_ = kFirstStep;
  Id subject_;
  bool skipped_ = false;
  std::map<std::pair<Id, Id>, Id> reified_;  // relation and object of the subject's triples -> triple term
};

}  // namespace

void dump_graph(const TripleSource& source, GraphFormat format, const Prefixes& prefixes,
                const std::function<bool(std::string_view)>& sink, const Budget& budget) {
  GraphDump(source, format, prefixes).run(sink, budget);
}

}  // namespace kg
