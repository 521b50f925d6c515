package com.dhakacart.runbook.incident;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All that was seen, each part with when it was asked, of what, and whether it was answered. */
public final class Evidence {

  /** Nothing was asked yet. */
  public static final Evidence NONE = new Evidence(Map.of());

  private final Map<EvidencePart<?>, Answer<?>> answers;

  private Evidence(Map<EvidencePart<?>, Answer<?>> answers) {
    this.answers = answers;
  }

  /**
   * The same with one part more, or with another answer to it.
   *
   * @param answer null where it was not asked, which leaves the part out
   */
  public <T> Evidence with(EvidencePart<T> part, Answer<T> answer) {
    Map<EvidencePart<?>, Answer<?>> all = new HashMap<>(answers);
    if (answer == null) {
      all.remove(part);
    } else {
      all.put(part, answer);
    }
    return new Evidence(all);
  }

  /** Of each part what was asked last, here or there. */
  public Evidence withNewer(Evidence other) {
    Map<EvidencePart<?>, Answer<?>> all = new HashMap<>(answers);
    other.answers.forEach(
        (part, answer) ->
            all.merge(
                part,
                answer,
                (mine, theirs) -> theirs.askedAt().isBefore(mine.askedAt()) ? mine : theirs));
    return new Evidence(all);
  }

  /** The question and its answer; null where it was not asked. */
  @SuppressWarnings("unchecked") // with() takes no other
  public <T> Answer<T> of(EvidencePart<T> part) {
    return (Answer<T>) answers.get(part);
  }

  /** The answer; empty where it was not asked, or could not be. */
  public <T> Optional<T> known(EvidencePart<T> part) {
    return Optional.ofNullable(of(part)).flatMap(Answer::known);
  }

  /** Whether there is an answer. */
  public boolean answers(EvidencePart<?> part) {
    return known(part).isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Evidence evidence && answers.equals(evidence.answers);
  }

  @Override
  public int hashCode() {
    return answers.hashCode();
  }

  @Override
  public String toString() {
    return "Evidence" + answers;
  }
}
