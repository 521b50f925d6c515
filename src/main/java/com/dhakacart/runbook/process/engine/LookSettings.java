package com.dhakacart.runbook.process.engine;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.looks.*}: how many steps that look at the cluster may run at once, on all nodes
 * together, so that a storm does not start a thousand against one API server; half of each number
 * is always there for this node, whatever the others run. The others wait in the database, the more
 * severe incident first. Fewer than the engine has threads ({@code
 * camunda.bpm.job-execution.core-pool-size}): the rest is for clocks, decisions and changes.
 *
 * @param atOnce of all incidents
 * @param ofMilder of incidents that are not of the worst severity; what is left is kept for those
 * @param askingAgain that ask again what gave no answer, or look whether it is over; as many as one
 *     incident has looks at once, or its own would begin one after the other
 */
@Validated
@ConfigurationProperties("runbook.looks")
record LookSettings(
    @Min(1) @DefaultValue("10") int atOnce,
    @Min(1) @DefaultValue("7") int ofMilder,
    @Min(1) @DefaultValue("5") int askingAgain) {

  LookSettings {
    if (askingAgain > ofMilder || ofMilder > atOnce) {
      throw new IllegalArgumentException(
          "runbook.looks: asking-again (%d) may be no more than of-milder (%d), and that no more than at-once (%d)"
              .formatted(askingAgain, ofMilder, atOnce));
    }
  }
}
