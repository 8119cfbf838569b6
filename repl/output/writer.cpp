#include "repl/output/writer.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <utility>

#include "repl/output/formats.h"
#include "repl/output/table.h"
#include "repl/output/wrap.h"

namespace kg::repl {

namespace {
std::atomic<int> first_write_failure{0};
}  // namespace

int write_failure() { return first_write_failure; }

bool Output::flush() {
  if (!closed_ && !buffer_.empty()) closed_ = !send(buffer_);
  buffer_.clear();
  return !closed_;
}

bool Output::send(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n > 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR && errno != EAGAIN) {
      int none = 0;
      if (errno != EPIPE) first_write_failure.compare_exchange_strong(none, errno);
      return false;
    }
  }
  return true;
}

namespace {

struct FormatEntry {
  std::string_view name;
  Format format;
  std::unique_ptr<RowWriter> (*make)(Output&, const OutputStyle&);
};

constexpr std::array kFormats{
    FormatEntry{"table", Format::table, make_table_writer},
    FormatEntry{"line", Format::line, make_line_writer},
    FormatEntry{"json", Format::json, make_json_writer},
    FormatEntry{"ndjson", Format::ndjson, make_json_writer},
    FormatEntry{"csv", Format::csv, make_separated_writer},
    FormatEntry{"tsv", Format::tsv, make_separated_writer},
    FormatEntry{"markdown", Format::markdown, make_markdown_writer},
    FormatEntry{"html", Format::html, make_html_writer},
    FormatEntry{"srj", Format::srj, make_srj_writer},
    FormatEntry{"nt", Format::nt, make_ntriples_writer},
    FormatEntry{"ttl", Format::ttl, make_rdf_writer},
    FormatEntry{"trig", Format::trig, make_rdf_writer},
    FormatEntry{"jsonld", Format::jsonld, make_rdf_writer},
    FormatEntry{"dot", Format::dot, make_dot_writer},
    FormatEntry{"page", Format::page, make_page_writer},
};

}  // namespace

std::optional<Format> format_named(std::string_view name) {
  for (const FormatEntry& entry : kFormats) {
    if (entry.name == name) return entry.format;
  }
  return std::nullopt;
}

bool is_json(Format format) {
  return format == Format::json || format == Format::ndjson || format == Format::srj ||
         format == Format::jsonld;
}

bool is_graph(Format format) { return format >= Format::nt; }

void write_text(const std::string& text, const OutputStyle& style, Output& output) {
  if (style.format == Format::html) {
    output.write(html_page("<pre>" + html_escaped(text) + "</pre>\n"));
  } else {
    output.write(style.cell.terminal
                     ? for_people(terminal_safe(text, true), is_json(style.format) ? 0 : style.width)
                     : text);
  }
}

std::unique_ptr<RowWriter> make_writer(Output& output, const OutputStyle& style) {
  for (const FormatEntry& entry : kFormats) {
    if (entry.format == style.format) return entry.make(output, style);
  }
  return make_separated_writer(output, style);
}

}  // namespace kg::repl
