/**
 * The simulated world: a Kubernetes API server with the controllers that matter, DhakaCart's
 * backend in its pods, its customers, Prometheus and Alertmanager. All of it is reached over HTTP
 * on the loopback interface, so production classes run against it unchanged, by configuration
 * alone. {@link com.dhakacart.runbook.simulation.SimulatedWorld} is the way in, {@link
 * com.dhakacart.runbook.simulation.Fault} says what can break and what heals it.
 *
 * <p>{@code src/simulation/README.md} says what it leaves out, and how far it may grow.
 */
package com.dhakacart.runbook.simulation;
