package com.dhakacart.runbook.process.deciding;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A decision that waits for a person.
 *
 * @param task the id of its task
 * @param key of the task in the model, such as {@code userTask_approveChange}
 * @param name as the model draws it
 * @param since when it was put before people
 * @param groups whose members may decide it
 * @param claimedBy who has taken it; null while nobody has
 * @param briefing what the form shows, by the names of {@code report.TaskBriefings}
 * @param questions in the form's order
 * @param mine whether whoever asked may decide it
 */
public record OpenDecision(
    String task,
    String key,
    String name,
    Instant since,
    Set<String> groups,
    String claimedBy,
    Map<String, Object> briefing,
    List<Question> questions,
    boolean mine) {}
