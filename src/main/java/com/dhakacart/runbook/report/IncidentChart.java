package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.report.ErrorRateChart.Marker;
import com.dhakacart.runbook.report.ErrorRateChart.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The error rate over an incident's time, with what happened when. */
final class IncidentChart {

  private final IncidentHistory history;
  private final LocalTimes times;
  private final Milestones milestones;

  IncidentChart(IncidentHistory history, LocalTimes times) {
    this.history = history;
    this.times = times;
    this.milestones = Milestones.of(history);
  }

  /** For a report, without the release that came before. */
  Optional<String> svg() {
    return drawn(Size.OF_A_PAGE, markers()).map(ErrorRateChart::svg);
  }

  /** Small, with the release that came before. */
  Optional<IncidentView.Picture> picture() {
    List<Marker> markers = markers();
    Optional.ofNullable(history.evidence())
        .flatMap(seen -> seen.known(EvidencePart.RELEASES))
        .map(Releases::rolledOutAt)
        .filter(at -> !samples().isEmpty() && at.isAfter(samples().get(0).at()))
        .ifPresent(at -> markers.add(new Marker(at, "release", "released")));
    return drawn(Size.OF_A_FORM, markers)
        .map(it -> new IncidentView.Picture(it.imageAddress(), it.description()));
  }

  private Optional<ErrorRateChart> drawn(Size size, List<Marker> markers) {
    return ErrorRateChart.canDraw(samples())
        ? Optional.of(new ErrorRateChart(size, samples(), history.errorThreshold(), markers, times))
        : Optional.empty();
  }

  private List<Sample> samples() {
    return Optional.ofNullable(history.errorRates())
        .map(ErrorRateHistory::samples)
        .orElse(List.of());
  }

  private List<Marker> markers() {
    List<Marker> markers = new ArrayList<>();
    markers.add(new Marker(milestones.openedAt(), "opened", "opened"));
    history.decisions().stream()
        .filter(decision -> "APPROVE".equals(decision.decision()))
        .forEach(decision -> markers.add(new Marker(decision.at(), "approved", "approved")));
    // limits and replicas are raised in the same moment
    history.changes().stream()
        .map(change -> change.at().truncatedTo(ChronoUnit.SECONDS))
        .distinct()
        .forEach(at -> markers.add(new Marker(at, "changed", "changed")));
    milestones.recoveredAt().ifPresent(at -> markers.add(new Marker(at, "recovered", "recovered")));
    // what is taken back days later would press the incident into one column
    Instant end = milestones.closedAt().orElse(Instant.MAX);
    markers.removeIf(marker -> marker.at().isAfter(end));
    return markers;
  }
}
