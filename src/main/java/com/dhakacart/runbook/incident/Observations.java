package com.dhakacart.runbook.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What in the evidence speaks for or against a cause. What could not be asked makes nothing true.
 * The thresholds come from measured incidents of the real backend.
 */
public final class Observations {

  private Observations() {}

  public static List<Observation> in(Evidence evidence, Circumstances circumstances) {
    Symptoms symptoms = new Symptoms(evidence, circumstances);
    List<Optional<Observation>> signs = new ArrayList<>();
    signs.addAll(ErrorSigns.of(symptoms));
    signs.addAll(DatabaseSigns.of(symptoms));
    signs.addAll(DependencySigns.of(symptoms));
    signs.addAll(ReleaseSigns.of(symptoms));
    signs.addAll(ResourceSigns.of(symptoms));
    signs.addAll(PodSigns.of(symptoms));
    return signs.stream().flatMap(Optional::stream).toList();
  }

  static Optional<Observation> when(boolean seen, Observation.Kind kind, String detail) {
    return seen ? Optional.of(new Observation(kind, detail)) : Optional.empty();
  }

  static Optional<Observation> when(boolean seen, Observation.Kind kind, Stream<String> details) {
    return when(seen, kind, String.join("; ", details.distinct().limit(3).toList()));
  }
}
