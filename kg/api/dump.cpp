#include "kg/api/dump.h"

#include <array>
#include <vector>

namespace kg {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 16U;

// N-Triples text of every id of a column.
void render(const TripleSource& source, std::span<const Id> ids, std::vector<std::string>& out) {
  out.assign(ids.size(), {});
  source.decode(ids, [&](std::size_t i, std::string_view key) {
    out[i] = term_of_dictionary(ids[i].tag(), key).to_ntriples();
  });
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!tag_in_dictionary(ids[i].tag())) out[i] = source.term(ids[i]).to_ntriples();
  }
}

}  // namespace

void dump_ntriples(const TripleSource& source, const std::function<bool(std::string_view)>& sink,
                   const Budget& budget) {
  const auto cursor = source.cursor({});
  TripleColumns rows;
  std::array<std::vector<std::string>, 3> texts;
  std::string piece;
  while (cursor->next(rows)) {
    budget.check();
    for (std::size_t c = 0; c < 3; ++c) render(source, {rows.column[c], rows.size}, texts[c]);
    for (std::size_t i = 0; i < rows.size; ++i) {
      piece += texts[0][i] + ' ' + texts[1][i] + ' ' + texts[2][i] + " .\n";
      if (piece.size() < kPieceBytes) continue;
      if (!sink(piece)) return;
      piece.clear();
    }
  }
  if (!piece.empty()) sink(piece);
}

}  // namespace kg
