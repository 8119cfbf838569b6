// Tables for people: columns aligned by display width, cut (and the cut marked) only on a terminal.
#pragma once

#include <memory>

#include "repl/output/writer.h"

namespace kg::repl {

// Widths come from the first rows (at most kTableSampleRows), so that a long answer streams; a wider cell
// further down moves its own row only.
inline constexpr std::size_t kTableSampleRows = 1000;

std::unique_ptr<RowWriter> make_table_writer(Output& output, const OutputStyle& style);

}  // namespace kg::repl
