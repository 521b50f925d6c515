package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.simulation.Fault;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many services that know nothing of each other behind one API server and one Prometheus: each is a
 * simulated world of its own, whose namespace and job have its number here. It keeps what was
 * written, and holds a request up before it is passed on, or its answer, where a process is to be
 * killed.
 */
class Worlds implements AutoCloseable {

  private static final Pattern NUMBER = Pattern.compile("\\b(?:ns|job)-(\\d+)\\b");
  private static final Set<String> WRITES = Set.of("PATCH", "PUT", "POST", "DELETE");
  private static final int REFUSED = 300;

  /**
   * A write that was made.
   *
   * @param fault how many its world had had: each is an incident of its own
   */
  record Write(int world, int fault, String method, String path, String body) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<SimulatedWorld> worlds = new ArrayList<>();
  private final List<Write> writes = new CopyOnWriteArrayList<>();
  private final AtomicIntegerArray faults;
  private final Set<Integer> unreachable = ConcurrentHashMap.newKeySet();
  private final Set<Integer> withoutCluster = ConcurrentHashMap.newKeySet();
  private volatile boolean passesOnLate;
  private final KillPoints points;
  private final HttpServer apiServer;
  private final HttpServer prometheus;

  Worlds(int count, KillPoints points) {
    this.points = points;
    this.faults = new AtomicIntegerArray(count);
    for (int i = 0; i < count; i++) {
      SimulatedWorld world =
          SimulatedWorld.start(
              new Pace(
                  Duration.ofMillis(500),
                  Duration.ofMillis(500),
                  Duration.ofSeconds(90),
                  Duration.ofMillis(300),
                  Duration.ofMinutes(5),
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(2),
                  0.01));
      world.customersPerSecond(2);
      worlds.add(world);
    }
    apiServer = serve(world -> world.cluster().uri(), withoutCluster);
    prometheus = serve(world -> world.prometheus().uri(), Set.of());
  }

  /** What can reach somebody outside, by what its request looks like: before, and after it did. */
  static List<String> effects() {
    return Stream.of(
            "restart",
            "limits",
            "template",
            "scale",
            "autoscaler",
            "config map",
            "page",
            "mail",
            "ticket")
        .flatMap(kind -> Stream.of(asked(kind), notAnswered(kind)))
        .toList();
  }

  /** Before a change reaches the cluster. */
  static String asked(String kind) {
    return kind + ": asked";
  }

  /** After it did. */
  static String notAnswered(String kind) {
    return kind + ": done, not answered";
  }

  static String service(int world) {
    return "svc-" + world;
  }

  /** Of the world that has this service. */
  static int number(String service) {
    return Integer.parseInt(service.substring(service.indexOf('-') + 1));
  }

  /** As settings, without the beginning. */
  String settingsOf(int world) {
    return "%s: {namespace: ns-%d, deployment: dhakacart-backend, container: backend, port: 5000, job: job-%d}"
        .formatted(service(world), world, world);
  }

  SimulatedWorld world(int number) {
    return worlds.get(number);
  }

  int count() {
    return worlds.size();
  }

  void fault(int number, Fault fault) {
    worlds.get(number).tidyUp();
    faults.incrementAndGet(number);
    worlds.get(number).fault(fault);
  }

  /** Its API server never answers. */
  void withoutCluster(int number) {
    withoutCluster.add(number);
  }

  /** Nothing of this world's cluster can be asked or changed. */
  void unreachable(int number, boolean away) {
    if (away) {
      unreachable.add(number);
    } else {
      unreachable.remove(number);
    }
  }

  URI apiServer() {
    return url(apiServer);
  }

  URI prometheus() {
    return url(prometheus);
  }

  /** Whether nothing of this world's cluster says anything. */
  boolean isSilent(int number) {
    return unreachable.contains(number) || withoutCluster.contains(number);
  }

  /**
   * What was held up arrives when it is let go: as from a node that hung, and not from a dead one.
   */
  void passOnLate() {
    passesOnLate = true;
  }

  /** Those that were meant and made, dry runs not among them. */
  List<Write> writes() {
    return List.copyOf(writes);
  }

  @Override
  public void close() {
    apiServer.stop(0);
    prometheus.stop(0);
    threads.shutdownNow();
    worlds.forEach(SimulatedWorld::close);
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private interface Address {
    URI of(SimulatedWorld world);
  }

  /**
   * @param silent worlds of which it never says anything
   */
  private HttpServer serve(Address address, Set<Integer> silent) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", exchange -> serve(exchange, address, silent));
      server.start();
      return server;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private void serve(HttpExchange exchange, Address address, Set<Integer> silent)
      throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String asked = exchange.getRequestURI().toString();
      int number = numberIn(asked + " " + body);
      if (unreachable.contains(number) || silent.contains(number)) {
        return; // the connection is cut
      }
      String kind = kind(exchange.getRequestMethod(), asked, body);
      boolean write = kind != null;
      if (write && points.take(asked(kind))) {
        points.park();
        if (!passesOnLate) {
          return;
        }
      }
      HttpResponse<byte[]> answer =
          pass(exchange, address.of(worlds.get(Math.max(0, number))), asked, body, number);
      if (write && answer.statusCode() < REFUSED) {
        writes.add(new Write(number, faults.get(number), exchange.getRequestMethod(), asked, body));
        if (points.take(notAnswered(kind))) {
          points.park();
          return;
        }
      }
      byte[] text = renamed(answer.body(), number);
      exchange
          .getResponseHeaders()
          .set("Content-Type", answer.headers().firstValue("Content-Type").orElse("text/plain"));
      exchange.sendResponseHeaders(answer.statusCode(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a change is, by what is written; null for what changes nothing. */
  private static String kind(String method, String asked, String body) {
    if (!WRITES.contains(method)
        || asked.contains("dryRun")
        || asked.contains("selfsubject")
        || asked.contains("/proxy")
        || asked.contains("/api/v1/query")) {
      return null;
    }
    if (asked.contains("/scale")) {
      return "scale";
    }
    if (asked.contains("horizontalpodautoscalers")) {
      return "autoscaler";
    }
    if (asked.contains("configmaps")) {
      return "config map";
    }
    if (body.startsWith("[")) {
      return "template"; // whole, with limits and marks of restarts in it
    }
    return body.contains("restartedAt")
        ? "restart"
        : body.contains("limits") ? "limits" : "template";
  }

  private static int numberIn(String text) {
    Matcher matcher = NUMBER.matcher(decoded(text));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  private HttpResponse<byte[]> pass(
      HttpExchange exchange, URI to, String asked, String body, int number)
      throws IOException, InterruptedException {
    String path = asked.replaceAll("/namespaces/ns-\\d+", "/namespaces/dhakacart");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to.resolve(path))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofString(
                    body.replace("\"ns-" + number + "\"", "\"dhakacart\"")
                        .replace("job-" + number, "dhakacart-backend")));
    for (String header : List.of("Content-Type", "User-Agent")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static byte[] renamed(byte[] body, int number) {
    if (number < 0) {
      return body;
    }
    return new String(body, StandardCharsets.UTF_8)
        .replaceAll("(\"namespace\"\\s*:\\s*)\"dhakacart\"", "$1\"ns-" + number + "\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** How often the same was written to the same object of the same world in one incident. */
  Map<String, Long> repeated() {
    Map<String, Long> counts = new java.util.TreeMap<>();
    writes.forEach(
        it ->
            counts.merge(
                it.world()
                    + " in its incident "
                    + it.fault()
                    + ": "
                    + it.method()
                    + " "
                    + it.path()
                    + " "
                    + it.body().replaceAll("\"resourceVersion\"\\s*:\\s*\"\\d+\"", ""),
                1L,
                Long::sum));
    counts.values().removeIf(count -> count == 1);
    return counts;
  }
}
