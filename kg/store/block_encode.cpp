// Writing blocks: for each column, the size of every encoding that applies is computed from a few
// numbers gathered in two passes, and the smallest is written.
#include <xxhash.h>

#include <algorithm>
#include <limits>

#include "kg/store/bit_packing.h"
#include "kg/store/block.h"
#include "kg/store/block_layout.h"

namespace kg {

namespace {

using Encoding = BlockView::Encoding;

inline constexpr std::size_t kPackedHeaderBytes = 10;  // base, width, shift
inline constexpr std::size_t kMaxDistinct = 256;

template <typename Number>
void put(std::string& out, Number value) {
  char raw[sizeof(Number)];
  std::memcpy(raw, &value, sizeof(Number));
  out.append(raw, sizeof(Number));
}

// A frame of reference: values are base + (bits << shift).
struct Frame {
  std::uint64_t base = 0;
  unsigned width = 0;
  unsigned shift = 0;

  static Frame of(std::uint64_t smallest, std::uint64_t largest, std::uint64_t or_of_differences) {
    if (smallest == largest) return {smallest, 0, 0};
    const auto shift = static_cast<unsigned>(std::countr_zero(or_of_differences));
    return {smallest, bits::width_of((largest - smallest) >> shift), shift};
  }
  [[nodiscard]] std::size_t bytes(std::size_t values) const {
    return kPackedHeaderBytes + bits::bytes_of(values, width);
  }
  void put_header(std::string& out) const {
    put(out, base);
    out.push_back(static_cast<char>(width));
    out.push_back(static_cast<char>(shift));
  }
};

struct Class {
  std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t largest = 0;
  std::uint64_t anchor = 0;
  std::uint64_t differences = 0;  // bits in which values differ from the anchor
  std::size_t rows = 0;
  std::uint8_t index = 0;
  Frame frame;
};

class ColumnEncoder {
 public:
  ColumnEncoder(const std::uint64_t* values, std::size_t rows, std::string& out)
      : values_(values), rows_(rows), out_(out) {}

  void encode() {
    survey();
    if (classes_present_ == 1 && frame_.width == 0) {
      out_.push_back(static_cast<char>(Encoding::constant));
      put(out_, values_[0]);
      return;
    }
    Encoding best = Encoding::packed;
    std::size_t best_bytes = frame_.bytes(rows_);
    const auto consider = [&](Encoding encoding, std::size_t bytes) {
      if (bytes < best_bytes) {
        best = encoding;
        best_bytes = bytes;
      }
    };
    if (ascending_) {
      consider(Encoding::delta, step_frame_.bytes(rows_ - 1));
      if (distinct_ < rows_) {
        const std::size_t values = std::min(frame_.bytes(distinct_), run_frame_.bytes(distinct_ - 1));
        consider(Encoding::runs, (rows_ + 7) / 8 + 1 + values);
      }
    } else if (find_distinct(best_bytes)) {
      consider(Encoding::dictionary, dictionary_bytes());
    }
    if (classes_present_ > 1) consider(Encoding::classed, classed_bytes());
    out_.push_back(static_cast<char>(best));
    switch (best) {
      case Encoding::constant:
        break;
      case Encoding::packed:
        put_packed(frame_);
        break;
      case Encoding::delta:
        put_steps(step_frame_, false);
        break;
      case Encoding::runs:
        put_runs();
        break;
      case Encoding::dictionary:
        put_dictionary();
        break;
      case Encoding::classed:
        put_classed();
        break;
    }
  }

 private:
  void survey() {
    std::uint64_t smallest = values_[0];
    std::uint64_t largest = values_[0];
    std::uint64_t steps = 0;
    std::uint64_t largest_step = 0;
    std::uint64_t smallest_step = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t previous = values_[0];
    distinct_ = 1;
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::uint64_t value = values_[i];
      smallest = std::min(smallest, value);
      largest = std::max(largest, value);
      ascending_ = ascending_ && value >= previous;
      const std::uint64_t step = value - previous;
      steps |= step;
      largest_step = std::max(largest_step, step);
      if (step != 0) {
        smallest_step = std::min(smallest_step, step);
        ++distinct_;
      }
      previous = value;
    }
    if (smallest >> kPayloadBits == largest >> kPayloadBits) {
      classes_present_ = 1;
    } else {
      survey_classes();
    }
    std::uint64_t differences = 0;
    for (std::size_t i = 0; i < rows_; ++i) differences |= values_[i] - smallest;
    frame_ = Frame::of(smallest, largest, differences);
    if (ascending_ && steps != 0) {
      const auto shift = static_cast<unsigned>(std::countr_zero(steps));
      step_frame_ = {values_[0], bits::width_of(largest_step >> shift), shift};
      run_frame_ = step_frame_;
    }
  }

  void survey_classes() {
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::uint64_t value = values_[i];
      Class& c = classes_[value >> kPayloadBits];
      if (c.rows++ == 0) c.anchor = value;
      c.smallest = std::min(c.smallest, value);
      c.largest = std::max(c.largest, value);
      c.differences |= value ^ c.anchor;
    }
    for (Class& c : classes_) {
      if (c.rows == 0) continue;
      c.index = static_cast<std::uint8_t>(classes_present_++);
      // Equal low bits leave zeros in every difference; XOR shows exactly these.
      c.frame = Frame::of(c.smallest, c.largest, c.differences);
    }
    class_width_ = bits::width_of(classes_present_ - 1);
  }

  [[nodiscard]] std::size_t classed_bytes() const {
    std::size_t value_bits = 0;
    for (const Class& c : classes_) value_bits += c.rows * c.frame.width;
    return 2 + classes_present_ * layout::kClassBytes +
           (rows_ + layout::kCheckpointRows - 1) / layout::kCheckpointRows * 2 +
           bits::bytes_of(rows_, class_width_) + (value_bits + 7) / 8;
  }

  // Fills dictionary_ with the distinct values in order; false when there are too many of them.
  bool find_distinct(std::size_t best_bytes) {
    if (best_bytes <= kPackedHeaderBytes + rows_ / 8) return false;
    constexpr std::size_t kSlots = 1024;
    slots_.fill(kEmpty);
    std::size_t found = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      std::size_t slot = slot_of(values_[i]);
      while (slots_[slot] != kEmpty && dictionary_[slots_[slot]] != values_[i]) slot = (slot + 1) % kSlots;
      if (slots_[slot] != kEmpty) continue;
      if (found == kMaxDistinct) return false;
      slots_[slot] = static_cast<std::uint16_t>(found);
      dictionary_[found++] = values_[i];
    }
    distinct_ = found;
    std::sort(dictionary_.begin(), dictionary_.begin() + static_cast<std::ptrdiff_t>(found));
    std::uint64_t differences = 0;
    for (std::size_t i = 0; i < found; ++i) differences |= dictionary_[i] - dictionary_[0];
    dictionary_frame_ = Frame::of(dictionary_[0], dictionary_[found - 1], differences);
    return true;
  }
  static std::size_t slot_of(std::uint64_t value) { return (value * 0x9e3779b97f4a7c15ULL) >> 54U; }

  [[nodiscard]] std::size_t dictionary_bytes() const {
    return 2 + dictionary_frame_.bytes(distinct_) + bits::bytes_of(rows_, bits::width_of(distinct_ - 1));
  }

  void put_packed(const Frame& frame) {
    frame.put_header(out_);
    bits::Writer writer(out_);
    for (std::size_t i = 0; i < rows_; ++i) writer.put((values_[i] - frame.base) >> frame.shift, frame.width);
    writer.finish();
  }

  // Steps between neighbouring rows, or only those between distinct neighbours.
  void put_steps(const Frame& frame, bool distinct_only) {
    frame.put_header(out_);
    bits::Writer writer(out_);
    for (std::size_t i = 1; i < rows_; ++i) {
      const std::uint64_t step = values_[i] - values_[i - 1];
      if (step != 0 || !distinct_only) writer.put(step >> frame.shift, frame.width);
    }
    writer.finish();
  }

  void put_runs() {
    bits::Writer starts(out_);
    for (std::size_t i = 0; i < rows_; ++i) starts.put(i == 0 || values_[i] != values_[i - 1] ? 1 : 0, 1);
    starts.finish();
    if (run_frame_.bytes(distinct_ - 1) < frame_.bytes(distinct_)) {
      out_.push_back(static_cast<char>(Encoding::delta));
      put_steps(run_frame_, true);
      return;
    }
    out_.push_back(static_cast<char>(Encoding::packed));
    frame_.put_header(out_);
    bits::Writer writer(out_);
    for (std::size_t i = 0; i < rows_; ++i) {
      if (i == 0 || values_[i] != values_[i - 1]) {
        writer.put((values_[i] - frame_.base) >> frame_.shift, frame_.width);
      }
    }
    writer.finish();
  }

  void put_dictionary() {
    const unsigned width = bits::width_of(distinct_ - 1);
    out_.push_back(static_cast<char>(width));
    out_.push_back(static_cast<char>(distinct_ - 1));
    dictionary_frame_.put_header(out_);
    bits::Writer values(out_);
    for (std::size_t i = 0; i < distinct_; ++i) {
      values.put((dictionary_[i] - dictionary_frame_.base) >> dictionary_frame_.shift,
                 dictionary_frame_.width);
    }
    values.finish();
    // The sorted order gave the values other places than the hash table noted: note them again.
    slots_.fill(kEmpty);
    for (std::size_t i = 0; i < distinct_; ++i) {
      std::size_t slot = slot_of(dictionary_[i]);
      while (slots_[slot] != kEmpty) slot = (slot + 1) % slots_.size();
      slots_[slot] = static_cast<std::uint16_t>(i);
    }
    bits::Writer indexes(out_);
    for (std::size_t i = 0; i < rows_; ++i) {
      std::size_t slot = slot_of(values_[i]);
      while (dictionary_[slots_[slot]] != values_[i]) slot = (slot + 1) % slots_.size();
      indexes.put(slots_[slot], width);
    }
    indexes.finish();
  }

  void put_classed() {
    out_.push_back(static_cast<char>(class_width_));
    out_.push_back(static_cast<char>(classes_present_));
    for (const Class& c : classes_) {
      if (c.rows != 0) c.frame.put_header(out_);
    }
    std::size_t bit = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      if (i % layout::kCheckpointRows == 0) put(out_, static_cast<std::uint16_t>(bit));
      bit += classes_[values_[i] >> kPayloadBits].frame.width;
    }
    bits::Writer indexes(out_);
    for (std::size_t i = 0; i < rows_; ++i)
      indexes.put(classes_[values_[i] >> kPayloadBits].index, class_width_);
    indexes.finish();
    bits::Writer values(out_);
    for (std::size_t i = 0; i < rows_; ++i) {
      const Frame& frame = classes_[values_[i] >> kPayloadBits].frame;
      values.put((values_[i] - frame.base) >> frame.shift, frame.width);
    }
    values.finish();
  }

  static constexpr std::uint16_t kEmpty = 0xffff;

  const std::uint64_t* values_;
  std::size_t rows_;
  std::string& out_;
  bool ascending_ = true;
  std::size_t distinct_ = 0;  // ascending: of the rows; otherwise: in dictionary_
  Frame frame_;
  Frame step_frame_;
  Frame run_frame_;
  std::array<Class, 16> classes_{};
  std::size_t classes_present_ = 0;
  unsigned class_width_ = 0;
  std::array<std::uint16_t, 1024> slots_;
  std::array<std::uint64_t, kMaxDistinct> dictionary_;
  Frame dictionary_frame_;
};

}  // namespace

void encode_block(const std::array<const std::uint64_t*, 3>& columns, std::size_t rows, std::string& out) {
  out.assign(layout::kHeaderBytes, '\0');
  out[layout::kVersionAt] = static_cast<char>(kBlockVersion);
  const auto patch16 = [&](std::size_t at, std::size_t value) {
    const auto narrow = static_cast<std::uint16_t>(value);
    std::memcpy(out.data() + at, &narrow, sizeof(narrow));
  };
  patch16(layout::kRowsAt, rows);
  for (std::size_t i = 0; i < 3; ++i) {
    ColumnEncoder(columns[i], rows, out).encode();
    if (i < 2) patch16(layout::kEndsAt + 2 * i, out.size());
  }
  out.append(bits::kBitPadding, '\0');
  seal_block(out);
}

void seal_block(std::string& bytes) {
  const std::uint64_t checksum = XXH3_64bits(bytes.data() + 8, bytes.size() - 8);
  std::memcpy(bytes.data(), &checksum, sizeof(checksum));
}

}  // namespace kg
