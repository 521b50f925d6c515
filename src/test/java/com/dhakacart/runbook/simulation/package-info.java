/**
 * The simulated world: a Kubernetes API server with the controllers that matter, DhakaCart's
 * backend in its pods, its customers, Prometheus and Alertmanager. All of it is reached over HTTP
 * on the loopback interface, so production classes run against it unchanged, by configuration
 * alone. {@link com.dhakacart.runbook.simulation.SimulatedWorld} is the way in, {@link
 * com.dhakacart.runbook.simulation.Fault} says what can break and what heals it.
 *
 * <p>What it leaves out: watches, server-side apply, exec (refused), table output, and an
 * autoscaler that follows CPU and memory (it keeps its minimum and maximum only).
 */
package com.dhakacart.runbook.simulation;
