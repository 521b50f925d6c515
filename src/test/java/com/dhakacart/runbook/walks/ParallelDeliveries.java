package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.process.intake.AlertDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Alertmanager's nodes, and its repeats, can all deliver at the same moment. */
final class ParallelDeliveries {

  private static final int DELIVERIES = 50;

  private ParallelDeliveries() {}

  static void startOneIncident(AlertDesk alerts, Alert alert) {
    deliver(alerts, IntStream.range(0, DELIVERIES).mapToObj(n -> alert).toList());
  }

  static void ofEpisodesStartOneIncident(AlertDesk alerts, Instant startsAt) {
    deliver(
        alerts,
        IntStream.range(0, DELIVERIES)
            .mapToObj(n -> RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, startsAt))
            .toList());
  }

  private static void deliver(AlertDesk alerts, List<Alert> each) {
    List<AlertReceipt> receipts = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(each.size());
    ExecutorService threads = Executors.newFixedThreadPool(each.size());
    try {
      List<Future<AlertReceipt>> answers = new ArrayList<>();
      for (Alert alert : each) {
        answers.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return alerts.receive(List.of(alert)).get(0);
                }));
      }
      for (Future<AlertReceipt> answer : answers) {
        receipts.add(answer.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
    assertThat(receipts).filteredOn(it -> it.result() == Result.STARTED).hasSize(1);
    assertThat(receipts).filteredOn(it -> it.result() == Result.JOINED).hasSize(each.size() - 1);
    assertThat(receipts)
        .extracting(AlertReceipt::incident)
        .containsOnly(receipts.get(0).incident());
  }
}
