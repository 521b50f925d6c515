package com.dhakacart.runbook.alerting;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/**
 * @param token what Alertmanager must send as {@code Authorization: Bearer}; empty lets everyone in
 * @param maxPayload a notification of 1000 alerts is about 800 KB; what is larger is refused
 */
@ConfigurationProperties("runbook.alerting")
record AlertingSettings(@DefaultValue("") String token, @DefaultValue("1MB") DataSize maxPayload) {

  AlertingSettings {
    token = token.strip();
    if (maxPayload.compareTo(DataSize.of(1, DataUnit.KILOBYTES)) < 0
        || maxPayload.compareTo(DataSize.of(100, DataUnit.MEGABYTES)) > 0) {
      throw new IllegalArgumentException(
          "runbook.alerting.max-payload is "
              + maxPayload
              + "; set it between 1KB and 100MB, since a payload is held in memory");
    }
  }

  /** Without the token, which must not reach a log. */
  @Override
  public String toString() {
    return "AlertingSettings[token="
        + (token.isEmpty() ? "none" : "***")
        + ", maxPayload="
        + maxPayload
        + "]";
  }
}
