package com.dhakacart.runbook.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A port of this machine alone; whoever connects is led on, by threads that end with it. */
final class LoopbackDoor implements AutoCloseable {

  /** Leads on whoever has connected. */
  interface Porter {
    void lead(Socket client) throws IOException;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ServerSocket server;

  LoopbackDoor() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on; until then who connects waits. */
  void open(Porter porter) {
    threads.execute(() -> accept(porter));
  }

  void inTheBackground(Runnable work) {
    threads.execute(work);
  }

  private void accept(Porter porter) {
    while (!server.isClosed()) {
      try {
        porter.lead(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
