package com.dhakacart.runbook.faults;

import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;

/**
 * Each request of each look goes wrong in each way while all else is well: what {@link EveryFault}
 * cannot show, since there the first one is the last.
 */
class EveryFaultOfARequestTest {

  /** Of those that nothing else ends. */
  private static final Duration TIMEOUT = Duration.ofMillis(400);

  private static final Duration LONG = Duration.ofSeconds(10);

  /** As of a whole look. */
  private static final Duration DECLARED = Duration.ofSeconds(20);

  private static final long ENOUGH_BYTES = 64L * 1024 * 1024;

  private static final Pattern POD = Pattern.compile("/pods/[^/ ]+");

  /** With which most looks begin, so that {@link EveryFault} is about it. */
  private static final String FIRST =
      "GET /apis/apps/v1/namespaces/dhakacart/deployments/dhakacart-backend";

  /** An answer to it that is none is bounded by time only; one that is, by the other test. */
  private static final String EXEC = "/exec";

  private static final String CPU_STAT = "nr_periods 100\nnr_throttled 25\n";

  /**
   * What need not be as of all others.
   *
   * @param look by its name, as a regular expression, like {@code request}
   */
  private record Excused(String look, String request, Set<Fault> faults) {

    boolean is(Case one) {
      return one.look().matches(look)
          && one.request().matches(request)
          && faults.contains(one.fault());
    }
  }

  private static final Set<Fault> ANY = EnumSet.allOf(Fault.class);

  /** What a look does without, or takes as it comes. */
  private static final List<Excused> ANSWERED =
      List.of(
          // events of all others count
          new Excused("Kubernetes: list events", ".*/horizontalpodautoscalers", ANY),
          // nodes belong to no namespace, and few accounts may list them
          new Excused("Kubernetes: quotas, limit ranges", ".*/nodes", EnumSet.of(Fault.FORBIDDEN)),
          // not every cluster has them
          new Excused(
              "Kubernetes: what stands against a change",
              ".*/(?:verticalpodautoscalers|poddisruptionbudgets)",
              EnumSet.of(Fault.FORBIDDEN, Fault.NOT_FOUND)),
          // a log may hold anything, and what answers 2xx need not say more
          new Excused(".*", ".*/(?:log|health|products)", EnumSet.of(Fault.WRONG)));

  /** That a pod does not answer is what was to be found out. */
  private static final Excused FINDING = new Excused("proxy: .*", ".*/proxy/.*", ANY);

  /** Another page has none of those that are looked for. */
  private static final Excused OTHER_FIGURES =
      new Excused(".*", ".*/metrics", EnumSet.of(Fault.WRONG));

  /** Whoever has waited long enough for a command to begin hangs up, and may hear of that first. */
  private static final Excused HUNG_UP =
      new Excused(".*", ".*" + EXEC, EnumSet.of(Fault.DRIP, Fault.SILENCE));

  private final Map<String, String> wrong = new ConcurrentSkipListMap<>();

  /** One that can go wrong. */
  private record Case(String look, String request, Fault fault) {

    @Override
    public String toString() {
      return fault + " of " + request + " in " + look;
    }
  }

  @Test
  void oneRequestOfALookGoesWrong_itIsSaid_andNotTakenForFine() {
    try (SimulatedWorld world = SimulatedWorld.start(Pace.test())) {
      eachRequestOf(
          world,
          OutsideCalls.names().stream()
              .filter(it -> it.matches("(?:Kubernetes|proxy|Prometheus): .*"))
              .filter(it -> !it.equals(OutsideCalls.LAST_WORDS))
              .toList());
    }
  }

  @Test
  void logOfADeadContainerCannotBeRead_itIsSaid() {
    try (SimulatedWorld world = SimulatedWorld.start(Pace.test())) {
      world.fault(com.dhakacart.runbook.simulation.Fault.OUT_OF_MEMORY);
      eachRequestOf(world, List.of(OutsideCalls.LAST_WORDS));
    }
  }

  private void eachRequestOf(SimulatedWorld world, List<String> looks) {
    List<Case> cases = cases(world, looks);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Stream.concat(
              dealt(16, cases.stream().filter(it -> it.fault().isSilent()).toList())
                  .map(some -> atOnce(threads, () -> all(some, world, TIMEOUT))),
              dealt(4, cases.stream().filter(it -> !it.fault().isSilent()).toList())
                  .map(some -> atOnce(threads, () -> all(some, world, LONG))))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
    assertThat(wrong).as("of %s", cases.size()).isEmpty();
  }

  /** As the looks ask when all is well, in which case they are answered. */
  private List<Case> cases(SimulatedWorld world, List<String> looks) {
    Map<String, Set<String>> requests = new TreeMap<>();
    try (Faulty faulty = new Faulty(world)) {
      faulty.run(
          LONG,
          context -> looks.forEach(look -> requests.put(look, faulty.requestsOf(look, context))));
    }
    Set<String> huge = new TreeSet<>(); // the client counts bytes whoever asks
    List<Case> cases = new ArrayList<>();
    requests.forEach(
        (look, all) -> {
          if (all.size() > 1) {
            all.remove(FIRST);
          }
          assertThat(all).as(look).isNotEmpty();
          all.forEach(
              one ->
                  Fault.ofOneServer()
                      .filter(it -> it != Fault.HUGE || !one.endsWith(EXEC) && huge.add(one))
                      .forEach(fault -> cases.add(new Case(look, one, fault))));
        });
    return cases;
  }

  /** To doors, through each of which they go one after the other. */
  private static Stream<List<Case>> dealt(int doors, List<Case> cases) {
    return IntStream.range(0, Math.min(doors, cases.size()))
        .mapToObj(
            door ->
                IntStream.iterate(door, it -> it < cases.size(), it -> it + doors)
                    .mapToObj(cases::get)
                    .toList());
  }

  private static CompletableFuture<Void> atOnce(ExecutorService threads, Runnable work) {
    return CompletableFuture.runAsync(work, threads);
  }

  private void all(List<Case> cases, SimulatedWorld world, Duration timeout) {
    try (Faulty faulty = new Faulty(world)) {
      faulty.run(timeout, context -> cases.forEach(it -> one(it, faulty, context)));
    }
  }

  private void one(Case now, Faulty faulty, ApplicationContext context) {
    String said = null;
    // a busy machine may be late before it comes to it
    for (int tries = 0; tries < 5 && faulty.wentWrong() == 0; tries++) {
      faulty.does(now);
      said = faulty.make(now.look(), context);
    }
    missing(now, faulty, said).ifPresent(it -> wrong.put(now.toString(), it));
    faulty.isWell(context);
  }

  private static Optional<String> missing(Case now, Faulty faulty, String said) {
    if (faulty.wentWrong() == 0) {
      return Optional.of("was not asked; it says: " + said);
    }
    if (faulty.taken() > ENOUGH_BYTES) {
      return Optional.of("took %d bytes".formatted(faulty.taken()));
    }
    if (said == null) {
      return ANSWERED.stream().anyMatch(it -> it.is(now))
          ? Optional.empty()
          : Optional.of("took it for an answer");
    }
    if (!OutsideCalls.isNamed(now.look(), said)) {
      return Optional.of("does not say who was asked: " + said);
    }
    if (!saysWhat(now, said)) {
      return Optional.of("does not say what happened: " + said);
    }
    return OutsideCalls.saysWhatToDo(said) || FINDING.is(now)
        ? Optional.empty()
        : Optional.of("does not say what to do: " + said);
  }

  private static boolean saysWhat(Case now, String said) {
    return now.fault().isIn(said)
        || OTHER_FIGURES.is(now) && said.contains("no metric is named like any of")
        || HUNG_UP.is(now) && Fault.HALF.isIn(said);
  }

  /** A product, and before what it asks a door at which one kind of request goes wrong. */
  private static final class Faulty implements AutoCloseable {

    private final FaultyServer cluster;
    private final FaultyServer prometheus;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final ExecutorService calls = Executors.newCachedThreadPool();
    private volatile Case now;
    private volatile int wentWrong;

    Faulty(SimulatedWorld world) {
      try {
        cluster = FaultyServer.before(world.cluster().uri(), this::mistake);
        prometheus = FaultyServer.before(world.prometheus().uri(), this::mistake);
      } catch (IOException noPort) {
        throw new UncheckedIOException(noPort);
      }
    }

    private synchronized Optional<FaultyServer.Wrong> mistake(String line) {
      String request = POD.matcher(RequestKind.of(line)).replaceAll("/pods/*");
      asked.add(request);
      if (now == null || !now.request().equals(request)) {
        return Optional.empty();
      }
      wentWrong++;
      return Optional.of(new FaultyServer.Wrong(now.fault(), false));
    }

    void run(Duration timeout, Consumer<ApplicationContext> asking) {
      OutsideCalls.leadingTo("127.0.0.1", cluster.port(), "http", timeout)
          .withPropertyValues(
              "runbook.cluster.retry-after=10ms",
              "runbook.metrics.url=http://127.0.0.1:" + prometheus.port())
          .run(asking::accept);
    }

    Set<String> requestsOf(String look, ApplicationContext context) {
      mayRunCommands(look);
      asked.clear();
      assertThat(OutsideCalls.make(look, context, BACKEND)).as(look).isNull();
      return new TreeSet<>(asked);
    }

    void does(Case next) {
      mayRunCommands(next.look());
      now = next;
    }

    /** Else a pod that the proxy does not reach is asked by a command, which is another look. */
    private void mayRunCommands(String look) {
      cluster.runs(look.equals("Kubernetes: exec") ? CommandInPod.writing(CPU_STAT) : null);
    }

    /** What it says of its failure; what it throws is none that names whom it asked. */
    String make(String look, ApplicationContext context) {
      try {
        return CompletableFuture.supplyAsync(() -> OutsideCalls.make(look, context, BACKEND), calls)
            .orTimeout(DECLARED.toSeconds(), TimeUnit.SECONDS)
            .join();
      } catch (CompletionException e) {
        return "ended with " + e.getCause();
      }
    }

    int wentWrong() {
      return wentWrong;
    }

    long taken() {
      return Stream.of(cluster, prometheus)
          .flatMap(it -> it.taken().values().stream())
          .mapToLong(Long::longValue)
          .max()
          .orElse(0);
    }

    /** Until whoever has noticed that something does not answer has noticed that it does. */
    void isWell(ApplicationContext context) {
      now = null;
      wentWrong = 0;
      cluster.doesNothingWrong();
      prometheus.doesNothingWrong();
      await()
          .pollDelay(Duration.ZERO)
          .until(() -> OutsideCalls.make("Kubernetes: rollout status", context, BACKEND) == null);
    }

    @Override
    public void close() {
      calls.shutdownNow();
      cluster.close();
      prometheus.close();
    }
  }
}
