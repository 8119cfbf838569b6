// Triples packed into bytes: how what one thread parses from a Turtle or CSV file gets to the threads that
// build runs. Never on disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "kg/model/raw_term.h"

namespace kg::bulk {

// Packs triples into `buffer`, which it enlarges, and asks for a new one by `full` at the end of a statement
// that passes `bytes`, or within one that alone passes kMaxUndoneBytes. Such a statement cannot be undone as
// a whole when its end cannot be read: what was handed over is kept.
class PackedSink final : public TripleSink {
 public:
  PackedSink(std::size_t bytes, std::function<void(std::string)> full)
      : bytes_(bytes), full_(std::move(full)) {}

  void triple(const RawTerm& subject, const RawTerm& relation, const RawTerm& object) override;
  void end_statement(bool good) override;

  // What is left.
  std::string take();

  static constexpr std::size_t kMaxUndoneBytes = std::size_t{16} << 20U;

 private:
  void hand_over();

  std::size_t bytes_;
  std::function<void(std::string)> full_;
  std::string buffer_;
  std::size_t statement_ = 0;  // where it starts
};

// Gives the triples to `sink`, and their number. Precondition: `packed` is a PackedSink's.
std::uint64_t unpack(std::string_view packed, TripleSink& sink);

}  // namespace kg::bulk
