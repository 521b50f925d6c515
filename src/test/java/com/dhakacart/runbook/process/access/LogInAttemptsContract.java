package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.Sha256;
import com.dhakacart.runbook.process.access.LogInAttempts.Try;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits, at whichever node they try; on every database. */
abstract class LogInAttemptsContract {

  private static final String HERE = "192.0.2.7";
  private static final int AT_ONCE = 16;
  private static final String ELSEWHERE = "198.51.100.9";

  private final SteppedClock clock = new SteppedClock();

  private RunbookTables tables;
  private LogInAttempts attempts;

  abstract DataSource database();

  @BeforeEach
  void nothingWasTriedYet() {
    tables = new RunbookTables(database(), clock);
    tables.jdbc.sql("delete from runbook_wrong_password").update();
    attempts = node();
  }

  private LogInAttempts node() {
    return new LogInAttempts(new WrongPasswords(tables.jdbc, clock), clock);
  }

  @Test
  void firstTry_waitsForNothing() {
    assertThat(attempts.begin(HERE, "oncall").left()).isEmpty();
  }

  @Test
  void wrongPasswords_waitsDouble_upToAMinute_andNeverLonger() {
    List<Long> waits =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                it -> {
                  attempts.failed(HERE, "oncall");
                  Duration wait = attempts.begin(HERE, "oncall").left().orElseThrow();
                  clock.forward(wait);
                  assertThat(attempts.begin(HERE, "oncall").left()).isEmpty();
                  return wait.toSeconds();
                })
            .toList();

    assertThat(waits).startsWith(1L, 2L, 4L, 8L, 16L, 32L, 60L).endsWith(60L, 60L);
    assertThat(waits).allMatch(it -> it <= 60);
  }

  @Test
  void waiting_isNotTheEnd_theRightPasswordCountsAfterIt() {
    fail(HERE, "oncall", 500);
    clock.forward(Duration.ofSeconds(60));

    Try begun = attempts.begin(HERE, "oncall");
    assertThat(begun.left()).isEmpty();
    attempts.succeeded(begun);
    assertThat(attempts.begin(HERE, "oncall").left()).isEmpty();
  }

  @Test
  void strangerElsewhere_doesNotHoldUpThePerson() {
    fail(ELSEWHERE, "oncall", 1000);

    assertThat(attempts.begin(HERE, "oncall").left()).isEmpty();
  }

  @Test
  void askingAgainTooEarly_neitherLengthensNorShortensTheWait() {
    fail(HERE, "oncall", 4);

    for (int i = 0; i < 7; i++) {
      assertThat(attempts.begin(HERE, "oncall").left()).hasValue(Duration.ofSeconds(8 - i));
      clock.forward(Duration.ofSeconds(1));
    }
    clock.forward(Duration.ofSeconds(1));
    assertThat(attempts.begin(HERE, "oncall").left()).isEmpty();
  }

  @Test
  void afterAFailure_manyAtOnceAreOneAfterTheOther() {
    fail(HERE, "oncall", 3);
    clock.forward(Duration.ofSeconds(4));

    assertThat(
            IntStream.range(0, 100).filter(it -> attempts.begin(HERE, "oncall").left().isEmpty()))
        .hasSize(1);
  }

  // Each node counted for itself: two nodes let a stranger try twice as often.
  @Test
  void wrongPasswordAtOneNode_waitsAtTheOtherToo_andTheRightOneEndsItAtBoth() {
    LogInAttempts other = node();
    fail(HERE, "oncall", 2);
    other.failed(HERE, "oncall");
    assertThat(other.begin(HERE, "oncall").left()).hasValue(Duration.ofSeconds(4));
    assertThat(attempts.begin(HERE, "oncall").left()).hasValue(Duration.ofSeconds(4));

    clock.forward(Duration.ofSeconds(4));
    Try begun = other.begin(HERE, "oncall");
    assertThat(begun.left()).isEmpty();
    assertThat(attempts.begin(HERE, "oncall").left()).as("the other's try has begun").isPresent();
    other.succeeded(begun);
    assertThat(attempts.begin(HERE, "oncall").left()).isEmpty();
  }

  @Test
  void afterAFailure_manyInTheSameMomentAtTwoNodes_areOne() throws Exception {
    LogInAttempts other = node();
    fail(HERE, "oncall", 3);
    clock.forward(Duration.ofSeconds(4));

    assertThat(
            inTheSameMoment(
                n -> (n % 2 == 0 ? attempts : other).begin(HERE, "oncall").left().isEmpty()))
        .containsOnlyOnce(true);
  }

  @Test
  void manyFailInTheSameMoment_eachCounts() throws Exception {
    inTheSameMoment(
        n -> {
          attempts.failed(HERE, "oncall");
          return true;
        });

    assertThat(new WrongPasswords(tables.jdbc, clock).of(Sha256.hex(HERE)))
        .hasValueSatisfying(it -> assertThat(it.times()).isEqualTo(AT_ONCE));
  }

  // Each question over HTTP Basic deleted what was not there.
  @Test
  void rightPasswordsOnly_nothingIsDeleted() {
    WrongPasswords wrong = spy(new WrongPasswords(tables.jdbc, clock));
    LogInAttempts node = new LogInAttempts(wrong, clock);
    node.succeeded(node.begin(HERE, "program"));
    node.succeeded(node.begin(HERE, "program"));

    verify(wrong, never()).forget(any());
  }

  @Test
  void wrongPasswordAtTheOtherNode_whileARightOneIsLookedAt_countsOnce_andTheNextRightOneEndsIt() {
    LogInAttempts other = node();
    Try begun = attempts.begin(HERE, "oncall");
    other.failed(HERE, "oncall");
    attempts.succeeded(begun);
    assertThat(attempts.begin(HERE, "oncall").left()).hasValue(Duration.ofSeconds(1));

    clock.forward(Duration.ofSeconds(1));
    attempts.succeeded(attempts.begin(HERE, "oncall"));
    assertThat(other.begin(HERE, "oncall").left()).isEmpty();
  }

  private static List<Boolean> inTheSameMoment(IntPredicate tries) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      CyclicBarrier together = new CyclicBarrier(AT_ONCE);
      List<Future<Boolean>> begun = new ArrayList<>();
      for (int n = 0; n < AT_ONCE; n++) {
        int number = n;
        begun.add(
            threads.submit(
                () -> {
                  together.await();
                  return tries.test(number);
                }));
      }
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> it : begun) {
        results.add(it.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsOld_goes_andInAFloodWhatIsOldest() {
    WrongPasswords wrong = new WrongPasswords(tables.jdbc, clock);
    wrong.add("of-an-hour-ago");
    clock.forward(Duration.ofHours(1));
    wrong.add("oldest-of-a-flood");
    clock.forward(Duration.ofMillis(1));
    wrong.add("newest");
    wrong.removeWhatIsOld();
    assertThat(rows()).isEqualTo(2);

    tables
        .jdbc
        .sql(
            """
            insert into runbook_wrong_password (digest, times, last_at)
            select cast(a.n * 1000 + b.n as varchar), 1, c.last_at
            from %s as a (n) cross join %s as b (n) cross join runbook_wrong_password c where c.digest = 'newest'"""
                .formatted(numbers(WrongPasswords.MOST_KEPT / 1000), numbers(1000)))
        .update();
    wrong.removeWhatIsOld();

    assertThat(wrong.of("oldest-of-a-flood")).isEmpty();
    assertThat(wrong.of("newest")).isPresent();
  }

  private int rows() {
    return tables
        .jdbc
        .sql("select count(*) from runbook_wrong_password")
        .query(Integer.class)
        .single();
  }

  /** In words that both databases know. */
  private static String numbers(int count) {
    return IntStream.range(0, count)
        .mapToObj("(%d)"::formatted)
        .collect(Collectors.joining(",", "(values ", ")"));
  }

  @Test
  void nameAndAddress_areNotWhatIsKept() {
    attempts.failed(HERE, "a password in the wrong field");

    assertThat(
            tables.jdbc.sql("select digest from runbook_wrong_password").query(String.class).list())
        .hasSize(2)
        .allMatch(it -> it.matches("[0-9a-f]{64}"));
  }

  @Test
  void rightPasswordsOnly_manyAtOnceWaitForNothing() {
    attempts.succeeded(attempts.begin(HERE, "program"));

    assertThat(IntStream.range(0, 100))
        .allMatch(it -> attempts.begin(HERE, "program").left().isEmpty());
  }

  @Test
  void manyUsersFromOneAddress_waitAsWell_laterAndShorter() {
    for (int i = 0; i < 30; i++) {
      attempts.failed(HERE, "name" + i);
    }
    assertThat(attempts.begin(HERE, "another").left()).isEmpty();

    for (int i = 30; i < 100; i++) {
      attempts.failed(HERE, "name" + i);
    }
    assertThat(attempts.begin(HERE, "yet another").left()).hasValue(Duration.ofSeconds(15));
    assertThat(attempts.begin(ELSEWHERE, "yet another").left()).isEmpty();
  }

  @Test
  void whoHasLoggedInFromThere_isNotHeldUpByAStrangerAtTheSameAddress() {
    attempts.succeeded(attempts.begin(HERE, "oncall"));
    for (int i = 0; i < 100; i++) {
      attempts.failed(HERE, "name" + i);
    }

    assertThat(attempts.begin(HERE, "oncall").left()).isEmpty();
  }

  @Test
  void ownLogIn_doesNotSetBackWhatWasTriedForOthers() {
    for (int i = 0; i < 100; i++) {
      attempts.failed(HERE, "name" + i);
    }
    attempts.succeeded(attempts.begin(HERE, "mine"));

    assertThat(attempts.begin(HERE, "other").left()).isPresent();
  }

  @Test
  void halfAnHourWithoutATry_isForgotten() {
    fail(HERE, "oncall", 20);
    clock.forward(Duration.ofMinutes(31));
    attempts.failed(HERE, "oncall");

    assertThat(attempts.begin(HERE, "oncall").left()).hasValue(Duration.ofSeconds(1));
  }

  @Test
  void clockSetBack_waitIsNoLongerThanItWas() {
    fail(HERE, "oncall", 2);
    clock.forward(Duration.ofHours(-5));

    assertThat(attempts.begin(HERE, "oncall").left()).hasValue(Duration.ofSeconds(2));
  }

  @Test
  void restOfASecond_isRoundedUp_soThatWhoWaitsAsToldIsLetIn() {
    attempts.failed(HERE, "oncall");
    clock.forward(Duration.ofMillis(300));

    assertThat(attempts.begin(HERE, "oncall").left()).hasValue(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
    "2001:db8:1:2::1, 2001:0DB8:0001:0002:0000:0000:0000:0001, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "::ffff:192.0.2.7, 192.0.2.7, true",
    "fe80::1%eth0, fe80::2%eth1, true",
    "192.0.2.7, 192.0.2.8, false",
    "not:an:address, not:another:address, false"
  })
  void oneCustomersAddresses_areOne(String one, String other, boolean same) {
    attempts.failed(one, "oncall");

    assertThat(attempts.begin(other, "oncall").left().isPresent()).isEqualTo(same);
  }

  @Test
  void whatIsNoAddressOrNoName_isCountedLikeAnyOther() {
    attempts.failed(null, null);
    attempts.failed("x".repeat(100_000), "y".repeat(100_000));

    assertThat(attempts.begin(null, null).left()).isPresent();
    assertThat(attempts.begin("x".repeat(100_000), "y".repeat(100_000)).left()).isPresent();
  }

  private void fail(String address, String user, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(address, user);
    }
  }
}
