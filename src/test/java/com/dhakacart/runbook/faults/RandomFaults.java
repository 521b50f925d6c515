package com.dhakacart.runbook.faults;

import com.dhakacart.runbook.faults.FaultyMailServer.Mailbox;
import com.dhakacart.runbook.faults.FaultyServer.Wrong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Stands before servers that are well, and lets what is asked of them go wrong now and then: each
 * kind of request for itself, in each way, the more rarely the more often it is made. So what is
 * asked once an incident goes wrong as surely as what is asked all the time, and there is an end of
 * it. The seed repeats which requests of a kind go wrong, and how.
 */
public final class RandomFaults implements AutoCloseable {

  /** A header that tells the server behind: whoever asks will not know that it arrived. */
  public static final String ANSWER_IS_LOST = "Answer-Is-Lost";

  /**
   * What comes of itself. A refusal (401, 403, 404, 409, 422) is an answer, and leads another way;
   * nobody is huge by accident.
   */
  private static final List<Wrong> OF_HTTP =
      Stream.of(
              Fault.TOO_MANY,
              Fault.BROKEN,
              Fault.UNAVAILABLE,
              Fault.HALF,
              Fault.WRONG,
              Fault.DRIP,
              Fault.SILENCE)
          .flatMap(it -> Stream.of(new Wrong(it, false), new Wrong(it, true)))
          .toList();

  private static final List<Garbled> OF_BYTES =
      Arrays.stream(Garbled.values()).filter(it -> it != Garbled.HUGE).toList();

  private static final List<FaultyMailServer.Mistake> OF_MAIL =
      Stream.concat(
              Arrays.stream(FaultyMailServer.Point.values())
                  .filter(it -> it != FaultyMailServer.Point.AUTH) // asked for by no user
                  .flatMap(
                      at ->
                          OF_BYTES.stream().map(it -> new FaultyMailServer.Mistake(at, it, null))),
              Stream.of(
                  mail(FaultyMailServer.Point.GREETING, "421 4.3.2 too busy"),
                  mail(FaultyMailServer.Point.RCPT, "450 4.2.0 greylisted"),
                  mail(FaultyMailServer.Point.TEXT, "451 4.3.0 not now")))
          .toList();

  private static final List<FaultyPostgres.Mistake> OF_POSTGRES =
      Stream.concat(
              Arrays.stream(FaultyPostgres.Point.values())
                  .flatMap(at -> OF_BYTES.stream().map(it -> FaultyPostgres.Mistake.of(it, at))),
              Stream.of(
                  FaultyPostgres.Mistake.saying(
                      "57P03", "the database system is starting up", FaultyPostgres.Point.LOGIN),
                  FaultyPostgres.Mistake.saying(
                      "57014", "canceling statement", FaultyPostgres.Point.QUESTION)))
          .toList();

  private static final Duration AWAY_AT_LEAST = Duration.ofSeconds(10);
  private static final Duration AWAY_AT_MOST = Duration.ofSeconds(20);

  private final long seed;
  private final Map<String, Kind<?>> kinds = new ConcurrentHashMap<>();
  private final Map<String, Callers> servers = Collections.synchronizedMap(new TreeMap<>());
  private volatile boolean working;
  private Deck<String> outages;

  /**
   * @param seed of all choices
   */
  public RandomFaults(long seed) {
    this.seed = seed;
  }

  /** From now on things go wrong, or no longer. */
  public void work(boolean now) {
    working = now;
  }

  /**
   * Stands before an HTTP server.
   *
   * @param name what it is, for those that read of it
   * @return where it is asked from now on
   */
  public URI before(URI server, String name) {
    try {
      FaultyServer faulty =
          FaultyServer.before(server, line -> ofHttp(name + ": " + RequestKind.of(line)));
      servers.put(name, faulty.callers());
      return URI.create("http://127.0.0.1:" + faulty.port() + server.getPath());
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** What goes wrong with the next request of a kind; empty where nothing does. */
  Optional<Wrong> ofHttp(String kind) {
    return kind(kind, OF_HTTP).mistake();
  }

  /**
   * Stands before a PostgreSQL.
   *
   * @param port of the real one
   * @return where it is asked from now on
   */
  public int beforePostgres(int port, String name) {
    try {
      FaultyPostgres faulty = FaultyPostgres.before(port, () -> kind(name, OF_POSTGRES).mistake());
      servers.put(name, faulty.callers());
      return faulty.port();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** A mail server that goes wrong as well. */
  public FaultyMailServer mail(Mailbox mailbox) {
    try {
      FaultyMailServer faulty = FaultyMailServer.of(mailbox, () -> kind("mail", OF_MAIL).mistake());
      servers.put("mail", faulty.callers());
      return faulty;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** All that stand behind, by their names. */
  public Set<String> servers() {
    return Set.copyOf(servers.keySet());
  }

  /** For a while whoever calls one of them is refused; each once before one is away again. */
  public void letOneBeAway() throws InterruptedException {
    if (outages == null) {
      outages = new Deck<>(List.copyOf(servers.keySet()), new Random(seed));
    }
    try (Outage ignored = away(outages.deal())) {
      Thread.sleep(outages.between(AWAY_AT_LEAST, AWAY_AT_MOST).toMillis());
    }
  }

  /** Whoever calls it is refused from now on. */
  public Outage away(String server) {
    try {
      servers.get(server).leave();
      return new Outage(servers.get(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that is away, until this is closed. */
  public static final class Outage implements AutoCloseable {

    private final Callers server;

    private Outage(Callers server) {
      this.server = server;
    }

    @Override
    public void close() {
      server.comeBack();
    }
  }

  /** How often each kind of request was made so far, whether it went wrong or not. */
  public Map<String, Integer> asked() {
    return count(Kind::asked);
  }

  /** In how many different ways each of them went wrong. */
  public Map<String, Integer> ways() {
    return count(Kind::ways);
  }

  /** How many requests went wrong. */
  public int made() {
    return count(Kind::made).values().stream().mapToInt(Integer::intValue).sum();
  }

  private Map<String, Integer> count(ToIntFunction<Kind<?>> what) {
    Map<String, Integer> counts = new TreeMap<>();
    kinds.forEach((kind, it) -> counts.put(kind, what.applyAsInt(it)));
    return counts;
  }

  @Override
  public void close() {
    servers.values().forEach(Callers::close);
  }

  private static FaultyMailServer.Mistake mail(FaultyMailServer.Point at, String reply) {
    return new FaultyMailServer.Mistake(at, null, reply);
  }

  @SuppressWarnings("unchecked") // a name has one list
  private <T> Kind<T> kind(String name, List<T> ways) {
    return (Kind<T>) kinds.computeIfAbsent(name, it -> new Kind<>(ways, seed ^ it.hashCode()));
  }

  /** As cards are dealt: each once before one comes again. */
  private static final class Deck<T> {

    private final List<T> all;
    private final List<T> left = new ArrayList<>();
    private final Random random;

    private Deck(List<T> all, Random random) {
      this.all = all;
      this.random = random;
    }

    private T deal() {
      if (left.isEmpty()) {
        left.addAll(all);
        Collections.shuffle(left, random);
      }
      return left.remove(left.size() - 1);
    }

    private Duration between(Duration least, Duration most) {
      return least.plusMillis(random.nextLong(most.minus(least).toMillis()));
    }
  }

  /** Requests that are alike. */
  private final class Kind<T> {

    private static final int AT_FIRST = 5;
    private static final int RARER = 20;

    private final Deck<T> ways;
    private final Random random;
    private int asked;
    private int atWork;
    private int made;
    private int next;

    private Kind(List<T> ways, long seed) {
      this.random = new Random(seed);
      this.ways = new Deck<>(ways, random);
      next = 1 + random.nextInt(AT_FIRST);
    }

    private synchronized Optional<T> mistake() {
      asked++;
      if (!working || ++atWork < next) {
        return Optional.empty();
      }
      next = atWork + 1 + random.nextInt(2 * (AT_FIRST + atWork / RARER));
      made++;
      return Optional.of(ways.deal());
    }

    private synchronized int asked() {
      return asked;
    }

    private synchronized int ways() {
      return Math.min(made, ways.all.size());
    }

    private synchronized int made() {
      return made;
    }
  }
}
