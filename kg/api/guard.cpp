#include "kg/api/guard.h"

namespace kg {

Error current_error() noexcept {
  try {
    throw;
  } catch (const Failure& failure) {
    return failure.error();
  } catch (const std::bad_alloc&) {
    return {ErrorCode::limit, "the machine has no memory left for this", {}, {}, {}};
  } catch (const std::exception& other) {
    return {ErrorCode::internal, other.what(), {}, {}, "this is a bug in kg; please report it"};
  } catch (...) {
    return {ErrorCode::internal, "an unknown exception", {}, {}, "this is a bug in kg; please report it"};
  }
}

}  // namespace kg
