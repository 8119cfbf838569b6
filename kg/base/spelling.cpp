#include "kg/base/spelling.h"

#include <algorithm>
#include <vector>

namespace kg {
namespace {

// The distances between `a` and each beginning of `b`, `limit + 1` where it is more; empty when all are.
std::vector<std::size_t> distances(std::string_view a, std::string_view b, std::size_t limit) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t first = i > limit ? i - limit : 1;
    const std::size_t last = std::min(b.size(), i + limit);
    std::fill(current.begin(), current.end(), limit + 1);
    if (i <= limit) current[0] = i;
    std::size_t best = current[0];
    for (std::size_t j = first; j <= last; ++j) {
      std::size_t cost = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost = std::min({cost, previous[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost = std::min(cost, before[j - 2] + 1);
      current[j] = std::min(cost, limit + 1);
      best = std::min(best, current[j]);
    }
    if (best > limit) return {};
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit) return limit + 1;
  const std::vector<std::size_t> found = distances(a, b, limit);
  return found.empty() ? limit + 1 : found.back();
}

std::size_t edit_distance_to_beginning(std::string_view a, std::string_view b, std::size_t limit) {
  b = b.substr(0, a.size() + limit);
  const std::vector<std::size_t> found = distances(a, b, limit);
  return found.empty() ? limit + 1 : *std::min_element(found.begin(), found.end());
}

std::size_t allowed_edits(std::string_view word) { return word.size() <= 2 ? 0 : word.size() <= 4 ? 1 : 2; }

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string folded = lower_ascii(word);
  std::size_t limit = allowed_edits(word);
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(folded, lower_ascii(candidate), limit);
    if (distance > limit || (!best.empty() && distance == limit)) continue;
    best = candidate;
    limit = distance;
    if (distance == 0) break;
  }
  return best;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace kg
