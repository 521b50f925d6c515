package com.dhakacart.runbook.cluster;

/** The API server said no. */
public class ApiFailure extends RuntimeException {

  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int CONFLICT = 409;
  public static final int INVALID = 422;

  private final int code;

  /**
   * @param code HTTP status
   * @param message the API server's own words
   */
  ApiFailure(int code, String message) {
    super(message);
    this.code = code;
  }

  /** HTTP status. */
  public int code() {
    return code;
  }
}
