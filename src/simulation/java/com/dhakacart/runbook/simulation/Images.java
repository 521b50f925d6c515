package com.dhakacart.runbook.simulation;

import com.dhakacart.runbook.backend.Release;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

  /**
   * As containerd says what runs.
   *
   * @param build of those that were pushed under the same tag
   */
  static String id(String image, String build) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((image + " " + build).getBytes(StandardCharsets.UTF_8));
      return "docker.io/%s@sha256:%s"
          .formatted(image.substring(0, image.lastIndexOf(':')), HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Release release(String image) {
    return isBad(image) ? Release.BAD : Release.GOOD;
  }
}
