package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.ImageHistory;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.PodState;
import java.util.List;

/** What runs under the images' names, and what ran before, in words. */
final class ImageText {

  private ImageText() {}

  static List<String> notes(List<ImageNote> noted, List<PodState> pods, LocalTimes times) {
    List<ImageHistory> images = ImageHistory.of(noted, pods);
    return images.isEmpty()
        ? List.of("what runs under the images' names is not known, or not the same on all pods")
        : images.stream().map(it -> words(it, times)).toList();
  }

  private static String words(ImageHistory it, LocalTimes times) {
    String runs = "%s (%s): digest now %s".formatted(it.container(), it.image(), it.shownNow());
    if (it.changed()) {
      return "%s, noted %s; digest before %s, last seen %s"
          .formatted(
              runs,
              it.since() == null ? "now for the first time" : "since " + times.clock(it.since()),
              it.shownBefore(),
              times.dayAndClock(it.before().lastSeen()));
    }
    return it.since() == null
        ? runs + ", and none was noted before"
        : "%s, the same since %s".formatted(runs, times.dayAndClock(it.since()));
  }
}
