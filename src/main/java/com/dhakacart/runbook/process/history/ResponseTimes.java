package com.dhakacart.runbook.process.history;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast the incidents of a time were answered, by the mean of those where it is known.
 *
 * @param incidents how many were opened in that time
 * @param toAcknowledge from the opening until a person took a task or decided (MTTA); empty when
 *     nobody did
 * @param toRecover from the opening until the service was well and stayed so (MTTR); empty when
 *     none was
 */
public record ResponseTimes(
    int incidents, Optional<Duration> toAcknowledge, Optional<Duration> toRecover) {}
