package com.dhakacart.runbook.cluster;

/** The API server said no. */
class ApiFailure extends RuntimeException {

  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int INVALID = 422;

  private final int code;

  /**
   * @param code HTTP status
   * @param message the API server's own words
   */
  ApiFailure(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
