package com.dhakacart.runbook.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Who calls a server on the loopback address, each in a thread of its own. */
final class Callers implements AutoCloseable {

  /** What one of them is told; how it ends is the caller's business. */
  @FunctionalInterface
  interface Talk {
    void with(Socket caller) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Callers(Talk talk) throws IOException {
    listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.submit(() -> accept(talk));
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many have not hung up, as far as that was noticed: when they are told something. */
  int open() {
    return open.size();
  }

  private void accept(Talk talk) {
    while (!listening.isClosed()) {
      try {
        Socket caller = listening.accept();
        open.add(caller);
        threads.submit(() -> serve(caller, talk));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller, Talk talk) {
    try (caller) {
      talk.with(caller);
    } catch (IOException e) {
      // the caller had enough, which is what most of these are about
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(caller);
    }
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
