package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.fixtures.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.oncall.PageNotSent;
import com.dhakacart.runbook.process.intake.RealOpenings;
import com.dhakacart.runbook.process.paging.Pages;
import com.dhakacart.runbook.process.paging.RealPages;
import com.dhakacart.runbook.process.watch.RealNotes;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataIntegrityViolationException;

/** Every text column has one limit, and whoever writes it keeps to it; on every database. */
abstract class StoredTextContract {

  /** What a database keeps and what no database keeps, in one text. */
  private static final String ODD = "a\u0000b\ud800c";

  private static final String KEPT = "a\ufffdb?c";
  private static final Workload SHOP = new Workload("shop", "shop", "shop", "shop", 5000, "shop");

  private DataSource database;
  private RunbookTables tables;
  private Incident incident;

  abstract DataSource emptyDatabase();

  @BeforeEach
  void openIncident() {
    database = emptyDatabase();
    tables = new RunbookTables(database, Clock.systemUTC());
    incident = tables.openings().open(SHOP, "HighErrorRate");
  }

  @Test
  void everyTextColumn_hasTheLengthThatIsSaidOnce() {
    Set<String> said = new HashSet<>();
    columns()
        .forEach(
            it -> {
              List<StoredText> kinds =
                  Arrays.stream(StoredText.values())
                      .filter(kind -> kind.columns().contains(it.name()))
                      .toList();
              assertThat(kinds).as("StoredText of %s", it).hasSize(1);
              assertThat(kinds.get(0).limit()).as("%s", it).isEqualTo(it.length());
              said.add(it.name());
            });
    assertThat(Arrays.stream(StoredText.values()).flatMap(it -> it.columns().stream()))
        .as("columns that are there")
        .allMatch(said::contains);
  }

  @ParameterizedTest
  @EnumSource(StoredText.class)
  void limit_isWhatTheDatabaseTakes_andOneMoreIsWhatItRefuses(StoredText text) {
    String column =
        columns().filter(it -> text.columns().contains(it.name())).findFirst().orElseThrow().name();
    tables
        .jdbc
        .sql("create table tried (%s varchar(%d))".formatted(column, lengthOf(column)))
        .update();

    assertThat(tried(column, "৳".repeat(text.limit()))).isOne();
    assertThat(tried(column, text.fitted("৳".repeat(text.limit() + 1)))).isOne();
    assertThat(tried(column, text.fitted(ODD))).isOne();
    assertThatThrownBy(() -> tried(column, "x".repeat(text.limit() + 1)))
        .isInstanceOf(DataIntegrityViolationException.class)
        .satisfies(it -> assertThat(StorageFailure.isAboutTheData(it)).isTrue());
  }

  @Test
  void alert_isNotedWithTheLongestOfEachOfItsNames() {
    Alert longest =
        new Alert(
            longest(StoredText.FINGERPRINT),
            longest(StoredText.ALERT_NAME),
            longest(StoredText.SERVICE),
            longest(StoredText.SEVERITY),
            true,
            Instant.now(),
            null,
            Map.of(),
            Map.of());

    RealOpenings.note(tables.jdbc, longest, incident.key());

    assertThat(tables.incidents().episodes(incident.key()).get(0).severity())
        .isEqualTo(longest.severity());
  }

  @Test
  void incident_isOpenedForTheLongestNames_withAKeyThatIsKept() {
    Workload longest =
        new Workload(
            longest(StoredText.SERVICE),
            longest(StoredText.NAMESPACE),
            longest(StoredText.DEPLOYMENT),
            "c",
            1,
            "j");

    assertThat(tables.openings().open(longest, longest(StoredText.ALERT_NAME)).key())
        .matches(StoredText.INCIDENT_KEY::takes);
  }

  @Test
  void image_isNotedWithTheLongestOfEachOfItsNames_andALongerOneIsLeftOut() {
    Workload longest =
        new Workload(
            "s", longest(StoredText.NAMESPACE), longest(StoredText.DEPLOYMENT), "c", 1, "j");
    var images = RealNotes.images(tables.jdbc, Clock.systemUTC());
    String image = longest(StoredText.IMAGE);

    images.beforeNow(longest, List.of(pod(longest(StoredText.CONTAINER), image, image)));
    images.beforeNow(longest, List.of(pod("c", image, image + "x")));

    assertThat(images.beforeNow(longest, List.of()).value())
        .singleElement()
        .satisfies(it -> assertThat(it.imageId()).isEqualTo(image));
  }

  @Test
  void whatIsUsual_isNotedWithTheLongestNames_andWithCharactersThatNoDatabaseTakes() {
    Workload longest = new Workload(longest(StoredText.SERVICE), "n", "d", "c", 1, "j");
    var usuals = RealNotes.usuals(tables.jdbc, Clock.systemUTC());
    LogPattern odd =
        new LogPattern("error", ODD, "x".repeat(9000), List.of(), 1, Instant.EPOCH, Instant.EPOCH);

    assertThat(RealNotes.begin(tables.jdbc, Clock.systemUTC(), longest.service())).isTrue();
    assertThat(RealNotes.begin(tables.jdbc, Clock.systemUTC(), longest.service())).isFalse();
    RealNotes.note(usuals, longest.service(), longest(StoredText.SUBJECT), odd);

    assertThat(usuals.of(longest).value().figures()).singleElement();
    assertThat(usuals.of(longest).value().patterns())
        .singleElement()
        .satisfies(it -> assertThat(it.rounds()).isEqualTo(2));
  }

  private static PodState pod(String container, String image, String imageId) {
    return new PodState(
        "p",
        "Running",
        true,
        image,
        null,
        Instant.EPOCH,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(
            new ContainerState(
                container, ContainerState.Role.SERVES, image, imageId, null, 0, null, null)));
  }

  @Test
  void pause_isKeptWithTheLongestReason_andRefusedWithALongerOne() {
    var pause = tables.ledger().pause();

    assertThatThrownBy(() -> pause.pause("oncall", longest(StoredText.REASON) + "x"))
        .isInstanceOf(DecisionRefused.class)
        .hasMessage("This reason has 4001 characters; shorten it to 4000");
    assertThatThrownBy(() -> pause.pause(longest(StoredText.USER_ID) + "x", ""))
        .isInstanceOf(DecisionRefused.class);
    assertThat(pause.state().paused()).isFalse();
    assertThat(pause.pause(longest(StoredText.USER_ID), longest(StoredText.REASON)).reason())
        .hasSize(4000);
  }

  // PostgreSQL refused it: a 500, and changes went on.
  @Test
  void pause_isKeptWithCharactersThatNoDatabaseTakes() {
    assertThat(tables.ledger().pause().pause("oncall", ODD).reason()).isEqualTo(KEPT);
  }

  @Test
  void approval_isKeptUnderTheLongestUser_andRefusedUnderALongerOne() {
    propose();

    assertThatThrownBy(
            () ->
                tables
                    .ledger()
                    .approvals()
                    .approve(incident.key(), longest(StoredText.USER_ID) + "x"))
        .isInstanceOf(DecisionRefused.class);
    tables.ledger().approvals().approve(incident.key(), longest(StoredText.USER_ID));
    tables
        .ledger()
        .approvals()
        .chose(incident.key(), Cause.NONE_OF_THEM, longest(StoredText.USER_ID).replace('x', 'y'));
    assertThat(tables.ledger().plans().latest(incident.key()).orElseThrow().isApproved()).isTrue();
  }

  @Test
  void changeIsMade_asMuchOfItsResultIsKeptAsFits() {
    propose();

    tables
        .ledger()
        .changes()
        .note(
            incident.key(),
            1,
            new AppliedChange(
                change(longest(StoredText.CHANGE_ID), ChangeKind.RESTART),
                Instant.now(),
                longest(StoredText.CHANGE_RESULT) + ODD,
                false));

    assertThat(tables.ledger().changes().all(incident.key()).get(0).result())
        .hasSize(4000)
        .endsWith("x…");
    tables.ledger().changes().show(longest(StoredText.TASK_ID), incident.key());
    tables
        .ledger()
        .changes()
        .approveUndo(longest(StoredText.TASK_ID), incident.key(), longest(StoredText.USER_ID));
  }

  @Test
  void page_isKeptWithAsMuchOfItsAnswerAsFits() {
    OnCall onCall = mock(OnCall.class);
    when(onCall.page(any()))
        .thenThrow(new PageNotSent(ODD + longest(StoredText.PAGE_PROBLEM), null))
        .thenReturn(ODD + longest(StoredText.PAGE_SENT_HOW));
    Pages pages = RealPages.in(database, tables, onCall, mock(IncidentLinks.class));
    Page page =
        new Page(incident.key(), longest(StoredText.PAGE_STAGE), Team.ON_CALL, "s", "d", Map.of());

    pages.page(page);
    assertThat(pages.of(incident.key()).get(0).problem()).hasSize(4000).startsWith(KEPT);
    RealPages.sendAgain(pages);
    assertThat(pages.of(incident.key()).get(0).sent()).hasSize(4000).startsWith(KEPT);
  }

  private void propose() {
    tables
        .ledger()
        .plans()
        .keep(
            incident.key(),
            Remedy.RESTART,
            new Plan(
                Cause.DATABASE_CONNECTIONS,
                "Restart",
                List.of(change("1-restart", ChangeKind.RESTART)),
                List.of(),
                Instant.EPOCH),
            1);
  }

  private static String longest(StoredText text) {
    return "x".repeat(text.limit());
  }

  private int tried(String column, String text) {
    return tables.jdbc.sql("insert into tried (" + column + ") values (?)").param(text).update();
  }

  private int lengthOf(String column) {
    return columns().filter(it -> it.name().equals(column)).findFirst().orElseThrow().length();
  }

  private Stream<Column> columns() {
    return tables
        .jdbc
        .sql(
            """
            select lower(column_name), character_maximum_length, lower(table_name)
            from information_schema.columns
            where lower(table_name) like 'runbook\\_%' escape '\\'
              and character_maximum_length < 1000000\
            """)
        .query((row, n) -> new Column(row.getString(1), row.getInt(2), row.getString(3)))
        .list()
        .stream();
  }

  private record Column(String name, int length, String table) {}
}
