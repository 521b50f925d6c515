package com.dhakacart.runbook.process.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Slows down who tries passwords, and never locks anybody out for good: after a wrong password the
 * next try for the same user from the same address waits 1 s, then 2 s, 4 s ... at most 60 s, so
 * that a stranger elsewhere does not hold up the person whose name they try. Whoever tries many
 * users from one address waits as well, later and shorter, but for users who have logged in from
 * there: they may share it with a stranger. All is kept in memory: a restart lifts every wait.
 *
 * <p>The engine's own lock is off ({@link EngineUsers}).
 */
@Component
class LogInAttempts {

  /** Of one user from one address. */
  private static final Waits OF_A_USER = new Waits(0, Duration.ofSeconds(60));

  /** Of all users from one address: an office has people who mistype, too. */
  private static final Waits OF_AN_ADDRESS = new Waits(30, Duration.ofSeconds(15));

  /** Longer than the longest wait, so that patience does not set the count back. */
  private static final Duration FORGET_FAILURES_AFTER = Duration.ofMinutes(30);

  private static final Duration FORGET_SUCCESS_AFTER = Duration.ofHours(24);
  private static final int MOST_KEPT = 20_000;

  /** No longer than the engine's column: a name beyond it is nobody's. */
  private static final int LONGEST_NAME = 64;

  private final Clock clock;
  private final Cache<Login, Failures> ofUsers;
  private final Cache<String, Failures> ofAddresses;
  private final Cache<Login, Boolean> known;

  LogInAttempts(Clock clock) {
    this.clock = clock;
    this.ofUsers = cache(FORGET_FAILURES_AFTER);
    this.ofAddresses = cache(FORGET_FAILURES_AFTER);
    this.known = cache(FORGET_SUCCESS_AFTER);
  }

  private <K, V> Cache<K, V> cache(Duration keep) {
    return Caffeine.newBuilder()
        .maximumSize(MOST_KEPT)
        .expireAfterWrite(keep)
        .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
        .executor(Runnable::run)
        .build();
  }

  /**
   * Asks before a password is looked at; one that is let through counts as begun, so that after a
   * failure many at once are not more than one after the other.
   *
   * @param address of the client, as the servlet container gives it
   * @param user the name that is tried, known or not
   * @return empty when the password may be looked at; else how long to wait, at least 1 s and for
   *     {@code Retry-After} in whole seconds, and the password has not to be looked at, right or
   *     wrong
   */
  Optional<Duration> mayTry(String address, String user) {
    Login login = Login.of(address, user);
    Instant now = clock.instant();
    Optional<Duration> wait = begin(ofUsers, login, OF_A_USER, now);
    return wait.isPresent() || known.getIfPresent(login) != null
        ? wait
        : begin(ofAddresses, login.block(), OF_AN_ADDRESS, now);
  }

  private static <K> Optional<Duration> begin(
      Cache<K, Failures> cache, K key, Waits waits, Instant now) {
    Failures[] before = new Failures[1];
    cache
        .asMap()
        .computeIfPresent(
            key,
            (same, failures) -> {
              before[0] = failures;
              return waits.left(failures, now).isZero() ? failures.at(now) : failures;
            });
    return Optional.ofNullable(before[0])
        .map(failures -> waits.left(failures, now))
        .filter(left -> !left.isZero())
        .map(LogInAttempts::wholeSeconds);
  }

  /** The password was wrong, or nobody has this name. */
  void failed(String address, String user) {
    Login login = Login.of(address, user);
    Failures first = new Failures(1, clock.instant());
    ofUsers.asMap().merge(login, first, Failures::and);
    ofAddresses.asMap().merge(login.block(), first, Failures::and);
  }

  /**
   * The password was right. What others failed to do from this address still counts: who has a user
   * of their own could try those of others in between.
   */
  void succeeded(String address, String user) {
    Login login = Login.of(address, user);
    ofUsers.invalidate(login);
    known.put(login, true);
  }

  private static Duration wholeSeconds(Duration wait) {
    return Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
  }

  private record Login(String block, String user) {

    static Login of(String address, String user) {
      String name = user == null ? "" : user;
      return new Login(
          AddressBlock.of(address), name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }
  }

  /**
   * @param times how many wrong passwords
   * @param last when the last try began or failed
   */
  private record Failures(int times, Instant last) {

    Failures and(Failures one) {
      return new Failures(times + one.times, one.last);
    }

    Failures at(Instant now) {
      return new Failures(times, now);
    }
  }

  /**
   * @param free this many failures cost nothing
   * @param longest where the doubling ends
   */
  private record Waits(int free, Duration longest) {

    /** Never longer than the wait itself, also where the clock was set back. */
    Duration left(Failures failures, Instant now) {
      Duration wait = after(failures.times() - free);
      Duration left = wait.minus(Duration.between(failures.last(), now));
      if (left.isNegative()) {
        return Duration.ZERO;
      }
      return left.compareTo(wait) > 0 ? wait : left;
    }

    private Duration after(int failures) {
      if (failures <= 0) {
        return Duration.ZERO;
      }
      Duration doubled = Duration.ofSeconds(1L << Math.min(failures - 1, 30));
      return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
  }
}
