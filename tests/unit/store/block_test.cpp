#include "kg/store/block.h"

#include <algorithm>
#include <random>
#include <vector>

#include "kg/base/error.h"
#include "kg/store/bit_packing.h"
#include "support/catch.h"
#include "support/random_seed.h"

using kg::BlockView;
using kg::Id;
using kg::PermutedTriple;
using kg::Tag;

namespace {

using Rows = std::vector<PermutedTriple>;

std::string encode(const Rows& rows) {
  std::array<std::vector<std::uint64_t>, 3> columns;
  for (const PermutedTriple& row : rows) {
    for (std::size_t i = 0; i < 3; ++i) columns[i].push_back(row[i].bits);
  }
  std::string bytes;
  kg::encode_block({columns[0].data(), columns[1].data(), columns[2].data()}, rows.size(), bytes);
  return bytes;
}

void check(Rows rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  if (rows.size() > kg::kBlockRows) rows.resize(kg::kBlockRows);
  const std::string bytes = encode(rows);
  const BlockView block(bytes);
  REQUIRE(block.rows() == rows.size());
  REQUIRE(kg::block_rows(bytes) == rows.size());
  for (unsigned c = 0; c < 3; ++c) {
    kg::BlockBuffer out;
    block.decode(c, out.data());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      REQUIRE(out[i] == rows[i][c].bits);
      REQUIRE(block.at(c, i) == rows[i][c].bits);
    }
    const auto below = [&](std::uint64_t wanted) {
      return std::partition_point(rows.begin(), rows.end(),
                                  [&](const PermutedTriple& row) { return row[c].bits < wanted; }) -
             rows.begin();
    };
    for (std::size_t i = 0; block.searchable(c) && i < rows.size(); ++i) {
      const std::uint64_t value = rows[i][c].bits;
      REQUIRE(block.first_not_below(c, value) == static_cast<std::size_t>(below(value)));
      REQUIRE(block.first_not_below(c, value + 1) == static_cast<std::size_t>(below(value + 1)));
    }
    for (const std::size_t first : {std::size_t{0}, std::size_t{1}, rows.size() / 3, rows.size() - 1}) {
      if (first >= rows.size()) continue;
      for (const std::size_t count : {std::size_t{1}, (rows.size() - first) / 2, rows.size() - first}) {
        block.decode(c, first, count, out.data());
        for (std::size_t i = 0; i < count; ++i) {
          INFO("column " << c << " of " << rows.size() << " rows, row " << first + i << ", encoding "
                         << static_cast<int>(block.encoding(c)));
          REQUIRE(out[i] == rows[first + i][c].bits);
        }
      }
    }
  }
}

// Rows whose columns look like those of real permutations: few relations, mixed tags, dense ids.
Rows random_rows(std::mt19937_64& random) {
  const auto below = [&](std::uint64_t n) { return random() % n; };
  const std::uint64_t subjects = 1 + below(2000);
  const std::uint64_t relations = 1 + below(300);
  const std::uint64_t kinds = 1 + below(6);
  const std::uint64_t stride = std::uint64_t{1} << below(50);
  Rows rows;
  const std::size_t size = 1 + below(kg::kBlockRows);
  for (std::size_t i = 0; i < size; ++i) {
    Id object;
    switch (below(kinds)) {
      case 0:
        object = {Tag::iri, below(1'000'000)};
        break;
      case 1:
        object = {Tag::date, below(40'000) << 32U};
        break;
      case 2:
        object = {Tag::short_string, random()};
        break;
      case 3:
        object = {Tag::integer, (std::uint64_t{1} << 59U) + below(100)};
        break;
      case 4:
        object = {Tag::string, below(500'000)};
        break;
      default:
        object = Id{random()};
        break;
    }
    PermutedTriple row{Id{Tag::iri, 1 + below(subjects) * stride}, Id{Tag::iri, below(relations)}, object};
    std::rotate(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(stride % 3), row.end());
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

TEST_CASE("a block gives back the rows it was made of") {
  std::mt19937_64 random(kg::test::random_seed());
  for (int round = 0; round < 400; ++round) check(random_rows(random));
}

TEST_CASE("blocks at the edges: one row, full, extreme values") {
  check({{Id{0}, Id{0}, Id{0}}});
  check({{Id{~std::uint64_t{0}}, Id{0}, Id{~std::uint64_t{0}}}, {Id{0}, Id{~std::uint64_t{0}}, Id{1}}});
  Rows rows;
  for (std::uint64_t i = 0; i < kg::kBlockRows; ++i)
    rows.push_back({Id{7}, Id{i * i * i * i * i * i}, Id{~i}});
  check(rows);
  check(Rows(rows.begin(), rows.begin() + kg::kBlockRows - 1));
}

TEST_CASE("each encoding is chosen where it is smallest") {
  Rows rows;
  for (std::uint64_t i = 0; i < kg::kBlockRows; ++i) {
    rows.push_back(
        {Id{Tag::iri, 1000 + i / 9}, Id{Tag::iri, (i % 9) * 1000}, Id{Tag::iri, kg::mix(i) % 1'000'000}});
  }
  std::string bytes = encode(rows);
  BlockView block(bytes);
  CHECK(block.encoding(0) == BlockView::Encoding::delta);
  CHECK(block.encoding(1) == BlockView::Encoding::dictionary);
  CHECK(block.encoding(2) == BlockView::Encoding::packed);
  // 1 bit, 4 bits and 20 bits a row, and headers.
  CHECK(bytes.size() < kg::kBlockRows * 25 / 8 + 160);

  for (std::uint64_t i = 0; i < kg::kBlockRows; ++i) {
    rows[i][0] = Id{Tag::iri, 5};
    rows[i][1] = Id{Tag::iri, (i / 9) * 977};
    if (i % 2 == 0) rows[i][2] = Id{Tag::string, kg::mix(i) % 1'000'000};
  }
  bytes = encode(rows);
  block = BlockView(bytes);
  CHECK(block.encoding(0) == BlockView::Encoding::constant);
  CHECK(block.encoding(1) == BlockView::Encoding::runs);
  CHECK(block.encoding(2) == BlockView::Encoding::classed);
}

TEST_CASE("malformed blocks are refused or decoded without reading outside") {
  std::mt19937_64 random(kg::test::random_seed());
  std::size_t refused = 0;
  for (int round = 0; round < 3000; ++round) {
    Rows rows = random_rows(random);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    std::string bytes = encode(rows);
    SECTION("any change is seen by the checksum") {
      bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
      REQUIRE_THROWS_AS(BlockView(bytes), kg::Failure);
    }
    SECTION("with a matching checksum nothing is read outside of the bytes") {
      const std::size_t changes = 1 + random() % 4;
      for (std::size_t i = 0; i < changes; ++i) bytes[8 + random() % 40] = static_cast<char>(random());
      if (random() % 4 == 0) bytes.resize(8 + random() % (bytes.size() - 8));
      kg::seal_block(bytes);
      // An exact heap copy, so that a sanitizer sees any byte read behind it.
      const std::vector<char> copy(bytes.begin(), bytes.end());
      try {
        const BlockView block(std::string_view(copy.data(), copy.size()));
        kg::BlockBuffer out;
        for (unsigned c = 0; c < 3; ++c) {
          block.decode(c, out.data());
          const std::size_t first = random() % block.rows();
          block.decode(c, first, block.rows() - first, out.data());
          static_cast<void>(block.at(c, first));
          if (block.searchable(c)) static_cast<void>(block.first_not_below(c, out[0] + random() % 1000));
        }
      } catch (const kg::Failure& failure) {
        REQUIRE(failure.error().code == kg::ErrorCode::damaged);
        ++refused;
      }
    }
  }
  SUCCEED(refused);
}

TEST_CASE("bit packing: every width, every start") {
  std::mt19937_64 random(kg::test::random_seed());
  for (unsigned width = 0; width <= 64; ++width) {
    std::vector<std::uint64_t> values(100);
    for (std::uint64_t& value : values) value = random() & kg::bits::mask_of(width);
    std::string bytes;
    kg::bits::Writer writer(bytes);
    for (const std::uint64_t value : values) writer.put(value, width);
    writer.finish();
    REQUIRE(bytes.size() == kg::bits::bytes_of(values.size(), width));
    bytes.append(kg::bits::kBitPadding, '\x55');
    for (std::size_t first = 0; first < 20; ++first) {
      std::vector<std::uint64_t> out(values.size() - first);
      kg::bits::unpack(bytes.data(), width, 0, 5, first, out.size(), out.data());
      for (std::size_t i = 0; i < out.size(); ++i) REQUIRE(out[i] == values[first + i] + 5);
    }
  }
}
