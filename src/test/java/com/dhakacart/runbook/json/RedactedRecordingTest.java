package com.dhakacart.runbook.json;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.diagnosis.RecordedFiles;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.Usual;
import com.dhakacart.runbook.incident.WarningEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedRecordingTest {

  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final JsonMapper JSON = WordsAsJson.mapper().build();

  private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b");

  /** Each with its evidence as it is read: the same signs give the same judgement. */
  @Test
  void everyRecording_showsTheSameSigns_whenItIsRedacted() {
    assertThat(RecordedFiles.all())
        .hasSizeGreaterThan(100)
        .allSatisfy(
            (name, it) -> {
              RecordedIncident redacted = RedactedRecording.of(it);
              assertThat(kinds(redacted)).as(name).isEqualTo(kinds(it));
              assertThat(redacted.cause()).isEqualTo(it.cause());
              assertThat(redacted.harmful()).isEqualTo(it.harmful());
              assertThat(redacted.remedy()).isEqualTo(it.remedy());
            });
  }

  @Test
  void nothingOfTheRecordings_thatNamesTheirService_survives() {
    RecordedFiles.all()
        .forEach(
            (name, it) -> {
              String redacted = written(RedactedRecording.of(it));
              assertThat(redacted.toLowerCase(Locale.ROOT)).as(name).doesNotContain("dhaka");
              it.evidence()
                  .known(PODS)
                  .orElse(List.of())
                  .forEach(pod -> assertThat(redacted).as(name).doesNotContain(pod.name()));
              Matcher address = ADDRESS.matcher(redacted);
              while (address.find()) {
                assertThat(address.group()).as(name).matches("127\\..*|192\\.0\\.2\\..*");
              }
            });
  }

  @Test
  void namesHostsAddressesAndTokens_surviveNowhere() {
    String redacted = written(RedactedRecording.of(telltale()));
    for (String secret : SECRETS) {
      assertThat(redacted).doesNotContainIgnoringCase(secret);
    }
  }

  /** What is the same stays the same, so that it can be followed through all parts. */
  @Test
  void sameName_hasTheSameStandIn_everywhere() {
    RecordedIncident redacted = RedactedRecording.of(telltale());
    PodState pod = redacted.evidence().of(PODS).value().get(0);
    assertThat(redacted.evidence().of(EVENTS).value().get(0).object())
        .isEqualTo("Pod/" + pod.name());
    assertThat(redacted.evidence().of(LAST_WORDS).value().get(0).pod()).isEqualTo(pod.name());
    assertThat(redacted.evidence().of(RELEASES).value().all().get(0).replicaSet())
        .endsWith("-" + pod.revision());
    assertThat(redacted.evidence().of(NODES).value().get(0).name()).isEqualTo(pod.node());
    assertThat(redacted.evidence().of(IMAGES).value().get(0).imageId())
        .isEqualTo(pod.containers().get(0).imageId());
    assertThat(redacted.circumstances().services())
        .contains(redacted.evidence().of(ALERTS).value().get(0).service());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout exceeded when trying to connect",
        "connect ECONNREFUSED 127.0.0.1:5432",
        "connect ECONNREFUSED ::1:5432",
        "Readiness probe failed: context deadline exceeded after 19.3 s (8 of 10)",
        "CrashLoopBackOff",
        "FATAL: no pg_hba.conf entry for host",
        "since 2026-11-28T10:02:08.467Z"
      })
  void whatNamesNobody_isKept(String text) {
    assertThat(new RedactedText(new StandIns()).of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "connect ECONNREFUSED 10.1.2.3:5432, connect ECONNREFUSED 192.0.2.1:5432",
    "connect ECONNREFUSED fd00::17:5432, connect ECONNREFUSED 2001:db8::1:5432",
    "getaddrinfo ENOTFOUND pg.shop.internal, getaddrinfo ENOTFOUND name-1",
    "Get \"http://10.1.2.3:5000/ready\", Get \"http://host-1:5000/ready\"",
    "relation \"tagore_orders\" does not exist, relation \"name-1\" does not exist",
    "password=secret, password=secret-1",
    "order of রহিম failed, order of name-1 failed"
  })
  void whatMayNameSomebody_isReplaced(String text, String redacted) {
    assertThat(new RedactedText(new StandIns()).of(text)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @CsvSource({
    "reg.acme.example:5000/shop/web:latest, image-1:latest",
    "acme/web:v1.2.3, image-1:v1.2.3",
    "acme/web:1.2.3-tagore, image-1:1.2.3-1",
    "acme/web:tagore, image-1:tag-1",
    "acme/web:release-4f9d2c1, image-1:0000000000000000000000000000000000000001"
  })
  void images_haveTagsThatAreAsFixedAsTheyWere(String image, String redacted) {
    assertThat(new RedactedImages(new StandIns()).of(image)).isEqualTo(redacted);
  }

  private static final List<String> SECRETS =
      List.of(
          "acme",
          "rahim",
          "karim",
          "tagore",
          "hunter2",
          "eyJhbGci",
          "ghp_16C7e42F",
          "AKIAIOSFODNN7",
          "10.9.8.7",
          "fd12:3456",
          "7cb9dc4464",
          "77hxb",
          "ip-10-9-8-7",
          "8801711123456",
          "4111111111111111",
          "deadbeefcafe",
          "/home/",
          "custom_metric",
          "শপ");

  private static RecordedIncident telltale() {
    String pod = "acme-web-7cb9dc4464-77hxb";
    String image = "registry.acme.example:5000/karim/web:tagore-1";
    String imageId = "registry.acme.example:5000/karim/web@sha256:deadbeefcafe" + "0".repeat(52);
    String line =
        "শপ Rahim <rahim@acme.example> of +8801711123456 paid by 4111111111111111:"
            + " https://karim:hunter2@pay.acme.example/v1?key=AKIAIOSFODNN7&user=rahim"
            + " Authorization: Bearer eyJhbGciOiJI.eyJzdWIi.abc token=ghp_16C7e42F from 10.9.8.7"
            + " and fd12:3456::9 at /home/rahim/acme/index.js password: 'hunter2'";
    PodState state =
        new PodState(
            pod,
            "Running",
            false,
            image,
            "7cb9dc4464",
            NOW,
            1,
            "acme-proxy: CrashLoopBackOff",
            new PodState.Termination("OOMKilled", 137, NOW),
            0.5,
            1L << 29,
            "ip-10-9-8-7.acme.example",
            "10.9.8.7",
            List.of(
                new ContainerState(
                    "acme-web", ContainerState.Role.SERVES, image, imageId, null, 1, null, null)));
    Evidence evidence =
        Evidence.NONE
            .with(PODS, known(List.of(state)))
            .with(
                NODES,
                known(List.of(new NodeState(state.node(), true, List.of(), List.of("acme=x")))))
            .with(EVENTS, known(List.of(new WarningEvent("Pod/" + pod, "BackOff", line, 3, NOW))))
            .with(
                LAST_WORDS,
                known(
                    List.of(
                        new LastWords(
                            pod, "acme", state.lastTermination(), 1, List.of(line), line))))
            .with(
                LOG_PATTERNS,
                known(
                    List.of(
                        new LogPattern("error", line, line, List.of("/acme/:id"), 9, NOW, NOW))))
            .with(ROUTES, known(List.of(new RouteErrors("/rahim/orders", 1, 1))))
            .with(
                ALERTS,
                known(List.of(new FiringAlert("AcmeDatabaseDown", "acme-web", "tagore", NOW))))
            .with(
                RELEASES,
                known(
                    new Releases(
                        List.of(
                            new Release(
                                2,
                                "acme-web-7cb9dc4464",
                                List.of(image),
                                NOW,
                                "deployed by Rahim",
                                true)),
                        NOW)))
            .with(
                USUAL,
                known(
                    new Usual(
                        NOW,
                        9,
                        Arrays.stream(Usual.Measure.values())
                            .map(it -> new Usual.UsualFigure(it, "/rahim/orders", 9, 0.1, 0.2))
                            .toList(),
                        List.of(
                            new Usual.UsualPattern(
                                LogPattern.Words.of("error", line, line), 9, 9, NOW, NOW)))))
            .with(IMAGES, known(List.of(new ImageNote("acme-web", image, imageId, NOW, NOW))))
            .with(
                DATABASE_FIGURES,
                known(
                    List.of(
                        new PodFigures(pod, "pod proxy", Map.of("acme_custom_metric", 1.0), null))))
            .with(
                DATABASE_ACTIVITY,
                Answer.of(
                    "postgresql://pg.acme.example:5432/tagore",
                    NOW,
                    new DatabaseActivity(
                        DatabaseActivity.Access.ACCEPTS,
                        null,
                        3,
                        1,
                        97,
                        "user tagore",
                        List.of(),
                        List.of(
                            new DatabaseActivity.Blocker(
                                "pid 9 of user rahim, application karim", true, "idle", 1, 2, 3.0)),
                        0)));
    return new RecordedIncident(
        "Rahim dropped a table of acme",
        Cause.NONE_OF_THEM,
        List.of(),
        new Circumstances(0.05, NOW, NOW, List.of("acme-web", "acme")),
        evidence);
  }

  private static <T> Answer<T> known(T value) {
    return Answer.of("kubectl -n acme as rahim", NOW, value);
  }

  private static List<Observation.Kind> kinds(RecordedIncident it) {
    return Observations.in(it.evidence(), it.circumstances()).stream()
        .map(Observation::kind)
        .toList();
  }

  private static String written(RecordedIncident incident) {
    try {
      return JSON.writeValueAsString(incident);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
