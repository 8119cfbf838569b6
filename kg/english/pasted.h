// Pasted claims: a sentence out of what people copy it from.
#pragma once

#include <string>
#include <string_view>

namespace kg::english {

// The text without what is no part of a sentence: byte order marks, soft hyphens and characters of no width
// anywhere; around it white space, bullets and numbers of a list, emoji, and one pair of quotation marks of
// any kind that encloses all of it, with a full stop behind it or not. Other white space than ASCII's becomes
// a blank. Linear in the text. Text that is not UTF-8 is returned as it is. Pure, safe from any thread.
std::string pasted(std::string_view text);

}  // namespace kg::english
