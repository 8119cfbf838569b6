#include "repl/output/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "repl/output/cell_text.h"

namespace kg::repl {
namespace {

template <typename List, typename Show>
std::string json_array(const List& list, const Show& show) {
  std::string out = "[";
  for (const auto& one : list) out += (out.size() > 1 ? "," : "") + show(one);
  return out + ']';
}

std::string evidence_fields(const VerdictEvidence& e) {
  const auto offset = [](const std::optional<std::uint64_t>& place) {
    return place ? std::to_string(*place) : std::string("null");
  };
  return fmt::format(
      R"("claim":{},"source":{},"quote":{},"quote_state":{},"start":{},"end":{},"origin":{},"stance":{},"attributed_to":{},"on":{},"how":{},"prefix":{},"suffix":{},"sha256":{})",
      json_string(e.claim), json_string(e.source), json_string(e.quote),
      json_string(quote_place_name(e.quote_state)), offset(e.start), offset(e.end), json_string(e.origin),
      json_string(e.stance), json_string(e.attributed_to), json_string(e.on), json_string(e.how),
      json_string(e.prefix), json_string(e.suffix), json_string(e.sha256));
}
std::string evidence_json(const VerdictEvidence& e) { return '{' + evidence_fields(e) + '}'; }

std::string reading_json(const VerdictReading& reading) {
  std::string qualifiers;
  for (const auto& [name, value] : reading.qualifiers) {
    if (!qualifiers.empty()) qualifiers += ',';
    qualifiers += json_string(name) + ':' + json_string(value);
  }
  return fmt::format(R"({{"subject":{},"relation":{},"object":{},"qualifiers":{{{}}},"negated":{}}})",
                     json_string(reading.subject), json_string(reading.relation), json_string(reading.object),
                     qualifiers, reading.negated);
}

// What a reason means to somebody who has never seen its code; empty where the verdict itself says it.
std::string_view meaning(ReasonCode reason) {
  constexpr std::array<std::string_view, 22> kMeanings{
      "",
      "",
      "",
      "It follows from the opposite relation, which the store declares.",
      "The relation holds both ways, so what is said of one is said of the other.",
      "It follows from a narrower relation.",
      "It follows from a narrower type.",
      "It follows from several claims, one after the other.",
      "It follows from a rule.",
      "The figures are not the same, and agree within the tolerance.",
      "The figures agree when rounded.",
      "One of the figures is a range or a bound.",
      "The source's date is more precise and lies within the claim's.",
      "Some sources give no date, or none that is as precise.",
      "The sources give another value.",
      "A source says that it is not so.",
      "The sources only repeat what somebody else said.",
      "A source is older than others, or speaks of something that has ended.",
      "A name is not known to the store.",
      "The store has no such relation.",
      "",
      "It can be read in ways that lead to different verdicts; each is listed below."};
  return kMeanings[static_cast<std::size_t>(reason)];
}

std::string counted(std::size_t claims, std::size_t independent) {
  const std::string held = fmt::format("{} claim{} in the store, from ", claims, claims == 1 ? "" : "s");
  if (independent == 0) return held + "no named source";
  return held + fmt::format("{} independent source{}", independent, independent == 1 ? "" : "s");
}

bool has(const Verdict& verdict, ReasonCode reason) {
  return std::find(verdict.reasons.begin(), verdict.reasons.end(), reason) != verdict.reasons.end();
}

}  // namespace

std::string verdict_summary(const Verdict& verdict) {
  std::string out;
  switch (verdict.kind) {
    case VerdictKind::supported:
      out = fmt::format("It is so, by {}.", counted(std::max(verdict.supporting.size(), std::size_t{1}),
                                                    verdict.supporting_origins));
      break;
    case VerdictKind::refuted:
      out = fmt::format("It is not so, by {}.",
                        counted(std::max(verdict.refuting.size(), std::size_t{1}), verdict.refuting_origins));
      break;
    case VerdictKind::disputed:
      out = fmt::format("The sources disagree: {}, for it, and {}, against it.",
                        counted(verdict.supporting.size(), verdict.supporting_origins),
                        counted(verdict.refuting.size(), verdict.refuting_origins));
      break;
    case VerdictKind::not_covered:
      out = has(verdict, ReasonCode::not_understood)
                ? "Not all of the sentence was understood, so nothing was checked."
                : "No claim in the store decides it, which is no sign that it is wrong.";
      break;
  }
  const bool open = verdict.kind == VerdictKind::not_covered;
  for (const ReasonCode reason : verdict.reasons) {
    if (open && reason == ReasonCode::other_value)
      out += " It may be so of several values or times, so that another one refutes nothing.";
    else if (!meaning(reason).empty())
      out += fmt::format(" {}", meaning(reason));
  }
  for (const std::string& note : verdict.notes) out += ' ' + note;
  return out;
}

namespace {

// What is to be said about a quote that does not stand where it is said to.
std::string doubt(const VerdictEvidence& e) {
  if (e.quote_state == QuotePlace::not_found) return fmt::format(" (no longer in {})", e.source);
  if (e.quote_state != QuotePlace::no_document) return {};
  if (e.source.empty()) return " (not verified: it names no source)";
  return fmt::format(" (not verified: the store has no document {})", e.source);
}

void add_evidence(std::string& out, const VerdictEvidence& e) {
  if (!e.quote.empty())
    out += fmt::format("  '{}'{}\n    ", e.quote, doubt(e));
  else
    out += "  ";
  if (!e.source.empty()) out += e.source + ": ";
  out += e.claim;
  if (!e.attributed_to.empty()) out += fmt::format(" (according to {})", e.attributed_to);
  if (!e.how.empty()) out += fmt::format(" ({})", e.how);
  out += e.stance == "denied" ? " - denied\n" : "\n";
}

template <typename List, typename Add>
void add_section(std::string& out, std::string_view title, const List& list, const Add& add) {
  if (list.empty()) return;
  out += fmt::format("\n{}\n", title);
  for (const auto& one : list) add(one);
}

}  // namespace

std::string verdict_json(const Verdict& verdict, const std::string& id) {
  return fmt::format(
      R"({{"claim":{},"id":{},"verdict":{},"reasons":{},"reading":{},"supporting":{},"refuting":{},"proof":{},"nearest":{},"others":{},"not_understood":{},"notes":{},"statements":{}}})",
      json_string(verdict.claim), id, json_string(verdict_name(verdict.kind)),
      json_array(verdict.reasons, [](ReasonCode reason) { return json_string(reason_name(reason)); }),
      reading_json(verdict.reading), json_array(verdict.supporting, evidence_json),
      json_array(verdict.refuting, evidence_json),
      json_array(verdict.proof,
                 [](const VerdictStep& step) {
                   return fmt::format(R"({{"reason":{},{}}})", json_string(reason_name(step.reason)),
                                      evidence_fields(step.evidence));
                 }),
      json_array(verdict.nearest, evidence_json), json_array(verdict.others, evidence_json),
      json_array(verdict.not_understood, json_string), json_array(verdict.notes, json_string),
      json_array(verdict.statements, [](const VerdictStatement& statement) {
        return fmt::format(R"({{"statement":{},"verdict":{}}})", json_string(statement.text),
                           json_string(verdict_name(statement.kind)));
      }));
}

std::string verdict_text(const Verdict& verdict) {
  std::string out =
      fmt::format("{}: {}\n{}\n", verdict_name(verdict.kind), verdict.claim, verdict_summary(verdict));
  const auto add = [&](const VerdictEvidence& e) { add_evidence(out, e); };
  add_section(out, "For it:", verdict.supporting, add);
  add_section(out, "Against it:", verdict.refuting, add);
  // What stands above is not said again.
  const auto among = [](const std::vector<VerdictEvidence>& list, const VerdictEvidence& one) {
    return std::any_of(list.begin(), list.end(), [&](const VerdictEvidence& e) {
      return e.claim == one.claim && e.source == one.source && e.quote == one.quote;
    });
  };
  std::vector<VerdictStep> steps;
  std::copy_if(verdict.proof.begin(), verdict.proof.end(), std::back_inserter(steps),
               [&](const VerdictStep& step) { return !among(verdict.supporting, step.evidence); });
  add_section(out, "How it follows:", steps,
              [&](const VerdictStep& step) { add_evidence(out, step.evidence); });
  add_section(out, "Other figures and dates in the store:", verdict.others, add);
  std::vector<VerdictEvidence> nearest;
  std::copy_if(verdict.nearest.begin(), verdict.nearest.end(), std::back_inserter(nearest),
               [&](const VerdictEvidence& e) { return !among(verdict.others, e); });
  add_section(out, "The store says, closest to it:", nearest, add);
  const bool sentence = has(verdict, ReasonCode::not_understood);
  add_section(out, sentence ? "Not understood:" : "Not known to the store:", verdict.not_understood,
              [&](const std::string& name) { out += fmt::format("  {}\n", name); });
  const bool several = verdict.statements.size() > 1;
  add_section(out, "Read as:", verdict.statements, [&](const VerdictStatement& statement) {
    out += fmt::format("  {}", statement.text);
    out += several ? fmt::format("   {}\n", verdict_name(statement.kind)) : "\n";
  });
  return out;
}

}  // namespace kg::repl
