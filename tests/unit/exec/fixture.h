// What the executor's tests share: a small language for graphs, patterns and answers, and a source that
// counts what it is asked.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "kg/base/budget.h"
#include "kg/base/error.h"
#include "kg/exec/execution.h"
#include "support/memory_source.h"

namespace kg::test {

inline constexpr std::string_view kBase = "http://example.org/";

// "12" is an integer, "'x'" a string, "_" unbound, everything else an IRI below kBase.
inline Term parse_term(std::string_view text) {
  if (text == "_") {
    return {};
  }
  if (text.front() == '\'') {
    return Term::string(text.substr(1, text.size() - 2));
  }
  if (text.find_first_not_of("0123456789-") == std::string_view::npos) {
    return Term::integer(std::stoll(std::string(text)));
  }
  return Term::iri(std::string(kBase) + std::string(text));
}

inline std::string show(const Term& term) {
  if (term.kind == TermKind::undefined) {
    return "_";
  }
  if (term.kind == TermKind::iri && term.value.starts_with(kBase)) {
    return term.value.substr(kBase.size());
  }
  if (term.datatype == iri::kXsdString) {
    return "'" + term.value + "'";
  }
  return term.datatype == iri::kXsdInteger ? term.value : term.to_ntriples();
}

// How often a source was asked for what.
struct Counters {
  std::uint64_t cursors = 0;
  std::uint64_t resets = 0;
  std::uint64_t seeks = 0;
  std::uint64_t rows = 0;  // handed out by cursors
  std::uint64_t descending_resets = 0;
};

class CountingSource final : public TripleSource {
 public:
  explicit CountingSource(const TripleSource& source) : source_(source) {}
  [[nodiscard]] Counters& counters() const { return counters_; }

  [[nodiscard]] std::unique_ptr<TripleCursor> cursor(const ScanSpec& spec) const override {
    ++counters_.cursors;
    return std::make_unique<CountingCursor>(source_.cursor(spec), spec, counters_);
  }
  [[nodiscard]] bool contains(const Triple& triple) const override { return source_.contains(triple); }
  [[nodiscard]] std::uint64_t count(const ScanSpec& spec, std::uint64_t exact) const override {
    return source_.count(spec, exact);
  }
  [[nodiscard]] const Statistics& statistics() const override { return source_.statistics(); }
  [[nodiscard]] Id find(const Term& term) const override { return source_.find(term); }
  [[nodiscard]] Term term(Id id) const override { return source_.term(id); }
  void decode(std::span<const Id> ids,
              const std::function<void(std::size_t, std::string_view)>& visit) const override {
    source_.decode(ids, visit);
  }
  [[nodiscard]] PrefixRanges string_prefix(std::string_view prefix) const override {
    return source_.string_prefix(prefix);
  }
  [[nodiscard]] Id ordered_up_to(Tag tag) const override { return source_.ordered_up_to(tag); }
  [[nodiscard]] Id fold(const Triple& triple) const override { return source_.fold(triple); }
  [[nodiscard]] Triple unfold(Id id) const override { return source_.unfold(id); }
  void for_each_triple_term(const Triple& prefix, std::uint8_t bound,
                            const std::function<bool(Id, const Triple&)>& visit) const override {
    source_.for_each_triple_term(prefix, bound, visit);
  }

 private:
  class CountingCursor final : public TripleCursor {
   public:
    CountingCursor(std::unique_ptr<TripleCursor> cursor, const ScanSpec& spec, Counters& counters)
        : cursor_(std::move(cursor)), prefix_(spec.prefix), counters_(counters) {}
    void reset(const ScanSpec& spec) override {
      ++counters_.resets;
      counters_.descending_resets += spec.prefix < prefix_ ? 1U : 0U;
      prefix_ = spec.prefix;
      cursor_->reset(spec);
    }
    bool next(TripleColumns& out) override {
      const bool more = cursor_->next(out);
      counters_.rows += more ? out.size : 0;
      return more;
    }
    void seek(const PermutedTriple& key) override {
      ++counters_.seeks;
      cursor_->seek(key);
    }

   private:
    std::unique_ptr<TripleCursor> cursor_;
    PermutedTriple prefix_;
    Counters& counters_;
  };

  const TripleSource& source_;
  mutable Counters counters_;
};

using Answer = std::vector<std::string>;

// A graph, and queries against it.
class Fixture {
 public:
  explicit Fixture(std::uint64_t seed = 1, std::size_t max_block_rows = 7)
      : source_({seed, max_block_rows, true}), counting_(source_) {}

  void add(std::string_view s, std::string_view p, std::string_view o) {
    source_.add(parse_term(s), parse_term(p), parse_term(o));
  }
  MemorySource& source() { return source_; }
  [[nodiscard]] const CountingSource& counting() const { return counting_; }
  [[nodiscard]] Counters& counters() const { return counting_.counters(); }
  Variables& variables() { return variables_; }
  Budget& budget() { return budget_; }

  Var var(std::string_view name) { return variables_.get(name); }
  // "?x" or a term as in parse_term.
  PatternTerm place(std::string_view text) {
    build();
    if (text.front() == '?') {
      return PatternTerm::var(var(text.substr(1)));
    }
    const Term term = parse_term(text);
    return PatternTerm::constant(source_.find(term), term);
  }
  TriplePattern pattern(std::string_view s, std::string_view p, std::string_view o) {
    return {place(s), place(p), place(o)};
  }
  PlanPtr scan(std::string_view s, std::string_view p, std::string_view o, Permutation permutation) {
    return make_plan(Scan{pattern(s, p, o), permutation, kAllIds});
  }
  PlanPtr values(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
    build();
    Values out;
    for (const std::string& name : names) {
      out.variables.push_back(var(name));
    }
    for (const std::vector<std::string>& row : rows) {
      out.rows.emplace_back();
      for (const std::string& text : row) {
        out.rows.back().push_back(parse_term(text));
      }
    }
    return make_plan(std::move(out));
  }
  ExpressionPtr value(std::string_view text) {
    return text.front() == '?' ? make_variable(var(text.substr(1))) : make_constant(parse_term(text));
  }
  ExpressionPtr call(Function function, const std::vector<std::string>& arguments) {
    std::vector<ExpressionPtr> parts;
    for (const std::string& argument : arguments) {
      parts.push_back(value(argument));
    }
    return make_call(function, std::move(parts));
  }

  // Rows in the order in which they come: the values of `names`, with blanks between.
  Answer ordered(const PlanPtr& plan, const std::vector<std::string>& names) {
    build();
    Execution execution(plan, counting_, variables_, budget_);
    Answer out;
    Batch batch;
    while (execution.next(batch)) {
      require_batch(batch.rows > 0 && batch.columns.size() == execution.variables().size());
      for (std::size_t row = 0; row < batch.rows; ++row) {
        std::string text;
        for (const std::string& name : names) {
          const auto at = std::find(execution.variables().begin(), execution.variables().end(), var(name));
          const auto column = static_cast<std::size_t>(at - execution.variables().begin());
          text += text.empty() ? "" : " ";
          text += at == execution.variables().end() ? "-" : show(execution.term(batch.columns[column][row]));
        }
        out.push_back(std::move(text));
      }
    }
    return out;
  }
  // The same as a sorted bag.
  Answer answer(const PlanPtr& plan, const std::vector<std::string>& names) {
    Answer out = ordered(plan, names);
    std::sort(out.begin(), out.end());
    return out;
  }
  std::size_t count(const PlanPtr& plan) {
    build();
    Execution execution(plan, counting_, variables_, budget_);
    Batch batch;
    std::size_t rows = 0;
    while (execution.next(batch)) {
      rows += batch.rows;
    }
    return rows;
  }
  void build() {
    if (!built_) {
      source_.build();
      built_ = true;
    }
  }

 private:
  static void require_batch(bool well_formed) {
    if (!well_formed) {
      throw std::logic_error("a batch without rows, or with other columns than the execution's");
    }
  }

  MemorySource source_;
  CountingSource counting_;
  Variables variables_;
  Budget budget_;
  bool built_ = false;
};

// Numbers with leading zeros, so that names sort like their numbers.
inline std::string numbered(std::string_view stem, std::size_t number) {
  std::string digits = std::to_string(number);
  return std::string(stem) + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

}  // namespace kg::test
