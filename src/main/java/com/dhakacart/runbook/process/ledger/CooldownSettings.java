package com.dhakacart.runbook.process.ledger;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When a change may be proposed once more.
 *
 * @param cooldown how long a change of the same kind is not proposed again for the same workload;
 *     undo, take-back and the second number of replicas are no repetition
 */
@Validated
@ConfigurationProperties("runbook.remediation")
record CooldownSettings(@DefaultValue("30m") @NotNull @DurationMin Duration cooldown) {}
