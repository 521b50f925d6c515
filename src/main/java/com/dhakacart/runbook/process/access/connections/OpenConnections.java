package com.dhakacart.runbook.process.access.connections;

import jakarta.servlet.ServletConnection;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 whose connections can be ended while a thread waits for them. Tomcat's own timeouts
 * begin anew with each byte, so that a byte a second holds a thread for as long as somebody likes.
 * Public, since Tomcat makes it by its name.
 */
public class OpenConnections extends Http11NioProtocol {

  private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);
  private static final String HTTP = "http/1.1";

  private final NioEndpoint endpoint;

  public OpenConnections() {
    this(new NioEndpoint());
  }

  private OpenConnections(NioEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  /** Nothing more is read: whoever waits for more meets the end at once. */
  void endInput(ServletConnection connection) {
    end(connection, SocketChannel::shutdownInput);
  }

  /** Nothing more is written: whoever waits until the other side has read fails at once. */
  void endOutput(ServletConnection connection) {
    end(connection, SocketChannel::shutdownOutput);
  }

  private void end(ServletConnection connection, Ending ending) {
    endpoint.getConnections().stream()
        .filter(
            it ->
                it.getServletConnection(HTTP, "")
                    .getConnectionId()
                    .equals(connection.getConnectionId()))
        .findFirst()
        .ifPresent(
            it -> {
              try {
                ending.end(it.getSocket().getIOChannel());
              } catch (IOException e) {
                log.debug("Connection {} is gone already", connection.getConnectionId(), e);
              }
            });
  }

  private interface Ending {
    void end(SocketChannel channel) throws IOException;
  }
}
