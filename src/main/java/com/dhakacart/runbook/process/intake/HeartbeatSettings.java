package com.dhakacart.runbook.process.intake;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.alerting.heartbeat.*}: whether silence is noticed.
 *
 * @param silentAfter how long nothing may be heard from Alertmanager before on-call is told; longer
 *     than the {@code repeat_interval} of a watchdog alert that is routed here. Null where there is
 *     no such alert: then silence means that all is well
 */
@Validated
@ConfigurationProperties("runbook.alerting.heartbeat")
record HeartbeatSettings(@DurationMin(seconds = 1) Duration silentAfter) {}
