package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In what two pod templates differ that runs, by path and in words. */
public final class TemplateChanges {

  private static final Pattern LIMIT =
      Pattern.compile("spec\\.containers\\[(.+)]\\.resources\\.limits\\.(.+)");

  private final Map<String, String> before;
  private final Map<String, String> after;

  private TemplateChanges(Map<String, String> before, Map<String, String> after) {
    this.before = before;
    this.after = after;
  }

  public static TemplateChanges between(JsonNode before, JsonNode after) {
    return new TemplateChanges(flat(before), flat(after));
  }

  /** Whether pods of the one run as pods of the other, whatever their marks say. */
  public boolean isEmpty() {
    return before.equals(after);
  }

  /**
   * Such as {@code spec.containers[backend].env[DB_HOST]}; with values where they are no secret.
   */
  public List<String> inWords() {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return paths.stream()
        .filter(it -> !Objects.equals(before.get(it), after.get(it)))
        .map(this::words)
        .distinct()
        .toList();
  }

  /** Limits of containers that got smaller, such as {@code cpu of backend from 500m to 40m}. */
  List<String> loweredLimits() {
    List<String> lowered = new ArrayList<>();
    after.forEach(
        (path, now) -> {
          Matcher limit = LIMIT.matcher(path);
          String then = before.get(path);
          if (limit.matches() && then != null && Quantities.isLess(now, then)) {
            lowered.add(
                "%s of %s from %s to %s".formatted(limit.group(2), limit.group(1), then, now));
          }
        });
    return lowered;
  }

  private String words(String path) {
    return FlatFields.isNoSecret(path)
        ? "%s: %s -> %s"
            .formatted(path, before.getOrDefault(path, "none"), after.getOrDefault(path, "none"))
        : path.replaceFirst("(\\.env\\[[^]]+]).*", "$1");
  }

  private static Map<String, String> flat(JsonNode template) {
    return template.isObject() ? FlatFields.of(Templates.whatRuns(template)) : Map.of();
  }
}
