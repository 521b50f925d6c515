package com.dhakacart.runbook.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.dhakacart.runbook.fixtures.Ports;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A PostgreSQL that does one thing wrong, by its frontend/backend protocol 3.0. It lets anybody in,
 * and has done whatever it is told. Before a real one it does so in some talks, and leads all
 * others on.
 */
final class FaultyPostgres implements AutoCloseable {

  /** Where a talk is. */
  enum Point {
    /** Whether it speaks TLS; it does not. */
    TLS,
    LOGIN,
    /** The first that is about the sessions, and not about the connection itself. */
    QUESTION
  }

  private static final int TLS_REQUEST = 80877103;
  private static final byte[] YES = {'S'};
  private static final byte[] NO = {'N'};
  private static final byte[] READY = message('Z', "I".getBytes(US_ASCII));
  private static final byte[] DONE = message('C', text("SET"));

  /** Of 64 MB, and then it still goes on. */
  private static final byte[] ENDLESS_ERROR =
      bytes(new byte[] {'E'}, four(64 * 1024 * 1024), text("SFATAL"));

  /**
   * What it does wrong in a talk: garbles an answer, or sends an error.
   *
   * @param garbled null where it sends an error
   * @param endless how an answer begins that goes on with any number of letters
   */
  record Mistake(Point at, Garbled garbled, byte[] error, byte[] endless) {

    static Mistake of(Garbled garbled, Point at) {
      return new Mistake(at, garbled, null, at == Point.TLS ? YES : ENDLESS_ERROR);
    }

    /**
     * @param state SQL state, Appendix A of its manual
     */
    static Mistake saying(String state, String words, Point at) {
      byte[] error =
          message(
              'E',
              text("SFATAL"),
              text("VFATAL"),
              text("C" + state),
              text("M" + words),
              new byte[1]);
      return new Mistake(at, null, error, null);
    }
  }

  private final Callers callers;
  private final Supplier<Optional<Mistake>> mistakes;
  private final int behind;
  private final AtomicLong taken = new AtomicLong();

  private FaultyPostgres(int port, int behind, Supplier<Optional<Mistake>> mistakes)
      throws IOException {
    this.behind = behind;
    this.mistakes = mistakes;
    this.callers = new Callers(port, this::talk);
  }

  private static FaultyPostgres that(Mistake always) throws IOException {
    return new FaultyPostgres(0, 0, () -> Optional.of(always));
  }

  static FaultyPostgres that(Garbled garbled, Point at) throws IOException {
    return that(Mistake.of(garbled, at));
  }

  /** Answers with a row of one column, and letters without an end. */
  static FaultyPostgres withARowOf(int bytes) throws IOException {
    byte[] row =
        bytes(
            message('1'),
            message('2'),
            message(
                'T', two(1), text("slots"), four(0), two(0), four(25), two(-1), four(-1), two(0)),
            new byte[] {'D'},
            four(Math.max(bytes, 0) + 10),
            two(1),
            four(bytes));
    return that(new Mistake(Point.QUESTION, Garbled.HUGE, null, row));
  }

  static FaultyPostgres thatSays(String state, String words, Point at) throws IOException {
    return that(Mistake.saying(state, words, at));
  }

  /**
   * One that can go away and come back.
   *
   * @param behind the port of a real one
   */
  static FaultyPostgres before(int behind, Supplier<Optional<Mistake>> mistakes)
      throws IOException {
    return new FaultyPostgres(Ports.free(), behind, mistakes);
  }

  int port() {
    return callers.port();
  }

  int open() {
    return callers.open();
  }

  /** Bytes of a huge answer that were taken. */
  long taken() {
    return taken.get();
  }

  private void talk(Socket caller) throws IOException, InterruptedException {
    Optional<Mistake> mistake = mistakes.get();
    if (mistake.isPresent()) {
      new Talk(caller, mistake.get()).toTheEnd();
    } else {
      leadOn(caller);
    }
  }

  private void leadOn(Socket caller) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      callers.inTheBackground(
          () -> {
            caller.getInputStream().transferTo(server.getOutputStream());
            server.shutdownOutput();
          });
      server.getInputStream().transferTo(caller.getOutputStream());
    }
  }

  private final class Talk {

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Mistake mistake;

    private Talk(Socket caller, Mistake mistake) throws IOException {
      this.in = new DataInputStream(caller.getInputStream());
      this.out = new DataOutputStream(caller.getOutputStream());
      this.mistake = mistake;
    }

    private void toTheEnd() throws IOException, InterruptedException {
      byte[] first = in.readNBytes(in.readInt() - 4);
      if (ByteBuffer.wrap(first).getInt() == TLS_REQUEST) {
        if (!answer(Point.TLS, NO)) {
          return;
        }
        in.readNBytes(in.readInt() - 4);
      }
      byte[] welcome =
          bytes(
              message('R', four(0)),
              message('S', text("server_version"), text("17.0")),
              message('S', text("client_encoding"), text("UTF8")),
              message('K', four(1), four(1)),
              READY);
      if (answer(Point.LOGIN, welcome)) {
        questions();
      }
    }

    private void questions() throws IOException, InterruptedException {
      while (true) {
        char kind = (char) in.readByte();
        byte[] body = in.readNBytes(in.readInt() - 4);
        switch (kind) {
          case 'P' -> {
            boolean asked = new String(body, US_ASCII).contains("max_connections");
            if (asked && !answer(Point.QUESTION, message('1'))) {
              return;
            }
            if (!asked) {
              out.write(message('1'));
            }
          }
          case 'B' -> out.write(message('2'));
          case 'D' -> out.write(message('n'));
          case 'E' -> out.write(DONE);
          case 'Q' -> out.write(bytes(DONE, READY));
          case 'S' -> out.write(READY);
          default -> {
            return;
          }
        }
      }
    }

    /** Whether the talk goes on. */
    private boolean answer(Point point, byte[] right) throws IOException, InterruptedException {
      if (point != mistake.at()) {
        out.write(right);
        return true;
      }
      if (mistake.garbled() != null) {
        mistake.garbled().instead(out, right, mistake.endless(), taken);
      } else {
        out.write(mistake.error());
      }
      return false;
    }
  }

  private static byte[] message(char kind, byte[]... parts) {
    byte[] body = bytes(parts);
    return bytes(new byte[] {(byte) kind}, four(body.length + 4), body);
  }

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(US_ASCII);
  }

  private static byte[] four(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private static byte[] two(int number) {
    return ByteBuffer.allocate(2).putShort((short) number).array();
  }

  Callers callers() {
    return callers;
  }

  @Override
  public void close() {
    callers.close();
  }
}
