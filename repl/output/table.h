// Tables for people: columns aligned by display width, cut (and the cut marked) only on a terminal.
#pragma once

#include <memory>
#include <string>

#include "repl/output/writer.h"

namespace kg::repl {

// Widths come from the first rows (at most kTableSampleRows), so that a long answer streams; a wider cell
// further down moves its own row only.
inline constexpr std::size_t kTableSampleRows = 1000;

std::unique_ptr<RowWriter> make_table_writer(Output& output, const OutputStyle& style);

// The first `width` columns of a text, the last of them an ellipsis when something was cut.
std::string cut_to_width(const std::string& text, std::size_t width);

}  // namespace kg::repl
