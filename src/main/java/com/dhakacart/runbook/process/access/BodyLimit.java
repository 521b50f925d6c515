package com.dhakacart.runbook.process.access;

import org.springframework.util.unit.DataSize;

/**
 * How much the body of a request to one path may hold, where it is not {@code
 * runbook.connections.max-body}.
 *
 * @param path exactly
 * @param advice what to do about a larger one, as a sentence
 */
public record BodyLimit(String path, DataSize most, String advice) {}
