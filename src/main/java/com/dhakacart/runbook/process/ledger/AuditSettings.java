package com.dhakacart.runbook.process.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keepFor how long a refusal is kept; a day at least
 */
@ConfigurationProperties("runbook.audit")
record AuditSettings(@DefaultValue("400d") Duration keepFor) {

  AuditSettings {
    if (keepFor.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "runbook.audit.keep-for is %s; keep refusals for a day at least".formatted(keepFor));
    }
  }
}
