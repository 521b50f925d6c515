package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.Patches;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * How far the runbook goes; headings "Common Causes and Solutions" and "Recovery Actions".
 *
 * @param limits resource to quantity; defaults to the runbook's {@code 1Gi} and {@code 1000m}
 * @param replicas for the first plan
 * @param moreReplicas for the second, after a recovery that failed
 * @param degradation by which the service does without an outside service; null where there is none
 */
@Validated
@ConfigurationProperties("runbook.remediation")
record RemediationSettings(
    Map<String, String> limits,
    @DefaultValue("6") @Min(1) int replicas,
    @DefaultValue("8") @Min(1) int moreReplicas,
    @Valid Degradation degradation) {

  RemediationSettings {
    limits = limits == null || limits.isEmpty() ? Map.of("memory", "1Gi", "cpu", "1000m") : limits;
    limits.forEach(LimitsCheck::mustBeUsable);
    if (degradation != null
        && !List.of("deployments", "configmaps").contains(degradation.resource())) {
      throw new IllegalArgumentException(
          "runbook.remediation.degradation.resource is deployments or configmaps, not "
              + degradation.resource());
    }
  }

  /**
   * @param description what customers get while it is in place
   * @param resource {@code deployments} or {@code configmaps}
   * @param name of the object, in the service's namespace
   * @param patch JSON merge patch
   */
  record Degradation(
      @NotBlank String description,
      String resource,
      @NotBlank String name,
      @NotBlank String patch) {

    Degradation {
      if (StringUtils.hasText(patch) && !Patches.isMerge(patch)) {
        throw new IllegalArgumentException(
            "runbook.remediation.degradation.patch is no JSON object");
      }
    }
  }
}
