// Tables for documents: GitHub Flavored Markdown with footnotes, and HTML.
#include <fmt/format.h>

#include "repl/output/evidence.h"
#include "repl/output/formats.h"

namespace kg::repl {
namespace {

// Every sign that could be markup is escaped; a line break is <br>, as a cell holds none.
std::string markdown_escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (std::string_view("\\`*_[]<>&|~$#").find(text[i]) != std::string_view::npos) out += '\\';
    if (text[i] == '\n') {
      out += "<br>";
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_number(const Cell& cell) {
  const std::string& type = cell.term.datatype;
  return cell.term.kind == TermKind::literal &&
         (type == iri::kXsdInteger || type == iri::kXsdDecimal || type == iri::kXsdDouble);
}

// Lines stay lines; nothing else that controls a reader's screen does.
std::string shown(const Cell& cell, const CellStyle& style) {
  return terminal_safe(cell_text(cell, {style.iris, false}), true);
}

class MarkdownWriter : public RowWriter {
 public:
  MarkdownWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const AnswerShape& shape) override {
    std::string head = "|";
    std::string rule = "|";
    for (const std::string& column : shape.columns) {
      head += ' ' + markdown_escaped(column) + " |";
      rule += " --- |";
    }
    if (shape.evidence) {
      head += " evidence |";
      rule += " --- |";
    }
    evidence_ = shape.evidence;
    output_.write(head + '\n' + rule + '\n');
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      std::string line = "|";
      for (const std::vector<Cell>& column : batch.columns)
        line += ' ' + markdown_escaped(shown(column[r], style_.cell)) + " |";
      if (evidence_) {
        line += ' ';
        for (const std::size_t note : notes_.numbers(evidence_of(batch, r)))
          line += fmt::format("[^{}]", note);
        line += " |";
      }
      output_.write(line + '\n');
    }
  }

  void end() override {
    notes_.take([this](std::size_t number, const std::string& text) {
      output_.write(fmt::format("{}[^{}]: {}\n", number == 1 ? "\n" : "", number, markdown_escaped(text)));
    });
  }

 private:
  Output& output_;
  OutputStyle style_;
  Notes notes_;
  bool evidence_ = false;
};

constexpr std::string_view kPageHead =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>kg</title>\n<style>\n"
    "body{font-family:sans-serif;margin:2em}\n"
    "table{border-collapse:collapse}\n"
    "th,td{border-bottom:1px solid #ccc;padding:.3em "
    ".8em;text-align:left;vertical-align:top;white-space:pre-wrap}\n"
    "td.n{text-align:right}\n"
    "</style>\n</head>\n<body>\n";
constexpr std::string_view kPageFoot = "</body>\n</html>\n";

class HtmlWriter : public RowWriter {
 public:
  HtmlWriter(Output& output, const OutputStyle& style) : output_(output), style_(style) {}

  void begin(const AnswerShape& shape) override {
    evidence_ = shape.evidence;
    std::string head = std::string(kPageHead) + "<table>\n<thead><tr>";
    for (const std::string& column : shape.columns) head += "<th>" + html_escaped(column) + "</th>";
    if (evidence_) head += "<th>evidence</th>";
    output_.write(head + "</tr></thead>\n<tbody>\n");
  }

  void rows(const RowBatch& batch) override {
    for (std::size_t r = 0; r < batch.rows; ++r) {
      std::string line = "<tr>";
      for (const std::vector<Cell>& column : batch.columns) line += cell(column[r]);
      if (evidence_) {
        line += "<td>";
        for (const std::size_t note : notes_.numbers(evidence_of(batch, r)))
          line += fmt::format("<a href=\"#note{0}\">[{0}]</a>", note);
        line += "</td>";
      }
      output_.write(line + "</tr>\n");
    }
  }

  void end() override {
    std::string foot = "</tbody>\n</table>\n";
    if (evidence_) foot += "<ol>\n";
    notes_.take([&](std::size_t number, const std::string& text) {
      foot += fmt::format("<li id=\"note{}\">{}</li>\n", number, html_escaped(text));
    });
    if (evidence_) foot += "</ol>\n";
    output_.write(foot);
    output_.write(kPageFoot);
  }

 private:
  [[nodiscard]] std::string cell(const Cell& cell) const {
    std::string open = is_number(cell) ? "<td class=\"n\">" : "<td>";
    if (cell.term.kind == TermKind::iri && !cell.name.empty() && !style_.cell.iris)
      open = "<td title=\"" + html_escaped(cell.term.value) + "\">";
    return open + html_escaped(cell_text(cell, {style_.cell.iris, false})) + "</td>";
  }

  Output& output_;
  OutputStyle style_;
  Notes notes_;
  bool evidence_ = false;
};

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : terminal_safe(text, true)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_page(std::string_view body) {
  return std::string(kPageHead) + std::string(body) + std::string(kPageFoot);
}

std::unique_ptr<RowWriter> make_markdown_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<MarkdownWriter>(output, style);
}
std::unique_ptr<RowWriter> make_html_writer(Output& output, const OutputStyle& style) {
  return std::make_unique<HtmlWriter>(output, style);
}

}  // namespace kg::repl
