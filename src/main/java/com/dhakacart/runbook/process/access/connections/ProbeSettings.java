package com.dhakacart.runbook.process.access.connections;

import java.net.InetAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the cluster asks whether this is alive and ready, beside the port for everybody.
 *
 * @param port null for none, which is the default, so that two can run on one machine; 0 for any
 *     that is free; the image sets 8081
 * @param address null for all interfaces
 */
@ConfigurationProperties("runbook.probes")
record ProbeSettings(Integer port, InetAddress address) {

  ProbeSettings {
    if (port != null && (port < 0 || port > 65535)) {
      throw new IllegalArgumentException(
          "runbook.probes.port is %d; set it to 0 to 65535, or leave it empty for none"
              .formatted(port));
    }
  }
}
