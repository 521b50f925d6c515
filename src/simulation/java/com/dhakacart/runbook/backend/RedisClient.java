package com.dhakacart.runbook.backend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a real Redis whether it is there. */
class RedisClient {

  private static final int PATIENCE = 1_000; // milliseconds

  private final String host;
  private final int port;

  RedisClient(String host, int port) {
    this.host = host;
    this.port = port;
  }

  Checks.Redis check() {
    long began = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE);
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG")
          ? new Checks.Redis(null, Duration.ofNanos(System.nanoTime() - began))
          : Checks.Redis.away();
    } catch (IOException e) {
      return Checks.Redis.away();
    }
  }
}
