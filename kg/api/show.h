// Show: tables about the store itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kg/algebra/statement.h"
#include "kg/kg.h"
#include "kg/store/store.h"

namespace kg {

struct Table {
  std::vector<std::string> columns;
  RowBatch rows;
};

Table show(ShowTopic topic, const SnapshotPtr& snapshot, const Store& store,
           const std::map<std::string, std::string>& prefixes);

// Empty: unbound.
Cell text_cell(const std::string& text);
// Cells in the order of the columns.
void add_row(Table& table, std::vector<Cell> cells);

}  // namespace kg
