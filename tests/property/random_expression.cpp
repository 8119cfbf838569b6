#include <algorithm>

#include "property/random_case.h"

namespace kg::test {
namespace {

using Arguments = std::vector<ExpressionPtr>;

}  // namespace

ExpressionPtr RandomExpressions::leaf(const std::vector<Var>& variables) {
  if (!variables.empty() && random_.chance(70)) return make_variable(random_.one_of(variables));
  return make_constant(random_.chance(20) ? random_node(random_) : random_literal(random_));
}

ExpressionPtr RandomExpressions::number(const std::vector<Var>& variables, int depth) {
  if (depth <= 0) return leaf(variables);
  static const std::vector<Function> kTwo = {Function::add, Function::subtract, Function::multiply,
                                             Function::divide};
  static const std::vector<Function> kOne = {Function::negate,     Function::plus,       Function::abs,
                                             Function::round,      Function::ceil,       Function::floor,
                                             Function::to_integer, Function::to_decimal, Function::length,
                                             Function::year,       Function::to_double};
  static const std::vector<Function> kPortable(kOne.begin(), kOne.end() - 1);
  if (random_.chance(60)) {
    const Function function = random_.one_of(kTwo);
    const ExpressionPtr out =
        make_call(function, Arguments{number(variables, depth - 1), number(variables, depth - 1)});
    // Going on with all digits of a quotient overflows in some engines.
    return random_.portable() && function == Function::divide ? make_call(Function::round, {out}) : out;
  }
  return make_call(random_.one_of(random_.portable() ? kPortable : kOne),
                   Arguments{number(variables, depth - 1)});
}

ExpressionPtr RandomExpressions::text(const std::vector<Var>& variables, int depth) {
  if (depth <= 0) return leaf(variables);
  static const std::vector<Function> kOne = {Function::str,   Function::lang,  Function::datatype,
                                             Function::lower, Function::upper, Function::to_string,
                                             Function::iri};
  static const std::vector<Function> kPortable = {Function::str,   Function::lang,  Function::datatype,
                                                  Function::lower, Function::upper, Function::iri};
  switch (random_.below(5)) {
    case 0:
      return make_call(Function::concat, Arguments{text(variables, depth - 1), text(variables, depth - 1)});
    case 1:
      return make_call(Function::substring,
                       Arguments{text(variables, depth - 1),
                                 make_call(Function::to_integer, {number(variables, depth - 2)})});
    case 2: {
      static const std::vector<Function> kParts = {Function::before_text, Function::after_text};
      return make_call(random_.one_of(kParts),
                       Arguments{text(variables, depth - 1), text(variables, depth - 1)});
    }
    default:
      return make_call(random_.one_of(random_.portable() ? kPortable : kOne),
                       Arguments{text(variables, depth - 1)});
  }
}

ExpressionPtr RandomExpressions::value(const std::vector<Var>& variables, int depth) {
  if (depth <= 0) return leaf(variables);
  switch (random_.below(8)) {
    case 0:
    case 1:
      return number(variables, depth);
    case 2:
      return text(variables, depth);
    case 3:
      return make_call(Function::coalesce,
                       Arguments{value(variables, depth - 1), value(variables, depth - 1)});
    case 4:
      return make_call(Function::if_, Arguments{condition(variables, depth - 1), value(variables, depth - 1),
                                                value(variables, depth - 1)});
    case 5:
      return condition(variables, depth);
    case 6: {
      static const std::vector<Function> kAll = random_functions(false);
      static const std::vector<Function> kPortable = random_functions(true);
      return call(random_.one_of(random_.portable() ? kPortable : kAll), variables);
    }
    default:
      return leaf(variables);
  }
}

// Whether literals of different kinds are unequal or cannot be compared is where engines part: portably only
// numbers and texts meet.
ExpressionPtr RandomExpressions::compare(Function function, const ExpressionPtr& a, const ExpressionPtr& b) {
  if (!random_.portable() || function == Function::same_term) return make_call(function, {a, b});
  if (random_.chance(50)) {
    return make_call(function, {make_call(Function::str, {a}), make_call(Function::str, {b})});
  }
  return make_call(Function::logical_and,
                   {make_call(Function::is_numeric, {a}), make_call(Function::is_numeric, {b}),
                    make_call(function, {a, b})});
}

ExpressionPtr RandomExpressions::range(Var variable) {
  static const std::vector<Function> kComparisons = {Function::equal, Function::less, Function::less_equal,
                                                     Function::greater, Function::greater_equal};
  const ExpressionPtr tested = make_variable(variable);
  if (random_.chance(20)) {
    static const std::vector<std::string> kPrefixes = {"", "a", "al", "alpha b", "alpha beta gamma delta"};
    return make_call(Function::starts_with,
                     Arguments{tested, make_constant(Term::string(random_.one_of(kPrefixes)))});
  }
  const auto side = [&] {
    Term term = random_literal(random_);
    // SPARQL orders booleans, but not strings with a language nor unknown types; engines part there.
    while (random_.portable() && (term.datatype == iri::kXsdBoolean || !term.language.empty() ||
                                  term.datatype.ends_with("/type"))) {
      term = random_literal(random_);
    }
    const ExpressionPtr constant = make_constant(std::move(term));
    const Function function = random_.one_of(kComparisons);
    return make_call(function,
                     random_.chance(80) ? Arguments{tested, constant} : Arguments{constant, tested});
  };
  return random_.chance(40) ? make_call(Function::logical_and, Arguments{side(), side()}) : side();
}

ExpressionPtr RandomExpressions::condition(const std::vector<Var>& variables, int depth) {
  static const std::vector<Function> kComparisons = {
      Function::equal,      Function::equal,   Function::not_equal,     Function::less,
      Function::less_equal, Function::greater, Function::greater_equal, Function::same_term};
  static const std::vector<Function> kTests = {Function::is_iri, Function::is_blank, Function::is_literal,
                                               Function::is_numeric};
  static const std::vector<Function> kTexts = {Function::contains, Function::starts_with,
                                               Function::ends_with};
  const std::size_t kind = depth <= 0 ? random_.below(4) : random_.below(10);
  const int next = depth - 1;
  switch (kind) {
    case 0:
    case 1:
      return compare(random_.one_of(kComparisons), leaf(variables), leaf(variables));
    case 2:
      if (variables.empty()) return make_constant(Term::boolean(random_.chance(50)));
      return make_call(Function::bound, Arguments{make_variable(random_.one_of(variables))});
    case 3:
      return make_call(random_.one_of(kTests), Arguments{leaf(variables)});
    case 4:
      return compare(random_.one_of(kComparisons), value(variables, next), value(variables, next));
    case 5: {
      const Function function = random_.chance(50) ? Function::logical_and : Function::logical_or;
      Arguments arguments{condition(variables, next), condition(variables, next)};
      if (random_.chance(20)) arguments.push_back(condition(variables, next));
      return make_call(function, std::move(arguments));
    }
    case 6:
      return make_call(Function::logical_not, Arguments{condition(variables, next)});
    case 7: {
      const Function function = random_.chance(60) ? Function::in : Function::not_in;
      Arguments arguments{leaf(variables)};
      for (std::size_t n = 1 + random_.below(3); n > 0; --n) {
        arguments.push_back(random_.chance(80) ? make_constant(random_literal(random_)) : leaf(variables));
      }
      if (random_.portable()) {
        for (ExpressionPtr& argument : arguments) argument = make_call(Function::str, {argument});
      }
      return make_call(function, std::move(arguments));
    }
    case 8:
      return make_call(random_.one_of(kTexts), Arguments{text(variables, next), text(variables, next)});
    default:
      // A string with a language as a condition: the specification gives it a truth, not every engine does.
      if (random_.portable()) return compare(Function::equal, value(variables, next), leaf(variables));
      return value(variables, next);
  }
}

}  // namespace kg::test
