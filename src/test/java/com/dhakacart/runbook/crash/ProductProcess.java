package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.RunbookApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The packaged product, or its class path where it is not packaged yet, as a process of its own
 * that can be killed.
 */
class ProductProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Path FAKETIME =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

  private final Map<String, String> environment = new TreeMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final Path folder;
  private final int port;
  private final List<String> arguments;
  private Path jar;
  private Process process;

  /**
   * @param folder of its settings ({@code application.yaml}), its log and its data
   */
  ProductProcess(String name, Path folder, int port, String... arguments) {
    this.name = name;
    this.folder = folder;
    this.port = port;
    this.arguments = new ArrayList<>(List.of(arguments));
  }

  /**
   * One of several nodes of an engine, with threads and connections for many incidents at once.
   *
   * @param cable the port at which it reaches its PostgreSQL
   */
  static ProductProcess onPostgres(String name, Path folder, int cable, Duration lock)
      throws IOException {
    return new ProductProcess(
        name,
        folder,
        freePort(),
        "--runbook.node.id=" + name,
        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&socketTimeout=60"
            .formatted(cable),
        "--spring.datasource.hikari.maximum-pool-size=60",
        "--camunda.bpm.job-execution.core-pool-size=20",
        "--camunda.bpm.job-execution.max-pool-size=20",
        "--runbook.looks.at-once=15",
        "--runbook.looks.of-milder=12",
        "--runbook.looks.asking-again=6",
        "--camunda.bpm.job-execution.lock-time-in-millis=" + lock.toMillis());
  }

  static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  /**
   * Whom a caller reaches behind an address for all. Not in turn: what is asked two times for each
   * decision would always come to the same one the second time.
   */
  static URI anyThatRuns(List<ProductProcess> nodes) {
    List<ProductProcess> running = nodes.stream().filter(ProductProcess::isAlive).toList();
    return running.isEmpty()
        ? URI.create("http://127.0.0.1:1")
        : running.get(ThreadLocalRandom.current().nextInt(running.size())).uri();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  String name() {
    return name;
  }

  /**
   * With a clock that is ahead, where libfaketime is installed.
   *
   * @return whether it is
   */
  boolean clockAhead(Duration by) {
    if (!Files.exists(FAKETIME)) {
      return false;
    }
    environment.putAll(
        Map.of(
            "LD_PRELOAD", FAKETIME.toString(),
            "FAKETIME", "+" + by.toSeconds() + "s",
            "DONT_FAKE_MONOTONIC", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
            "FAKETIME_FORCE_MONOTONIC_FIX", "0"));
    return true;
  }

  /** From the next start on, in place of what was said of the same setting before. */
  ProductProcess with(String argument) {
    arguments.removeIf(it -> it.startsWith(argument.replaceFirst("=.*", "=")));
    arguments.add(argument);
    return this;
  }

  /** Another release of it. */
  ProductProcess of(Path otherJar) {
    jar = otherJar;
    return this;
  }

  /** Begins to start. */
  ProductProcess begin() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    // as docker/Dockerfile starts it, with room for the threads that wait at kill points
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx700m", "-Xshare:auto"));
    command.addAll(code());
    command.add("--server.port=" + port);
    command.add("--spring.config.additional-location=" + folder.toUri());
    command.addAll(arguments);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Starts, and waits until it takes alerts. */
  ProductProcess start() {
    return begin().awaitReady();
  }

  ProductProcess awaitReady() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(name + " did not start:\n" + lastLines());
      }
      sleep();
    }
    return this;
  }

  boolean isReady() {
    try {
      HttpRequest health =
          HttpRequest.newBuilder(uri().resolve("/actuator/health/readiness"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(health, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** SIGKILL; it is dead when this returns. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM; it has ended when this returns. */
  void terminate() {
    process.destroy();
    await();
  }

  /** SIGSTOP and SIGCONT: a node that hangs for a while. */
  void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  Path log() {
    return folder.resolve(name + ".log");
  }

  @Override
  public void close() {
    if (isAlive()) {
      kill();
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> code() {
    String packaged = System.getProperty("runbook.product.jar", "");
    if (jar != null || !packaged.isBlank() && Files.exists(Path.of(packaged))) {
      return List.of("-jar", jar != null ? jar.toString() : packaged);
    }
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String classPath =
        Arrays.stream(all.split(File.pathSeparator))
            .filter(it -> !it.endsWith("test-classes") && !it.endsWith("test-classes/"))
            .collect(Collectors.joining(File.pathSeparator));
    return List.of("-cp", classPath, RunbookApplication.class.getName());
  }
}
