// Checks: claims that are compared with the store instead of being looked up in it.
#include "kg/lang/literals.h"
#include "kg/lang/planner.h"

#include <fmt/format.h>

#include <algorithm>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;

constexpr std::int64_t kMaxTolerance = 100;  // percent

}  // namespace

ClaimTemplate Planner::checked_claim(const ast::Claim& claim, bool ground,
                                     std::array<std::string, 3>* written) {
  const auto refuse = [&](Run run) {
    for (const Token& token : run) {
      if (token.kind != Kind::variable && token.kind != Kind::wildcard) continue;
      diagnostics_.fail(token, fmt::format("{} stands for nothing that could be checked", quoted(token.text)),
                        "name the thing; to ask which claims there are: evidence for CLAIM");
    }
  };
  if (ground) refuse(claim.run);
  for (const Run qualifier : claim.qualifiers) refuse(qualifier);
  const Context context{scope_, frames_.open(nullptr, GroupFrame::Link::closed)};
  const auto [parts, qualifiers] = single_claim(claim, "to check");
  ClaimTemplate out;
  out.triple = {term(parts.subject, "subject", context), relation(parts.relation, "relation", context),
                object(parts.object, parts.relation, "object", context)};
  if (written != nullptr) {
    const std::array<Run, 3> runs{parts.subject, parts.relation, parts.object};
    for (std::size_t i = 0; i < 3; ++i) {
      const Kind kind = runs[i][0].kind;
      const bool name = is_name(runs[i]) && kind != Kind::iri && kind != Kind::prefixed_name;
      if (name && out.triple.at(i).term.kind != TermKind::literal) (*written)[i] = Names::spelled(runs[i]);
    }
  }
  for (const QualifierParts& named : qualifiers) {
    out.qualifiers.push_back(
        {relation(named.relation, "", context), object(named.value, named.relation, "", context)});
  }
  return out;
}

Decimal Planner::percent(const Token& token) const {
  const Term value = token.kind == Kind::parameter ? names_.parameter(token)
                                                   : literal_term({&token, 1}, false, diagnostics_,
                                                                  [](const Token&) { return std::string(); });
  const auto number = parse_number(value.value, value.datatype);
  const auto exact = number && !number->is_exact() ? decimal_of(number->approximate)
                     : number                      ? std::optional(number->exact)
                                                   : std::nullopt;
  if (!exact || exact->mantissa < 0 || compare(*exact, decimal_of(kMaxTolerance)) > 0) {
    diagnostics_.fail(token, fmt::format("a tolerance is a number of percent from 0 to {}", kMaxTolerance),
                      "for example: tolerance 5%");
  }
  return *exact;
}

CheckStatement Planner::plan(const ast::Check& check) {
  CheckStatement out;
  if (check.claim) {
    out.claim = checked_claim(*check.claim, true, &out.written);
  } else if (check.text->kind == Kind::parameter) {
    out.english = names_.parameter(*check.text).value;
  } else {
    out.english = unquote(check.text->text);
  }
  if (check.tolerance != nullptr) out.tolerance = percent(*check.tolerance);
  for (const Run source : check.sources) out.sources.push_back(thing(source));
  return out;
}

EvidenceStatement Planner::plan(const ast::Evidence& evidence) {
  return {checked_claim(evidence.claim, false, nullptr)};
}

ConflictsStatement Planner::plan(const ast::Conflicts& conflicts) {
  if (conflicts.about.empty()) return {};
  return {thing(conflicts.about)};
}

}  // namespace kg
