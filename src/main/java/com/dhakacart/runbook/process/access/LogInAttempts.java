package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.Sha256;
import com.dhakacart.runbook.process.access.WrongPasswords.Count;
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
 * there, at this node: they may share it with a stranger. What was tried counts at every node
 * ({@link WrongPasswords}).
 *
 * <p>The engine's own lock is off ({@link EngineUsers}).
 */
@Component
class LogInAttempts {

  /** Of one user from one address. */
  private static final Waits OF_A_USER = new Waits(0, Duration.ofSeconds(60));

  /** Of all users from one address: an office has people who mistype, too. */
  private static final Waits OF_AN_ADDRESS = new Waits(30, Duration.ofSeconds(15));

  private static final Duration FORGET_SUCCESS_AFTER = Duration.ofHours(24);
  private static final int MOST_KNOWN = 20_000;

  /** No longer than the engine's column: a name beyond it is nobody's. */
  private static final int LONGEST_NAME = 64;

  private final Clock clock;
  private final WrongPasswords wrong;
  private final Cache<Login, Boolean> known;

  LogInAttempts(WrongPasswords wrong, Clock clock) {
    this.clock = clock;
    this.wrong = wrong;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(FORGET_SUCCESS_AFTER)
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
   */
  Try begin(String address, String user) {
    Login login = Login.of(address, user);
    Optional<Count> ofUser = wrong.of(login.ofUser());
    Optional<Duration> left = begin(login.ofUser(), ofUser, OF_A_USER);
    if (left.isEmpty() && known.getIfPresent(login) == null) {
      left = begin(login.ofAddress(), wrong.of(login.ofAddress()), OF_AN_ADDRESS);
    }
    return new Try(login, left, ofUser.isPresent());
  }

  /** Whoever finds that another try began in the same moment looks again, and waits for it. */
  private Optional<Duration> begin(String digest, Optional<Count> seen, Waits waits) {
    Optional<Count> count = seen.filter(waits::slowsDown);
    while (count.isPresent()) {
      Duration left = waits.left(count.get(), clock.instant());
      if (!left.isZero()) {
        return Optional.of(wholeSeconds(left));
      }
      if (wrong.begin(digest, count.get())) {
        return Optional.empty();
      }
      count = wrong.of(digest).filter(waits::slowsDown);
    }
    return Optional.empty();
  }

  /** The password was wrong, or nobody has this name. */
  void failed(String address, String user) {
    Login login = Login.of(address, user);
    wrong.add(login.ofUser());
    wrong.add(login.ofAddress());
  }

  /**
   * The password was right. What others failed to do from this address still counts: who has a user
   * of their own could try those of others in between. What was not counted when the try began is
   * not looked for: a wrong one that came meanwhile is as one that came after it.
   */
  void succeeded(Try begun) {
    if (begun.counted()) {
      wrong.forget(begun.login().ofUser());
    }
    known.put(begun.login(), true);
  }

  private static Duration wholeSeconds(Duration wait) {
    return Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
  }

  /**
   * @param left empty when the password may be looked at; else how long to wait, at least 1 s and
   *     for {@code Retry-After} in whole seconds, and the password has not to be looked at, right
   *     or wrong
   * @param counted whether wrong ones of this user came from there lately
   */
  record Try(Login login, Optional<Duration> left, boolean counted) {}

  record Login(String block, String user) {

    static Login of(String address, String user) {
      String name = user == null ? "" : user;
      return new Login(
          AddressBlock.of(address), name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    /** What is typed as a name may be a password. */
    String ofUser() {
      return Sha256.hex(block + "\n" + user);
    }

    String ofAddress() {
      return Sha256.hex(block);
    }
  }

  /**
   * @param free this many failures cost nothing
   * @param longest where the doubling ends
   */
  private record Waits(int free, Duration longest) {

    boolean slowsDown(Count count) {
      return count.times() > free;
    }

    /** Never longer than the wait itself, also where the clock was set back. */
    Duration left(Count count, Instant now) {
      Duration wait = after(count.times() - free);
      Duration left = wait.minus(Duration.between(count.last(), now));
      if (left.isNegative()) {
        return Duration.ZERO;
      }
      return left.compareTo(wait) > 0 ? wait : left;
    }

    private Duration after(int failures) {
      Duration doubled = Duration.ofSeconds(1L << Math.min(failures - 1, 30));
      return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
  }
}
