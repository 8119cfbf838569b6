#include "kg/api/table_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "kg/api/table_cells.h"
#include "kg/api/table_records.h"
#include "kg/base/error.h"
#include "kg/base/utf8.h"
#include "kg/facts/claims.h"
#include "kg/lang/words.h"
#include "kg/model/vocabulary.h"
#include "kg/rdf/characters.h"
#include "kg/rdf/iri_resolve.h"
#include "kg/rdf/term_text.h"

namespace kg {
namespace {

constexpr std::size_t kMaxNamesKept = 100'000;

struct Column {
  std::size_t cell = 0;
  Term relation;
  std::string relation_text;  // as a statement has it
  bool years = false;         // of four digits behind that
  CellType type;
};

bool is_iri(std::string_view text) {
  return rdf::has_scheme(text) &&
         std::none_of(text.begin(), text.end(), [](char c) { return rdf::is(c, rdf::kIriStop); });
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
      if (!ready_) {
        read_header();
        ready_ = true;
        end_record();
      }
      for (int i = 0; i < kRowsAtOnce && more; ++i) {
        more = records_.next();
        if (more) read_row();
        end_record();
      }
    } catch (const SyntaxError& error) {
      BadRecord bad = records_.bad(error);
      if (lenient && !ready_) {
        throw Failure(Error{ErrorCode::data,
                            bad.reason,
                            {input_.name, bad.line, bad.column},
                            {},
                            "nothing was loaded: the first record must name the columns"});
      }
      bad.header = header_text_;
      result.bad.push_back(std::move(bad));
      sink.end_statement(false);
      for (const std::string& name : row_names_) things_.erase(name);  // their labels were dropped
      said_.clear();
      more = lenient;
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

  void end_record() {
    row_names_.clear();
    sink_->end_statement(true);
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
    header_text_ = records_.text();
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (records_.cell(i).empty()) throw SyntaxError{records_.at(i), "a column has no name"};
      header_.push_back(records_.cell(i));
    }
    if (options_.subject.find('{') != std::string::npos) {
      template_ = options_.subject;
    } else {
      subject_ = options_.subject.empty() ? 0 : column_named(options_.subject);
    }
    for (const std::string& mapping : options_.columns) add_mapping(mapping);
    if (options_.columns.empty()) {
      for (std::size_t i = 0; i < header_.size(); ++i) {
        if (i != subject_ || !template_.empty()) add_column(i, header_[i], false);
      }
    }
    if (columns_.empty())
      fail_usage("no column is left to say something", "name one with --map column=relation");
    labelled_ = std::any_of(columns_.begin(), columns_.end(),
                            [](const Column& c) { return c.relation.value == iri::kRdfsLabel; });
    if (!template_.empty() && !labelled_)
      note_ = "# the things get no names: --map COLUMN=rdfs:label takes them from a column\n";
    if (!options_.type.empty()) type_term_ = thing(options_.type);
    if (!options_.source.empty()) source_ = thing(options_.source);
  }

  void add_mapping(const std::string& mapping) {
    const std::size_t equals = mapping.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == mapping.size()) {
      fail_usage(fmt::format("`{}` is not a mapping", mapping),
                 "write --map column=relation or column=relation:kind");
    }
    add_column(column_named(mapping.substr(0, equals)), mapping.substr(equals + 1), true);
  }

  // `chosen`: by the caller, so that a kind that is none is a slip; not a header's text.
  void add_column(std::size_t cell, std::string relation, bool chosen) {
    Column column;
    column.cell = cell;
    column.type = take_cell_type(relation, prefixes_);
    column.relation = relation_named(relation, chosen);
    column.relation_text = in_statement(column.relation, relation);
    column.years = !is_sayable(relation) || is_temporal_relation(fold_name(relation));
    columns_.push_back(std::move(column));
  }

  // An IRI as it is written, <...>, with a known prefix, or with // behind its scheme; nothing for a name.
  std::optional<std::string> written_iri(std::string_view text) const {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto prefix = prefixes_.find(std::string(text.substr(0, colon)));
    std::string out;
    if (text.starts_with('<') && text.ends_with('>')) {
      out = text.substr(1, text.size() - 2);
    } else if (text.substr(colon).starts_with("://") || text.starts_with("urn:")) {
      out = text;
    } else if (prefix != prefixes_.end() && !prefix->first.empty()) {
      out = prefix->second + std::string(text.substr(colon + 1));
    }
    return is_iri(out) ? std::optional(out) : std::nullopt;
  }

  bool is_relation(Id id) const { return snapshot_->contains({id, type_, property_}); }

  Term relation_named(const std::string& name, bool chosen) {
    if (const auto written = written_iri(name)) return Term::iri(*written);
    const std::string folded = fold_name(name);
    if (const auto builtin = builtin_relation_iri(folded)) return Term::iri(*builtin);
    std::vector<Id> relations = snapshot_->names().find(folded);
    std::erase_if(relations, [this](Id id) { return !is_relation(id); });
    if (relations.size() > 1)
      fail_usage(fmt::format("several relations are named `{}`", name), "give the IRI");
    if (relations.size() == 1) return snapshot_->term(relations[0]);
    if (chosen && name.starts_with('<'))
      fail_usage(fmt::format("{} is not an absolute IRI", name), "write <http://...>");
    const std::size_t colon = name.find(':');
    if (chosen && colon != std::string::npos) {
      fail_usage(fmt::format("`{}` is not a kind, and `{}` not a prefix that is known",
                             name.substr(colon + 1), name.substr(0, colon + 1)),
                 cell_kind_hint(name, prefixes_));
    }
    const Term fresh = Term::iri(input_.base_iri + iri_escaped(name));
    emit(fresh, Term::iri(iri::kRdfsLabel), Term::string(name));
    emit(fresh, Term::iri(iri::kRdfType), Term::iri(vocabulary::kRdfProperty));
    return fresh;
  }

  // The thing of a name or IRI; a new one gets the name as its label.
  Term thing(const std::string& name) {
    if (const auto written = written_iri(name)) return Term::iri(*written);
    if (things_.size() > kMaxNamesKept) things_.clear();
    const std::string folded = fold_name(name);
    const auto [place, fresh] = things_.try_emplace(folded);
    if (!fresh) return Term::iri(place->second);
    row_names_.push_back(folded);
    std::vector<Id> ids = snapshot_->names().find(folded);
    std::erase_if(ids, [this](Id id) { return id.tag() != Tag::iri || is_relation(id); });
    if (ids.size() > 1) {
      throw SyntaxError{records_.at(cell_), fmt::format("{} things are named `{}`", ids.size(), name),
                        "give the IRI"};
    }
    place->second = ids.empty() ? input_.base_iri + iri_escaped(name) : snapshot_->term(ids[0]).value;
    const Term out = Term::iri(place->second);
    if (ids.empty()) {
      emit(out, Term::iri(iri::kRdfsLabel), Term::string(name));
      if (!is_sayable(name))
        said_ += fmt::format("add <{}> <{}> {};\n", out.value, iri::kRdfsLabel, in_quotes(name, '\''));
    }
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
    if (!rdf::has_scheme(out)) out.insert(0, input_.base_iri);
    if (!is_iri(out))
      fail_usage(fmt::format("<{}> is not an IRI", out), "write the subject like person/{id}");
    return Term::iri(out);
  }

  Term value(const Column& column, const std::string& cell) {
    cell_ = column.cell;
    if (column.type.kind == CellKind::entity) {
      if (fold_name(cell).empty()) throw SyntaxError{records_.at(cell_), "the name is empty"};
      return thing(cell);
    }
    if (auto out = cell_value(column.type, cell)) return *std::move(out);
    throw SyntaxError{records_.at(cell_),
                      fmt::format("`{}` is not of the kind {}", cell.substr(0, 60), column.type.name)};
  }

  void read_row() {
    if (records_.size() != header_.size()) {
      throw SyntaxError{records_.at(std::min(records_.size() - 1, header_.size())),
                        fmt::format("the row has {} cells, the header {}", records_.size(), header_.size())};
    }
    const Term subject = row_subject();
    const std::string name = template_.empty() && !labelled_ ? records_.cell(subject_) : std::string();
    if (type_term_) claim(subject, name, is_a_, *type_term_, options_.type);
    for (const Column& column : columns_) {
      const std::string& cell = records_.cell(column.cell);
      if (!cell.empty()) claim(subject, name, column, value(column, cell), cell);
    }
    if (input_.statements) input_.statements(std::exchange(note_, {}) + std::exchange(said_, {}));
  }

  void emit(const Term& s, const Term& p, const Term& o) {
    const OwnedTerm subject(s);
    const OwnedTerm relation(p);
    const OwnedTerm object(o);
    sink_->triple(subject.raw, relation.raw, object.raw);
    ++result_->triples;
  }

  // `subject_name`, `cell`: how the table names the things, if it does.
  void claim(const Term& subject, const std::string& subject_name, const Column& column, const Term& object,
             const std::string& cell) {
    std::vector<QualifierTerms> qualifiers;
    if (source_) qualifiers.push_back({Term::iri(vocabulary::kSource), *source_});
    for (const TermTriple& triple :
         claim_triples({subject, column.relation, object}, std::move(qualifiers), input_.base_iri)) {
      emit(triple[0], triple[1], triple[2]);
    }
    if (!input_.statements) return;
    const std::string value =
        object.kind == TermKind::iri ? in_statement(object, cell) : value_in_statement(object, column.years);
    said_ +=
        fmt::format("add {} {} {}{};\n", in_statement(subject, subject_name), column.relation_text, value,
                    source_ ? fmt::format(" [source {}]", in_statement(*source_, options_.source)) : "");
  }

  // A thing by the name that the table gives it, or by its IRI.
  std::string in_statement(const Term& thing, const std::string& name) const {
    return is_sayable(name) ? in_quotes(name, '"') : '<' + thing.value + '>';
  }
  bool is_sayable(const std::string& name) const {
    return !name.empty() && !written_iri(name) && terminal_safe(name) == name;
  }

  TableRecords records_;
  TableInput input_;
  TableOptions options_;
  SnapshotPtr snapshot_;
  Id type_;
  Id property_;
  Prefixes prefixes_ = common_prefixes();
  bool ready_ = false;  // the header is read
  std::string header_text_;
  std::vector<std::string> header_;
  std::vector<Column> columns_;
  std::size_t subject_ = 0;
  std::string template_;
  bool labelled_ = false;  // a column has the things' names
  const Column is_a_{0, Term::iri(iri::kRdfType), "is a", false, {}};
  std::optional<Term> type_term_;
  std::optional<Term> source_;
  std::unordered_map<std::string, std::string> things_;  // folded name -> IRI
  std::vector<std::string> row_names_;                   // of those, the ones that this row brought
  std::string said_;                                     // the row's statements so far
  std::string note_;                                     // before the first row's statements
  std::size_t cell_ = 0;                                 // the one at work
  std::uint64_t line_ = 1;
  TripleSink* sink_ = nullptr;
  ChunkResult* result_ = nullptr;
};

}  // namespace

std::unique_ptr<StreamParser> make_table_parser(rdf::TextWindow::Read read, TableInput input,
                                                const TableOptions& options, SnapshotPtr snapshot) {
  return std::make_unique<TableParser>(std::move(read), std::move(input), options, std::move(snapshot));
}

}  // namespace kg
