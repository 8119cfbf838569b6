#include "repl/output/evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "repl/output/cell_text.h"

namespace kg::repl {

const Claims& evidence_of(const RowBatch& batch, std::size_t row) {
  static const Claims kNone;
  return row < batch.evidence.size() ? batch.evidence[row] : kNone;
}

void append_evidence_json(std::string& out, const Claims& claims) {
  const auto offset = [](const std::optional<std::uint64_t>& bytes) {
    return bytes ? std::to_string(*bytes) : std::string("null");
  };
  out += '[';
  for (const VerdictEvidence& e : claims) {
    if (out.back() == '}') out += ',';
    out += fmt::format(
        R"({{"claim":{},"source":{},"quote":{},"start":{},"end":{},"stance":{},"attributed_to":{}}})",
        json_string(e.claim), json_string(e.source), json_string(e.quote), offset(e.start), offset(e.end),
        json_string(e.stance), json_string(e.attributed_to));
  }
  out += ']';
}

std::string evidence_text(const VerdictEvidence& claim) {
  if (claim.source.empty() && claim.quote.empty()) return {};
  std::string out = claim.source;
  if (!out.empty()) out += ": ";
  out += claim.quote.empty() ? claim.claim : '\'' + claim.quote + '\'';
  if (!claim.attributed_to.empty()) out += fmt::format(" (according to {})", claim.attributed_to);
  if (claim.stance == "denied") out += " (denied)";
  return terminal_safe(out);
}

std::vector<std::size_t> Notes::numbers(const Claims& claims) {
  std::vector<std::size_t> out;
  for (const VerdictEvidence& claim : claims) {
    std::string text = evidence_text(claim);
    if (text.empty()) continue;
    if (known_.size() >= kMaxRemembered) known_.clear();
    const auto [place, fresh] = known_.try_emplace(std::move(text), taken_ + waiting_.size() + 1);
    if (fresh) waiting_.push_back(place->first);
    out.push_back(place->second);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Notes::take(const std::function<void(std::size_t, const std::string&)>& show) {
  for (const std::string& text : waiting_) show(++taken_, text);
  waiting_.clear();
}

}  // namespace kg::repl
