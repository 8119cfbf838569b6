// kg: an embedded knowledge-graph query tool. This header is the library's public face.
//
//   auto database = kg::Database::open("graph", {});
//   kg::Session session(*database);
//   auto answer = session.run("Li Qiang visited ?", {});
//   kg::RowBatch rows;
//   while (true) {
//     auto more = answer->next(rows);
//     if (!more || !*more) break;
//     ...rows.columns[0][i].name...
//   }
//
// The library never prints, never exits and throws nothing: every failure is an Error value.
//
// Thread safety: a Database may be shared by threads. A Session and its Answers belong to one thread at a
// time; several sessions may read at once. One transaction can be open in a database at a time.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kg/base/budget.h"
#include "kg/base/error.h"
#include "kg/base/result.h"
#include "kg/base/spelling.h"
#include "kg/base/utf8.h"
#include "kg/model/completion.h"
#include "kg/model/document.h"
#include "kg/model/graph_format.h"
#include "kg/model/reports.h"
#include "kg/model/spoken.h"
#include "kg/model/suggestion.h"
#include "kg/model/term.h"
#include "kg/model/verdict.h"

namespace kg {

const char* version() noexcept;

struct DatabaseOptions {
  bool read_only = false;
  std::size_t cache_bytes = std::size_t{256} << 20U;
  bool sync = true;  // a commit is on disk before it is acknowledged
};

enum class LoadFormat : std::uint8_t { automatic, ntriples, nquads, turtle, trig, csv, tsv, script };

struct FileLoad {
  std::string path;                           // "-" is standard input
  LoadFormat format = LoadFormat::automatic;  // automatic: by the name's ending, .gz and .zst looked through
};

// How the rows of a CSV or TSV file become claims. The first record has the columns' names.
struct TableOptions {
  // The column that names the rows' things (the first when empty), or a template of an IRI, as `person/{id}`.
  std::string subject;
  // `column=relation` or `column=relation:kind`. With none, each column is the relation of its own name.
  // Kinds: text, integer, decimal, boolean, date, entity (a name or IRI), quantity (`5 USD`), quantity:UNIT
  // (`5`). Without a kind a cell is an integer, a decimal or a date when it is written as one, else text.
  std::vector<std::string> columns;
  std::string type;    // of the things
  std::string source;  // of the claims
};

// A record that could not be read.
struct RejectedRecord {
  Error where;              // file, line, column and reason
  std::string_view text;    // RDF: its line, cut to 1,000 bytes. Tables: as it stood, empty when over 256 MiB
  std::string_view header;  // tables: the first record, as it stood
};

struct FileLoadOptions {
  std::size_t memory_bytes = std::size_t{1} << 30U;
  unsigned threads = 0;  // 0: one for each processor
  bool lenient = false;  // skip bad records
  std::string base;      // Turtle, TriG: what relative IRIs are resolved against; empty: nothing
  TableOptions table;    // CSV, TSV
  // Lenient, and a preview: called for each skipped record. When it fails, so does the load.
  std::function<Status(const RejectedRecord&)> rejected;
  // Lines and bytes read so far, about ten times a second.
  std::function<void(std::uint64_t lines, std::uint64_t bytes)> progress;
};

class Database {
 public:
  // Makes an empty store in a directory that is absent or empty. `base_iri`: under which named things
  // without an IRI of their own get one; empty for the default.
  static Status create(const std::string& path, const std::string& base_iri = {});
  static Result<Database> open(const std::string& path, const DatabaseOptions& options);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  [[nodiscard]] Result<StoreInfo> info() const;
  // Readers: makes commits of other processes since open() visible to statements run from now on.
  Status refresh();

  // RDF files, or scripts in the language. One call loads all or nothing, as one commit; it takes
  // either RDF or scripts. `budget` may be null.
  Result<LoadResult> load(const std::vector<FileLoad>& files, const FileLoadOptions& options, Budget* budget);
  // What loading a CSV or TSV file would add: the statements of its first `rows` rows, then a summary, which
  // counts new triples up to 1,048,576. Reads all of the file, also behind bad rows; changes nothing.
  Result<std::string> preview(const FileLoad& file, const FileLoadOptions& options, std::uint64_t rows,
                              Budget* budget) const;
  // Every triple, in a stable order, grouped by subject, in pieces of a few thousand bytes. `sink` returns
  // false to stop. Loading the text gives the same graph; for JSON-LD see GraphWriter.
  Status dump(GraphFormat format, const std::function<bool(std::string_view)>& sink, Budget* budget) const;
  // Every triple as statements that rebuild the store; what the language cannot say (a triple term as a
  // value, a claim without qualifiers) is left out, and counted.
  Result<std::uint64_t> dump_script(const std::function<bool(std::string_view)>& sink, Budget* budget) const;
  // What changes this store into the other: calls `sink` with pieces of whole N-Triples lines, first those
  // that only this store holds (`in_other` false), then those that only the other holds, each in its store's
  // order; `sink` returns false to stop. Terms are compared as terms, blank nodes by their labels in the
  // stores. Memory does not grow with the stores. The answer counts what was found.
  Result<DiffReport> diff(const Database& other,
                          const std::function<bool(bool in_other, std::string_view lines)>& sink,
                          Budget* budget) const;
  // Makes `path`, absent or empty, a store of its own with what this one holds now, while others read and
  // write. It is on disk when this returns; after a failure `path` is as it was.
  Status backup(const std::string& path, Budget* budget) const;
  // Puts a backup (any store) where a store is to be: `path` is absent or empty, or, with `move_aside`, a
  // store that nobody writes. That one is renamed and its new name given; otherwise the answer is empty.
  static Result<std::string> restore(const std::string& backup, const std::string& path, bool move_aside,
                                     Budget* budget);
  // The claims that name a source as nanopublications in TriG (docs/checking.md). `created`: an xsd:dateTime,
  // which they all bear.
  Status dump_nanopublications(const std::string& created, const std::function<bool(std::string_view)>& sink,
                               Budget* budget) const;
  Result<VerifyReport> verify(Budget* budget) const;
  Status compact();
  // Compares the quotes of claims with the stored texts of their documents and, where those have changed,
  // with the files at the documents' paths. `read_file` gives a file's bytes, or nothing when it cannot be
  // read; the paths come from the store, so it decides what may be read. Without it no file is looked at.
  Result<DocumentReport> verify_documents(
      const std::function<std::optional<std::string>(const std::string& path)>& read_file,
      Budget* budget) const;

 private:
  friend class Session;
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct PathCell;
// A value in an answer. `name` is an entity's name where exactly one thing in the store bears it.
struct Cell {
  Term term;  // kind undefined: unbound
  std::string name;
  std::shared_ptr<const PathCell> path = nullptr;  // of a path value (a literal of datatype kg:path)
};
// A path's parts: the triple links[i] stands between nodes[i] and nodes[i + 1].
struct PathCell {
  struct Link {
    Cell relation;
    bool along = true;  // from nodes[i] to nodes[i + 1]; otherwise the other way
    bool ends_step = true;
  };
  std::vector<Cell> nodes;
  std::vector<Link> links;
  std::uint64_t length = 0;  // in steps
};

// Rows as columns: columns[i][r] is column i of row r.
struct RowBatch {
  std::size_t rows = 0;
  std::vector<std::vector<Cell>> columns;
  // The claims that row r rests on (RunOptions::evidence), and the triples (RunOptions::triples), as subject,
  // relation and object; empty when they were not asked for.
  std::vector<std::vector<VerdictEvidence>> evidence;
  std::vector<std::vector<std::array<Cell, 3>>> triples;
};

enum class AnswerKind : std::uint8_t {
  rows,     // columns() and next()
  yes_no,   // yes()
  changed,  // changes()
  text,     // text(): explain
  verdict,  // verdict(): check
  done,     // nothing to show: prefix, begin, rollback
};

// What one statement gave. Rows are computed as they are asked for; the answer reads the snapshot that
// was current when the statement ran. Must not outlive its Database.
class Answer {
 public:
  Answer(Answer&&) noexcept;
  Answer& operator=(Answer&&) noexcept;
  ~Answer();

  [[nodiscard]] AnswerKind kind() const;
  [[nodiscard]] const std::vector<std::string>& columns() const;
  // Whether the rows come with their evidence.
  [[nodiscard]] bool has_evidence() const;
  // Whether the rows are the triples of a graph (build, describe), with columns subject, relation and object.
  [[nodiscard]] bool is_graph() const;
  // Fills `rows` (1 to a few thousand); false at the end. An error ends the answer.
  Result<bool> next(RowBatch& rows);
  [[nodiscard]] bool yes() const;
  // Of a yes, as RowBatch::evidence has those of a row.
  [[nodiscard]] const std::vector<VerdictEvidence>& evidence() const;
  [[nodiscard]] const CommitResult& changes() const;
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] const Verdict& verdict() const;
  // Unknown names and the like: one sentence each, not an error.
  [[nodiscard]] const std::vector<std::string>& warnings() const;
  // After next() ended without a row, or an ask gave no: why, in one sentence; empty when there is no
  // single pattern to blame.
  [[nodiscard]] std::string why_empty() const;

 private:
  friend class Session;
  struct Impl;
  explicit Answer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Which answers come with the claims that they rest on.
enum class EvidenceFor : std::uint8_t { nothing, bare_claims, everything };

struct RunOptions {
  std::string file;                // for messages
  std::uint64_t first_line = 1;    // line number of the text's first line in that file
  std::uint64_t first_column = 1;  // and where it begins in that line
  bool names = true;               // fill Cell::name
  // An answer of more rows ends in an error (limit) after so many.
  std::uint64_t max_rows = std::numeric_limits<std::uint64_t>::max();
  // Each row's evidence is found by asking for the solutions behind it: at most ten, and a hundred claims.
  EvidenceFor evidence = EvidenceFor::nothing;
  std::uint64_t max_evidence_rows = std::numeric_limits<std::uint64_t>::max();  // later rows get none
  bool triples = false;                                                         // fill RowBatch::triples
  bool claims = true;  // `describe` lists the claims about a thing's triples, too
  // Deadline, memory limit and cancellation; null for none. Must outlive the Answer.
  Budget* budget = nullptr;
};

// How a claim is to be checked.
struct CheckOptions {
  std::string tolerance;             // percent, as `5`; empty: the claim's own
  std::vector<std::string> sources;  // names of the only sources to count; empty: any
};

// Prefixes, parameters and the open transaction of one user.
class Session {
 public:
  explicit Session(Database& database);
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();  // rolls an open transaction back

  // Goes on in another opening of the store, with prefixes and parameters kept: how a prompt that opened
  // for reading starts to write. Precondition: no transaction is open.
  void move_to(Database& database);

  void set_strict(bool strict);  // unknown names are errors
  // Whether patterns see what declarations of relations entail, as `set inference on|off` says. At first: on.
  void set_inference(bool inference);
  void set_parameter(const std::string& name, Term value);
  // Parses a term as the language writes it (12 billion USD, 'text', <iri>, a name) and binds it.
  Status set_parameter_text(const std::string& name, std::string_view text);

  // Runs one statement, with or without its final semicolon.
  Result<Answer> run(std::string_view statement, const RunOptions& options);
  // Checks one claim, as the statement `check` does.
  Result<Verdict> check(std::string_view claim, const CheckOptions& how, const RunOptions& options);
  // What somebody who keeps the store would want to look at (docs/checking.md): how much each check finds, or
  // with names of checks what they find. An answer of rows.
  Result<Answer> lint(const std::vector<std::string>& checks, const RunOptions& options);
  // What could stand where a text breaks off ; nothing on an error. Reads a bounded part of the store:
  // milliseconds.
  [[nodiscard]] Completions complete(std::string_view text, std::size_t cursor, std::size_t limit) const;
  // Adds a document: its text, sentences and mentions, and the places of quotes in claims that have it as
  // their source. In the open transaction, or as a commit of its own. `budget` may be null, as below.
  Result<DocumentChange> add_document(const DocumentSource& document, Budget* budget);
  // Links the mentions of all documents with the names that the store has now.
  Result<std::vector<DocumentChange>> link_documents(Budget* budget);
  // The document of a name, or of an IRI in angle brackets.
  [[nodiscard]] Result<Document> document(const std::string& name, Budget* budget) const;
  // What the sentences of a text seem to claim (docs/checking.md), for a person to accept; adds nothing.
  // The document need not be in the store.
  [[nodiscard]] Result<SuggestionReport> suggest(const DocumentSource& document, Budget* budget) const;
  // What the language and GraphWriter know: the common ones, the empty one for the store's own IRIs, and what
  // `prefix` declared.
  [[nodiscard]] Prefixes prefixes() const;
  [[nodiscard]] bool in_transaction() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// RDF's own vocabularies and kg's, and the empty prefix for `base_iri` when that is not empty: what a
// GraphWriter is usually given.
Prefixes common_prefixes(std::string_view base_iri = {});

// Writes the triples of a graph (an answer with is_graph()) in an RDF format, as they come. Consecutive
// triples of one subject, and in it of one relation, make one group of Turtle or one node object of JSON-LD,
// so sorted triples read best; any order is right. One thread.
//   Turtle, TriG: RDF 1.2; a prefix is declared before the first group that uses it.
//   JSON-LD 1.1: one node object a line, flat, under a @context of the prefixes. It has no triple terms: each
//   becomes a blank node with rdf:subject, rdf:predicate and rdf:object.
class GraphWriter {
 public:
  // `sink` takes pieces of text; once it has returned false nothing more is given to it.
  GraphWriter(GraphFormat format, const Prefixes& prefixes, std::function<bool(std::string_view)> sink);
  GraphWriter(GraphWriter&&) noexcept;
  GraphWriter& operator=(GraphWriter&&) noexcept;
  ~GraphWriter();

  // A subject is an IRI or a blank node, a relation an IRI, an object any term.
  void add(const Term& subject, const Term& relation, const Term& object);
  // What is still held back, and the end of the document. Call it once.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// One statement of a script, as a view into the script's text.
struct ScriptStatement {
  std::string_view text;
  std::uint64_t line = 1;  // where it starts
  std::uint64_t column = 1;
};
// Cuts a script into statements (empty ones left out). Error: invalid UTF-8, an unterminated string, a limit.
Result<std::vector<ScriptStatement>> split_script(std::string_view script, const std::string& file);
// A name as the language has it between double quotes.
std::string quoted_name(std::string_view name);
// Whether a text is a statement, as far as that can be told without looking names up; the error if not.
Status check_syntax(std::string_view statement);
// Whether a statement changes the store (add, remove, entity, relation, define, undefine, begin): told from
// its first word.
bool statement_writes(std::string_view statement);
// Whether a statement begins with none of the words of the language: a bare claim, or what somebody takes for
// one.
bool statement_is_claim(std::string_view statement);
// What text typed so far waits for, so that a prompt should ask for another line: the innermost bracket,
// brace, parenthesis or quote that is open; a blank when it ends with a word or comma behind which more must
// follow; 0 when it can be run.
char open_sign(std::string_view text);

}  // namespace kg
