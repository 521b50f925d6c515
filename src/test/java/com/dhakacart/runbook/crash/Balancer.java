package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.fixtures.ProductProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** In front of several nodes, without sticky sessions: who connects is led to the node of now. */
class Balancer implements AutoCloseable {

  private final LoopbackDoor door = new LoopbackDoor();
  private volatile ProductProcess node;

  Balancer(ProductProcess first) {
    node = first;
    door.open(browser -> door.inTheBackground(() -> lead(browser)));
  }

  URI uri() {
    return URI.create("http://localhost:" + door.port());
  }

  /** From the next connection on. */
  void leadTo(ProductProcess next) {
    node = next;
  }

  @Override
  public void close() {
    door.close();
  }

  private void lead(Socket browser) {
    try (browser;
        Socket product = new Socket(InetAddress.getLoopbackAddress(), node.uri().getPort())) {
      door.inTheBackground(() -> pass(product, browser));
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
