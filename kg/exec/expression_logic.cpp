// and, or, not, bound, coalesce, if, label, and calls of strict functions.
#include <algorithm>
#include <utility>

#include "kg/exec/expression_node.h"

namespace kg {
namespace {

// `and` and `or` over any number of arguments: each is asked only about the rows still undecided.
class LogicalNode final : public TruthNode {
 public:
  LogicalNode(Context& context, bool is_and, std::vector<NodePtr> arguments)
      : TruthNode(context), deciding_(is_and ? Truth::no : Truth::yes), arguments_(std::move(arguments)) {}

  void truths(const RowSet& rows, std::span<Truth> out) override {
    std::vector<std::uint32_t> open(rows.rows.begin(), rows.rows.end());
    std::vector<std::uint32_t> places(open.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      places[i] = static_cast<std::uint32_t>(i);
    }
    std::fill(out.begin(), out.end(), truth_not(deciding_));
    std::vector<Truth> results;
    for (const NodePtr& argument : arguments_) {
      results.resize(open.size());
      argument->truths({rows.batch, open}, results);
      std::size_t kept = 0;
      for (std::size_t i = 0; i < open.size(); ++i) {
        if (results[i] == deciding_) {
          out[places[i]] = deciding_;
          continue;
        }
        if (results[i] == Truth::error) {
          out[places[i]] = Truth::error;
        }
        open[kept] = open[i];
        places[kept++] = places[i];
      }
      open.resize(kept);
      places.resize(kept);
      if (open.empty()) {
        return;
      }
    }
  }

 private:
  Truth deciding_;
  std::vector<NodePtr> arguments_;
};

class NotNode final : public TruthNode {
 public:
  NotNode(Context& context, NodePtr argument) : TruthNode(context), argument_(std::move(argument)) {}
  void truths(const RowSet& rows, std::span<Truth> out) override {
    argument_->truths(rows, out);
    std::transform(out.begin(), out.end(), out.begin(), truth_not);
  }

 private:
  NodePtr argument_;
};

class BoundNode final : public TruthNode {
 public:
  BoundNode(Context& context, NodePtr argument) : TruthNode(context), argument_(std::move(argument)) {}
  void truths(const RowSet& rows, std::span<Truth> out) override {
    ids_.resize(rows.rows.size());
    argument_->ids(rows, ids_);
    std::transform(ids_.begin(), ids_.end(), out.begin(), [](Id id) { return truth(id.bound()); });
  }

 private:
  NodePtr argument_;
  std::vector<Id> ids_;
};

// Chooses for each row which of its arguments gives the result: coalesce and if.
class ChoiceNode : public ExpressionNode {
 public:
  ChoiceNode(Context& context, std::vector<NodePtr> arguments)
      : ExpressionNode(context), arguments_(std::move(arguments)) {}

  std::span<const Value> values(const RowSet& rows) final {
    values_.assign(rows.rows.size(), Value{});
    choose(rows, [&](std::size_t argument, const RowSet& some, std::span<const std::uint32_t> places) {
      const std::span<const Value> from = arguments_[argument]->values(some);
      std::vector<bool> found(places.size());
      for (std::size_t i = 0; i < places.size(); ++i) {
        values_[places[i]] = from[i];
        found[i] = from[i].kind != ValueKind::unbound;
      }
      return found;
    });
    return values_;
  }

  void ids(const RowSet& rows, std::span<Id> out) final {
    std::fill(out.begin(), out.end(), kUnbound);
    std::vector<Id> from;
    choose(rows, [&](std::size_t argument, const RowSet& some, std::span<const std::uint32_t> places) {
      from.resize(places.size());
      arguments_[argument]->ids(some, from);
      std::vector<bool> found(places.size());
      for (std::size_t i = 0; i < places.size(); ++i) {
        out[places[i]] = from[i];
        found[i] = from[i].bound();
      }
      return found;
    });
  }

 protected:
  // Evaluates an argument for some of the rows, `places` among the result; says which had no error.
  using Evaluate = std::function<std::vector<bool>(std::size_t argument, const RowSet& some,
                                                   std::span<const std::uint32_t>)>;
  virtual void choose(const RowSet& rows, const Evaluate& evaluate) = 0;
  std::vector<NodePtr> arguments_;

 private:
  std::vector<Value> values_;
};

class CoalesceNode final : public ChoiceNode {
 public:
  using ChoiceNode::ChoiceNode;

 protected:
  void choose(const RowSet& rows, const Evaluate& evaluate) override {
    std::vector<std::uint32_t> open(rows.rows.begin(), rows.rows.end());
    std::vector<std::uint32_t> places(open.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      places[i] = static_cast<std::uint32_t>(i);
    }
    for (std::size_t argument = 0; argument < arguments_.size() && !open.empty(); ++argument) {
      const std::vector<bool> found = evaluate(argument, {rows.batch, open}, places);
      std::size_t kept = 0;
      for (std::size_t i = 0; i < open.size(); ++i) {
        if (!found[i]) {
          open[kept] = open[i];
          places[kept++] = places[i];
        }
      }
      open.resize(kept);
      places.resize(kept);
    }
  }
};

class IfNode final : public ChoiceNode {
 public:
  using ChoiceNode::ChoiceNode;

 protected:
  void choose(const RowSet& rows, const Evaluate& evaluate) override {
    std::vector<Truth> tests(rows.rows.size());
    arguments_[0]->truths(rows, tests);
    for (std::size_t branch = 1; branch <= 2; ++branch) {
      const Truth wanted = branch == 1 ? Truth::yes : Truth::no;
      std::vector<std::uint32_t> some;
      std::vector<std::uint32_t> places;
      for (std::size_t i = 0; i < tests.size(); ++i) {
        if (tests[i] == wanted) {
          some.push_back(rows.rows[i]);
          places.push_back(static_cast<std::uint32_t>(i));
        }
      }
      if (!some.empty()) {
        evaluate(branch, {rows.batch, some}, places);
      }
    }
  }
};

// The first rdfs:label of a thing; plain strings come before language-tagged ones.
class LabelNode final : public ExpressionNode {
 public:
  LabelNode(Context& context, NodePtr argument)
      : ExpressionNode(context),
        argument_(std::move(argument)),
        label_(context.source.find(Term::iri(iri::kRdfsLabel))),
        variable_(context, 0) {}

  void ids(const RowSet& rows, std::span<Id> out) override {
    argument_->ids(rows, out);
    for (Id& id : out) {
      id = label_of(id);
    }
  }

  std::span<const Value> values(const RowSet& rows) override {
    Batch labels;
    labels.columns.emplace_back(rows.rows.size());
    labels.rows = rows.rows.size();
    ids(rows, labels.columns[0]);
    std::vector<std::uint32_t> all(labels.rows);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] = static_cast<std::uint32_t>(i);
    }
    return variable_.values({labels, all});
  }

 private:
  Id label_of(Id id) {
    if ((id.tag() != Tag::iri && id.tag() != Tag::blank) || label_ == kMissing) {
      return kUnbound;
    }
    ScanSpec spec;
    spec.permutation = Permutation::spo;
    spec.bound = 2;
    spec.prefix = {id, label_, kUnbound};
    spec.needed = 0b100;
    TripleColumns rows;
    return probe_.start(context().source, spec).next(rows) ? rows.column[2][0] : kUnbound;
  }

  NodePtr argument_;
  Id label_;
  VariableNode variable_;
  ProbeCursor probe_;
};

class StrictNode final : public ExpressionNode {
 public:
  StrictNode(Context& context, StrictFunction function, std::vector<NodePtr> arguments)
      : ExpressionNode(context), function_(function), arguments_(std::move(arguments)) {
    store_.facts = &context.facts;
  }

  std::span<const Value> values(const RowSet& rows) override {
    store_.clear();
    store_.values.reserve(rows.rows.size());
    std::vector<const Value*> first(arguments_.size());
    std::vector<std::size_t> step(arguments_.size());
    for (std::size_t a = 0; a < arguments_.size(); ++a) {
      const Value* constant = arguments_[a]->constant();
      first[a] = constant != nullptr ? constant : arguments_[a]->values(rows).data();
      step[a] = constant != nullptr ? 0 : 1;
    }
    std::vector<const Value*> arguments(arguments_.size());
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
      bool error = false;
      for (std::size_t a = 0; a < arguments.size(); ++a) {
        arguments[a] = first[a] + step[a] * i;
        error = error || arguments[a]->kind == ValueKind::unbound;
      }
      store_.values.push_back(error ? Value{} : function_(store_, arguments));
    }
    return store_.values;
  }

 private:
  StrictFunction function_;
  std::vector<NodePtr> arguments_;
  ValueStore store_;
};

}  // namespace

NodePtr make_logical(Context& context, Function function, std::vector<NodePtr> arguments) {
  if (function == Function::logical_not) {
    return std::make_unique<NotNode>(context, std::move(arguments[0]));
  }
  return std::make_unique<LogicalNode>(context, function == Function::logical_and, std::move(arguments));
}
NodePtr make_bound(Context& context, NodePtr argument) {
  return std::make_unique<BoundNode>(context, std::move(argument));
}
NodePtr make_coalesce(Context& context, std::vector<NodePtr> arguments) {
  return std::make_unique<CoalesceNode>(context, std::move(arguments));
}
NodePtr make_if(Context& context, std::vector<NodePtr> arguments) {
  return std::make_unique<IfNode>(context, std::move(arguments));
}
NodePtr make_label(Context& context, NodePtr argument) {
  return std::make_unique<LabelNode>(context, std::move(argument));
}
NodePtr make_strict(Context& context, StrictFunction function, std::vector<NodePtr> arguments) {
  return std::make_unique<StrictNode>(context, function, std::move(arguments));
}

}  // namespace kg
