// The row formats beside the table, each in a file of its own. docs/cli.md says what they look like.
#pragma once

#include <memory>

#include "repl/output/writer.h"

namespace kg::repl {

std::unique_ptr<RowWriter> make_json_writer(Output& output, const OutputStyle& style);  // json, ndjson
std::unique_ptr<RowWriter> make_srj_writer(Output& output, const OutputStyle& style);
std::unique_ptr<RowWriter> make_separated_writer(Output& output, const OutputStyle& style);  // csv, tsv
std::unique_ptr<RowWriter> make_line_writer(Output& output, const OutputStyle& style);
std::unique_ptr<RowWriter> make_markdown_writer(Output& output, const OutputStyle& style);
std::unique_ptr<RowWriter> make_html_writer(Output& output, const OutputStyle& style);
std::unique_ptr<RowWriter> make_ntriples_writer(Output& output, const OutputStyle& style);
std::unique_ptr<RowWriter> make_rdf_writer(Output& output, const OutputStyle& style);  // ttl, trig, jsonld
std::unique_ptr<RowWriter> make_dot_writer(Output& output, const OutputStyle& style);
std::unique_ptr<RowWriter> make_page_writer(Output& output, const OutputStyle& style);

// An answer that is no rows: as it is, but on a terminal with its lines broken between words. A page of HTML
// is one whatever it holds.
void write_text(const std::string& text, const OutputStyle& style, Output& output);

// A page of its own around a body; and text as it stands in one.
std::string html_page(std::string_view body);
std::string html_escaped(std::string_view text);

}  // namespace kg::repl
