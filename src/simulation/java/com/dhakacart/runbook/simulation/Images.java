package com.dhakacart.runbook.simulation;

import com.dhakacart.runbook.backend.Release;

/** The images in the simulated registry. */
final class Images {

  static final String OLD = "dhakacart/backend:v0";
  static final String GOOD = "dhakacart/backend:v1";
  static final String BAD = "dhakacart/backend:v2-bad";

  private Images() {}

  /** Any tag of the backend can be pulled, and nothing else. */
  static boolean exists(String image) {
    return image.startsWith("dhakacart/backend:");
  }

  static boolean isBad(String image) {
    return image.endsWith("-bad");
  }

  static Release release(String image) {
    return isBad(image) ? Release.BAD : Release.GOOD;
  }
}
