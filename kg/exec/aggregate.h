// Aggregates: the states of one aggregate function for all groups (SPARQL 1.1, 18.5.1). An argument that is
// an error makes sum, avg, min, max and list an error, whose id is kUnbound; count and sample leave it out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "kg/algebra/plan.h"
#include "kg/exec/expression_program.h"
#include "kg/exec/operator.h"

namespace kg {

class Aggregator {
 public:
  explicit Aggregator(Context& context) : charge_(context.budget), context_(context) {}
  Aggregator(const Aggregator&) = delete;
  Aggregator& operator=(const Aggregator&) = delete;
  virtual ~Aggregator() = default;

  // Makes room for groups 0 to `groups` - 1.
  virtual void resize(std::size_t groups) = 0;
  // groups[i]: the group of row i.
  virtual void add(const Batch& batch, std::span<const std::uint32_t> groups) = 0;
  virtual Id result(std::uint32_t group) = 0;
  // Group `group` becomes group 0; all others are forgotten.
  virtual void keep_only(std::uint32_t group) = 0;

 protected:
  [[nodiscard]] Context& context() const { return context_; }
  MemoryCharge charge_;

 private:
  Context& context_;
};

// `item.expression` null: count(*). `distinct` is not looked at here, see DistinctAggregator.
std::unique_ptr<Aggregator> make_aggregator(Context& context, const AggregateItem& item, const Schema& schema,
                                            const Bindings* bindings);

}  // namespace kg
