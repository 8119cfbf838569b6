// Files into a store: scripts through one transaction, RDF and tables through the bulk loader.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <unordered_set>

#include "kg/api/database_impl.h"
#include "kg/api/table_load.h"
#include "kg/api/updates.h"
#include "kg/facts/claims.h"
#include "kg/lang/language.h"
#include "kg/rdf/input.h"
#include "kg/rdf/ntriples.h"
#include "kg/rdf/turtle.h"

namespace kg {
namespace {

constexpr std::size_t kMaxCountedTriples = 1U << 20U;  // of a preview

std::string display_name(const FileLoad& file) { return file.path == "-" ? "standard input" : file.path; }

std::string read_all(const FileLoad& file) {
  const auto input = open_input(file.path);
  std::string text;
  std::string buffer(std::size_t{1} << 16U, '\0');
  while (const std::size_t n = input->read(buffer.data(), buffer.size())) text.append(buffer, 0, n);
  return text;
}

// Runs the update statements of one script. Queries have no place in a file that is loaded.
void run_script(Transaction& transaction, const std::string& text, const std::string& file,
                LanguageContext& context, QuoteVerifier& verifier, LoadResult& result, Budget& budget) {
  const SourceText whole{text, file, 1};
  std::uint64_t line = 1;
  std::size_t at = 0;
  for (const StatementExtent& extent : split_statements(whole)) {
    budget.check();
    for (; at < extent.begin; ++at) line += text[at] == '\n' ? 1U : 0U;
    const SnapshotPtr view = transaction.view();
    context.source = view.get();
    context.names = &view->names();
    const std::string_view statement_text =
        std::string_view(text).substr(extent.begin, extent.end - extent.begin);
    const Statement statement = parse_statement({statement_text, file, line}, context);
    if (const auto* update = std::get_if<UpdateStatement>(&statement.body)) {
      apply(transaction, *update, context.base_iri, verifier, &budget);
    } else if (const auto* entity = std::get_if<EntityStatement>(&statement.body)) {
      apply(transaction, *entity);
    } else if (const auto* relation = std::get_if<RelationStatement>(&statement.body)) {
      apply(transaction, *relation);
    } else if (const auto* rule = std::get_if<RuleStatement>(&statement.body)) {
      apply(transaction, *rule);
    } else if (const auto* prefix = std::get_if<PrefixStatement>(&statement.body)) {
      context.prefixes[prefix->prefix] = prefix->iri;
    } else {
      throw Failure(Error{ErrorCode::data,
                          "only add, remove, entity, relation, define, undefine and prefix can stand in a "
                          "file that is loaded",
                          {file, line, 1},
                          {},
                          "run queries with `kg query -f`"});
    }
    ++result.parsed;
  }
  result.lines += line;
}

}  // namespace

LoadResult load_scripts(Store& store, const std::vector<FileLoad>& files, Budget* budget) {
  Budget unlimited;
  LoadResult result;
  const std::unique_ptr<Transaction> transaction = store.begin();
  QuoteVerifier verifier;
  for (const FileLoad& file : files) {
    LanguageContext context;
    context.base_iri = store.info().base_iri;
    context.strict = true;  // an unknown name in a file is a mistake
    run_script(*transaction, read_all(file), display_name(file), context, verifier, result,
               budget != nullptr ? *budget : unlimited);
  }
  const CommitResult committed = transaction->commit();
  result.added = committed.added;
  result.commit = committed.commit;
  return result;
}

namespace {

std::string counted(std::uint64_t n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

bool is_table(LoadFormat format) { return format == LoadFormat::csv || format == LoadFormat::tsv; }

std::unique_ptr<StreamParser> stream_parser(const Store& store, const FileLoad& file,
                                            const FileLoadOptions& options, rdf::TextWindow::Read read,
                                            std::function<void(const std::string&)> statements = {}) {
  if (is_table(file.format)) {
    TableInput table;
    table.name = display_name(file);
    table.delimiter = file.format == LoadFormat::tsv ? '\t' : ',';
    table.base_iri = store.info().base_iri;
    table.statements = std::move(statements);
    return make_table_parser(std::move(read), std::move(table), options.table, store.snapshot());
  }
  TurtleOptions turtle;
  turtle.trig = file.format == LoadFormat::trig;
  turtle.name = display_name(file);
  turtle.base = options.base;
  return make_turtle_parser(std::move(read), std::move(turtle));
}

// Counts the triples that the store does not have, each once; up to kMaxCountedTriples.
class NewTriples final : public TripleSink {
 public:
  explicit NewTriples(SnapshotPtr snapshot) : snapshot_(std::move(snapshot)) {}

  void triple(const RawTerm& subject, const RawTerm& relation, const RawTerm& object) override {
    if (seen_.size() > kMaxCountedTriples) return;
    statement_.push_back({term(subject), term(relation), term(object)});
  }
  void end_statement(bool good) override {
    for (const TermTriple& triple : statement_) {
      if (good) count(triple);
    }
    statement_.clear();
  }

  [[nodiscard]] std::string text() const {
    if (seen_.size() <= kMaxCountedTriples) return counted(added_, "triple");
    return fmt::format("at least {} triples", added_);
  }

 private:
  static Term term(const RawTerm& raw) {
    if (raw.inline_id.bound()) return term_of_inline(raw.inline_id);
    if (raw.triple == nullptr) return term_of_dictionary(raw.tag, raw.key);
    const auto& [subject, relation, object] = *raw.triple;
    return Term::triple_term(term(subject), term(relation), term(object));
  }

  void count(const TermTriple& triple) {
    std::string text;
    for (const Term& part : triple) text += part.to_ntriples() + ' ';
    if (!seen_.insert(std::hash<std::string>{}(text)).second) return;
    const Triple known{snapshot_->find(triple[0]), snapshot_->find(triple[1]), snapshot_->find(triple[2])};
    const bool there =
        std::find(known.begin(), known.end(), kMissing) == known.end() && snapshot_->contains(known);
    added_ += there ? 0 : 1;
  }

  SnapshotPtr snapshot_;
  std::vector<TermTriple> statement_;
  std::unordered_set<std::size_t> seen_;  // hashes
  std::uint64_t added_ = 0;
};

void report(const FileLoadOptions& options, const std::string& file, const BadRecord& bad) {
  if (!options.rejected) return;
  const bool table = !bad.header.empty();
  const Status taken = options.rejected({{ErrorCode::data, bad.reason, {file, bad.line, bad.column}, {}, {}},
                                         table ? bad.record : bad.text,
                                         bad.header});
  if (!taken.ok()) throw Failure(taken.error());
}

}  // namespace

std::string preview_table(const Store& store, const FileLoad& file, const FileLoadOptions& options,
                          std::uint64_t rows, Budget* budget) {
  if (!is_table(file.format)) {
    throw Failure(ErrorCode::usage, "only CSV and TSV files have a preview",
                  "load it into a store of its own");
  }
  const std::unique_ptr<InputStream> stream = open_input(file.path, budget);
  std::string text;
  std::uint64_t seen = 0;
  const auto parser = stream_parser(
      store, file, options,
      [&stream](char* buffer, std::size_t capacity) { return stream->read(buffer, capacity); },
      [&](const std::string& statements) {
        if (seen++ < rows) text += statements;
      });
  NewTriples sink(store.snapshot());
  ChunkResult result;
  std::uint64_t bad = 0;
  for (bool more = true; more;) {
    if (budget != nullptr) budget->check();
    more = parser->parse(sink, result, true);
    bad += result.bad.size();
    for (const BadRecord& record : std::exchange(result.bad, {})) report(options, display_name(file), record);
  }
  text += fmt::format("# {} would add {}, {} cannot be read; nothing was added\n", counted(seen, "row"),
                      sink.text(), counted(bad, "row"));
  return text;
}

LoadResult load_rdf(Store& store, const std::vector<FileLoad>& files, const FileLoadOptions& options,
                    Budget* budget) {
  std::vector<LoadInput> inputs;
  for (const FileLoad& file : files) {
    const std::shared_ptr<InputStream> stream = open_input(file.path, budget);
    LoadInput input;
    input.name = display_name(file);
    input.read = [stream](char* buffer, std::size_t capacity) { return stream->read(buffer, capacity); };
    if (file.format == LoadFormat::ntriples || file.format == LoadFormat::nquads) {
      const RdfSyntax syntax = file.format == LoadFormat::nquads ? RdfSyntax::nquads : RdfSyntax::ntriples;
      input.make_parser = [syntax] { return std::make_unique<NTriplesParser>(syntax); };
    } else {
      input.stream = stream_parser(store, file, options, std::move(input.read));
      input.bytes_read = [stream] { return stream->bytes_consumed(); };
    }
    inputs.push_back(std::move(input));
  }
  LoadOptions load;
  load.memory_bytes = options.memory_bytes;
  load.threads = options.threads;
  load.lenient = options.lenient;
  load.progress = options.progress;
  load.budget = budget;
  if (options.rejected) {
    load.rejected = [&options](const std::string& file, const BadRecord& bad) { report(options, file, bad); };
  }
  return store.load(std::move(inputs), load);
}

}  // namespace kg
