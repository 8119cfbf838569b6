// Tables for people: columns aligned by display width. On a terminal cells are broken over several lines
// where that keeps every column readable; else each row is a record of `column = value` lines.
#pragma once

#include <memory>

#include "repl/output/writer.h"

namespace kg::repl {

// Widths, and whether rows are records, come from the first rows (at most kTableSampleRows), so that a long
// answer streams; elsewhere than on a terminal a wider cell further down moves its own row only.
inline constexpr std::size_t kTableSampleRows = 1000;
// Lines of a cell; what goes on is cut, marked, and a line under the table says so.
inline constexpr std::size_t kMaxCellLines = 6;
// A column of text is readable when nothing in it is wider, or when it is as wide as its widest cell needs
// for that many lines, but at least and at most this.
inline constexpr std::size_t kReadableColumn = 14;
inline constexpr std::size_t kWideColumn = 40;

std::unique_ptr<RowWriter> make_table_writer(Output& output, const OutputStyle& style);

}  // namespace kg::repl
