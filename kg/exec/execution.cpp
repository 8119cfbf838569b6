#include "kg/exec/execution.h"

#include <algorithm>

#include "kg/exec/build.h"
#include "kg/exec/operator.h"

namespace kg {

struct Execution::Impl {
  Impl(PlanPtr p, const TripleSource& source, const Variables& variables, Budget& budget, bool profile)
      : plan(std::move(p)),
        context(source, variables, budget, profile),
        root(build_operator(context, *plan, nullptr)) {}

  PlanPtr plan;
  Context context;
  OperatorPtr root;
};

Execution::Execution(PlanPtr plan, const TripleSource& source, const Variables& variables, Budget& budget,
                     bool profile)
    : impl_(std::make_unique<Impl>(std::move(plan), source, variables, budget, profile)) {}

Execution::~Execution() = default;

const std::vector<Var>& Execution::variables() const { return impl_->root->schema().variables; }

bool Execution::next(Batch& batch) { return impl_->root->next(batch); }

Term Execution::term(Id id) const { return impl_->context.vocabulary.term(id); }

void Execution::terms(const std::vector<Id>& ids, std::vector<Term>& out) const {
  out.clear();
  out.resize(ids.size());
  bool in_dictionary = false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (tag_in_dictionary(ids[i].tag())) {
      in_dictionary = true;
    } else if (ids[i].bound()) {
      out[i] = term(ids[i]);
    }
  }
  if (in_dictionary) {
    impl_->context.source.decode(
        ids, [&](std::size_t i, std::string_view key) { out[i] = term_of_dictionary(ids[i].tag(), key); });
  }
}

std::vector<OperatorProfile> Execution::profile() const {
  return {impl_->context.profiles.begin(), impl_->context.profiles.end()};
}

}  // namespace kg
