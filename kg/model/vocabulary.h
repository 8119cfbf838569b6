// Vocabulary: the IRIs that kg gives a meaning to. Standard ones where there is a standard (RDF, RDFS,
// OWL, SKOS), so that a dump means something to every RDF tool; kg's own for the rest.
#pragma once

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
inline constexpr std::string_view kStart = "https://kg.example/ns#start";
inline constexpr std::string_view kEnd = "https://kg.example/ns#end";
inline constexpr std::string_view kAttributedTo = "https://kg.example/ns#attributedTo";
inline constexpr std::string_view kOrigin = "https://kg.example/ns#origin";
inline constexpr std::string_view kOn = "https://kg.example/ns#on";
inline constexpr std::string_view kDuring = "https://kg.example/ns#during";
inline constexpr std::string_view kUntil = "https://kg.example/ns#until";
inline constexpr std::string_view kUnit = "https://kg.example/ns#unit";
inline constexpr std::string_view kFullText = "https://kg.example/ns#fullText";

// A rule is a relation of this type; its definition is the text of the statement that made it.
inline constexpr std::string_view kRule = "https://kg.example/ns#Rule";
inline constexpr std::string_view kDefinition = "https://kg.example/ns#definition";

// Under which named things get IRIs when the store was created without a base IRI of its own.
inline constexpr std::string_view kDefaultBaseIri = "https://kg.example/id/";

}  // namespace kg::vocabulary
