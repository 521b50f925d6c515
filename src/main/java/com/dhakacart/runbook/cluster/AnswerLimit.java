package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.AsyncBody.Consumer;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends an answer of which nobody could hold the whole, and one that does not end: the client itself
 * waits for the head of an answer for a while, and for the rest for ever.
 */
final class AnswerLimit implements Interceptor {

  static final String NAME = "answer-limit";

  /** A list of some thousand pods. */
  private static final long MOST_BYTES = 32L * 1024 * 1024;

  /** Why an answer was cut off, which its caller sees as a {@code CancellationException} only. */
  static final String CUT_OFF =
      "what it answers is more than %d MB, or does not end in time"
          .formatted(MOST_BYTES / 1024 / 1024);

  private final Duration within;

  /**
   * @param within how long an answer may take, once it has begun
   */
  AnswerLimit(Duration within) {
    this.within = within;
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, Consumer<List<ByteBuffer>> consumer) {
    if (response.body() instanceof AsyncBody body) {
      body.done()
          .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete(
              (ended, failure) -> {
                if (failure != null) {
                  body.cancel();
                }
              });
    }
  }

  @Override
  public Consumer<List<ByteBuffer>> consumer(
      Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return new Counting(consumer);
  }

  private static final class Counting implements Consumer<List<ByteBuffer>> {

    private final Consumer<List<ByteBuffer>> consumer;
    private final AtomicLong taken = new AtomicLong();

    Counting(Consumer<List<ByteBuffer>> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void consume(List<ByteBuffer> part, AsyncBody body) throws Exception {
      if (taken.addAndGet(part.stream().mapToLong(ByteBuffer::remaining).sum()) > MOST_BYTES) {
        body.cancel();
        throw new IOException(CUT_OFF);
      }
      consumer.consume(part, body);
    }

    @Override
    public <U> U unwrap(Class<U> target) {
      return consumer.unwrap(target);
    }
  }
}
