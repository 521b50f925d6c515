package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes that an object carries, as {@code <incident>/<change id>@<when>} in one annotation of
 * its own metadata. Not in the pod template, where it would make every template unlike the one
 * before, so that a rollback could not go back to the ReplicaSet that is there.
 */
public final class ChangeMarks {

  public static final String ANNOTATION = "runbook.dhakacart.com/changes";

  /** An incident makes a handful; the annotation must not grow without end. */
  private static final int MOST = 20;

  private ChangeMarks() {}

  public static Map<String, String> annotations(JsonNode object) {
    Map<String, String> annotations = new LinkedHashMap<>();
    object
        .at("/metadata/annotations")
        .properties()
        .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asText()));
    return annotations;
  }

  static List<String> in(Map<String, String> annotations) {
    String marks = annotations == null ? null : annotations.get(ANNOTATION);
    return marks == null || marks.isBlank() ? List.of() : List.of(marks.strip().split("\\s+"));
  }

  /** The incident that changed the object last. */
  static Optional<String> newestIncident(Map<String, String> annotations) {
    List<String> marks = in(annotations);
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(marks.get(marks.size() - 1).replaceFirst("/[^/]*$", ""));
  }

  /** Of one mark; empty where somebody wrote another. */
  static Optional<Instant> madeAt(String mark) {
    try {
      return Optional.of(Instant.parse(mark.substring(mark.lastIndexOf('@') + 1)));
    } catch (DateTimeParseException noMark) {
      return Optional.empty();
    }
  }

  /** When the change was made, where the object carries it. */
  static Optional<Instant> madeAt(Map<String, String> annotations, String incident, String id) {
    String mark = incident + "/" + id + "@";
    return in(annotations).stream()
        .filter(one -> one.startsWith(mark))
        .map(one -> Instant.parse(one.substring(mark.length())))
        .findFirst();
  }

  /** The annotation's new value, newest last. */
  public static String with(
      Map<String, String> annotations, String incident, String id, Instant madeAt) {
    List<String> marks = new ArrayList<>(in(annotations));
    marks.add(incident + "/" + id + "@" + madeAt.truncatedTo(ChronoUnit.SECONDS));
    return String.join(" ", marks.subList(Math.max(0, marks.size() - MOST), marks.size()));
  }
}
