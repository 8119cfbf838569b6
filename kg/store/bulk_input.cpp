#include "kg/store/bulk_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "kg/base/error.h"
#include "kg/base/limits.h"
#include "kg/base/utf8.h"
#include "kg/store/bulk_packed.h"

namespace kg::bulk {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxChunkBytes = std::size_t{4} << 20U;
constexpr std::size_t kMinChunkBytes = std::size_t{64} << 10U;
constexpr std::size_t kMinRunBytes = std::size_t{128} << 10U;

struct Buffer {
  std::unique_ptr<char[]> data;
  std::size_t capacity = 0;
};

Buffer make_buffer(std::size_t bytes) { return {std::make_unique_for_overwrite<char[]>(bytes), bytes}; }

// Whole lines of one input; the last chunk of an input may end without a line end. Or what a stream parser
// gave: packed triples, and its counts.
struct Chunk {
  std::uint64_t number = 0;
  std::size_t input = 0;
  Buffer buffer;
  std::size_t size = 0;
  std::string packed = {};
  ChunkResult streamed = {};
};

struct Parsed {
  std::size_t input = 0;
  std::uint64_t bytes = 0;
  ChunkResult result;
};

// The line at fault with a caret under the column, cut to what fits a line of a terminal.
std::string excerpt_of(const BadRecord& bad) {
  constexpr std::size_t kBefore = 60;
  constexpr std::size_t kShown = 100;
  const auto code_points = [](std::string_view text, std::size_t first, std::size_t count) {
    const auto skip = [&text](std::size_t at, std::size_t n) {
      for (; n != 0 && at < text.size(); --n) {
        do {
          ++at;
        } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
      }
      return at;
    };
    const std::size_t begin = skip(0, first);
    return text.substr(begin, skip(begin, count) - begin);
  };
  const std::size_t column = bad.column - 1;
  const std::size_t first = column > kBefore ? column - kBefore : 0;
  const std::string before = terminal_safe(code_points(bad.text, first, column - first));
  const std::string after = terminal_safe(code_points(bad.text, column, kShown - (column - first)));
  if (before.empty() && after.empty()) return {};
  return fmt::format("{}{}\n{:{}}^", before, after, "", utf8_display_width(before));
}

class Pipeline {
 public:
  Pipeline(std::vector<LoadInput>& inputs, const LoadOptions& options, const Context& context,
           std::vector<Run>& runs)
      : inputs_(&inputs),
        options_(&options),
        context_(&context),
        runs_(&runs),
        chunk_bytes_(std::clamp(context.memory_bytes / 64, kMinChunkBytes, kMaxChunkBytes)),
        max_chunks_(2 * std::size_t{context.threads} + 1),
        run_bytes_(std::max(context.memory_bytes * 3 / 4 / context.threads, kMinRunBytes)),
        parsers_(context.threads) {}

  ParseTotals run() {
    {
      std::vector<std::jthread> threads;
      const Stopper stopper{*this};  // before the threads are joined, whatever happens
      threads.emplace_back([this] { guard([this] { read_inputs(); }, &read_error_); });
      for (unsigned i = 0; i < context_->threads; ++i) {
        threads.emplace_back([this] { guard([this] { parse_chunks(); }, &parse_error_); });
      }
      collect();
    }
    if (parse_error_) std::rethrow_exception(parse_error_);
    if (read_error_) std::rethrow_exception(read_error_);
    report_progress();
    return totals_;
  }

 private:
  struct Stopper {
    Pipeline& pipeline;
    ~Stopper() { pipeline.stop(); }
  };

  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  template <typename Work>
  void guard(const Work& work, std::exception_ptr* error) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!*error) *error = std::current_exception();
      if (error == &parse_error_) stopped_ = true;
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    if (error == &read_error_) reading_ = false;
    changed_.notify_all();
  }

  // --- reader thread ---
  void read_inputs() {
    for (std::size_t i = 0; i < inputs_->size(); ++i) {
      if (!((*inputs_)[i].stream ? stream_input(i) : read_input(i))) return;
    }
  }

  // Gives false when the load has stopped.
  bool stream_input(std::size_t input) {
    const LoadInput& source = (*inputs_)[input];
    bool going = true;
    std::uint64_t bytes = 0;
    const auto give = [&](std::string packed, ChunkResult result) {
      const std::uint64_t read = source.bytes_read ? source.bytes_read() : 0;
      Chunk chunk{.number = chunks_read_++,
                  .input = input,
                  .buffer = {},
                  .size = read - bytes,
                  .packed = std::move(packed),
                  .streamed = std::move(result)};
      bytes = read;
      going = going && hand_over(std::move(chunk));
    };
    ChunkResult result;
    PackedSink sink(chunk_bytes_,
                    [&](std::string packed) { give(std::move(packed), std::exchange(result, {})); });
    bool more = true;
    while (more && going) {
      more = source.stream->parse(sink, result, options_->lenient);
      if (more && result.bad.empty()) continue;
      give(sink.take(), std::exchange(result, {}));
    }
    return going;
  }

  // Gives false when the load has stopped.
  bool read_input(std::size_t input) {
    Buffer buffer = take_buffer();
    std::size_t size = 0;
    for (bool more = true; more;) {
      if (size == buffer.capacity) grow(buffer, size, input);
      const std::size_t n = (*inputs_)[input].read(buffer.data.get() + size, buffer.capacity - size);
      more = n != 0;
      size += n;
      if (more && size < buffer.capacity) continue;
      std::size_t whole = size;
      if (more) {
        const void* last = ::memrchr(buffer.data.get(), '\n', size);
        if (last == nullptr) continue;
        whole = static_cast<std::size_t>(static_cast<const char*>(last) - buffer.data.get()) + 1;
      }
      if (whole == 0) break;
      Buffer next = take_buffer();
      const std::size_t rest = size - whole;
      if (rest > next.capacity) next = make_buffer(rest + chunk_bytes_);
      std::memcpy(next.data.get(), buffer.data.get() + whole, rest);
      if (!hand_over({chunks_read_++, input, std::move(buffer), whole})) return false;
      buffer = std::move(next);
      size = rest;
    }
    give_buffer(std::move(buffer));
    return true;
  }

  void grow(Buffer& buffer, std::size_t size, std::size_t input) const {
    if (size > kMaxLineBytes) {
      throw Failure(Error{ErrorCode::data,
                          fmt::format("a line is longer than {} MiB", kMaxLineBytes >> 20U),
                          {(*inputs_)[input].name, 0, 0},
                          {},
                          {}});
    }
    Buffer bigger = make_buffer(buffer.capacity * 2);
    std::memcpy(bigger.data.get(), buffer.data.get(), size);
    buffer = std::move(bigger);
  }

  bool hand_over(Chunk chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || found_bad_ || in_flight_ < max_chunks_; });
    if (stopped_ || found_bad_) return false;
    ++in_flight_;
    queue_.push_back(std::move(chunk));
    changed_.notify_all();
    return true;
  }

  Buffer take_buffer() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return make_buffer(chunk_bytes_);
    Buffer buffer = std::move(spare_.back());
    spare_.pop_back();
    return buffer;
  }
  void give_buffer(Buffer buffer) {
    const std::lock_guard lock(mutex_);
    if (buffer.capacity == chunk_bytes_) spare_.push_back(std::move(buffer));
  }

  // --- parser threads ---
  void parse_chunks() {
    RunBuilder builder(*context_, run_bytes_, [this](Run run) { keep(std::move(run)); });
    std::unique_ptr<ChunkParser> parser;
    std::size_t input = inputs_->size();
    while (std::optional<Chunk> chunk = next_chunk()) {
      LoadInput& source = (*inputs_)[chunk->input];
      if (input != chunk->input) {
        input = chunk->input;
        builder.set_scope(scope_of(input));
        parser = source.stream ? nullptr : source.make_parser();
      }
      Parsed parsed{input, chunk->size, {}};
      if (source.stream) {
        parsed.result = std::move(chunk->streamed);
        parsed.result.triples = unpack(chunk->packed, builder);
      } else {
        parsed.result = parser->parse({chunk->buffer.data.get(), chunk->size}, builder, options_->lenient);
        give_buffer(std::move(chunk->buffer));
      }
      note(chunk->number, std::move(parsed));
    }
    if (!failing()) builder.close();
    const std::lock_guard lock(mutex_);
    --parsers_;
    changed_.notify_all();
  }

  // Goes before the labels of an input. No label of one can look like one of another: digits, then '_' or
  // '.'.
  [[nodiscard]] std::string scope_of(std::size_t input) const {
    return input == 0 ? context_->scope + '_' : fmt::format("{}.{}_", context_->scope, input);
  }

  std::optional<Chunk> next_chunk() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || !queue_.empty() || !reading_; });
    if (stopped_ || queue_.empty()) return std::nullopt;
    Chunk chunk = std::move(queue_.front());
    queue_.pop_front();
    return chunk;
  }

  void note(std::uint64_t number, Parsed parsed) {
    const std::lock_guard lock(mutex_);
    if (!parsed.result.bad.empty() && !options_->lenient) found_bad_ = true;
    parsed_.emplace(number, std::move(parsed));
    changed_.notify_all();
  }

  void keep(Run run) {
    const std::lock_guard lock(mutex_);
    runs_->push_back(std::move(run));
  }

  bool failing() {
    const std::lock_guard lock(mutex_);
    return stopped_ || found_bad_ || read_error_;
  }

  // --- calling thread ---
  // Takes results until all is parsed. A failure of the reader is looked at later: a bad record before it
  // comes first.
  void collect() {
    constexpr auto kPause = std::chrono::milliseconds(50);
    std::unique_lock lock(mutex_);
    for (;;) {
      const auto next = parsed_.find(chunks_taken_);
      if (next != parsed_.end()) {
        const Parsed parsed = std::move(next->second);
        parsed_.erase(next);
        ++chunks_taken_;
        --in_flight_;
        changed_.notify_all();
        lock.unlock();
        account(parsed);
        lock.lock();
        continue;
      }
      if (stopped_ || (parsers_ == 0 && parsed_.empty())) break;
      changed_.wait_for(lock, kPause);
      lock.unlock();
      context_->budget->check();
      maybe_report_progress();
      lock.lock();
    }
  }

  void account(const Parsed& parsed) {
    if (parsed.input != input_) {
      input_ = parsed.input;
      input_lines_ = 0;
    }
    const std::string& file = (*inputs_)[parsed.input].name;
    for (BadRecord bad : parsed.result.bad) {
      if (!(*inputs_)[parsed.input].stream) bad.line += input_lines_;
      if (!options_->lenient) {
        throw Failure(Error{ErrorCode::data,
                            bad.reason,
                            {file, bad.line, bad.column},
                            excerpt_of(bad),
                            bad.hint.empty()
                                ? "nothing was loaded; --lenient skips records that cannot be read"
                                : bad.hint + "; nothing was loaded"});
      }
      ++totals_.rejected;
      if (options_->rejected) options_->rejected(file, bad);
    }
    input_lines_ += parsed.result.lines;
    totals_.lines += parsed.result.lines;
    totals_.parsed += parsed.result.triples;
    bytes_ += parsed.bytes;
    context_->budget->check();
    maybe_report_progress();
  }

  void maybe_report_progress() {
    constexpr auto kInterval = std::chrono::milliseconds(100);
    if (Clock::now() - last_report_ >= kInterval) report_progress();
  }
  void report_progress() {
    last_report_ = Clock::now();
    if (options_->progress) options_->progress(totals_.lines, bytes_);
  }

  std::vector<LoadInput>* inputs_;
  const LoadOptions* options_;
  const Context* context_;
  std::vector<Run>* runs_;
  std::size_t chunk_bytes_;
  std::size_t max_chunks_;  // read and not yet taken by collect()
  std::size_t run_bytes_;

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<Chunk> queue_;
  std::map<std::uint64_t, Parsed> parsed_;  // not yet taken
  std::vector<Buffer> spare_;
  std::size_t in_flight_ = 0;
  unsigned parsers_;  // at work
  bool reading_ = true;
  bool stopped_ = false;
  bool found_bad_ = false;  // strict: reading on is of no use
  std::exception_ptr read_error_;
  std::exception_ptr parse_error_;

  std::uint64_t chunks_read_ = 0;   // reader only
  std::uint64_t chunks_taken_ = 0;  // the rest: calling thread only
  std::size_t input_ = 0;
  std::uint64_t input_lines_ = 0;
  std::uint64_t bytes_ = 0;
  ParseTotals totals_;
  Clock::time_point last_report_{};
};

}  // namespace

ParseTotals parse_inputs(std::vector<LoadInput>& inputs, const LoadOptions& options, const Context& context,
                         std::vector<Run>& runs) {
  return Pipeline(inputs, options, context, runs).run();
}

}  // namespace kg::bulk
