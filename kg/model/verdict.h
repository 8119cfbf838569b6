// Verdict: what a check says about a claim, and why. Plain values; docs/checking.md gives the rules.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kg {

enum class VerdictKind : std::uint8_t { supported, refuted, disputed, not_covered };

// In the order in which a verdict lists them.
enum class ReasonCode : std::uint8_t {
  exact,
  alias,
  metonym,
  inverse,
  symmetric,
  subrelation,
  subclass,
  transitive,
  rule,
  within_tolerance,
  rounded,
  bound,
  narrower_date,
  coarser_date,
  other_value,
  explicit_denial,
  attributed_only,
  outdated,
  unknown_entity,
  unknown_relation,
  not_understood,
  ambiguous,
};

// As people and JSON see them: `not covered`, `within-tolerance`.
constexpr std::string_view verdict_name(VerdictKind kind) {
  constexpr std::array<std::string_view, 4> kNames{"supported", "refuted", "disputed", "not covered"};
  return kNames[static_cast<std::size_t>(kind)];
}
constexpr std::string_view reason_name(ReasonCode reason) {
  constexpr std::array<std::string_view, 22> kNames{
      "exact",           "alias",           "metonym",       "inverse",        "symmetric",
      "subrelation",     "subclass",        "transitive",    "rule",           "within-tolerance",
      "rounded",         "bound",           "narrower-date", "coarser-date",   "other-value",
      "explicit-denial", "attributed-only", "outdated",      "unknown-entity", "unknown-relation",
      "not-understood",  "ambiguous"};
  return kNames[static_cast<std::size_t>(reason)];
}

// Names and values as the language writes them: `"Li Qiang"`, `12 billion USD`.
struct VerdictReading {
  std::string subject;
  std::string relation;
  std::string object;
  std::vector<std::pair<std::string, std::string>> qualifiers;
  bool negated = false;  // the claim says that its source denies it
};

// Whether a quote stands in the text of its source.
enum class QuotePlace : std::uint8_t { no_quote, verified, no_document, not_found };
constexpr std::string_view quote_place_name(QuotePlace place) {
  constexpr std::array<std::string_view, 4> kNames{"", "verified", "no-document", "not-found"};
  return kNames[static_cast<std::size_t>(place)];
}

// A claim in the store. Texts are empty where the store has none.
struct VerdictEvidence {
  std::string claim;  // with the qualifiers that narrow it
  std::string source;
  std::string quote;
  QuotePlace quote_state = QuotePlace::no_quote;
  std::optional<std::uint64_t> start;  // bytes of the source's text where the quote stands
  std::optional<std::uint64_t> end;
  std::string origin;  // what the source got it from; equal origins are one
  std::string stance;  // asserted, attributed or denied
  std::string attributed_to;
  std::string on;
  std::string how;  // a figure that agrees and is not the same, in words
  // Of the quote in its document: up to 32 characters to either side, and the SHA-256
  // of the document's text; empty when the store does not have the text, or not the place.
  std::string prefix, suffix;
  std::string sha256;
};

// One premise or declared property on which a derived verdict rests.
struct VerdictStep {
  ReasonCode reason = ReasonCode::exact;
  VerdictEvidence evidence;
};

// A claim that was compared with the store, as the language writes it: `check "Li Qiang" visited Ganzhou`.
struct VerdictStatement {
  std::string text;
  VerdictKind kind = VerdictKind::not_covered;
};

struct Verdict {
  std::string claim;  // as it was asked
  VerdictKind kind = VerdictKind::not_covered;
  std::vector<ReasonCode> reasons;
  VerdictReading reading;
  std::vector<VerdictEvidence> supporting;
  std::vector<VerdictEvidence> refuting;
  std::size_t supporting_origins = 0;  // independent ones
  std::size_t refuting_origins = 0;
  std::vector<VerdictStep> proof;  // empty unless derived
  std::vector<VerdictEvidence> nearest;
  // Claims with other figures or dates for what was claimed, which decide nothing.
  std::vector<VerdictEvidence> others;
  // Names that nothing in the store bears; of a claim in English, what was not understood of it.
  std::vector<std::string> not_understood;
  // What else a reader must know, in sentences: what a name was taken for.
  std::vector<std::string> notes;
  // What was checked: one, or of a claim in English as many as it makes or can be read as.
  std::vector<VerdictStatement> statements;
};

}  // namespace kg
