#include "kg/exec/path_steps.h"

#include <algorithm>
#include <array>

#include "kg/base/error.h"
#include "kg/model/vocabulary.h"

namespace kg {
namespace {

constexpr std::uint32_t kNoHops = PathStep{}.before;
constexpr std::size_t kProbesBetweenChecks = 1024;
constexpr std::array<std::string_view, 3> kMachinery{"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
                                                     "http://www.w3.org/2000/01/rdf-schema#",
                                                     "http://www.w3.org/2002/07/owl#"};

bool is_node(Id id) { return id.tag() == Tag::iri || id.tag() == Tag::blank; }

}  // namespace

PathSteps::PathSteps(Context& context, PathPtr expression)
    : context_(context),
      expression_(std::move(expression)),
      reifies_(context.source.find(Term::iri(iri::kRdfReifies))),
      charge_(context.budget) {}

bool PathSteps::passable(Id node) {
  if (expression_ != nullptr) {
    return node.bound() && node.tag() != Tag::local && node.tag() != Tag::triple;
  }
  ScanSpec spec;
  spec.permutation = Permutation::pso;
  spec.bound = 2;
  spec.prefix = {reifies_, node, kUnbound};
  return is_node(node) && (reifies_ == kMissing || context_.source.count(spec, 1) == 0);
}

void PathSteps::charge(const std::vector<PathStep>& steps) {
  charge_.grow_to(steps.capacity() * sizeof(PathStep) + inner_.capacity() * sizeof(Inner));
}

void PathSteps::expand(std::vector<Start>& starts, bool forward, std::vector<PathStep>& out) {
  context_.budget.check();
  std::sort(starts.begin(), starts.end(), [](const Start& a, const Start& b) {
    return a.node != b.node ? a.node < b.node : a.number < b.number;
  });
  out.clear();
  if (expression_ == nullptr) {
    any_triple(starts, out);
    return;
  }
  for (const Start& start : starts) {
    out.push_back({start.number, kNoHops, {kUnbound, start.node, true, true}});
  }
  out = PathExpansion<PathSteps, PathStep>(*this).walk(*expression_, forward, std::move(out));
}

void PathSteps::append_hops(const PathStep& step, std::vector<PathHop>& out) const {
  const auto first = static_cast<std::ptrdiff_t>(out.size());
  out.push_back(step.last);
  for (std::uint32_t at = step.before; at != kNoHops; at = inner_[at].before) {
    out.push_back(inner_[at].hop);
  }
  std::reverse(out.begin() + first, out.end());
}

// --- any triple ----------------------------------------------------------------------------------------

bool PathSteps::joins_things(Id relation) {
  const auto [known, added] = joins_things_.try_emplace(relation, true);
  if (added) {
    const Term term = context_.source.term(relation);
    known->second = std::none_of(kMachinery.begin(), kMachinery.end(),
                                 [&](std::string_view space) { return term.value.starts_with(space); }) &&
                    std::find(vocabulary::kDocumentParts.begin(), vocabulary::kDocumentParts.end(),
                              term.value) == vocabulary::kDocumentParts.end();
  }
  return known->second;
}

void PathSteps::any_triple(const std::vector<Start>& starts, std::vector<PathStep>& out) {
  TripleColumns rows;
  std::size_t probes = 0;
  for (const Start& start : starts) {
    if (++probes % kProbesBetweenChecks == 0) {
      context_.budget.check();
    }
    const auto add = [&](const Id* relations, const Id* nodes, bool along) {
      for (std::size_t row = 0; row < rows.size; ++row) {
        if (is_node(nodes[row]) && joins_things(relations[row])) {
          out.push_back({start.number, kNoHops, {relations[row], nodes[row], along, true}});
        }
      }
      charge(out);
      context_.budget.check();
    };
    const std::size_t before = out.size();
    bool is_claim = false;
    ScanSpec spec;
    spec.bound = 1;
    spec.prefix = {start.node, kUnbound, kUnbound};
    spec.needed = 0b110;
    spec.permutation = Permutation::spo;
    TripleCursor& from = out_.start(context_.source, spec);
    while (!is_claim && from.next(rows)) {
      const Id* relations = rows.column[1];
      is_claim = std::find(relations, relations + rows.size, reifies_) != relations + rows.size;
      add(relations, rows.column[2], true);
    }
    if (is_claim) {
      out.resize(before);
      continue;
    }
    spec.permutation = Permutation::osp;
    TripleCursor& to = in_.start(context_.source, spec);
    while (to.next(rows)) {
      add(rows.column[2], rows.column[1], false);
    }
  }
}

// --- a path expression ---------------------------------------------------------------------------------

std::vector<PathStep> PathSteps::repeat(const PathExpression&, bool, std::vector<PathStep>) {
  throw Failure(ErrorCode::internal, "a step of a path repeats");
}

std::vector<PathStep> PathSteps::follow(Id relation, bool forward, std::vector<PathStep> from) {
  std::vector<PathStep> out;
  if (relation.tag() == Tag::local) {
    return out;
  }
  std::stable_sort(from.begin(), from.end(),
                   [](const PathStep& a, const PathStep& b) { return a.last.to < b.last.to; });
  TripleColumns rows;
  std::size_t probes = 0;
  for (const PathStep& step : from) {
    if (++probes % kProbesBetweenChecks == 0) {
      context_.budget.check();
    }
    std::uint32_t before = kNoHops;
    TripleCursor& cursor = links_.start(context_.source, relation, forward, step.last.to);
    while (cursor.next(rows)) {
      if (before == kNoHops && step.last.relation.bound()) {
        before = static_cast<std::uint32_t>(inner_.size());
        inner_.push_back({step.last, step.before});
        inner_.back().hop.ends_step = false;
      }
      for (std::size_t row = 0; row < rows.size; ++row) {
        if (rows.column[2][row].tag() != Tag::triple) {
          out.push_back({step.from, before, {relation, rows.column[2][row], forward, true}});
        }
      }
      charge(out);
      context_.budget.check();
    }
  }
  return out;
}

}  // namespace kg
