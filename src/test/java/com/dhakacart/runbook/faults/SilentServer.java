package com.dhakacart.runbook.faults;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Takes connections and requests, and says nothing. */
public final class SilentServer implements AutoCloseable {

  private final FaultyServer server;

  public SilentServer() {
    try {
      server = new FaultyServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.does(Fault.SILENCE);
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
