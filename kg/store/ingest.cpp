#include "kg/store/ingest.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "kg/base/error.h"

namespace kg {

Ingest::Ingest(Families& database, std::string directory)
    : database_(&database), directory_(std::move(directory)) {
  std::error_code error;
  std::filesystem::remove_all(directory_, error);
  if (!std::filesystem::create_directories(directory_, error)) {
    throw Failure(ErrorCode::store, fmt::format("cannot make {}: {}", directory_, error.message()));
  }
}

Ingest::~Ingest() {
  for (Output& output : outputs_) output.writer.reset();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

rocksdb::SstFileWriter& Ingest::writer(Family family) {
  Output& output = outputs_[static_cast<std::size_t>(family)];
  if (output.writer && output.writer->FileSize() >= kSstFileBytes) close(output);
  if (!output.writer) {
    output.writer = std::make_unique<rocksdb::SstFileWriter>(
        rocksdb::EnvOptions(), database_->options_for(family), database_->family(family));
    output.files.push_back(fmt::format("{}/{}-{}.sst", directory_, family_name(family), output.files.size()));
    check_status(output.writer->Open(output.files.back()), "cannot write a table file");
  }
  return *output.writer;
}

void Ingest::put(Family family, std::string_view key, std::string_view value) {
  check_status(writer(family).Put(slice_of(key), slice_of(value)), "cannot write a table file");
}

void Ingest::erase(Family family, std::string_view key) {
  check_status(writer(family).Delete(slice_of(key)), "cannot write a table file");
}

void Ingest::close(Output& output) {
  check_status(output.writer->Finish(), "cannot write a table file");
  output.writer.reset();
}

void Ingest::finish() {
  std::vector<rocksdb::IngestExternalFileArg> arguments;
  for (std::size_t i = 0; i < kFamilies; ++i) {
    Output& output = outputs_[i];
    if (output.writer) close(output);
    if (output.files.empty()) continue;
    rocksdb::IngestExternalFileArg argument;
    argument.column_family = database_->family(static_cast<Family>(i));
    argument.external_files = output.files;
    argument.options.move_files = true;
    argument.options.failed_move_fall_back_to_copy = true;
    arguments.push_back(std::move(argument));
  }
  if (arguments.empty()) return;
  check_status(database_->db().IngestExternalFiles(arguments), "cannot take table files into the store");
}

}  // namespace kg
