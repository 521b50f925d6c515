package com.dhakacart.runbook.cluster;

import java.util.regex.Pattern;

/** The API server said no. */
public class ApiFailure extends RuntimeException {

  static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int CONFLICT = 409;
  public static final int INVALID = 422;

  /** As ForbiddenMessage writes it in apiserver's responsewriters. */
  private static final Pattern MISSING_RIGHT = Pattern.compile("User \"[^\"]*\" cannot \\w+ ");

  /** Whose words go on as it likes: a policy may speak of a user, too. */
  private static final Pattern A_POLICY = Pattern.compile("denied (?:the )?request");

  private final int code;

  /**
   * @param code HTTP status
   * @param message the API server's own words
   */
  ApiFailure(int code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Whether the account itself may not do this: the API server's own sentence, whatever decides on
   * rights. Admission refuses with the same code, for everybody.
   */
  public boolean isMissingRight() {
    return code == FORBIDDEN
        && MISSING_RIGHT.matcher(getMessage()).find()
        && !A_POLICY.matcher(getMessage()).find();
  }

  /** HTTP status. */
  public int code() {
    return code;
  }
}
