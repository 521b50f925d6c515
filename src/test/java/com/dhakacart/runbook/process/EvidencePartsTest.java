package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.incident.EvidencePart.EVENTS;
import static com.dhakacart.runbook.incident.EvidencePart.NODES;
import static com.dhakacart.runbook.incident.EvidencePart.PODS;
import static com.dhakacart.runbook.incident.EvidencePart.TRAFFIC;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.EvidenceParts.seenAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.Test;

class EvidencePartsTest {

  private static final Answer<Traffic> BEFORE =
      Answer.of("the ratio", Instant.parse("2026-11-24T12:00:00Z"), new Traffic(20, 0.25, 4.5));

  private static final Answer<Traffic> AFTER =
      Answer.of("the ratio", Instant.parse("2026-11-24T12:20:00Z"), new Traffic(20, 0.0, 0.1));

  private final FakeStep step = new FakeStep();

  @Test
  void whatWasSeen_andWhatRecoverySaw_areKeptApart() {
    step.with(seen(TRAFFIC), BEFORE).with(seenAfter(TRAFFIC), AFTER);
    assertThat(EvidenceParts.assemble(step.execution()))
        .isEqualTo(Evidence.NONE.with(TRAFFIC, BEFORE));
    assertThat(EvidenceParts.assembleAfter(step.execution()))
        .isEqualTo(Evidence.NONE.with(TRAFFIC, AFTER));
  }

  @Test
  void everyPart_isAssembled() {
    Evidence all = Evidence.NONE;
    for (EvidencePart<?> part : EvidencePart.all()) {
      step.with(seen(part), Answer.unknown(part.name(), Instant.EPOCH, "no answer"));
      all = all.with(part, Answer.unknown(part.name(), Instant.EPOCH, "no answer"));
    }
    assertThat(EvidenceParts.assemble(step.execution())).isEqualTo(all);
  }

  @Test
  void whatALookSaw_isOneVariable() {
    step.with(seen(PODS), Answer.unknown("pods", Instant.EPOCH, "no answer"))
        .with(seen(EVENTS), Answer.of("events", Instant.EPOCH, List.of()));
    assertThat(step.variables()).containsOnlyKeys("seen_pods");
    assertThat(seen(EVENTS).find(step.execution())).isPresent();
    assertThat(seen(NODES).find(step.execution())).isEmpty();
  }

  @Test
  void whatOneStepHasRead_isNotReadAgainForTheNext() {
    step.with(seen(TRAFFIC), BEFORE);
    Evidence first = seen(TRAFFIC).look().from(step.execution());
    assertThat(seen(TRAFFIC).look().from(new FakeStep().with(seen(TRAFFIC), BEFORE).execution()))
        .isSameAs(first);
    step.with(seen(TRAFFIC), AFTER);
    assertThat(seen(TRAFFIC).find(step.execution())).contains(AFTER);
  }

  @Test
  void whatIsReadForSeveral_canBeChangedByNobody() {
    step.with(seen(EVENTS), Answer.of("events", Instant.EPOCH, List.of()));
    assertThat(seen(EVENTS).find(step.execution()).orElseThrow().value()).isUnmodifiable();
  }

  /** Reading one means parsing its document, error lines and all. */
  @Test
  void aLookOfManyParts_isReadOnce() {
    for (EvidencePart<?> part : EvidencePart.all()) {
      step.with(seen(part), Answer.unknown(part.name(), Instant.EPOCH, "no answer"));
    }
    DelegateExecution execution = mock(DelegateExecution.class, delegatesTo(step.execution()));
    EvidenceParts.assemble(execution);
    for (String look : step.variables().keySet()) {
      verify(execution, times(1)).getVariableTyped(look, false);
    }
  }

  /** Two jobs that write one variable at the same time collide, and one of them asks again. */
  @Test
  void looksSideBySide_writeVariablesOfTheirOwn() throws IOException {
    Map<String, Set<String>> looks = new TreeMap<>();
    try (Stream<Path> sources = Files.walk(Path.of("delegates"))) {
      for (Path source : sources.filter(it -> it.toString().endsWith(".java")).toList()) {
        Matcher asks =
            Pattern.compile("\\blook\\(\\s*([A-Z_]+),").matcher(Files.readString(source));
        while (asks.find()) {
          String part = asks.group(1);
          looks
              .computeIfAbsent(seen(partOf(part)).look().name(), it -> new TreeSet<>())
              .add(source.getFileName().toString());
        }
      }
    }
    assertThat(looks).hasSize(9).allSatisfy((variable, who) -> assertThat(who).hasSize(1));
  }

  private static EvidencePart<?> partOf(String constant) {
    try {
      return (EvidencePart<?>) EvidencePart.class.getField(constant).get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void answerOfThisVersion_hidesThatOfAnOlderOne() {
    step.with(
        "evidence_pods",
        SpinValues.jsonValue(
                """
                {"source":"kubectl get pods","askedAt":"2026-11-24T12:00:00Z","value":null,\
                "unknownBecause":"no answer"}""")
            .create());
    step.with(seen(PODS), Answer.of("pods", Instant.EPOCH, List.of()));
    assertThat(EvidenceParts.assemble(step.execution()).answers(PODS)).isTrue();
  }

  /** As an incident that an older version began holds them. */
  @Test
  void variablesOfBefore_areRead() {
    step.with(
            "evidence_traffic",
            SpinValues.jsonValue(
                    """
                    {"source":"the ratio","askedAt":"2026-11-24T12:00:00Z","value":\
                    {"requestsPerSecond":20.0,"errorRatio":0.25,"p95Seconds":4.5,"gone":1},\
                    "unknownBecause":null}""")
                .create())
        .with(
            "evidence_pods",
            SpinValues.jsonValue(
                    """
                    {"source":"kubectl get pods","askedAt":"2026-11-24T12:00:00Z","value":null,\
                    "unknownBecause":"no answer"}""")
                .create());
    Evidence evidence = EvidenceParts.assemble(step.execution());
    assertThat(evidence.of(TRAFFIC)).isEqualTo(BEFORE);
    assertThat(evidence.of(PODS).unknownBecause()).isEqualTo("no answer");
    assertThat(evidence.answers(PODS)).isFalse();
  }
}
