package com.dhakacart.runbook.incident;

/** Customers' requests of one route, per second. */
public record RouteErrors(String route, double requestsPerSecond, double errorsPerSecond) {}
