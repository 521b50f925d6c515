package com.dhakacart.runbook.sockets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Connections that end, whatever the other side does, and however much it says. The timeouts that
 * libraries know count anew with each byte.
 */
public final class EndingSockets extends SocketFactory {

  /** More than any answer that is of use, and little enough for several at once. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final int SKIPPED_AT_ONCE = 8 * 1024;

  private final Duration within;

  /**
   * @param within from the making of a socket to the last byte that is read from it
   */
  public EndingSockets(Duration within) {
    this.within = within;
  }

  /**
   * As PostgreSQL's driver makes it, of a class and a text.
   *
   * @param within in ISO-8601, such as {@code PT5S}
   */
  public EndingSockets(String within) {
    this(Duration.parse(within));
  }

  @Override
  public Socket createSocket() {
    return new EndingSocket(within);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
  }

  private Socket connected(SocketAddress to, SocketAddress from) throws IOException {
    Socket socket = createSocket();
    socket.bind(from);
    socket.connect(to, Math.toIntExact(within.toMillis()));
    return socket;
  }

  private static final class EndingSocket extends Socket {

    private final Duration within;
    private final long begun = System.nanoTime();
    private long taken;

    EndingSocket(Duration within) {
      this.within = within;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new Ending(super.getInputStream());
    }

    private int millisLeft() throws IOException {
      long left = within.minusNanos(System.nanoTime() - begun).toMillis();
      if (left <= 0) {
        throw new SocketTimeoutException(
            "its answers do not end within " + within.toMillis() + " ms");
      }
      return Math.toIntExact(left);
    }

    private final class Ending extends FilterInputStream {

      Ending(InputStream answer) {
        super(answer);
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] into, int from, int most) throws IOException {
        int patience = getSoTimeout();
        int left = millisLeft();
        setSoTimeout(patience == 0 ? left : Math.min(patience, left));
        try {
          return counted(super.read(into, from, most));
        } finally {
          if (!isClosed()) {
            setSoTimeout(patience);
          }
        }
      }

      private int counted(int count) throws IOException {
        taken += Math.max(count, 0);
        if (taken > MOST_BYTES) {
          throw new IOException("it answers more than " + MOST_BYTES / 1024 / 1024 + " MB");
        }
        return count;
      }

      /** TLS skips what still comes when it closes. */
      @Override
      public long skip(long most) throws IOException {
        return Math.max(0, read(new byte[Math.toIntExact(Math.min(most, SKIPPED_AT_ONCE))]));
      }
    }
  }
}
