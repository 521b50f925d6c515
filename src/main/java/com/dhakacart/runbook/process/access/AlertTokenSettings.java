package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.settings.HeaderText;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code runbook.alerting.*}, as far as it says who may deliver alerts.
 *
 * @param token what Alertmanager must send as {@code Authorization: Bearer}; empty lets everyone in
 * @param tokenFile a file that holds it, read again for each delivery
 */
@ConfigurationProperties("runbook.alerting")
record AlertTokenSettings(@DefaultValue("") String token, Path tokenFile) {

  AlertTokenSettings {
    token = HeaderText.of("runbook.alerting.token", token);
  }

  SharedToken sharedToken() {
    return new SharedToken(token, tokenFile);
  }

  @Override
  public String toString() {
    return "AlertTokenSettings[token=" + sharedToken() + "]";
  }
}
