// Full text in a query: the test `matches`, and the ranked search.
#pragma once

#include <memory>

#include "kg/exec/expression_node.h"

namespace kg {

// `text matches 'query'`: true or false of the lexical form of any literal, an error of everything else.
// Throws Failure(query) for a query that is not a string or is malformed.
NodePtr make_matches(Context& context, NodePtr text, const NodePtr& query);

// Rows (text, score) of the literals that match, in no order. The score is Okapi BM25 (Robertson and
// Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009; k1 = 1.2, b = 0.75) over the
// searched literals (objects of labels, quotes, titles and the like), each phrase of the query that is not
// under NOT being a term; rounded to three places. The numbers behind it are exact, so it is a function of
// the snapshot alone. Computed at once, from the source's TextIndex, in which a phrase of one word is a list;
// of longer phrases the texts with all their words are read; without an index every searched literal is.
// Memory for the postings read and for the hits is charged.
OperatorPtr make_text_search(Context& context, const TextSearch& search);

}  // namespace kg
