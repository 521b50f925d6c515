package com.dhakacart.runbook.process.access.connections;

import org.springframework.util.unit.DataSize;

/**
 * How much the body of a request to one path may hold, where it is not {@code
 * runbook.connections.max-body}. Whoever reads it there is given one byte more of what is larger,
 * and refuses it in their own words.
 *
 * @param path exactly
 */
public record BodyLimit(String path, DataSize most) {}
