package com.dhakacart.runbook.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A mail server that does one thing wrong, at one point of the talk. It speaks first. */
final class FaultyMailServer implements AutoCloseable {

  /** Where a talk is, named like the client's command, with the right answer to it. */
  enum Point {
    GREETING("220 mail.dhakacart.com ESMTP"),
    EHLO("250-mail.dhakacart.com\r\n250 AUTH PLAIN"),
    AUTH("235 2.7.0 welcome"),
    MAIL("250 2.1.0 from there"),
    RCPT("250 2.1.5 to there"),
    DATA("354 go on"),
    /** The mail itself, which ends with a dot. */
    TEXT("250 2.0.0 taken"),
    QUIT("221 2.0.0 bye");

    private final String right;

    Point(String right) {
      this.right = right;
    }

    static Stream<Point> untilTheMailIsTaken() {
      return Arrays.stream(values()).filter(it -> it != QUIT);
    }

    private static Optional<Point> of(String line) {
      String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
      return Arrays.stream(values()).filter(it -> it.name().equals(command)).findFirst();
    }
  }

  private final Callers callers;
  private final Point at;
  private final Garbled garbled;
  private final String reply;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger mails = new AtomicInteger();

  private FaultyMailServer(Point at, Garbled garbled, String reply) throws IOException {
    this.at = at;
    this.garbled = garbled;
    this.reply = reply;
    this.callers = new Callers(this::talk);
  }

  static FaultyMailServer that(Garbled garbled, Point at) throws IOException {
    return new FaultyMailServer(at, garbled, null);
  }

  /**
   * @param reply the code and its text
   */
  static FaultyMailServer thatSays(String reply, Point at) throws IOException {
    return new FaultyMailServer(at, null, reply);
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

  /** How many it has taken, and has or has not said so. */
  int mails() {
    return mails.get();
  }

  private void talk(Socket caller) throws IOException, InterruptedException {
    OutputStream out = caller.getOutputStream();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(caller.getInputStream(), US_ASCII));
    boolean goesOn = answer(out, Point.GREETING);
    while (goesOn) {
      String line = in.readLine();
      goesOn = line != null && answer(out, in, line);
    }
  }

  /** Whether the talk goes on. */
  private boolean answer(OutputStream out, BufferedReader in, String line)
      throws IOException, InterruptedException {
    Optional<Point> point = Point.of(line);
    if (point.isEmpty()) {
      send(out, "502 5.5.2 what is that");
      return true;
    }
    if (point.get() != Point.DATA || at == Point.DATA) {
      return answer(out, point.get());
    }
    answer(out, Point.DATA);
    readMail(in);
    return answer(out, Point.TEXT);
  }

  private void readMail(BufferedReader in) throws IOException {
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      // kept by nobody
    }
    mails.incrementAndGet();
  }

  private boolean answer(OutputStream out, Point point) throws IOException, InterruptedException {
    if (point != at) {
      send(out, point.right);
      return true;
    }
    if (garbled != null) {
      String firstLine = point.right.substring(0, 3) + "-mail.dhakacart.com says";
      byte[] right = crlf(firstLine + "\r\n" + point.right);
      garbled.instead(out, right, firstLine.getBytes(US_ASCII), taken);
      return false;
    }
    send(out, reply);
    return !reply.startsWith("421"); // RFC 5321, 3.8: it closes the connection
  }

  private static void send(OutputStream out, String reply) throws IOException {
    out.write(crlf(reply));
  }

  private static byte[] crlf(String text) {
    return (text + "\r\n").getBytes(US_ASCII);
  }

  @Override
  public void close() {
    callers.close();
  }
}
