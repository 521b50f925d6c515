package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Throttled share of CPU periods, from the kernel's own count. {@code kubectl describe} never shows
 * it.
 */
@Component
class CpuThrottling {

  /** cgroup v2, then v1: cat prints the one that exists, and complains about the other. */
  private static final String[] READ = {
    "cat", "/sys/fs/cgroup/cpu.stat", "/sys/fs/cgroup/cpu/cpu.stat"
  };

  private static final Pattern PERIODS = Pattern.compile("(?m)^nr_periods (\\d+)");
  private static final Pattern THROTTLED = Pattern.compile("(?m)^nr_throttled (\\d+)");

  private final PodCommands commands;
  private final PodWorkers workers;
  private final ClusterSettings settings;

  CpuThrottling(PodCommands commands, PodWorkers workers, ClusterSettings settings) {
    this.commands = commands;
    this.workers = workers;
    this.settings = settings;
  }

  static String source() {
    return String.join(" ", READ);
  }

  /**
   * @return the pods whose count could be read
   * @throws IllegalStateException when none could, with the last reason
   */
  List<PodThrottling> of(Workload workload, Collection<String> pods) {
    List<CompletableFuture<Share>> asked = pods.stream().map(pod -> share(workload, pod)).toList();
    List<Share> shares = asked.stream().map(CompletableFuture::join).toList();
    List<PodThrottling> known =
        shares.stream().filter(share -> share.of() != null).map(Share::of).toList();
    if (known.isEmpty()) {
      String because =
          shares.stream().map(Share::problem).findFirst().orElse("no pod runs; see its events");
      throw new IllegalStateException("cpu.stat could not be read in any pod: " + because);
    }
    return known;
  }

  private CompletableFuture<Share> share(Workload workload, String pod) {
    return workers
        .start(() -> read(workload, pod))
        .thenCompose(
            first ->
                first.count() == null
                    ? CompletableFuture.completedFuture(new Share(null, first.problem()))
                    : workers.startAfter(
                        settings.throttlingOver(),
                        () -> between(pod, first.count(), read(workload, pod).count())));
  }

  private Reading read(Workload workload, String pod) {
    PodCommands.Result result =
        commands.run(workload.namespace(), pod, workload.container(), settings.execTimeout(), READ);
    Optional<Count> count = count(result.output());
    return new Reading(count.orElse(null), count.isPresent() ? null : pod + ": " + why(result));
  }

  /** A command that ended well may have had nothing to say. */
  private static String why(PodCommands.Result result) {
    return result.problem().isEmpty()
        ? "it counts no periods (nr_periods); look whether its node limits CPU by cgroups"
        : result.problem();
  }

  /**
   * The share between the readings; where the second one failed, as in a starved pod, the share
   * since the container started.
   */
  static Share between(String pod, Count first, Count second) {
    Count over = second == null ? first : second.minus(first);
    double share = over.periods() <= 0 ? 0 : (double) over.throttled() / over.periods();
    return new Share(new PodThrottling(pod, Math.min(1, Math.max(0, share))), null);
  }

  static Optional<Count> count(String cpuStat) {
    Matcher periods = PERIODS.matcher(cpuStat);
    Matcher throttled = THROTTLED.matcher(cpuStat);
    return periods.find() && throttled.find()
        ? Optional.of(
            new Count(Long.parseLong(periods.group(1)), Long.parseLong(throttled.group(1))))
        : Optional.empty();
  }

  record Count(long periods, long throttled) {

    Count minus(Count earlier) {
      return new Count(periods - earlier.periods, throttled - earlier.throttled);
    }
  }

  private record Reading(Count count, String problem) {}

  record Share(PodThrottling of, String problem) {}
}
