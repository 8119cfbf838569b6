// Backup: a copy of a store as it is at one moment, itself a store.
//
// The copy is written from an iterator over each family, as table files that are taken in together. RocksDB's
// own checkpoint links files and is faster, but only the process that writes can make one, and a backup has
// to work beside it. Writing anew also reads every block through its checksum, and leaves the gaps behind.
#pragma once

#include <string>

#include "kg/base/budget.h"
#include "kg/store/base_view.h"
#include "kg/store/superblock.h"

namespace kg {

// Copies what `view` sees. `superblock`: of the store behind it; the copy keeps its id and base IRI. The copy
// is on disk when this returns; memory does not grow with the store. Throws Failure(store) unless `path` is
// absent or an empty directory; after any failure `path` is as it was.
void back_up(const BaseView& view, const Superblock& superblock, const std::string& path,
             const Budget& budget);

}  // namespace kg
