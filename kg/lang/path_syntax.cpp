// Paths in relation position: a|b, a/b, ^a, a+, a*, a?, a{1,3} and parentheses.
#include <algorithm>
#include <charconv>
#include <limits>

#include "kg/lang/claim_split.h"
#include "kg/lang/diagnostics.h"

#include <fmt/format.h>

namespace kg {
namespace {

using ast::Run;
using ast::Token;
using Kind = ast::TokenKind;
using PathKind = PathExpression::Kind;

constexpr std::size_t kMaxPathRepetitions = 32;
constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

// The bounds of {m}, {m,} or {m,n}; false when they are none.
bool bounds(std::string_view text, std::uint32_t& least, std::uint32_t& most) {
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
    // One more makes no path: what is read is walked recursively, and check_path_signs says why.
    if (++repetitions_ > kMaxPathRepetitions) return false;
    ++at_;
    if (path.kind == PathKind::repeat && path.at_least <= 1 && path.at_most == kUnbounded && least <= 1 &&
        most == kUnbounded) {
      path.at_least *= least;  // (a+)* and the like: one closure, however many are written
      return true;
    }
    PathSyntax out{PathKind::repeat, {}, {}, least, most};
    out.parts.push_back(std::move(path));
    path = std::move(out);
    return true;
  }

  Run run_;
  std::size_t at_ = 0;
  std::size_t repetitions_ = 0;
};

bool is_path_sign(Kind kind) {
  return kind == Kind::plus || kind == Kind::star || kind == Kind::slash || kind == Kind::pipe ||
         kind == Kind::repeat;
}

}  // namespace

std::optional<PathSyntax> read_path(Run run) { return PathReader(run).read(); }

std::uint64_t path_steps(const PathSyntax& path) {
  std::uint64_t steps = path.kind == PathKind::link ? 1 : 0;
  for (const PathSyntax& part : path.parts) {
    const std::uint64_t more = path_steps(part);
    steps = path.kind == PathKind::alternative ? std::max(steps, more) : steps + more;
  }
  if (path.kind == PathKind::repeat) {
    steps *= path.at_most != kUnbounded ? path.at_most : std::max<std::uint32_t>(path.at_least, 1);
  }
  return std::min(steps, kMaxPathSteps + 1);
}

void check_path_signs(Run run, const Diagnostics& diagnostics) {
  std::size_t repetitions = 0;
  for (std::size_t i = 0; i < run.size(); ++i) {
    const Kind kind = run[i].kind;
    std::uint32_t least = 0;
    std::uint32_t most = 0;
    if (kind == Kind::repeat && !bounds(run[i].text, least, most)) {
      diagnostics.fail(run[i], fmt::format("{} is no number of repetitions", quoted(run[i].text)),
                       "write the smaller number first, both below 4 billion: {2,3}");
    }
    const bool repeats = kind == Kind::plus || kind == Kind::star || kind == Kind::repeat;
    if (repeats && ++repetitions > kMaxPathRepetitions) {
      diagnostics.fail(run[i], fmt::format("a path has at most {} repetitions", kMaxPathRepetitions));
    }
    const bool joined = i > 0 && run[i - 1].end == run[i].begin && is_path_sign(kind);
    if (joined && (run[i - 1].kind == Kind::variable || run[i - 1].kind == Kind::parameter)) {
      diagnostics.fail(run[i - 1],
                       fmt::format("a path is made of relations, and {} is none", quoted(run[i - 1].text)),
                       "name the relation");
    }
  }
}

}  // namespace kg
