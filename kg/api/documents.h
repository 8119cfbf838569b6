// Documents of a store: adding, linking, reading and verifying them (docs/checking.md, kg/facts/documents.h).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kg/api/show.h"
#include "kg/lang/language.h"
#include "kg/model/document.h"
#include "kg/store/store.h"

namespace kg {

// Adds the document in one transaction's view. `context` is of this transaction's view. Throws Failure: data
// (no UTF-8, other bytes under the name, quotes that are not found), limit, query (an ambiguous name).
DocumentChange add_document(Transaction& transaction, const DocumentSource& source,
                            const LanguageContext& context, const Budget& budget);
// What would be known of the document: what is given before front matter before the name of the file. Throws
// Failure as add_document does for a text and a name.
DocumentMetadata metadata_of(const DocumentSource& source);
// Links the mentions of all documents anew; one entry for each.
std::vector<DocumentChange> link_documents(Transaction& transaction, const std::string& base_iri,
                                           const Budget& budget);
// The document of this name. Throws Failure(query) when no document bears it.
Document read_document(const SnapshotPtr& snapshot, const std::string& name, const Budget& budget);
// A row for each document.
Table document_table(const SnapshotPtr& snapshot);

// Compares every quote of claims about documents with the stored text and, where its bytes are not those of
// the store, with the file at the document's path. `read_file` gives a file's bytes, or nothing; without it
// no file is looked at.
DocumentReport verify_documents(
    const SnapshotPtr& snapshot,
    const std::function<std::optional<std::string>(const std::string& path)>& read_file,
    const Budget& budget);

}  // namespace kg
