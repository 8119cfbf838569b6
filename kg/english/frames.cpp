#include "kg/english/frames.h"

namespace kg::english {
namespace {

using enum Step;

// The US launched FORGE in February 2026. Beijing is a rival of Washington. REEx was founded in 2024.
constexpr Step kActive[] = {adjuncts, subject, adjuncts, auxiliary, whole, object, adjuncts};
// China uses export licences as leverage.
constexpr Step kAround[] = {adjuncts,    subject, adjuncts,   auxiliary,
                            first_words, object,  last_words, adjuncts};
// FORGE was launched (in February 2026) by the US.
constexpr Step kPassive[] = {adjuncts, object, adjuncts, copula, passive, adjuncts, by, subject, adjuncts};
// FORGE was launched in February 2026.
constexpr Step kByAnyone[] = {adjuncts, object, adjuncts, copula, passive, adjuncts};

// China's (or: the US) mining share is 70 %. Project Vault's funding amounts to 12 billion dollars.
constexpr Step kProperty[] = {adjuncts, subject, possessive, property, adjuncts, equals, object, adjuncts};
constexpr Step kPropertyAfter[] = {adjuncts, subject, property, adjuncts, equals, object, adjuncts};
// The mining share of China is 70 %.
constexpr Step kPropertyOf[] = {adjuncts, property, of, subject, adjuncts, equals, object, adjuncts};
// The funding for Project Vault is 12 billion dollars.
constexpr Step kHasPropertyOf[] = {adjuncts, subject, adjuncts, has, property, of, amount, adjuncts};
constexpr Step kHasProperty[] = {adjuncts, subject, adjuncts, has, amount, property, adjuncts};
constexpr Step kHasInProperty[] = {adjuncts, subject, adjuncts, has, amount, in, property, adjuncts};

// There are 54 members in the alliance. The alliance has 54 members. 54 countries are in the alliance.
constexpr Step kThereAre[] = {adjuncts, there, copula, amount, counted, in, subject, adjuncts};
constexpr Step kComprises[] = {adjuncts, subject, adjuncts, comprises, amount, counted, adjuncts};
constexpr Step kAreIn[] = {adjuncts, amount, counted, copula, in, subject, adjuncts};
// More than 50 countries are members of the alliance.
constexpr Step kAreMembers[] = {adjuncts, amount, counted, copula, counted, in, subject, adjuncts};

// FORGE is MSP's successor. MSP's successor is FORGE. The successor of MSP is FORGE.
constexpr Step kPossessed[] = {adjuncts, subject, adjuncts, copula, object, possessive, possessed, adjuncts};
constexpr Step kPossessedFirst[] = {adjuncts, object,   possessive, possessed,
                                    adjuncts, includes, subject,    adjuncts};
constexpr Step kWholeFirst[] = {adjuncts, possessed, of, object, adjuncts, includes, subject, adjuncts};
// China is a leader of it. The leader of it is China. Its leader is China.
constexpr Step kAgentFirst[] = {adjuncts, agent, of, object, adjuncts, includes, subject, adjuncts};
constexpr Step kAgentPossessed[] = {adjuncts, object,   possessive, agent,
                                    adjuncts, includes, subject,    adjuncts};
constexpr Step kAgent[] = {adjuncts, subject, adjuncts, copula, one_of, agent, of, object, adjuncts};

// Li Qiang's visit to Ganzhou took place in February 2026. He paid a visit to Ganzhou.
constexpr Step kNominal[] = {adjuncts, subject,  possessive, nominal, to_or_of,
                             object,   adjuncts, happens,    adjuncts};
constexpr Step kNominalOf[] = {adjuncts, nominal, of, subject, to, object, adjuncts, happens, adjuncts};
constexpr Step kNominalBy[] = {adjuncts, nominal, to_or_of, object,  adjuncts,
                               by,       subject, adjuncts, happens, adjuncts};
constexpr Step kNominalByFirst[] = {adjuncts, nominal,  by,      subject, to_or_of,
                                    object,   adjuncts, happens, adjuncts};
constexpr Step kPaid[] = {adjuncts, subject, adjuncts, pays, nominal, to_or_of, object, adjuncts};

// China accounts for 70 % of rare earth mining. China refines 90 % of the world's rare earths.
constexpr Step kShare[] = {adjuncts, subject, adjuncts, holds_share, amount, of, share, adjuncts};
constexpr Step kShareVerb[] = {adjuncts,   subject, adjuncts, auxiliary,
                               share_verb, amount,  of_thing, adjuncts};
// 70 % of rare earth mining takes place in China. 90 % of rare earths are refined in China.
constexpr Step kShareFirst[] = {adjuncts, amount, of, share, adjuncts, happens, by_or_in, subject, adjuncts};
constexpr Step kSharePassive[] = {adjuncts,   amount,   of_thing, adjuncts, copula,
                                  share_verb, by_or_in, subject,  adjuncts};

// China and the United States are rivals.
constexpr Step kReciprocal[] = {adjuncts, subject, adjuncts, auxiliary, reciprocal, adjuncts};
// Li Qiang is the Premier of China. Is FORGE a partnership?
constexpr Step kIs[] = {adjuncts, subject, adjuncts, copula, object, adjuncts};

constexpr SentenceFrame kFrames[] = {
    {kActive},         {kAround},        {kPassive},       {kByAnyone},       {kProperty},
    {kPropertyOf},     {kPropertyAfter}, {kHasPropertyOf}, {kHasProperty},    {kHasInProperty},
    {kThereAre},       {kComprises},     {kAreIn},         {kAreMembers},     {kPossessed},
    {kPossessedFirst}, {kWholeFirst},    {kAgent},         {kAgentFirst},     {kAgentPossessed},
    {kNominal},        {kNominalBy},     {kNominalOf},     {kNominalByFirst}, {kPaid},
    {kShare},          {kShareVerb},     {kShareFirst},    {kSharePassive},   {kReciprocal},
    {kIs, true},
};

}  // namespace

std::span<const SentenceFrame> sentence_frames() { return kFrames; }

}  // namespace kg::english
