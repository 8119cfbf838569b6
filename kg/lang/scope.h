// Scopes: which name is which variable, and which variables a condition can see (SPARQL 1.1, sections 12 and
// 18.2). A group's filters see what the group binds; those of `optional` also what stands before it, those of
// `not` and `exists` also everything their group sees. A nested `find` shares only what it gives out.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kg/algebra/plan.h"
#include "kg/lang/ast.h"
#include "kg/lang/diagnostics.h"

namespace kg {

// The names of one `find` (or of the whole statement).
class NameScope {
 public:
  explicit NameScope(Variables& variables) : variables_(variables) {}
  // Of a nested find: `shared` names are those of the outer scope; all of them when `share_all`.
  NameScope(NameScope& outer, std::set<std::string, std::less<>> shared, bool share_all)
      : variables_(outer.variables_), outer_(&outer), shared_(std::move(shared)), share_all_(share_all) {}

  Var get(std::string_view name);
  // From here on the name is this variable.
  void bind(std::string_view name, Var variable) { known_.insert_or_assign(std::string(name), variable); }
  Var fresh(std::string_view hint) { return variables_.fresh(hint); }
  // Names in the order in which they first occurred.
  [[nodiscard]] const std::vector<std::string>& names() const { return order_; }

 private:
  Variables& variables_;
  NameScope* outer_ = nullptr;
  std::set<std::string, std::less<>> shared_;
  bool share_all_ = false;
  std::map<std::string, Var, std::less<>> known_;
  std::vector<std::string> order_;
};

// What one group binds, and from where it is seen.
struct GroupFrame {
  enum class Link : std::uint8_t { closed, optional, no_match };
  GroupFrame* parent = nullptr;
  Link link = Link::closed;
  std::set<Var> bound;
  std::set<Var> inherited;  // of `optional`: what its group had bound before it
  [[nodiscard]] bool sees(Var variable) const;
};

// All frames of a statement, and the uses of variables that are checked when everything is known.
class Frames {
 public:
  GroupFrame& open(GroupFrame* parent, GroupFrame::Link link);
  void use(const GroupFrame& frame, Var variable, ast::Run run) { uses_.push_back({&frame, variable, run}); }
  // Throws for the first use of a variable that its group does not see.
  void check_uses(const Variables& variables, const Diagnostics& diagnostics) const;

 private:
  struct Use {
    const GroupFrame* frame;
    Var variable;
    ast::Run run;
  };
  [[noreturn]] void fail(const Use& use, const Variables& variables, const Diagnostics& diagnostics) const;

  std::deque<GroupFrame> frames_;
  std::vector<Use> uses_;
};

// The name of a variable token, without the question mark.
inline std::string_view variable_name(const ast::Token& token) { return token.text.substr(1); }

}  // namespace kg
