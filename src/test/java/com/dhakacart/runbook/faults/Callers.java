package com.dhakacart.runbook.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
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

  /** What is done beside a talk. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  private final Talk talk;
  private volatile ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Callers(Talk talk) throws IOException {
    this(0, talk);
  }

  /**
   * @param port that nobody is lent meanwhile, where it is to be left and taken again
   */
  Callers(int port, Talk talk) throws IOException {
    this.talk = talk;
    listen(port);
  }

  private void listen(int port) throws IOException {
    ServerSocket here = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
    listening = here;
    threads.submit(() -> accept(here));
  }

  /** Whoever calls is refused; who is on the line is told what there is to say. */
  void leave() throws IOException {
    listening.close();
  }

  /** Is there again, at the same port; somebody may look just now whether that is free. */
  void comeBack() {
    await()
        .ignoreException(BindException.class)
        .until(
            () -> {
              listen(listening.getLocalPort());
              return true;
            });
  }

  int port() {
    return listening.getLocalPort();
  }

  /** How many have not hung up, as far as that was noticed: when they are told something. */
  int open() {
    return open.size();
  }

  void inTheBackground(Work work) {
    threads.submit(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            // as above: one of both hung up
          }
        });
  }

  private void accept(ServerSocket here) {
    while (!here.isClosed()) {
      try {
        Socket caller = here.accept();
        open.add(caller);
        threads.submit(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
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
      leave();
      for (Socket caller : open) {
        caller.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
