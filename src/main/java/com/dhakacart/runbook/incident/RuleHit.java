package com.dhakacart.runbook.incident;

/**
 * A rule of the decision table that matched.
 *
 * @param weight how strongly it speaks for the cause; negative speaks against it
 * @param reason a sentence for a person
 * @param detail what was seen that made it match
 */
public record RuleHit(String observation, Cause cause, int weight, String reason, String detail) {}
