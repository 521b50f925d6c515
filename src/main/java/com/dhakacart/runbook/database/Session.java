package com.dhakacart.runbook.database;

import java.util.Set;

/**
 * One row of {@code pg_stat_activity}.
 *
 * @param client whether it is a client's and so takes one of the slots
 * @param waitsFor wait event type and name; empty when it waits for nothing
 * @param waitSeconds since its query began
 * @param transactionSeconds since its transaction began; null when none is open
 * @param waitsForPids who holds, or stands before it in the queue for, the lock that it waits for;
 *     0 is a prepared transaction
 */
record Session(
    int pid,
    boolean client,
    String user,
    String application,
    String address,
    String state,
    String waitsFor,
    double waitSeconds,
    Double transactionSeconds,
    Set<Integer> waitsForPids) {

  boolean waitsForLock() {
    return waitsFor.startsWith("Lock ");
  }

  /** For a person: enough to find its owner. */
  String words() {
    return "pid %d of %s%s%s"
        .formatted(
            pid,
            client ? "user " + user : "the database itself",
            application == null || application.isEmpty() ? "" : ", application " + application,
            address == null ? "" : ", from " + address);
  }
}
