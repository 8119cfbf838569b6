#include "kg/lang/scope.h"

#include <fmt/format.h>

#include "kg/lang/suggest.h"

namespace kg {

Var NameScope::get(std::string_view name) {
  if (const auto found = known_.find(name); found != known_.end()) return found->second;
  Var variable = kNoVar;
  if (outer_ == nullptr) {
    variable = variables_.get(name);
  } else if (share_all_ || shared_.find(name) != shared_.end()) {
    variable = outer_->get(name);
  } else {
    variable = variables_.fresh(name);
  }
  known_.emplace(name, variable);
  order_.emplace_back(name);
  return variable;
}

bool GroupFrame::sees(Var variable) const {
  if (bound.contains(variable)) return true;
  if (link == Link::optional && inherited.contains(variable)) return true;
  for (const GroupFrame* frame = this; frame != nullptr; frame = frame->parent) {
    if (frame->link == Link::no_match) return frame->parent->sees(variable);
  }
  return false;
}

GroupFrame& Frames::open(GroupFrame* parent, GroupFrame::Link link) {
  GroupFrame& frame = frames_.emplace_back();
  frame.parent = parent;
  frame.link = link;
  if (link == GroupFrame::Link::optional) frame.inherited = parent->bound;
  return frame;
}

void Frames::check_uses(const Variables& variables, const Diagnostics& diagnostics) const {
  for (const Use& use : uses_) {
    if (!use.frame->sees(use.variable)) fail(use, variables, diagnostics);
  }
}

void Frames::fail(const Use& use, const Variables& variables, const Diagnostics& diagnostics) const {
  const std::string name = quoted(use.run[0].text);
  bool elsewhere = false;
  std::string_view meant;
  for (const GroupFrame& frame : frames_) {
    for (const Var variable : frame.bound) {
      elsewhere = elsewhere || variable == use.variable;
      const std::string_view other = variables.name(variable);
      if (edit_distance(lower_ascii(other), lower_ascii(variable_name(use.run[0])), 1) <= 1 &&
          other.size() > 1) {
        meant = other;
      }
    }
  }
  if (!elsewhere) {
    diagnostics.fail(use.run, fmt::format("the variable {} is never bound", name),
                     meant.empty() ? "a claim that holds it, or a `let`, gives it its values"
                                   : fmt::format("did you mean `?{}`?", meant));
  }
  diagnostics.fail(
      use.run, fmt::format("the variable {} is not bound here", name),
      "a condition sees what its own braces bind, a `let` what stands before it, and both nothing that only "
      "`not { }` binds");
}

}  // namespace kg
