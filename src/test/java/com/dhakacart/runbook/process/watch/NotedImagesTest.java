package com.dhakacart.runbook.process.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.ImageHistory;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotedImagesTest {

  private static final Instant BEGAN = Instant.parse("2026-11-28T10:00:00Z");
  private static final Workload SHOP = new Workload("shop", "shop", "web", "web", 80, "web");

  private final SteppedClock clock = new SteppedClock();
  private final RunbookTables tables = new RunbookTables(clock);
  private final NotedImages images = new NotedImages(tables.jdbc, clock);

  @Test
  void whatRan_isKnownAtTheNextIncident_withWhenItWasSeenLast() {
    Instant first = clock.instant();
    assertThat(seen(pod("web:latest", "a"))).isEmpty();
    clock.forward(Duration.ofMinutes(5));
    images.note(SHOP, List.of(pod("web:latest", "a")));
    clock.forward(Duration.ofMinutes(5));

    List<PodState> now = List.of(pod("web:latest", "b"));
    List<ImageNote> noted = images.beforeNow(SHOP, now).value();

    assertThat(noted)
        .containsExactly(
            new ImageNote("web", "web:latest", id("a"), first, first.plusSeconds(300)));
    assertThat(ImageHistory.of(noted, now))
        .singleElement()
        .satisfies(it -> assertThat(it.pinned()).contains("web@sha256:" + "a".repeat(64)));
  }

  @Test
  void imageThatComesBack_isNotedAnew_sinceTheOrderCounts() {
    for (String build : List.of("a", "b", "a")) {
      images.note(SHOP, List.of(pod("web:latest", build)));
      clock.forward(Duration.ofMinutes(5));
    }
    assertThat(seen(pod("web:latest", "a")))
        .extracting(ImageNote::imageId)
        .containsExactly(id("a"), id("b"), id("a"));
  }

  /** While a rollout goes on, both run. */
  @Test
  void podsThatRunDifferentImages_areNotNoted() {
    images.note(SHOP, List.of(pod("web:latest", "a"), pod("web:latest", "b")));
    assertThat(seen(pod("web:latest", "a"))).isEmpty();
  }

  @Test
  void anotherWorkloadsImages_areItsOwn() {
    images.note(SHOP, List.of(pod("web:latest", "a")));
    Workload other = new Workload("other", "shop", "other", "web", 80, "web");
    assertThat(images.beforeNow(other, List.of()).value()).isEmpty();
  }

  @Test
  void notMoreThanTwenty_areKept() {
    for (int tag = 0; tag < 30; tag++) {
      images.note(SHOP, List.of(pod("web:" + tag, "a")));
    }
    assertThat(images.beforeNow(SHOP, List.of()).value())
        .hasSize(NotedImages.MOST)
        .first()
        .extracting(ImageNote::image)
        .isEqualTo("web:29");
  }

  private List<ImageNote> seen(PodState... pods) {
    return images.beforeNow(SHOP, Arrays.asList(pods)).value();
  }

  private static PodState pod(String image, String build) {
    return new PodState(
        "web-1",
        "Running",
        true,
        image,
        "5c6f",
        BEGAN,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(
            new ContainerState(
                "web", ContainerState.Role.SERVES, image, id(build), null, 0, null, null)));
  }

  private static String id(String build) {
    return "registry.example:5000/shop/web@sha256:" + build.repeat(64);
  }
}
