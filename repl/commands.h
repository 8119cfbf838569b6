// The program's commands. Each returns the exit status.
#pragma once

#include "repl/options.h"

namespace kg::repl {

int command_create(const Options& options);
int command_query(const Options& options);
int command_check(const Options& options);
int command_load(const Options& options);
int command_dump(const Options& options);
int command_lint(const Options& options);
int command_suggest(const Options& options);
int command_review(const Options& options);
int command_stats(const Options& options);
int command_verify(const Options& options);
int command_compact(const Options& options);
int command_document_add(const Options& options);
int command_document_list(const Options& options);
int command_document_show(const Options& options);
int command_document_link(const Options& options);
int command_verify_documents(const Options& options);
int command_backup(const Options& options);
int command_restore(const Options& options);
int command_diff(const Options& options);
int command_repl(const Options& options);

}  // namespace kg::repl
