package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.process.StoredText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody tried what they may not. What comes from outside is made fit to be kept and shown: no
 * control characters, and no longer than its column.
 *
 * @param who the id of the user who is logged in; {@link #NOBODY} where nobody is, whatever name
 *     was tried: it is anybody's
 * @param from the remote address
 * @param what method and path, without the query, which may hold a secret; before it the user whose
 *     password was tried, where there is such a user
 * @param reason why it was refused
 * @param status the HTTP status that is answered
 * @param incident the key of the incident that it concerns; null where that is not known
 */
public record Refusal(
    String who, String from, String what, Reason reason, int status, String incident) {

  /** Who is not logged in. */
  public static final String NOBODY = "nobody";

  /** The limits of the columns; a word that is longer ends in an ellipsis. */
  static final int LONGEST_WHO = StoredText.USER_ID.limit();

  static final int LONGEST_FROM = StoredText.ADDRESS.limit();
  static final int LONGEST_WHAT = StoredText.REQUEST.limit();

  private static final Pattern INCIDENT =
      Pattern.compile("/incidents/([A-Za-z0-9-]{1,64})(?:/.*)?");

  /** Controls, halves of characters, and marks that make text read otherwise than it is written. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** Why a request is refused: few, since each is a series of the counter. */
  public enum Reason {
    WRONG_CREDENTIALS("the user is not known, or the password or token is wrong"),
    TOO_MANY_TRIES("too many wrong passwords from this address"),
    NOT_LISTED("nobody may call this"),
    NOT_ALLOWED("this user may not do this"),
    FROM_ANOTHER_SITE("the request came from a page of another site"),
    NO_CSRF_TOKEN("the session's token against forged requests was missing or wrong"),
    BODY_NOT_ALLOWED("the body holds what this call does not take"),
    TOO_LARGE("the request is too large"),
    ANSWER_REFUSED("the task does not take this answer, or not from this user"),
    CHANGE_NOT_APPROVED("the change was not approved, or was made already");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** For people, without a capital and a full stop. */
    public String sentence() {
      return sentence;
    }
  }

  public Refusal {
    who = fit(who == null || who.isBlank() ? NOBODY : who, LONGEST_WHO);
    from = fit(from == null ? "" : from, LONGEST_FROM);
    what = fit(what == null ? "" : what, LONGEST_WHAT);
    incident = incident != null && isKey(incident) ? incident : null;
  }

  /**
   * A refused request; the incident is taken from a path such as {@code /incidents/<key>/report}.
   *
   * @param path as the client sent it; what follows a question mark is left out
   */
  public static Refusal of(
      String who, String from, String method, String path, Reason reason, int status) {
    String plain = path.replaceFirst("(?s)[?#].*", "");
    return new Refusal(who, from, method + " " + plain, reason, status, incidentIn(plain));
  }

  /** The same, concerning this incident. */
  public Refusal concerning(String key) {
    return new Refusal(who, from, what, reason, status, key);
  }

  private static String incidentIn(String path) {
    Matcher matcher = INCIDENT.matcher(path);
    return matcher.matches() ? matcher.group(1) : null;
  }

  private static boolean isKey(String incident) {
    return INCIDENT.matcher("/incidents/" + incident).matches() && !incident.contains("/");
  }

  private static String fit(String words, int longest) {
    // long enough to know whether it is too long, whatever was sent
    String some = words.substring(0, Math.min(words.length(), longest * 2));
    String plain = UNFIT.matcher(some).replaceAll("\uFFFD");
    if (plain.codePointCount(0, plain.length()) <= longest) {
      return plain;
    }
    return plain.substring(0, plain.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
