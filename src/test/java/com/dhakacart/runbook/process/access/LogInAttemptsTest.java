package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SteppedClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogInAttemptsTest {

  private static final String HERE = "192.0.2.7";
  private static final String ELSEWHERE = "198.51.100.9";

  private final SteppedClock clock = new SteppedClock();
  private final LogInAttempts attempts = new LogInAttempts(clock);

  @Test
  void firstTry_waitsForNothing() {
    assertThat(attempts.mayTry(HERE, "oncall")).isEmpty();
  }

  @Test
  void wrongPasswords_waitsDouble_upToAMinute_andNeverLonger() {
    List<Long> waits =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                it -> {
                  attempts.failed(HERE, "oncall");
                  Duration wait = attempts.mayTry(HERE, "oncall").orElseThrow();
                  clock.forward(wait);
                  assertThat(attempts.mayTry(HERE, "oncall")).isEmpty();
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

    assertThat(attempts.mayTry(HERE, "oncall")).isEmpty();
    attempts.succeeded(HERE, "oncall");
    assertThat(attempts.mayTry(HERE, "oncall")).isEmpty();
  }

  @Test
  void strangerElsewhere_doesNotHoldUpThePerson() {
    fail(ELSEWHERE, "oncall", 1000);

    assertThat(attempts.mayTry(HERE, "oncall")).isEmpty();
  }

  @Test
  void askingAgainTooEarly_neitherLengthensNorShortensTheWait() {
    fail(HERE, "oncall", 4);

    for (int i = 0; i < 7; i++) {
      assertThat(attempts.mayTry(HERE, "oncall")).hasValue(Duration.ofSeconds(8 - i));
      clock.forward(Duration.ofSeconds(1));
    }
    clock.forward(Duration.ofSeconds(1));
    assertThat(attempts.mayTry(HERE, "oncall")).isEmpty();
  }

  @Test
  void afterAFailure_manyAtOnceAreOneAfterTheOther() {
    fail(HERE, "oncall", 3);
    clock.forward(Duration.ofSeconds(4));

    assertThat(IntStream.range(0, 100).filter(it -> attempts.mayTry(HERE, "oncall").isEmpty()))
        .hasSize(1);
  }

  @Test
  void rightPasswordsOnly_manyAtOnceWaitForNothing() {
    attempts.succeeded(HERE, "program");

    assertThat(IntStream.range(0, 100)).allMatch(it -> attempts.mayTry(HERE, "program").isEmpty());
  }

  @Test
  void manyUsersFromOneAddress_waitAsWell_laterAndShorter() {
    for (int i = 0; i < 30; i++) {
      attempts.failed(HERE, "name" + i);
    }
    assertThat(attempts.mayTry(HERE, "another")).isEmpty();

    for (int i = 30; i < 100; i++) {
      attempts.failed(HERE, "name" + i);
    }
    assertThat(attempts.mayTry(HERE, "yet another")).hasValue(Duration.ofSeconds(15));
    assertThat(attempts.mayTry(ELSEWHERE, "yet another")).isEmpty();
  }

  @Test
  void whoHasLoggedInFromThere_isNotHeldUpByAStrangerAtTheSameAddress() {
    attempts.succeeded(HERE, "oncall");
    for (int i = 0; i < 100; i++) {
      attempts.failed(HERE, "name" + i);
    }

    assertThat(attempts.mayTry(HERE, "oncall")).isEmpty();
  }

  @Test
  void ownLogIn_doesNotSetBackWhatWasTriedForOthers() {
    for (int i = 0; i < 100; i++) {
      attempts.failed(HERE, "name" + i);
    }
    attempts.succeeded(HERE, "mine");

    assertThat(attempts.mayTry(HERE, "other")).isPresent();
  }

  @Test
  void halfAnHourWithoutATry_isForgotten() {
    fail(HERE, "oncall", 20);
    clock.forward(Duration.ofMinutes(31));
    attempts.failed(HERE, "oncall");

    assertThat(attempts.mayTry(HERE, "oncall")).hasValue(Duration.ofSeconds(1));
  }

  @Test
  void clockSetBack_waitIsNoLongerThanItWas() {
    fail(HERE, "oncall", 2);
    clock.forward(Duration.ofHours(-5));

    assertThat(attempts.mayTry(HERE, "oncall")).hasValue(Duration.ofSeconds(2));
  }

  @Test
  void restOfASecond_isRoundedUp_soThatWhoWaitsAsToldIsLetIn() {
    attempts.failed(HERE, "oncall");
    clock.forward(Duration.ofMillis(300));

    assertThat(attempts.mayTry(HERE, "oncall")).hasValue(Duration.ofSeconds(1));
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

    assertThat(attempts.mayTry(other, "oncall").isPresent()).isEqualTo(same);
  }

  @Test
  void whatIsNoAddressOrNoName_isCountedLikeAnyOther() {
    attempts.failed(null, null);
    attempts.failed("x".repeat(100_000), "y".repeat(100_000));

    assertThat(attempts.mayTry(null, null)).isPresent();
    assertThat(attempts.mayTry("x".repeat(100_000), "y".repeat(100_000))).isPresent();
  }

  private void fail(String address, String user, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(address, user);
    }
  }
}
