package com.dhakacart.runbook.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What customers got, second by second: the counters that Prometheus would have scraped. Probes and
 * scrapes are not in it.
 */
class TrafficHistory {

  /** The histogram's upper bounds, in seconds; what is slower is in {@code +Inf}. */
  private static final double[] BUCKETS = {0.1, 0.3, 0.5, 0.7, 1, 3, 5, 7, 10};

  private static final long KEPT_SECONDS = Duration.ofHours(3).toSeconds();

  /**
   * @param route as the metric's label says it
   */
  record Series(String route, int status) {

    boolean isError() {
      return status >= 500;
    }
  }

  private final TreeMap<Long, Map<Series, int[]>> seconds = new TreeMap<>();

  synchronized void add(Instant at, Series series, Duration took) {
    int[] buckets =
        seconds
            .computeIfAbsent(at.getEpochSecond(), second -> new HashMap<>())
            .computeIfAbsent(series, one -> new int[BUCKETS.length + 1]);
    buckets[bucketOf(took)]++;
  }

  synchronized void forgetFrom(Instant at) {
    seconds.tailMap(at.getEpochSecond()).clear();
  }

  synchronized void forgetOld(Instant now) {
    seconds.headMap(now.getEpochSecond() - KEPT_SECONDS).clear();
  }

  /** Requests of each series within the window that ends at {@code at}. */
  Map<Series, Long> counts(Instant at, Duration window) {
    Map<Series, Long> counts = new HashMap<>();
    histograms(at, window)
        .forEach(
            (series, buckets) -> {
              long count = 0;
              for (int bucket : buckets) {
                count += bucket;
              }
              counts.put(series, count);
            });
    return counts;
  }

  /** Share of the answers that are 5xx; empty without any request. */
  OptionalDouble errorRatio(Instant at, Duration window) {
    Map<Series, Long> counts = counts(at, window);
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long errors =
        counts.entrySet().stream()
            .filter(one -> one.getKey().isError())
            .mapToLong(Map.Entry::getValue)
            .sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) errors / all);
  }

  /**
   * {@code histogram_quantile}: within a bucket evenly spread, and never above the last bound.
   * Empty without any request.
   */
  OptionalDouble quantile(double quantile, Instant at, Duration window) {
    long[] buckets = new long[BUCKETS.length + 1];
    long all = 0;
    for (int[] series : histograms(at, window).values()) {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] += series[i];
        all += series[i];
      }
    }
    if (all == 0) {
      return OptionalDouble.empty();
    }
    double rank = quantile * all;
    long below = 0;
    for (int i = 0; i < BUCKETS.length; i++) {
      if (below + buckets[i] >= rank) {
        double lower = i == 0 ? 0 : BUCKETS[i - 1];
        return OptionalDouble.of(
            lower + (BUCKETS[i] - lower) * (rank - below) / Math.max(1, buckets[i]));
      }
      below += buckets[i];
    }
    return OptionalDouble.of(BUCKETS[BUCKETS.length - 1]);
  }

  private synchronized Map<Series, int[]> histograms(Instant at, Duration window) {
    Map<Series, int[]> sums = new HashMap<>();
    long last = at.getEpochSecond();
    long first = at.minus(window).getEpochSecond();
    // The second that runs is not over yet.
    for (Map<Series, int[]> second : seconds.subMap(first, last).values()) {
      second.forEach(
          (series, buckets) -> {
            int[] sum = sums.computeIfAbsent(series, one -> new int[BUCKETS.length + 1]);
            for (int i = 0; i < buckets.length; i++) {
              sum[i] += buckets[i];
            }
          });
    }
    return sums;
  }

  private static int bucketOf(Duration took) {
    double seconds = took.toNanos() / 1e9;
    for (int i = 0; i < BUCKETS.length; i++) {
      if (seconds <= BUCKETS[i]) {
        return i;
      }
    }
    return BUCKETS.length;
  }
}
