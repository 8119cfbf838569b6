// Makes a store, changes it in a transaction, asks it with a parameter, and checks a claim.
#include <kg/kg.h>

#include <iostream>
#include <optional>
#include <string>

namespace {

int fail(const kg::Error& error) {
  std::cerr << "error: " << error.to_string() << '\n';
  return 1;
}

std::string text(const kg::Cell& cell) { return cell.name.empty() ? cell.term.value : cell.name; }

// Either all statements take effect, or none.
std::optional<kg::Error> tell(kg::Session& session, std::string_view statements) {
  const auto script = kg::split_script(statements, "");
  if (!script.ok()) return script.error();
  if (const auto begun = session.run("begin", {}); !begun.ok()) return begun.error();
  for (const kg::ScriptStatement& statement : *script) {
    if (const auto done = session.run(statement.text, {}); !done.ok()) {
      (void)session.run("rollback", {});
      return done.error();
    }
  }
  const auto committed = session.run("commit", {});
  if (!committed.ok()) return committed.error();
  std::cout << "added " << committed->changes().added << " triples\n";
  return std::nullopt;
}

// The places that somebody visited. The name is a parameter: one term, never a part of the query's text.
std::optional<kg::Error> ask(kg::Session& session, const std::string& who) {
  kg::Budget budget;
  budget.set_timeout(std::chrono::seconds(10));
  kg::RunOptions options;
  options.budget = &budget;
  if (const kg::Status bound = session.set_parameter_text("who", who); !bound.ok()) return bound.error();
  auto answer = session.run("find ?place, ?day where $who visited ?place [on ?day] order by ?day", options);
  if (!answer.ok()) return answer.error();
  kg::RowBatch rows;
  while (true) {
    const auto more = answer->next(rows);
    if (!more.ok()) return more.error();
    if (!*more) return std::nullopt;
    for (std::size_t i = 0; i < rows.rows; ++i)
      std::cout << who << " visited " << text(rows.columns[0][i]) << " on " << text(rows.columns[1][i])
                << '\n';
  }
}

std::optional<kg::Error> check(kg::Session& session, const std::string& claim) {
  const auto verdict = session.check(claim, {}, {});
  if (!verdict.ok()) return verdict.error();
  std::cout << kg::verdict_name(verdict->kind) << ": " << verdict->claim << '\n';
  for (const kg::VerdictEvidence& evidence : verdict->supporting)
    std::cout << "  " << evidence.source << ": \"" << evidence.quote << "\"\n";
  return std::nullopt;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: example STORE\n";
    return 2;
  }
  const std::string path = arguments[1];
  if (const kg::Status made = kg::Database::create(path); !made.ok()) return fail(made.error());
  auto database = kg::Database::open(path, {});
  if (!database.ok()) return fail(database.error());
  kg::Session session(*database);

  const auto told = tell(session,
                         "relation \"visited\";\n"
                         "add \"Ada\" visited \"Turin\" [on 1840-08-15, source \"letter 12\", "
                         "quote 'Ada arrived in Turin on 15 August.'];\n"
                         "add \"Ada\" visited \"Paris\" [on 1841-03-02, source \"diary\"]");
  if (told) return fail(*told);
  if (const auto error = ask(session, "Ada")) return fail(*error);
  if (const auto error = check(session, "Ada visited Turin")) return fail(*error);
  // What goes wrong is a value: the program says what and where, and goes on or ends as it likes.
  if (const auto error = tell(session, "add \"Ada\" visited \"Rome\"; add Ada visited")) {
    std::cout << "nothing was added: " << error->message << '\n';
  }
  return 0;
}
