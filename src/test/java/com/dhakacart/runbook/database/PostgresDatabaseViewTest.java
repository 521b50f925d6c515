package com.dhakacart.runbook.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real PostgreSQL, with the sessions of a backend and of others. */
class PostgresDatabaseViewTest {

  private static final int SLOTS = 12;

  private static EmbeddedPostgres postgres;

  private final List<Connection> open = new ArrayList<>();
  private final List<Thread> waiting = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    postgres =
        Postgres.builder()
            .setServerConfig("max_connections", String.valueOf(SLOTS))
            .setServerConfig("superuser_reserved_connections", "2")
            .start();
    try (Connection connection = as("postgres", "setup");
        Statement statement = connection.createStatement()) {
      statement.execute("create user shop password 'shop'");
      statement.execute("create user monitor password 'secret'");
      statement.execute("grant pg_monitor to monitor");
      statement.execute("create user blind password 'secret'");
      statement.execute("create table products (id int)");
      statement.execute("grant all on products to shop");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (Connection one : open) {
      one.close();
    }
    for (Thread one : waiting) {
      one.join();
    }
  }

  @Test
  void nothingConfigured_isUnknown_andSaysSo() {
    Answer<DatabaseActivity> answer =
        new PostgresDatabaseView(settings(null, "", ""), Clock.systemUTC()).activity(Set.of());
    assertThat(answer.answered()).isFalse();
    assertThat(answer.unknownBecause()).isEqualTo("no connection to the database is configured");
  }

  @Test
  void sessionsThatDoNothing_areCounted_withTheSlotsThatAreLeft() throws SQLException {
    backend();
    backend();
    DatabaseActivity activity = ask().value();
    assertThat(activity.access()).isEqualTo(Access.ACCEPTS);
    assertThat(activity.slotsUsed()).isEqualTo(3);
    assertThat(activity.slotsForClients()).isEqualTo(SLOTS - 2);
    assertThat(activity.full()).isFalse();
    assertThat(activity.recognizedBy()).isEqualTo("the settings");
    assertThat(activity.sessions())
        .containsExactly(new DatabaseActivity.SessionGroup(true, "idle", "Client ClientRead", 2));
    assertThat(activity.blockers()).isEmpty();
    assertThat(activity.frozen()).isZero();
  }

  @Test
  void lockOfSomebodyElse_isFound_withAllThatWaitForIt() throws Exception {
    Connection report = transaction(as("postgres", "psql"), "lock table products");
    waitFor(backend(), "select * from products");
    waitFor(backend(), "select * from products");
    DatabaseActivity activity = askUntil(it -> blocked(it) == 2);
    assertThat(activity.blockers())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.ofBackend()).isFalse();
              assertThat(it.session()).contains("user postgres", "application psql");
              assertThat(it.state()).isEqualTo("idle in transaction");
              assertThat(it.transactionSeconds()).isNotNull();
            });
    assertThat(activity.frozen()).isZero();
    report.rollback();
  }

  @Test
  void lockOfTheBackendItself_isItsOwn() throws Exception {
    Connection leaked = transaction(backend(), "lock table products");
    waitFor(backend(), "select * from products");
    assertThat(askUntil(it -> blocked(it) == 1).blockers())
        .singleElement()
        .satisfies(it -> assertThat(it.ofBackend()).isTrue());
    leaked.rollback();
  }

  /** A restart would end the reader, and the new connections would stand behind the other again. */
  @Test
  void somebodyElseInTheQueue_isFoundToo() throws Exception {
    Connection reader = transaction(backend(), "select * from products");
    waitFor(as("postgres", "migration"), "alter table products add column price int");
    askUntil(
        it ->
            !it.sessions().stream()
                .filter(one -> one.waitsFor().startsWith("Lock"))
                .toList()
                .isEmpty());
    waitFor(backend(), "select * from products");
    waitFor(backend(), "select * from products");
    DatabaseActivity activity = askUntil(it -> blocked(it) == 2);
    assertThat(activity.blockers())
        .anySatisfy(
            it -> {
              assertThat(it.ofBackend()).isFalse();
              assertThat(it.session()).contains("application migration");
              assertThat(it.blocksOfBackend()).isEqualTo(2);
            });
    reader.rollback();
  }

  @Test
  void everySlotTaken_isSaid_byTheRefusalItself() throws SQLException {
    try {
      while (true) {
        backend();
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
    }
    DatabaseActivity activity = ask().value();
    assertThat(activity.access()).isEqualTo(Access.NO_FREE_SLOTS);
    assertThat(activity.full()).isTrue();
    assertThat(activity.accessProblem()).contains("remaining connection slots are reserved");
  }

  @Test
  void superuser_seesThatAllSlotsOfOthersAreTaken() throws SQLException {
    try {
      while (true) {
        backend();
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
    }
    Answer<DatabaseActivity> answer = ask("postgres", "");
    assertThat(answer.value().access()).isEqualTo(Access.ACCEPTS);
    assertThat(answer.value().full()).isTrue();
  }

  @Test
  void databaseThatIsToldToRefuse_refusesLogins() throws SQLException {
    try (Connection connection = as("postgres", "setup");
        Statement statement = connection.createStatement()) {
      statement.execute("create database closed allow_connections false");
    }
    DatabaseActivity activity =
        view(
                postgres.getJdbcUrl("monitor", "closed").replaceFirst("\\?.*", ""),
                "monitor",
                "secret")
            .activity(Set.of())
            .value();
    assertThat(activity.access()).isEqualTo(Access.REFUSES_LOGINS);
    assertThat(activity.accessProblem()).contains("not currently accepting connections");
  }

  @Test
  void nothingListens_theDatabaseIsAway() {
    DatabaseActivity activity =
        view("jdbc:postgresql://localhost:" + Ports.nobodys() + "/shop", "monitor", "secret")
            .activity(Set.of())
            .value();
    assertThat(activity.access()).isEqualTo(Access.AWAY);
    assertThat(activity.slotsUsed()).isNull();
  }

  /** As a database does that hangs, and a network that drops what it does not let through. */
  @Test
  void connectionIsTakenAndNothingComesBack_theDatabaseIsSilent() throws IOException {
    try (ServerSocket mute = new ServerSocket(0)) {
      DatabaseActivity activity =
          new PostgresDatabaseView(
                  settings(
                      "jdbc:postgresql://localhost:" + mute.getLocalPort() + "/shop",
                      "monitor",
                      "secret",
                      Duration.ofSeconds(1)),
                  Clock.systemUTC())
              .activity(Set.of())
              .value();
      assertThat(activity.access()).isEqualTo(Access.SILENT);
      assertThat(activity.connectMillis()).isBetween(900L, 3_000L);
      assertThat(activity.accessProblem()).isNotBlank();
    }
  }

  /** The login reads this table: PostgreSQL itself is there, and lets nobody in or out. */
  @Test
  void catalogIsLocked_theDatabaseIsSilent() throws SQLException {
    Connection lock = transaction(as("postgres", "psql"), "lock table pg_authid");
    DatabaseActivity activity =
        new PostgresDatabaseView(
                settings(url(), "monitor", "secret", Duration.ofSeconds(1)), Clock.systemUTC())
            .activity(Set.of())
            .value();
    lock.rollback();
    assertThat(activity.access()).isEqualTo(Access.SILENT);
  }

  @Test
  void ourOwnLoginIsRefused_isUnknown_andNoSign() {
    for (Answer<DatabaseActivity> answer : List.of(ask("nobody", "secret"), noSuchDatabase())) {
      assertThat(answer.answered()).as(answer.toString()).isFalse();
      assertThat(answer.unknownBecause()).contains("check runbook.database");
    }
  }

  private static Answer<DatabaseActivity> noSuchDatabase() {
    return view(url().replaceFirst("/postgres$", "/no_such_database"), "monitor", "secret")
        .activity(Set.of());
  }

  /** This server speaks no TLS: a setting that it cannot meet says nothing of it. */
  @Test
  void ourOwnSettingCannotBeMet_isUnknown_notAway() {
    Answer<DatabaseActivity> answer =
        view(url() + "?sslmode=require", "monitor", "secret").activity(Set.of());
    assertThat(answer.answered()).isFalse();
    assertThat(answer.unknownBecause()).contains("SSL", "check runbook.database");
  }

  @Test
  void questionThatIsNotAnsweredInTime_isSilence_anotherErrorIsNot() {
    assertThat(Refusal.whileAsked(new SQLException("statement timeout", "57014")))
        .contains(Access.SILENT);
    assertThat(
            Refusal.whileAsked(
                new SQLException("an I/O error", "08006", new SocketTimeoutException("Read"))))
        .contains(Access.SILENT);
    assertThat(Refusal.whileAsked(new SQLException("permission denied", "42501"))).isEmpty();
    assertThat(
            Refusal.of(
                new SQLException("password authentication failed", "28P01"),
                Duration.ofMillis(20),
                Duration.ofSeconds(3)))
        .isEmpty();
    assertThat(Refusal.whileAsked(new SQLException("the account may not see"))).isEmpty();
  }

  @Test
  void nobodyKnowsTheName_isUnknown_notAway() {
    Answer<DatabaseActivity> answer =
        view("jdbc:postgresql://no-such-host.invalid/shop", "monitor", "secret").activity(Set.of());
    assertThat(answer.answered()).isFalse();
    assertThat(answer.unknownBecause()).contains("check runbook.database");
  }

  @Test
  void accountThatSeesNoOtherSessions_isUnknown_andSaysWhatToGrant() throws SQLException {
    backend();
    Answer<DatabaseActivity> answer = ask("blind", "secret");
    assertThat(answer.answered()).isFalse();
    assertThat(answer.unknownBecause()).contains("grant pg_monitor to blind");
  }

  @Test
  void look_cannotWrite_andNeverShowsThePassword() {
    DatabaseSettings settings = settings(url(), "postgres", "hidden-word");
    assertThat(settings.toString()).doesNotContain("hidden-word");
    Answer<DatabaseActivity> answer =
        new PostgresDatabaseView(settings, Clock.systemUTC()).activity(Set.of());
    assertThat(answer.toString()).doesNotContain("hidden-word");
  }

  @Test
  void passwordInTheAddress_orAnotherDatabase_stopsTheStart() {
    for (String url :
        List.of(
            "jdbc:postgresql://db/shop?user=a&password=b", "jdbc:h2:mem:shop", "postgres://db")) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> settings(url, "a", "b"))
          .withMessageContaining("runbook.database");
    }
  }

  // ---- the counterparts

  private static String url() {
    return postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
  }

  private static Connection as(String user, String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", "shop");
    properties.setProperty("ApplicationName", application);
    return DriverManager.getConnection(url(), properties);
  }

  private Connection backend() throws SQLException {
    Connection connection = as("shop", "shop-backend");
    open.add(connection);
    return connection;
  }

  private Connection transaction(Connection connection, String sql) throws SQLException {
    if (!open.contains(connection)) {
      open.add(connection);
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return connection;
  }

  /** Waits in a thread of its own, until the lock is free or its connection closed. */
  private void waitFor(Connection connection, String sql) {
    if (!open.contains(connection)) {
      open.add(connection);
    }
    Thread thread =
        new Thread(
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
              } catch (SQLException e) {
                // closed at the end of the test
              }
            });
    thread.start();
    waiting.add(thread);
  }

  private static int blocked(DatabaseActivity activity) {
    return activity.blockers().stream()
        .mapToInt(DatabaseActivity.Blocker::blocksOfBackend)
        .max()
        .orElse(0);
  }

  private DatabaseActivity askUntil(Predicate<DatabaseActivity> seen) {
    DatabaseActivity activity;
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    do {
      activity = ask().value();
    } while (!seen.test(activity) && System.nanoTime() < giveUp);
    assertThat(activity).matches(seen);
    return activity;
  }

  private Answer<DatabaseActivity> ask() {
    return ask("monitor", "secret");
  }

  private Answer<DatabaseActivity> ask(String user, String password) {
    return view(url(), user, password).activity(Set.of());
  }

  private static DatabaseView view(String url, String user, String password) {
    return new PostgresDatabaseView(settings(url, user, password), Clock.systemUTC());
  }

  private static DatabaseSettings settings(String url, String user, String password) {
    return settings(url, user, password, Duration.ofSeconds(3));
  }

  private static DatabaseSettings settings(
      String url, String user, String password, Duration patience) {
    return new DatabaseSettings(
        url,
        user,
        password,
        patience,
        patience,
        new DatabaseSettings.Backend(Set.of("shop-backend"), Set.of(), Set.of()));
  }
}
