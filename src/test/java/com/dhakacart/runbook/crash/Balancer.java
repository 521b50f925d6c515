package com.dhakacart.runbook.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** In front of several nodes, without sticky sessions: who connects is led to the node of now. */
class Balancer implements AutoCloseable {

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile ProductProcess node;

  Balancer(ProductProcess first) {
    node = first;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    threads.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  /** From the next connection on. */
  void leadTo(ProductProcess next) {
    node = next;
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

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket browser = server.accept();
        threads.execute(() -> lead(browser));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void lead(Socket browser) {
    try (browser;
        Socket product = new Socket(InetAddress.getLoopbackAddress(), node.uri().getPort())) {
      threads.execute(() -> pass(product, browser));
      pass(browser, product);
    } catch (IOException gone) {
      // the browser sees it, as it does when a node is not there
    }
  }

  /** Until one of both hangs up, which is passed on, too. */
  private static void pass(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException ended) {
      // by one of both; the other is closed here
    }
  }
}
