// Document: a text that claims quote, as callers give it and get it back. Plain values; docs/checking.md says
// what a store makes of one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kg/model/reports.h"

namespace kg {

// A document is one commit, which is in memory as a whole: about 170 MB for a dense MiB.
inline constexpr std::size_t kMaxDocumentBytes = 4U << 20U;

// What is known of a document. Empty: not known.
struct DocumentMetadata {
  std::string name;  // of the thing that the document is
  std::string title;
  std::string publisher;
  std::string date;  // 2026, 2026-02 or 2026-02-10
  std::string url;
  std::vector<std::string> origins;  // whom it repeats: names
};

// A document to add.
struct DocumentSource {
  std::string text;  // its exact bytes: UTF-8, at most kMaxDocumentBytes
  std::string path;  // of its file, as it is to be kept; the file itself is not read
  // Wins over the front matter of the text, as the name of the file gives way to both.
  DocumentMetadata metadata;
  bool replace = false;  // another text may stand under this name
  bool lenient = false;  // quotes that are not found are reported, and the document is added all the same
};

enum class QuoteState : std::uint8_t {
  sound,    // it stands where the claim says
  moved,    // it stands somewhere else
  changed,  // what stood around it is there, its words are not
  missing,  // neither
};

// A claim's quote, compared with a text of its document. Offsets are bytes; nothing where it does not stand.
struct QuoteFinding {
  std::string document;
  std::string claim;
  std::string quote;
  QuoteState state = QuoteState::sound;
  bool in_file = false;                     // compared with the file on disk, not with the stored text
  std::optional<std::uint64_t> start, end;  // as the store has it
  std::optional<std::uint64_t> new_start, new_end;  // as it was found
};

// What was done to add a document, or to link it anew.
struct DocumentChange {
  std::string name;
  bool unchanged = false;  // the same bytes were there
  bool replaced = false;   // other bytes were
  std::uint64_t sentences = 0;
  std::uint64_t mentions = 0;
  std::uint64_t quotes = 0;             // of claims that quote it, found
  std::vector<QuoteFinding> not_found;  // lenient
  CommitResult changes;                 // zeros inside of a transaction
};

struct Document {
  DocumentMetadata metadata;
  std::string sha256;  // of the text: 64 hexadecimal digits
  std::string path;
  std::string text;
  std::uint64_t bytes = 0;
  std::uint64_t sentences = 0;
  std::uint64_t claims = 0;  // that have it as their source
};

struct DocumentReport {
  std::uint64_t documents = 0;
  std::uint64_t files = 0;                 // that could be read
  std::vector<std::string> missing_files;  // one sentence for each
  std::vector<QuoteFinding> quotes;        // of claims, in the order of documents
};

}  // namespace kg
