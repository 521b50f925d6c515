package com.dhakacart.runbook.process.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code runbook.rest.*}
 *
 * @param deployments whether administrators may deploy models over REST: whoever deploys a model
 *     runs code in this process, by its scripts and expressions
 */
@ConfigurationProperties("runbook.rest")
record RestSettings(@DefaultValue("false") boolean deployments) {}
