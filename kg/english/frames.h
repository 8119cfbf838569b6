// Frames: how an English sentence is built that makes a claim.
#pragma once

#include <span>

#include "kg/english/matcher.h"

namespace kg::english {

struct SentenceFrame {
  Frame steps;
  bool bare = false;  // no relation is named: X is Y
};
std::span<const SentenceFrame> sentence_frames();

}  // namespace kg::english
