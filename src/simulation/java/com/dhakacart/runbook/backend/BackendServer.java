package com.dhakacart.runbook.backend;

import static com.dhakacart.runbook.backend.Json.object;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The backend's HTTP side. How it is at the moment, {@link BackendBehavior} says. */
public class BackendServer implements AutoCloseable {

  /** As DhakaCart's logger is set up: UTC in its containers, and no zone in the line. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** What the real backend complains about at every start although nothing is wrong. */
  private static final List<LogLine> NOISE =
      List.of(
          LogLine.error(
              "Failed to initialize email service",
              "nodemailer.createTransporter is not a function"),
          LogLine.warn(
              "Elasticsearch not available, search features will be limited",
              "connect ECONNREFUSED 127.0.0.1:9200"));

  static {
    // Without it each answer on a kept-alive connection waits 40 ms for the client's delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService threads;
  private final BackendBehavior behavior;
  private final Consumer<String> log;
  private final RequestMetrics metrics = new RequestMetrics();
  private final RateLimit healthLimit = new RateLimit(Clock.systemUTC());

  /** Serves at once, and logs to standard output. */
  public BackendServer(int port, BackendBehavior behavior) {
    this(port, behavior, System.out::println);
  }

  /**
   * Serves at once.
   *
   * @param port 0 for any free one, see {@link #port()}
   * @param log takes each line of the log, as JSON, without a line end
   */
  public BackendServer(int port, BackendBehavior behavior, Consumer<String> log) {
    this.behavior = behavior;
    this.log = log;
    try {
      http = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("The backend cannot listen on port " + port, e);
    }
    threads = Executors.newCachedThreadPool(BackendServer::daemon);
    http.setExecutor(threads);
    http.createContext("/", this::serve);
    http.start();
    NOISE.forEach(line -> write(line, Map.of()));
    write(LogLine.info("Server running on port " + port()), Map.of());
  }

  /**
   * Serves the release named by RELEASE (good, bad) on PORT until it is told to end. Where DB_URL
   * is set, with DB_USER and DB_PASSWORD, its database is a real one, and so is its Redis at
   * REDIS_HOST.
   */
  public static void main(String[] args) {
    Map<String, String> env = System.getenv();
    Release release = Release.valueOf(env.getOrDefault("RELEASE", "good").toUpperCase(Locale.ROOT));
    BackendServer server =
        new BackendServer(
            Integer.parseInt(env.getOrDefault("PORT", "5000")),
            env.containsKey("DB_URL") ? connected(release, env) : release);
    Runtime.getRuntime().addShutdownHook(new Thread(server::closeGracefully));
  }

  private static BackendBehavior connected(Release release, Map<String, String> env) {
    ConnectedBackend backend =
        new ConnectedBackend(
            release,
            new ConnectionPool(env.get("DB_URL"), env.get("DB_USER"), env.get("DB_PASSWORD")),
            new RedisClient(env.getOrDefault("REDIS_HOST", "redis"), 6379),
            Integer.parseInt(env.getOrDefault("QUERY_TRIES", "3")));
    try {
      backend.connect();
    } catch (SQLException e) {
      System.out.println("Database connection failed at the start: " + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return backend;
  }

  public int port() {
    return http.getAddress().getPort();
  }

  public URI uri() {
    return URI.create("http://localhost:" + port());
  }

  /** What was answered so far, one element a series. */
  public List<RequestCount> requests() {
    return metrics.counts();
  }

  /** Ends at once; requests in flight get no answer. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  /** A Service still sends requests for a moment to a pod that was told to end. */
  private void closeGracefully() {
    try {
      Thread.sleep(3_000);
      http.stop(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    long began = System.nanoTime();
    try (exchange) {
      Reply reply = reply(exchange);
      byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type);
      exchange.sendResponseHeaders(reply.status, body.length);
      exchange.getResponseBody().write(body);
      // Counted last: a client that gave up leaves no trace in the real backend's metrics either.
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      metrics.count(exchange.getRequestMethod(), reply.route, reply.status, took);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply reply(HttpExchange exchange) throws InterruptedException {
    String path = exchange.getRequestURI().getPath();
    switch (path) {
      case "/health":
        return health(exchange);
      case "/ready":
        return ready();
      case "/live":
        return Reply.json(path, 200, object("status", "alive", "timestamp", now()));
      case "/metrics":
        return new Reply(path, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
      default:
        Optional<Route> route = Route.of(exchange.getRequestMethod(), path);
        return route.isPresent()
            ? customer(exchange, route.get())
            : Reply.json(path, 404, object("error", "Route not found"));
    }
  }

  private Reply customer(HttpExchange exchange, Route route) throws InterruptedException {
    Answer answer = behavior.answer(route);
    behavior.pass(answer.after());
    Map<String, Object> context =
        object(
            "correlationId", UUID.randomUUID(),
            "method", route.method(),
            "url", exchange.getRequestURI(),
            "statusCode", answer.status());
    answer.log().forEach(line -> write(line, context));
    return Reply.json(
        route.label(),
        answer.status(),
        answer.status() < 400
            ? object("status", "ok", "route", route.label())
            : object("error", "Internal server error"));
  }

  private Reply health(HttpExchange exchange) throws InterruptedException {
    InetAddress client = exchange.getRemoteAddress().getAddress();
    if (!healthLimit.allows(client, behavior.healthRequestsPerMinute())) {
      return Reply.json("/health", 429, object("error", "Too many requests, try again later"));
    }
    Checks checks = behavior.checks();
    Checks.Database database = checks.database();
    behavior.pass(database.responseTime());
    if (!database.isHealthy()) {
      write(LogLine.error("Database health check failed", database.error()), Map.of());
    }
    return Reply.json(
        "/health",
        checks.areHealthy() ? 200 : 503,
        object(
            "status", word(checks.areHealthy()),
            "timestamp", now(),
            "responseTime", database.responseTime().toMillis(),
            "checks", body(checks)));
  }

  private static Map<String, Object> body(Checks checks) {
    Checks.Database database = checks.database();
    Checks.Redis redis = checks.redis();
    Checks.Memory memory = checks.memory();
    return object(
        "database",
        object(
            "status", word(database.isHealthy()),
            "responseTime", database.responseTime().toMillis(),
            "error", database.error(),
            "details",
                object(
                    "totalConnections", database.totalConnections(),
                    "idleConnections", database.idleConnections(),
                    "waitingClients", database.waitingClients())),
        "redis",
        redis.isHealthy()
            ? object(
                "status", "healthy",
                "responseTime", redis.responseTime().toMillis() + "ms",
                "message", "Redis connection is healthy")
            : object("status", "unhealthy", "message", redis.error()),
        "memory",
        object(
            "status", word(memory.isHealthy()),
            "details",
                object(
                    "usagePercent",
                    Math.round(memory.usagePercent() * 100) / 100.0,
                    "limitMB",
                    memory.limitMB())));
  }

  private Reply ready() throws InterruptedException {
    Checks.Database database = behavior.checks().database();
    behavior.pass(database.responseTime());
    if (database.isHealthy()) {
      return Reply.json("/ready", 200, object("status", "ready", "timestamp", now()));
    }
    write(LogLine.error("Readiness check failed", database.error()), Map.of());
    return Reply.json(
        "/ready",
        503,
        object(
            "status",
            "not_ready",
            "reason",
            "Database connection failed",
            "timestamp",
            now(),
            "error",
            database.error()));
  }

  private void write(LogLine line, Map<String, Object> context) {
    Map<String, Object> json =
        object(
            "timestamp", TIMESTAMP.format(Instant.now()),
            "level", line.level().name().toLowerCase(Locale.ROOT),
            "message", line.message(),
            "service", "dhakacart-backend",
            "environment", "production");
    json.putAll(context);
    if (line.error() != null) {
      json.put("error", line.error());
    }
    log.accept(Json.write(json));
  }

  private static String word(boolean healthy) {
    return healthy ? "healthy" : "unhealthy";
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "backend");
    thread.setDaemon(true);
    return thread;
  }

  private record Reply(String route, int status, String type, String body) {

    static Reply json(String route, int status, Map<String, Object> body) {
      return new Reply(route, status, "application/json; charset=utf-8", Json.write(body));
    }
  }
}
