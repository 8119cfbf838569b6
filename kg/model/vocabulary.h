// Vocabulary: the IRIs that kg gives a meaning to. Standard ones where there is a standard (RDF, RDFS,
// OWL, SKOS), so that a dump means something to every RDF tool; kg's own for the rest.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "kg/model/term.h"

namespace kg::vocabulary {

inline constexpr std::string_view kRdfProperty = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property";
inline constexpr std::string_view kRdfsSubPropertyOf = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";
inline constexpr std::string_view kRdfsSubClassOf = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
inline constexpr std::string_view kOwlInverseOf = "http://www.w3.org/2002/07/owl#inverseOf";
inline constexpr std::string_view kOwlFunctional = "http://www.w3.org/2002/07/owl#FunctionalProperty";
inline constexpr std::string_view kOwlSymmetric = "http://www.w3.org/2002/07/owl#SymmetricProperty";
inline constexpr std::string_view kOwlTransitive = "http://www.w3.org/2002/07/owl#TransitiveProperty";
inline constexpr std::string_view kOwlDisjointWith = "http://www.w3.org/2002/07/owl#disjointWith";
inline constexpr std::string_view kOwlSameAs = "http://www.w3.org/2002/07/owl#sameAs";

// Qualifiers that say where a claim comes from and when it holds, not what it is about.
inline constexpr std::string_view kSource = "https://kg.example/ns#source";
inline constexpr std::string_view kStance =
    "https://kg.example/ns#stance";  // of the source, towards the claim
inline constexpr std::string_view kQuote = "https://kg.example/ns#quote";
inline constexpr std::string_view kAttributedTo = "https://kg.example/ns#attributedTo";
inline constexpr std::string_view kOrigin = "https://kg.example/ns#origin";
inline constexpr std::string_view kOn = "https://kg.example/ns#on";
inline constexpr std::string_view kDuring = "https://kg.example/ns#during";
inline constexpr std::string_view kUntil = "https://kg.example/ns#until";
inline constexpr std::string_view kUnit = "https://kg.example/ns#unit";
// Where a quote stands in its document: what stands before and behind it, and its bytes.
inline constexpr std::string_view kPrefix = "https://kg.example/ns#prefix";
inline constexpr std::string_view kSuffix = "https://kg.example/ns#suffix";
inline constexpr std::string_view kStart = "https://kg.example/ns#start";
inline constexpr std::string_view kEnd = "https://kg.example/ns#end";

// A name that means one thing and is used for another, as a capital's for its country: `Beijing standsFor
// China`. It may do so only as the one that acts in a relation declared a kDeed.
inline constexpr std::string_view kStandsFor = "https://kg.example/ns#standsFor";
inline constexpr std::string_view kDeed = "https://kg.example/ns#Deed";

// A document: its exact bytes as one literal of kDocumentText, which no search of words reads, and what is
// known of it. Of its sentences each has its text, its place and the things that it mentions.
inline constexpr std::string_view kFullText = "https://kg.example/ns#fullText";
inline constexpr std::string_view kDocumentText = "https://kg.example/ns#documentText";
inline constexpr std::string_view kTitle = "https://kg.example/ns#title";
inline constexpr std::string_view kPublisher = "https://kg.example/ns#publisher";
inline constexpr std::string_view kDate = "https://kg.example/ns#date";
inline constexpr std::string_view kUrl = "https://kg.example/ns#url";
inline constexpr std::string_view kSha256 = "https://kg.example/ns#sha256";
inline constexpr std::string_view kBytes = "https://kg.example/ns#bytes";
inline constexpr std::string_view kPath = "https://kg.example/ns#path";
inline constexpr std::string_view kSentenceOf = "https://kg.example/ns#sentenceOf";
inline constexpr std::string_view kText = "https://kg.example/ns#text";
inline constexpr std::string_view kParagraph = "https://kg.example/ns#paragraph";
inline constexpr std::string_view kMentions = "https://kg.example/ns#mentions";
inline constexpr std::string_view kSurface = "https://kg.example/ns#surface";
// What a document is made of: neither what is said of a thing nor a way from one thing to another.
inline constexpr std::array<std::string_view, 4> kDocumentParts{kMentions, kSurface, kSentenceOf, kFullText};

// A rule is a relation of this type; its definition is the text of the statement that made it.
inline constexpr std::string_view kRule = "https://kg.example/ns#Rule";
inline constexpr std::string_view kDefinition = "https://kg.example/ns#definition";

// Under which named things get IRIs when the store was created without a base IRI of its own.
inline constexpr std::string_view kDefaultBaseIri = "https://kg.example/id/";

}  // namespace kg::vocabulary
