#include "kg/base/error.h"
#include "kg/store/open_store.h"

namespace kg {

LoadResult bulk_load(StoreCore& /*core*/, std::vector<LoadInput> /*inputs*/, const LoadOptions& /*options*/) {
  throw Failure(ErrorCode::internal, "bulk loading is not built in");
}

}  // namespace kg
