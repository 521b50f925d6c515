package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.settings.HeaderText;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code runbook.scraping.*}: who may read {@code /actuator/prometheus}.
 *
 * @param token what Prometheus must send as {@code Authorization: Bearer}; empty lets everyone in
 * @param tokenFile a file that holds it, read again for each scrape
 */
@ConfigurationProperties("runbook.scraping")
record ScrapeTokenSettings(@DefaultValue("") String token, Path tokenFile) {

  ScrapeTokenSettings {
    token = HeaderText.of("runbook.scraping.token", token);
  }

  SharedToken sharedToken() {
    return new SharedToken(token, tokenFile);
  }

  @Override
  public String toString() {
    return "ScrapeTokenSettings[token=" + sharedToken() + "]";
  }
}
