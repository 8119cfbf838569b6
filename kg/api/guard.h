// Turns what is thrown inside the library into the Error values of its public face.
#pragma once

#include <exception>
#include <new>
#include <utility>

#include "kg/base/error.h"
#include "kg/base/result.h"

namespace kg {

// The error of the exception being handled. Call inside a catch block only.
Error current_error() noexcept;

// Runs `body` and gives its value, or the Error of what it threw.
template <typename T, typename Body>
Result<T> guarded(Body&& body) {
  try {
    return Result<T>(std::forward<Body>(body)());
  } catch (...) {
    return current_error();
  }
}

template <typename Body>
Status guarded_status(Body&& body) {
  try {
    std::forward<Body>(body)();
    return {};
  } catch (...) {
    return current_error();
  }
}

}  // namespace kg
