package com.dhakacart.runbook.incident;

import java.time.Instant;

/**
 * What somebody tried and was refused, as the audit log keeps it; like refusals of one user and one
 * address within a minute are one or two of these.
 *
 * @param firstAt when it was refused first
 * @param lastAt when it was refused last; the same as {@code firstAt} where that was once
 * @param times how often, at least 1
 * @param who the user's id; {@code nobody} where nobody was logged in
 * @param from the address that it came from
 * @param what method and path, shortened
 * @param why a sentence
 * @param status the HTTP status that was answered
 * @param incident the key of the incident that it concerns; null where it concerns none
 */
public record RefusedRequest(
    Instant firstAt,
    Instant lastAt,
    int times,
    String who,
    String from,
    String what,
    String why,
    int status,
    String incident) {}
