package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.faults.RandomFaults;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A paging service, a ticket system, and who reads the mails. All tell repetitions by their key, as
 * PagerDuty does and mail readers by the Message-ID, so a page is there once however often it
 * arrives; it arrives again only where its answer was lost, or its sender went before noting it.
 */
class CalledPeople implements AutoCloseable {

  /** RFC 5322, 3.6.4; what stands before the sender's domain is the page's key. */
  private static final Pattern MESSAGE_ID = Pattern.compile("(?m)^Message-ID: <(.+)@[^@>]+>$");

  private static final int NODES = 2;

  /** A ticket is noted with its step, where pages are noted by themselves. */
  private static final String TICKET_NOT_NOTED = DatabaseProxy.done("serviceTask_fileTicket");

  /**
   * By which way something came.
   *
   * @param key of a page or a ticket
   */
  private record Delivery(String way, String key) {}

  /**
   * @param round how often the product had been killed before
   * @param answerIsLost whether its sender does not know that it came
   */
  private record Arrival(Instant at, int round, boolean answerIsLost) {}

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Delivery, List<Arrival>> taken = new ConcurrentHashMap<>();

  /** At which points, by key: what goes two ways is noted when it has gone both. */
  private final Map<String, Set<String>> heldUpAt = new ConcurrentHashMap<>();

  private final KillPoints points;
  private final HttpServer server;

  CalledPeople(KillPoints points) {
    this.points = points;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri(String what) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + what);
  }

  /** Each page and ticket by its key, whichever way it came. */
  Set<String> taken() {
    return taken.keySet().stream()
        .map(Delivery::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many different mails came. */
  long mails() {
    return taken.keySet().stream().filter(it -> it.way().equals("mail")).count();
  }

  /** What came again although its sender knew that it had come. */
  List<String> repeated() {
    return taken.entrySet().stream()
        .filter(it -> isRepeated(it.getKey(), it.getValue()))
        .map(Object::toString)
        .toList();
  }

  private boolean isRepeated(Delivery delivery, List<Arrival> arrivals) {
    return delivery.key().endsWith(" instead")
        ? isToldTooOften(arrivals)
        : IntStream.range(1, arrivals.size())
            .anyMatch(it -> isKnown(delivery, arrivals.get(it - 1), arrivals.get(it)));
  }

  /** That a team cannot be reached is told another one by each node that tried, and not by one. */
  private static boolean isToldTooOften(List<Arrival> arrivals) {
    return arrivals.stream().collect(Collectors.groupingBy(Arrival::round)).values().stream()
        .anyMatch(it -> it.stream().dropWhile(Arrival::answerIsLost).count() > NODES);
  }

  private boolean isKnown(Delivery delivery, Arrival arrival, Arrival next) {
    return !arrival.answerIsLost()
        && !points.mayBeForgotten(arrival.at(), next.at())
        && whereItWasHeldUp(delivery).noneMatch(point -> points.isHeldUp(point, arrival.at()));
  }

  private Stream<String> whereItWasHeldUp(Delivery delivery) {
    return Stream.concat(
        heldUpAt.getOrDefault(delivery.key(), Set.of()).stream(),
        delivery.way().equals("ticket") ? Stream.of(TICKET_NOT_NOTED) : Stream.empty());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
      boolean page = exchange.getRequestURI().getPath().endsWith("/pages");
      String kind = page ? "page" : "ticket";
      String key = kind + " " + (page ? body.path("dedup_key") : body.path("incident")).asText();
      boolean answerIsLost = exchange.getRequestHeaders().containsKey(RandomFaults.ANSWER_IS_LOST);
      if (take(kind, key, answerIsLost)) {
        exchange.sendResponseHeaders(202, -1);
      }
    }
  }

  /** Takes a mail, and says whether its sender is to be answered. */
  boolean takeMail(String mail, boolean answerIsLost) {
    Matcher id = MESSAGE_ID.matcher(mail);
    if (!id.find()) {
      throw new IllegalArgumentException("a mail that nobody could tell from another: " + mail);
    }
    return take(
        "mail", "page " + URLDecoder.decode(id.group(1), StandardCharsets.UTF_8), answerIsLost);
  }

  /** Whether its sender is to be answered; not where the sender is dead by now. */
  private boolean take(String way, String key, boolean answerIsLost) {
    if (isHeldUp(Worlds.asked(way), key)) {
      return false;
    }
    taken
        .computeIfAbsent(new Delivery(way, key), it -> new CopyOnWriteArrayList<>())
        .add(new Arrival(points.now(), points.round(), answerIsLost));
    return !isHeldUp(Worlds.notAnswered(way), key);
  }

  private boolean isHeldUp(String point, String key) {
    boolean heldUp = points.take(point);
    if (heldUp) {
      heldUpAt.computeIfAbsent(key, it -> ConcurrentHashMap.newKeySet()).add(point);
      points.park();
    }
    return heldUp;
  }
}
