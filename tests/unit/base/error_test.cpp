#include "kg/base/error.h"

#include <set>
#include <string>

#include "kg/base/result.h"
#include "support/catch.h"

using namespace kg;

TEST_CASE("an error is written with its place, excerpt and hint, as far as it has them") {
  Error error{ErrorCode::query, "something is wrong", {}, {}, {}};
  CHECK(error.to_string() == "something is wrong");
  error.place = {"", 3, 7};
  CHECK(error.to_string() == "3:7: something is wrong");
  error.place.file = "a.kg";
  error.excerpt = "find ?x\n     ^";
  error.hint = "write it differently";
  CHECK(error.to_string() == "a.kg:3:7: something is wrong\nfind ?x\n     ^\nhint: write it differently");
  error.place.line = 0;
  CHECK(error.to_string().substr(0, 6) == "a.kg: ");
}

TEST_CASE("every code has a name of its own") {
  std::set<std::string> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
    names.insert(error_code_name(static_cast<ErrorCode>(code)));
  }
  CHECK(names.size() == static_cast<std::size_t>(ErrorCode::internal) + 1);
}

TEST_CASE("a failure carries its error") {
  const Failure failure(ErrorCode::limit, "too much", "use less");
  CHECK(std::string(failure.what()) == "too much");
  CHECK(failure.error().code == ErrorCode::limit);
  CHECK(failure.error().hint == "use less");
}

TEST_CASE("a result is a value or an error") {
  const Result<int> good = 3;
  CHECK(good.ok());
  CHECK(*good == 3);
  const Result<int> bad = Error{ErrorCode::data, "no", {}, {}, {}};
  CHECK_FALSE(bad);
  CHECK(bad.error().message == "no");
  CHECK(Status{}.ok());
  const Status status = Error{ErrorCode::store, "gone", {}, {}, {}};
  CHECK_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::store);
}
