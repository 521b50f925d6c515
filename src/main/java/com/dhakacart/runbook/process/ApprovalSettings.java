package com.dhakacart.runbook.process;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How decisions are asked for.
 *
 * @param remindAfter without a decision for this long, on-call is reminded and the senior engineers
 *     may decide too
 */
@ConfigurationProperties("runbook.approval")
public record ApprovalSettings(@DefaultValue("5m") Duration remindAfter) {}
