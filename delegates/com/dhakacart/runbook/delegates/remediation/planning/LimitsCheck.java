package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.Quantities;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Limits that no container could use are found at the start, and not by an incident. */
@Component
class LimitsCheck implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(LimitsCheck.class);
  private static final String SETTING = "runbook.remediation.limits.";
  private static final List<String> IN_BYTES = List.of("memory", "ephemeral-storage");

  private final RemediationSettings settings;

  LimitsCheck(RemediationSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws IllegalArgumentException when it is no resource of a container, or no quantity of it
   */
  static void mustBeUsable(String resource, String quantity) {
    if (!resource.equals("cpu") && !IN_BYTES.contains(resource)) {
      throw new IllegalArgumentException(
          SETTING
              + resource
              + " limits nothing; a container has cpu, memory and ephemeral-storage");
    }
    try {
      if (Quantities.isLess("0", quantity)) {
        return;
      }
    } catch (IllegalArgumentException noQuantity) {
      // told below
    }
    throw new IllegalArgumentException(
        "%s%s is %s, which is no quantity such as 1Gi or 1000m"
            .formatted(SETTING, resource, quantity));
  }

  @Override
  public void afterSingletonsInstantiated() {
    settings.limits().forEach(LimitsCheck::warnWhereItCannotBeMeant);
  }

  private static void warnWhereItCannotBeMeant(String resource, String quantity) {
    if (IN_BYTES.contains(resource) && Quantities.isLess(quantity, "1Mi")) {
      log.warn("{}{} is {} in bytes; write 1Gi for a GiB", SETTING, resource, quantity);
    } else if (resource.equals("cpu") && Quantities.isLess("256", quantity)) {
      log.warn("{}cpu is {} in cores; write 1000m for a core", SETTING, quantity);
    }
  }
}
