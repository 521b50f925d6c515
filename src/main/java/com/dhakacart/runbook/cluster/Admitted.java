package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.ChangeKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the API server made of a patch. A mutating policy or webhook of the cluster may take out
 * again what is asked for, or make something else of it, and the answer is a success all the same.
 * What the server adds, and the same amount written in another way, is nobody's doing.
 */
public final class Admitted {

  private static final int MOST = 5;

  private final List<Field> asked;
  private final boolean withoutEffect;

  private Admitted(List<Field> asked, boolean withoutEffect) {
    this.asked = asked;
    this.withoutEffect = withoutEffect;
  }

  /**
   * @param before the object that the patch was made to
   * @param answered the object in the API server's answer
   */
  public static Admitted of(
      ChangeKind kind, JsonNode before, String patchType, JsonNode patch, JsonNode answered) {
    JsonNode after = Patches.applied(before, patchType, patch);
    List<Field> asked =
        changed(FlatFields.of(before), FlatFields.of(after), FlatFields.of(answered));
    if (!asked.isEmpty() && asked.stream().allMatch(Field::isAsBefore)) {
      return new Admitted(asked, true);
    }
    return kind == ChangeKind.DEGRADE
        ? new Admitted(asked.stream().filter(it -> !it.isDefaultAgain()).toList(), false)
        : new Admitted(
            asked, kind == ChangeKind.ROLL_BACK && runsAsBefore(before, after, answered));
  }

  /** Annotations of another revision are no rollback. */
  private static boolean runsAsBefore(JsonNode before, JsonNode after, JsonNode answered) {
    JsonNode template = before.at("/spec/template");
    return !TemplateChanges.between(template, after.at("/spec/template")).isEmpty()
        && TemplateChanges.between(template, answered.at("/spec/template")).isEmpty();
  }

  private static List<Field> changed(
      Map<String, String> before, Map<String, String> after, Map<String, String> answered) {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return paths.stream()
        .map(it -> new Field(it, before.get(it), after.get(it), answered.get(it)))
        .filter(it -> !it.areSame(it.before(), it.asked()))
        .toList();
  }

  /** Whether all that was asked for is so. */
  public boolean isWhole() {
    return asked.stream().allMatch(Field::isTaken);
  }

  /** Whether nothing of what matters is otherwise than before. */
  public boolean isWithoutEffect() {
    return withoutEffect;
  }

  /** Whether an amount became less that was to become more, or more that was to become less. */
  public boolean isAgainst() {
    return asked.stream().anyMatch(Field::isAgainst);
  }

  /** What is otherwise than asked for, such as {@code spec.replicas: 3 instead of 6}. */
  public String inWords() {
    List<Field> other = asked.stream().filter(it -> !it.isTaken()).toList();
    return other.stream().limit(MOST).map(Field::inWords).collect(Collectors.joining(", "))
        + (other.size() > MOST ? " and %d more".formatted(other.size() - MOST) : "");
  }

  /** A field that the patch changes; null stands for one that is not there. */
  private record Field(String path, String before, String asked, String became) {

    boolean isTaken() {
      return asked == null ? !isAsBefore() : areSame(asked, became);
    }

    /**
     * A list that the settings write anew leaves out what the server then writes as it was before;
     * the templates of revisions have it all.
     */
    boolean isDefaultAgain() {
      return asked == null && isAsBefore();
    }

    boolean isAsBefore() {
      return areSame(before, became);
    }

    boolean isAgainst() {
      return compared(asked, before)
          .flatMap(wanted -> compared(became, before).filter(it -> it * wanted < 0))
          .isPresent();
    }

    boolean areSame(String one, String other) {
      return FlatFields.areSame(path, one, other);
    }

    private Optional<Integer> compared(String one, String other) {
      return FlatFields.compared(path, one, other);
    }

    String inWords() {
      return FlatFields.isNoSecret(path)
          ? "%s: %s instead of %s".formatted(path, orNone(became), orNone(asked))
          : path + (isAsBefore() ? " as it was" : " otherwise");
    }

    private static String orNone(String value) {
      return value == null ? "none" : value;
    }
  }
}
