#include <algorithm>

#include "kg/api/database_impl.h"
#include "kg/api/diff.h"
#include "kg/api/documents.h"
#include "kg/api/dump.h"
#include "kg/api/dump_script.h"
#include "kg/api/guard.h"
#include "kg/api/nanopub.h"
#include "kg/model/vocabulary.h"

namespace kg {

const char* version() noexcept { return KG_VERSION; }

Status Database::create(const std::string& path, const std::string& base_iri) {
  return guarded_status(
      [&] { Store::create(path, base_iri.empty() ? std::string(vocabulary::kDefaultBaseIri) : base_iri); });
}

Result<Database> Database::open(const std::string& path, const DatabaseOptions& options) {
  return guarded<Database>([&] {
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    StoreOptions store_options;
    store_options.cache_bytes = options.cache_bytes;
    store_options.sync = options.sync;
    impl->store = Store::open(path, options.read_only ? OpenMode::read : OpenMode::write, store_options);
    return Database(std::move(impl));
  });
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<StoreInfo> Database::info() const {
  return guarded<StoreInfo>([&] { return impl_->store->info(); });
}

Status Database::refresh() {
  return guarded_status([&] { impl_->store->refresh(); });
}

Status Database::compact() {
  return guarded_status([&] { impl_->store->compact(); });
}

Result<VerifyReport> Database::verify(Budget* budget) const {
  return guarded<VerifyReport>([&] {
    Budget unlimited;
    return impl_->store->verify(budget != nullptr ? *budget : unlimited);
  });
}

Result<DiffReport> Database::diff(const Database& other,
                                  const std::function<bool(bool, std::string_view)>& sink,
                                  Budget* budget) const {
  return guarded<DiffReport>([&] {
    const Budget unlimited;
    return diff_sources(*impl_->store->snapshot(), *other.impl_->store->snapshot(), sink,
                        budget != nullptr ? *budget : unlimited);
  });
}

Status Database::backup(const std::string& path, Budget* budget) const {
  return guarded_status([&] {
    Budget unlimited;
    impl_->store->back_up(path, budget != nullptr ? *budget : unlimited);
  });
}

Result<std::string> Database::restore(const std::string& backup, const std::string& path, bool move_aside,
                                      Budget* budget) {
  return guarded<std::string>([&] {
    Budget unlimited;
    return Store::restore(backup, path, move_aside, budget != nullptr ? *budget : unlimited);
  });
}

Result<DocumentReport> Database::verify_documents(
    const std::function<std::optional<std::string>(const std::string& path)>& read_file,
    Budget* budget) const {
  return guarded<DocumentReport>([&] {
    Budget unlimited;
    return kg::verify_documents(impl_->store->snapshot(), read_file, budget != nullptr ? *budget : unlimited);
  });
}

Status Database::dump(GraphFormat format, const std::function<bool(std::string_view)>& sink,
                      Budget* budget) const {
  return guarded_status([&] {
    const Budget unlimited;
    const Budget& bounds = budget != nullptr ? *budget : unlimited;
    const SnapshotPtr snapshot = impl_->store->snapshot();
    if (format == GraphFormat::ntriples) return dump_ntriples(*snapshot, sink, bounds);
    dump_graph(*snapshot, format, common_prefixes(impl_->store->info().base_iri), sink, bounds);
  });
}

Result<std::uint64_t> Database::dump_script(const std::function<bool(std::string_view)>& sink,
                                            Budget* budget) const {
  return guarded<std::uint64_t>([&] {
    const Budget unlimited;
    return kg::dump_script(impl_->store->snapshot(), impl_->store->info().base_iri, sink,
                           budget != nullptr ? *budget : unlimited);
  });
}

Status Database::dump_nanopublications(const std::string& created,
                                       const std::function<bool(std::string_view)>& sink,
                                       Budget* budget) const {
  return guarded_status([&] {
    const Budget unlimited;
    write_nanopublications(impl_->store->snapshot(), impl_->store->info().base_iri, created, sink,
                           budget != nullptr ? *budget : unlimited);
  });
}

namespace {

LoadFormat format_of(const FileLoad& file) {
  if (file.format != LoadFormat::automatic) return file.format;
  std::string_view name = file.path;
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.remove_suffix(packed.size());
  }
  constexpr std::pair<std::string_view, LoadFormat> kEndings[] = {
      {".nt", LoadFormat::ntriples}, {".nq", LoadFormat::nquads}, {".ttl", LoadFormat::turtle},
      {".trig", LoadFormat::trig},   {".csv", LoadFormat::csv},   {".tsv", LoadFormat::tsv},
      {".kg", LoadFormat::script}};
  for (const auto& [ending, format] : kEndings) {
    if (name.ends_with(ending)) return format;
  }
  const std::string what = file.path == "-" ? "standard input" : '`' + file.path + '`';
  if (name.ends_with(".jsonld")) {
    throw Failure(ErrorCode::usage, what + " is JSON-LD, which is written and not read",
                  "these are read: nt, nq, ttl, trig, csv, tsv and kg");
  }
  throw Failure(ErrorCode::usage, "the format of " + what + " cannot be told from its name",
                "name it with --format: nt, nq, ttl, trig, csv, tsv or kg");
}

}  // namespace

Result<LoadResult> Database::load(const std::vector<FileLoad>& files, const FileLoadOptions& options,
                                  Budget* budget) {
  return guarded<LoadResult>([&] {
    std::vector<FileLoad> known = files;
    for (FileLoad& file : known) file.format = format_of(file);
    const auto scripts = std::count_if(known.begin(), known.end(),
                                       [](const FileLoad& f) { return f.format == LoadFormat::script; });
    if (scripts == static_cast<std::ptrdiff_t>(known.size()))
      return load_scripts(*impl_->store, known, budget);
    if (scripts != 0) {
      throw Failure(ErrorCode::usage, "data files and .kg files cannot be loaded as one commit",
                    "load them with two calls");
    }
    return load_rdf(*impl_->store, known, options, budget);
  });
}

Result<std::string> Database::preview(const FileLoad& file, const FileLoadOptions& options,
                                      std::uint64_t rows, Budget* budget) const {
  return guarded<std::string>([&] {
    return preview_table(*impl_->store, {file.path, format_of(file)}, options, rows, budget);
  });
}

}  // namespace kg
