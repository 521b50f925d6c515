package com.dhakacart.runbook.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What the runbook's own tables keep as text, and how many characters (UTF-16 units) of each: the
 * one place where that is said. A column of one of these names has this length in every table.
 * Whoever takes such a text from outside refuses or cuts it here, because the database would refuse
 * it each time anew.
 */
public enum StoredText {
  INCIDENT_KEY(64, "incident_key"),
  TASK_ID(64, "task_id"),
  FINGERPRINT(255, "fingerprint"),
  ALERT_NAME(255, "alert_name"),
  SERVICE(255, "service"),
  SEVERITY(64, "severity"),
  NAMESPACE(255, "namespace"),
  DEPLOYMENT(255, "deployment"),
  USER_ID(255, "user_id", "changed_by", "undo_approved_by"),
  REASON(4000, "reason"),
  CHANGE_ID(128, "change_id", "undoes"),
  CHANGE_RESULT(4000, "result"),
  PAGE_STAGE(128, "stage", "sent_with"),
  PAGE_SENT_HOW(4000, "sent_how"),
  PAGE_PROBLEM(4000, "problem"),
  NODE(255, "tried_by"),
  PLAN_DIGEST(64, "digest"),
  SWITCH(16, "name"),
  WORD(32, "outcome", "remedy", "cause", "why", "team", "figure"),
  ADDRESS(64, "address", "sender"),
  REQUEST(200, "request"),
  CONTAINER(255, "container"),
  IMAGE(512, "image", "image_id"),
  SUBJECT(255, "subject");

  private final int limit;
  private final List<String> columns;

  StoredText(int limit, String... columns) {
    this.limit = limit;
    this.columns = List.of(columns);
  }

  /** Characters that it may have at most. */
  public int limit() {
    return limit;
  }

  /** The columns that keep it, in whatever table. */
  List<String> columns() {
    return columns;
  }

  /** Whether the whole of a text is kept. */
  public boolean takes(String text) {
    return text.length() <= limit;
  }

  /**
   * The whole of a text, with characters that every database takes.
   *
   * @throws DecisionRefused when it is longer than what is kept
   */
  public String whole(String text) {
    String wellFormed = wellFormed(text);
    if (!takes(wellFormed)) {
      throw new DecisionRefused(
          "This %s has %d characters; shorten it to %d"
              .formatted(
                  name().toLowerCase(Locale.ROOT).replace('_', ' '), wellFormed.length(), limit));
    }
    return wellFormed;
  }

  /** As much of a text as is kept, with characters that every database takes. */
  public String fitted(String text) {
    return shortened(wellFormed(text), limit);
  }

  /** PostgreSQL takes neither U+0000 nor half a surrogate pair, and would refuse it for ever. */
  public static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\u0000', '\ufffd');
  }

  /** The beginning of a text, with a mark where something was left out. */
  public static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
