// Dictionary format: how the terms of the ordered segment (what the first bulk load made) are kept.
// Terms of one tag have payloads 1 .. n in the order of their bytes. They stand in front-coded blocks:
// a term is the length it shares with its predecessor and the rest, and each kTermsPerRestart-th term
// is whole, so that one term costs at most that many steps. Terms that come later are one key each way
// (families late_terms and late_ids in keys.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "kg/model/id.h"
#include "kg/store/keys.h"

namespace kg {

inline constexpr std::size_t kTermsPerRestart = 16;
inline constexpr std::size_t kTermsPerBlock = 128;
inline constexpr std::size_t kTermBlockBytes = 4096;  // a block is closed when it has this much

// Takes all terms in ascending order of (tag, key), without duplicates, and gives out the entries of
// families `dictionary` and `dictionary_index`, each in ascending order of its keys.
class DictionaryWriter {
 public:
  using Emit = std::function<void(std::string_view key, std::string_view value)>;
  DictionaryWriter(Emit block, Emit index);

  // Returns the id given to the term. Throws Failure(internal) when the order is broken.
  Id add(Tag tag, std::string_view key);
  // Gives out the last block. Must be called once, at the end.
  void finish();

  // Terms added so far, by tag: MetaRecord::ordered.
  [[nodiscard]] const std::array<std::uint64_t, kTags>& counts() const { return counts_; }

 private:
  void close_block();

  Emit block_;
  Emit index_;
  std::array<std::uint64_t, kTags> counts_{};
  Tag tag_ = Tag::undefined;
  std::string last_;
  std::string body_;
  std::string value_;
  std::array<std::uint32_t, kTermsPerBlock / kTermsPerRestart> restarts_{};
  std::size_t terms_ = 0;
};

// A block of terms, parsed. Refers to the bytes.
class TermBlockView {
 public:
  TermBlockView() = default;
  // `last` is the id in the block's key. Throws Failure(damaged).
  TermBlockView(Id last, std::string_view bytes);

  [[nodiscard]] std::size_t size() const { return terms_; }
  [[nodiscard]] Id first() const { return first_; }
  [[nodiscard]] Id last() const { return Id{first_.bits + terms_ - 1}; }
  [[nodiscard]] bool covers(Id id) const { return first_ <= id && id.bits - first_.bits < terms_; }

  // Index of the first term that is not below `key`; size() when there is none. `found`: it is equal.
  [[nodiscard]] std::size_t lower_bound(std::string_view key, bool& found) const;

  // Walks terms in ascending order; moving on by one is cheap, a jump goes by the restarts.
  class Reader {
   public:
    explicit Reader(const TermBlockView& block) : block_(&block) {}
    // To be called when the block view was given another block.
    void restart() { started_ = false; }
    // The term at `index` < size(); valid until the next call.
    std::string_view at(std::size_t index);

   private:
    void step();
    const TermBlockView* block_;
    std::string term_;
    std::size_t offset_ = 0;  // of the next entry
    std::size_t next_ = 0;    // its index
    bool started_ = false;
  };

 private:
  friend class Reader;
  [[nodiscard]] std::string_view restart(std::size_t number) const;

  std::string_view entries_;
  const char* restarts_ = nullptr;
  std::size_t terms_ = 0;
  Id first_;
};

}  // namespace kg
