#include "kg/exec/path_search.h"

#include "kg/model/path_value.h"

namespace kg {
namespace {

constexpr std::size_t kKeptTextBytes = std::size_t{1} << 20U;

Schema schema_of(const PathSearch& search) {
  Schema schema;
  schema.add(search.path, true);
  schema.add(search.length, true);
  if (search.cost != kNoVar) {
    schema.add(search.cost, true);
  }
  return schema;
}

}  // namespace

PathSearchOperator::PathSearchOperator(Context& context, const PathSearch& search)
    : Operator(context, schema_of(search), {}),
      search_(search),
      finder_(context, search),
      charge_(context.budget) {}

// Valid until the next call. Paths of one answer share most of their terms.
const std::string& PathSearchOperator::text(Id id) {
  if (text_bytes_ > kKeptTextBytes) {
    texts_.clear();
    text_bytes_ = 0;
  }
  const auto [place, added] = texts_.try_emplace(id);
  if (added) {
    place->second = context().source.term(id).to_ntriples();
    text_bytes_ += place->second.capacity() + sizeof(*place);
  }
  return place->second;
}

Id PathSearchOperator::value_of(const FoundPath& path) {
  std::string out = text(search_.from.id);
  for (const PathHop& hop : path.hops) {
    const std::string relation = text(hop.relation);
    append_link(out, relation, hop.along, text(hop.to), hop.ends_step);
    charge_.grow_to(out.capacity() + text_bytes_);
  }
  return context().vocabulary.intern(Term::literal(out, iri::kKgPath));
}

bool PathSearchOperator::produce(Batch& batch) {
  const std::size_t target = ramp_.next();
  while (batch.rows < target) {
    const auto path = finder_.next();
    if (!path) {
      break;
    }
    batch.columns[0].push_back(value_of(*path));
    batch.columns[1].push_back(context().vocabulary.intern(Term::integer(path->steps)));
    if (search_.cost != kNoVar) {
      batch.columns[2].push_back(context().vocabulary.intern(finder_.cost_term(path->cost)));
    }
    ++batch.rows;
  }
  return batch.rows > 0;
}

}  // namespace kg
