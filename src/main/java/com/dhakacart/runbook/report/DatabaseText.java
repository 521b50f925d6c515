package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import com.dhakacart.runbook.incident.DatabaseActivity.Blocker;
import com.dhakacart.runbook.incident.DatabaseActivity.SessionGroup;
import java.util.ArrayList;
import java.util.List;

/** What the database said itself, in words: who waits for whom comes first. */
final class DatabaseText {

  private static final int MOST_BLOCKERS = 3;
  private static final int MOST_GROUPS = 4;

  private DatabaseText() {}

  static List<String> sessions(DatabaseActivity activity) {
    if (activity.access() != Access.ACCEPTS) {
      String how =
          switch (activity.access()) {
            case AWAY -> "nothing answers at its address";
            case SILENT ->
                "it is configured and gave no answer within %s"
                    .formatted(Figures.milliseconds(activity.connectMillis()));
            case REFUSES_LOGINS -> "it takes no logins";
            case NO_FREE_SLOTS -> "it has no free connection";
            case ACCEPTS -> "it takes connections";
          };
      return List.of(how + " (" + activity.accessProblem() + ")");
    }
    List<String> lines = new ArrayList<>();
    activity.blockers().stream()
        .limit(MOST_BLOCKERS)
        .map(DatabaseText::blocker)
        .forEach(lines::add);
    if (activity.frozen() > 0) {
      lines.add(
          Figures.count(activity.frozen(), "session")
              + " of the backend show a wait for a lock that nobody holds: they are dead");
    }
    lines.add(
        "a new connection stood after %s; %d of %d connections are used"
            .formatted(
                Figures.milliseconds(activity.connectMillis()),
                activity.slotsUsed(),
                activity.slotsForClients()));
    activity.sessions().stream().limit(MOST_GROUPS).map(DatabaseText::group).forEach(lines::add);
    lines.add("the backend's sessions are recognized by " + activity.recognizedBy());
    return lines;
  }

  private static String blocker(Blocker it) {
    return "%s of the backend wait for %s, which is %s (%s%s), the longest for %.0f s"
        .formatted(
            Figures.count(it.blocksOfBackend(), "session"),
            it.session(),
            it.ofBackend() ? "the backend's own" : "not the backend's",
            it.state() == null ? "state not known" : it.state(),
            it.transactionSeconds() == null
                ? ""
                : ", its transaction open for %.0f s".formatted(it.transactionSeconds()),
            it.longestWaitSeconds());
  }

  private static String group(SessionGroup it) {
    return "%s of %s: %s%s"
        .formatted(
            Figures.count(it.count(), "session"),
            it.ofBackend() ? "the backend" : "others",
            it.state() == null ? "state not known" : it.state(),
            it.waitsFor().isEmpty() ? "" : ", waits for " + it.waitsFor());
  }
}
