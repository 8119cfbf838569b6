#include "kg/exec/path_walk.h"

#include <algorithm>
#include <iterator>

namespace kg {
namespace {

constexpr std::size_t kProbesBetweenChecks = 4096;

bool by_node(const Reached& a, const Reached& b) {
  return a.node != b.node ? a.node < b.node : a.start < b.start;
}

}  // namespace

bool is_nullable(const PathExpression& path) {
  switch (path.kind) {
    case PathExpression::Kind::link:
      return false;
    case PathExpression::Kind::inverse:
      return is_nullable(*path.parts[0]);
    case PathExpression::Kind::repeat:
      return path.at_most >= path.at_least && (path.at_least == 0 || is_nullable(*path.parts[0]));
    case PathExpression::Kind::sequence:
      return std::all_of(path.parts.begin(), path.parts.end(),
                         [](const PathPtr& p) { return is_nullable(*p); });
    case PathExpression::Kind::alternative:
      return std::any_of(path.parts.begin(), path.parts.end(),
                         [](const PathPtr& p) { return is_nullable(*p); });
  }
  return false;
}

void PathWalk::charge(const std::vector<Reached>& rows) {
  peak_bytes_ = std::max(peak_bytes_, rows.capacity() * sizeof(Reached));
  charge_.grow_to(peak_bytes_);
}

std::vector<Reached> PathWalk::walk(const PathExpression& path, bool forward, std::vector<Reached> from) {
  return PathExpansion<PathWalk, Reached>(*this).walk(path, forward, std::move(from));
}

std::vector<Reached> PathWalk::follow(Id relation, bool forward, std::vector<Reached> from) {
  std::vector<Reached> out;
  if (relation.tag() == Tag::local) {
    return out;
  }
  if (!std::is_sorted(from.begin(), from.end(), by_node)) {
    std::sort(from.begin(), from.end(), by_node);
  }
  TripleColumns rows;
  std::size_t probes = 0;
  for (std::size_t first = 0, last = 0; first < from.size(); first = last) {
    while (last < from.size() && from[last].node == from[first].node) {
      ++last;
    }
    if (from[first].node.tag() == Tag::local) {
      continue;
    }
    if (++probes % kProbesBetweenChecks == 0) {
      context_.budget.check();
    }
    TripleCursor& cursor = links_.start(context_.source, relation, forward, from[first].node);
    while (cursor.next(rows)) {
      for (std::size_t i = first; i < last; ++i) {
        for (std::size_t row = 0; row < rows.size; ++row) {
          out.push_back({from[i].start, rows.column[2][row]});
        }
      }
      charge(out);
    }
  }
  return out;
}

// A repeat's answer is a set for each node it starts from; a start that came several times gets it as often.
std::vector<Reached> PathWalk::repeat(const PathExpression& path, bool forward, std::vector<Reached> from) {
  std::sort(from.begin(), from.end(), by_node);
  std::vector<Reached> distinct;
  for (const Reached& start : from) {
    if (distinct.empty() || distinct.back().node != start.node) {
      distinct.push_back({static_cast<std::uint32_t>(distinct.size()), start.node});
    }
  }
  const std::size_t starts = distinct.size();
  std::vector<Reached> ends = closure(path, forward, std::move(distinct));
  if (starts == from.size()) {  // as if renumbered
    for (Reached& end : ends) {
      end.start = from[end.start].start;
    }
    return ends;
  }
  std::stable_sort(ends.begin(), ends.end(),
                   [](const Reached& a, const Reached& b) { return a.start < b.start; });
  std::vector<std::size_t> offsets(starts + 1, 0);
  for (const Reached& end : ends) {
    ++offsets[end.start + 1];
  }
  for (std::size_t i = 0; i < starts; ++i) {
    offsets[i + 1] += offsets[i];
  }
  std::vector<Reached> out;
  std::size_t number = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    number += i > 0 && from[i].node != from[i - 1].node ? 1U : 0U;
    for (std::size_t e = offsets[number]; e < offsets[number + 1]; ++e) {
      out.push_back({from[i].start, ends[e].node});
    }
    charge(out);
  }
  return out;
}

// What lies at_least to at_most repeats away from the frontier, each (start, node) once.
std::vector<Reached> PathWalk::closure(const PathExpression& path, bool forward,
                                       std::vector<Reached> frontier) {
  const PathExpression& part = *path.parts[0];
  if (path.at_most < path.at_least) {
    return {};
  }
  RowIndex seen(context_.budget, 2);
  const auto keep_new = [&seen](std::vector<Reached>& rows) {
    std::size_t kept = 0;
    for (const Reached& row : rows) {
      const std::array<Id, 2> key{Id{row.start}, row.node};
      if (seen.insert(key.data()).added) {
        rows[kept++] = row;
      }
    }
    rows.resize(kept);
  };
  for (std::uint32_t level = 0; level < path.at_least && !frontier.empty(); ++level) {
    context_.budget.check();
    frontier = walk(part, forward, std::move(frontier));
    seen.clear();
    keep_new(frontier);
  }
  if (path.at_least == 0) {
    keep_new(frontier);
  }
  std::vector<Reached> out = frontier;
  for (std::uint32_t level = path.at_least; level < path.at_most && !frontier.empty(); ++level) {
    context_.budget.check();
    frontier = walk(part, forward, std::move(frontier));
    keep_new(frontier);
    out.insert(out.end(), frontier.begin(), frontier.end());
    charge(out);
  }
  return out;
}

bool PathWalk::in_graph(Id node) {
  if (!node.bound() || node.tag() == Tag::local) {
    return false;
  }
  for (const Permutation permutation : {Permutation::spo, Permutation::osp}) {
    ScanSpec spec;
    spec.permutation = permutation;
    spec.bound = 1;
    spec.prefix = {node, kUnbound, kUnbound};
    spec.needed = 0;
    if (context_.source.count(spec, 1) > 0) {
      return true;
    }
  }
  return false;
}

std::vector<Id> PathWalk::distinct_ids(const ScanSpec& spec, std::uint8_t place) {
  std::vector<Id> out;
  TripleColumns rows;
  const auto cursor = context_.source.cursor(spec);
  while (cursor->next(rows)) {
    context_.budget.check();
    for (std::size_t row = 0; row < rows.size; ++row) {
      const Id id = rows.column[place][row];
      if (out.empty() || out.back() != id) {
        out.push_back(id);
      }
    }
    peak_bytes_ = std::max(peak_bytes_, out.capacity() * sizeof(Id));
    charge_.grow_to(peak_bytes_);
  }
  return out;
}

namespace {

std::vector<Id> united(const std::vector<Id>& a, const std::vector<Id>& b) {
  std::vector<Id> out;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

}  // namespace

std::vector<Id> PathWalk::all_nodes() {
  ScanSpec spec;
  spec.needed = 0b001;
  spec.permutation = Permutation::spo;
  const std::vector<Id> subjects = distinct_ids(spec, 0);
  spec.permutation = Permutation::osp;
  return united(subjects, distinct_ids(spec, 0));
}

std::vector<Id> PathWalk::starts(const PathExpression& path, bool forward) {
  if (is_nullable(path)) {
    return all_nodes();
  }
  switch (path.kind) {
    case PathExpression::Kind::link: {
      if (path.relation.id.tag() == Tag::local) {
        return {};
      }
      ScanSpec spec;
      spec.permutation = forward ? Permutation::pso : Permutation::pos;
      spec.bound = 1;
      spec.prefix = {path.relation.id, kUnbound, kUnbound};
      spec.needed = 0b010;
      return distinct_ids(spec, 1);
    }
    case PathExpression::Kind::inverse:
      return starts(*path.parts[0], !forward);
    case PathExpression::Kind::repeat:
      return starts(*path.parts[0], forward);
    case PathExpression::Kind::sequence:
      return starts(forward ? *path.parts.front() : *path.parts.back(), forward);
    case PathExpression::Kind::alternative:
      break;
  }
  std::vector<Id> out;
  for (const PathPtr& part : path.parts) {
    out = united(out, starts(*part, forward));
  }
  return out;
}

}  // namespace kg
