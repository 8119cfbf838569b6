// The words that names and titles are made of.
#pragma once

#include <string_view>

namespace kg::bench {

// 48 words, three of which start with "ri": a name starts with "alpha ri" once in 768.
inline constexpr std::string_view kNames[] = {
    "alpha",  "amber", "anchor", "arrow",  "ash",    "aster",   "birch", "brook", "cedar",  "cliff",
    "cloud",  "coral", "crane",  "dale",   "dawn",   "delta",   "dune",  "eagle", "ember",  "fern",
    "field",  "finch", "flint",  "forest", "frost",  "garnet",  "glen",  "grove", "harbor", "hazel",
    "heath",  "heron", "island", "ivory",  "jasper", "juniper", "lake",  "lark",  "maple",  "marsh",
    "meadow", "moss",  "oak",    "opal",   "ridge",  "rill",    "river", "willow"};

// 34 words: of four drawn, "stone" stands before "dragon" in about one title of 190.
inline constexpr std::string_view kTitleWords[] = {
    "stone",  "dragon",   "winter", "summer", "silver",  "golden",  "broken", "silent",  "hidden",
    "river",  "mountain", "garden", "letter", "mirror",  "shadow",  "light",  "house",   "street",
    "ocean",  "desert",   "island", "tower",  "bridge",  "machine", "theory", "history", "music",
    "number", "planet",   "forest", "voyage", "kingdom", "painter", "clock"};

}  // namespace kg::bench
