package com.dhakacart.runbook.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code EveryFaultOfMailTest} and {@code EveryFaultOfDatabaseTest} have those who use them. */
@Timeout(60)
class EndingSocketsTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void moreThanAnybodyNeeds_isNotTaken_norSkipped() throws IOException {
    answers(out -> endless(out, 64 * 1024, Duration.ZERO));
    try (Socket socket = connected(LONG)) {
      InputStream in = socket.getInputStream();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
          .withMessage("it answers more than 16 MB");
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> in.skip(1_000_000));
    }
  }

  @Test
  void aByteNowAndThen_doesNotBeginTheTimeAnew() throws IOException {
    answers(out -> endless(out, 1, Duration.ofMillis(20)));
    try (Socket socket = connected(Duration.ofMillis(300))) {
      socket.setSoTimeout(60_000);
      InputStream in = socket.getInputStream();
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()));
      assertThat(socket.getSoTimeout()).isEqualTo(60_000);
    }
  }

  @Test
  void whoeverReadsSetsAShorterTime_itHolds() throws IOException {
    answers(out -> Thread.sleep(LONG.toMillis()));
    try (Socket socket = connected(LONG)) {
      socket.setSoTimeout(50);
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.getInputStream().read());
    }
  }

  @Test
  void answerThatEnds_isReadToItsEnd() throws IOException {
    answers(out -> out.write(new byte[] {1, (byte) 200, 3, 4}));
    try (Socket socket = connected(LONG)) {
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo(1);
      assertThat(in.read()).isEqualTo(200);
      assertThat(in.skip(1)).isEqualTo(1);
      assertThat(in.readAllBytes()).containsExactly(4);
      assertThat(in.skip(1)).isZero();
    }
  }

  private Socket connected(Duration within) throws IOException {
    return new EndingSockets(within.toString())
        .createSocket(server.getInetAddress(), server.getLocalPort());
  }

  private interface Answer {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  private void answers(Answer answer) {
    CompletableFuture.runAsync(
        () -> {
          try (Socket caller = server.accept()) {
            answer.to(caller.getOutputStream());
          } catch (IOException | InterruptedException e) {
            // the caller had enough
          }
        });
  }

  private static void endless(OutputStream out, int atOnce, Duration pause)
      throws IOException, InterruptedException {
    while (true) {
      out.write(new byte[atOnce]);
      Thread.sleep(pause.toMillis());
    }
  }
}
