package com.dhakacart.runbook.web;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Who has a page open and listens. The database is asked once a second and topic, and only while
 * somebody listens: it is the same for every node, so that it does not matter which of them did
 * what. Who may listen no longer is told nothing more.
 */
@Component
class Listeners implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  static final int MOST = 200;

  /** A browser opens one a page, and closes that of a page that is not seen. */
  static final int MOST_OF_ONE = 20;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A browser comes again by itself, and has to be let in again. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** So often is asked whether a listener may; a line goes out meanwhile, or proxies hang up. */
  private static final int LOOKS_TO_A_CHECK = 5;

  /**
   * What is listened to.
   *
   * @param name equal for the same
   * @param revision another one after each change
   */
  record Topic(String name, Supplier<String> revision) {

    static Topic of(String name, Supplier<String> revision) {
      return new Topic(name, revision);
    }
  }

  /** There is no place for one more. */
  static final class TooManyListeners extends RuntimeException {
    TooManyListeners() {
      super("Too many pages are open and listen; this one shows what was when it was loaded");
    }
  }

  private static final class Listener {
    final Topic topic;
    final String who;
    final BooleanSupplier may;
    final SseEmitter events = new SseEmitter(LONGEST.toMillis());
    String told;
    int looks;

    Listener(Topic topic, String who, BooleanSupplier may) {
      this.topic = topic;
      this.who = who;
      this.may = may;
    }
  }

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          look -> {
            Thread thread = new Thread(look, "listeners");
            thread.setDaemon(true);
            return thread;
          });

  private volatile boolean running;

  @Override
  public void start() {
    running = true;
    watch.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Before the server waits for what it answers still, or each open page would hold it up. */
  @Override
  public void stop() {
    running = false;
    watch.shutdownNow();
    listeners.forEach(it -> it.events.complete());
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /**
   * Tells the revision of a topic at once, and then each new one.
   *
   * @param may whether this listener may still know
   * @throws TooManyListeners when this node, or this person, has as many as it may
   */
  synchronized SseEmitter add(Topic topic, String who, BooleanSupplier may) {
    if (listeners.size() >= MOST
        || listeners.stream().filter(it -> it.who.equals(who)).count() >= MOST_OF_ONE) {
      throw new TooManyListeners();
    }
    Listener listener = new Listener(topic, who, may);
    listener.events.onCompletion(() -> listeners.remove(listener));
    listener.events.onTimeout(listener.events::complete);
    listener.events.onError(gone -> listeners.remove(listener));
    listeners.add(listener);
    return listener.events;
  }

  private void look() {
    Map<String, String> revisions = new HashMap<>();
    for (Listener listener : listeners) {
      try {
        tell(
            listener,
            revisions.computeIfAbsent(
                listener.topic.name(), name -> listener.topic.revision().get()));
      } catch (IOException | IllegalStateException gone) {
        listeners.remove(listener);
      } catch (RuntimeException e) {
        // thrown, it would end the watch for good; the database may be away
        log.warn("An open page cannot be told what is new; it is tried again at once", e);
      }
    }
  }

  private static void tell(Listener listener, String revision) throws IOException {
    boolean check = listener.looks++ % LOOKS_TO_A_CHECK == 0;
    if (check && !listener.may.getAsBoolean()) {
      listener.events.send(SseEmitter.event().name("over").data("over"));
      listener.events.complete();
    } else if (!revision.equals(listener.told)) {
      listener.told = revision;
      listener.events.send(SseEmitter.event().name("revision").data(revision));
    } else if (check) {
      listener.events.send(SseEmitter.event().comment("still here"));
    }
  }
}
