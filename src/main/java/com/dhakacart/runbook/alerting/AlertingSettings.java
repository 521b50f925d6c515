package com.dhakacart.runbook.alerting;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/**
 * @param maxPayload a notification of 1,000 alerts is about 800 kB, one of 5,000 small series 2 MB;
 *     what is larger is refused
 */
@ConfigurationProperties("runbook.alerting")
record AlertingSettings(@DefaultValue("4MB") DataSize maxPayload) {

  AlertingSettings {
    if (maxPayload.compareTo(DataSize.of(1, DataUnit.KILOBYTES)) < 0
        || maxPayload.compareTo(DataSize.of(100, DataUnit.MEGABYTES)) > 0) {
      throw new IllegalArgumentException(
          "runbook.alerting.max-payload is "
              + maxPayload
              + "; set it between 1KB and 100MB, since a payload is held in memory");
    }
  }
}
