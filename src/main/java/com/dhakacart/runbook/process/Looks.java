package com.dhakacart.runbook.process;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import jakarta.annotation.PreDestroy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * How a look asks its questions: all at once, since one slow answer must not hold up the others,
 * and none that has its answer already, so that a second round repeats only what failed.
 */
@Component
public class Looks {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * One question and where its answer is kept.
   *
   * @param <T> what is asked for
   */
  public record Look<T>(SeenPart<T> keptIn, Supplier<Answer<T>> question) {

    private boolean isOpen(DelegateExecution step) {
      return keptIn.find(step).filter(Answer::answered).isEmpty();
    }
  }

  /** At the fault. */
  public static <T> Look<T> look(EvidencePart<T> part, Supplier<Answer<T>> question) {
    return new Look<>(EvidenceParts.seen(part), question);
  }

  /** At the recovery. */
  public static <T> Look<T> lookAfter(EvidencePart<T> part, Supplier<Answer<T>> question) {
    return new Look<>(EvidenceParts.seenAfter(part), question);
  }

  /** Asks what is not answered yet, and writes each answer when all are there. */
  public void ask(DelegateExecution step, Look<?>... looks) {
    begin(step, Stream.of(looks).filter(look -> look.isOpen(step)));
  }

  /** Asks anew, whatever was answered before. */
  public void askAnew(DelegateExecution step, Look<?>... looks) {
    begin(step, Stream.of(looks));
  }

  /** What is kept together is written once. */
  private void begin(DelegateExecution step, Stream<Look<?>> looks) {
    Map<ProcessVariable<Evidence>, List<Begun<?>>> begun =
        looks
            .<Begun<?>>map(this::begin)
            .collect(groupingBy(it -> it.keptIn().look(), LinkedHashMap::new, toList()));
    begun.forEach(
        (kept, questions) -> {
          Evidence seen = kept.find(step).orElse(Evidence.NONE);
          for (Begun<?> question : questions) {
            seen = question.answeredIn(seen);
          }
          kept.set(step, seen);
        });
  }

  private <T> Begun<T> begin(Look<T> look) {
    Map<String, String> logContext = MDC.getCopyOfContextMap();
    return new Begun<>(
        look.keptIn(),
        CompletableFuture.supplyAsync(
            () -> {
              if (logContext != null) {
                MDC.setContextMap(logContext);
              }
              return look.question().get();
            },
            threads));
  }

  private record Begun<T>(SeenPart<T> keptIn, CompletableFuture<Answer<T>> answer) {

    Evidence answeredIn(Evidence seen) {
      return seen.with(keptIn.part(), answer.join());
    }
  }

  @PreDestroy
  void end() {
    threads.shutdown();
  }
}
