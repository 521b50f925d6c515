package com.dhakacart.runbook.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A PostgreSQL that does one thing wrong, by its frontend/backend protocol 3.0. It lets anybody in,
 * and has done whatever it is told.
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

  private final Callers callers;
  private final Point at;
  private final Garbled garbled;
  private final byte[] error;
  private final byte[] endless;
  private final AtomicLong taken = new AtomicLong();

  private FaultyPostgres(Point at, Garbled garbled, byte[] error, byte[] endless)
      throws IOException {
    this.at = at;
    this.garbled = garbled;
    this.error = error;
    this.endless = endless;
    this.callers = new Callers(this::talk);
  }

  static FaultyPostgres that(Garbled garbled, Point at) throws IOException {
    return new FaultyPostgres(at, garbled, null, at == Point.TLS ? YES : ENDLESS_ERROR);
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
    return new FaultyPostgres(Point.QUESTION, Garbled.HUGE, null, row);
  }

  /**
   * @param state SQL state, Appendix A of its manual
   */
  static FaultyPostgres thatSays(String state, String words, Point at) throws IOException {
    byte[] error =
        message(
            'E', text("SFATAL"), text("VFATAL"), text("C" + state), text("M" + words), new byte[1]);
    return new FaultyPostgres(at, null, error, null);
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
    DataInputStream in = new DataInputStream(caller.getInputStream());
    DataOutputStream out = new DataOutputStream(caller.getOutputStream());
    byte[] first = in.readNBytes(in.readInt() - 4);
    if (ByteBuffer.wrap(first).getInt() == TLS_REQUEST) {
      if (!answer(out, Point.TLS, NO)) {
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
    if (answer(out, Point.LOGIN, welcome)) {
      questions(in, out);
    }
  }

  private void questions(DataInputStream in, DataOutputStream out)
      throws IOException, InterruptedException {
    while (true) {
      char kind = (char) in.readByte();
      byte[] body = in.readNBytes(in.readInt() - 4);
      switch (kind) {
        case 'P' -> {
          boolean asked = new String(body, US_ASCII).contains("max_connections");
          if (asked && !answer(out, Point.QUESTION, message('1'))) {
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
  private boolean answer(DataOutputStream out, Point point, byte[] right)
      throws IOException, InterruptedException {
    if (point != at) {
      out.write(right);
      return true;
    }
    if (garbled != null) {
      garbled.instead(out, right, endless, taken);
    } else {
      out.write(error);
    }
    return false;
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

  @Override
  public void close() {
    callers.close();
  }
}
