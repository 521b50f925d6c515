package com.dhakacart.runbook.realcluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Between the product and a server, such as the API server, byte by byte; can be cut, and let no
 * answer through.
 */
final class Gate implements AutoCloseable {

  private final String host;
  private final int port;
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile boolean mute;

  private Gate(URI behind) throws IOException {
    host = behind.getHost();
    port = behind.getPort() < 0 ? 443 : behind.getPort();
    door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    threads.execute(this::letIn);
  }

  /**
   * To the API server of the current kubeconfig. Its certificate must be good for 127.0.0.1, as
   * those of kind, minikube and most clusters for development are.
   */
  static Gate toTheApiServer() {
    String server =
        TestCluster.shell(
            "kubectl config view --raw --minify --output=jsonpath={.clusters[0].cluster.server}");
    return to(URI.create(server.strip()));
  }

  static Gate to(URI behind) {
    try {
      return new Gate(behind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "https://127.0.0.1:" + port();
  }

  int port() {
    return door.getLocalPort();
  }

  /** Connections end, and new ones are not served. */
  void cut() {
    cut = true;
    connections.forEach(Gate::end);
  }

  /** What is asked arrives; what is answered does not. */
  void mute() {
    mute = true;
  }

  void open() {
    cut = false;
    mute = false;
    connections.forEach(Gate::end);
  }

  private void letIn() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (cut) {
          end(client);
          continue;
        }
        Socket server = new Socket(host, port);
        connections.add(client);
        connections.add(server);
        threads.execute(() -> pass(client, server, false));
        threads.execute(() -> pass(server, client, true));
      } catch (IOException e) {
        // closed, or the API server is really away: the client sees its connection end
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] some = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        if (!(answers && mute)) {
          out.write(some, 0, n);
        }
      }
    } catch (IOException e) {
      // one side ended
    } finally {
      connections.remove(from);
      connections.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it had ended
    }
  }

  @Override
  public void close() {
    end(door);
    connections.forEach(Gate::end);
    threads.shutdownNow();
  }

  private static void end(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it had ended
    }
  }
}
