package com.dhakacart.runbook.faults;

import com.dhakacart.runbook.fixtures.Ports;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A real server that does one thing wrong, on the level of bytes: with each request, or with some
 * of those to a server behind it.
 */
final class FaultyServer implements AutoCloseable {

  /** A test that reads all of it has learned enough; nobody ever may. */
  private static final long HUGE_BYTES = 4L * 1024 * 1024 * 1024;

  private static final long LONG_MILLIS = 600_000;

  private static final byte[] BLOCK = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);

  private final Callers callers;
  private final Map<String, Long> taken = new ConcurrentHashMap<>();
  private final Queue<String> granted = new ConcurrentLinkedQueue<>();
  private final URI behind;
  private final Function<String, Optional<Wrong>> mistakes;
  private volatile Fault fault = Fault.NOT_FOUND;
  private volatile boolean arrives;
  private volatile CommandInPod command;

  /**
   * What is done wrong with a request.
   *
   * @param arrives whether it is handed on before its answer goes wrong
   */
  record Wrong(Fault fault, boolean arrives) {}

  FaultyServer() throws IOException {
    this(null, any -> true);
  }

  /**
   * @param goesWrong of a request's first line; all others are handed on
   */
  FaultyServer(URI behind, Predicate<String> goesWrong) throws IOException {
    this.behind = behind;
    this.mistakes =
        line ->
            Optional.ofNullable(fault)
                .filter(it -> goesWrong.test(line))
                .map(it -> new Wrong(it, arrives));
    callers = new Callers(this::serve);
  }

  private FaultyServer(int port, URI behind, Function<String, Optional<Wrong>> mistakes)
      throws IOException {
    this.behind = behind;
    this.mistakes = mistakes;
    callers = new Callers(port, this::serve);
  }

  /**
   * One that can go away and come back.
   *
   * @param mistakes by a request's first line; empty hands it on
   */
  static FaultyServer before(URI behind, Function<String, Optional<Wrong>> mistakes)
      throws IOException {
    return new FaultyServer(Ports.free(), behind, mistakes);
  }

  int port() {
    return callers.port();
  }

  void does(Fault next) {
    fault = next;
    taken.clear();
  }

  /** Hands each request on, before its answer goes wrong. */
  void doesOnceItArrived(Fault next) {
    arrives = true;
    does(next);
  }

  /** Runs each command in a pod itself, which the server behind cannot. */
  void runs(CommandInPod any) {
    command = any;
  }

  void doesNothingWrong() {
    arrives = false;
    does(null);
  }

  /** How many of such requests the server behind has done, whatever its caller was told. */
  long granted(Predicate<String> such) {
    return granted.stream().filter(such).count();
  }

  /** Bytes of a huge answer that each request took before its caller had enough. */
  Map<String, Long> taken() {
    return Map.copyOf(taken);
  }

  private void serve(Socket caller) throws IOException, InterruptedException {
    if (behind == null && fault == Fault.SILENCE) {
      Thread.sleep(LONG_MILLIS);
    }
    InputStream in = new BufferedInputStream(caller.getInputStream());
    Request request = Request.read(in);
    Optional<Wrong> wrong = mistakes.apply(request.line());
    if (wrong.isEmpty()) {
      Optional<String> key = request.header("Sec-WebSocket-Key");
      if (command != null && key.isPresent()) {
        command.run(key.get(), in, caller.getOutputStream());
      } else {
        handOn(request, caller.getOutputStream());
      }
      return;
    }
    if (wrong.get().arrives()) {
      handOn(request.with(RandomFaults.ANSWER_IS_LOST + ": yes"), OutputStream.nullOutputStream());
    }
    answer(in, caller.getOutputStream(), wrong.get().fault(), request.line());
  }

  private void handOn(Request request, OutputStream answer) throws IOException {
    try (Socket server = request.handedOn(behind)) {
      InputStream in = new BufferedInputStream(server.getInputStream());
      String status = Request.line(in);
      if (status.isEmpty()) {
        return; // it hung up, and so does this
      }
      if (status.contains(" 200 ")) {
        granted.add(request.line());
      }
      send(answer, status + "\r\nConnection: close\r\n"); // else it is used again as it ends
      in.transferTo(answer);
    }
  }

  /**
   * @param line its first
   * @param headers that are not about the connection
   */
  private record Request(String line, List<String> headers, byte[] body) {

    private static final Pattern OF_THE_CONNECTION =
        Pattern.compile("(?i)(?:connection|upgrade|http2-settings|transfer-encoding):.*");

    static Request read(InputStream in) throws IOException {
      String line = line(in);
      List<String> headers = new ArrayList<>();
      int length = 0;
      boolean chunked = false;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        String lower = header.toLowerCase(Locale.ROOT);
        chunked |= lower.matches("transfer-encoding:\\s*chunked");
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
        if (!OF_THE_CONNECTION.matcher(header).matches()) {
          headers.add(header);
        }
      }
      if (!chunked) {
        return new Request(line, headers, in.readNBytes(length));
      }
      byte[] body = chunks(in);
      return new Request(line, headers, body).with("Content-Length: " + body.length);
    }

    private static byte[] chunks(InputStream in) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int size = size(in); size > 0; size = size(in)) {
        all.writeBytes(in.readNBytes(size));
        line(in);
      }
      line(in);
      return all.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
      return Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
    }

    Optional<String> header(String name) {
      return headers.stream()
          .filter(it -> it.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(it -> it.substring(name.length() + 1).strip())
          .findFirst();
    }

    Request with(String header) {
      List<String> more = new ArrayList<>(headers);
      more.add(header);
      return new Request(line, more, body);
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int letter = in.read(); letter >= 0 && letter != '\n'; letter = in.read()) {
        line.append((char) letter);
      }
      return line.toString().stripTrailing();
    }

    /** Where its answer comes. */
    Socket handedOn(URI to) throws IOException {
      Socket server = new Socket(to.getHost(), to.getPort());
      ByteArrayOutputStream whole = new ByteArrayOutputStream(); // a packet a line waits for each
      send(whole, line + "\r\nConnection: close\r\n");
      for (String header : headers) {
        send(whole, header + "\r\n");
      }
      send(whole, "\r\n");
      whole.write(body);
      whole.writeTo(server.getOutputStream());
      return server;
    }
  }

  private void answer(InputStream in, OutputStream out, Fault now, String request)
      throws IOException, InterruptedException {
    switch (now) {
      case HALF -> send(out, head(200, "application/json", 1000) + "{\"status\":\"succ");
      case WRONG -> {
        String page = "<html><body>Log in</body></html>";
        send(out, head(200, "text/html", page.length()) + page);
      }
      case HUGE -> {
        send(out, head(200, "application/json", Long.MAX_VALUE) + "{\"status\":\"");
        for (long sent = 0; sent < HUGE_BYTES; sent += BLOCK.length) {
          out.write(BLOCK);
          taken.merge(request, sent, Math::max);
        }
        Thread.sleep(60_000);
      }
      case DRIP -> {
        send(out, head(200, "application/json", 1_000_000));
        while (true) {
          send(out, " ");
          Thread.sleep(1_000);
        }
      }
      case SILENCE -> in.transferTo(OutputStream.nullOutputStream()); // until he has enough
      default -> {
        String body = // by which a proxy's own refusal is told from the application's
            """
            {"kind":"Status","apiVersion":"v1","message":"no","error":"no","code":%d}"""
                .formatted(now.status());
        send(out, head(now.status(), "application/json", body.length()) + body);
      }
    }
  }

  private static String head(int status, String type, long length) {
    return "HTTP/1.1 %d Fault\r\nContent-Type: %s\r\nContent-Length: %d\r\nRetry-After: 30\r\nConnection: close\r\n\r\n"
        .formatted(status, type, length);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  Callers callers() {
    return callers;
  }

  @Override
  public void close() {
    callers.close();
  }
}
