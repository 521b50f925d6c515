package com.dhakacart.runbook.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.dhakacart.runbook.fixtures.Ports;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A mail server that does one thing wrong, at one point of the talk, or one thing in some talks. It
 * speaks first.
 */
public final class FaultyMailServer implements AutoCloseable {

  /** Who gets what it takes. */
  @FunctionalInterface
  public interface Mailbox {

    /**
     * @param mail its headers and its text
     * @param answerIsLost whether its sender will not know that it was taken
     * @return whether the sender is answered at all
     */
    boolean take(String mail, boolean answerIsLost);
  }

  /**
   * What it does wrong in a talk: garbles an answer, or says something else.
   *
   * @param garbled null where it says something
   * @param reply the code and its text
   */
  record Mistake(Point at, Garbled garbled, String reply) {

    boolean refuses(Point point) {
      return point == at && garbled == null;
    }
  }

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
  private final Supplier<Optional<Mistake>> mistakes;
  private final Mailbox mailbox;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger mails = new AtomicInteger();

  private FaultyMailServer(int port, Supplier<Optional<Mistake>> mistakes, Mailbox mailbox)
      throws IOException {
    this.mistakes = mistakes;
    this.mailbox = mailbox;
    this.callers = new Callers(port, this::talk);
  }

  static FaultyMailServer that(Garbled garbled, Point at) throws IOException {
    return that(new Mistake(at, garbled, null));
  }

  /**
   * @param reply the code and its text
   */
  static FaultyMailServer thatSays(String reply, Point at) throws IOException {
    return that(new Mistake(at, null, reply));
  }

  private static FaultyMailServer that(Mistake always) throws IOException {
    return new FaultyMailServer(0, () -> Optional.of(always), (mail, answerIsLost) -> true);
  }

  /** One that can go away and come back. */
  static FaultyMailServer of(Mailbox mailbox, Supplier<Optional<Mistake>> mistakes)
      throws IOException {
    return new FaultyMailServer(Ports.free(), mistakes, mailbox);
  }

  /** One that does nothing wrong. */
  public static FaultyMailServer of(Mailbox mailbox) {
    try {
      return of(mailbox, Optional::empty);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  public int port() {
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
    Talk talk = new Talk(caller, mistakes.get().orElse(null));
    boolean goesOn = talk.answer(Point.GREETING);
    while (goesOn) {
      String line = talk.in.readLine();
      goesOn = line != null && talk.answer(line);
    }
  }

  private final class Talk {

    private final BufferedReader in;
    private final OutputStream out;
    private final Mistake mistake;

    /**
     * @param mistake null where nothing goes wrong
     */
    private Talk(Socket caller, Mistake mistake) throws IOException {
      this.in = new BufferedReader(new InputStreamReader(caller.getInputStream(), US_ASCII));
      this.out = caller.getOutputStream();
      this.mistake = mistake;
    }

    /** Whether the talk goes on. */
    private boolean answer(String line) throws IOException, InterruptedException {
      Optional<Point> point = Point.of(line);
      if (point.isEmpty()) {
        send(out, "502 5.5.2 what is that");
        return true;
      }
      if (point.get() != Point.DATA || goesWrongAt(Point.DATA)) {
        return answer(point.get());
      }
      answer(Point.DATA);
      String mail = readMail();
      boolean refused = mistake != null && mistake.refuses(Point.TEXT);
      boolean answered = refused || mailbox.take(mail, goesWrongAt(Point.TEXT));
      return answered && answer(Point.TEXT);
    }

    private boolean goesWrongAt(Point point) {
      return mistake != null && mistake.at() == point;
    }

    private String readMail() throws IOException {
      StringBuilder mail = new StringBuilder();
      for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
        if (line == null) {
          throw new EOFException("hung up in the middle of a mail");
        }
        mail.append(line).append('\n');
      }
      mails.incrementAndGet();
      return mail.toString();
    }

    private boolean answer(Point point) throws IOException, InterruptedException {
      if (!goesWrongAt(point)) {
        send(out, point.right);
        return true;
      }
      if (mistake.garbled() != null) {
        String firstLine = point.right.substring(0, 3) + "-mail.dhakacart.com says";
        byte[] right = crlf(firstLine + "\r\n" + point.right);
        mistake.garbled().instead(out, right, firstLine.getBytes(US_ASCII), taken);
        return false;
      }
      send(out, mistake.reply());
      return !mistake.reply().startsWith("421"); // RFC 5321, 3.8: it closes the connection
    }
  }

  private static void send(OutputStream out, String reply) throws IOException {
    out.write(crlf(reply));
  }

  private static byte[] crlf(String text) {
    return (text + "\r\n").getBytes(US_ASCII);
  }

  Callers callers() {
    return callers;
  }

  @Override
  public void close() {
    callers.close();
  }
}
