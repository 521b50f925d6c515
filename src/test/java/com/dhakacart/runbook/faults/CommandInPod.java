package com.dhakacart.runbook.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code kubectl exec}, as an API server speaks it since Kubernetes 1.5: a WebSocket (RFC 6455) of
 * the protocol {@code v4.channel.k8s.io}, whose messages begin with the number of a stream.
 */
final class CommandInPod {

  /** What a command says, on the level of bytes. */
  @FunctionalInterface
  interface Talk {
    void with(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  private static final int STDOUT = 1;
  private static final int STATUS = 3;

  private static final int MESSAGE = 0x82;

  /** With the code 1000: all is well. */
  private static final byte[] CLOSING = {(byte) 0x88, 2, 0x03, (byte) 0xE8};

  /** Lengths from here on stand in two bytes of their own, those that need more in eight. */
  private static final int IN_TWO_BYTES = 126;

  private static final int IN_EIGHT_BYTES = 127;

  /** As the kubelet sends it, whatever the program writes at once. */
  private static final int BLOCK = 32 * 1024;

  /** Of one message, which nobody may gather before he looks at it. */
  private static final long HUGE = 1024L * 1024 * 1024;

  /** As a program takes; the client may miss the end of what comes with the answer itself. */
  private static final long START_MILLIS = 50;

  private static final String ENDED = "{\"metadata\":{},\"status\":\"Success\"}";

  /** That of the RFC. */
  private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Talk talk;
  private final boolean silent;

  private CommandInPod(Talk talk) {
    this(talk, false);
  }

  private CommandInPod(Talk talk, boolean silent) {
    this.talk = talk;
    this.silent = silent;
  }

  /** One that ends well. */
  static CommandInPod writing(String output) {
    return new CommandInPod(
        (in, out) -> {
          out.write(ending(output));
          in.read(); // that he closes it, as whoever has read how it ended does
          out.write(CLOSING);
        });
  }

  /** One of which the caller hears something else. */
  static CommandInPod of(String output, Garbled instead, AtomicLong taken) {
    return new CommandInPod(
        (in, out) ->
            instead.instead(
                out, ending(output), head(MESSAGE, instead == Garbled.DRIP ? BLOCK : HUGE), taken),
        instead == Garbled.SILENCE);
  }

  /** One that writes and writes. */
  static CommandInPod writingWithoutEnd(AtomicLong taken) {
    byte[] message = message(STDOUT, "x".repeat(BLOCK));
    return new CommandInPod(
        (in, out) -> {
          while (true) {
            out.write(message);
            taken.addAndGet(message.length);
          }
        });
  }

  /** One whose connection is closed in good order before it has ended, as when a node drains. */
  static CommandInPod closedBefore(String output) {
    return new CommandInPod(
        (in, out) -> {
          out.write(message(STDOUT, output));
          out.write(CLOSING);
        });
  }

  /** Whoever says nothing does not notice that nobody listens. */
  boolean isSilent() {
    return silent;
  }

  /**
   * @param key that the caller sent
   */
  void run(String key, InputStream in, OutputStream caller)
      throws IOException, InterruptedException {
    caller.write(
        """
        HTTP/1.1 101 Switching Protocols\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Accept: %s\r
        Sec-WebSocket-Protocol: v4.channel.k8s.io\r
        \r
        """
            .formatted(accepted(key))
            .getBytes(US_ASCII));
    caller.flush();
    Thread.sleep(START_MILLIS);
    talk.with(in, caller);
  }

  private static String accepted(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ending(String output) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(message(STDOUT, output));
    all.writeBytes(message(STATUS, ENDED));
    return all.toByteArray();
  }

  private static byte[] message(int stream, String text) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(head(MESSAGE, text.length() + 1L));
    message.write(stream);
    message.writeBytes(text.getBytes(US_ASCII));
    return message.toByteArray();
  }

  private static byte[] head(int kind, long length) {
    ByteBuffer head = ByteBuffer.allocate(10).put((byte) kind);
    if (length < IN_TWO_BYTES) {
      head.put((byte) length);
    } else if (length < 64 * 1024) {
      head.put((byte) IN_TWO_BYTES).putShort((short) length);
    } else {
      head.put((byte) IN_EIGHT_BYTES).putLong(length);
    }
    return Arrays.copyOf(head.array(), head.position());
  }
}
