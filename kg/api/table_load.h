// CSV (RFC 4180) and TSV into triples.
#pragma once

#include <memory>
#include <string>

#include "kg/kg.h"
#include "kg/rdf/text_window.h"
#include "kg/store/store.h"

namespace kg {

struct TableInput {
  std::string name;      // for messages
  char delimiter = ',';  // ',' becomes ';' when the header has only those
  std::string base_iri;  // under which new names get their IRIs
  // Called for each row with the statements that say the same, if set.
  std::function<void(const std::string&)> statements;
};

// Columns may be quoted, with line breaks in them; an empty cell says nothing. The names of things are looked
// up in `snapshot`, which the parser keeps; one that nothing bears makes a new thing with that label. Memory:
// that of a row and of the distinct names, which are forgotten from time to time. A bad row is one that
// TableRecords cannot read, or with another number of cells than the header, or a cell that is not of its
// kind, or a name that several things bear. Claims get the IRIs that `add` gives them (kg/facts/claims.h).
// Throws Failure(usage) when the first record is read and the options do not fit it, and, lenient,
// Failure(data) when it is bad.
std::unique_ptr<StreamParser> make_table_parser(rdf::TextWindow::Read read, TableInput input,
                                                const TableOptions& options, SnapshotPtr snapshot);

}  // namespace kg
