package com.dhakacart.runbook.storage;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code runbook.storage.*}.
 *
 * @param mayLose true where it does not matter what a crash takes along, such as a demo: the start
 *     then does not ask how durable the database is
 */
@ConfigurationProperties("runbook.storage")
record StorageSettings(@DefaultValue("false") boolean mayLose) {}
