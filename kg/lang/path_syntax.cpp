// Paths in relation position: a|b, a/b, ^a, a+, a*, a?, a{1,3} and parentheses.
#include <charconv>
#include <limits>

#include "kg/lang/claim_split.h"

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;
using PathKind = PathExpression::Kind;

constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

// Recursive descent; recurses as deep as parentheses nest.
class PathReader {
 public:
  explicit PathReader(Run run) : run_(run) {}

  std::optional<PathSyntax> read() {
    auto path = alternatives();
    return path && at_ == run_.size() ? std::move(path) : std::nullopt;
  }

 private:
  using Read = std::optional<PathSyntax> (PathReader::*)();

  [[nodiscard]] bool at(Kind kind) const { return at_ < run_.size() && run_[at_].kind == kind; }
  bool skip(Kind kind) {
    if (!at(kind)) return false;
    ++at_;
    return true;
  }

  std::optional<PathSyntax> list(PathKind kind, Kind separator, Read part) {
    auto first = (this->*part)();
    if (!first || !at(separator)) return first;
    PathSyntax out{kind, {}, {}, 1, 1};
    out.parts.push_back(std::move(*first));
    while (skip(separator)) {
      auto next = (this->*part)();
      if (!next) return std::nullopt;
      out.parts.push_back(std::move(*next));
    }
    return out;
  }
  std::optional<PathSyntax> alternatives() {
    return list(PathKind::alternative, Kind::pipe, &PathReader::sequence);
  }
  std::optional<PathSyntax> sequence() { return list(PathKind::sequence, Kind::slash, &PathReader::step); }

  std::optional<PathSyntax> step() {
    bool inverse = false;
    while (skip(Kind::caret)) inverse = !inverse;
    auto path = primary();
    while (path && repeat(*path)) {
    }
    if (!path || !inverse) return path;
    PathSyntax out{PathKind::inverse, {}, {}, 1, 1};
    out.parts.push_back(std::move(*path));
    return out;
  }

  std::optional<PathSyntax> primary() {
    if (skip(Kind::left_parenthesis)) {
      auto inner = alternatives();
      return inner && skip(Kind::right_parenthesis) ? std::move(inner) : std::nullopt;
    }
    const std::size_t first = at_;
    if (at(Kind::quoted_name) || at(Kind::iri) || at(Kind::prefixed_name)) {
      ++at_;
    } else {
      while (at(Kind::word) || at(Kind::truth) || (at_ > first && (at(Kind::integer) || at(Kind::date))))
        ++at_;
    }
    if (at_ == first) return std::nullopt;
    return PathSyntax{PathKind::link, run_.subspan(first, at_ - first), {}, 1, 1};
  }

  // Wraps `path` when a repetition follows it.
  bool repeat(PathSyntax& path) {
    if (at_ >= run_.size()) return false;
    const Token& token = run_[at_];
    std::uint32_t least = 0;
    std::uint32_t most = kUnbounded;
    switch (token.kind) {
      case Kind::plus:
        least = 1;
        break;
      case Kind::star:
        break;
      case Kind::wildcard:
        if (at_ == 0 || run_[at_ - 1].end != token.begin) return false;
        most = 1;
        break;
      case Kind::repeat:
        if (!bounds(token.text, least, most)) return false;
        break;
      default:
        return false;
    }
    ++at_;
    if (path.kind == PathKind::repeat && path.at_least <= 1 && path.at_most == kUnbounded && least <= 1 &&
        most == kUnbounded) {
      path.at_least *= least;  // (a+)* and the like: one closure, however many are written
      return true;
    }
    PathSyntax out{PathKind::repeat, {}, {}, least, most};
    out.parts.push_back(std::move(path));
    path = std::move(out);
    return ++repeats_ <= kMaxRepeats;
  }

  static bool bounds(std::string_view text, std::uint32_t& least, std::uint32_t& most) {
    const char* end = text.data() + text.size() - 1;  // at `}`
    const auto [after, error] = std::from_chars(text.data() + 1, end, least);
    if (error != std::errc()) return false;
    most = least;
    if (after == end) return true;
    const char* second = after + 1;
    if (second < end && *second == ' ') ++second;
    most = kUnbounded;
    if (second == end) return true;
    return std::from_chars(second, end, most).ec == std::errc() && most >= least && most > 0;
  }

  static constexpr std::size_t kMaxRepeats = 32;
  Run run_;
  std::size_t at_ = 0;
  std::size_t repeats_ = 0;
};

}  // namespace

std::optional<PathSyntax> read_path(Run run) { return PathReader(run).read(); }

}  // namespace kg
