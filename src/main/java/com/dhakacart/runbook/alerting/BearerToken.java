package com.dhakacart.runbook.alerting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who may send alerts: whoever has the token, or everyone where none is configured. */
@Component
class BearerToken {

  private static final Logger log = LoggerFactory.getLogger(BearerToken.class);
  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  BearerToken(AlertingSettings settings) {
    if (settings.token().isEmpty()) {
      expected = null;
      log.warn(
          "Everyone who reaches POST /alerts can start a runbook; set runbook.alerting.token here"
              + " and the same as http_config.authorization.credentials in Alertmanager");
    } else {
      expected = digest(settings.token());
    }
  }

  /**
   * @param authorization the request's header; may be null
   */
  boolean isIn(String authorization) {
    if (expected == null) {
      return true;
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    // digests, so that the time taken tells neither how much is right nor how long the token is
    return MessageDigest.isEqual(expected, digest(authorization.substring(SCHEME.length())));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(token.strip().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
