// Regular expressions and other tests of text. RE2 runs in linear time with bounded memory.
#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "kg/base/error.h"
#include "kg/exec/expression_node.h"
#include "kg/exec/literal_run.h"

namespace kg {
namespace {

constexpr std::int64_t kMaxRegexBytes = std::int64_t{8} << 20U;  // of a compiled program
constexpr std::size_t kMaxCachedPatterns = 256;
constexpr int kMaxGroups = 10;  // $0 to $9

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// Null when pattern or flags are not well-formed. Flags are those of XPath: i, s, m, x, q.
std::unique_ptr<RE2> compile(std::string_view pattern, std::string_view flags, std::string* error) {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kMaxRegexBytes);
  std::string text(pattern);
  std::string inline_flags;
  for (const char flag : flags) {
    if (flag == 'i') {
      options.set_case_sensitive(false);
    } else if (flag == 's' || flag == 'm') {
      inline_flags += flag;
    } else if (flag == 'q') {
      options.set_literal(true);
    } else if (flag == 'x') {
      text.erase(std::remove_if(text.begin(), text.end(),
                                [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }),
                 text.end());
    } else {
      *error = std::string("unknown flag '") + flag + "'";
      return nullptr;
    }
  }
  if (!inline_flags.empty() && !options.literal()) {
    text = "(?" + inline_flags + ")" + text;
  }
  auto compiled = std::make_unique<RE2>(text, options);
  if (!compiled->ok()) {
    *error = compiled->error();
    return nullptr;
  }
  return compiled;
}

// XPath's replacement text ($1, \$, \\) in RE2's spelling; nothing when it is malformed.
std::optional<std::string> rewrite_of(std::string_view replacement, const RE2& pattern) {
  std::string out;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    const char after = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
    if (c == '$') {
      if (after < '0' || after > '9') {
        return std::nullopt;
      }
      if (after - '0' <= std::min(pattern.NumberOfCapturingGroups(), kMaxGroups - 1)) {
        out += {'\\', after};
      }
      ++i;
    } else if (c == '\\') {
      if (after != '$' && after != '\\') {
        return std::nullopt;
      }
      out += after == '\\' ? "\\\\" : "$";
      ++i;
    } else {
      out += c;
    }
  }
  return out;
}

bool is_text(const Value& value) {
  return value.kind == ValueKind::string || value.kind == ValueKind::lang_string;
}

// matches_regex and replace_regex: the pattern is compiled once when it is a constant, and else once for
// each text it takes.
class RegexNode final : public ExpressionNode {
 public:
  RegexNode(Context& context, bool replaces, std::vector<NodePtr> arguments)
      : ExpressionNode(context), replaces_(replaces), arguments_(std::move(arguments)) {
    const Value* pattern = arguments_[1]->constant();
    const Value* flags = flags_place() < arguments_.size() ? arguments_[flags_place()]->constant() : nullptr;
    const bool all_constant = pattern != nullptr && (flags != nullptr || flags_place() >= arguments_.size());
    if (all_constant && pattern->kind == ValueKind::string &&
        (flags == nullptr || flags->kind == ValueKind::string)) {
      std::string error;
      if (compiled(pattern->text(), flags == nullptr ? std::string_view{} : flags->text(), &error) ==
          nullptr) {
        throw Failure(ErrorCode::query,
                      "bad regular expression '" + std::string(pattern->text()) + "': " + error);
      }
    }
  }

  std::span<const Value> values(const RowSet& rows) override {
    store_.clear();
    store_.values.resize(rows.rows.size());
    std::vector<std::span<const Value>> columns;
    for (const NodePtr& argument : arguments_) {
      columns.push_back(argument->values(rows));
    }
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
      store_.values[i] = evaluate(columns, i);
    }
    return store_.values;
  }

 private:
  [[nodiscard]] std::size_t flags_place() const { return replaces_ ? 3 : 2; }

  const RE2* compiled(std::string_view pattern, std::string_view flags, std::string* error) {
    std::string key(flags);
    key += '\0';
    key += pattern;
    const auto known = patterns_.find(key);
    if (known != patterns_.end()) {
      return known->second.get();
    }
    if (patterns_.size() >= kMaxCachedPatterns) {
      patterns_.clear();
    }
    return patterns_.emplace(std::move(key), compile(pattern, flags, error)).first->second.get();
  }

  Value evaluate(const std::vector<std::span<const Value>>& columns, std::size_t row) {
    const Value& text = columns[0][row];
    const Value& pattern = columns[1][row];
    const bool has_flags = flags_place() < columns.size();
    if (!is_text(text) || pattern.kind != ValueKind::string ||
        (has_flags && columns[flags_place()][row].kind != ValueKind::string)) {
      return {};
    }
    std::string error;
    const RE2* regex =
        compiled(pattern.text(), has_flags ? columns[flags_place()][row].text() : std::string_view{}, &error);
    if (regex == nullptr) {
      return {};
    }
    if (!replaces_) {
      return value_of_boolean(RE2::PartialMatch(piece(text.text()), *regex));
    }
    if (columns[2][row].kind != ValueKind::string || RE2::PartialMatch("", *regex)) {
      return {};  // fn:replace is an error for a pattern that matches the empty string
    }
    const std::optional<std::string> rewrite = rewrite_of(columns[2][row].text(), *regex);
    if (!rewrite) {
      return {};
    }
    std::string out(text.text());
    RE2::GlobalReplace(&out, *regex, *rewrite);
    return text.kind == ValueKind::lang_string ? store_.term(Term::lang_string(out, text.language))
                                               : store_.string(out);
  }

  bool replaces_;
  std::vector<NodePtr> arguments_;
  std::unordered_map<std::string, std::unique_ptr<RE2>> patterns_;
  ValueStore store_;
};

// A test of the text behind a variable with constants, straight from the dictionary.
class TextPredicateNode final : public TruthNode {
 public:
  TextPredicateNode(Context& context, Function function, std::size_t column, bool through_str,
                    std::string needle, std::unique_ptr<RE2> regex)
      : TruthNode(context),
        function_(function),
        through_str_(through_str),
        needle_(std::move(needle)),
        regex_(std::move(regex)),
        variable_(context, column) {}

  void truths(const RowSet& rows, std::span<Truth> out) override {
    ids_.resize(rows.rows.size());
    variable_.ids(rows, ids_);
    bool in_dictionary = false;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const Tag tag = ids_[i].tag();
      if (tag == Tag::short_string) {
        out[i] = truth(test(inline_string(ids_[i]).view()));
      } else if (tag == Tag::string || tag == Tag::lang_string || (through_str_ && tag_in_dictionary(tag))) {
        in_dictionary = true;
      } else if (tag == Tag::local || (through_str_ && ids_[i].bound())) {
        out[i] = test_value(context().vocabulary.term(ids_[i]));
      } else {
        out[i] = Truth::error;
      }
      if (tag_in_dictionary(tag) && !wants(tag)) {
        out[i] = Truth::error;
        ids_[i] = kUnbound;
      }
    }
    if (in_dictionary) {
      context().source.decode(ids_, [&](std::size_t i, std::string_view key) {
        const Tag tag = ids_[i].tag();
        const bool whole = tag == Tag::string || tag == Tag::iri;
        out[i] = truth(test(whole ? key : key.substr(0, key.find('\0'))));
      });
    }
  }

 private:
  [[nodiscard]] bool wants(Tag tag) const {
    return tag == Tag::string || tag == Tag::lang_string || (through_str_ && tag != Tag::blank);
  }

  [[nodiscard]] bool test(std::string_view text) const {
    switch (function_) {
      case Function::contains:
        return text.find(needle_) != std::string_view::npos;
      case Function::starts_with:
        return text.starts_with(needle_);
      case Function::ends_with:
        return text.ends_with(needle_);
      default:
        return (needle_.empty() || text.find(needle_) != std::string_view::npos) &&
               RE2::PartialMatch(piece(text), *regex_);
    }
  }

  [[nodiscard]] Truth test_value(const Term& term) const {
    const bool is_string =
        term.kind == TermKind::literal && (term.datatype == iri::kXsdString || !term.language.empty());
    const bool usable =
        is_string || (through_str_ && (term.kind == TermKind::literal || term.kind == TermKind::iri));
    return usable ? truth(test(term.value)) : Truth::error;
  }

  Function function_;
  bool through_str_;
  std::string needle_;  // for a regular expression: a text without which it cannot match
  std::unique_ptr<RE2> regex_;
  VariableNode variable_;
  std::vector<Id> ids_;
};

}  // namespace

NodePtr make_regex(Context& context, Function function, std::vector<NodePtr> arguments) {
  return std::make_unique<RegexNode>(context, function == Function::replace_regex, std::move(arguments));
}

NodePtr make_text_predicate(Context& context, Function function, const std::vector<NodePtr>& arguments,
                            bool through_str) {
  const std::size_t column = arguments[0]->column();
  const bool usable =
      column != kNoColumn && std::all_of(arguments.begin() + 1, arguments.end(), [](const NodePtr& a) {
        return a->constant() != nullptr && a->constant()->kind == ValueKind::string;
      });
  if (!usable) {
    return nullptr;
  }
  std::string needle(arguments[1]->constant()->text());
  std::unique_ptr<RE2> regex;
  if (function == Function::matches_regex) {
    const std::string flags(arguments.size() > 2 ? arguments[2]->constant()->text() : std::string_view{});
    std::string error;
    regex = compile(needle, flags, &error);
    if (regex == nullptr) {
      throw Failure(ErrorCode::query, "bad regular expression '" + needle + "': " + error);
    }
    needle = flags.empty() ? required_literal(needle) : std::string{};
  }
  return std::make_unique<TextPredicateNode>(context, function, column, through_str, std::move(needle),
                                             std::move(regex));
}

}  // namespace kg
