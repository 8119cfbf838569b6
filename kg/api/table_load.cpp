#include "kg/api/table_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "kg/api/table_records.h"
#include "kg/base/error.h"
#include "kg/base/utf8.h"
#include "kg/lang/words.h"
#include "kg/model/date.h"
#include "kg/model/number.h"
#include "kg/model/quantity.h"
#include "kg/model/vocabulary.h"
#include "kg/rdf/iri_resolve.h"
#include "kg/rdf/quad_claim.h"
#include "kg/rdf/term_text.h"

namespace kg {
namespace {

constexpr std::size_t kMaxNamesKept = 100'000;

enum class CellKind : std::uint8_t { automatic, text, integer, decimal, boolean, date, entity, quantity };
constexpr std::pair<std::string_view, CellKind> kKinds[] = {
    {"text", CellKind::text},        {"integer", CellKind::integer}, {"decimal", CellKind::decimal},
    {"boolean", CellKind::boolean},  {"date", CellKind::date},       {"entity", CellKind::entity},
    {"quantity", CellKind::quantity}};

struct Column {
  std::size_t cell = 0;
  Term relation;
  std::string relation_text;
  CellKind kind = CellKind::automatic;
  std::string kind_name;
  std::string unit;
};

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool digits =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && (text == "0" || text[0] != '0');
}

// Digits, a point and digits, with nothing that a number would lose.
bool is_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || point + 1 == text.size()) return false;
  const std::string_view fraction = text.substr(point + 1);
  const std::string_view whole = text.substr(0, point);
  return (whole == "-0" || is_integer(whole)) &&
         std::all_of(fraction.begin(), fraction.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Term> date_term(std::string_view text) {
  constexpr std::pair<DatePrecision, std::string_view> kForms[] = {
      {DatePrecision::day, iri::kXsdDate},
      {DatePrecision::month, iri::kXsdGYearMonth},
      {DatePrecision::year, iri::kXsdGYear},
      {DatePrecision::instant, iri::kXsdDateTime}};
  for (const auto& [precision, datatype] : kForms) {
    if (parse_date(text, precision)) return Term::literal(text, datatype);
  }
  return std::nullopt;
}

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out + quote;
}

class TableParser final : public StreamParser {
 public:
  TableParser(rdf::TextWindow::Read read, TableInput input, TableOptions options, SnapshotPtr snapshot)
      : records_(std::move(read), input.delimiter),
        input_(std::move(input)),
        options_(std::move(options)),
        snapshot_(std::move(snapshot)),
        type_(snapshot_->find(Term::iri(iri::kRdfType))),
        property_(snapshot_->find(Term::iri(vocabulary::kRdfProperty))) {}

  bool parse(TripleSink& sink, ChunkResult& result, bool lenient) override {
    constexpr int kRowsAtOnce = 1024;
    sink_ = &sink;
    result_ = &result;
    bool more = true;
    try {
      if (columns_.empty()) {
        read_header();
        sink.end_statement(true);
      }
      for (int i = 0; i < kRowsAtOnce && more; ++i) {
        more = records_.next();
        if (more) read_row();
        sink.end_statement(true);
      }
    } catch (const SyntaxError& error) {
      result.bad.push_back(records_.bad(error));
      sink.end_statement(false);
      things_.clear();  // a new one's label may be among what was dropped
      more = lenient && !columns_.empty();
    }
    const std::uint64_t line = records_.line();
    result.lines += line - line_;
    line_ = line;
    return more;
  }

 private:
  [[noreturn]] void fail_usage(const std::string& message, const std::string& hint) const {
    throw Failure(Error{ErrorCode::usage, fmt::format("{}: {}", input_.name, message), {}, {}, hint});
  }

  std::size_t column_named(std::string_view name) const {
    const auto found = std::find(header_.begin(), header_.end(), name);
    if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
    std::string all;
    for (const std::string& column : header_) all += (all.empty() ? "" : ", ") + column;
    fail_usage(fmt::format("there is no column `{}`", name), "the columns are " + all);
  }

  void read_header() {
    if (!records_.next()) fail_usage("there is no header", "the first line must name the columns");
    records_.guess_delimiter();
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (records_.cell(i).empty()) throw SyntaxError{records_.at(i), "a column has no name"};
      header_.push_back(records_.cell(i));
    }
    if (options_.subject.find('{') != std::string::npos) {
      template_ = options_.subject;
    } else {
      subject_ = options_.subject.empty() ? 0 : column_named(options_.subject);
    }
    for (const std::string& mapping : options_.columns) add_column(mapping);
    if (options_.columns.empty()) {
      for (std::size_t i = 0; i < header_.size(); ++i) {
        if (i != subject_ || !template_.empty()) add_column(header_[i] + '=' + header_[i]);
      }
    }
    if (columns_.empty())
      fail_usage("no column is left to say something", "name one with --map column=relation");
    labelled_ = std::any_of(columns_.begin(), columns_.end(),
                            [](const Column& c) { return c.relation.value == iri::kRdfsLabel; });
    if (!options_.type.empty()) type_term_ = thing(options_.type);
    if (!options_.source.empty()) source_ = thing(options_.source);
  }

  void add_column(const std::string& mapping) {
    const std::size_t equals = mapping.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == mapping.size()) {
      fail_usage(fmt::format("`{}` is not a mapping", mapping),
                 "write --map column=relation or column=relation:kind");
    }
    Column column;
    column.cell = column_named(mapping.substr(0, equals));
    std::string relation = mapping.substr(equals + 1);
    for (const auto& [name, kind] : kKinds) {
      const std::size_t at = relation.find(fmt::format(":{}", name));
      if (at == std::string::npos || at == 0) continue;
      const std::string rest = relation.substr(at + 1 + name.size());
      if (!rest.empty() && (kind != CellKind::quantity || rest[0] != ':' || rest.size() == 1)) continue;
      column.kind = kind;
      column.kind_name = name;
      if (!rest.empty()) column.unit = rest.substr(1);
      relation.resize(at);
      break;
    }
    column.relation = relation_named(relation);
    column.relation_text =
        relation.find(':') != std::string::npos ? '<' + column.relation.value + '>' : quoted(relation, '"');
    columns_.push_back(std::move(column));
  }

  // An IRI as it is written, <...>, with a known prefix, or with // behind its scheme; nothing for a name.
  std::optional<std::string> written_iri(std::string_view text) const {
    const std::size_t colon = text.find(':');
    if (text.starts_with('<') && text.ends_with('>')) return std::string(text.substr(1, text.size() - 2));
    if (colon == std::string_view::npos) return std::nullopt;
    if (rdf::has_scheme(text) && (text.substr(colon).starts_with("://") || text.starts_with("urn:"))) {
      return std::string(text);
    }
    const auto prefix = prefixes_.find(std::string(text.substr(0, colon)));
    if (prefix == prefixes_.end() || prefix->first.empty()) return std::nullopt;
    return prefix->second + std::string(text.substr(colon + 1));
  }

  bool is_relation(Id id) const { return snapshot_->contains({id, type_, property_}); }

  Term relation_named(const std::string& name) {
    if (const auto written = written_iri(name)) return Term::iri(*written);
    const std::string folded = fold_name(name);
    if (const auto builtin = builtin_relation_iri(folded)) return Term::iri(*builtin);
    std::vector<Id> relations = snapshot_->names().find(folded);
    std::erase_if(relations, [this](Id id) { return !is_relation(id); });
    if (relations.size() > 1)
      fail_usage(fmt::format("several relations are named `{}`", name), "give the IRI");
    if (relations.size() == 1) return snapshot_->term(relations[0]);
    const Term fresh = Term::iri(input_.base_iri + iri_escaped(name));
    emit(fresh, Term::iri(iri::kRdfsLabel), Term::string(name));
    emit(fresh, Term::iri(iri::kRdfType), Term::iri(vocabulary::kRdfProperty));
    return fresh;
  }

  // The thing of a name or IRI; a new one gets the name as its label.
  Term thing(const std::string& name) {
    if (const auto written = written_iri(name)) return Term::iri(*written);
    if (things_.size() > kMaxNamesKept) things_.clear();
    const auto [place, fresh] = things_.try_emplace(name);
    if (!fresh) return Term::iri(place->second);
    std::vector<Id> ids = snapshot_->names().find(fold_name(name));
    std::erase_if(ids, [this](Id id) { return id.tag() != Tag::iri || is_relation(id); });
    if (ids.size() > 1) {
      things_.erase(name);
      throw SyntaxError{records_.at(cell_), fmt::format("{} things are named `{}`", ids.size(), name),
                        "give the IRI"};
    }
    place->second = ids.empty() ? input_.base_iri + iri_escaped(name) : snapshot_->term(ids[0]).value;
    const Term out = Term::iri(place->second);
    if (ids.empty()) emit(out, Term::iri(iri::kRdfsLabel), Term::string(name));
    return out;
  }

  Term row_subject() {
    if (template_.empty()) {
      const std::string& name = records_.cell(subject_);
      cell_ = subject_;
      if (fold_name(name).empty()) throw SyntaxError{records_.at(subject_), "the row's subject is empty"};
      if (!labelled_) return thing(name);
      const auto written = written_iri(name);
      return Term::iri(written ? *written : input_.base_iri + iri_escaped(name));
    }
    std::string out;
    for (std::size_t at = 0; at < template_.size();) {
      const std::size_t open = template_.find('{', at);
      out.append(template_, at, open - at);
      if (open == std::string::npos) break;
      const std::size_t close = template_.find('}', open);
      if (close == std::string::npos)
        fail_usage("a '{' of the subject is not closed", "write it like person/{id}");
      const std::size_t column = column_named(template_.substr(open + 1, close - open - 1));
      if (records_.cell(column).empty()) throw SyntaxError{records_.at(column), "the row's subject is empty"};
      out += iri_escaped(records_.cell(column));
      at = close + 1;
    }
    return Term::iri(rdf::has_scheme(out) ? out : input_.base_iri + out);
  }

  Term value(const Column& column, const std::string& cell) {
    std::optional<Term> out;
    switch (column.kind) {
      case CellKind::automatic:
        if (is_integer(cell)) return Term::literal(cell, iri::kXsdInteger);
        if (is_decimal(cell)) return Term::literal(cell, iri::kXsdDecimal);
        if (parse_date(cell, DatePrecision::day)) return Term::literal(cell, iri::kXsdDate);
        return Term::string(cell);
      case CellKind::text:
        return Term::string(cell);
      case CellKind::entity:
        if (fold_name(cell).empty()) throw SyntaxError{records_.at(cell_), "the name is empty"};
        return thing(cell);
      case CellKind::integer:
        if (is_integer(cell)) out = Term::literal(cell, iri::kXsdInteger);
        break;
      case CellKind::decimal:
        if (is_integer(cell) || is_decimal(cell)) out = Term::literal(cell, iri::kXsdDecimal);
        break;
      case CellKind::boolean:
        if (cell == "true" || cell == "false") out = Term::literal(cell, iri::kXsdBoolean);
        break;
      case CellKind::date:
        out = date_term(cell);
        break;
      case CellKind::quantity: {
        const std::string text = column.unit.empty() ? cell : cell + ' ' + column.unit;
        if (const auto quantity = parse_quantity(text)) {
          out = Term::literal(format_quantity(*quantity), iri::kKgQuantity);
        }
      }
    }
    if (out) return *out;
    throw SyntaxError{records_.at(cell_),
                      fmt::format("`{}` is not of the kind {}", cell.substr(0, 60), column.kind_name)};
  }

  void read_row() {
    if (records_.size() != header_.size()) {
      throw SyntaxError{records_.at(std::min(records_.size() - 1, header_.size())),
                        fmt::format("the row has {} cells, the header {}", records_.size(), header_.size())};
    }
    const Term subject = row_subject();
    std::string said;
    const auto say = [&](const std::string& relation, const Term& object, const std::string& cell) {
      if (!input_.statements) return;
      const std::string name =
          template_.empty() && !labelled_ ? quoted(records_.cell(subject_), '"') : '<' + subject.value + '>';
      said += fmt::format(
          "add {} {} {}{}\n", name, relation, statement_value(object, cell),
          options_.source.empty() ? "" : fmt::format(" [source {}]", quoted(options_.source, '"')));
    };
    if (type_term_) {
      claim(subject, Term::iri(iri::kRdfType), *type_term_);
      say("is a", *type_term_, options_.type);
    }
    for (const Column& column : columns_) {
      const std::string& cell = records_.cell(column.cell);
      if (cell.empty()) continue;
      cell_ = column.cell;
      const Term object = value(column, cell);
      claim(subject, column.relation, object);
      say(column.relation_text, object, cell);
    }
    if (input_.statements) input_.statements(said);
  }

  static std::string statement_value(const Term& object, const std::string& cell) {
    if (object.kind == TermKind::iri) return object.value == cell ? '<' + cell + '>' : quoted(cell, '"');
    if (object.datatype == iri::kXsdString) return quoted(object.value, '\'');
    return object.value;
  }

  void emit(const Term& s, const Term& p, const Term& o) {
    const OwnedTerm subject(s);
    const OwnedTerm relation(p);
    const OwnedTerm object(o);
    sink_->triple(subject.raw, relation.raw, object.raw);
    ++result_->triples;
  }

  void claim(const Term& s, const Term& p, const Term& o) {
    if (!source_) return emit(s, p, o);
    const OwnedTerm subject(s);
    const OwnedTerm relation(p);
    const OwnedTerm object(o);
    const OwnedTerm source(*source_);
    result_->triples += quads_.emit(*sink_, subject.raw, relation.raw, object.raw, source.raw);
  }

  TableRecords records_;
  TableInput input_;
  TableOptions options_;
  SnapshotPtr snapshot_;
  Id type_;
  Id property_;
  Prefixes prefixes_ = common_prefixes();
  std::vector<std::string> header_;
  std::vector<Column> columns_;
  std::size_t subject_ = 0;
  std::string template_;
  bool labelled_ = false;  // a column has the things' names
  std::optional<Term> type_term_;
  std::optional<Term> source_;
  std::unordered_map<std::string, std::string> things_;  // name -> IRI
  std::size_t cell_ = 0;                                 // the one at work
  std::uint64_t line_ = 1;
  rdf::QuadClaims quads_;
  TripleSink* sink_ = nullptr;
  ChunkResult* result_ = nullptr;
};

}  // namespace

std::unique_ptr<StreamParser> make_table_parser(rdf::TextWindow::Read read, TableInput input,
                                                const TableOptions& options, SnapshotPtr snapshot) {
  return std::make_unique<TableParser>(std::move(read), std::move(input), options, std::move(snapshot));
}

}  // namespace kg
