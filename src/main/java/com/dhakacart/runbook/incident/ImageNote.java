package com.dhakacart.runbook.incident;

import java.time.Instant;

/**
 * What was seen to run under an image's name, and when: a tag can be moved, and no revision tells.
 *
 * @param image as the pods' template names it
 * @param imageId what ran, as the nodes said
 * @param firstSeen when it was noted first
 * @param lastSeen when it was noted last
 */
public record ImageNote(
    String container, String image, String imageId, Instant firstSeen, Instant lastSeen) {}
