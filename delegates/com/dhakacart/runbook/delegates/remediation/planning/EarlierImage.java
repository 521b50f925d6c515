package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.incident.EvidencePart.IMAGES;
import static com.dhakacart.runbook.incident.EvidencePart.PODS;
import static com.dhakacart.runbook.process.EvidenceParts.seen;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ImageHistory;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** What a rollback cannot bring back: the image that ran under the same tag. A person pins it. */
final class EarlierImage {

  private EarlierImage() {}

  /** Why nothing is proposed, and what a person can do where that is a rollback. */
  static String added(String because, DelegateExecution step, Workload workload, Remedy remedy) {
    return remedy == Remedy.ROLLBACK
        ? Stream.concat(Stream.of(because), of(step, workload).stream())
            .collect(Collectors.joining(" "))
        : because;
  }

  /** Which image ran before, and what pins it, in a sentence for each container. */
  static List<String> of(DelegateExecution step, Workload workload) {
    return ImageHistory.of(
            seen(IMAGES).find(step).flatMap(Answer::known).orElse(List.of()),
            seen(PODS).find(step).flatMap(Answer::known).orElse(List.of()))
        .stream()
        .filter(ImageHistory::changed)
        .map(it -> replaced(it) + bringBack(it, workload))
        .toList();
  }

  private static String replaced(ImageHistory it) {
    return "Another image ran as %s before: digest before %s (last seen %s), digest now %s. "
        .formatted(it.image(), it.shownBefore(), it.before().lastSeen(), it.shownNow());
  }

  private static String bringBack(ImageHistory it, Workload of) {
    return it.pinned()
        .map(
            "To bring it back, type: kubectl set image deployment/%s %s=%%s -n %s"
                    .formatted(of.deployment(), it.container(), of.namespace())
                ::formatted)
        .orElse(
            "No registry's digest is known of it: deploy the last good build under a tag of its own");
  }
}
