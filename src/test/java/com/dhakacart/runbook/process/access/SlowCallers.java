package com.dhakacart.runbook.process.access;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Many connections that each send their beginning, and then a byte every now and then. */
final class SlowCallers implements AutoCloseable {

  private final List<Socket> open = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread drip;

  private SlowCallers(int port, int count, String beginning, String each, int receiveBuffer) {
    try {
      for (int n = 0; n < count; n++) {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
          socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("localhost", port), 10_000);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        open.add(socket);
      }
    } catch (IOException e) {
      close();
      throw new IllegalStateException("connection " + open.size() + " could not be opened", e);
    }
    drip = new Thread(() -> drip(each.getBytes(StandardCharsets.US_ASCII)), "slow-callers");
    drip.start();
  }

  /**
   * @param beginning what each sends at once
   * @param each what each sends again and again
   */
  static SlowCallers sending(int port, int count, String beginning, String each) {
    return new SlowCallers(port, count, beginning, each, 0);
  }

  /** They ask for something large, and read none of it. */
  static SlowCallers reading(int port, int count, String request) {
    return new SlowCallers(port, count, request, "", 1024);
  }

  private void drip(byte[] each) {
    while (!over.get()) {
      for (Socket socket : open) {
        try {
          socket.getOutputStream().write(each);
        } catch (IOException cutOff) {
          // the other side has had enough
        }
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** How many of them the other side has ended. */
  int cutOff() {
    return (int) open.stream().filter(SlowCallers::isEnded).count();
  }

  private static boolean isEnded(Socket socket) {
    try {
      socket.setSoTimeout(1);
      byte[] some = new byte[4096];
      while (socket.getInputStream().read(some) >= 0) {
        // an answer comes before the end
      }
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException ended) {
      return true;
    }
  }

  @Override
  public void close() {
    over.set(true);
    open.forEach(
        it -> {
          try {
            it.close();
          } catch (IOException gone) {
            // as it should be
          }
        });
  }
}
