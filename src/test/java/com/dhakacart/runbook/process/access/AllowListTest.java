package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.access.EngineOperations.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every operation of the engine, as each kind of user, on both of its REST applications. */
class AllowListTest extends EngineOverHttp {

  private static final Map<String, Set<Who>> KINDS =
      Map.of(
          "stranger", Set.of(Who.KNOWN),
          "dba", Set.of(Who.KNOWN, Who.MEMBERS),
          "oncall", Set.of(Who.KNOWN, Who.MEMBERS, Who.OPERATORS),
          "senior", Set.of(Who.KNOWN, Who.MEMBERS, Who.OPERATORS),
          "admin", Set.of(Who.KNOWN, Who.MEMBERS, Who.OPERATORS, Who.ADMINISTRATORS));

  private static final Set<String> CHANGES = Set.of("POST", "PUT", "DELETE");

  private final EngineOperations engine = new EngineOperations();

  @Autowired AllowList list;

  @Test
  void whoMayWhat_isWrittenDown_operationByOperation() throws Exception {
    List<String> operations =
        engine.all().stream()
            .map(it -> "%-15s %s".formatted(who(it).map(Who::name).orElse("-"), it))
            .toList();

    assertThat(operations).hasSize(399);
    assertThat(Files.readAllLines(Path.of("src/test/resources/engine/who-may-what.txt")))
        .as("a new row of the table, or a new operation, is written down there by hand")
        .containsExactlyElementsOf(operations);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger", "dba", "oncall", "senior", "admin"})
  void program_reachesWhatTheTableSays_andNothingElse(String user) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Operation operation : engine.all()) {
      HttpResponse<String> response = send(call("/engine-rest", operation, user));
      compare(operation, user, response).ifPresent(wrong::add);
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dba", "oncall", "senior", "admin"})
  void webapp_reachesWhatTheTableSays_andNothingElse(String user) throws Exception {
    logInToTasklist(user);
    String token = csrfToken();
    List<String> wrong = new ArrayList<>();
    for (Operation operation : engine.all()) {
      HttpRequest.Builder call =
          call("/camunda/api/engine/engine/default", operation, NOBODY)
              .header("X-XSRF-TOKEN", token);
      compare(operation, user, send(call)).ifPresent(wrong::add);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nobody_reachesNothing() throws Exception {
    for (String api : List.of("/engine-rest", "/camunda/api/engine/engine/default")) {
      List<String> reached = new ArrayList<>();
      for (Operation operation : engine.all()) {
        if (send(call(api, operation, NOBODY)).statusCode() != 401) {
          reached.add(operation.toString());
        }
      }
      assertThat(reached).as(api).isEmpty();
    }
  }

  @Test
  void nobodyButTheEngineNamesOperations_thatTheTableWritesDown() {
    Set<String> known =
        engine.all().stream()
            .map(it -> it.method() + " " + it.path().replaceAll("\\{[^}]+}", "{}"))
            .collect(Collectors.toSet());
    // not in the document: Cockpit's dashboard, and what Tasklist asks for everybody's names
    Set<String> undocumented =
        Set.of("GET /case-definition", "GET /case-definition/count", "OPTIONS /authorization/{}");

    assertThat(list.rules())
        .filteredOn(it -> it.path().getPatternString().startsWith("/engine-rest/"))
        .extracting(
            it ->
                it.method()
                    + " "
                    + it.path()
                        .getPatternString()
                        .substring("/engine-rest".length())
                        .replaceAll("\\{[^}]+}", "{}"))
        .filteredOn(it -> !undocumented.contains(it))
        .isSubsetOf(known);
  }

  @Test
  void readme_namesWhateverChangesSomething() throws Exception {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(list.rules())
        .filteredOn(it -> CHANGES.contains(it.method()) && it.holds() != Holds.QUERY)
        .extracting(it -> it.method() + " " + it.path().getPatternString())
        .filteredOn(it -> !it.contains(" /camunda/") && !it.contains("/process-definition/{id}/s"))
        .extracting(it -> it.replace(" /engine-rest", " "))
        .allSatisfy(it -> assertThat(readme).containsAnyOf("`" + it + "`", "`" + path(it) + "`"));
  }

  private static String path(String row) {
    return row.substring(row.indexOf(' ') + 1);
  }

  private Optional<String> compare(
      Operation operation, String user, HttpResponse<String> response) {
    boolean may = who(operation).filter(KINDS.get(user)::contains).isPresent();
    boolean refused =
        response.statusCode() == 403 && response.body().contains("\"type\":\"Refused\"");
    return may == refused
        ? Optional.of("%s as %s: %d".formatted(operation, user, response.statusCode()))
        : Optional.empty();
  }

  private Optional<Who> who(Operation operation) {
    return list.find(operation.method(), "/engine-rest" + operation.pathOf("x")).map(Rule::who);
  }

  private HttpRequest.Builder call(String api, Operation operation, String user) {
    return request(api + operation.pathOf("no-such"), user)
        .header("Content-Type", "application/json")
        .method(operation.method(), BodyPublishers.ofString("{}"));
  }
}
