package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Recording.at;
import static com.dhakacart.runbook.incident.EvidencePart.HEALTH;
import static com.dhakacart.runbook.incident.EvidencePart.THROTTLING;
import static com.dhakacart.runbook.incident.Observation.Kind.*;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Release.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sign when it is there, and when what looks like it is none. */
class ObservationsTest {

  private static final String LOST = "connect ECONNREFUSED 10.96.255.23:5432";

  /** What was really seen, and nothing else may be noted of it. */
  @Nested
  class RealIncidents {

    @Test
    void baseline_isWell() {
      assertThat(RecordedIncidents.baseline().kinds())
          .containsExactlyInAnyOrder(DATABASE_HEALTHY, NO_RECENT_RELEASE, RESOURCES_AMPLE);
    }

    @Test
    void badRelease_beganWithItsRollout_andTheDatabaseIsWell() {
      assertThat(RecordedIncidents.badRelease().kinds())
          .containsExactlyInAnyOrder(
              ERRORS_BEGAN_WITH_ROLLOUT,
              ERRORS_ON_ONE_ROUTE_ONLY,
              SCHEMA_ERROR_IN_DATABASE,
              DATABASE_HEALTHY,
              RESOURCES_AMPLE);
    }

    @Test
    void poolExhausted_isSlowEverywhere_andSaysRedisIsAway() {
      assertThat(RecordedIncidents.poolExhausted().kinds())
          .containsExactlyInAnyOrder(
              POOL_EXHAUSTED,
              CONNECT_TIMEOUTS_TO_DATABASE,
              ERRORS_ON_MOST_ROUTES,
              HEALTH_SLOW,
              NO_READY_PODS,
              REDIS_NOT_CONNECTED,
              LIVENESS_PROBE_FAILURES,
              NO_RECENT_RELEASE,
              LATEST_REVISION_RAN_BEFORE,
              RESOURCES_AMPLE);
    }

    @Test
    void databaseDown_refuses_andNoPoolIsExhausted() {
      assertThat(RecordedIncidents.databaseDown().kinds())
          .containsExactlyInAnyOrder(
              DATABASE_REFUSES_CONNECTIONS,
              NO_READY_PODS,
              ERRORS_BEGAN_WITH_ROLLOUT,
              LATEST_REVISION_RAN_BEFORE,
              RESOURCES_AMPLE);
    }

    @Test
    void externalRefused_isThePaymentProvider_onItsOneRoute() {
      assertThat(RecordedIncidents.externalRefused().kinds())
          .containsExactlyInAnyOrder(
              PAYMENT_PROVIDER_ERRORS,
              ERRORS_ON_ONE_ROUTE_ONLY,
              DATABASE_HEALTHY,
              PODS_REPLACED_UNDER_MUTABLE_TAG,
              LATEST_REVISION_RAN_BEFORE,
              RESOURCES_AMPLE);
    }

    // One pod of three was there to say how the database is.
    @Test
    void memory_isTheHeapLimit_thoughNothingWasKilled() {
      assertThat(RecordedIncidents.memory().kinds())
          .containsExactlyInAnyOrder(
              HEAP_LIMIT_REACHED, PODS_RESTARTING, NO_RECENT_RELEASE, LATEST_REVISION_RAN_BEFORE);
    }

    @Test
    void redisDown_isRedis_andNoOtherOutsideService() {
      assertThat(RecordedIncidents.redisDown().kinds())
          .containsExactlyInAnyOrder(
              REDIS_NOT_CONNECTED,
              DATABASE_HEALTHY,
              NO_RECENT_RELEASE,
              LATEST_REVISION_RAN_BEFORE,
              RESOURCES_AMPLE);
    }
  }

  @Nested
  class Unknown {

    @Test
    void nothingWasAsked_nothingIsNoted() {
      assertThat(observed(Evidence.NONE)).isEmpty();
    }

    @Test
    void nothingAnswered_nothingIsNoted_neitherForNorAgainst() {
      assertThat(observed(nothingAnswered())).isEmpty();
    }

    private List<Observation> observed(Evidence evidence) {
      return Observations.in(
          evidence,
          new Circumstances(0.05, at("23:00:00"), at("23:02:00"), List.of("dhakacart-backend")));
    }

    private static Evidence nothingAnswered() {
      Evidence evidence = Evidence.NONE;
      for (EvidencePart<?> part : EvidencePart.all()) {
        evidence =
            evidence.with(part, Answer.unknown("source", Instant.EPOCH, "no answer within 5 s"));
      }
      return evidence;
    }
  }

  @Nested
  class Logs {

    @ParameterizedTest
    @CsvSource({
      "DATABASE_LOCK_SUSPECTED, Get products failed, canceling statement due to lock timeout",
      "DATABASE_LOCK_SUSPECTED, Get products failed, deadlock detected",
      "DATABASE_NO_FREE_SLOTS, Get products failed, 'sorry, too many clients already'",
      "DATABASE_REFUSES_LOGINS, Get products failed, the database system is starting up",
      "DATABASE_REFUSES_LOGINS, Get products failed, password authentication failed for user x",
      "SCHEMA_ERROR_IN_DATABASE, Get products failed, column p.price does not exist",
      "SCHEMA_ERROR_IN_DATABASE, Get products failed, syntax error at or near \"FORM\"",
      "EXTERNAL_TIMEOUTS, Error sending mail, timeout of 5000ms exceeded",
      "EXTERNAL_TIMEOUTS, Error sending mail, connect ETIMEDOUT 203.0.113.7:443",
      "EXTERNAL_CONNECTIONS_REFUSED, Error sending mail, connect ECONNREFUSED 203.0.113.7:443",
      "PAYMENT_PROVIDER_ERRORS, Error creating payment intent, Invalid API Key provided",
      "DATABASE_REFUSES_CONNECTIONS, Database query attempt failed, connect ECONNREFUSED 10.1.1.1:5432",
      "DATABASE_NOT_REACHED, Database query attempt failed, getaddrinfo EAI_AGAIN postgres"
    })
    void threeLines_areNoted_andTwoAreChance(Kind kind, String message, String error) {
      assertThat(unasked().line(3, "error", message, error).kinds()).contains(kind);
      assertThat(unasked().line(2, "error", message, error).kinds()).doesNotContain(kind);
    }

    @ParameterizedTest
    @CsvSource({
      "Create payment intent failed, timeout exceeded when trying to connect",
      "Create payment intent failed, connect ECONNREFUSED 10.96.255.23:5432",
      "Create payment intent failed, relation \"orders\" does not exist",
      "Redis client error, connect ECONNREFUSED 10.96.154.191:6379",
      "Redis client error, connect ETIMEDOUT 10.96.154.191:6379",
      "Search is off, connect ECONNREFUSED 127.0.0.1:9200",
      "Database query attempt failed, Connection terminated due to connection timeout"
    })
    void linesAboutDatabaseRedisOrNoise_areNoOutsideService(String message, String error) {
      assertThat(unasked().line(100, "error", message, error).kinds())
          .doesNotContain(PAYMENT_PROVIDER_ERRORS, EXTERNAL_TIMEOUTS, EXTERNAL_CONNECTIONS_REFUSED);
    }

    // Three lines of every day outweighed thousands of the fault.
    @ParameterizedTest
    @CsvSource({
      "SCHEMA_ERROR_IN_DATABASE, Get products failed, column p.price does not exist",
      "DATABASE_LOCK_SUSPECTED, Get products failed, deadlock detected",
      "CONNECT_TIMEOUTS_TO_DATABASE, Get products failed, timeout exceeded when trying to connect",
      "EXTERNAL_CONNECTIONS_REFUSED, Error sending mail, read ECONNRESET",
      "PAYMENT_PROVIDER_ERRORS, Error creating payment intent, Invalid API Key provided"
    })
    void crumbOfAllLines_speaksForNoCause_andOneInAHundredDoes(
        Kind kind, String message, String error) {
      Recording others = unasked().line(990, "error", "upstream answered 502", "");
      assertThat(others.line(9, "error", message, error).kinds()).doesNotContain(kind);
      assertThat(others.line(1, "error", message + " at once", error).kinds()).contains(kind);
    }

    /** What forbids a change needs less than what speaks for a cause. */
    @ParameterizedTest
    @CsvSource({
      "DATABASE_NO_FREE_SLOTS, Get products failed, 'sorry, too many clients already'",
      "DATABASE_REFUSES_LOGINS, Get products failed, the database system is starting up",
      "DATABASE_REFUSES_CONNECTIONS, Database query attempt failed, connect ECONNREFUSED 10.1.1.1:5432"
    })
    void crumbOfAllLines_thatWouldMakeARestartHarmful_isNotedAllTheSame(
        Kind kind, String message, String error) {
      assertThat(
              unasked()
                  .line(5000, "error", "upstream answered 502", "")
                  .line(3, "error", message, error)
                  .kinds())
          .contains(kind);
    }

    @Test
    void lineOfMostQuietRounds_countsNothing_onNeitherSide() {
      Recording usual =
          unasked()
              .line(9, "error", "Get products failed", "column p.price does not exist")
              .usually(at("21:00:00"), "Get products failed", "column p.price does not exist", 5);
      assertThat(usual.kinds()).doesNotContain(SCHEMA_ERROR_IN_DATABASE);
      assertThat(
              usual
                  .usually(
                      at("21:00:00"), "Get products failed", "column p.price does not exist", 4)
                  .kinds())
          .as("noted in few rounds: it may have begun with the fault")
          .contains(SCHEMA_ERROR_IN_DATABASE);
      assertThat(
              unasked()
                  .line(10, "error", "Mail bounced", "")
                  .line(290, "error", "Out of stock", "")
                  .line(3, "error", "Get products failed", "column p.price does not exist")
                  .usually(at("21:00:00"), "Mail bounced", "", 9)
                  .kinds())
          .contains(SCHEMA_ERROR_IN_DATABASE);
    }

    @Test
    void lineOfMostQuietRounds_thatSurges_counts() {
      assertThat(
              unasked()
                  .line(600, "error", "Get products failed", "column p.price does not exist")
                  .usually(
                      at("21:00:00"), "Get products failed", "column p.price does not exist", 9)
                  .kinds())
          .contains(SCHEMA_ERROR_IN_DATABASE);
    }

    /** Whoever enters a name that is taken, and whoever closes a browser, is no fault. */
    @ParameterizedTest
    @CsvSource({
      "Sign up failed, duplicate key value violates unique constraint users_email_key",
      "Order failed, insert or update on table orders violates foreign key constraint fk_product",
      "Get product failed, 'invalid input syntax for type integer: \"abc\"'",
      "Request aborted by the client, read ECONNRESET"
    })
    void whatCustomersDo_isNoFault(String message, String error) {
      assertThat(unasked().line(100, "error", message, error).kinds())
          .doesNotContain(
              SCHEMA_ERROR_IN_DATABASE, EXTERNAL_CONNECTIONS_REFUSED, EXTERNAL_TIMEOUTS);
    }

    // Lines of an outage that had ended half an hour before were held against the database.
    @Test
    void linesOfAnOutageThatEndedBeforeTheErrorsBegan_sayNothing() {
      Recording earlierOutage =
          RecordedIncidents.externalRefused()
              .line(
                  500,
                  "warn",
                  "Database query attempt failed",
                  LOST,
                  at("21:30:00"),
                  at("21:40:00"))
              .line(
                  500,
                  "error",
                  "Get products failed",
                  "relation \"product_catalog\" does not exist",
                  at("22:01:40"),
                  at("22:04:30"));
      assertThat(earlierOutage.kinds()).isEqualTo(RecordedIncidents.externalRefused().kinds());
    }

    @Test
    void linesThatBeganBefore_andGoOn_count() {
      assertThat(
              RecordedIncidents.externalRefused()
                  .line(
                      500,
                      "error",
                      "Get products failed",
                      "deadlock detected",
                      at("21:30:00"),
                      at("22:17:20"))
                  .kinds())
          .contains(DATABASE_LOCK_SUSPECTED);
    }

    @Test
    void refusedLines_doNotCount_whereAPoolIsConnected() {
      assertThat(
              RecordedIncidents.baseline()
                  .line(100, "warn", "Database query attempt failed", LOST)
                  .kinds())
          .doesNotContain(DATABASE_REFUSES_CONNECTIONS);
    }
  }

  @Nested
  class Health {

    @Test
    void oneSlowPodOfThree_isNotMost() {
      assertThat(unasked().healthy(19_000, 2, 1).healthy(5, 1, 1).healthy(5, 1, 1).kinds())
          .doesNotContain(HEALTH_SLOW);
      assertThat(
              unasked()
                  .healthy(19_000, 2, 1)
                  .noHealth(25_000, "no answer")
                  .healthy(5, 1, 1)
                  .kinds())
          .contains(HEALTH_SLOW);
    }

    @Test
    void slowDatabase_isNotHealthy() {
      assertThat(unasked().healthy(999, 2, 1).kinds()).contains(DATABASE_HEALTHY);
      assertThat(unasked().healthy(1_000, 2, 1).kinds()).doesNotContain(DATABASE_HEALTHY);
    }

    // One pod of ten still had its connections; the others waited for theirs in vain.
    @Test
    void databaseIsHealthy_whereMostPodsSayIt() {
      Recording few = unasked().healthy(4, 2, 1).noHealth(30_000, "no answer in 30 s");
      assertThat(few.kinds()).doesNotContain(DATABASE_HEALTHY);
      assertThat(few.healthy(4, 2, 1).observations())
          .contains(
              new Observation(
                  DATABASE_HEALTHY, "/health calls the database healthy on 2 of 3 pods"));
    }

    @Test
    void poolInUse_isNotExhausted_whileNobodyWaits() {
      assertThat(unasked().health(200, 5, null, 20, 0, 0, true).kinds())
          .doesNotContain(POOL_EXHAUSTED);
    }

    @Test
    void poolFullAgain_minutesAfterARestart_isNoted() {
      Recording young =
          unasked()
              .pod("8f685bb6-a", "latest", false, 120)
              .health(503, 19_000, "timeout exceeded when trying to connect", 20, 0, 5, false)
              .revision(1, "79cf7868b6", "latest", "20:00:00", Origin.FIRST)
              .revision(2, "8f685bb6", "latest", "22:58:00", Origin.RESTART)
              .rolledOut("22:58:00");
      assertThat(young.kinds()).contains(POOL_EXHAUSTED, POOL_FULL_AGAIN_AFTER_RESTART);
    }

    @Test
    void poolFull_minutesAfterARelease_isNotAfterAMereRestart() {
      Recording young =
          unasked()
              .pod("8f685bb6-a", "v2", false, 120)
              .health(503, 19_000, "timeout exceeded when trying to connect", 20, 0, 5, false)
              .revision(1, "79cf7868b6", "latest", "20:00:00", Origin.FIRST)
              .revision(2, "8f685bb6", "v2", "22:58:00", Origin.RELEASE)
              .rolledOut("22:58:00");
      assertThat(young.kinds())
          .contains(POOL_EXHAUSTED)
          .doesNotContain(POOL_FULL_AGAIN_AFTER_RESTART);
    }
  }

  @Nested
  class Releases {

    @ParameterizedTest
    @CsvSource({
      "22:50:29, ERRORS_BEGAN_BEFORE_ROLLOUT",
      "22:50:30, ERRORS_BEGAN_WITH_ROLLOUT",
      "22:56:00, ERRORS_BEGAN_WITH_ROLLOUT",
      "22:56:01, ERRORS_BEGAN_AFTER_ROLLOUT",
      "23:21:00, ERRORS_BEGAN_AFTER_ROLLOUT",
      "23:21:01, NO_RECENT_RELEASE"
    })
    void errors_areComparedWithTheBeginOfTheRollout(String errorsBegan, Kind kind) {
      Recording recording =
          Recording.seenAt("23:25:00")
              .rate("22:40:00", 0)
              .rate(errorsBegan, 20)
              .revision(1, "79cf7868b6", "v1", "20:00:00", Origin.FIRST)
              .revision(2, "8f685bb6", "v2", "22:51:00", Origin.RELEASE)
              .rolledOut("22:51:00");
      assertThat(recording.kinds()).containsExactly(kind);
    }

    /** The plain start knows of no alert: the errors would begin when somebody started it. */
    @Test
    void errorsOlderThanTheirHistory_beganBeforeAReleaseThatIsYounger() {
      Recording recording = overSinceTheFirstSample("22:00:00", "22:58:00");
      assertThat(recording.kinds()).containsExactly(ERRORS_BEGAN_BEFORE_ROLLOUT);
      assertThat(recording.observations().get(0).detail())
          .endsWith(
              "errors began before 2026-11-23T22:00:00Z, where the history of the error rate"
                  + " begins");
    }

    @Test
    void errorsOlderThanTheirHistory_beganWithTheAlert_whereThatIsOlderStill() {
      Recording recording = overSinceTheFirstSample("22:59:30", "22:58:00").alertSince("22:58:30");
      assertThat(recording.observations())
          .filteredOn(it -> it.kind() == ERRORS_BEGAN_WITH_ROLLOUT)
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.detail())
                      .endsWith(
                          "errors began at 2026-11-23T22:58:30Z, which is when the alert or the"
                              + " runbook began: the error rate does not say"));
    }

    // One sample under the threshold switched off "older than the release", and the rollback of
    // somebody's fix was proposed.
    @ParameterizedTest
    @CsvSource({
      "22:57:00, 22:57:30, ERRORS_BEGAN_BEFORE_ROLLOUT",
      "22:57:00, 23:00:00, ERRORS_BEGAN_BEFORE_ROLLOUT",
      "22:21:30, 22:57:30, ERRORS_BEGAN_WITH_ROLLOUT"
    })
    void rateThatDips_isNotWhenTheErrorsBegan(String released, String dip, Kind kind) {
      Map<Instant, Double> rates = errors("22:22:00", "23:00:00", 8);
      rates.put(at(dip), 4.8);
      assertThat(releasedAmong(released, rates).alertSince("22:58:00").kinds())
          .containsExactly(kind);
    }

    // The alert looks over five minutes, and fires on when a fix has healed.
    @Test
    void alertThatBeganAfterTheErrorsHadEnded_isNotWhenTheyBegan() {
      Recording healed = releasedAmong("22:53:00", errors("22:50:00", "22:54:00", 90));
      assertThat(healed.alertSince("22:56:00").kinds())
          .containsExactly(ERRORS_BEGAN_BEFORE_ROLLOUT);
    }

    @Test
    void alertThatBeganAmongTheErrors_tellsNoLaterBegin_thoughTheyHaveEnded() {
      Recording ended = releasedAmong("22:51:00", errors("22:50:00", "22:56:00", 20));
      assertThat(ended.alertSince("22:55:00").kinds()).containsExactly(ERRORS_BEGAN_BEFORE_ROLLOUT);
    }

    @Test
    void errorsThatHadEndedBeforeTheRelease_areOthers() {
      Recording earlier = releasedAmong("22:58:00", errors("22:50:00", "22:54:00", 20));
      assertThat(earlier.alertSince("22:59:00").observations())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.kind()).isEqualTo(ERRORS_BEGAN_WITH_ROLLOUT);
                assertThat(it.detail()).endsWith("the error rate does not say");
              });
    }

    /** From 22:00 to 23:00, every 15 s, and none beside those from one time to another. */
    private static Map<Instant, Double> errors(String from, String to, double percent) {
      Map<Instant, Double> rates = new TreeMap<>();
      for (Instant at = at("22:00:00"); !at.isAfter(at("23:00:00")); at = at.plusSeconds(15)) {
        boolean failing = !at.isBefore(at(from)) && !at.isAfter(at(to));
        rates.put(at, failing ? percent : 0);
      }
      return rates;
    }

    private static Recording releasedAmong(String released, Map<Instant, Double> rates) {
      Recording recording =
          Recording.seenAt("23:00:00")
              .revision(1, "79cf7868b6", "v1", "20:00:00", Origin.FIRST)
              .revision(2, "8f685bb6", "v2", released, Origin.RELEASE)
              .rolledOut(released);
      rates.forEach(recording::rate);
      return recording;
    }

    private static Recording overSinceTheFirstSample(String clock, String released) {
      return Recording.seenAt("23:00:00")
          .rate(clock, 15)
          .rate("23:00:00", 18)
          .revision(1, "79cf7868b6", "v1", "20:00:00", Origin.FIRST)
          .revision(2, "8f685bb6", "v2", released, Origin.RELEASE)
          .rolledOut(released);
    }

    @ParameterizedTest
    @CsvSource({"RESTART", "RUNBOOK", "FIRST"})
    void revisionThatIsNoRelease_isNone_howeverYoung(Origin origin) {
      Recording recording =
          unasked().revision(2, "8f685bb6", "latest", "22:59:00", origin).rolledOut("22:59:00");
      assertThat(recording.kinds()).containsExactly(NO_RECENT_RELEASE);
    }

    @Test
    void sameImageReference_isNoted() {
      assertThat(released("v1", "v1").kinds()).contains(ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG);
      assertThat(released("v1", "v2").kinds())
          .doesNotContain(ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG);
    }

    @Test
    void podsReplacedMinutesBefore_andAnotherImageUnderTheSameTag_isProved() {
      Recording restarted = restarted();
      assertThat(
              restarted.runsBuild('b', restarted.noted('a', "20:00:00", "22:57:30")).observations())
          .filteredOn(it -> it.kind() == IMAGE_REPLACED_UNDER_ITS_TAG)
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.detail())
                      .contains("digest before sha256:aaaa", "digest now sha256:bbbb"));
      assertThat(restarted.kinds())
          .doesNotContain(NO_RECENT_RELEASE, PODS_REPLACED_UNDER_MUTABLE_TAG);
    }

    // The watch looks in between, and sees the new image before anybody is called.
    @Test
    void imageNotedAfterThePodsWereReplaced_isStillANewOne() {
      Recording restarted = restarted();
      assertThat(
              restarted
                  .runsBuild(
                      'b',
                      restarted.noted('b', "22:58:30", "22:59:00"),
                      restarted.noted('a', "20:00:00", "22:57:30"))
                  .kinds())
          .contains(IMAGE_REPLACED_UNDER_ITS_TAG);
    }

    @Test
    void podsReplacedMinutesBefore_andTheSameImageAsBefore_isNoRelease() {
      Recording restarted = restarted();
      assertThat(
              restarted
                  .runsBuild(
                      'b',
                      restarted.noted('b', "22:00:00", "22:57:30"),
                      restarted.noted('a', "20:00:00", "21:57:30"))
                  .kinds())
          .contains(NO_RECENT_RELEASE)
          .doesNotContain(IMAGE_REPLACED_UNDER_ITS_TAG, PODS_REPLACED_UNDER_MUTABLE_TAG);
    }

    // It went back and forth: what counts is what ran last.
    @Test
    void imageThatIsBack_isANewOne() {
      Recording restarted = restarted();
      assertThat(
              restarted
                  .runsBuild(
                      'a',
                      restarted.noted('b', "22:00:00", "22:57:30"),
                      restarted.noted('a', "20:00:00", "21:57:30"))
                  .kinds())
          .contains(IMAGE_REPLACED_UNDER_ITS_TAG);
    }

    @ParameterizedTest
    @CsvSource({"Always, true", "IfNotPresent, false", "Never, false"})
    void podsReplaced_whoseTagLooksFixed_mayRunAnotherImage_whereItIsPulledAnew(
        String policy, boolean possible) {
      Recording restarted =
          unasked()
              .ratesRiseFrom("22:58:40")
              .pod("8f685bb6-a", "v1.2.3", true, 110)
              .revision(1, "79cf7868b6", "v1.2.3", "20:00:00", Origin.FIRST)
              .revision(2, "8f685bb6", "v1.2.3", "22:58:00", Origin.RESTART)
              .rolledOut("22:58:00")
              .pulls(policy);
      assertThat(restarted.kinds().contains(PODS_REPLACED_UNDER_MUTABLE_TAG)).isEqualTo(possible);
      assertThat(restarted.kinds().contains(NO_RECENT_RELEASE)).isEqualTo(!possible);
    }

    // A node that has an image of that name does not ask for another.
    @ParameterizedTest
    @CsvSource({"Always, and pulled", "IfNotPresent, and may have pulled"})
    void podsReplacedUnderAMutableTag_pulledAnewForCertain_onlyWhereThePolicySaysSo(
        String policy, String words) {
      assertThat(restarted().pulls(policy).observations())
          .filteredOn(it -> it.kind() == PODS_REPLACED_UNDER_MUTABLE_TAG)
          .singleElement()
          .satisfies(it -> assertThat(it.detail()).contains(words + " dhakacart/backend:latest"));
    }

    /** At which of the restarts since it changed, nobody knows. */
    @Test
    void imageNotedDaysAgo_provesNothing() {
      Recording restarted = restarted();
      ImageNote old = restarted.noted('a', "20:00:00", "20:00:00");
      assertThat(
              restarted
                  .runsBuild(
                      'b',
                      new ImageNote(
                          old.container(),
                          old.image(),
                          old.imageId(),
                          old.firstSeen().minus(Duration.ofDays(9)),
                          old.lastSeen().minus(Duration.ofDays(9))))
                  .kinds())
          .contains(PODS_REPLACED_UNDER_MUTABLE_TAG)
          .doesNotContain(IMAGE_REPLACED_UNDER_ITS_TAG);
    }

    private static Recording restarted() {
      return unasked()
          .ratesRiseFrom("22:58:40")
          .pod("8f685bb6-a", "latest", true, 110)
          .revision(1, "79cf7868b6", "latest", "20:00:00", Origin.FIRST)
          .revision(2, "8f685bb6", "latest", "22:58:00", Origin.RESTART)
          .rolledOut("22:58:00");
    }

    @Test
    void newMessage_isNoted_whereLinesFromBeforeExist() {
      Recording since =
          released("v1", "v2")
              .line(50, "error", "Cannot read properties", "", at("22:59:10"), at("23:00:00"));
      assertThat(since.kinds()).doesNotContain(NEW_ERROR_MESSAGE_SINCE_ROLLOUT);
      since.line(2, "error", "Slow mail", "", at("22:20:00"), at("22:30:00"));
      assertThat(since.kinds()).contains(NEW_ERROR_MESSAGE_SINCE_ROLLOUT);
    }

    // The pods of before are gone, and their logs with them.
    @Test
    void messageThatTheWatchKnowsFromBefore_isNotNew_andOneThatItDoesNotKnowIs() {
      Recording since =
          released("v1", "v2")
              .line(50, "error", "Mail 17 bounced", "", at("22:59:10"), at("23:00:00"));
      assertThat(since.usually(at("22:00:00"), "Mail 99 bounced").kinds())
          .doesNotContain(NEW_ERROR_MESSAGE_SINCE_ROLLOUT);
      assertThat(since.usually(at("22:59:30"), "Mail 99 bounced").kinds())
          .as("noted first since the release")
          .contains(NEW_ERROR_MESSAGE_SINCE_ROLLOUT);
      assertThat(since.usually(at("22:00:00"), "Out of stock").kinds())
          .contains(NEW_ERROR_MESSAGE_SINCE_ROLLOUT);
    }

    @Test
    void onlyNewPodsFail_isNoted_whileTheOldOnesServe() {
      Recording rollout =
          released("v1", "v2")
              .pod("79cf7868b6-a", "v1", true, 9000)
              .endedPod("8f685bb6-b", false, 60, 3, "Error", 1, 10)
              .answersHealth();
      assertThat(rollout.kinds()).contains(ONLY_NEW_REVISION_PODS_FAIL, PODS_EXIT_AT_START);
    }

    // A pod whose container had ended days ago, and that was not ready now, ended at its start.
    @Test
    void containerThatEndedLongAgo_doesNotEndAtItsStart() {
      assertThat(unasked().endedPod("79cf7868b6-a", false, 300_000, 3, "Error", 1, 259_200).kinds())
          .doesNotContain(PODS_EXIT_AT_START);
      assertThat(unasked().endedPod("79cf7868b6-a", false, 9_000, 3, "Error", 1, 590).kinds())
          .contains(PODS_EXIT_AT_START);
    }

    private Recording released(String before, String after) {
      return unasked()
          .rate("22:50:00", 0)
          .rate("22:59:30", 30)
          .revision(1, "79cf7868b6", before, "20:00:00", Origin.FIRST)
          .revision(2, "8f685bb6", after, "22:59:00", Origin.RELEASE)
          .rolledOut("22:59:00");
    }
  }

  @Nested
  class Resources {

    @Test
    void killForWantOfMemory_isNoted_forAQuarterOfAnHour() {
      assertThat(unasked().endedPod("a-1", true, 9000, 4, "OOMKilled", 137, 60).kinds())
          .containsExactlyInAnyOrder(OUT_OF_MEMORY_KILLS, PODS_RESTARTING);
      assertThat(unasked().endedPod("a-1", true, 9000, 4, "OOMKilled", 137, 1000).kinds())
          .isEmpty();
    }

    @Test
    void heapLimit_isReadFromTheLastWords_too() {
      assertThat(
              unasked()
                  .line(1, "error", "FATAL ERROR: Reached heap limit Allocation failed", "")
                  .kinds())
          .containsExactly(HEAP_LIMIT_REACHED);
    }

    @Test
    void throttlingOfPodsThatAreGone_doesNotCount() {
      Recording there = unasked().pod("a-1", "v1", true, 9000);
      assertThat(there.throttled("a-1", 0.7).throttled("gone-1", 0).throttled("gone-2", 0).kinds())
          .contains(CPU_THROTTLED);
    }

    /** A reader was shown a pod that was held back in 0 % of its periods. */
    @Test
    void throttling_isSaidOfThePodsThatAreHeldBack_theWorstFirst() {
      assertThat(
              unasked()
                  .throttled("a-1", 0)
                  .throttled("a-2", 0.6)
                  .throttled("a-3", 0.92)
                  .observations())
          .singleElement()
          .extracting(Observation::detail, as(STRING))
          .matches(".*a-3 held back in 92 %.* · .*a-2 held back in 60 %.*")
          .doesNotContain("a-1");
    }

    @Test
    void throttling_countsInMostPods() {
      assertThat(unasked().throttled("a-1", 0.25).throttled("a-2", 0.6).throttled("a-3", 0).kinds())
          .containsExactly(CPU_THROTTLED);
      assertThat(unasked().throttled("a-1", 0.24).throttled("a-2", 0.6).throttled("a-3", 0).kinds())
          .isEmpty();
    }

    @Test
    void useNearTheLimits_isNoted_cpuInMostPods_memoryInOne() {
      Recording busy =
          unasked()
              .pod("a-1", "v1", true, 9000)
              .pod("a-2", "v1", true, 9000)
              .top("a-1", 460, 100)
              .top("a-2", 490, 470);
      assertThat(busy.kinds()).containsExactlyInAnyOrder(CPU_NEAR_LIMIT, MEMORY_NEAR_LIMIT);
    }

    @Test
    void ampleResources_needFigures_andNoThrottling() {
      Recording quiet = unasked().pod("a-1", "v1", true, 9000).top("a-1", 100, 100);
      assertThat(quiet.kinds()).containsExactly(RESOURCES_AMPLE);
      Evidence asFarAsKnown =
          quiet
              .evidence()
              .with(THROTTLING, Answer.unknown("cpu.stat", Instant.EPOCH, "no right to pods/exec"));
      assertThat(Observations.in(asFarAsKnown, quiet.circumstances())).isEmpty();
      assertThat(quiet.throttled("a-1", 0.11).kinds()).isEmpty();
      assertThat(unasked().pod("a-1", "v1", true, 9000).kinds()).isEmpty();
    }

    // One pod of ten had figures, since the kubelets of the others gave none.
    @Test
    void ampleResources_needTheFiguresOfEveryPod() {
      Recording partly =
          unasked().pod("a-1", "v1", true, 9000).pod("a-2", "v1", true, 9000).top("a-1", 100, 100);
      assertThat(partly.kinds()).isEmpty();
      assertThat(partly.top("a-2", 100, 100).observations())
          .containsExactly(
              new Observation(
                  RESOURCES_AMPLE,
                  "CPU under 70 % and memory under 75 % of the limits on all 2 pods, no restarts"));
    }

    @Test
    void autoscalerAtItsMaximum_isNoted() {
      assertThat(unasked().autoscaler(6, 6, 106).kinds()).containsExactly(AUTOSCALER_AT_MAXIMUM);
      assertThat(unasked().autoscaler(6, 6, 70).kinds()).isEmpty();
      assertThat(unasked().autoscaler(5, 6, 106).kinds()).isEmpty();
    }

    @Test
    void livenessFailure_isNoted_forFiveMinutes_readinessIsNone() {
      assertThat(unasked().warning("Liveness probe failed: timeout", 299).kinds())
          .containsExactly(LIVENESS_PROBE_FAILURES);
      assertThat(unasked().warning("Liveness probe failed: timeout", 301).kinds()).isEmpty();
      assertThat(unasked().warning("Readiness probe failed: timeout", 1).kinds()).isEmpty();
    }
  }

  @Nested
  class Errors {

    @Test
    void oneRoute_needsAnotherThatIsWell() {
      assertThat(unasked().route("/", 10, 90).route("/products", 500, 0).kinds())
          .containsExactly(ERRORS_ON_ONE_ROUTE_ONLY);
      assertThat(unasked().route("/", 10, 90).route("/products", 5, 0).kinds()).isEmpty();
    }

    @Test
    void mostRoutes_areThreeAndHalfOfThoseThatAreAskedOften() {
      Recording three = unasked().route("/a", 90, 10).route("/b", 90, 10).route("/c", 90, 10);
      assertThat(three.kinds()).containsExactly(ERRORS_ON_MOST_ROUTES);
      assertThat(
              three
                  .route("/d", 100, 0)
                  .route("/e", 100, 0)
                  .route("/f", 100, 0)
                  .route("/g", 100, 0)
                  .kinds())
          .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "DhakaCartDatabaseDown, dhakacart-backend, OTHER_ALERT_NAMES_DATABASE",
      "DhakaCartSlowQueries, dhakacart-database, OTHER_ALERT_NAMES_DATABASE",
      "DhakaCartPodCrashLooping, dhakacart, OTHER_ALERT_NAMES_RESOURCES",
      "DhakaCartNodeDown, dhakacart-infrastructure, OTHER_ALERT_NAMES_RESOURCES",
      "DhakaCartBackendThrottled, dhakacart-backend, OTHER_ALERT_NAMES_RESOURCES",
      "DhakaCartPaymentFailures, dhakacart-payments, OTHER_ALERT_NAMES_PAYMENTS"
    })
    void otherAlert_isNoted_byWhatItNames(String name, String service, Kind kind) {
      assertThat(unasked().alsoFires(name, service).kinds()).containsExactly(kind);
    }

    /** A service may be called like a cause. */
    @ParameterizedTest
    @CsvSource({
      "dhakacart-payments, DhakaCartHighErrorRate, ",
      "dhakacart-database, DhakaCartHighErrorRate, ",
      "dhakacart-payments, DhakaCartPaymentFailures, OTHER_ALERT_NAMES_PAYMENTS"
    })
    void serviceThatIsCalledLikeACause_namesNoneByThat(String service, String name, Kind kind) {
      Recording there = unasked().alsoFires(name, service);
      Circumstances own = new Circumstances(0.05, at("22:59:00"), at("23:02:00"), List.of(service));

      assertThat(Observations.in(there.evidence(), own))
          .extracting(Observation::kind)
          .containsExactlyElementsOf(kind == null ? List.of() : List.of(kind));
    }

    @Test
    void theAlertItself_namesNothing() {
      assertThat(unasked().alertSince("22:59:00").kinds()).isEmpty();
    }
  }

  @Nested
  class Database {

    private static final DatabaseActivity.Blocker REPORT =
        new DatabaseActivity.Blocker("pid 7", false, "idle in transaction", 40, 30, 40.0);
    private static final DatabaseActivity.Blocker OWN =
        new DatabaseActivity.Blocker("pid 8", true, "active", 39, 25, 26.0);

    @Test
    void lockOfOthers_isNoted_alsoBehindASessionOfTheBackend() {
      assertThat(unasked().database(60, 40, 0, REPORT).kinds())
          .containsExactlyInAnyOrder(DATABASE_ACCEPTS_CONNECTIONS, DATABASE_LOCK_HELD_BY_OTHERS);
      assertThat(unasked().database(60, 40, 0, OWN, REPORT).kinds())
          .contains(DATABASE_LOCK_HELD_BY_OTHERS)
          .doesNotContain(DATABASE_LOCK_HELD_BY_BACKEND);
      assertThat(unasked().database(60, 40, 0, OWN).kinds())
          .containsExactlyInAnyOrder(DATABASE_ACCEPTS_CONNECTIONS, DATABASE_LOCK_HELD_BY_BACKEND);
    }

    @Test
    void waitOfAMoment_orOfFewAmongMany_isTheDailyQueue() {
      assertThat(
              unasked()
                  .database(
                      60,
                      40,
                      0,
                      new DatabaseActivity.Blocker("pid 7", false, "active", 40, 0.4, 0.5))
                  .kinds())
          .containsExactly(DATABASE_ACCEPTS_CONNECTIONS);
      assertThat(
              unasked()
                  .database(
                      60, 40, 0, new DatabaseActivity.Blocker("pid 7", false, "active", 2, 9, 9.0))
                  .kinds())
          .containsExactly(DATABASE_ACCEPTS_CONNECTIONS);
    }

    @Test
    void frozenSessions_areNoted() {
      assertThat(unasked().database(60, 0, 3).kinds())
          .containsExactlyInAnyOrder(DATABASE_ACCEPTS_CONNECTIONS, DATABASE_SESSIONS_FROZEN);
    }

    @Test
    void sessionsIdleInTheDatabase_whichThePoolsCallInUse_areNoted() {
      assertThat(unasked().fullPools().database(62, 0, 0).kinds())
          .contains(POOL_CONNECTIONS_IDLE_IN_DATABASE);
    }

    @Test
    void sessionsIdleInTheDatabase_whichThePoolsCallIdle_orThatWaitForALock_areNot() {
      assertThat(unasked().healthy(4, 20, 18).healthy(4, 20, 20).database(41, 0, 0).kinds())
          .doesNotContain(POOL_CONNECTIONS_IDLE_IN_DATABASE);
      assertThat(unasked().fullPools().database(62, 40, 0).kinds())
          .doesNotContain(POOL_CONNECTIONS_IDLE_IN_DATABASE);
    }

    @Test
    void lastSlotTaken_isNoted() {
      assertThat(unasked().database(97, 0, 0).kinds()).containsExactly(DATABASE_NO_FREE_SLOTS);
      assertThat(unasked().database(96, 0, 0).kinds())
          .containsExactly(DATABASE_ACCEPTS_CONNECTIONS);
    }

    // Only this place may be cut off from it: the pods know better.
    @Test
    void databaseAwayFromHere_isNotAway_whereAPodReachesIt() {
      var away = DatabaseActivity.closed(DatabaseActivity.Access.AWAY, "Connection refused", 3);
      assertThat(unasked().database(away).kinds()).containsExactly(DATABASE_REFUSES_CONNECTIONS);
      assertThat(unasked().database(away).healthy(4, 2, 1).kinds())
          .containsExactly(DATABASE_HEALTHY);
    }

    // A database that had just taken a connection was called away, and its team was called.
    @ParameterizedTest
    @ValueSource(
        strings = {
          "getaddrinfo EAI_AGAIN postgres",
          "connect ECONNREFUSED 10.96.255.23:5432",
          "Connection terminated due to connection timeout"
        })
    void podsDoNotReachADatabaseThatTakesConnectionsFromHere_itIsTheWay(String error) {
      Recording way =
          unasked()
              .health(503, 4_000, error, 0, 0, 0, true)
              .health(503, 4_000, error, 0, 0, 0, true)
              .database(20, 0, 0);
      assertThat(way.kinds())
          .contains(DATABASE_NOT_REACHED, DATABASE_ACCEPTS_CONNECTIONS)
          .doesNotContain(DATABASE_REFUSES_CONNECTIONS);
    }

    // Reads are answered, and so the only word about the database was that it is well.
    @Test
    void databaseTakesNoWrites_isNoted_andIsNotHealthy() {
      assertThat(
              unasked()
                  .healthy(4, 2, 1)
                  .line(
                      800,
                      "error",
                      "Create order failed",
                      "cannot execute INSERT in a read-only transaction")
                  .kinds())
          .containsExactly(DATABASE_READ_ONLY);
    }

    @Test
    void nameThatDoesNotResolve_saysNothingOfTheDatabase_alsoWhereNobodyCouldAskIt() {
      assertThat(unasked().health(503, 4_000, "getaddrinfo ENOTFOUND db", 0, 0, 0, true).kinds())
          .contains(DATABASE_NOT_REACHED)
          .doesNotContain(DATABASE_REFUSES_CONNECTIONS);
      assertThat(Observations.isForItsTeam(DATABASE_NOT_REACHED)).isFalse();
      assertThat(Observations.isForItsTeam(DATABASE_REFUSES_CONNECTIONS)).isTrue();
    }

    @Test
    void configuredDatabaseDoesNotAnswer_isASign_alsoWherePoolsAreFull() {
      for (var access : List.of(DatabaseActivity.Access.SILENT, DatabaseActivity.Access.AWAY)) {
        var silent = DatabaseActivity.closed(access, "The connection attempt failed.", 3000);
        assertThat(unasked().fullPools().database(silent).kinds())
            .as(access.name())
            .contains(DATABASE_SILENT, POOL_EXHAUSTED)
            .doesNotContain(DATABASE_REFUSES_CONNECTIONS);
      }
      assertThat(unasked().database(silent()).noHealth(20_000, "timeout").kinds())
          .contains(DATABASE_SILENT);
    }

    @Test
    void silentDatabase_isAway_whereThePodsHaveNoConnectionEither() {
      assertThat(unasked().database(silent()).health(503, 15_000, "timeout", 0, 0, 9, true).kinds())
          .contains(DATABASE_REFUSES_CONNECTIONS)
          .doesNotContain(DATABASE_SILENT);
    }

    // Only this place may be cut off from it, or its settings be wrong.
    @Test
    void silentDatabase_isNoSign_whereAPodReachesIt() {
      assertThat(unasked().database(silent()).healthy(4, 2, 1).kinds())
          .containsExactly(DATABASE_HEALTHY);
      assertThat(unasked().fullPools().database(silent()).healthy(4, 2, 1).kinds())
          .doesNotContain(DATABASE_SILENT);
    }

    private static DatabaseActivity silent() {
      return DatabaseActivity.closed(
          DatabaseActivity.Access.SILENT, "Connection attempt timed out.", 3000);
    }

    // It is the proxy beside the backend.
    @Test
    void refusedAddressOfThePodItself_isNoDatabase() {
      for (String own : List.of("127.0.0.1:5432", "::1:5432", "localhost:5432")) {
        assertThat(
                unasked()
                    .health(503, 4000, "connect ECONNREFUSED " + own, 0, 0, 0, true)
                    .line(90, "error", "Readiness check failed", "connect ECONNREFUSED " + own)
                    .kinds())
            .as(own)
            .doesNotContain(DATABASE_REFUSES_CONNECTIONS);
      }
    }

    @Test
    void poolExhaustedInOnePod_isNoted_whileTheOthersAreWell() {
      Recording one =
          unasked()
              .health(503, 19_000, "timeout exceeded when trying to connect", 20, 0, 5, false)
              .healthy(4, 2, 1)
              .healthy(4, 2, 1);
      assertThat(one.kinds()).containsExactly(POOL_EXHAUSTED_IN_SOME_PODS);
    }
  }

  @Nested
  class WhichPods {

    @Test
    void podsOfOneNode_areNoted_whereTwoFailThere_andTheOthersAreWell() {
      Recording two =
          unasked()
              .endedPod("a-1", false, 9000, 2, "Error", 137, 30)
              .on("worker-1")
              .endedPod("a-2", false, 9000, 2, "Error", 137, 30)
              .on("worker-1")
              .pod("a-3", "v1", true, 9000)
              .on("worker-2")
              .noHealth(20, "no answer")
              .noHealth(20, "no answer")
              .answersHealth();
      assertThat(two.kinds())
          .containsExactlyInAnyOrder(PODS_RESTARTING, ONLY_PODS_OF_ONE_NODE_FAIL);
      assertThat(two.pod("a-4", "v1", true, 9000).on("worker-1").answersHealth().kinds())
          .doesNotContain(ONLY_PODS_OF_ONE_NODE_FAIL);
    }

    // Ready was enough, and a node was blamed for what a release had done everywhere.
    @Test
    void podsThatGaveNoHealth_areNotCalledWell() {
      Recording unanswered =
          unasked()
              .endedPod("a-1", false, 9000, 2, "Error", 137, 30)
              .on("worker-1")
              .endedPod("a-2", false, 9000, 2, "Error", 137, 30)
              .on("worker-1")
              .pod("a-3", "v1", true, 9000)
              .on("worker-2")
              .pod("a-4", "v1", true, 9000)
              .on("worker-2")
              .pod("a-5", "v1", true, 9000)
              .on("worker-2");
      Evidence forbidden =
          unanswered
              .evidence()
              .with(HEALTH, Answer.unknown("GET /health", Instant.EPOCH, "no right to pods/proxy"));
      assertThat(Observations.in(forbidden, unanswered.circumstances()))
          .extracting(Observation::kind)
          .containsExactly(PODS_RESTARTING);
    }

    // Its limit of requests is no outage, and no sign of being well.
    @Test
    void podThatIsAskedTooOften_isNeitherWellNorFailing() {
      Recording limited =
          unasked()
              .pod("a-1", "v1", false, 9000)
              .pod("a-2", "v1", true, 9000)
              .pod("a-3", "v1", true, 9000)
              .noHealth(20, "no answer")
              .answersHealth()
              .tooManyRequests();
      assertThat(limited.kinds()).isEmpty();
    }

    @Test
    void onePodOfMany_isNoted_andAPodThatHasJustBegunFailsNot() {
      Recording one =
          unasked()
              .pod("a-1", "v1", false, 9000)
              .pod("a-2", "v1", true, 9000)
              .pod("a-3", "v1", true, 9000)
              .noHealth(20, "no answer")
              .answersHealth()
              .answersHealth();
      assertThat(one.kinds()).containsExactly(SOME_PODS_ARE_WELL);
      assertThat(
              unasked()
                  .pod("a-1", "v1", false, 20)
                  .pod("a-2", "v1", true, 9000)
                  .pod("a-3", "v1", true, 9000)
                  .noHealth(20, "no answer")
                  .answersHealth()
                  .answersHealth()
                  .kinds())
          .isEmpty();
    }

    @Test
    void containerBesideThatDies_isNoted_alsoWhereItRunsAgain() {
      assertThat(unasked().pod("a-1", "v1", true, 9000).besideDied("proxy", "OOMKilled", 137, 60))
          .extracting(Recording::observations)
          .satisfies(
              it ->
                  assertThat(it)
                      .extracting(Observation::kind)
                      .containsExactly(CONTAINER_BESIDE_DIES));
      assertThat(
              unasked()
                  .pod("a-1", "v1", true, 9000)
                  .besideDied("proxy", "OOMKilled", 137, 3000)
                  .kinds())
          .as("an hour ago")
          .isEmpty();
    }

    // A canary's pods carry the labels, too.
    @Test
    void podsOfOtherReplicaSets_areNotTheServices() {
      assertThat(
              unasked()
                  .endedPod("7f9c-a", false, 200, 4, "OOMKilled", 137, 40)
                  .pod("5c6f-b", "v1", true, 9000)
                  .pod("5c6f-c", "v1", true, 9000)
                  .revision(1, "5c6f", "v1", "20:00:00", Origin.FIRST)
                  .rolledOut("20:00:00")
                  .kinds())
          .containsExactly(NO_RECENT_RELEASE);
    }

    @Test
    void rolloutThatRuns_isNoted() {
      assertThat(unasked().rolloutRuns("1 of 3").kinds()).containsExactly(ROLLOUT_RUNNING);
    }

    @ParameterizedTest
    @CsvSource({
      "22:55:00, SUSPECTED_ROLLOUT_RUNNING",
      "22:56:29, SUSPECTED_ROLLOUT_RUNNING",
      "22:56:31, ROLLOUT_RUNNING"
    })
    void rolloutThatBeganBeforeTheErrors_isTheOneThatIsSuspected(String began, Kind kind) {
      assertThat(
              unasked().ratesRiseFrom("22:56:00").releasedAt(began).rolloutRuns("1 of 3").kinds())
          .contains(kind);
    }
  }

  // Nothing of the evidence said why none of the pods of a release came.
  @Test
  void podsOfTheReleaseAreRefused_speaksForIt_inTheWordsOfWhoRefusesThem() {
    String because = "pods \"b-7d8e-x\" is forbidden: violates PodSecurity";
    Recording refused = unasked().ratesRiseFrom("22:56:00").releasedAt("22:55:00");
    assertThat(refused.kinds()).doesNotContain(RELEASE_PODS_REFUSED);
    refused.podsAreRefused(because);
    assertThat(refused.observations())
        .filteredOn(it -> it.kind() == RELEASE_PODS_REFUSED)
        .singleElement()
        .satisfies(it -> assertThat(it.detail()).contains("no pod of revision", because));
  }

  // A quota that is too small refuses pods of any release, as does one that came with no release.
  @Test
  void podsAreRefusedThoughSomeOfTheReleaseRun_orLongAfterIt_saysNothingOfTheRelease() {
    Recording quota = unasked().ratesRiseFrom("22:56:00").releasedAt("22:55:00");
    assertThat(quota.pod("7d8e-a", "v2", true, 60).podsAreRefused("exceeded quota").kinds())
        .doesNotContain(RELEASE_PODS_REFUSED);
    assertThat(
            unasked()
                .ratesRiseFrom("22:56:00")
                .releasedAt("21:00:00")
                .podsAreRefused("exceeded quota")
                .kinds())
        .doesNotContain(RELEASE_PODS_REFUSED);
  }

  // A controller puts back the release that was rolled back: its errors began with its first
  // rollout.
  @Test
  void releasePutBackAfterItsRollback_isTheOneThatTheErrorsBeganWith() {
    Recording putBack =
        unasked()
            .ratesRiseFrom("22:50:30")
            .returnTo(3, "5c6f", "v1", "20:00:00")
            .returnTo(4, "7d8e", "v2", "22:50:00")
            .rolledOut("22:58:00");
    assertThat(putBack.kinds())
        .contains(RELEASE_DEPLOYED_AGAIN, ERRORS_BEGAN_WITH_ROLLOUT)
        .doesNotContain(ERRORS_BEGAN_BEFORE_ROLLOUT);
  }

  // Somebody has left the faulty release once more: going back would bring it back.
  @Test
  void goodReleaseReturnedToOnceMore_isYoungerThanTheErrors() {
    Recording rescued =
        unasked()
            .ratesRiseFrom("22:50:30")
            .returnTo(4, "7d8e", "v2", "22:50:00")
            .returnTo(5, "5c6f", "v1", "20:00:00")
            .rolledOut("22:58:00");
    assertThat(rescued.kinds()).contains(ERRORS_BEGAN_BEFORE_ROLLOUT);
  }

  // Half an hour after a return the release before it was held against what runs.
  @Test
  void returnToAnEarlierTemplate_isNoReleaseForWhatComesMinutesLater() {
    Recording returned =
        unasked()
            .ratesRiseFrom("22:55:00")
            .revision(2, "7d8e", "v2", "22:30:00", Origin.RELEASE)
            .returnTo(3, "5c6f", "v1", "20:00:00")
            .rolledOut("22:45:00");
    assertThat(returned.kinds())
        .containsExactlyInAnyOrder(NO_RECENT_RELEASE, LATEST_REVISION_RAN_BEFORE);
  }

  @Test
  void serviceThatNobodyWants_hasNoPodMissing() {
    assertThat(unasked().replicas(0).endpoints(0, 0).kinds()).isEmpty();
    assertThat(unasked().replicas(1).endpoints(0, 0).kinds()).containsExactly(NO_READY_PODS);
  }

  // Every alert that fired anywhere was held against this service.
  @Test
  void alertOfAnotherTeam_isNone() {
    assertThat(unasked().alsoFires("WarehouseDatabaseDown", "warehouse").kinds()).isEmpty();
  }

  // A container that had ended days ago was taken for the begin of the errors.
  @Test
  void containerThatEndedLongAgo_isNotWhenTheErrorsBegan() {
    Recording recording =
        unasked()
            .alertSince("22:59:00")
            .endedPod("8f685bb6-a", true, 400_000, 1, "OOMKilled", 137, 350_000)
            .revision(1, "79cf7868b6", "v1", "20:00:00", Origin.FIRST)
            .revision(2, "8f685bb6", "v2", "22:58:00", Origin.RELEASE)
            .rolledOut("22:58:00");
    assertThat(recording.kinds()).contains(ERRORS_BEGAN_WITH_ROLLOUT);
  }

  @Test
  void everyObservation_saysWhatWasSeen_withItsFigures() {
    assertThat(RecordedIncidents.poolExhausted().observations())
        .extracting(Observation::detail)
        .contains("20 connections, none idle, 3 clients waiting, on 3 of 3 pods")
        .allSatisfy(it -> assertThat(it).isNotBlank());
  }

  /** At 23:00, and nothing was seen. */
  private static Recording unasked() {
    return Recording.seenAt("23:00:00");
  }
}
