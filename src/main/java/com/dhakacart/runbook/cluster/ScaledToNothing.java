package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * A Deployment that is scaled to 0. Before anybody is told to scale it, it is asked who keeps it
 * there and who serves in its place.
 */
@Component
class ScaledToNothing {

  private static final int MOST_NAMED = 3;
  private static final JsonNode REPLICAS = Patches.parse("{\"spec\":{\"replicas\":0}}");

  private final ZeroKeepers keepers;
  private final ServicesInFront services;

  ScaledToNothing(ApiServer api, ServicesInFront services) {
    this.keepers = new ZeroKeepers(api);
    this.services = services;
  }

  /**
   * What keeps a change of its pods from having an effect.
   *
   * @return empty where it wants pods
   */
  List<Obstacle> ofPods(ChangeTarget target, JsonNode deployment) {
    if (wantsPods(deployment)) {
      return List.of();
    }
    Instead found = instead(target, deployment);
    String way = found.sentence().isEmpty() ? byHand(target, deployment, found) : found.sentence();
    return List.of(Obstacle.forbidding(saying(target, ", so that no pod would start; " + way)));
  }

  /**
   * Why it must not be scaled up by hand.
   *
   * @return empty where it wants pods, or nobody else is responsible for it
   */
  List<Obstacle> ofScale(ChangeTarget target, JsonNode deployment) {
    if (wantsPods(deployment)) {
      return List.of();
    }
    Instead found = instead(target, deployment);
    if (!found.sentence().isEmpty()) {
      return List.of(Obstacle.forbidding(saying(target, "; " + found.sentence())));
    }
    return found.notAsked().isEmpty()
        ? List.of()
        : List.of(Obstacle.warning(saying(target, "; " + found.unknown())));
  }

  private static String byHand(ChangeTarget target, JsonNode deployment, Instead found) {
    String first = byWhom(deployment) + (found.notAsked().isEmpty() ? "" : found.unknown() + "; ");
    return "%s%s: kubectl scale deployment/%s -n %s --replicas=NUMBER"
        .formatted(
            first,
            first.isEmpty() ? "scale it first" : "where nobody keeps it there, scale it",
            target.name(),
            target.namespace());
  }

  private static boolean wantsPods(JsonNode deployment) {
    return deployment.at("/spec/replicas").asInt(1) > 0;
  }

  private static String saying(ChangeTarget target, String more) {
    return target.inKubectlsWords() + " is scaled to 0" + more;
  }

  private Instead instead(ChangeTarget target, JsonNode deployment) {
    ZeroKeepers.Found found = keepers.of(target.object());
    if (!found.known().isEmpty()) {
      return new Instead(String.join("; ", found.known()), found.notAsked());
    }
    List<String> notAsked = new ArrayList<>(found.notAsked());
    try {
      return new Instead(others(WorkloadObjects.deployment(deployment)), notAsked);
    } catch (KubernetesClientException | ClusterUnavailable e) {
      notAsked.add("whoever serves behind its Service (" + Problems.in(e) + ")");
      return new Instead("", notAsked);
    }
  }

  private String others(Deployment deployment) {
    return services.endpoints(deployment).stream()
        .filter(it -> it.ready() > 0 && !it.ofOthers().isEmpty())
        .map(
            it ->
                "pods of others serve behind service/%s in its place (%s), and scaling it would start a second set of pods beside them; change what made those"
                    .formatted(it.service(), named(it)))
        .collect(Collectors.joining("; "));
  }

  private static String named(ServiceEndpoints endpoints) {
    List<String> others = endpoints.ofOthers();
    String some = others.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return others.size() <= MOST_NAMED
        ? some
        : some + " and %d more".formatted(others.size() - MOST_NAMED);
  }

  /** A controller that wrote the 0 writes it again; a person at a shell does not. */
  private static String byWhom(JsonNode deployment) {
    return FieldManagers.lastWriterOf(deployment, Patches.MERGE, REPLICAS)
        .filter(it -> Owners.mayBeOne(it.manager()))
        .map(
            it ->
                "%s wrote its replicas last (at %s), and writes them again where it is a controller: ask there first; "
                    .formatted(it.manager(), it.at()))
        .orElse("");
  }

  /**
   * @param sentence who keeps it at 0 or serves in its place, and what to do there; empty where
   *     nobody is known to
   * @param notAsked who may be one as well, each with why that is not known
   */
  private record Instead(String sentence, List<String> notAsked) {

    String unknown() {
      return "whether it is kept there by somebody could not be asked of "
          + String.join(", ", notAsked)
          + ": find out first";
    }
  }
}
