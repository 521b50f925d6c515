package com.dhakacart.runbook.process.node;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * Which node of the engine this is.
 *
 * @param id a name that this node has again after a restart and that no other node has at the same
 *     time, such as a StatefulSet's pod name; absent where that cannot be promised
 */
@ConfigurationProperties("runbook.node")
record NodeSettings(String id) {

  boolean isNamed() {
    return StringUtils.hasText(id);
  }
}
