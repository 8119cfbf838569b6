#include "kg/api/dump.h"

#include <string>
#include <vector>

#include "kg/rdf/ntriples_writer.h"

namespace kg {
namespace {

// Terms that lie near each other in the dictionary are decoded together: many rows, few blocks.
constexpr std::size_t kRowsAtOnce = 65'536;

}  // namespace

void dump_ntriples(const TripleSource& source, const std::function<bool(std::string_view)>& sink,
                   const Budget& budget) {
  const auto cursor = source.cursor({});
  NTriplesWriter writer(source);
  TripleColumns rows;
  std::vector<Triple> triples;
  std::string piece;
  bool more = true;
  while (more) {
    budget.check();
    triples.clear();
    while (triples.size() < kRowsAtOnce && (more = cursor->next(rows))) {
      for (std::size_t i = 0; i < rows.size; ++i) {
        triples.push_back({rows.column[0][i], rows.column[1][i], rows.column[2][i]});
      }
    }
    piece.clear();
    writer.write(triples, piece);
    if (!piece.empty() && !sink(piece)) return;
  }
}

}  // namespace kg
