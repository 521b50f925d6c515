package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Timeouts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.cluster.*}: which part of which cluster may be seen and changed, and how long it
 * may take to answer.
 *
 * @param namespaces the only ones that are looked at or changed; everything else is refused
 * @param url of the API server; without it the cluster is found as kubectl finds it ({@code
 *     KUBECONFIG}, {@code ~/.kube/config}, in-cluster)
 * @param kubeconfig a kubeconfig of its own; null for the one that kubectl would use
 * @param context of the kubeconfig; null for its current one
 * @param tokenFile token of the service account that looks; read anew for each request, since it
 *     rotates; null where the kubeconfig or the pod's own account is enough
 * @param changes who changes; without it the same account that looks
 * @param connectTimeout until a connection to the API server stands
 * @param requestTimeout until the API server has answered; a request to the application has a
 *     timeout of its own
 * @param retries how often a request is repeated while the API server is unreachable or overloaded;
 *     the client's own default (10) holds a step up for 19 s
 * @param retryAfter before the first repetition; doubles with each
 * @param execTimeout until a command in a pod has ended
 * @param throttlingOver time between the two readings of {@code cpu.stat}
 * @param mostEvents how many warning events are kept, newest first
 * @param conflictRetries how often a change is sent again because something else wrote to the
 *     object in between: while pods come and go, a Deployment's status is written several times in
 *     a few milliseconds
 * @param shareFor how young a Deployment, its pods, ReplicaSets and autoscaler must be to be shared
 *     by the looks of one step instead of being asked for by each; zero for never
 */
@Validated
@ConfigurationProperties("runbook.cluster")
public record ClusterSettings(
    @NotEmpty @DefaultValue("dhakacart") Set<String> namespaces,
    String url,
    Path kubeconfig,
    String context,
    Path tokenFile,
    @Valid @NotNull @DefaultValue Access changes,
    @NotNull @DurationMin(millis = 1) @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration requestTimeout,
    @Min(0) @Max(10) @DefaultValue("1") int retries,
    @NotNull @DurationMin(millis = 1) @DefaultValue("200ms") Duration retryAfter,
    @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration execTimeout,
    @NotNull @DurationMin(millis = 1) @DefaultValue("3s") Duration throttlingOver,
    @Min(1) @Max(1000) @DefaultValue("100") int mostEvents,
    @Min(0) @Max(50) @DefaultValue("10") int conflictRetries,
    @NotNull @DurationMin @DefaultValue("500ms") Duration shareFor)
    implements Timeouts {

  public ClusterSettings {
    namespaces = Set.copyOf(namespaces);
    mustBeReadable("runbook.cluster.kubeconfig", kubeconfig);
    mustBeReadable("runbook.cluster.token-file", tokenFile);
  }

  @Override
  public Map<String, Duration> timeouts() {
    return Map.of(
        retries <= 1
            ? "runbook.cluster.request-timeout"
            : "runbook.cluster.request-timeout with runbook.cluster.retries",
        withRetries(),
        "runbook.cluster.exec-timeout",
        execTimeout);
  }

  /** One repetition is what whoever has a timeout is taken to do. */
  private Duration withRetries() {
    return retries <= 1
        ? requestTimeout
        : requestTimeout.multipliedBy(retries).plus(retryAfter.multipliedBy((1L << retries) - 1));
  }

  /**
   * The account that changes, where it is another than the one that looks.
   *
   * @param kubeconfig null for {@code runbook.cluster.kubeconfig}
   * @param context null for {@code runbook.cluster.context}
   * @param tokenFile null for {@code runbook.cluster.token-file}
   */
  public record Access(Path kubeconfig, String context, Path tokenFile) {

    public Access {
      mustBeReadable("runbook.cluster.changes.kubeconfig", kubeconfig);
      mustBeReadable("runbook.cluster.changes.token-file", tokenFile);
    }
  }

  Access looking() {
    return new Access(kubeconfig, context, tokenFile);
  }

  /** The account that changes; only what makes the changes asks for it. */
  public Access changing() {
    return new Access(
        changes.kubeconfig() == null ? kubeconfig : changes.kubeconfig(),
        changes.context() == null ? context : changes.context(),
        changes.tokenFile() == null ? tokenFile : changes.tokenFile());
  }

  /**
   * @throws NamespaceNotAllowed when the settings do not name it
   */
  public void mustAllow(String namespace) {
    if (!namespaces.contains(namespace)) {
      throw new NamespaceNotAllowed(
          "Namespace "
              + namespace
              + " is not one of runbook.cluster.namespaces "
              + namespaces
              + "; add it there if the runbook may work in it");
    }
  }

  private static void mustBeReadable(String setting, Path file) {
    if (file != null && !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          setting + ": " + file + " cannot be read; correct the path or its rights");
    }
  }
}
