#include "kg/api/dump.h"

#include <string>
#include <vector>

#include "kg/rdf/ntriples_writer.h"

namespace kg {

void dump_ntriples(const TripleSource& source, const std::function<bool(std::string_view)>& sink,
                   const Budget& budget) {
  const auto cursor = source.cursor({});
  NTriplesWriter writer(source);
  TripleColumns rows;
  std::vector<Triple> triples;
  std::string piece;
  while (cursor->next(rows)) {
    budget.check();
    triples.resize(rows.size);
    for (std::size_t i = 0; i < rows.size; ++i) {
      triples[i] = {rows.column[0][i], rows.column[1][i], rows.column[2][i]};
    }
    piece.clear();
    writer.write(triples, piece);
    if (!sink(piece)) return;
  }
}

}  // namespace kg
