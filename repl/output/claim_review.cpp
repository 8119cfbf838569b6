#include "repl/output/claim_review.h"

#include <fmt/format.h>

#include <set>

#include "repl/output/cell_text.h"
#include "repl/output/verdict.h"

namespace kg::repl {
namespace {

constexpr int kBest = 5;
constexpr int kMiddle = 3;
constexpr int kWorst = 1;
constexpr std::size_t kMaxKnownSources = 10'000;  // then they are asked for anew

void add(std::string& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out += fmt::format(",\"{}\":{}", name, json_string(text));
}

std::string organization(const std::string& name) {
  return R"({"@type":"Organization","name":)" + json_string(name) + '}';
}

}  // namespace

std::optional<int> rating_of(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::supported:
      return kBest;
    case VerdictKind::disputed:
      return kMiddle;
    case VerdictKind::refuted:
      return kWorst;
    case VerdictKind::not_covered:
      break;
  }
  return std::nullopt;
}

const DocumentMetadata& ClaimReviews::source(const std::string& name) {
  const auto known = known_.find(name);
  if (known != known_.end()) return known->second;
  if (known_.size() >= kMaxKnownSources) known_.clear();
  return known_[name] = sources_(name);
}

// A claim without a quote is cited by its own words.
std::string ClaimReviews::quotation(const VerdictEvidence& evidence, const char* role) {
  std::string out = fmt::format(R"({{"@type":"{}")", evidence.quote.empty() ? "CreativeWork" : "Quotation");
  add(out, "text", evidence.quote.empty() ? evidence.claim : evidence.quote);
  const bool verified = evidence.quote.empty() || evidence.quote_state == QuotePlace::verified;
  add(out, "description", std::string(role) + (verified ? "" : "; the quote is not verified"));
  add(out, "creditText", evidence.attributed_to);
  if (!evidence.source.empty()) {
    const DocumentMetadata& known = source(evidence.source);
    out += R"(,"isPartOf":{"@type":"CreativeWork")";
    add(out, "name", known.title.empty() ? evidence.source : known.title);
    add(out, "identifier", evidence.source);
    if (!known.publisher.empty()) out += ",\"publisher\":" + organization(known.publisher);
    add(out, "url", known.url);
    add(out, "datePublished", known.date);
    out += '}';
  }
  return out + '}';
}

std::string ClaimReviews::review(const Verdict& verdict, const std::string& id) {
  std::string name(verdict_name(verdict.kind));
  name.front() = static_cast<char>(name.front() - 'a' + 'A');
  const bool sourced = verdict.supporting_origins + verdict.refuting_origins > 0;
  if (verdict.kind != VerdictKind::not_covered && !sourced) name += ", without a named source";
  std::string rating = fmt::format(R"({{"@type":"Rating","alternateName":{})", json_string(name));
  if (const auto value = rating_of(verdict.kind); value && sourced)
    rating += fmt::format(R"(,"ratingValue":{},"bestRating":{},"worstRating":{})", *value, kBest, kWorst);
  std::string citations;
  std::set<std::string> said;
  const auto cite = [&](const VerdictEvidence& evidence, const char* role) {
    std::string one = quotation(evidence, role);
    if (!said.insert(one).second) return;
    citations += (citations.empty() ? "" : ",") + one;
  };
  for (const VerdictEvidence& evidence : verdict.supporting) cite(evidence, "supports the claim");
  for (const VerdictEvidence& evidence : verdict.refuting) cite(evidence, "refutes the claim");
  for (const VerdictStep& step : verdict.proof) {
    if (!step.evidence.source.empty()) cite(step.evidence, "a premise");
  }
  std::string out = R"({"@context":"https://schema.org","@type":"ClaimReview")";
  if (id != "null") out += ",\"identifier\":" + (id.starts_with('"') ? id : json_string(id));
  out += fmt::format(
      R"(,"claimReviewed":{0},"itemReviewed":{{"@type":"Claim","text":{0}}},"author":{1},"reviewRating":{2}}},"reviewBody":{3})",
      json_string(verdict.claim), organization(reviewer_), rating, json_string(verdict_summary(verdict)));
  if (!citations.empty()) out += ",\"citation\":[" + citations + ']';
  return out + '}';
}

}  // namespace kg::repl
