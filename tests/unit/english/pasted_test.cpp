#include "kg/english/pasted.h"

#include "support/catch.h"

namespace kg::english {
namespace {

TEST_CASE("what stands around a pasted sentence is left out") {
  const std::string plain = "Li Qiang visited Ganzhou.";
  for (const char* const text :
       {"\uFEFFLi Qiang visited Ganzhou.", "- Li Qiang visited Ganzhou.", "\u2022 Li Qiang visited Ganzhou.",
        "\u2022Li Qiang visited Ganzhou.", "* Li Qiang visited Ganzhou.", "1. Li Qiang visited Ganzhou.",
        "12) Li Qiang visited Ganzhou.", "(3) Li Qiang visited Ganzhou.", "\"Li Qiang visited Ganzhou.\"",
        "\u201ELi Qiang visited Ganzhou.\u201C", "\u201CLi Qiang visited Ganzhou.\u201D",
        "\u00ABLi Qiang visited Ganzhou.\u00BB", "\u00AB\u00A0Li Qiang visited Ganzhou.\u00A0\u00BB",
        "\u2018Li Qiang visited Ganzhou.\u2019", "Li\u00A0Qiang visited\u202FGanzhou.",
        "Li Qiang vis\u00ADited Gan\u200Bzhou.",
        "\U0001F1E8\U0001F1F3 Li Qiang visited Ganzhou. \u2705\uFE0F",
        "  3. \u201CLi Qiang visited Ganzhou.\u201D \U0001F44D\r\n"}) {
    CAPTURE(text);
    CHECK(pasted(text) == plain);
  }
  CHECK(pasted("\u201CLi Qiang visited Ganzhou\u201D.") == "Li Qiang visited Ganzhou");
  CHECK(pasted("\u2018China\u2019s rival\u2019") == "China\u2019s rival");
}

TEST_CASE("what may be part of a claim stays") {
  for (const char* const text :
       {"\"Li Qiang\" visited \"Ganzhou\"", "\u201CProject Vault\u201D is worth 12 billion euros",
        "\u201CFORGE\u201D replaced \u201CMSP\u201D", "'Li Qiang visited Ganzhou'", "-5 % of \"rare earths\"",
        "2024. was a year", "54 countries joined", "REEx [on 2024]", "\"", "", "12.4 billion",
        "\xFF\xAD broken"}) {
    CAPTURE(text);
    CHECK(pasted(text) == text);
  }
}

}  // namespace
}  // namespace kg::english
