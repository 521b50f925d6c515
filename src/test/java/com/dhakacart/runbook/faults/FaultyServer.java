package com.dhakacart.runbook.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real server that does one thing wrong, on the level of bytes. */
final class FaultyServer implements AutoCloseable {

  /** A test that reads all of it has learned enough; nobody ever may. */
  private static final long HUGE_BYTES = 4L * 1024 * 1024 * 1024;

  private static final byte[] BLOCK = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Long> taken = new ConcurrentHashMap<>();
  private volatile Fault fault = Fault.NOT_FOUND;

  FaultyServer() throws IOException {
    listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.submit(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  void does(Fault next) {
    fault = next;
    taken.clear();
  }

  /** Bytes of a huge answer that each request took before its caller had enough. */
  Map<String, Long> taken() {
    return Map.copyOf(taken);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket caller = listening.accept();
        open.add(caller);
        threads.submit(() -> serve(caller, fault));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller, Fault now) {
    try (caller) {
      String request = now == Fault.SILENCE ? "" : readHead(caller);
      answer(caller.getOutputStream(), now, request);
    } catch (IOException e) {
      // the caller had enough, which is what most of these are about
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(caller);
    }
  }

  /** Its first line. */
  private static String readHead(Socket caller) throws IOException {
    BufferedReader head =
        new BufferedReader(
            new InputStreamReader(caller.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = head.readLine();
    String line = first;
    while (line != null && !line.isEmpty()) {
      line = head.readLine();
    }
    return String.valueOf(first);
  }

  private void answer(OutputStream out, Fault now, String request)
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
      case SILENCE -> Thread.sleep(600_000);
      default -> {
        String body = "{\"message\":\"no\",\"error\":\"no\"}";
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

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket caller : open) {
        caller.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
