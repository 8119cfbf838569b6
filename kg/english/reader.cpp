#include "kg/english/reader.h"

#include <algorithm>
#include <limits>

#include "kg/base/utf8.h"
#include "kg/english/chart.h"
#include "kg/english/frames.h"
#include "kg/english/matcher.h"
#include "kg/english/statements.h"
#include "kg/english/words.h"

namespace kg::english {
namespace {

// Keeps the readings with the fewest pieces, each once.
class Collector {
 public:
  Collector(const Chart& chart, const Lexicon& lexicon, const TripleSource& source)
      : chart_(chart), builder_(chart, lexicon, source) {}

  void take(const Match& match, bool bare) {
    const std::size_t pieces = match.pieces + (bare ? 1 : 0);
    if (pieces > fewest_) return;
    std::vector<Reading> made = builder_.readings(match, bare);
    if (made.empty()) return;
    if (pieces < fewest_) found_.clear();
    fewest_ = pieces;
    for (Reading& reading : made) {
      std::string signature = builder_.signature(reading);
      const bool known = std::any_of(found_.begin(), found_.end(),
                                     [&](const auto& other) { return other.first == signature; });
      if (known) continue;
      full_ = full_ || found_.size() >= kMaxReadings;
      if (!full_) found_.emplace_back(std::move(signature), std::move(reading));
    }
  }
  [[nodiscard]] bool full() const { return full_; }
  std::vector<Reading> readings() {
    std::vector<Reading> out;
    for (auto& [signature, reading] : found_) out.push_back(std::move(reading));
    return out;
  }

 private:
  const Chart& chart_;
  StatementBuilder builder_;
  std::size_t fewest_ = std::numeric_limits<std::size_t>::max();
  bool full_ = false;
  std::vector<std::pair<std::string, Reading>> found_;
};

std::vector<Id> things_of(const Chart& chart) {
  std::vector<Name> names;
  for (std::size_t i = 0; i < chart.size(); ++i) {
    if (chart.names(i).empty()) continue;
    names.push_back(chart.names(i).front());
    names.back().end -= i;  // its length
  }
  std::stable_sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.end > b.end; });
  std::vector<Id> out;
  for (const Name& name : names) {
    if (std::find(out.begin(), out.end(), name.things.front()) == out.end()) out.push_back(name.things.front());
  }
  return out;
}

}  // namespace

ReadingResult read_claim(std::string_view text, const Lexicon& lexicon, const TripleSource& source,
                         const NameIndex& names, const Budget& budget) {
  NameLinker linker(source, names, budget, [&](Id thing) { return !lexicon.is_relation(thing); });
  const Chart chart(text, lexicon, linker, source, names);
  ReadingResult out;
  if (chart.size() == 0) return out;
  Collector collector(chart, lexicon, source);
  bool bare = false;
  Matcher matcher(chart, budget, [&](const Match& match) { collector.take(match, bare); });
  for (const SentenceFrame& frame : sentence_frames()) {
    bare = frame.bare;
    matcher.match(frame.steps);
  }
  out.exhausted = matcher.exhausted() || collector.full();
  if (!out.exhausted) out.readings = collector.readings();
  out.things = things_of(chart);
  if (!out.readings.empty()) return out;
  out.not_understood = chart.not_understood();
  for (const std::string& words : out.not_understood) {
    for (std::size_t i = 0; i < words.size();) {
      const CodePoint c = utf8_at(words, i);
      out.unknown_name = out.unknown_name || is_capital(c.value);
      i += c.bytes;
    }
  }
  out.unknown_relation = !chart.has_relation();
  if (out.not_understood.empty()) out.not_understood.emplace_back(text);
  return out;
}

}  // namespace kg::english
